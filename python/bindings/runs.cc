// hilo::stats and hilo::merge, and what they give.
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/unique_ptr.h>
#include <nanobind/stl/vector.h>

#include <bit>
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
#include "hilo/row_table.h"
#include "hilo/stats.h"
#include "interruptible.h"
#include "report/arrow_abi.h"
#include "report/writer.h"
#include "summaries.h"
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

// Of all files.
struct Total {
  std::int64_t files;
  Summary summary;
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

Result<void> write_report(const Run& run, report::Format format, ByteSink& sink) {
  const auto writer = report::make_writer(format, sink, {});
  if (auto begun = writer->begin(); !begun) return begun;
  for (std::size_t row = 0; row < run.rows->size(); ++row) {
    if (auto written = writer->row(run.rows->row(row)); !written) return written;
  }
  return writer->end(run.result);
}

nb::bytes report_of(const Run& run, report::Format format) {
  StringSink sink;
  Result<void> written;
  {
    const nb::gil_scoped_release release;
    written = write_report(run, format, sink);
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
                    const nb::bytes& save, nb::object resume, nb::object on_progress) {
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
  options.stop = &stop;
  options.save = text_of(save);
  options.save_bytes = &run->state;
  options.resume = saved_run(resume, "the result to resume");
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

nb::object shape_of(const Row& row) {
  if (!row.shape) return nb::none();
  nb::list extents;
  for (const std::int64_t extent : *row.shape) extents.append(extent);
  return nb::tuple(extents);
}

nb::object dtype_of(const Row& row) {
  if (!row.dtype) return nb::none();
  return nb::str(to_string(*row.dtype).c_str());
}

nb::tuple parts_of_row(const Row& row) {
  nb::object dtype = nb::none();
  if (row.dtype) {
    const bool is_little = row.dtype->order == std::endian::little;
    dtype = nb::make_tuple(static_cast<int>(row.dtype->kind), is_little);
  }
  return nb::make_tuple(bytes_of(row.key), row.files, dtype, shape_of(row), parts_of(row.summary));
}

Row row_from(const nb::tuple& parts) {
  Row row;
  row.key = text_of(nb::cast<nb::bytes>(parts[0]));
  row.files = nb::cast<std::int64_t>(parts[1]);
  if (!parts[2].is_none()) {
    const auto [kind, is_little] = nb::cast<std::pair<int, bool>>(parts[2]);
    row.dtype = Dtype{static_cast<Kind>(kind), is_little ? std::endian::little : std::endian::big};
  }
  row.shape = nb::cast<std::optional<std::vector<std::int64_t>>>(parts[3]);
  row.summary = summary_from(nb::cast<nb::tuple>(parts[4]));
  return row;
}

void bind_rows(nb::module_& module) {
  nb::class_<Row> row(module, "Row", "The statistics of one file, directory, or of all files.");
  row.def_prop_ro(
      "key", [](const Row& self) { return decoded(self.key); },
      "The file's path as it was found, the directory, or \"all\".");
  row.def_ro("files", &Row::files, "How many files are included.");
  row.def_prop_ro("dtype", &dtype_of, nb::for_getter(nb::sig("def dtype(self, /) -> str | None")),
                  "NumPy's dtype.str, such as \"<f8\"; None where the row is not of one file.");
  row.def_prop_ro("shape", &shape_of,
                  nb::for_getter(nb::sig("def shape(self, /) -> tuple[int, ...] | None")),
                  "The array's shape; None where the row is not of one file.");
  def_value(row, parts_of_row, row_from);
  def_summary(row, "Row", [](const Row& self) -> const Summary& { return self.summary; });

  nb::class_<Total> total(module, "Total", "The statistics of all values of all files included.");
  total.def_ro("files", &Total::files, "How many files are included.");
  def_value(
      total, [](const Total& self) { return nb::make_tuple(self.files, parts_of(self.summary)); },
      [](const nb::tuple& parts) {
        return Total{nb::cast<std::int64_t>(parts[0]), summary_from(nb::cast<nb::tuple>(parts[1]))};
      });
  def_summary(total, "Total", [](const Total& self) -> const Summary& { return self.summary; });

  nb::class_<Progress> progress(module, "Progress", "A moment of a running job.");
  progress.def_ro("files_found", &Progress::files_found, "How many files there are.");
  progress.def_ro("files_done", &Progress::files_done, "How many are included or failed.");
  progress.def_ro("bytes_read", &Progress::bytes_read, "Bytes of files that were read.");
  progress.def_ro("total", &Progress::total, "The statistics of the files done so far.");
}

void release_stream(PyObject* capsule) {
  auto* const stream =
      static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(capsule, "arrow_array_stream"));
  if (stream->release != nullptr) stream->release(stream);  // nobody has taken it over
  delete stream;
}

nb::object arrow_stream(const std::shared_ptr<RowTable>& table) {
  auto stream = std::make_unique<ArrowArrayStream>();
  RowTable::export_arrow(table, stream.get());
  PyObject* capsule = PyCapsule_New(stream.get(), "arrow_array_stream", release_stream);
  if (capsule == nullptr) {
    stream->release(stream.get());
    nb::raise_python_error();
  }
  stream.release();
  return nb::steal(capsule);
}

// A column of numbers as a read-only NumPy array over the table's own memory.
template <typename T>
nb::object column_array(nb::handle owner, const std::vector<T>& values) {
  using Array = nb::ndarray<nb::numpy, const T, nb::ndim<1>>;
  return nb::cast(Array(values.data(), {values.size()}, owner));
}

void bind_table(nb::module_& module) {
  nb::class_<RowTable> table(module, "RowTable", "Rows, in columns.");
  table.def("__len__", &RowTable::size);
  table.def(
      "row",
      [](const RowTable& self, std::size_t index) {
        if (index >= self.size()) throw nb::index_error("no such row");
        return self.row(index);
      },
      nb::arg("index"));
  table.def(
      "counts",
      [](nb::handle self, std::size_t column) {
        return column_array(self, nb::cast<const RowTable&>(self).counts(column));
      },
      nb::arg("column"), nb::sig("def counts(self, column: int) -> object"));
  table.def(
      "numbers",
      [](nb::handle self, std::size_t column) {
        return column_array(self, nb::cast<const RowTable&>(self).numbers(column));
      },
      nb::arg("column"), nb::sig("def numbers(self, column: int) -> object"));
}

void bind_run(nb::module_& module) {
  nb::class_<Run> run(module, "Run", "What stats() and merge() give.");
  run.def_prop_ro("total", [](const Run& self) {
    return Total{self.result.files.included, self.result.total};
  });
  run.def_prop_ro(
      "rows", [](const Run& self) -> const RowTable& { return *self.rows; },
      nb::rv_policy::reference_internal);
  run.def("arrow_stream", [](const Run& self) { return arrow_stream(self.rows); });
  run.def_prop_ro(
      "errors",
      [](const Run& self) {
        nb::list errors;
        for (const Error& error : self.result.errors) errors.append(exception_of(error));
        return errors;
      },
      nb::for_getter(nb::sig("def errors(self, /) -> list[Exception]")));
  run.def_prop_ro("files", [](const Run& self) {
    const FileCounts& files = self.result.files;
    return std::tuple(files.found, files.included, files.failed);
  });
  run.def_prop_ro("complete", [](const Run& self) { return self.result.complete; });
  run.def_prop_ro("bytes_read", [](const Run& self) { return self.result.bytes_read; });
  run.def_prop_ro("recalled", [](const Run& self) { return self.result.recalled; });
  run.def_prop_ro("repeated", [](const Run& self) { return self.result.repeated; });
  run.def_prop_ro("state", [](const Run& self) { return bytes_of(self.state); });
  run.def("save", &save, nb::arg("path"));
  run.def("report", &report_of, nb::arg("format"), "What the program prints in this format.");
}

}  // namespace

void bind_runs(nb::module_& module) {
  bind_choices(module);
  bind_rows(module);
  bind_table(module);
  bind_run(module);
  module.def(
      "stats", &run_stats, nb::arg("inputs"), nb::kw_only(), nb::arg("executor"),
      nb::arg("batches").none(), nb::arg("jobs"), nb::arg("by"), nb::arg("ddof"),
      nb::arg("nan_policy"), nb::arg("on_error"), nb::arg("save"), nb::arg("resume").none(),
      nb::arg("on_progress").none(),
      nb::sig("def stats(inputs: list[bytes], *, executor: Executor, batches: object | None, "
              "jobs: int, by: GroupBy, ddof: int, nan_policy: NanPolicy, on_error: OnError, "
              "save: bytes, resume: Run | bytes | None, on_progress: object | None) "
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
