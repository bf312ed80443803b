/* Preloaded into hilo: lets calls of the C library fail.

   HILO_FAIL=NAME:NUMBER:ERRNO    the call number NUMBER (from 1) of NAME fails; with a '+' after the
                                  number, those after it, too
   HILO_COUNT=FILE                at the end, each process appends lines "NAME CALLS" to FILE

   Only processes whose command line has HILO_FAIL_IN (a word; all where it is not set) count. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum {
  OPEN, READ, PREAD, PREADV2, WRITE, CLOSE, FSTAT, STAT, FSYNC, RENAME, MEMFD_CREATE,
  POSIX_FALLOCATE, MMAP, SOCKETPAIR, FCNTL, SEND, SENDMSG, RECV, RECVMSG, POLL, POSIX_SPAWN, OPENDIR,
  READDIR, CALLS
};

static const char* const names[CALLS] = {
    "open", "read", "pread", "preadv2", "write", "close", "fstat", "stat", "fsync", "rename",
    "memfd_create", "posix_fallocate", "mmap", "socketpair", "fcntl", "send", "sendmsg", "recv",
    "recvmsg", "poll", "posix_spawn", "opendir", "readdir"};

static atomic_long counts[CALLS];
static int failing_call = -1;
static long failing_number;
static int failing_on;
static int failing_errno;
static int is_counting;

__attribute__((constructor)) static void set_up(void) {
  const char* word = getenv("HILO_FAIL_IN");
  if (word != NULL) {
    char line[512] = {0};
    int file = (int)syscall(SYS_openat, AT_FDCWD, "/proc/self/cmdline", O_RDONLY);
    long length = syscall(SYS_read, file, line, sizeof line - 1);
    syscall(SYS_close, file);
    if (length <= 0 || memmem(line, (size_t)length, word, strlen(word)) == NULL) return;
  }
  is_counting = 1;
  const char* fail = getenv("HILO_FAIL");
  if (fail == NULL) return;
  char name[64];
  char plus[2] = {0};
  if (sscanf(fail, "%63[^:]:%ld%1[+]:%d", name, &failing_number, plus, &failing_errno) != 4) {
    plus[0] = 0;
    if (sscanf(fail, "%63[^:]:%ld:%d", name, &failing_number, &failing_errno) != 3) abort();
  }
  failing_on = plus[0] == '+';
  for (int i = 0; i < CALLS; ++i) {
    if (strcmp(name, names[i]) == 0) failing_call = i;
  }
  if (failing_call < 0) abort();
}

__attribute__((destructor)) static void tell(void) {
  const char* path = getenv("HILO_COUNT");
  if (path == NULL || !is_counting) return;
  int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND, 0666);
  for (int i = 0; i < CALLS; ++i) {
    char line[96];
    int length = snprintf(line, sizeof line, "%s %ld\n", names[i], atomic_load(&counts[i]));
    syscall(SYS_write, file, line, length);
  }
  syscall(SYS_close, file);
}

/* Whether this call of CALL is to fail; errno is set then. */
static int fails(int call) {
  if (!is_counting) return 0;
  long number = atomic_fetch_add(&counts[call], 1) + 1;
  if (call != failing_call) return 0;
  if (number != failing_number && !(failing_on && number > failing_number)) return 0;
  errno = failing_errno;
  return 1;
}

/* The function of the C library behind one of these. */
#define REAL(name)                  \
  static __typeof__(&name) real;    \
  if (real == NULL) *(void**)&real = dlsym(RTLD_NEXT, #name)

int open(const char* path, int flags, ...) {
  REAL(open);
  va_list rest;
  va_start(rest, flags);
  int mode = va_arg(rest, int);
  va_end(rest);
  return fails(OPEN) ? -1 : real(path, flags, mode);
}

ssize_t read(int fd, void* to, size_t bytes) {
  REAL(read);
  return fails(READ) ? -1 : real(fd, to, bytes);
}

ssize_t pread(int fd, void* to, size_t bytes, off_t offset) {
  REAL(pread);
  return fails(PREAD) ? -1 : real(fd, to, bytes, offset);
}

ssize_t preadv2(int fd, const struct iovec* to, int count, off_t offset, int flags) {
  REAL(preadv2);
  return fails(PREADV2) ? -1 : real(fd, to, count, offset, flags);
}

ssize_t write(int fd, const void* from, size_t bytes) {
  REAL(write);
  return fails(WRITE) ? -1 : real(fd, from, bytes);
}

int close(int fd) {
  REAL(close);
  int failed = fails(CLOSE); /* the descriptor is gone, as Linux has it */
  int result = real(fd);
  if (!failed) return result;
  errno = failing_errno;
  return -1;
}

int fstat(int fd, struct stat* status) {
  REAL(fstat);
  return fails(FSTAT) ? -1 : real(fd, status);
}

int stat(const char* path, struct stat* status) {
  REAL(stat);
  return fails(STAT) ? -1 : real(path, status);
}

int fsync(int fd) {
  REAL(fsync);
  return fails(FSYNC) ? -1 : real(fd);
}

int rename(const char* from, const char* to) {
  REAL(rename);
  return fails(RENAME) ? -1 : real(from, to);
}

int memfd_create(const char* name, unsigned flags) {
  REAL(memfd_create);
  return fails(MEMFD_CREATE) ? -1 : real(name, flags);
}

int posix_fallocate(int fd, off_t offset, off_t bytes) {
  REAL(posix_fallocate);
  return fails(POSIX_FALLOCATE) ? failing_errno : real(fd, offset, bytes);
}

void* mmap(void* at, size_t bytes, int protection, int flags, int fd, off_t offset) {
  REAL(mmap);
  return fails(MMAP) ? MAP_FAILED : real(at, bytes, protection, flags, fd, offset);
}

int socketpair(int domain, int type, int protocol, int pair[2]) {
  REAL(socketpair);
  return fails(SOCKETPAIR) ? -1 : real(domain, type, protocol, pair);
}

int fcntl(int fd, int command, ...) {
  REAL(fcntl);
  va_list rest;
  va_start(rest, command);
  long argument = va_arg(rest, long);
  va_end(rest);
  return fails(FCNTL) ? -1 : real(fd, command, argument);
}

ssize_t send(int fd, const void* from, size_t bytes, int flags) {
  REAL(send);
  return fails(SEND) ? -1 : real(fd, from, bytes, flags);
}

ssize_t recv(int fd, void* to, size_t bytes, int flags) {
  REAL(recv);
  return fails(RECV) ? -1 : real(fd, to, bytes, flags);
}

ssize_t sendmsg(int fd, const struct msghdr* message, int flags) {
  REAL(sendmsg);
  return fails(SENDMSG) ? -1 : real(fd, message, flags);
}

ssize_t recvmsg(int fd, struct msghdr* message, int flags) {
  REAL(recvmsg);
  return fails(RECVMSG) ? -1 : real(fd, message, flags);
}

int poll(struct pollfd* files, nfds_t count, int timeout) {
  REAL(poll);
  return fails(POLL) ? -1 : real(files, count, timeout);
}

int posix_spawn(pid_t* pid, const char* path, const posix_spawn_file_actions_t* actions,
                const posix_spawnattr_t* attributes, char* const arguments[], char* const env[]) {
  REAL(posix_spawn);
  return fails(POSIX_SPAWN) ? failing_errno : real(pid, path, actions, attributes, arguments, env);
}

DIR* opendir(const char* path) {
  REAL(opendir);
  return fails(OPENDIR) ? NULL : real(path);
}

struct dirent* readdir(DIR* directory) {
  REAL(readdir);
  return fails(READDIR) ? NULL : real(directory);
}
