// A table for people.
//
// On a terminal it is one screenful: where there are more rows, the first and the last are shown
// and the middle is elided, so that memory holds a screenful as well. Columns are dropped and long
// names are shortened to fit the width. A sparkline of the means of all rows stands where the rows
// are elided, if the terminal knows its characters.
//
// Elsewhere every row is printed, as it comes: the widths are those of the first rows, and a later
// row that is wider pushes its own line to the right.
#include <algorithm>
#include <deque>
#include <limits>
#include <optional>

#include "base/number_text.h"
#include "report/display.h"
#include "report/sparkline.h"
#include "report/text_columns.h"
#include "report/writer.h"

namespace hilo::report {
namespace {

enum Column : std::size_t {
  kKey,
  kFiles,
  kSize,
  kNanCount,
  kPosinfCount,
  kNeginfCount,
  kMin,
  kMax,
  kMean,
  kStd,
  kColumns
};

constexpr std::size_t kMeasuredRows = 200;
constexpr std::size_t kMinKeyWidth = 12;
constexpr std::size_t kMinSparkline = 8;
constexpr std::size_t kMaxSparkline = 100;
constexpr std::size_t kComfortableKeyWidth = 24;  // what a name keeps before min and max are shown

constexpr const char* kNames[kColumns] = {"key",          "files",        "size", "nan_count",
                                          "posinf_count", "neginf_count", "min",  "max",
                                          "mean",         "std"};

template <typename T>
std::string number_cell(const std::optional<T>& value) {
  std::string text;
  if (value) {
    append_number(text, *value);
  } else {
    text = "-";
  }
  return text;
}

std::string count_cell(std::int64_t count) { return std::to_string(count); }

Cells make_cells(std::string key, std::int64_t files, const Summary& summary) {
  return {std::move(key),
          count_cell(files),
          count_cell(summary.size),
          count_cell(summary.nan_count),
          count_cell(summary.posinf_count),
          count_cell(summary.neginf_count),
          number_cell(summary.min),
          number_cell(summary.max),
          number_cell(summary.mean),
          number_cell(summary.std)};
}

std::string total_label(const FileCounts& files) {
  std::string label = "total (" + std::to_string(files.included);
  if (files.included != files.found) label += " of " + std::to_string(files.found);
  return label + (files.found == 1 ? " file)" : " files)");
}

class TableWriter : public Writer {
 public:
  TableWriter(ByteSink& sink, const WriterOptions& options)
      : buffer_(sink), options_(options), columns_(alignment()) {
    columns_.measure(header_);
    const std::size_t height = static_cast<std::size_t>(std::max(options.height, 8));
    screen_rows_ = height - 3;  // the header, the total and the prompt that follows
  }

  Result<void> begin() override { return {}; }

  Result<void> row(const Row& row) override {
    by_file_ = row.dtype.has_value();
    note_counts(row.summary);
    Cells cells = make_cells(escape_controls(row.key), row.files, row.summary);
    return options_.terminal ? keep(std::move(cells), row.summary.mean) : stream(std::move(cells));
  }

  Result<void> end(const StatsResult& result) override {
    const Cells total = make_cells(total_label(result.files), result.files.included, result.total);
    const bool laid_out = laid_out_;
    if (!laid_out) {
      note_counts(result.total);
      columns_.measure(total);
      lay_out();
    }
    print_tail();
    if (laid_out) print_hidden_counts(result.total);
    print_transform(result);
    print(total, true);
    return buffer_.flush();
  }

 private:
  static std::vector<Align> alignment() {
    std::vector<Align> alignment(kColumns, Align::right);
    alignment[kKey] = Align::left;
    return alignment;
  }

  void note_counts(const Summary& summary) {
    if (laid_out_) return;
    any_[0] |= summary.nan_count > 0;
    any_[1] |= summary.posinf_count > 0;
    any_[2] |= summary.neginf_count > 0;
  }

  // On a terminal: the first half of a screen, and the last rows so far.
  Result<void> keep(Cells cells, const std::optional<double>& mean) {
    ++rows_;
    if (options_.blocks) means_.add(mean.value_or(std::numeric_limits<double>::quiet_NaN()));
    if (head_.size() < screen_rows_ / 2) {
      head_.push_back(std::move(cells));
      return {};
    }
    tail_.push_back(std::move(cells));
    if (tail_.size() > screen_rows_ - screen_rows_ / 2) tail_.pop_front();
    return {};
  }

  Result<void> stream(Cells cells) {
    if (laid_out_) {
      print(cells, false);
      return buffer_.flush_if_full();
    }
    head_.push_back(std::move(cells));
    ++rows_;
    if (head_.size() == kMeasuredRows) lay_out();
    return {};
  }

