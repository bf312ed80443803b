// Makes the steps of a program, each only once.
#ifndef HILO_EXPRESSION_PROGRAM_BUILDER_H_
#define HILO_EXPRESSION_PROGRAM_BUILDER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "expression/program.h"

namespace hilo {

// The index of a step.
using StepIndex = std::uint16_t;

class ProgramBuilder {
 public:
  // Beyond these, add() gives the last step; is_full() says so.
  static constexpr std::size_t kMostSteps = 4096;

  StepIndex constant(double value);
  StepIndex call(Elementary function, StepIndex a, StepIndex b = 0);

  // Arithmetic of constants is done here.
  StepIndex add(Operation operation, StepIndex a = 0, StepIndex b = 0, StepIndex c = 0);

  bool is_condition(StepIndex step) const { return hilo::is_condition(steps_[step].operation); }
  std::optional<double> constant_at(StepIndex step) const;
  bool is_full() const { return steps_.size() >= kMostSteps; }

  std::vector<Step> take() { return std::move(steps_); }

 private:
  using Key = std::tuple<Operation, Elementary, StepIndex, StepIndex, StepIndex, std::uint64_t>;

  StepIndex insert(const Step& step);

  std::vector<Step> steps_;
  std::map<Key, StepIndex> known_;
};

}  // namespace hilo

#endif  // HILO_EXPRESSION_PROGRAM_BUILDER_H_
