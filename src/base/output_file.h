// A file that is written: it appears whole or not at all.
#ifndef HILO_BASE_OUTPUT_FILE_H_
#define HILO_BASE_OUTPUT_FILE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/byte_sink.h"
#include "base/temporary_files.h"
#include "hilo/error.h"

namespace hilo {

// How a saved run begins (store/run_file.h).
inline constexpr std::string_view kStateMagic = "HILORUN";

// What is written where `path` is: what symbolic links lead to, also one that points to nothing
// yet.
Result<std::string> output_target(const std::string& path);

// Bytes go to a temporary file beside the target, which commit() puts in the target's place. A
// target that is there and not a regular file (/dev/null, a pipe), or is the standard output
// (/dev/stdout), is written as it is. Where the target is a symbolic link, what it points to is
// replaced. Without commit() nothing changes.
class OutputFile : public ByteSink {
 public:
  // Whether a saved run may be replaced: by another one only.
  enum class Replaces : std::uint8_t { no_states, states };

  // USAGE where the path cannot name a file: no such directory, or it is one itself, or a file with
  // an array or a saved run, which are kept. OUTPUT where the file cannot be made for another
  // reason.
  static Result<std::unique_ptr<OutputFile>> open(const std::string& path,
                                                  Replaces replaces = Replaces::no_states);

  ~OutputFile() override;
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  Result<void> write(std::string_view bytes) override;

  // Writes through to the disk, and renames. Nothing may be written after it.
  Result<void> commit();

  bool in_place() const { return !temporary_; }
  bool closed_pipe() const { return closed_pipe_; }

 private:
  OutputFile(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}

  Failure fail(int error_number);
  void discard();

  std::string path_;                        // as it was given, for messages
  std::string target_;                      // with symbolic links resolved
  std::optional<TemporaryName> temporary_;  // none where the target is written in place
  int descriptor_;                          // -1 once it is closed
  bool closed_pipe_ = false;
};

}  // namespace hilo

#endif  // HILO_BASE_OUTPUT_FILE_H_
