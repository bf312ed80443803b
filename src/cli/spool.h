// A result that is kept back until it is known to be wanted.
#ifndef HILO_CLI_SPOOL_H_
#define HILO_CLI_SPOOL_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "base/byte_sink.h"
#include "hilo/error.h"

namespace hilo::cli {

// The first MiB is in memory, the rest in an unlinked file in $TMPDIR or /tmp.
class Spool : public ByteSink {
 public:
  Spool() = default;
  ~Spool() override;
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  Result<void> write(std::string_view bytes) override;
  Result<void> copy_to(ByteSink& sink);

 private:
  Result<void> spill();

  std::string memory_;
  int descriptor_ = -1;
  std::int64_t file_bytes_ = 0;
};

}  // namespace hilo::cli

#endif  // HILO_CLI_SPOOL_H_
