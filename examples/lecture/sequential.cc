// Cell 3, "Vamos con un ejemplo secuencial": mean and std of ten arrays, one after the other.
//
// The function of the notebook, sts(name, nums, verbose), line by line. Moments reads the array
// once for both numbers; np.std computes the mean a second time.
#include <span>

#include "lecture.h"

namespace {

hilo::Summary sts(const std::string& name, const std::vector<double>& nums, bool verbose) {
  const hilo::Summary summary = hilo::Moments::of(std::span(nums)).finalize();
  if (verbose) std::cout << lecture::statistics_text(name, summary);
  return summary;
}

}  // namespace

int main() {
  for (unsigned index = 0; index < 10; ++index)
    sts("F" + std::to_string(index), lecture::random_array(index), true);
}
