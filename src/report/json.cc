// One document, a group a line:
//
//   {"schema": "hilo.stats/1", "version": "0.1.0",
//    "groups": [
//     {"key": "a.npy", ...},
//     {"key": "b.npy", ...}
//    ],
//    "expr": "log1p(x)", "where": "x > 0",     (where there are any)
//    "total": {...},
//    "files": {...},
//    "errors": [],
//    "complete": true,
//    "profile": {...}}                         (where it was measured)
#include "report/json_text.h"
#include "report/profile_json.h"
#include "report/writer.h"

namespace hilo::report {
namespace {

class JsonWriter : public Writer {
 public:
  explicit JsonWriter(ByteSink& sink) : buffer_(sink) {}

  Result<void> begin() override {
    std::string& out = buffer_.text();
    out += '{';
    append_json_schema(out, "hilo.stats/1");
    out += ",\n \"groups\": [";
    return {};
  }

  Result<void> row(const Row& row) override {
    std::string& out = buffer_.text();
    out += any_rows_ ? ",\n  " : "\n  ";
    any_rows_ = true;
    append_json_group(out, row);
    return buffer_.flush_if_full();
  }

  Result<void> end(const StatsResult& result) override {
    std::string& out = buffer_.text();
    out += any_rows_ ? "\n ],\n " : "],\n ";
    append_json_transform(out, result, ",\n ");
    out += "\"total\": ";
    append_json_total(out, result.files.included, result.total);
    out += ",\n \"files\": ";
    append_json_counts(out, result.files);
    out += ",\n \"errors\": ";
    append_json_errors(out, result.errors, ",\n  ");
    out += ",\n \"complete\": ";
    out += result.complete ? "true" : "false";
    if (result.profile) {
      out += ",\n \"profile\": ";
      append_json_profile(out, *result.profile, ",\n  ");
    }
    out += "}\n";
    return buffer_.flush();
  }

 private:
  OutputBuffer buffer_;
  bool any_rows_ = false;
};

}  // namespace

std::unique_ptr<Writer> make_json_writer(ByteSink& sink) {
  return std::make_unique<JsonWriter>(sink);
}

}  // namespace hilo::report
