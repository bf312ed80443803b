#include "generate/data_file.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "generate/array_values.h"
#include "generate/npy_prefix.h"
#include "hilo/dtype.h"

namespace hilo {
namespace {

// Large enough that system calls do not count, small enough for the second-level cache.
constexpr std::size_t kBufferBytes = std::size_t{1} << 18;
static_assert(kBufferBytes >= kNpyPrefixBytes + kMaxBlockBytes);

}  // namespace

std::int64_t data_file_bytes(const Manifest& manifest) {
  return static_cast<std::int64_t>(kNpyPrefixBytes) +
         manifest.size * static_cast<std::int64_t>(item_bytes(manifest.values.kind));
}

bool has_data_file(const DataDirectory& directory, const Manifest& manifest, std::int64_t number) {
  return directory.holds(data_file_name(number), npy_prefix(manifest.values.kind, manifest.size),
                         data_file_bytes(manifest));
}

DataFileWriter::DataFileWriter(const DataDirectory& directory, const Manifest& manifest,
                               const std::atomic<bool>* stop)
    : directory_(directory), manifest_(manifest), stop_(stop), buffer_(kBufferBytes) {}

Result<bool> DataFileWriter::write(std::int64_t number) {
  auto file = NewFile::create(directory_, data_file_name(number));
  if (!file) return tl::make_unexpected(file.error());
  const std::string prefix = npy_prefix(manifest_.values.kind, manifest_.size);
  std::memcpy(buffer_.data(), prefix.data(), prefix.size());
  std::size_t filled = prefix.size();
  const auto flush = [&] {
    auto written = file->append({buffer_.data(), filled});
    filled = 0;
    return written;
  };
  const std::size_t item = item_bytes(manifest_.values.kind);
  std::int64_t left = manifest_.size;
  for (std::uint64_t block = 0; left > 0; ++block) {
    if (filled + kBlockValues * item > buffer_.size()) {
      if (stop_ != nullptr && stop_->load(std::memory_order_relaxed)) return false;
      if (auto written = flush(); !written) return tl::make_unexpected(written.error());
    }
    // A whole block always fits the buffer; of the last one only what the file needs counts.
    write_block(manifest_.values, static_cast<std::uint64_t>(number), block,
                buffer_.data() + filled);
    const std::int64_t taken = std::min<std::int64_t>(left, kBlockValues);
    filled += static_cast<std::size_t>(taken) * item;
    left -= taken;
  }
  if (auto written = flush(); !written) return tl::make_unexpected(written.error());
  if (auto published = file->publish(); !published) {
    return tl::make_unexpected(published.error());
  }
  return true;
}

}  // namespace hilo
