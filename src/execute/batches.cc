// Batches of files, scanned by somebody else.
//
// Batches are cut by bytes, so that each takes about as long: four for each slot where there is
// little, and at most a gigabyte. They are given out in order, more of them than there are slots.
// Answers come in any order; each outcome waits, as bytes, until its turn to be given back.
//
// A batch that comes back with an error, as of a worker that died over it, is given out again in
// halves. A cluster may blame what else its worker had to do: so a file that is left is tried once
// more when nothing else is under way, and is then the error WORKER.

#include "hilo/batch_executor.h"

#include <algorithm>
#include <deque>
#include <filesystem>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

#include "base/bytes.h"
#include "execute/batch_report.h"
#include "execute/batch_workers.h"
#include "execute/executor.h"
#include "execute/outcome.h"
#include "execute/outcome_bytes.h"
#include "execute/worker_messages.h"
#include "read/input_file.h"

namespace hilo {
namespace {

constexpr std::int64_t kMostBytes = std::int64_t{1} << 30;
// A file costs as much as so many bytes, so that a batch has at most 4096 of them.
constexpr std::int64_t kBytesOfAFile = std::int64_t{1} << 18;
constexpr int kBatchesPerSlot = 4;
constexpr int kInFlightPerSlot = 8;
// Inputs that are given out or wait for their turn: 200 bytes each, as a rule.
constexpr std::size_t kWindow = std::size_t{1} << 18;
constexpr auto kPatience = std::chrono::milliseconds(50);

class BatchRun {
 public:
  BatchRun(const Plan& plan, BatchExecutor& executor)
      : plan_(plan),
        executor_(executor),
        count_(plan.inputs.size()),
        workers_(plan.context.profile) {
    parameters_.nan_policy = plan.context.nan_policy;
    parameters_.chunk_bytes = plan.context.chunk_bytes;
    if (plan.context.profile != nullptr) {
      parameters_.profile = true;
      parameters_.trace = plan.context.profile->is_tracing();
    }
    if (plan.context.transform != nullptr) {
      parameters_.transform = plan.context.transform->transform();
    }
    std::error_code
        ignored;  // a directory that is gone has nothing that a relative path could name
    parameters_.directory = std::filesystem::current_path(ignored);
  }

  Result<void> run() {
    weigh();
    Result<void> worked;
    while (worked && !ended_ && emitted_ < count_) {
      if (plan_.context.stopped()) drop();
      worked = give();
      emit();
      if (worked && !ended_ && emitted_ < count_) worked = wait();
    }
    if (!in_flight_.empty()) executor_.cancel();
    workers_.end();
    return worked;
  }

 private:
  using Batch = std::vector<std::size_t>;  // inputs, in order

  struct Place {
    bool is_ready = false;
    std::string record;  // an outcome, as bytes
  };

  Place& place_of(std::size_t index) { return window_[index - emitted_]; }

  // What all inputs weigh together, and so a batch.
  void weigh() {
    // The first call may have to wait for a cluster to start.
    enter_stage(Stage::idle);
    const std::int64_t slots_expected = slots();
    enter_stage(Stage::discover);
    std::int64_t total = 0;
    std::string path;
    weights_.reserve(count_);
    for (std::size_t index = 0; index < count_ && !plan_.context.stopped(); ++index) {
      plan_.inputs.key_of(index, path);
      const auto identity = identity_at(path.c_str());
      const std::int64_t weight = kBytesOfAFile + (identity ? identity->bytes : 0);
      weights_.push_back(std::min(weight, kMostBytes));
      total += weights_.back();
    }
    weights_.resize(count_, kBytesOfAFile);
    const std::int64_t share = total / (kBatchesPerSlot * slots_expected);
    batch_weight_ = std::clamp(share, kBytesOfAFile, kMostBytes);
    enter_stage(Stage::merge);
    workers_.begin(slots_expected, count_);
  }

  std::int64_t slots() { return std::max(1, executor_.slots()); }

  bool has_room() {
    return in_flight_.size() < static_cast<std::size_t>(kInFlightPerSlot * slots());
  }

