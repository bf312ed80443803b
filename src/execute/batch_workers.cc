#include "execute/batch_workers.h"

#include <algorithm>

namespace hilo {
namespace {

bool is_worker(WorkerRecord::Role role) { return role != WorkerRecord::Role::reader; }

}  // namespace

void BatchWorkers::begin(std::int64_t slots, std::size_t inputs) {
  begun_ns_ = now_ns();
  slots_expected_ = slots;
  inputs_ = static_cast<std::int64_t>(inputs);
}

void BatchWorkers::add(const std::vector<BatchReport>& reports,
                       const std::vector<std::size_t>& inputs) {
  if (profile_ == nullptr) return;
  const std::int64_t came_ns = now_ns();
  std::int64_t workers = 0;
  for (const BatchReport& report : reports) {
    const std::uint64_t clock = report.worker.process.clock;
    const std::int64_t ahead_ns = clock == own_.clock ? 0 : came_ns - report.made_ns;
    const auto [known, is_new] = to_own_clock_ns_.try_emplace(clock, ahead_ns);
    if (!is_new) known->second = std::min(known->second, ahead_ns);
    if (!report.goes_on) {
      keep(report);
      workers += is_worker(report.worker.role) ? 1 : 0;
    }
    if (!parts_.empty()) keep_spans(report, inputs);
  }
  workers_in_batch_ = std::max(workers_in_batch_, workers);
}

void BatchWorkers::keep(const BatchReport& report) {
  parts_.push_back({.worker = report.worker,
                    .begin_ns = report.begin_ns,
                    .end_ns = report.measured.at_ns,
                    .totals = report.measured.totals,
                    .stride = report.measured.stride,
                    .first_unit = next_unit_,
                    .end_unit = next_unit_});
}

void BatchWorkers::keep_spans(const BatchReport& report, const std::vector<std::size_t>& inputs) {
  Part& part = parts_.back();
  for (Span span : report.measured.spans) {
    const auto number = static_cast<std::size_t>(span.input);
    const bool is_of_file = span.input >= 0 && number < inputs.size();
    span.input = is_of_file ? static_cast<std::int32_t>(inputs[number]) : -1;
    span.unit += part.first_unit;
    part.end_unit = std::max(part.end_unit, span.unit + 1);
    spans_.add(span);
  }
  next_unit_ = part.end_unit;
}

void BatchWorkers::end() {
  if (profile_ == nullptr) return;
  put_in_order();
  const std::vector<Span> spans = spans_.take();
  for (const Part& part : parts_) place(part, spans);
  add_idle_workers();
  for (const Slot& slot : slots_) {
    if (is_worker(slot.record->role())) slot.record->idle_until(now_ns());
  }
}

void BatchWorkers::put_in_order() {
  for (Part& part : parts_) {
    const std::int64_t to_own_ns = to_own_clock_ns_.at(part.worker.process.clock);
    part.begin_ns += to_own_ns;
    part.end_ns += to_own_ns;
  }
  std::stable_sort(parts_.begin(), parts_.end(),
                   [](const Part& a, const Part& b) { return a.begin_ns < b.begin_ns; });
}

// `spans` are of all parts, in the order of their units.
void BatchWorkers::place(const Part& part, const std::vector<Span>& spans) {
  Slot& slot = slot_for(part);
  slot.worker = part.worker;
  slot.record->add(part.totals, part.begin_ns, part.end_ns);
  slot.record->note_stride(std::max(part.stride, spans_.stride()));
  const std::int64_t to_own_ns = to_own_clock_ns_.at(part.worker.process.clock);
  auto next = std::partition_point(spans.begin(), spans.end(),
                                   [&](const Span& span) { return span.unit < part.first_unit; });
  for (; next != spans.end() && next->unit < part.end_unit; ++next) {
    Span span = *next;
    span.begin_ns += to_own_ns;
    span.end_ns += to_own_ns;
    slot.record->absorb(span);
  }
  note_used(part);
}

// What other processes used is not counted by the system as this one's.
void BatchWorkers::note_used(const Part& part) {
  const ProcessIdentity& process = part.worker.process;
  if (process == own_) return;
  const CpuTimes& cpu = part.totals.cpu;
  ProfileRecorder::Elsewhere& elsewhere = profile_->elsewhere();
  elsewhere.used.system_s += static_cast<double>(cpu.system_ns) / 1e9;
  elsewhere.used.user_s +=
      static_cast<double>(std::max<std::int64_t>(cpu.cpu_ns - cpu.system_ns, 0)) / 1e9;
  elsewhere.used.disk_bytes += cpu.disk_bytes;
  elsewhere.is_other_machine = elsewhere.is_other_machine || process.clock != own_.clock;
}

BatchWorkers::Slot& BatchWorkers::slot_for(const Part& part) {
  Slot* longest_idle = nullptr;
  for (Slot& slot : slots_) {
    const bool is_alike = is_worker(slot.record->role()) == is_worker(part.worker.role);
    if (!is_alike || slot.record->end_ns() > part.begin_ns) continue;
    if (slot.worker == part.worker) return slot;
    if (longest_idle == nullptr || slot.record->end_ns() < longest_idle->record->end_ns()) {
      longest_idle = &slot;
    }
  }
  return longest_idle != nullptr ? *longest_idle : new_slot(part);
}

BatchWorkers::Slot& BatchWorkers::new_slot(const Part& part) {
  const bool is_reader = !is_worker(part.worker.role);
  const std::int64_t expected = slots_expected_ * workers_in_batch_;
  const bool was_there = !is_reader && count_workers() < expected;
  WorkerRecord& record =
      profile_->add(is_reader ? WorkerRecord::Role::reader : WorkerRecord::Role::worker);
  const std::int64_t begin_ns = was_there ? std::min(begun_ns_, part.begin_ns) : part.begin_ns;
  record.add({}, begin_ns, begin_ns);
  return slots_.emplace_back(Slot{&record, part.worker});
}

// As many as could have had something to do.
void BatchWorkers::add_idle_workers() {
  const std::int64_t expected = slots_expected_ * workers_in_batch_;
  for (std::int64_t workers = count_workers(); workers < std::min(expected, inputs_); ++workers) {
    WorkerRecord& record = profile_->add(WorkerRecord::Role::worker);
    record.add({}, begun_ns_, begun_ns_);
    slots_.push_back({&record, {}});
  }
  profile_->elsewhere().workers = static_cast<int>(std::max(expected, count_workers()));
}

std::int64_t BatchWorkers::count_workers() const {
  return std::count_if(slots_.begin(), slots_.end(),
                       [](const Slot& slot) { return is_worker(slot.record->role()); });
}

}  // namespace hilo
