#include "compare/stats_runner.h"

#include <utility>

#include "base/byte_sink.h"
#include "compare/cold_files.h"
#include "compare/notebook.h"
#include "compare/stopwatch.h"
#include "report/writer.h"

namespace hilo {
namespace {

// FNV-1a.
class HashSink : public ByteSink {
 public:
  Result<void> write(std::string_view bytes) override {
    for (const char c : bytes) {
      digest_.hash = (digest_.hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
    }
    digest_.bytes += bytes.size();
    return {};
  }

  const ResultDigest& digest() const { return digest_; }

 private:
  ResultDigest digest_ = {0xCBF29CE484222325, 0};
};

Executor executor_of(const std::string& way) {
  if (way == "serial") return Executor::serial;
  return way == "threads" ? Executor::threads : Executor::processes;
}

}  // namespace

ResultDigest digest_of(const StatsResult& result) {
  HashSink sink;
  const auto writer = report::make_writer(report::Format::json, sink, {});
  (void)writer->begin();  // the sink takes everything
  for (const Row& row : result.groups) (void)writer->row(row);
  (void)writer->end(result);
  return sink.digest();
}

StatsOptions StatsRunner::stats_options(const Candidate& candidate) const {
  StatsOptions options;
  options.transform = options_.transform;
  options.chunk_bytes = options_.chunk_bytes;
  options.stop = options_.stop;
  options.jobs = candidate.workers;
  if (candidate.way == "dask") {
    options.batches = options_.cluster(candidate.workers);
  } else {
    options.executor = executor_of(candidate.way);
  }
  return options;
}

Result<StatsResult> StatsRunner::read_all() const {
  Candidate serial;
  serial.way = "serial";
  return stats(inputs_, stats_options(serial));
}

RunRecord StatsRunner::run(const Candidate& candidate) {
  if (candidate.notebook) return run_notebook_way(candidate, paths_, options_.stop);
  const StatsOptions options = stats_options(candidate);
  RunRecord record;
  // The workers of a cluster go on after a run.
  const Stopwatch watch(options.batches == nullptr ? Children::ended : Children::running);
  const auto result = stats(inputs_, options);
  record.times = watch.elapsed();
  if (!result) {
    record.failure = to_string(result.error());
  } else {
    record.stopped = result->stopped;
    record.digest = digest_of(*result);
  }
  return record;
}

std::string StatsRunner::make_cold() { return make_files_cold(paths_, options_.stop); }

}  // namespace hilo
