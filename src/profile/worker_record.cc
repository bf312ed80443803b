#include "profile/worker_record.h"

#include <numeric>

namespace hilo {
namespace {

constexpr std::uint32_t kEvery = 16;
// A file that takes less is short.
constexpr std::int64_t kShortNs = 60'000;
// One that has so many bytes is not, whatever those before it were.
constexpr std::int64_t kLongBytes = std::int64_t{1} << 16;
constexpr std::int64_t kFilesToDecide = 64;
// A large file is as many units of a trace as it has so many reads.
constexpr std::int64_t kReadsInUnit = 64;

std::int64_t sum_of(const LapNs& spent_ns) {
  return std::accumulate(spent_ns.begin(), spent_ns.end(), std::int64_t{0});
}

}  // namespace

WorkerRecord::WorkerRecord(Role role, std::int64_t number, std::int64_t epoch_ns,
                           SpanBudget* budget)
    : role_(role), number_(number), timeline_(epoch_ns), budget_(budget) {
  if (budget != nullptr) spans_.emplace(*budget);
}

void WorkerRecord::begin(Stage stage) {
  before_ = CpuTimes::now();
  begin_ns_ = since_ns_ = now_ns();
  lap_ = lap_of(stage);
}

void WorkerRecord::end() { totals_ = totals_now(); }

void WorkerRecord::switch_to(std::size_t lap) {
  book(now_ns());
  lap_ = lap;
}

void WorkerRecord::book(std::int64_t until_ns) {
  totals_.spent_ns[lap_] += until_ns - since_ns_;
  // What was not measured and ends here was of the file before.
  if (is_sample_ && lap_ != kUnmeasured) totals_.sampled_ns[lap_] += until_ns - since_ns_;
  timeline_.add(lap_, since_ns_, until_ns);
  if (spans_ && lap_ < kStages) {
    const bool is_of_file = lap_ != lap_of(Stage::idle) && lap_ != lap_of(Stage::discover);
    spans_->add({since_ns_, until_ns, span_bytes_, is_of_file ? input_ : -1, unit_,
                 static_cast<Stage>(lap_)});
    span_bytes_ = 0;
  }
  since_ns_ = until_ns;
}

void WorkerRecord::begin_file(std::int64_t input) {
  const std::int64_t files = ++totals_.files;
  file_bytes_ = 0;
  if (budget_ != nullptr) return set_input(input);
  if (files % kFilesToDecide == 0) {
    std::int64_t busy_ns = since_ns_ - begin_ns_;
    busy_ns -= totals_.spent_ns[lap_of(Stage::idle)] + totals_.spent_ns[kAway];
    every_ = busy_ns - decided_ns_ < kFilesToDecide * kShortNs ? kEvery : 1;
    decided_ns_ = busy_ns;
  }
  // What is booked from here on is of the file that begins.
  if (is_sample_) book(now_ns());
  is_short_ = !is_next_timed();
  is_sample_ = !is_short_ && every_ > 1;
}

void WorkerRecord::begin_piece(std::int64_t input) {
  end_sample();
  return_to_file(input);
}

void WorkerRecord::end_files() {
  end_sample();
  return_to_file(-1);
}

void WorkerRecord::end_sample() {
  if (is_sample_) book(now_ns());
  is_short_ = is_sample_ = false;
}

bool WorkerRecord::is_next_timed() {
  if (every_ == 1) return true;
  random_ ^= random_ << 13;  // Marsaglia's xorshift
  random_ ^= random_ >> 17;
  random_ ^= random_ << 5;
  return random_ % every_ == 0;
}

void WorkerRecord::set_input(std::int64_t input) {
  if (input == input_) return;
  // What was in hand was of the file before.
  if (lap_ < kStages) book(now_ns());
  input_ = static_cast<std::int32_t>(input);
  ++unit_;
  reads_in_unit_ = 0;
}

void WorkerRecord::note_read(std::int64_t bytes) {
  totals_.read_bytes += bytes;
  span_bytes_ += bytes;
  file_bytes_ += bytes;
  if ((is_short_ || is_sample_) && file_bytes_ >= kLongBytes) {
    book(now_ns());
    is_short_ = is_sample_ = false;
    lap_ = lap_of(Stage::read);
  }
  if (spans_ && ++reads_in_unit_ % kReadsInUnit == 0) ++unit_;
}

WorkerTotals WorkerRecord::totals_now() {
  book(now_ns());
  WorkerTotals now = totals_;
  now.cpu = CpuTimes::now() - before_;
  return now;
}

void WorkerRecord::absorb(const WorkerTotals& totals, std::int64_t started_ns, std::int64_t at_ns) {
  WorkerTotals part = totals;
  part -= told_;
  told_ = totals;
  if (begin_ns_ == 0) begin_ns_ = since_ns_ = started_ns;
  add(part, at_ns - sum_of(part.spent_ns), at_ns);
}

void WorkerRecord::add(const WorkerTotals& part, std::int64_t begin_ns, std::int64_t end_ns) {
  if (begin_ns_ == 0) begin_ns_ = since_ns_ = begin_ns;
  idle_until(begin_ns);
  timeline_.spread(part.spent_ns, begin_ns, end_ns);
  totals_ += part;
  since_ns_ = end_ns;
}

void WorkerRecord::idle_until(std::int64_t at_ns) {
  if (begin_ns_ == 0 || at_ns <= since_ns_) return;
  lap_ = lap_of(Stage::idle);
  book(at_ns);
}

}  // namespace hilo
