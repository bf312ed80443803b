#include "execute/worker_link.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <cerrno>
#include <cstring>

namespace hilo {

void WorkerLink::append(std::string_view message, int descriptor) {
  enclosures_.push_back({out_.size(), descriptor});
  append(message);
}

void WorkerLink::send() {
  while (!out_.empty()) {
    const ssize_t count = send_some();
    if (count < 0 && errno == EINTR) continue;
    too_many_descriptors_ = count < 0 && errno == ETOOMANYREFS;
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || too_many_descriptors_)) return;
    if (count <= 0) {
      is_lost_ = true;
      return;
    }
    out_.erase(0, static_cast<std::size_t>(count));
    for (Enclosure& each : enclosures_) each.position -= static_cast<std::size_t>(count);
  }
}

// Up to the next descriptor; or from there on to the one after it, with the descriptor.
ssize_t WorkerLink::send_some() {
  const bool has_enclosure = !enclosures_.empty() && enclosures_.front().position == 0;
  const std::size_t following = has_enclosure ? 1 : 0;
  const std::size_t bytes =
      enclosures_.size() > following ? enclosures_[following].position : out_.size();
  if (!has_enclosure) {
    return ::send(socket(), out_.data(), bytes, MSG_NOSIGNAL | MSG_DONTWAIT);
  }
  const int descriptor = enclosures_.front().descriptor;
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof descriptor)] = {};
  iovec part = {out_.data(), bytes};
  msghdr header = {};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  header.msg_control = control;
  header.msg_controllen = sizeof control;
  cmsghdr* const extra = CMSG_FIRSTHDR(&header);
  extra->cmsg_level = SOL_SOCKET;
  extra->cmsg_type = SCM_RIGHTS;
  extra->cmsg_len = CMSG_LEN(sizeof descriptor);
  std::memcpy(CMSG_DATA(extra), &descriptor, sizeof descriptor);
  const ssize_t count = ::sendmsg(socket(), &header, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (count > 0) enclosures_.pop_front();
  return count;
}

bool WorkerLink::receive() {
  char bytes[1 << 16];
  const ssize_t count = ::recv(socket(), bytes, sizeof bytes, MSG_DONTWAIT);
  if (count < 0) return errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK;
  if (count == 0) return false;
  in_.append({bytes, static_cast<std::size_t>(count)});
  return true;
}

}  // namespace hilo
