// What a run and its worker processes say to each other, as bytes on a socket.
//
//     run -> worker    setup, then any number of scan, array and piece
//     worker -> run    ready, then an answer to each scan and piece, in their order; reports
//
// Both ends are the same version of hilo, which `ready` shows, so that nothing of this is kept.
#ifndef HILO_EXECUTE_WORKER_MESSAGES_H_
#define HILO_EXECUTE_WORKER_MESSAGES_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "execute/executor.h"
#include "execute/outcome_bytes.h"
#include "hilo/array_info.h"
#include "hilo/error.h"
#include "hilo/moments.h"
#include "hilo/summary.h"
#include "hilo/transform.h"
#include "profile/worker_report.h"
#include "read/input_file.h"

namespace hilo {

// Memory that the run and all its workers share.
struct SharedFlags {
  std::atomic<bool> stop = false;            // the run's: finish the chunk in hand
  std::atomic<std::int64_t> bytes_read = 0;  // by all workers
};
static_assert(std::atomic<bool>::is_always_lock_free &&
              std::atomic<std::int64_t>::is_always_lock_free);

// Descriptors that a worker starts with.
constexpr int kWorkerSocket = 3;
constexpr int kWorkerFlags = 4;

// The exit code of a worker that found no more memory.
constexpr int kWorkerExitMemory = 71;

struct WorkerSetup {
  std::size_t chunk_bytes = 0;
  NanPolicy nan_policy = NanPolicy::propagate;
  std::string simd;      // the instruction set that is forced; empty for none
  Transform transform;   // without a function
  bool profile = false;  // reports are wanted
  bool trace = false;    // with spans
};

// Scan a file as a whole; one that is large may be left to be scanned in pieces.
struct ScanFile {
  std::string path;
  bool may_be_left = false;
  std::uint64_t number = 0;  // of the input, for reports
};

// The array that pieces are scanned of from now on. The message comes with the file's descriptor,
// so that all workers read the file that the run has opened, whatever its path names by now.
struct TakeArray {
  ArrayInfo info;  // but for its version
  FileIdentity identity;
  std::uint64_t number = 0;  // of the input, for reports
};

// Scan elements [first, last) of the array that was given last.
struct ScanPiece {
  std::int64_t first = 0;
  std::int64_t last = 0;
};

// The answer to a scan: an outcome, word that the array was left, or neither where the run was
// stopped.
struct FileAnswer {
  FileOutcome outcome;
  bool was_left = false;
  bool was_cold = false;
};

// The answer to a piece: its state, an error, or neither where the run was stopped.
struct PieceAnswer {
  Moments moments;
  std::optional<Error> error;
  bool was_stopped = false;
};

std::string to_bytes(const WorkerSetup& setup);
std::string to_bytes(const ScanFile& scan);
std::string to_bytes(const TakeArray& array);
std::string to_bytes(const ScanPiece& piece);
std::string to_bytes(const FileAnswer& answer);
std::string to_bytes(const PieceAnswer& answer);
// Stands before answers, where a profile is wanted: what was measured up to now.
std::string to_bytes(const WorkerReport& report);
std::string ready_bytes();

// False where the bytes are no message of this kind.
bool read(std::string_view message, WorkerSetup& setup);
bool read(std::string_view message, ScanFile& scan);
bool read(std::string_view message, TakeArray& array);
bool read(std::string_view message, ScanPiece& piece);
bool read(std::string_view message, FileAnswer& answer, Counted counted = Counted());
bool read(std::string_view message, PieceAnswer& answer);
bool read(std::string_view message, WorkerReport& report);

// Empty for the word `ready` of a worker of the same version; else what was found instead.
std::string refusal_of(std::string_view message);

// A message as it goes through the socket: after its length.
void append_frame(std::string_view message, std::string& out);

// Takes bytes as they come and gives messages.
class FrameReader {
 public:
  void append(std::string_view bytes) { bytes_.append(bytes); }

  // The next whole message, until the next call; none where more bytes are needed.
  std::optional<std::string_view> next();
  bool is_broken() const { return is_broken_; }  // a message longer than any

 private:
  std::string bytes_;
  std::size_t taken_ = 0;
  bool is_broken_ = false;
};

}  // namespace hilo

#endif  // HILO_EXECUTE_WORKER_MESSAGES_H_