  void lay_out() {
    for (const Cells& cells : head_) columns_.measure(cells);
    for (const Cells& cells : tail_) columns_.measure(cells);
    choose_columns();
    laid_out_ = true;
    print(header_, true);
    for (const Cells& cells : head_) print(cells, false);
    head_.clear();
  }

  std::size_t width_without_key(const std::vector<std::size_t>& shown) const {
    std::size_t width = 0;
    for (const std::size_t column : shown) {
      if (column != kKey) width += columns_.width(column) + kColumnGap;
    }
    return width;
  }

  std::vector<std::size_t> columns_with(bool files, bool extrema) const {
    std::vector<std::size_t> shown = {kKey};
    if (files) shown.push_back(kFiles);
    shown.push_back(kSize);
    for (std::size_t i = 0; i < 3; ++i) {
      if (any_[i]) shown.push_back(kNanCount + i);
    }
    if (extrema) shown.insert(shown.end(), {kMin, kMax});
    shown.insert(shown.end(), {kMean, kStd});
    return shown;
  }

  void choose_columns() {
    const bool files = !by_file_;
    shown_ = columns_with(files, true);
    if (!options_.terminal) return;
    const std::size_t width = static_cast<std::size_t>(std::max(options_.width, 1));
    const std::size_t key_width = std::min(columns_.width(kKey), kComfortableKeyWidth);
    if (width_without_key(shown_) + key_width > width) shown_ = columns_with(files, false);
    if (width_without_key(shown_) + key_width > width) shown_ = columns_with(false, false);
    const std::size_t taken = width_without_key(shown_);
    columns_.limit_width(kKey, std::max(kMinKeyWidth, width > taken ? width - taken : 0));
  }

  void print_tail() {
    if (tail_.empty()) return;
    std::int64_t hidden = rows_ - static_cast<std::int64_t>(screen_rows_ / 2 + tail_.size());
    if (hidden > 0) {
      tail_.pop_front();  // its line says how many are hidden
      ++hidden;
      const std::string line = "... " + std::to_string(hidden) + " more rows ...";
      buffer_.text() += line + sparkline_after(line.size()) + "\n";
    }
    for (const Cells& cells : tail_) print(cells, false);
  }

  // In what is left of a line that has `used` columns; empty where that is little.
  std::string sparkline_after(std::size_t used) const {
    const std::string label = "  all means in order: ";
    const std::size_t taken = used + label.size();
    const std::size_t width = static_cast<std::size_t>(std::max(options_.width, 1));
    if (!options_.blocks || width < taken + kMinSparkline) return "";
    return label + sparkline(means_.means(), std::min(width - taken, kMaxSparkline));
  }

  void print(const Cells& cells, bool bold) {
    std::string& out = buffer_.text();
    const bool styled = bold && options_.color;
    if (styled) out += "\x1b[1m";
    if (options_.terminal && display_width(cells[kKey]) > columns_.width(kKey)) {
      Cells shortened = cells;
      shortened[kKey] = shorten_middle(cells[kKey], columns_.width(kKey));
      columns_.append_line(out, shortened, shown_);
    } else {
      columns_.append_line(out, cells, shown_);
    }
    if (styled) out += "\x1b[0m";
    out += '\n';
  }

  // The columns were chosen before all rows were seen.
  void print_hidden_counts(const Summary& total) {
    const std::int64_t counts[] = {total.nan_count, total.posinf_count, total.neginf_count};
    for (std::size_t i = 0; i < 3; ++i) {
      if (any_[i] || counts[i] == 0) continue;
      buffer_.text() +=
          std::string("total ") + kNames[kNanCount + i] + " " + std::to_string(counts[i]) + "\n";
    }
  }

  void print_transform(const StatsResult& result) {
    if (!result.expr.empty()) buffer_.text() += "expr " + escape_controls(result.expr) + "\n";
    if (!result.where.empty()) buffer_.text() += "where " + escape_controls(result.where) + "\n";
  }

  OutputBuffer buffer_;
  WriterOptions options_;
  const Cells header_{std::begin(kNames), std::end(kNames)};
  TextColumns columns_;
  std::vector<std::size_t> shown_;
  std::size_t screen_rows_ = 0;
  std::int64_t rows_ = 0;
  std::vector<Cells> head_;
  std::deque<Cells> tail_;
  ConsecutiveMeans means_;
  bool any_[3] = {};  // NaN, +inf, -inf: seen before the columns were chosen
  bool by_file_ = true;
  bool laid_out_ = false;
};

}  // namespace

std::unique_ptr<Writer> make_table_writer(ByteSink& sink, const WriterOptions& options) {
  return std::make_unique<TableWriter>(sink, options);
}

}  // namespace hilo::report
