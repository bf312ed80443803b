// A run on disk: the state of each input, the errors, the counts. docs/formats/state.md.
//
// Written and read as a stream: memory does not grow with the number of inputs.
#ifndef HILO_STORE_RUN_FILE_H_
#define HILO_STORE_RUN_FILE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/file_descriptor.h"
#include "base/output_file.h"
#include "execute/executor.h"
#include "execute/outcome_bytes.h"
#include "hilo/error.h"
#include "hilo/saved_run.h"
#include "hilo/stats.h"
#include "read/input_file.h"

namespace hilo {

// A file appears under its name, and bytes are given, only when the run is whole.
class RunFileWriter {
 public:
  // `transform` is the text of what is computed from the elements (expression/transform_text.h).
  // Errors as of OutputFile::open.
  static Result<std::unique_ptr<RunFileWriter>> open(const std::string& path,
                                                     std::string_view transform = {});

  // One that gives the bytes at commit().
  static std::unique_ptr<RunFileWriter> into(std::string& bytes, std::string_view transform = {});

  // The next outcome, also of an input that was skipped. OUTPUT where the file cannot be written,
  // or the path is longer than any.
  Result<void> add(const FileOutcome& outcome);

  // After the last outcome. `all_found` is false where the search for inputs was stopped.
  Result<void> commit(bool all_found);

 private:
  RunFileWriter(std::unique_ptr<OutputFile> file, std::string* bytes, std::string_view transform);

  void append_record(std::string_view payload);
  Result<void> flush();

  std::unique_ptr<OutputFile> file_;  // none where bytes are wanted
  std::string* bytes_;
  std::string text_;  // that is not in the file yet
  ByteWriter payload_;
  ByteWriter frame_;
  FileCounts counts_;
  std::uint32_t chain_ = 0;
};

// Where a run goes: to a file, to memory, to both, or nowhere.
class RunSaver {
 public:
  // Nowhere where the path is empty and `bytes` null. Errors as of RunFileWriter.
  static Result<RunSaver> open(const std::string& path, std::string* bytes,
                               std::string_view transform = {});

  bool is_wanted() const { return !writers_.empty(); }
  Result<void> add(const FileOutcome& outcome);
  Result<void> commit(bool all_found);

 private:
  std::vector<std::unique_ptr<RunFileWriter>> writers_;
};

// What the end of a run file says.
struct RunSummary {
  FileCounts files;
  bool all_found = true;  // there may be inputs that it does not know of
  std::string transform;  // the text of what was computed from the elements
};

// A run file that is open for reading. Errors have the file's path: OPEN, NOT_REGULAR and IO as of
// other files, STATE for a file that is not a run, is damaged or cut off, or is of a later version.
class RunFile {
 public:
  static Result<RunFile> open(const SavedRun& run);

  // Reads the whole file and checks all of it, handing on each record with the offset to read it
  // again. An error of `take` ends the reading and is returned.
  using TakeRecord = std::function<Result<void>(std::int64_t offset, const FileOutcome& outcome)>;
  Result<RunSummary> read_all(const TakeRecord& take);

  // The record at an offset that read_all() gave, of this object or another one for the same run.
  // Neighbours in the file cost few system calls.
  Result<void> read_at(std::int64_t offset, FileOutcome& outcome);

  // Of bytes in memory only their number.
  const FileIdentity& identity() const { return identity_; }

 private:
  RunFile(std::optional<InputFile> file, SavedRun run);

  struct Frame {
    std::string_view payload;
    std::uint32_t checksum;
    std::int64_t next;  // the offset of the frame after it
  };

  // The frame at an offset, until the next call.
  Result<Frame> frame_at(std::int64_t offset);
  // `bytes` bytes at an offset.
  Result<std::string_view> bytes_at(std::int64_t offset, std::size_t bytes);
  Failure damaged(const std::string& found, std::int64_t offset) const;
  Error with_path(Error error) const;

  SavedRun run_;
  std::optional<InputFile> file_;  // none where the run is in memory
  FileIdentity identity_;
  Counted counted_ = kAnyCounted;  // known when read_all() has been called
  std::string window_;             // bytes of the file from window_offset_ on
  std::int64_t window_offset_ = 0;
};

}  // namespace hilo

#endif  // HILO_STORE_RUN_FILE_H_
