// Cells 4 and 5, "Python threading": a thread for each of ten arrays.
//
// Threads share memory. Each writes its result to a place of its own, so no lock is needed, and the
// main thread reads them when all have ended. They share the terminal, too: print("Starting ",
// name) of the notebook is several writes, between which another thread comes ("Starting  Starting
// T2\n T3"). std::osyncstream collects a line and hands it over as one.
#include <array>
#include <span>
#include <syncstream>
#include <thread>

#include "lecture.h"

int main() {
  std::array<hilo::Summary, 10> results;
  {
    std::vector<std::jthread> threads;
    for (unsigned index = 0; index < results.size(); ++index) {
      threads.emplace_back([&result = results[index], index, nums = lecture::random_array(index)] {
        std::osyncstream(std::cout) << "Starting T" << index << '\n';
        result = hilo::Moments::of(std::span(nums)).finalize();
      });
    }
  }  // Here each jthread joins: from here on nobody writes to the results.
  std::cout << "----------\n";
  for (unsigned index = 0; index < results.size(); ++index)
    std::cout << lecture::statistics_text("T" + std::to_string(index), results[index]);
}
