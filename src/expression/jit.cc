#include "expression/jit.h"

#include <dlfcn.h>

#include <cstdlib>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/own_folder.h"
#include "hilo/version.h"
#include "kernel/target.h"

namespace hilo {
namespace {

constexpr const char* kPlugin = "libhilo_jit.so";

struct Vectors {
  std::size_t lanes;
  const char* features;
};

// What the kernels of an instruction set assume (kernel/target.h), and nothing more.
Vectors vectors_in_use() {
  const std::string target = current_target();
  if (target == "avx3") {
    return {8, "+avx512f,+avx512vl,+avx512dq,+avx512bw,+avx2,+fma,+bmi,+bmi2"};
  }
  if (target == "avx2") return {4, "+avx2,+fma,+bmi,+bmi2"};
  if (target == "sse4") return {2, "+sse4.2"};
  return {1, ""};
}

std::vector<std::string> plugin_places() {
  if (const char* named = std::getenv("HILO_JIT"); named != nullptr && *named != '\0') {
    return {named};
  }
  std::vector<std::string> places = companion_places(kPlugin);
#ifdef HILO_PLUGIN_DIR
  places.push_back(std::string(HILO_PLUGIN_DIR "/") + kPlugin);
#endif
  return places;
}

std::mutex mutex;
const JitPlugin* opened = nullptr;

// It stays: code that it made may outlive any run.
Result<const JitPlugin*> open_plugin() {
  const std::lock_guard lock(mutex);
  if (opened != nullptr) return opened;
  std::string reasons;
  for (const std::string& place : plugin_places()) {
    void* const library = ::dlopen(place.c_str(), RTLD_NOW | RTLD_LOCAL);
    const auto* const plugin =
        library == nullptr ? nullptr : static_cast<const JitPlugin*>(::dlsym(library, "hilo_jit"));
    if (plugin != nullptr && version() == plugin->version && plugin->abi == kJitAbi) {
      opened = plugin;
      return opened;
    }
    const char* const reason = ::dlerror();
    if (plugin != nullptr) {
      reasons += "; " + place + " is of another build, version " + plugin->version;
    } else if (reason != nullptr) {
      reasons += std::string("; ") + reason;
    }
  }
  return failure(ErrorCode::usage, "expected the just-in-time compiler, " + std::string(kPlugin) +
                                       ", found none that can be loaded" + reasons);
}

}  // namespace

Result<std::unique_ptr<CompiledProgram>> CompiledProgram::compile(
    const Program& program, const ElementaryFunctions* functions) {
  const auto plugin = open_plugin();
  if (!plugin) return Failure(plugin.error());
  const Vectors vectors = vectors_in_use();
  JitRequest request;
  request.program = program;
  request.lanes = vectors.lanes;
  request.features = vectors.features;
  if (functions != nullptr) {
    request.functions = functions->functions;
    request.function_lanes = functions->lanes;
  }
  JitReply reply;
  if (!(*plugin)->compile(&request, &reply)) {
    return failure(ErrorCode::usage,
                   std::string("expected machine code of the expression, found: ") + reply.message);
  }
  return std::unique_ptr<CompiledProgram>(new CompiledProgram(**plugin, reply));
}

CompiledProgram::~CompiledProgram() { plugin_.release(reply_.code); }

}  // namespace hilo
