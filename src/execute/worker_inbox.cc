#include "execute/worker_inbox.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <utility>

namespace hilo {

bool WorkerInbox::receive() {
  char bytes[1 << 14];
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))];
  iovec part = {bytes, sizeof bytes};
  msghdr header = {};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  header.msg_control = control;
  header.msg_controllen = CMSG_LEN(sizeof(int));  // room for one
  ssize_t count = 0;
  do {
    count = ::recvmsg(socket_, &header, MSG_CMSG_CLOEXEC);
  } while (count < 0 && errno == EINTR);
  if (count <= 0) return false;
  // A descriptor that was lost would leave all others with the wrong message.
  is_broken_ = (header.msg_flags & MSG_CTRUNC) != 0;
  if (is_broken_) return false;
  frames_.append({bytes, static_cast<std::size_t>(count)});
  const cmsghdr* const extra = CMSG_FIRSTHDR(&header);
  if (extra != nullptr && extra->cmsg_type == SCM_RIGHTS) {
    int descriptor = -1;
    std::memcpy(&descriptor, CMSG_DATA(extra), sizeof descriptor);
    descriptors_.emplace_back(descriptor);
  }
  return true;
}

FileDescriptor WorkerInbox::take_descriptor() {
  if (descriptors_.empty()) return FileDescriptor();
  FileDescriptor first = std::move(descriptors_.front());
  descriptors_.pop_front();
  return first;
}

}  // namespace hilo
