// What is known of one input, its state or its error, as bytes: to be kept on disk, or to be handed
// from one process to another. docs/formats/state.md.
#ifndef HILO_EXECUTE_OUTCOME_BYTES_H_
#define HILO_EXECUTE_OUTCOME_BYTES_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/bytes.h"
#include "execute/executor.h"
#include "expression/engine.h"
#include "hilo/array_info.h"
#include "hilo/error.h"
#include "read/input_file.h"

namespace hilo {

constexpr std::size_t kMostOutcomeBytes = std::size_t{1} << 20;

// An outcome that is scanned or failed, with its path.
void write_outcome(const FileOutcome& outcome, ByteWriter& writer);

// Which values a state counts, for an array of a known shape and dtype to agree with.
struct Counted {
  bool all = true;        // not only those that pass a condition
  bool elements = true;   // as they are; else numbers that were computed of them
  bool are_known = true;  // else nothing is compared
};

// Where it is not known what a state is of.
constexpr Counted kAnyCounted = {.are_known = false};

// What a transform counts; all elements as they are where it is null.
Counted counted_by(const TransformEngine* transform);

// STATE where the bytes are none.
Result<void> read_outcome(std::string_view bytes, FileOutcome& outcome,
                          Counted counted = Counted());

// The parts of it. A text is its length and its bytes; of an array's description dtype and shape
// are kept, of a file's identity all but the device.
void put_long_text(std::string_view text, ByteWriter& writer);
std::string_view get_long_text(ByteReader& reader);
void put_array(const ArrayInfo& info, ByteWriter& writer);
Result<void> get_array(ByteReader& reader, ArrayInfo& info);
void put_error(const Error& error, ByteWriter& writer);
Result<void> get_error(ByteReader& reader, Error& error);
void put_identity(const FileIdentity& identity, ByteWriter& writer);
FileIdentity get_identity(ByteReader& reader);

// Whether two identities are those of the same, unchanged file, as far as identities are kept.
bool is_same_file(const FileIdentity& a, const FileIdentity& b);

}  // namespace hilo

#endif  // HILO_EXECUTE_OUTCOME_BYTES_H_
