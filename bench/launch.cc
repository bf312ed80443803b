// Runs a command a number of times, one run after the other, and prints for each run the
// nanoseconds from start to finish, the peak of its memory in KiB, and its exit code.
//
// A Python process is too large to start others from: the kernel counts the memory of the parent
// before exec() into the peak of the child, and copying its page tables takes longer than hilo.
//
// usage: launch RUNS OUTPUT COMMAND [ARGUMENT]...      standard output of the runs goes to OUTPUT
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

extern char** environ;

int main(int argc, char** argv) {
  const int runs = argc > 3 ? std::atoi(argv[1]) : 0;
  if (runs < 1) return std::fprintf(stderr, "usage: launch RUNS OUTPUT COMMAND...\n"), 2;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, argv[2], O_WRONLY | O_CREAT | O_TRUNC, 0644);
  for (int i = 0; i < runs; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    pid_t child = 0;
    const int error = posix_spawnp(&child, argv[3], &actions, nullptr, argv + 3, environ);
    if (error != 0) return std::fprintf(stderr, "cannot start %s\n", argv[3]), 2;
    int status = 0;
    struct rusage usage = {};
    wait4(child, &status, 0, &usage);
    const std::chrono::nanoseconds elapsed = std::chrono::steady_clock::now() - begin;
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    std::printf("%lld %ld %d\n", static_cast<long long>(elapsed.count()), usage.ru_maxrss, code);
  }
}
