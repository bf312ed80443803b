// A group a line, then one line with the rest of the document.
#include "report/json_text.h"
#include "report/profile_json.h"
#include "report/writer.h"

namespace hilo::report {
namespace {

class JsonlWriter : public Writer {
 public:
  explicit JsonlWriter(ByteSink& sink) : buffer_(sink) {}

  Result<void> begin() override { return {}; }

  Result<void> row(const Row& row) override {
    append_json_group(buffer_.text(), row);
    buffer_.text() += '\n';
    return buffer_.flush_if_full();
  }

  Result<void> end(const StatsResult& result) override {
    std::string& out = buffer_.text();
    out += '{';
    append_json_schema(out, "hilo.stats/1");
    out += ", ";
    append_json_transform(out, result, ", ");
    out += "\"total\": ";
    append_json_total(out, result.files.included, result.total);
    out += ", \"files\": ";
    append_json_counts(out, result.files);
    out += ", \"errors\": ";
    append_json_errors(out, result.errors, ", ");
    out += result.complete ? ", \"complete\": true" : ", \"complete\": false";
    if (result.profile) {
      out += ", \"profile\": ";
      append_json_profile(out, *result.profile, ", ");
    }
    out += "}\n";
    return buffer_.flush();
  }

 private:
  OutputBuffer buffer_;
};

}  // namespace

std::unique_ptr<Writer> make_jsonl_writer(ByteSink& sink) {
  return std::make_unique<JsonlWriter>(sink);
}

}  // namespace hilo::report
