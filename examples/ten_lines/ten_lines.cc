#include <hilo/hilo.h>

#include <cstdio>

int main() {
  auto result = hilo::stats({"fake_files"}, {.executor = hilo::Executor::threads});
  if (!result) return std::fprintf(stderr, "%s\n", to_string(result.error()).c_str()), 3;
  for (const hilo::Error& error : result->errors)  // of inputs that were refused
    std::fprintf(stderr, "%s\n", to_string(error).c_str());
  const hilo::Summary& total = result->total;  // mean and std are absent where there are no values
  if (total.mean) std::printf("mean %.17g\nstd  %.17g\n", *total.mean, *total.std);
  return result->complete ? 0 : 1;
}
