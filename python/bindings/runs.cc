// hilo::stats and hilo::merge, and what they give.
#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/unique_ptr.h>
#include <nanobind/stl/vector.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/output_file.h"
#include "batches.h"
#include "bindings.h"
#include "errors.h"
#include "hilo/merge.h"
#include "hilo/stats.h"
#include "interruptible.h"
#include "report/writer.h"
#include "rows.h"
#include "text.h"

namespace hilo::python {
namespace {

// The result of stats() or merge(), with its rows in columns and as the bytes of a saved run.
struct Run {
  StatsResult result;
  std::shared_ptr<RowTable> rows = std::make_shared<RowTable>();
  std::string state;

  SavedRun saved(std::string name) const { return SavedRun::in_memory(state, std::move(name)); }
};

class StringSink : public ByteSink {
 public:
  Result<void> write(std::string_view bytes) override {
    text_ += bytes;
    return {};
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

nb::bytes report_of(const Run& run, report::Format format) {
  StringSink sink;
  Result<void> written;
  {
    const nb::gil_scoped_release release;
    written = report::write_report(format, *run.rows, run.result, sink);
  }
  value_or_raise(std::move(written));
  return bytes_of(sink.text());
}

// The same of any run over the same files: without what was measured.
nb::bytes statement_of(const Run& run) {
  StringSink sink;
  Result<void> written;
  {
    const nb::gil_scoped_release release;
    StatsResult said = run.result;
    said.profile.reset();
    written = report::write_report(report::Format::json, *run.rows, said, sink);
  }
  value_or_raise(std::move(written));
  return bytes_of(sink.text());
}

void save(const Run& run, const nb::bytes& path) {
  const std::string target = text_of(path);
  Result<void> saved;
  {
    const nb::gil_scoped_release release;
    auto file = OutputFile::open(target, OutputFile::Replaces::states);
    saved = !file ? Failure(std::move(file.error()))
                  : (*file)->write(run.state).and_then([&] { return (*file)->commit(); });
  }
  value_or_raise(std::move(saved));
}

// Gives the latest Progress to a Python function, from the thread that looks after signals.
class ProgressRelay {
 public:
  void put(const Progress& progress) {
    const std::lock_guard lock(mutex_);
    latest_ = progress;
  }

  void pass_on(const nb::object& function) {
    std::optional<Progress> progress;
    {
      const std::lock_guard lock(mutex_);
      progress = std::exchange(latest_, std::nullopt);
    }
    if (progress) function(*progress);
  }

 private:
  std::mutex mutex_;
  std::optional<Progress> latest_;
};

// `called` is what messages call a Run in memory.
SavedRun saved_run(nb::handle source, const std::string& called) {
  if (source.is_none()) return {};
  if (nb::isinstance<Run>(source)) {
    return nb::cast<const Run&>(source).saved(called);
  }
  return text_of(nb::cast<nb::bytes>(source));
}

std::vector<SavedRun> saved_runs(const std::vector<nb::object>& sources,
                                 const std::string& called) {
  std::vector<SavedRun> runs;
  for (const nb::object& source : sources)
    runs.push_back(saved_run(source, called + std::to_string(runs.size() + 1)));
  return runs;
}

std::function<Result<void>(Row&&)> adder_to(Run& run) {
  return [&run](Row&& row) -> Result<void> {
    run.rows->add(row);
    return {};
  };
}

// A run, and what interrupted it or None.
nb::tuple run_and_interrupt(std::unique_ptr<Run> run,
                            const std::optional<nb::python_error>& interrupt) {
  return nb::make_tuple(std::move(run), interrupt ? nb::borrow(interrupt->value()) : nb::none());
}

Progress end_of(const StatsResult& result) {
  const FileCounts& files = result.files;
  return {.files_found = files.found,
          .files_done = files.included + files.failed,
          .bytes_read = result.bytes_read,
          .total = result.total};
}

nb::tuple run_stats(const std::vector<nb::bytes>& inputs, Executor executor, nb::object batches,
                    int jobs, GroupBy by, std::int64_t ddof, NanPolicy nan_policy, OnError on_error,
                    const Transform& transform, const nb::bytes& save, const nb::object& resume,
                    bool profile, const nb::bytes& trace, const nb::object& on_progress) {
  auto run = std::make_unique<Run>();
  std::atomic<bool> stop = false;
  ProgressRelay relay;
  std::optional<PythonBatches> python_batches;
  StatsOptions options;
  options.executor = executor;
  if (!batches.is_none()) options.batches = &python_batches.emplace(std::move(batches));
  options.jobs = jobs;
  options.by = by;
  options.ddof = ddof;
  options.nan_policy = nan_policy;
  options.on_error = on_error;
  options.transform = transform;
  options.stop = &stop;
  options.save = text_of(save);
  options.save_bytes = &run->state;
  options.resume = saved_run(resume, "the result to resume");
  options.profile = profile;
  options.trace = text_of(trace);
  options.on_row = adder_to(*run);
  const bool has_progress = !on_progress.is_none();
  if (has_progress) options.on_progress = [&](const Progress& now) { relay.put(now); };

  Result<StatsResult> result;
  std::vector<std::string> paths = texts_of(inputs);
  auto interrupt = run_interruptibly(
      stop, [&] { result = stats(std::move(paths), options); },
      [&] {
        if (has_progress) relay.pass_on(on_progress);
        check_signals();
      });
  if (!result && interrupt) throw nb::python_error(*interrupt);
  run->result = value_or_raise(std::move(result));
  if (has_progress && !interrupt) {
    try {
      on_progress(end_of(run->result));
    } catch (const nb::python_error& thrown) {
      interrupt.emplace(thrown);
    }
  }
  return run_and_interrupt(std::move(run), interrupt);
}

nb::tuple run_merge(const std::vector<nb::object>& states, GroupBy by, std::int64_t ddof,
                    NanPolicy nan_policy, const std::vector<nb::object>& subtract,
                    const nb::bytes& save) {
  auto run = std::make_unique<Run>();
  std::atomic<bool> stop = false;
  MergeOptions options;
  options.by = by;
  options.ddof = ddof;
  options.nan_policy = nan_policy;
  options.subtract = saved_runs(subtract, "subtracted result ");
  options.save = text_of(save);
  options.save_bytes = &run->state;
  options.stop = &stop;
  options.on_row = adder_to(*run);
  const std::vector<SavedRun> runs = saved_runs(states, "result ");
  Result<StatsResult> result;
  const auto interrupt = run_interruptibly(
      stop, [&] { result = merge(runs, options); }, check_signals);
  if (!result && interrupt) throw nb::python_error(*interrupt);
  run->result = value_or_raise(std::move(result));
  return run_and_interrupt(std::move(run), interrupt);
}

std::unique_ptr<Run> run_from_state(const nb::bytes& state, GroupBy by, std::int64_t ddof,
                                    NanPolicy nan_policy) {
  auto run = std::make_unique<Run>();
  run->state = text_of(state);
  MergeOptions options;
  options.by = by;
  options.ddof = ddof;
  options.nan_policy = nan_policy;
  options.on_row = adder_to(*run);
  Result<StatsResult> result;
  {
    const nb::gil_scoped_release release;
    result = merge({run->saved("state")}, options);
  }
  run->result = value_or_raise(std::move(result));
  return run;
}

void bind_choices(nb::module_& module) {
  nb::enum_<Executor>(module, "Executor")
      .value("auto", Executor::automatic)
      .value("serial", Executor::serial)
      .value("threads", Executor::threads)
      .value("processes", Executor::processes);
  nb::enum_<GroupBy>(module, "GroupBy")
      .value("file", GroupBy::file)
      .value("dir", GroupBy::directory)
      .value("all", GroupBy::all);
  nb::enum_<OnError>(module, "OnError").value("skip", OnError::skip).value("fail", OnError::fail);
  nb::enum_<report::Format>(module, "Format")
      .value("table", report::Format::table)
      .value("csv", report::Format::csv)
      .value("json", report::Format::json)
      .value("jsonl", report::Format::jsonl);
}

void bind_run(nb::module_& module) {
  nb::class_<Run> run(module, "Run", "What stats() and merge() give.");
  run.def_prop_ro("total", [](const Run& self) {
    return Total{.files = self.result.files.included, .summary = self.result.total};
  });
  run.def_prop_ro(
      "rows", [](const Run& self) -> const RowTable& { return *self.rows; },
      nb::rv_policy::reference_internal);
  run.def("arrow_stream", [](const Run& self) { return arrow_stream_of(self.rows); });
  run.def_prop_ro(
      "errors",
      [](const Run& self) {
        nb::list errors;
        for (const Error& error : self.result.errors) errors.append(exception_of(error));
        return errors;
      },
      nb::for_getter(nb::sig("def errors(self, /) -> list[Exception]")));
  run.def_prop_ro(
      "trace_error",
      [](const Run& self) {
        const auto& error = self.result.trace_error;
        return error ? exception_of(*error) : nb::none();
      },
      nb::for_getter(nb::sig("def trace_error(self, /) -> Exception | None")));
  run.def_prop_ro("files", [](const Run& self) {
    const FileCounts& files = self.result.files;
    return std::tuple(files.found, files.included, files.failed);
  });
  run.def_prop_ro("expr", [](const Run& self) { return self.result.expr; });
  run.def_prop_ro("where", [](const Run& self) { return self.result.where; });
  run.def_prop_ro("complete", [](const Run& self) { return self.result.complete; });
  run.def_prop_ro("bytes_read", [](const Run& self) { return self.result.bytes_read; });
  run.def_prop_ro("recalled", [](const Run& self) { return self.result.recalled; });
  run.def_prop_ro("repeated", [](const Run& self) { return self.result.repeated; });
  run.def_prop_ro(
      "profile",
      [](const Run& self) { return self.result.profile ? &*self.result.profile : nullptr; },
      nb::rv_policy::reference_internal,
      nb::for_getter(nb::sig("def profile(self, /) -> Profile | None")));
  run.def_prop_ro("state", [](const Run& self) { return bytes_of(self.state); });
  run.def("save", &save, nb::arg("path"));
  run.def("report", &report_of, nb::arg("format"), "What the program prints in this format.");
  run.def("statement", &statement_of, "In JSON, all that a run over the same files says as well.");
}

}  // namespace

void bind_runs(nb::module_& module) {
  bind_choices(module);
  bind_run(module);
  module.def(
      "stats", &run_stats, nb::arg("inputs"), nb::kw_only(), nb::arg("executor"),
      nb::arg("batches").none(), nb::arg("jobs"), nb::arg("by"), nb::arg("ddof"),
      nb::arg("nan_policy"), nb::arg("on_error"), nb::arg("transform"), nb::arg("save"),
      nb::arg("resume").none(), nb::arg("profile"), nb::arg("trace"), nb::arg("on_progress").none(),
      nb::sig("def stats(inputs: list[bytes], *, executor: Executor, batches: object | None, "
              "jobs: int, by: GroupBy, ddof: int, nan_policy: NanPolicy, on_error: OnError, "
              "transform: Transform, save: bytes, resume: Run | bytes | None, profile: bool, "
              "trace: bytes, on_progress: object | None) "
              "-> tuple[Run, BaseException | None]"),
      "The run, and what interrupted it.");
  module.def("merge", &run_merge, nb::arg("states"), nb::kw_only(), nb::arg("by"), nb::arg("ddof"),
             nb::arg("nan_policy"), nb::arg("subtract"), nb::arg("save"),
             nb::sig("def merge(states: list[Run | bytes], *, by: GroupBy, ddof: int, nan_policy: "
                     "NanPolicy, subtract: list[Run | bytes], save: bytes) "
                     "-> tuple[Run, BaseException | None]"),
             "The run, and what interrupted it.");
  module.def("run_from_state", &run_from_state, nb::arg("state"), nb::kw_only(), nb::arg("by"),
             nb::arg("ddof"), nb::arg("nan_policy"), "A run as it was saved.");
}

}  // namespace hilo::python
