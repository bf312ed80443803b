/* Preloaded into hilo or into a Dask worker: a worker process that opens a file whose name ends in .NUMBER.npy gets that
   signal; where NUMBER is 0 it ends, and where it is 100 it finds no more memory. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int is_out_of_memory;

void* __libc_malloc(size_t bytes);

void* malloc(size_t bytes) { return is_out_of_memory ? NULL : __libc_malloc(bytes); }

static int is_worker(void) {
  char line[256] = {0};
  FILE* file = fopen("/proc/self/cmdline", "r");
  if (file == NULL) return 0;
  size_t length = fread(line, 1, sizeof line - 1, file);
  fclose(file);
  return memmem(line, length, "--hilo-worker", 13) != NULL ||
         memmem(line, length, "dask\0worker", 11) != NULL;
}

static void die_of(const char* path) {
  size_t length = strlen(path);
  if (length < 7 || strcmp(path + length - 4, ".npy") != 0) return;
  const char* dot = path + length - 5;
  while (dot > path && *dot >= '0' && *dot <= '9') --dot;
  if (*dot != '.' || dot == path + length - 5 || !is_worker()) return;
  int number = atoi(dot + 1);
  if (number == 0) _exit(0);
  if (number == 100) {
    is_out_of_memory = 1;
    return;
  }
  signal(number, SIG_DFL);
  raise(number);
}

int open(const char* path, int flags, ...) {
  static int (*real_open)(const char*, int, ...);
  if (real_open == NULL) *(void**)&real_open = dlsym(RTLD_NEXT, "open");
  va_list rest;
  va_start(rest, flags);
  int mode = va_arg(rest, int);
  va_end(rest);
  if ((flags & O_NONBLOCK) != 0) die_of(path);
  return real_open(path, flags, mode);
}
