// The canonical bytes of a Moments: docs/formats/state.md.

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

#include "base/bytes.h"
#include "base/checksum.h"
#include "base/limbs.h"
#include "kernel/extremum.h"
#include "statistic/moments.h"

namespace hilo {
namespace {

constexpr std::string_view kMagic = "HMOM";
constexpr std::uint8_t kVersion = 1;
constexpr std::uint8_t kExtremaKnown = 1;
constexpr std::size_t kFixedBytes = 72;
constexpr std::size_t kChecksumBytes = 4;

// How an extremum is written; the numbers are part of the format.
enum class Tag : std::uint8_t {
  absent = 0,
  number = 1,
  positive_integer = 2,
  negative_integer = 3
};

Tag tag_of(const Extremum& extremum) {
  if (extremum.form == Extremum::Form::absent) return Tag::absent;
  if (extremum.form == Extremum::Form::number) return Tag::number;
  return extremum.negative ? Tag::negative_integer : Tag::positive_integer;
}

std::uint64_t payload_of(const Extremum& extremum) {
  if (extremum.form == Extremum::Form::number) return std::bit_cast<std::uint64_t>(extremum.number);
  return extremum.magnitude;
}

// False where the two do not name a value in its one form.
bool read_extremum(std::uint8_t tag, std::uint64_t payload, Extremum& extremum) {
  switch (static_cast<Tag>(tag)) {
    case Tag::absent:
      extremum = {};
      return payload == 0;
    case Tag::number:
      extremum = extremum_of(std::bit_cast<double>(payload));
      return !std::isnan(extremum.number);
    case Tag::positive_integer:
      extremum = extremum_of(payload);
      return extremum.form == Extremum::Form::integer;
    case Tag::negative_integer:
      extremum = extremum_of(payload);
      extremum.negative = true;
      return extremum.form == Extremum::Form::integer && payload <= std::uint64_t{1} << 63;
  }
  return false;
}

// The limbs between the first and the last that is not zero.
struct Trimmed {
  std::size_t first = 0;
  std::size_t count = 0;
};

Trimmed trimmed(ConstLimbs limbs) {
  const std::size_t used = used_limbs(limbs);
  if (used == 0) return {};
  const std::size_t first = zero_limbs(limbs);
  return {first, used - first};
}

// False where a limb at either end is zero, so that the same value could have other bytes.
bool read_limbs(ByteReader& reader, Trimmed at, Limbs limbs) {
  for (std::size_t i = 0; i < at.count; ++i) limbs[at.first + i] = reader.get<std::uint64_t>();
  const Trimmed found = trimmed(limbs);
  return found.first == at.first && found.count == at.count;
}

Failure damaged(const std::string& found) {
  return failure(ErrorCode::state, "expected the bytes of a state, found " + found);
}

bool counts_agree(const ExactState& state) {
  if (state.size < 0 || state.nan_count < 0 || state.posinf_count < 0 || state.neginf_count < 0) {
    return false;
  }
  const auto special = static_cast<Uint128>(state.nan_count) + state.posinf_count +
                       static_cast<Uint128>(state.neginf_count);
  return state.float_size >= 0 && state.float_size <= state.size &&
         special <= static_cast<Uint128>(state.float_size);
}

bool extrema_agree(const ExactState& state) {
  const bool has_min = state.min.form != Extremum::Form::absent;
  const bool has_max = state.max.form != Extremum::Form::absent;
  const bool expected = state.extrema_known && state.size > state.nan_count;
  if (has_min != expected || has_max != expected) return false;
  return !expected || compare(state.min, state.max) <= 0;
}

// Whether limbs are a multiple of 2^unit below 2^(unit + bits).
bool is_integer(ConstLimbs limbs, std::size_t unit, std::size_t bits) {
  const std::size_t length = bit_length(limbs);
  if (length == 0) return true;
  const std::size_t whole = zero_limbs(limbs);
  const std::size_t zeros = 64 * whole + static_cast<std::size_t>(std::countr_zero(limbs[whole]));
  return zeros >= unit && length <= unit + bits;
}

bool is_integer(const Extremum& extremum) {
  if (extremum.form != Extremum::Form::number) return true;
  return std::trunc(extremum.number) == extremum.number && std::fabs(extremum.number) <= 0x1p64;
}

// Values of which none is of a floating-point array are integers of at most 64 bits. The sum is its
// magnitude here.
bool integers_agree(const ExactState& state) {
  if (state.float_size > 0) return true;
  return is_integer(state.min) && is_integer(state.max) && is_integer(state.sum, 1074, 127) &&
         is_integer(state.squares, 2148, 191);
}

}  // namespace

std::string Moments::to_bytes() const {
  std::array<std::uint64_t, ExactState::kSumLimbs> sum = state_.sum;
  const bool negative = is_negative(sum);
  if (negative) negate(sum);
  const Trimmed sum_at = trimmed(sum);
  const Trimmed squares_at = trimmed(state_.squares);

  ByteWriter writer;
  writer.put_text(kMagic);
  writer.put_byte(kVersion);
  writer.put_byte(state_.extrema_known ? kExtremaKnown : 0);
  writer.put_byte(static_cast<std::uint8_t>(tag_of(state_.min)));
  writer.put_byte(static_cast<std::uint8_t>(tag_of(state_.max)));
  writer.put(state_.size);
  writer.put(state_.nan_count);
  writer.put(state_.posinf_count);
  writer.put(state_.neginf_count);
  writer.put(state_.float_size);
  writer.put(payload_of(state_.min));
  writer.put(payload_of(state_.max));
  writer.put_byte(negative ? 1 : 0);
  writer.put_byte(static_cast<std::uint8_t>(sum_at.first));
  writer.put_byte(static_cast<std::uint8_t>(sum_at.count));
  writer.put_byte(static_cast<std::uint8_t>(squares_at.first));
  writer.put_byte(static_cast<std::uint8_t>(squares_at.count));
  for (int i = 0; i < 3; ++i) writer.put_byte(0);
  for (std::size_t i = 0; i < sum_at.count; ++i) writer.put(sum[sum_at.first + i]);
  for (std::size_t i = 0; i < squares_at.count; ++i) {
    writer.put(state_.squares[squares_at.first + i]);
  }
  writer.put(crc32c(writer.view()));
  return writer.take();
}

Result<Moments> Moments::from_bytes(std::string_view bytes) {
  if (bytes.size() < kFixedBytes + kChecksumBytes) {
    return damaged(std::to_string(bytes.size()) + " bytes");
  }
  if (bytes.substr(0, kMagic.size()) != kMagic) return damaged("another beginning");
  ByteReader reader(bytes.substr(kMagic.size()));
  const std::uint8_t version = reader.get_byte();
  if (version != kVersion) return damaged("version " + std::to_string(version));
  const std::string_view body = bytes.substr(0, bytes.size() - kChecksumBytes);
  ByteReader end(bytes.substr(body.size()));
  if (end.get<std::uint32_t>() != crc32c(body)) return damaged("another checksum");

  Moments moments;
  ExactState& state = moments.state_;
  const std::uint8_t flags = reader.get_byte();
  const std::uint8_t min_tag = reader.get_byte();
  const std::uint8_t max_tag = reader.get_byte();
  state.extrema_known = (flags & kExtremaKnown) != 0;
  for (std::int64_t* count : {&state.size, &state.nan_count, &state.posinf_count,
                              &state.neginf_count, &state.float_size}) {
    *count = reader.get<std::int64_t>();
  }
  const auto min_payload = reader.get<std::uint64_t>();
  const auto max_payload = reader.get<std::uint64_t>();
  const std::uint8_t negative = reader.get_byte();
  Trimmed sum_at, squares_at;
  sum_at.first = reader.get_byte();
  sum_at.count = reader.get_byte();
  squares_at.first = reader.get_byte();
  squares_at.count = reader.get_byte();
  bool valid = flags <= kExtremaKnown && negative <= 1 && (negative == 0 || sum_at.count > 0);
  for (int i = 0; i < 3; ++i) valid = reader.get_byte() == 0 && valid;
  valid = valid && read_extremum(min_tag, min_payload, state.min) &&
          read_extremum(max_tag, max_payload, state.max) && counts_agree(state) &&
          extrema_agree(state) && sum_at.first + sum_at.count <= ExactState::kSumLimbs &&
          squares_at.first + squares_at.count <= ExactState::kSquaresLimbs &&
          body.size() == kFixedBytes + 8 * (sum_at.count + squares_at.count);
  valid = valid && read_limbs(reader, sum_at, state.sum) &&
          read_limbs(reader, squares_at, state.squares) && !is_negative(state.sum) &&
          integers_agree(state);
  if (!valid) return damaged("fields that contradict each other");
  if (negative != 0) negate(state.sum);
  if (!is_consistent(state)) return damaged("sums that no values have");
  return moments;
}

}  // namespace hilo
