// A run that was saved, to be merged with others or resumed.
#ifndef HILO_SAVED_RUN_H_
#define HILO_SAVED_RUN_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace hilo {

// A file that StatsOptions::save or MergeOptions::save wrote, or the bytes of one in memory:
// "run.hilo", or SavedRun::in_memory(bytes, "the second run").
class SavedRun {
 public:
  SavedRun() = default;  // none
  // Not explicit: a path stands for what is there, as in merge({"1.hilo", "2.hilo"}).
  SavedRun(std::string path) : name_(std::move(path)) {}  // NOLINT(google-explicit-constructor)
  SavedRun(const char* path) : name_(path) {}             // NOLINT(google-explicit-constructor)

  // The bytes outlive what reads them. Messages call them by the name.
  static SavedRun in_memory(std::string_view bytes, std::string name) {
    SavedRun run(std::move(name));
    run.bytes_ = bytes;
    return run;
  }

  const std::string& name() const { return name_; }  // the path of a file
  const std::optional<std::string_view>& bytes() const { return bytes_; }
  bool is_none() const { return name_.empty() && !bytes_; }

 private:
  std::string name_;
  std::optional<std::string_view> bytes_;
};

}  // namespace hilo

#endif  // HILO_SAVED_RUN_H_