  Result<void> give() {
    while (!is_alone_ && has_room()) {
      Batch batch = next_batch();
      if (batch.empty() && in_flight_.empty() && !suspects_.empty()) {
        batch = {suspects_.front()};
        suspects_.pop_front();
        is_alone_ = true;
      }
      if (batch.empty()) return {};
      std::vector<std::string> paths;
      paths.reserve(batch.size());
      for (const std::size_t index : batch) paths.push_back(plan_.inputs.key_of(index));
      const std::int64_t number = next_number_++;
      if (auto submitted = executor_.submit(number, paths, parameters_); !submitted) {
        return submitted;
      }
      in_flight_.emplace(number, std::move(batch));
    }
    return {};
  }

  // The next inputs that nobody has, those that are to be tried again first.
  Batch next_batch() {
    if (!again_.empty()) {
      Batch batch = std::move(again_.front());
      again_.pop_front();
      return batch;
    }
    Batch batch;
    std::int64_t weight = 0;
    FileOutcome outcome;
    while (next_ < count_ && next_ - emitted_ < kWindow && weight < batch_weight_) {
      const std::size_t index = next_++;
      Place& place = window_.emplace_back();
      if (begin(outcome, plan_, index)) {
        batch.push_back(index);
        weight += weights_[index];
      } else {
        settle(place, outcome);
      }
    }
    return batch;
  }

  static void settle(Place& place, const FileOutcome& outcome) {
    ByteWriter writer;
    write_outcome(outcome, writer);
    place.record = writer.take();
    place.is_ready = true;
  }

  Result<void> wait() {
    if (in_flight_.empty()) return {};
    auto answer = next_answer();
    if (!answer) return Failure(std::move(answer.error()));
    if (!*answer) return {};
    const auto found = in_flight_.find((*answer)->batch);
    if (found == in_flight_.end()) return {};  // nobody wants it any more
    const Batch batch = std::move(found->second);
    in_flight_.erase(found);
    const bool was_alone = std::exchange(is_alone_, false);
    if (!(*answer)->error && take(batch, (*answer)->bytes)) return {};
    if (!(*answer)->error) {
      (*answer)->error = Error{ErrorCode::worker, "an answer that is none", {}, -1};
    }
    if (was_alone) {
      refuse(batch.front(), (*answer)->error->message);
    } else {
      try_again(batch);
    }
    return {};
  }

  Result<std::optional<BatchAnswer>> next_answer() {
    const AwayScope away;
    return executor_.next(kPatience);
  }

  // False where the bytes are not the outcomes of these inputs, in their order.
  bool take(const Batch& batch, std::string_view bytes) {
    FrameReader frames;
    frames.append(bytes);
    std::vector<std::string> records;
    std::int64_t bytes_read = 0;
    FileOutcome outcome;
    const Counted counted = counted_by(plan_.context.transform);
    for (const std::size_t index : batch) {
      const auto record = frames.next();
      if (!record || !read_outcome(*record, outcome, counted)) return false;
      if (outcome.path != plan_.inputs.key_of(index)) return false;
      if (outcome.form == FileOutcome::Form::scanned) bytes_read += outcome.scan.identity.bytes;
      records.emplace_back(*record);
    }
    std::vector<BatchReport> reports;
    while (const auto message = frames.next()) {
      if (!read_batch_report(*message, reports.emplace_back())) return false;
    }
    if (frames.is_broken()) return false;
    workers_.add(reports, batch);
    plan_.context.bytes_read->fetch_add(bytes_read, std::memory_order_relaxed);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      Place& place = place_of(batch[i]);
      place.record = std::move(records[i]);
      place.is_ready = true;
    }
    return true;
  }

  void try_again(const Batch& batch) {
    if (batch.size() == 1) {
      suspects_.push_back(batch.front());
      return;
    }
    const auto middle = batch.begin() + static_cast<std::ptrdiff_t>((batch.size() + 1) / 2);
    again_.emplace_back(batch.begin(), middle);
    again_.emplace_back(middle, batch.end());
  }

