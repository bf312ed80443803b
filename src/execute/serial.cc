// One input after the other, on the calling thread.

#include <optional>

#include "execute/executor.h"
#include "execute/outcome.h"
#include "read/descriptor_budget.h"
#include "read/read_ahead.h"

namespace hilo {

void run_serial(const Plan& plan) {
  DescriptorPool pool(descriptor_budget());
  ReadAhead read_ahead(
      plan.inputs.size(),
      [&](std::size_t index, std::string& path) { plan.inputs.key_of(index, path); }, pool);
  Scanner scanner(plan.context);
  std::string path;
  for (std::size_t index = 0; index < plan.inputs.size(); ++index) {
    FileOutcome outcome;
    if (const auto error = plan.inputs.error_of(index)) {
      outcome = failed_outcome(*error);
    } else if (!plan.context.stopped()) {
      read_ahead.begin(index);
      plan.inputs.key_of(index, path);
      const DescriptorPlace place(pool);
      outcome = scan_input(scanner, path, plan.context.nan_policy);
      scanner.take_cold() ? read_ahead.note_cold() : read_ahead.note_warm();
    }
    if (!plan.take(index, std::move(outcome))) return;
  }
}

}  // namespace hilo
