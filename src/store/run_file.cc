#include "store/run_file.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>

#include "base/checksum.h"
#include "execute/outcome_bytes.h"
#include "expression/transform_text.h"

namespace hilo {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kHeadBytes = 8;  // magic and version
constexpr std::size_t kLengthBytes = 4;
constexpr std::size_t kChecksumBytes = 4;
constexpr std::size_t kWindowBytes = std::size_t{1} << 16;

// First bytes of the payloads that are no records of inputs; those are 1 to 3.
constexpr std::uint8_t kParametersTag = 16;
constexpr std::uint8_t kEndTag = 17;

constexpr std::uint8_t kNotAllFound = 1;

// The checksum of all checksums so far: a record that is missing, or in another place, shows.
std::uint32_t chained(std::uint32_t chain, std::uint32_t checksum) {
  ByteWriter both;
  both.put(chain);
  both.put(checksum);
  return crc32c(both.view());
}

void count(const FileOutcome& outcome, FileCounts& counts) {
  ++counts.found;
  counts.included += outcome.form == FileOutcome::Form::scanned ? 1 : 0;
  counts.failed += outcome.form == FileOutcome::Form::failed ? 1 : 0;
}

// What is computed from the elements (expression/transform_text.h).
void write_parameters(std::string_view transform, ByteWriter& writer) {
  writer.put_byte(kParametersTag);
  put_long_text(transform, writer);
}

bool read_parameters(std::string_view payload, std::string& transform) {
  ByteReader reader(payload);
  const bool is_tagged = reader.get_byte() == kParametersTag;
  transform = get_long_text(reader);
  const bool is_whole = is_tagged && reader.is_good() && reader.left() == 0;
  return is_whole && read_transform_text(transform).has_value();
}

// Of a text that read_parameters() gave.
Counted counted_by(std::string_view transform) {
  const TransformLines lines = *read_transform_text(transform);
  return {.all = lines.where.empty(), .elements = lines.expr.empty()};
}

bool read_end(std::string_view payload, RunSummary& summary, std::uint32_t& chain) {
  ByteReader reader(payload);
  const bool is_tagged = reader.get_byte() == kEndTag;
  const std::uint8_t flags = reader.get_byte();
  summary.all_found = (flags & kNotAllFound) == 0;
  for (std::int64_t* count :
       {&summary.files.found, &summary.files.included, &summary.files.failed}) {
    *count = reader.get<std::int64_t>();
  }
  chain = reader.get<std::uint32_t>();
  return is_tagged && flags <= kNotAllFound && reader.is_good() && reader.left() == 0;
}

}  // namespace

RunFileWriter::RunFileWriter(std::unique_ptr<OutputFile> file, std::string* bytes,
                             std::string_view transform)
    : file_(std::move(file)), bytes_(bytes) {
  text_ += kStateMagic;
  text_ += static_cast<char>(kVersion);
  write_parameters(transform, payload_);
  append_record(payload_.view());
}

Result<std::unique_ptr<RunFileWriter>> RunFileWriter::open(const std::string& path,
                                                           std::string_view transform) {
  auto file = OutputFile::open(path, OutputFile::Replaces::states);
  if (!file) return Failure(std::move(file.error()));
  return std::unique_ptr<RunFileWriter>(new RunFileWriter(std::move(*file), nullptr, transform));
}

std::unique_ptr<RunFileWriter> RunFileWriter::into(std::string& bytes, std::string_view transform) {
  return std::unique_ptr<RunFileWriter>(new RunFileWriter(nullptr, &bytes, transform));
}

Result<void> RunFileWriter::flush() {
  auto written = file_->write(text_);
  text_.clear();
  return written;
}

void RunFileWriter::append_record(std::string_view payload) {
  const std::uint32_t checksum = crc32c(payload);
  chain_ = chained(chain_, checksum);
  frame_.clear();
  frame_.put(static_cast<std::uint32_t>(payload.size()));
  frame_.put_text(payload);
  frame_.put(checksum);
  text_ += frame_.view();
}

Result<void> RunFileWriter::add(const FileOutcome& outcome) {
  count(outcome, counts_);
  payload_.clear();
  write_outcome(outcome, payload_);
  if (payload_.view().size() > kMostOutcomeBytes) {
    return failure(ErrorCode::output,
                   "expected a record of at most " + std::to_string(kMostOutcomeBytes) +
                       " bytes to save, found one of " + std::to_string(payload_.view().size()));
  }
  append_record(payload_.view());
  return file_ && text_.size() >= kWindowBytes ? flush() : Result<void>();
}

Result<void> RunFileWriter::commit(bool all_found) {
  payload_.clear();
  payload_.put_byte(kEndTag);
  payload_.put_byte(all_found ? 0 : kNotAllFound);
  payload_.put(counts_.found);
  payload_.put(counts_.included);
  payload_.put(counts_.failed);
  payload_.put(chain_);
  append_record(payload_.view());
  if (!file_) {
    *bytes_ = std::move(text_);
    return {};
  }
  if (auto flushed = flush(); !flushed) return flushed;
  return file_->commit();
}

Result<RunSaver> RunSaver::open(const std::string& path, std::string* bytes,
                                std::string_view transform) {
  RunSaver saver;
  if (!path.empty()) {
    auto writer = RunFileWriter::open(path, transform);
    if (!writer) return Failure(std::move(writer.error()));
    saver.writers_.push_back(std::move(*writer));
  }
  if (bytes != nullptr) saver.writers_.push_back(RunFileWriter::into(*bytes, transform));
  return saver;
}

Result<void> RunSaver::add(const FileOutcome& outcome) {
  for (const auto& writer : writers_) {
    if (auto added = writer->add(outcome); !added) return added;
  }
  return {};
}

