// A large array, open, that several workers scan in pieces.
#ifndef HILO_EXECUTE_LARGE_ARRAY_H_
#define HILO_EXECUTE_LARGE_ARRAY_H_

#include <cstddef>
#include <memory>
#include <utility>

#include "execute/outcome.h"
#include "execute/pieces.h"
#include "execute/scan.h"
#include "read/descriptor_budget.h"

namespace hilo {

struct LargeArray {
  LargeArray(std::size_t number, OpenArray opened, std::unique_ptr<DescriptorPlace> held,
             std::size_t chunk_bytes)
      : index(number),
        place(std::move(held)),
        array(std::move(opened)),
        progress(Pieces(array.info, chunk_bytes)) {}

  // When all pieces are done, the outcome whose moments are their sum becomes that of the file.
  void finish(FileOutcome& outcome, NanPolicy nan_policy) {
    if (auto error = progress.take_error()) {
      fail(outcome, std::move(*error));
    } else if (!progress.was_stopped()) {
      hilo::finish(outcome, std::move(array), nan_policy);
    }
  }

  std::size_t index;  // of the input
  std::unique_ptr<DescriptorPlace> place;
  OpenArray array;
  PieceProgress progress;
};

}  // namespace hilo

#endif  // HILO_EXECUTE_LARGE_ARRAY_H_
