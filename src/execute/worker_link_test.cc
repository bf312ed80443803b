#include "execute/worker_link.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <string>
#include <vector>

#include "base/file_descriptor.h"
#include "execute/worker_inbox.h"

namespace hilo {
namespace {

struct SocketPair {
  SocketPair() {
    int pair[2];
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
    run = FileDescriptor(pair[0]);
    worker = FileDescriptor(pair[1]);
    EXPECT_EQ(::fcntl(run.get(), F_SETFL, O_NONBLOCK), 0);
  }
  FileDescriptor run;
  FileDescriptor worker;
};

// A file in memory that holds `text`.
FileDescriptor file_of(const std::string& text) {
  FileDescriptor file(::memfd_create("test", MFD_CLOEXEC));
  EXPECT_EQ(::write(file.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
  return file;
}

std::string text_of(const FileDescriptor& file) {
  char text[64] = {};
  const ssize_t count = ::pread(file.get(), text, sizeof text, 0);
  return std::string(text, count < 0 ? 0 : static_cast<std::size_t>(count));
}

TEST(WorkerLinkTest, DescriptorsComeWithTheirMessagesHoweverFewBytesTheSocketTakes) {
  const SocketPair pair;
  WorkerLink link(pair.run.get());
  WorkerInbox inbox(pair.worker.get());
  constexpr int kMessages = 300;
  std::vector<FileDescriptor> files;
  for (int i = 0; i < kMessages; ++i) {
    const std::string message = std::to_string(i) + std::string(i * 37 % 5000, 'x');
    if (i % 3 == 0) {
      files.push_back(file_of(std::to_string(i)));
      link.append("d" + message, files.back().get());
    } else {
      link.append("m" + message);
    }
  }
  int seen = 0;
  while (seen < kMessages) {
    link.send();  // until the socket is full
    ASSERT_FALSE(link.is_lost());
    ASSERT_TRUE(inbox.receive());
    while (const auto message = inbox.next()) {
      const std::string number = std::to_string(seen);
      ASSERT_EQ(message->substr(1, number.size()), number);
      if (message->front() == 'd') {
        const FileDescriptor file = inbox.take_descriptor();
        ASSERT_TRUE(file.is_open());
        EXPECT_EQ(text_of(file), number);
      }
      ++seen;
    }
  }
  EXPECT_FALSE(link.has_unsent());
  EXPECT_FALSE(inbox.take_descriptor().is_open());
}

TEST(WorkerLinkTest, AClosedSocketIsNoticedInBothDirections) {
  SocketPair pair;
  WorkerLink link(pair.run.get());
  EXPECT_TRUE(link.receive());  // nothing yet
  pair.worker = FileDescriptor();
  link.append("message");
  link.send();
  EXPECT_TRUE(link.is_lost());
  EXPECT_FALSE(link.receive());
}

TEST(WorkerLinkTest, AnswersComeWhole) {
  const SocketPair pair;
  WorkerLink link(pair.run.get());
  std::string bytes;
  append_frame("one", bytes);
  append_frame("two", bytes);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    ASSERT_EQ(::write(pair.worker.get(), &bytes[i], 1), 1);
    ASSERT_TRUE(link.receive());
    const auto message = link.next();
    EXPECT_EQ(message.has_value(), i + 1 == bytes.size() / 2 || i + 1 == bytes.size());
    if (!message) continue;
    EXPECT_EQ(*message, i + 1 == bytes.size() ? "two" : "one");
  }
}

TEST(WorkerInboxTest, ADescriptorThatIsLostBreaksIt) {
  const SocketPair pair;
  // Several descriptors with one message, where there is room for one.
  const FileDescriptor first = file_of("1");
  const int three[3] = {first.get(), first.get(), first.get()};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof three)] = {};
  char byte = 'x';
  iovec part = {&byte, 1};
  msghdr header = {};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  header.msg_control = control;
  header.msg_controllen = sizeof control;
  cmsghdr* const extra = CMSG_FIRSTHDR(&header);
  extra->cmsg_level = SOL_SOCKET;
  extra->cmsg_type = SCM_RIGHTS;
  extra->cmsg_len = CMSG_LEN(sizeof three);
  std::memcpy(CMSG_DATA(extra), three, sizeof three);
  ASSERT_EQ(::sendmsg(pair.run.get(), &header, 0), 1);
  WorkerInbox inbox(pair.worker.get());
  EXPECT_FALSE(inbox.receive());
  EXPECT_TRUE(inbox.is_broken());
}

}  // namespace
}  // namespace hilo
