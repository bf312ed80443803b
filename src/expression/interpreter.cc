// Each step has a register, a block of numbers, that is given to another step when nobody needs
// its number any more. A long expression takes few of them.
#include "expression/interpreter.h"

#include <algorithm>
#include <cstring>

#include "expression/block_operations.h"

namespace hilo {
namespace {

struct alignas(64) Block {
  double numbers[kExpressionBlock];
};

std::vector<std::uint16_t> operands(const Step& step) {
  std::vector<std::uint16_t> found;
  const int count = operands_of(step.operation);
  if (count > 0) found.push_back(step.a);
  if (count > 1) found.push_back(step.b);
  if (count > 2) found.push_back(step.c);
  return found;
}

// The last step that needs each step; results are needed by nobody, and for ever.
std::vector<std::size_t> last_uses(const Program& program) {
  std::vector<std::size_t> uses(program.size, 0);
  for (std::size_t i = 0; i < program.size; ++i) {
    for (const std::uint16_t operand : operands(program.steps[i])) uses[operand] = i;
  }
  for (const int result : {program.value, program.condition}) {
    if (result != kNoStep) uses[static_cast<std::size_t>(result)] = program.size;
  }
  return uses;
}

// Gives how many registers there are. Constants keep theirs, which is filled once.
std::uint16_t assign_registers(const Program& program, std::vector<std::uint16_t>& register_of) {
  const std::vector<std::size_t> uses = last_uses(program);
  std::vector<std::uint16_t> free;
  std::uint16_t count = 0;
  register_of.resize(program.size);
  for (std::size_t i = 0; i < program.size; ++i) {
    const bool is_constant = program.steps[i].operation == Operation::constant;
    if (free.empty() || is_constant) {
      register_of[i] = count++;
    } else {
      register_of[i] = free.back();
      free.pop_back();
    }
    // After the step has its own: an operand is not overwritten while it is read.
    std::vector<std::uint16_t> read = operands(program.steps[i]);
    std::sort(read.begin(), read.end());
    read.erase(std::unique(read.begin(), read.end()), read.end());
    for (const std::uint16_t operand : read) {
      if (uses[operand] == i && program.steps[operand].operation != Operation::constant) {
        free.push_back(register_of[operand]);
      }
    }
  }
  return count;
}

}  // namespace

struct Interpreter::Registers {
  explicit Registers(std::size_t count) : blocks(count) {}
  std::vector<Block> blocks;
};

Interpreter::Interpreter(Program program, const ElementaryFunctions* functions)
    : program_(program), functions_(functions) {
  registers_ = std::make_unique<Registers>(assign_registers(program_, register_of_));
  for (std::size_t i = 0; i < program_.size; ++i) {
    if (program_.steps[i].operation != Operation::constant) continue;
    Block& block = registers_->blocks[register_of_[i]];
    std::fill(std::begin(block.numbers), std::end(block.numbers), program_.steps[i].constant);
  }
}

Interpreter::~Interpreter() = default;
Interpreter::Interpreter(Interpreter&&) noexcept = default;
Interpreter& Interpreter::operator=(Interpreter&&) noexcept = default;

void Interpreter::run(const double* x, std::size_t count, double* values, std::uint8_t* bits) {
  const auto numbers = [&](std::size_t step) {
    return registers_->blocks[register_of_[step]].numbers;
  };
  for (std::size_t i = 0; i < program_.size; ++i) {
    const Step& step = program_.steps[i];
    switch (step.operation) {
      case Operation::element:
        std::memcpy(numbers(i), x, count * sizeof(double));
        break;
      case Operation::constant:
        break;
      case Operation::call1:
      case Operation::call2:
        apply(*functions_, step.function, numbers(step.a), numbers(step.b), count, numbers(i));
        break;
      default:
        compute(step.operation, numbers(step.a), numbers(step.b), numbers(step.c), count,
                numbers(i));
    }
  }
  if (program_.value != kNoStep) {
    std::memcpy(values, numbers(static_cast<std::size_t>(program_.value)), count * sizeof(double));
  }
  if (program_.condition != kNoStep) {
    pack_conditions(numbers(static_cast<std::size_t>(program_.condition)), count, bits);
  }
}

}  // namespace hilo