Result<void> RunSaver::commit(bool all_found) {
  for (const auto& writer : writers_) {
    if (auto committed = writer->commit(all_found); !committed) return committed;
  }
  return {};
}

Error RunFile::with_path(Error error) const {
  error.path = run_.name();
  return error;
}

Failure RunFile::damaged(const std::string& found, std::int64_t offset) const {
  return failure(ErrorCode::state, "expected the state of a run, found " + found, run_.name(),
                 offset);
}

RunFile::RunFile(std::optional<InputFile> file, SavedRun run)
    : run_(std::move(run)), file_(std::move(file)) {
  if (file_) {
    identity_ = file_->identity();
  } else {
    identity_.bytes = static_cast<std::int64_t>(run_.bytes()->size());
  }
}

Result<RunFile> RunFile::open(const SavedRun& run) {
  std::optional<InputFile> input;
  if (!run.bytes()) {
    auto opened = InputFile::open(run.name().c_str());
    if (!opened) {
      opened.error().path = run.name();
      return Failure(std::move(opened.error()));
    }
    input = std::move(*opened);
  }
  RunFile file(std::move(input), run);
  if (file.identity().bytes < static_cast<std::int64_t>(kHeadBytes)) {
    return file.damaged(std::to_string(file.identity().bytes) + " bytes", 0);
  }
  auto head = file.bytes_at(0, kHeadBytes);
  if (!head) return Failure(std::move(head.error()));
  if (head->substr(0, kStateMagic.size()) != kStateMagic)
    return file.damaged("a file that begins otherwise", 0);
  const auto version = static_cast<std::uint8_t>((*head)[kStateMagic.size()]);
  if (version != kVersion) return file.damaged("version " + std::to_string(version), 0);
  return file;
}

Result<std::string_view> RunFile::bytes_at(std::int64_t offset, std::size_t bytes) {
  if (offset + static_cast<std::int64_t>(bytes) > identity().bytes) {
    return damaged("it cut off after " + std::to_string(identity().bytes) + " bytes",
                   identity().bytes);
  }
  if (!file_) return run_.bytes()->substr(static_cast<std::size_t>(offset), bytes);
  const std::int64_t end = window_offset_ + static_cast<std::int64_t>(window_.size());
  if (offset < window_offset_ || offset + static_cast<std::int64_t>(bytes) > end) {
    window_.resize(std::max(bytes, kWindowBytes));
    const auto count = file_->read_at(static_cast<std::uint64_t>(offset),
                                      std::as_writable_bytes(std::span(window_)), nullptr);
    if (!count) return Failure(with_path(count.error()));
    window_.resize(*count);
    window_offset_ = offset;
    if (*count < bytes) return damaged("that it shrank", identity().bytes);
  }
  return std::string_view(window_).substr(static_cast<std::size_t>(offset - window_offset_), bytes);
}

Result<RunFile::Frame> RunFile::frame_at(std::int64_t offset) {
  const auto head = bytes_at(offset, kLengthBytes);
  if (!head) return Failure(head.error());
  const auto bytes = ByteReader(*head).get<std::uint32_t>();
  if (bytes > kMostOutcomeBytes) {
    return damaged("a record of " + std::to_string(bytes) + " bytes", offset);
  }
  const auto whole = bytes_at(offset, kLengthBytes + bytes + kChecksumBytes);
  if (!whole) return Failure(whole.error());
  Frame frame = {};
  frame.payload = whole->substr(kLengthBytes, bytes);
  frame.checksum = ByteReader(whole->substr(kLengthBytes + bytes)).get<std::uint32_t>();
  frame.next = offset + static_cast<std::int64_t>(whole->size());
  if (frame.checksum != crc32c(frame.payload))
    return damaged("damaged bytes: their checksum is another", offset);
  return frame;
}

Result<RunSummary> RunFile::read_all(const TakeRecord& take) {
  std::int64_t offset = kHeadBytes;
  std::uint32_t chain = 0;
  bool is_first = true;
  RunSummary summary;
  FileCounts counted;
  FileOutcome outcome;
  while (true) {
    const auto frame = frame_at(offset);
    if (!frame) return Failure(frame.error());
    if (is_first) {
      if (!read_parameters(frame->payload, summary.transform)) {
        return damaged("unknown parameters", offset);
      }
      counted_ = counted_by(summary.transform);
    } else if (ByteReader(frame->payload).get_byte() == kEndTag) {
      std::uint32_t expected_chain = 0;
      if (!read_end(frame->payload, summary, expected_chain) || expected_chain != chain) {
        return damaged("records that are not those that were written", offset);
      }
      const bool counts_agree = summary.files.included == counted.included &&
                                summary.files.failed == counted.failed &&
                                summary.files.found == counted.found;
      if (!counts_agree) return damaged("another number of records", offset);
      if (frame->next != identity().bytes) return damaged("bytes after its end", frame->next);
      return summary;
    } else {
      if (auto read = read_outcome(frame->payload, outcome, counted_); !read) {
        return damaged(read.error().message, offset);
      }
      count(outcome, counted);
      if (auto taken = take(offset, outcome); !taken) return Failure(std::move(taken.error()));
    }
    is_first = false;
    chain = chained(chain, frame->checksum);
    offset = frame->next;
  }
}

Result<void> RunFile::read_at(std::int64_t offset, FileOutcome& outcome) {
  const auto frame = frame_at(offset);
  if (!frame) return Failure(frame.error());
  if (auto read = read_outcome(frame->payload, outcome, counted_); !read) {
    return damaged(read.error().message, offset);
  }
  return {};
}

}  // namespace hilo
