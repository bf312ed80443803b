// The conversation with one worker process: messages there, answers back, neither of which blocks.
#ifndef HILO_EXECUTE_WORKER_LINK_H_
#define HILO_EXECUTE_WORKER_LINK_H_

#include <sys/types.h>

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "execute/worker_messages.h"

namespace hilo {

class WorkerLink {
 public:
  explicit WorkerLink(int socket) : socket_(socket) {}  // which outlives it, and does not block

  int socket() const { return socket_; }

  // Puts a message in the queue of what is to be sent; one with a descriptor gives the worker a
  // copy of it. It has to stay open until the message has been sent.
  void append(std::string_view message) { append_frame(message, out_); }
  void append(std::string_view message, int descriptor);

  // Sends what the socket takes now.
  void send();
  bool has_unsent() const { return !out_.empty(); }

  // Something is to be sent, and the socket was full. Not where the system had too many descriptors
  // on their way: that passes when somebody takes them, and poll() does not tell.
  bool waits_for_room() const { return has_unsent() && !too_many_descriptors_; }

  // Takes what has come; false where the worker has ended.
  bool receive();

  // The next answer, until the next call; none where more has to come.
  std::optional<std::string_view> next() { return in_.next(); }

  bool is_broken() const { return in_.is_broken(); }  // what has come is no message

  // Its socket takes nothing any more.
  bool is_lost() const { return is_lost_; }

 private:
  // Before the byte of out_ at `position`, a descriptor is to be sent.
  struct Enclosure {
    std::size_t position;
    int descriptor;
  };

  ssize_t send_some();

  int socket_;
  std::string out_;  // bytes that the socket has not taken
  std::deque<Enclosure> enclosures_;
  FrameReader in_;
  bool is_lost_ = false;
  bool too_many_descriptors_ = false;
};

}  // namespace hilo

#endif  // HILO_EXECUTE_WORKER_LINK_H_
