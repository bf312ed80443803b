// A BatchExecutor whose methods are those of a Python object.
#ifndef HILO_PYTHON_BINDINGS_BATCHES_H_
#define HILO_PYTHON_BINDINGS_BATCHES_H_

#include <nanobind/nanobind.h>

#include "hilo/batch_executor.h"

namespace hilo::python {

// The object has slots(), submit(batch, paths, parameters), next(patience) and cancel(); see
// hilo.dask.ClientBatches. Calls take the GIL. What a method throws becomes the error of the call.
class PythonBatches : public BatchExecutor {
 public:
  explicit PythonBatches(nanobind::object object) : object_(std::move(object)) {}
  ~PythonBatches() override;

  std::string name() const override { return "dask"; }
  int slots() override;
  Result<void> submit(std::int64_t batch, const std::vector<std::string>& paths,
                      const BatchParameters& parameters) override;
  Result<std::optional<BatchAnswer>> next(std::chrono::milliseconds patience) override;
  void cancel() override;

 private:
  nanobind::object object_;
};

}  // namespace hilo::python

#endif  // HILO_PYTHON_BINDINGS_BATCHES_H_
