// Filling a directory: look at what is there, say in the manifest what will be there, write what is
// missing. In this order a run may be killed anywhere and the next one goes on: a data file that
// lies beside a manifest was always made with that manifest's parameters.

#include "hilo/generate.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <limits>
#include <mutex>
#include <optional>
#include <span>
#include <system_error>
#include <thread>
#include <vector>

#include "base/cpus.h"
#include "base/float_environment.h"
#include "generate/data_directory.h"
#include "generate/data_file.h"
#include "generate/manifest.h"
#include "generate/npy_prefix.h"

namespace hilo {
namespace {

constexpr int kMaxWorkers = 1024;

Result<void> check(const std::string& directory, const GenerateOptions& options) {
  const auto refuse = [](std::string_view name, std::string_view expected, std::int64_t found) {
    return failure(ErrorCode::usage,
                   fmt::format("{}: expected {}, found {}", name, expected, found));
  };
  if (directory.empty()) return failure(ErrorCode::usage, "expected a directory, found no name");
  if (options.files < 1) return refuse("files", "1 or more", options.files);
  if (options.size < 0) return refuse("size", "0 or more", options.size);
  if (options.jobs < 0) return refuse("jobs", "0 or more", options.jobs);
  const auto item = static_cast<std::int64_t>(item_bytes(options.kind));
  const std::int64_t most =
      (std::numeric_limits<std::int64_t>::max() - static_cast<std::int64_t>(kNpyPrefixBytes)) /
      item;
  if (options.size > most) return refuse("size", fmt::format("at most {}", most), options.size);
  return {};
}

Manifest manifest_for(const GenerateOptions& options) {
  return {.files = options.files,
          .size = options.size,
          .values = {options.distribution, options.kind, options.seed}};
}

// USAGE where the data files in the directory are not some of `wanted`.
Result<void> check_data_set(const DataDirectory& directory, const std::string& path,
                            const Manifest& wanted, std::span<const std::int64_t> numbers) {
  const auto refuse = [&](const std::string& what) {
    return failure(ErrorCode::usage,
                   what + "; --force removes all file_N.npy of the folder and makes new ones",
                   path);
  };
  if (numbers.empty()) return {};
  const std::int64_t last = *std::max_element(numbers.begin(), numbers.end());
  const auto text = directory.read(kManifestName);
  if (!text) return tl::make_unexpected(text.error());
  if (!text->has_value()) {
    return refuse(
        fmt::format("expected {} beside {}, found none", kManifestName, data_file_name(last)));
  }
  const std::optional<Manifest> found = manifest_of(**text);
  if (!found) {
    return refuse(fmt::format("expected a {} of this program, found another text", kManifestName));
  }
  const std::string different = difference(wanted, *found);
  if (!different.empty()) return refuse(different);
  if (last >= wanted.files) {
    return refuse(
        fmt::format("expected at most {} files, found {}", wanted.files, data_file_name(last)));
  }
  return {};
}

Result<void> write_manifest(const DataDirectory& directory, const Manifest& manifest) {
  const std::string text = to_text(manifest);
  const auto present = directory.read(kManifestName);
  if (present && *present == text) return {};
  auto file = NewFile::create(directory, kManifestName);
  if (!file) return tl::make_unexpected(file.error());
  if (auto written = file->append(std::as_bytes(std::span(text))); !written) return written;
  return file->publish();
}

// What the workers share.
class Run {
 public:
  Run(const DataDirectory& directory, const Manifest& manifest, const GenerateOptions& options,
      GenerateReport& report)
      : directory_(directory), manifest_(manifest), options_(options), report_(report) {}

  // Makes files until none is left, from any number of threads. Never throws.
  void work() noexcept {
    try {
      // A new thread inherits its maker's rounding mode, which may be anything.
      const FloatEnvironment environment;
      DataFileWriter writer(directory_, manifest_, options_.stop);
      while (make_next(writer)) {
      }
    } catch (...) {
      halted_ = true;
      const std::lock_guard lock(mutex_);
      if (!exception_) exception_ = std::current_exception();
    }
  }

