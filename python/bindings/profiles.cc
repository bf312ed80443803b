// Where the time of a run went.
#include <nanobind/nanobind.h>
#include <nanobind/stl/vector.h>

#include <string>
#include <vector>

#include "bindings.h"
#include "hilo/profile.h"
#include "report/profile_json.h"
#include "report/profile_text.h"
#include "text.h"

namespace hilo::python {
namespace {

nb::bytes document_of(const Profile& profile) {
  std::string text;
  report::append_json_profile(text, profile, ", ");
  return bytes_of(text);
}

// For each worker, a list for each stage: of the seconds in each interval of the run.
std::vector<std::vector<std::vector<double>>> timelines_of(const Profile& profile) {
  std::vector<std::vector<std::vector<double>>> timelines;
  for (const WorkerProfile& worker : profile.workers) {
    std::vector<std::vector<double>>& stages = timelines.emplace_back(kStages);
    for (const StageSeconds& interval : worker.timeline) {
      for (std::size_t stage = 0; stage < kStages; ++stage) {
        stages[stage].push_back(interval[stage]);
      }
    }
  }
  return timelines;
}

}  // namespace

void bind_profiles(nb::module_& module) {
  nb::class_<Profile> profile(module, "Profile", "What a profile is made of; see hilo.Profile.");
  profile.def_prop_ro("document", &document_of, "As in the JSON report.");
  profile.def_prop_ro(
      "text", [](const Profile& self) { return bytes_of(report::profile_text(self)); },
      "As the program prints it.");
  profile.def_ro("interval_s", &Profile::interval_s);
  profile.def_prop_ro(
      "timelines", &timelines_of,
      "By worker, stage and interval: seconds. Stages in the order of the document.");
}

}  // namespace hilo::python
