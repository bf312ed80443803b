// One input after the other, on the calling thread.

#include "execute/executor.h"
#include "execute/outcome.h"
#include "read/descriptor_budget.h"
#include "read/read_ahead.h"

namespace hilo {

void run_serial(const Plan& plan) {
  DescriptorPool pool(descriptor_budget());
  ReadAhead read_ahead(
      plan.inputs.size(),
      [&](std::size_t index, std::string& path) { plan.inputs.key_of(index, path); }, pool,
      plan.context.profile);
  const DescriptorPlace place(pool);
  Scanner scanner(plan.context);
  FileOutcome outcome;
  for (std::size_t index = 0; index < plan.inputs.size(); ++index) {
    if (begin(outcome, plan, index)) {
      if (current_worker != nullptr) current_worker->begin_file(static_cast<std::int64_t>(index));
      enter_stage(Stage::read);
      read_ahead.begin(index);
      scan_input(scanner, plan.context.nan_policy, outcome);
      scanner.take_cold() ? read_ahead.note_cold() : read_ahead.note_warm();
    }
    if (!plan.take(index, outcome)) return;
  }
}

}  // namespace hilo
