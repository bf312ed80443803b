#include "execute/worker_messages.h"

#include <utility>

#include "base/bytes.h"
#include "execute/outcome_bytes.h"
#include "hilo/version.h"

namespace hilo {
namespace {

constexpr std::size_t kLengthBytes = 4;
constexpr std::size_t kMostMessageBytes = 2 * kMostOutcomeBytes;

// What a message is: its first byte.
enum class MessageTag : std::uint8_t {
  setup = 1,
  scan,
  array,
  piece,
  ready,
  file_answer,
  piece_answer,
  report
};

enum class AnswerForm : std::uint8_t { outcome, left, skipped, piece, failed };

ByteWriter begin(MessageTag tag) {
  ByteWriter writer;
  writer.put_byte(static_cast<std::uint8_t>(tag));
  return writer;
}

bool has_tag(ByteReader& reader, MessageTag tag) {
  return reader.get_byte() == static_cast<std::uint8_t>(tag);
}

bool is_whole(const ByteReader& reader) { return reader.is_good() && reader.left() == 0; }

void put_form(AnswerForm form, ByteWriter& writer) {
  writer.put_byte(static_cast<std::uint8_t>(form));
}

}  // namespace

std::string to_bytes(const WorkerSetup& setup) {
  ByteWriter writer = begin(MessageTag::setup);
  writer.put(static_cast<std::uint64_t>(setup.chunk_bytes));
  writer.put_byte(static_cast<std::uint8_t>(setup.nan_policy));
  writer.put_byte(setup.profile ? 1 : 0);
  writer.put_byte(setup.trace ? 1 : 0);
  put_long_text(setup.simd, writer);
  put_long_text(setup.transform.expr, writer);
  put_long_text(setup.transform.where, writer);
  writer.put_byte(static_cast<std::uint8_t>(setup.transform.jit));
  return writer.take();
}

bool read(std::string_view message, WorkerSetup& setup) {
  ByteReader reader(message);
  const bool tagged = has_tag(reader, MessageTag::setup);
  setup.chunk_bytes = reader.get<std::uint64_t>();
  setup.nan_policy = static_cast<NanPolicy>(reader.get_byte());
  setup.profile = reader.get_byte() != 0;
  setup.trace = reader.get_byte() != 0;
  setup.simd = get_long_text(reader);
  setup.transform.expr = get_long_text(reader);
  setup.transform.where = get_long_text(reader);
  setup.transform.jit = static_cast<Jit>(reader.get_byte());
  return tagged && is_whole(reader);
}

std::string to_bytes(const ScanFile& scan) {
  ByteWriter writer = begin(MessageTag::scan);
  writer.put_byte(scan.may_be_left ? 1 : 0);
  writer.put(scan.number);
  put_long_text(scan.path, writer);
  return writer.take();
}

bool read(std::string_view message, ScanFile& scan) {
  ByteReader reader(message);
  const bool tagged = has_tag(reader, MessageTag::scan);
  scan.may_be_left = reader.get_byte() != 0;
  scan.number = reader.get<std::uint64_t>();
  scan.path = get_long_text(reader);
  return tagged && is_whole(reader);
}

std::string to_bytes(const TakeArray& array) {
  ByteWriter writer = begin(MessageTag::array);
  put_array(array.info, writer);
  for (const std::int64_t number :
       {array.info.size, array.info.data_offset, array.info.data_bytes}) {
    writer.put(number);
  }
  put_identity(array.identity, writer);
  writer.put(array.identity.device);
  writer.put(array.number);
  return writer.take();
}

bool read(std::string_view message, TakeArray& array) {
  ByteReader reader(message);
  if (!has_tag(reader, MessageTag::array) || !get_array(reader, array.info)) return false;
  for (std::int64_t* number : {&array.info.size, &array.info.data_offset, &array.info.data_bytes}) {
    *number = reader.get<std::int64_t>();
  }
  array.identity = get_identity(reader);
  array.identity.device = reader.get<std::uint64_t>();
  array.number = reader.get<std::uint64_t>();
  return is_whole(reader);
}

std::string to_bytes(const ScanPiece& piece) {
  ByteWriter writer = begin(MessageTag::piece);
  writer.put(piece.first);
  writer.put(piece.last);
  return writer.take();
}

bool read(std::string_view message, ScanPiece& piece) {
  ByteReader reader(message);
  const bool tagged = has_tag(reader, MessageTag::piece);
  piece.first = reader.get<std::int64_t>();
  piece.last = reader.get<std::int64_t>();
  return tagged && is_whole(reader);
}

std::string to_bytes(const FileAnswer& answer) {
  ByteWriter writer = begin(MessageTag::file_answer);
  writer.put_byte(answer.was_cold ? 1 : 0);
  if (answer.was_left) {
    put_form(AnswerForm::left, writer);
  } else if (answer.outcome.form == FileOutcome::Form::skipped) {
    put_form(AnswerForm::skipped, writer);
  } else {
    put_form(AnswerForm::outcome, writer);
    write_outcome(answer.outcome, writer);
  }
  return writer.take();
}

bool read(std::string_view message, FileAnswer& answer, Counted counted) {
  ByteReader reader(message);
  const bool tagged = has_tag(reader, MessageTag::file_answer);
  answer.was_cold = reader.get_byte() != 0;
  const auto form = static_cast<AnswerForm>(reader.get_byte());
  answer.was_left = form == AnswerForm::left;
  answer.outcome.form = FileOutcome::Form::skipped;
  if (form == AnswerForm::outcome) {
    return tagged && reader.is_good() &&
           read_outcome(reader.get_text(reader.left()), answer.outcome, counted).has_value();
  }
  const bool is_known = form == AnswerForm::left || form == AnswerForm::skipped;
  return tagged && is_known && is_whole(reader);
}

std::string to_bytes(const PieceAnswer& answer) {
  ByteWriter writer = begin(MessageTag::piece_answer);
  if (answer.was_stopped) {
    put_form(AnswerForm::skipped, writer);
  } else if (answer.error) {
    put_form(AnswerForm::failed, writer);
    put_error(*answer.error, writer);
  } else {
    put_form(AnswerForm::piece, writer);
    put_long_text(answer.moments.to_bytes(), writer);
  }
  return writer.take();
}

bool read(std::string_view message, PieceAnswer& answer) {
  ByteReader reader(message);
  const bool tagged = has_tag(reader, MessageTag::piece_answer);
  const auto form = static_cast<AnswerForm>(reader.get_byte());
  answer = {};
  if (form == AnswerForm::skipped) {
    answer.was_stopped = true;
  } else if (form == AnswerForm::failed) {
    if (!get_error(reader, answer.error.emplace())) return false;
  } else if (form == AnswerForm::piece) {
    auto moments = Moments::from_bytes(get_long_text(reader));
    if (!moments) return false;
    answer.moments = *moments;
  } else {
    return false;
  }
  return tagged && is_whole(reader);
}

std::string to_bytes(const WorkerReport& report) {
  ByteWriter writer = begin(MessageTag::report);
  put_report(report, writer);
  return writer.take();
}

bool read(std::string_view message, WorkerReport& report) {
  ByteReader reader(message);
  return has_tag(reader, MessageTag::report) && get_report(reader, report) && is_whole(reader);
}

std::string ready_bytes() {
  ByteWriter writer = begin(MessageTag::ready);
  put_long_text(version(), writer);
  return writer.take();
}

std::string refusal_of(std::string_view message) {
  ByteReader reader(message);
  const bool tagged = has_tag(reader, MessageTag::ready);
  const std::string_view found = get_long_text(reader);
  if (!tagged || !is_whole(reader)) return "speaking of something else";
  return found == version() ? std::string() : "to be of version " + std::string(found);
}

void append_frame(std::string_view message, std::string& out) {
  ByteWriter length;
  length.put(static_cast<std::uint32_t>(message.size()));
  out += length.view();
  out += message;
}

std::optional<std::string_view> FrameReader::next() {
  const std::string_view rest = std::string_view(bytes_).substr(taken_);
  if (rest.size() >= kLengthBytes) {
    const auto bytes = ByteReader(rest).get<std::uint32_t>();
    is_broken_ = is_broken_ || bytes > kMostMessageBytes;
    if (!is_broken_ && rest.size() - kLengthBytes >= bytes) {
      taken_ += kLengthBytes + bytes;
      return rest.substr(kLengthBytes, bytes);
    }
  }
  // What is left is the beginning of a message.
  bytes_.erase(0, taken_);
  taken_ = 0;
  return std::nullopt;
}

}  // namespace hilo
