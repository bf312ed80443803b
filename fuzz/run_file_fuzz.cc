// No bytes crash the reader of runs, or make it use more memory than a record may take; each record
// that it accepts is written again as the same bytes, and read again from its offset.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/checksum.h"
#include "base/write_all.h"
#include "execute/outcome_bytes.h"
#include "store/run_file.h"

namespace {

constexpr std::string_view kHead("HILORUN\x01", 8);
constexpr char kEndTag = 17;

void require(bool condition) {
  if (!condition) std::abort();
}

// A file in memory, made once.
const std::string& path_of_file(std::string_view bytes) {
  static const int descriptor = memfd_create("fuzz", 0);
  static const std::string path = "/proc/self/fd/" + std::to_string(descriptor);
  require(descriptor >= 0 && ftruncate(descriptor, 0) == 0 && lseek(descriptor, 0, SEEK_SET) == 0);
  require(hilo::write_all(descriptor, bytes) == 0);
  return path;
}

void check(std::string_view bytes) {
  auto file = hilo::RunFile::open(path_of_file(bytes));
  if (!file) return require(file.error().code == hilo::ErrorCode::state);
  std::vector<std::pair<std::int64_t, std::string>> records;
  const auto summary = file->read_all([&](std::int64_t offset, const hilo::FileOutcome& outcome) {
    hilo::ByteWriter writer;
    hilo::write_outcome(outcome, writer);
    records.emplace_back(offset, writer.take());
    return hilo::Result<void>();
  });
  require(summary.has_value() || summary.error().code == hilo::ErrorCode::state);
  hilo::FileOutcome outcome;
  for (const auto& [offset, record] : records) {
    require(file->read_at(offset, outcome).has_value());
    hilo::ByteWriter writer;
    hilo::write_outcome(outcome, writer);
    require(writer.view() == record);
    require(bytes.substr(static_cast<std::size_t>(offset) + 4, record.size()) == record);
  }
}

void put_frame(std::string_view payload, hilo::ByteWriter& file, std::uint32_t& chain) {
  const std::uint32_t checksum = hilo::crc32c(payload);
  file.put(static_cast<std::uint32_t>(payload.size()));
  file.put_text(payload);
  file.put(checksum);
  hilo::ByteWriter both;
  both.put(chain);
  both.put(checksum);
  chain = hilo::crc32c(both.view());
}

// The payload of a record, with the checksum that its state must have where it holds one.
void mend_state(std::string& payload) {
  constexpr std::size_t kIdentityBytes = 24;
  if (payload.size() < 4 || payload[0] != 1) return;
  const std::size_t extents = 8 * static_cast<std::uint8_t>(payload[3]);
  hilo::ByteReader reader(std::string_view(payload).substr(4));
  (void)reader.get_text(extents + kIdentityBytes);
  (void)hilo::get_long_text(reader);
  const std::string_view state = hilo::get_long_text(reader);
  if (!reader.is_good() || reader.left() != 0 || state.size() < 4) return;
  hilo::ByteWriter checksum;
  checksum.put(hilo::crc32c(state.substr(0, state.size() - 4)));
  payload.replace(payload.size() - 4, 4, checksum.view());
}

// Few inputs have the checksums that they should. Here the input is a list of payloads, each after
// two bytes of length, and the frames are made for it; the end gets the chain that it must have.
std::string framed(std::string_view bytes) {
  hilo::ByteWriter file;
  file.put_text(kHead);
  std::uint32_t chain = 0;
  hilo::ByteReader reader(bytes);
  while (reader.left() >= 2) {
    const std::size_t wanted = reader.get<std::uint16_t>();
    std::string payload(reader.get_text(wanted < reader.left() ? wanted : reader.left()));
    if (payload.size() > 4 && payload[0] == kEndTag) {
      payload.resize(payload.size() - 4);
      hilo::ByteWriter end;
      end.put(chain);
      payload += end.view();
    }
    mend_state(payload);
    put_frame(payload, file, chain);
  }
  return file.take();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check(bytes);
  check(framed(bytes));
  return 0;
}