  void refuse(std::size_t index, const std::string& found) {
    FileOutcome outcome;
    plan_.inputs.key_of(index, outcome.path);
    fail(outcome, Error{ErrorCode::worker,
                        "expected a worker that reads it to its end, found " + found,
                        {},
                        -1});
    settle(place_of(index), outcome);
  }

  // The run was stopped: what is not done is left out.
  void drop() {
    if (!in_flight_.empty()) executor_.cancel();
    FileOutcome outcome;
    const auto skip = [&](const Batch& batch) {
      for (const std::size_t index : batch) {
        plan_.inputs.key_of(index, outcome.path);
        settle(place_of(index), outcome);
      }
    };
    for (const auto& [number, batch] : in_flight_) skip(batch);
    for (const Batch& batch : again_) skip(batch);
    skip({suspects_.begin(), suspects_.end()});
    in_flight_.clear();
    again_.clear();
    suspects_.clear();
    is_alone_ = false;
  }

  void emit() {
    FileOutcome outcome;
    while (!ended_ && !window_.empty() && window_.front().is_ready) {
      // It was written here, or read when it came.
      (void)read_outcome(window_.front().record, outcome, kAnyCounted);
      if (!plan_.take(emitted_, outcome)) ended_ = true;
      window_.pop_front();
      ++emitted_;
    }
  }

  const Plan& plan_;
  BatchExecutor& executor_;
  const std::size_t count_;
  BatchParameters parameters_;
  std::vector<std::int64_t> weights_;
  std::int64_t batch_weight_ = kMostBytes;

  std::size_t next_ = 0;      // the input to give out next
  std::size_t emitted_ = 0;   // outcomes given back
  bool ended_ = false;        // take() said no
  std::deque<Place> window_;  // of the inputs from emitted_ to next_
  std::int64_t next_number_ = 0;
  std::map<std::int64_t, Batch> in_flight_;
  BatchWorkers workers_;
  std::deque<Batch> again_;
  std::deque<std::size_t> suspects_;  // inputs, to be tried alone
  bool is_alone_ = false;             // what is in flight is a suspect
};

std::string placed(const std::string& path, const std::string& directory) {
  const bool is_placed = directory.empty() || path.starts_with('/');
  return is_placed ? path : directory + "/" + path;
}

}  // namespace

Result<void> run_batches(const Plan& plan, BatchExecutor& executor) {
  return BatchRun(plan, executor).run();
}

Result<std::string> scan_batch(const std::vector<std::string>& paths,
                               const BatchParameters& parameters, int jobs,
                               const std::atomic<bool>* stop) {
  if (auto checked = check_chunk_bytes(parameters.chunk_bytes); !checked) {
    return Failure(std::move(checked.error()));
  }
  if (jobs < 1) {
    return failure(ErrorCode::usage, "expected jobs >= 1, found " + std::to_string(jobs));
  }
  auto transform = make_engine(parameters.transform);
  if (!transform) return Failure(std::move(transform.error()));
  InputList inputs;
  for (const std::string& path : paths) inputs.add(placed(path, parameters.directory));
  std::atomic<std::int64_t> bytes_read = 0;
  ScanContext context;
  context.chunk_bytes = parameters.chunk_bytes;
  context.nan_policy = parameters.nan_policy;
  context.stop = stop;
  context.bytes_read = &bytes_read;
  context.transform = transform->get();
  std::optional<ProfileRecorder> profile;
  if (parameters.profile) context.profile = &profile.emplace(parameters.trace);
  std::string bytes;
  Plan plan = {inputs, context, jobs};
  plan.take = [&](std::size_t index, FileOutcome& outcome) {
    enter_stage(Stage::merge);
    outcome.path = paths[index];
    if (outcome.form == FileOutcome::Form::failed) outcome.error.path = paths[index];
    ByteWriter writer;
    write_outcome(outcome, writer);
    append_frame(writer.view(), bytes);
    return true;
  };
  {
    const WorkerScope worker(context.profile, WorkerRecord::Role::caller, Stage::open);
    jobs == 1 ? run_serial(plan) : run_threads(plan);
  }
  if (profile) append_batch_reports(*profile, bytes);
  return bytes;
}

}  // namespace hilo
