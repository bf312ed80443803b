// One file's bytes into one state: what a worker does.
#ifndef HILO_EXECUTE_SCAN_H_
#define HILO_EXECUTE_SCAN_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "expression/engine.h"
#include "expression/transformer.h"
#include "hilo/array_info.h"
#include "hilo/error.h"
#include "hilo/moments.h"
#include "hilo/stats.h"
#include "kernel/accumulator.h"
#include "profile/recorder.h"
#include "read/input_file.h"

namespace hilo {

struct FileScan {
  ArrayInfo info;
  FileIdentity identity;  // of the file that was read
  Moments moments;
};

// What all workers of a run share.
struct ScanContext {
  std::size_t chunk_bytes = 0;
  NanPolicy nan_policy = NanPolicy::propagate;
  const std::atomic<bool>* stop = nullptr;  // may be null
  std::atomic<std::int64_t>* bytes_read = nullptr;
  TransformEngine* transform = nullptr;  // may be null: elements count as they are
  ProfileRecorder* profile = nullptr;    // may be null: nothing is measured

  bool stopped() const { return stop != nullptr && stop->load(std::memory_order_relaxed); }
};

// USAGE where it is no power of two from 16 KiB to 64 MiB.
Result<void> check_chunk_bytes(std::size_t chunk_bytes);

// A file whose header has been read.
struct OpenArray {
  InputFile file;
  ArrayInfo info;
};

// Reads files with one buffer and one accumulator, which it keeps between them.
class Scanner {
 public:
  explicit Scanner(const ScanContext& context);

  // Opens a file and reads its header. The first bytes stay in the buffer for scan_all().
  Result<OpenArray> open(const std::string& path);

  // Adds the elements of the array that open() returned last. After an error `moments` is of no
  // use.
  Result<void> scan_all(const OpenArray& array, Moments& moments);

  // Adds elements [first, last) of an array that any scanner has opened.
  Result<void> scan_range(const OpenArray& array, std::int64_t first, std::int64_t last,
                          Moments& moments);

  // Whether anything since the last call had to come from the disk, or may have had to.
  bool take_cold();

  // A scan was cut short by the stop flag; its result is not of the whole range.
  bool was_stopped() const { return was_stopped_; }

 private:
  struct FreeBuffer {
    void operator()(std::byte* buffer) const;
  };

  Result<ArrayInfo> parse_header(std::span<const std::byte> head, std::int64_t file_bytes);
  Result<std::size_t> read(const InputFile& file, std::int64_t offset, std::size_t bytes);
  Result<void> add_range(const OpenArray& array, std::int64_t first, std::int64_t last,
                         ExactState& state);

  void add(Dtype dtype, const std::byte* data, std::int64_t count, ExactState& state);

  const ScanContext& context_;
  std::unique_ptr<std::byte[], FreeBuffer> buffer_;
  std::size_t buffered_bytes_ = 0;  // of the file that was opened last
  Accumulator accumulator_;
  std::optional<Transformer> transformer_;
  std::vector<std::byte> last_header_;  // neighbours often have the same
  ArrayInfo last_info_;
  bool cold_ = false;
  unsigned warm_reads_ = 0;  // since the last one that was not known to be warm
  bool was_stopped_ = false;
};

// The error for an array with NaN under NanPolicy::raise; none otherwise.
std::optional<Error> nan_error(const Moments& moments, NanPolicy nan_policy);

}  // namespace hilo

#endif  // HILO_EXECUTE_SCAN_H_
