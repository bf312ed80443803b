// A RowTable as an Arrow C stream of one batch.
//
// Who takes a structure over calls its `release`, once, from any thread; its parts may be moved out
// and released on their own. So each array holds a share of what its buffers lie in: the numbers in
// the table itself, texts and bitmaps in what is made here.

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "decode/utf8.h"
#include "hilo/row_table.h"
#include "report/arrow_abi.h"
#include "report/writer.h"

namespace hilo {
namespace {

struct Field {
  const char* name;
  const char* format;  // U: large_utf8, l: int64, g: float64
  bool nullable;
};

constexpr Field kFields[] = {
    {"key", "U", false},          {"files", "l", false},        {"dtype", "U", true},
    {"shape", "U", true},         {"size", "l", false},         {"nan_count", "l", false},
    {"posinf_count", "l", false}, {"neginf_count", "l", false}, {"min", "g", true},
    {"max", "g", true},           {"sum", "g", true},           {"mean", "g", true},
    {"var", "g", true},           {"std", "g", true},
};
constexpr std::size_t kColumns = std::size(kFields);

// One bit a row, 1 where there is a value.
class Validity {
 public:
  explicit Validity(std::size_t rows) : bits_((rows + 7) / 8) {}

  void set(std::size_t row, bool is_valid) {
    if (is_valid) {
      bits_[row / 8] = static_cast<std::uint8_t>(bits_[row / 8] | 1u << row % 8);
    } else {
      ++nulls_;
    }
  }

  std::int64_t nulls() const { return nulls_; }
  const void* data() const { return nulls_ == 0 ? nullptr : bits_.data(); }

 private:
  std::vector<std::uint8_t> bits_;
  std::int64_t nulls_ = 0;
};

struct TextColumn {
  explicit TextColumn(std::size_t rows) : validity(rows) { ends.reserve(rows + 1); }

  void add(std::string_view text) {
    validity.set(ends.size() - 1, true);
    bytes += text;
    ends.push_back(static_cast<std::int64_t>(bytes.size()));
  }

  void add_null() {
    validity.set(ends.size() - 1, false);
    ends.push_back(ends.back());
  }

  std::vector<std::int64_t> ends = {0};
  std::string bytes;
  Validity validity;
};

void add_as_utf8(TextColumn& column, std::string_view bytes) {
  if (valid_utf8_prefix(bytes) == bytes.size()) {
    column.add(bytes);
    return;
  }
  std::string text;
  while (!bytes.empty()) {
    const std::size_t valid = valid_utf8_prefix(bytes);
    text += bytes.substr(0, valid);
    bytes.remove_prefix(valid);
    if (bytes.empty()) break;
    text += "\xEF\xBF\xBD";  // U+FFFD
    bytes.remove_prefix(1);
  }
  column.add(text);
}

}  // namespace

// What the buffers of an exported table lie in.
class ArrowColumns {
 public:
  explicit ArrowColumns(std::shared_ptr<const RowTable> table)
      : table_(std::move(table)), rows_(table_->size()), key_(rows_), dtype_(rows_), shape_(rows_) {
    for (std::size_t row = 0; row < rows_; ++row) {
      add_as_utf8(key_, table_->key(row));
      const auto& [dtype, shape] = table_->types_[table_->type_of_[row]];
      dtype ? dtype_.add(to_string(*dtype)) : dtype_.add_null();
      shape ? shape_.add(report::shape_text(*shape)) : shape_.add_null();
    }
    for (const auto& flags : table_->flags_) {
      Validity& validity = numbers_.emplace_back(rows_);
      for (std::size_t row = 0; row < rows_; ++row) {
        validity.set(row, flags[row] != RowTable::is_absent);
      }
    }
  }

  std::int64_t rows() const { return static_cast<std::int64_t>(rows_); }

  // The buffers of a column: validity, then offsets and bytes, or values. Gives how many are null.
  std::int64_t describe(std::size_t column, std::vector<const void*>& buffers) const {
    const auto text = [&](const TextColumn& texts) {
      buffers = {texts.validity.data(), texts.ends.data(), texts.bytes.data()};
      return texts.validity.nulls();
    };
    if (column == 0) return text(key_);
    if (column == 2) return text(dtype_);
    if (column == 3) return text(shape_);
    if (column < kColumns - RowTable::kNumbers) {
      buffers = {nullptr, table_->counts(column == 1 ? 0 : column - 3).data()};
      return 0;
    }
    const std::size_t number = column - (kColumns - RowTable::kNumbers);
    buffers = {numbers_[number].data(), table_->numbers(number).data()};
    return numbers_[number].nulls();
  }

