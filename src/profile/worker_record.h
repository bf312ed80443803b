// What one worker measures of itself: a thread, or a process of one.
//
// A worker is in one stage at any moment, so that its stages add up to its time. Going from one to
// the next reads the clock, which takes some 20 to 40 ns: nothing beside a file of a megabyte, but
// a few per cent of one of a kilobyte. Where files are so short, one in kEvery, chosen at random,
// is timed in detail, and the others as a whole; their time is shared out as that of those that
// were timed. A trace needs them all.
#ifndef HILO_PROFILE_WORKER_RECORD_H_
#define HILO_PROFILE_WORKER_RECORD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hilo/profile.h"
#include "profile/laps.h"
#include "profile/span_buffer.h"
#include "profile/timeline.h"
#include "profile/worker_totals.h"

namespace hilo {

class WorkerRecord {
 public:
  enum class Role : std::uint8_t {
    caller,  // the thread that called; a worker where it works itself
    worker,
    reader,  // asks for bytes ahead of the workers, whose time is not the run's
  };

  // `epoch_ns` is when the run began; `budget` is null where no trace is kept.
  WorkerRecord(Role role, std::int64_t number, std::int64_t epoch_ns, SpanBudget* budget);

  // The following are the worker's own thread's.
  void begin(Stage stage);
  void enter(Stage stage) {
    const std::size_t lap = is_short_ && stage != Stage::idle ? kUnmeasured : lap_of(stage);
    if (lap != lap_) switch_to(lap);
  }
  // For what takes long, and seldom happens: it is timed also where the file is not.
  void enter_timed(Stage stage) {
    if (lap_of(stage) != lap_) switch_to(lap_of(stage));
  }
  // Until enter(). What follows that is of no file, until another one is told: while it was away,
  // others have gone on with many.
  void leave() {
    switch_to(kAway);
    return_to_file(-1);
  }
  void end();

  // What follows is of this input, whose scan begins.
  void begin_file(std::int64_t input);
  // What follows is of a part of this input, which others scan, too.
  void begin_piece(std::int64_t input);
  // What follows is of no file.
  void end_files();
  // What follows is of this input, which has been scanned by somebody; -1: of none.
  void return_to_file(std::int64_t input) {
    if (budget_ != nullptr) set_input(input);
  }

  void note_read(std::int64_t bytes);
  void note_warmth(std::int64_t asked_bytes, std::int64_t warm_bytes) {
    totals_.asked_bytes += asked_bytes;
    totals_.warm_bytes += warm_bytes;
  }
  void note_untold(std::int64_t bytes) { totals_.untold_bytes += bytes; }
  void note_header(std::int64_t bytes) { totals_.header_bytes += bytes; }
  void note_computed(std::int64_t bytes) { totals_.computed_bytes += bytes; }
  SystemCalls& calls() { return totals_.calls; }

  // For workers that report to others: everything up to now.
  WorkerTotals totals_now();
  std::vector<Span> take_spans() { return spans_ ? spans_->take() : std::vector<Span>(); }
  std::uint32_t stride() const { return spans_ ? spans_->stride() : 1; }

  // Of a worker elsewhere, which was started at `started_ns`: all that it had counted at `at_ns`.
  // Before it began to count it was idle. Times are of this machine's clock.
  void absorb(const WorkerTotals& totals, std::int64_t started_ns, std::int64_t at_ns);
  // Of somebody who worked from `begin_ns` to `end_ns` only, and was idle before.
  void add(const WorkerTotals& part, std::int64_t begin_ns, std::int64_t end_ns);
  void absorb(const Span& span) {
    if (spans_) spans_->add(span);
  }
  void note_stride(std::uint32_t stride) {
    if (spans_) spans_->note_stride(stride);
  }
  // It has not told of more, since it had nothing to do.
  void idle_until(std::int64_t at_ns);

  Role role() const { return role_; }
  std::int64_t number() const { return number_; }
  std::int64_t begin_ns() const { return begin_ns_; }
  std::int64_t end_ns() const { return since_ns_; }  // up to where its time is booked
  const WorkerTotals& totals() const { return totals_; }
  const Timeline& timeline() const { return timeline_; }
  Timeline& timeline() { return timeline_; }
  const SpanBuffer* spans() const { return spans_ ? &*spans_ : nullptr; }

 private:
  void switch_to(std::size_t lap);
  void book(std::int64_t until_ns);
  void set_input(std::int64_t input);
  bool is_next_timed();
  void end_sample();

  Role role_;
  std::int64_t number_;
  std::int64_t begin_ns_ = 0;
  std::int64_t since_ns_ = 0;  // when the lap began
  std::size_t lap_ = kAway;
  CpuTimes before_;  // it began
  WorkerTotals totals_;
  WorkerTotals told_;  // what was absorbed last
  Timeline timeline_;

  bool is_short_ = false;        // the file in hand is timed as a whole
  bool is_sample_ = false;       // it is short, and timed in detail
  std::int64_t file_bytes_ = 0;  // that were read of it
  std::int64_t decided_ns_ = 0;  // that it had worked when it was decided how often to time
  std::uint32_t every_ = 1;
  std::uint32_t random_ = 2463534242;

  SpanBudget* budget_;
  std::optional<SpanBuffer> spans_;
  std::int32_t input_ = -1;
  std::uint32_t unit_ = 0;
  std::int64_t reads_in_unit_ = 0;
  std::int64_t span_bytes_ = 0;
};

}  // namespace hilo

#endif  // HILO_PROFILE_WORKER_RECORD_H_
