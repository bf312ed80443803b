#include <string>
#include <string_view>
#include <vector>

#include "cli/program.h"
#include "compare/notebook_child.h"
#include "execute/worker_process.h"
#include "worker/worker_main.h"

// How the program starts itself as a worker process. Not for people, so no help names it.
constexpr const char* kWorkerWord = "--hilo-worker";

int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == kWorkerWord) return hilo::run_worker();
  hilo::set_worker_command({"/proc/self/exe", kWorkerWord});
  const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
  if (hilo::is_for_notebook_child(words)) return hilo::run_notebook_child(words);
  return hilo::cli::run_program(words);
}
