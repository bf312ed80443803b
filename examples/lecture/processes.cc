// "Multiprocessing": a process for each of ten arrays, and what they found comes back.
//
// Processes share no memory. In the notebook each child sets self.mean in a copy of its own, which
// ends with it: "AttributeError: 'MyProc' object has no attribute 'mean'". What a child finds has
// to be sent. Here it writes the bytes of its exact state into a pipe, some hundred, and the parent
// reads them; the state of all values is the sum of the states.
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <span>
#include <string_view>

#include "lecture.h"

namespace {

// The child: computes, sends, ends.
[[noreturn]] void run_child(unsigned index, int pipe_end) {
  const std::vector<double> nums = lecture::random_array(index);
  const std::string bytes = hilo::Moments::of(std::span(nums)).to_bytes();
  const bool sent = write(pipe_end, bytes.data(), bytes.size()) == std::ssize(bytes);
  _exit(sent ? EXIT_SUCCESS : EXIT_FAILURE);
}

struct Child {
  pid_t pid;
  int pipe_end;
};

Child start_child(unsigned index) {
  int ends[2];
  const pid_t pid = pipe(ends) == 0 ? fork() : -1;
  if (pid == 0) run_child(index, ends[1]);
  if (pid < 0) {
    std::perror("processes");
    std::exit(3);
  }
  close(ends[1]);
  return {pid, ends[0]};
}

// What the child sent. A child that died has sent less, or nothing: the state's checksum tells.
hilo::Result<hilo::Moments> finish_child(const Child& child) {
  std::string bytes(4096, '\0');
  const ssize_t size = read(child.pipe_end, bytes.data(), bytes.size());
  close(child.pipe_end);
  waitpid(child.pid, nullptr, 0);
  return hilo::Moments::from_bytes(std::string_view(bytes).substr(0, size < 0 ? 0 : size));
}

}  // namespace

int main() {
  std::vector<Child> children;
  for (unsigned index = 0; index < 10; ++index) children.push_back(start_child(index));
  hilo::Moments all;
  for (unsigned index = 0; index < children.size(); ++index) {
    const auto moments = finish_child(children[index]);
    if (!moments || !all.merge(*moments)) {
      std::cerr << "P" << index << " has sent no result\n";
      return 3;
    }
    std::cout << lecture::statistics_text("P" + std::to_string(index), moments->finalize());
  }
  std::cout << lecture::statistics_text("all", all.finalize());
}