  // After all workers are done.
  Result<GenerateReport> outcome() {
    if (exception_) std::rethrow_exception(exception_);
    if (error_) return Failure(*error_);
    report_.complete = report_.written + report_.kept == manifest_.files;
    return report_;
  }

  void fail(Error error) {
    halted_ = true;
    const std::lock_guard lock(mutex_);
    if (!error_) error_ = std::move(error);
  }

 private:
  bool stopped() const {
    return halted_ || (options_.stop != nullptr && options_.stop->load(std::memory_order_relaxed));
  }

  bool make_next(DataFileWriter& writer) {
    if (stopped()) return false;
    const std::int64_t number = next_++;
    if (number >= manifest_.files) return false;
    if (has_data_file(directory_, manifest_, number)) {
      count(report_.kept, 0);
      return true;
    }
    const Result<bool> written = writer.write(number);
    if (!written) {
      fail(written.error());
      return false;
    }
    if (*written) count(report_.written, data_file_bytes(manifest_));
    return *written;
  }

  void count(std::int64_t& files, std::int64_t bytes) {
    const std::lock_guard lock(mutex_);
    ++files;
    report_.bytes_written += bytes;
    if (options_.on_progress) options_.on_progress(report_.written + report_.kept);
  }

  const DataDirectory& directory_;
  const Manifest& manifest_;
  const GenerateOptions& options_;
  std::atomic<std::int64_t> next_ = 0;
  std::atomic<bool> halted_ = false;
  std::mutex mutex_;  // guards what follows
  GenerateReport& report_;
  std::optional<Error> error_;
  std::exception_ptr exception_;
};

// All work happens on threads of our own, whose floating-point environment is ours to set. Fewer
// threads than asked for are enough.
void run_workers(Run& run, int workers) {
  std::vector<std::jthread> threads;
  threads.reserve(static_cast<std::size_t>(workers));
  while (threads.size() < static_cast<std::size_t>(workers)) {
    try {
      threads.emplace_back([&run] { run.work(); });
    } catch (const std::system_error& error) {
      if (!threads.empty()) return;
      run.fail(Error{ErrorCode::output,
                     fmt::format("cannot start a thread: {}", error.code().message()),
                     {},
                     -1});
      return;
    }
  }
}

int worker_count(const GenerateOptions& options) {
  const int jobs = options.jobs == 0 ? allowed_cpus() : std::min(options.jobs, kMaxWorkers);
  return static_cast<int>(std::min<std::int64_t>(jobs, options.files));
}

}  // namespace

Result<GenerateReport> generate(const std::string& directory, const GenerateOptions& options) {
  if (auto usable = check(directory, options); !usable) {
    return tl::make_unexpected(usable.error());
  }
  const auto target = DataDirectory::open(directory);
  if (!target) return tl::make_unexpected(target.error());
  const auto numbers = target->data_files();
  if (!numbers) return tl::make_unexpected(numbers.error());

  const Manifest manifest = manifest_for(options);
  GenerateReport report;
  if (options.force) {
    // Before the new manifest appears: no file of the old data set may ever lie beside it.
    for (const std::int64_t number : *numbers) {
      if (auto removed = target->remove(data_file_name(number)); !removed) {
        return tl::make_unexpected(removed.error());
      }
      ++report.removed;
    }
  } else if (auto same = check_data_set(*target, directory, manifest, *numbers); !same) {
    return tl::make_unexpected(same.error());
  }
  if (auto written = write_manifest(*target, manifest); !written) {
    return tl::make_unexpected(written.error());
  }
  Run run(*target, manifest, options, report);
  run_workers(run, worker_count(options));
  return run.outcome();
}

}  // namespace hilo
