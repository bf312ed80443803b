// Whether the inputs of a comparison are still what they were when it began.
#ifndef HILO_COMPARE_CHANGED_FILES_H_
#define HILO_COMPARE_CHANGED_FILES_H_

#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "discover/input_list.h"
#include "read/input_file.h"

namespace hilo {

class FileStates {
 public:
  FileStates() = default;

  // As the system tells of each file now: one call of stat() a file, 40 bytes and its path. Of
  // those to which it had not come when *stop became true, nothing is known.
  explicit FileStates(InputList inputs, const std::atomic<bool>* stop = nullptr);

  const InputList& inputs() const { return inputs_; }

  // The files that were written, went or came since then, `now` being what the same inputs yield:
  // first those of `now`, in its order. A change that leaves size and time as they were is not
  // seen.
  std::vector<std::string> changed(const InputList& now) const;

 private:
  InputList inputs_;
  std::vector<std::optional<FileIdentity>> identities_;
};

}  // namespace hilo

#endif  // HILO_COMPARE_CHANGED_FILES_H_
