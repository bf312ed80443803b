// Writing to file descriptors, and what they lead to.
#ifndef HILO_CLI_DESCRIPTORS_H_
#define HILO_CLI_DESCRIPTORS_H_

#include <functional>
#include <string>
#include <string_view>

#include "base/byte_sink.h"
#include "base/write_all.h"
#include "hilo/error.h"

namespace hilo::cli {

// Opens 0, 1 and 2 where the caller had closed them, so that no file of ours gets such a number
// and what is meant for the terminal does not end up in it. Writing there fails as before.
void occupy_standard_descriptors();

bool is_terminal(int descriptor);

struct TerminalSize {
  int columns = 80;
  int lines = 24;
};

// 80 x 24 where the descriptor does not say.
TerminalSize terminal_size(int descriptor);

// A descriptor of somebody else's, as a sink.
class DescriptorSink : public ByteSink {
 public:
  // `name` is for messages. `before_write`, where given, is called before each write.
  DescriptorSink(int descriptor, std::string name, std::function<void()> before_write = {})
      : descriptor_(descriptor), name_(std::move(name)), before_write_(std::move(before_write)) {}

  Result<void> write(std::string_view bytes) override;

  // Closes the descriptor, which is when some file systems first tell that a write failed.
  Result<void> close();

  bool closed_pipe() const { return closed_pipe_; }  // a write failed because nobody reads

 private:
  Result<void> fail(int error_number);

  int descriptor_;
  std::string name_;
  std::function<void()> before_write_;
  bool closed_pipe_ = false;
};

}  // namespace hilo::cli

#endif  // HILO_CLI_DESCRIPTORS_H_
