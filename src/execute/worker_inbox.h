// What comes to a worker process through its socket: messages, and the descriptors that some of
// them come with.
#ifndef HILO_EXECUTE_WORKER_INBOX_H_
#define HILO_EXECUTE_WORKER_INBOX_H_

#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>

#include "base/file_descriptor.h"
#include "execute/worker_messages.h"

namespace hilo {

class WorkerInbox {
 public:
  explicit WorkerInbox(int socket) : socket_(socket) {}

  // The next whole message, until the next call; none where more has to come.
  std::optional<std::string_view> next() { return frames_.next(); }

  // What came is no message, or a descriptor that came with it was lost.
  bool is_broken() const { return is_broken_ || frames_.is_broken(); }

  // Waits for more; false at the socket's end, and where is_broken().
  bool receive();

  // The descriptor of the message that next() gave: they come in the order of their messages, and
  // never after them. Not open where the message came without.
  FileDescriptor take_descriptor();

 private:
  int socket_;
  FrameReader frames_;
  std::deque<FileDescriptor> descriptors_;
  bool is_broken_ = false;
};

}  // namespace hilo

#endif  // HILO_EXECUTE_WORKER_INBOX_H_
