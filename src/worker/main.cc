// hilo-worker: the helper program that a library starts its worker processes with. Not for people.
#include <string>
#include <vector>

#include "compare/notebook_child.h"
#include "worker/worker_main.h"

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
  if (hilo::is_for_notebook_child(words)) return hilo::run_notebook_child(words);
  return hilo::run_worker();
}