 private:
  std::shared_ptr<const RowTable> table_;
  std::size_t rows_;
  TextColumn key_;
  TextColumn dtype_;
  TextColumn shape_;
  std::vector<Validity> numbers_;
};

namespace {

// Releases the children that nobody has moved out, and what `Owned` is.
template <typename Owned, typename Structure>
void release(Structure* structure) {
  for (std::int64_t i = 0; i < structure->n_children; ++i) {
    Structure* const child = structure->children[i];
    if (child->release != nullptr) child->release(child);
  }
  delete static_cast<Owned*>(structure->private_data);
  structure->release = nullptr;
}

struct OwnedSchema {
  ArrowSchema children[kColumns] = {};
  ArrowSchema* pointers[kColumns] = {};
};

struct OwnedColumn {
  std::shared_ptr<const ArrowColumns> columns;
  std::vector<const void*> buffers;
};

struct OwnedBatch {
  ArrowArray children[kColumns] = {};
  ArrowArray* pointers[kColumns] = {};
  const void* buffers[1] = {nullptr};  // no row as such is null
};

struct OwnedStream {
  std::shared_ptr<const RowTable> table;
  bool is_done = false;
};

void fill_schema(ArrowSchema* out) {
  auto owned = std::make_unique<OwnedSchema>();
  for (std::size_t column = 0; column < kColumns; ++column) {
    ArrowSchema& child = owned->children[column];
    child.format = kFields[column].format;
    child.name = kFields[column].name;
    child.flags = kFields[column].nullable ? ARROW_FLAG_NULLABLE : 0;
    child.release = [](ArrowSchema* self) { self->release = nullptr; };
    owned->pointers[column] = &child;
  }
  *out = {};
  out->format = "+s";  // a struct: the columns are its children
  out->name = "";
  out->n_children = kColumns;
  out->children = owned->pointers;
  out->release = release<OwnedSchema, ArrowSchema>;
  out->private_data = owned.release();
}

void fill_column(const std::shared_ptr<const ArrowColumns>& columns, std::size_t column,
                 ArrowArray& out) {
  auto owned = std::make_unique<OwnedColumn>(OwnedColumn{columns, {}});
  out = {};
  out.length = columns->rows();
  out.null_count = columns->describe(column, owned->buffers);
  out.n_buffers = static_cast<std::int64_t>(owned->buffers.size());
  out.buffers = owned->buffers.data();
  out.release = release<OwnedColumn, ArrowArray>;
  out.private_data = owned.release();
}

// Releases what was filled in already where memory runs out.
struct ReleaseBatch {
  void operator()(OwnedBatch* batch) const {
    for (ArrowArray& child : batch->children) {
      if (child.release != nullptr) child.release(&child);
    }
    delete batch;
  }
};

void fill_batch(const std::shared_ptr<const RowTable>& table, ArrowArray* out) {
  const auto columns = std::make_shared<const ArrowColumns>(table);
  std::unique_ptr<OwnedBatch, ReleaseBatch> owned(new OwnedBatch);
  for (std::size_t column = 0; column < kColumns; ++column) {
    fill_column(columns, column, owned->children[column]);
    owned->pointers[column] = &owned->children[column];
  }
  *out = {};
  out->length = columns->rows();
  out->n_buffers = 1;
  out->buffers = owned->buffers;
  out->n_children = kColumns;
  out->children = owned->pointers;
  out->release = release<OwnedBatch, ArrowArray>;
  out->private_data = owned.release();
}

// The interface is C: what would be thrown is an error number.
template <typename Fill>
int without_exceptions(Fill fill) {
  try {
    fill();
    return 0;
  } catch (const std::bad_alloc&) {
    return ENOMEM;
  }
}

OwnedStream& owned_by(ArrowArrayStream* stream) {
  return *static_cast<OwnedStream*>(stream->private_data);
}

int get_next(ArrowArrayStream* stream, ArrowArray* out) {
  OwnedStream& owned = owned_by(stream);
  if (owned.is_done) {
    *out = {};  // released: the end
    return 0;
  }
  const int error_number = without_exceptions([&] { fill_batch(owned.table, out); });
  owned.is_done = error_number == 0;
  return error_number;
}

}  // namespace

void RowTable::export_arrow(std::shared_ptr<const RowTable> table, ArrowArrayStream* stream) {
  auto owned = std::make_unique<OwnedStream>(OwnedStream{std::move(table)});
  *stream = {};
  stream->get_schema = [](ArrowArrayStream*, ArrowSchema* out) {
    return without_exceptions([&] { fill_schema(out); });
  };
  stream->get_next = get_next;
  stream->get_last_error = [](ArrowArrayStream*) -> const char* { return "out of memory"; };
  stream->release = [](ArrowArrayStream* self) {
    delete &owned_by(self);
    self->release = nullptr;
  };
  stream->private_data = owned.release();
}

}  // namespace hilo
