#include "execute/scan.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <new>

#include "base/float_environment.h"
#include "decode/npy_header.h"
#include "read/read_ahead.h"

namespace hilo {
namespace {

// Of one large cold file, this much is asked for ahead of the reader.
constexpr std::int64_t kAheadBytes = std::int64_t{8} << 20;
// Whether bytes are in the page cache costs a little to ask. Of reads that follow so many warm
// ones, one in kAskEvery asks.
constexpr unsigned kWarmReads = 64;
constexpr unsigned kAskEvery = 8;
// Headers longer than this are parsed each time.
constexpr std::size_t kRememberedHeader = 256;

Error with_path(Error error, const std::string& path) {
  error.path = path;
  return error;
}

Failure ended_early(std::int64_t expected, std::int64_t found) {
  return failure(ErrorCode::changed,
                 "expected " + std::to_string(expected) + " bytes, found the end after " +
                     std::to_string(found) + ": the file shrank while it was read",
                 {}, found);
}

}  // namespace

Result<void> check_chunk_bytes(std::size_t chunk_bytes) {
  constexpr std::size_t kLeast = std::size_t{1} << 14;
  constexpr std::size_t kMost = std::size_t{1} << 26;
  if (std::has_single_bit(chunk_bytes) && chunk_bytes >= kLeast && chunk_bytes <= kMost) return {};
  return failure(ErrorCode::usage, "expected chunk_bytes to be a power of two from " +
                                       std::to_string(kLeast) + " to " + std::to_string(kMost) +
                                       ", found " + std::to_string(chunk_bytes));
}

void Scanner::FreeBuffer::operator()(std::byte* buffer) const { std::free(buffer); }

Scanner::Scanner(const ScanContext& context)
    : context_(context),
      buffer_(static_cast<std::byte*>(std::aligned_alloc(4096, context.chunk_bytes))) {
  if (!buffer_) throw std::bad_alloc();
  if (context.transform != nullptr) transformer_.emplace(*context.transform);
}

bool Scanner::take_cold() { return std::exchange(cold_, false); }

Result<std::size_t> Scanner::read(const InputFile& file, std::int64_t offset, std::size_t bytes) {
  Warmth warmth = Warmth::warm;
  const bool asks_each = warm_reads_ < kWarmReads;
  const bool ask = asks_each || warm_reads_ % kAskEvery == 0;
  auto count = file.read_at(static_cast<std::uint64_t>(offset), {buffer_.get(), bytes},
                            ask ? &warmth : nullptr);
  warm_reads_ = warmth == Warmth::warm ? warm_reads_ + 1 : 0;
  cold_ = cold_ || warmth != Warmth::warm;
  if (!count) return count;
  const auto got = static_cast<std::int64_t>(*count);
  context_.bytes_read->fetch_add(got, std::memory_order_relaxed);
  if (WorkerRecord* const worker = current_worker) {
    worker->note_read(got);
    // The question was asked for those reads, too, that went without.
    const std::int64_t asked = asks_each ? got : got * kAskEvery;
    if (warmth == Warmth::unknown) {
      worker->note_untold(asked);
    } else if (ask) {
      worker->note_warmth(asked, warmth == Warmth::warm ? asked : 0);
    }
  }
  return count;
}

Result<OpenArray> Scanner::open(const std::string& path) {
  enter_stage(Stage::open);
  auto file = InputFile::open(path.c_str());
  if (!file) return Failure(with_path(std::move(file.error()), path));
  const std::int64_t bytes = file->identity().bytes;
  const std::size_t wanted = std::min(context_.chunk_bytes, static_cast<std::size_t>(bytes));
  enter_stage(Stage::read);
  const auto count = read(*file, 0, wanted);
  if (!count) return Failure(with_path(count.error(), path));
  if (*count < wanted) {
    return Failure(with_path(ended_early(bytes, static_cast<std::int64_t>(*count)).value(), path));
  }
  buffered_bytes_ = *count;
  enter_stage(Stage::decode);
  auto info = parse_header({buffer_.get(), *count}, bytes);
  if (!info) return Failure(with_path(std::move(info.error()), path));
  if (current_worker != nullptr) current_worker->note_header(info->data_offset);
  return OpenArray{std::move(*file), std::move(*info)};
}

// A header is a function of its bytes, and what remains to check is the file's length.
Result<ArrayInfo> Scanner::parse_header(std::span<const std::byte> head, std::int64_t file_bytes) {
  const bool same = !last_header_.empty() && head.size() >= last_header_.size() &&
                    file_bytes == last_info_.data_offset + last_info_.data_bytes &&
                    std::memcmp(head.data(), last_header_.data(), last_header_.size()) == 0;
  if (same) return last_info_;
  auto info = parse_npy_header(head, static_cast<std::uint64_t>(file_bytes));
  last_header_.clear();
  if (info && info->data_offset <= static_cast<std::int64_t>(kRememberedHeader)) {
    last_header_.assign(head.begin(), head.begin() + info->data_offset);
    last_info_ = *info;
  }
  return info;
}

Result<void> Scanner::scan_all(const OpenArray& array, Moments& moments) {
  const FloatEnvironment environment;
  was_stopped_ = false;
  const ArrayInfo& info = array.info;
  const auto item = static_cast<std::int64_t>(item_bytes(info.dtype.kind));
  const std::int64_t buffered = static_cast<std::int64_t>(buffered_bytes_) - info.data_offset;
  const std::int64_t first = std::clamp<std::int64_t>(buffered / item, 0, info.size);
  if (first > 0) {
    add(info.dtype, buffer_.get() + info.data_offset, first, moments.mutable_state());
  }
  auto added = add_range(array, first, info.size, moments.mutable_state());
  enter_stage(Stage::compute);
  accumulator_.flush(moments.mutable_state());
  return added;
}

Result<void> Scanner::scan_range(const OpenArray& array, std::int64_t first, std::int64_t last,
                                 Moments& moments) {
  const FloatEnvironment environment;
  was_stopped_ = false;
  auto added = add_range(array, first, last, moments.mutable_state());
  enter_stage(Stage::compute);
  accumulator_.flush(moments.mutable_state());
  return added;
}

// Chunks begin at an element, so that all but the first are aligned in the buffer.
Result<void> Scanner::add_range(const OpenArray& array, std::int64_t first, std::int64_t last,
                                ExactState& state) {
  const ArrayInfo& info = array.info;
  const auto item = static_cast<std::int64_t>(item_bytes(info.dtype.kind));
  std::int64_t asked = 0;
  while (first < last) {
    if (context_.stopped()) {
      was_stopped_ = true;
      return {};
    }
    const std::int64_t offset = info.data_offset + first * item;
    // Ends at a multiple of the chunk, where pages begin.
    const auto chunk = static_cast<std::int64_t>(context_.chunk_bytes);
    const std::int64_t room = chunk - offset % chunk;
    std::int64_t count = std::min((room < item ? chunk : room) / item, last - first);
    const auto bytes = static_cast<std::size_t>(count * item);
    if (cold_ && offset + kAheadBytes / 2 > asked) {
      asked = offset + kAheadBytes;
      ask_ahead(array.file.descriptor(), offset, kAheadBytes);
    }
    enter_stage(Stage::read);
    const auto got = read(array.file, offset, bytes);
    if (!got) return Failure(got.error());
    if (*got < bytes) {
      return ended_early(array.file.identity().bytes, offset + static_cast<std::int64_t>(*got));
    }
    add(info.dtype, buffer_.get(), count, state);
    first += count;
  }
  return {};
}

void Scanner::add(Dtype dtype, const std::byte* data, std::int64_t count, ExactState& state) {
  enter_stage(Stage::compute);
  const auto size = static_cast<std::size_t>(count);
  if (current_worker != nullptr) {
    current_worker->note_computed(count * static_cast<std::int64_t>(item_bytes(dtype.kind)));
  }
  if (transformer_) {
    transformer_->add(dtype, data, size, accumulator_, state);
  } else {
    accumulator_.add(dtype, data, size, state);
  }
}

std::optional<Error> nan_error(const Moments& moments, NanPolicy nan_policy) {
  if (nan_policy != NanPolicy::raise || moments.nan_count() == 0) return std::nullopt;
  return Error{ErrorCode::nan,
               "expected no NaN, found " + std::to_string(moments.nan_count()) + " in " +
                   std::to_string(moments.size()) + " values",
               {},
               -1};
}

Result<ArrayInfo> read_array_info(const std::string& path) {
  std::atomic<std::int64_t> bytes_read = 0;
  ScanContext context;
  context.chunk_bytes = std::size_t{1} << 14;
  context.bytes_read = &bytes_read;
  static_assert(kNpyHeadBytes <= std::size_t{1} << 14);
  Scanner scanner(context);
  auto array = scanner.open(path);
  if (!array) return Failure(std::move(array.error()));
  return std::move(array->info);
}

}  // namespace hilo
