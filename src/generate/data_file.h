// One generated .npy file.
#ifndef HILO_GENERATE_DATA_FILE_H_
#define HILO_GENERATE_DATA_FILE_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "generate/data_directory.h"
#include "generate/manifest.h"
#include "hilo/error.h"

namespace hilo {

// Bytes of a whole file of the data set, header included.
std::int64_t data_file_bytes(const Manifest& manifest);

// Whether the directory holds file number `number` already: as long as it must be, and with its
// header.
bool has_data_file(const DataDirectory& directory, const Manifest& manifest, std::int64_t number);

// Makes data files, with a buffer that it uses again for each. Memory does not grow with their
// size.
class DataFileWriter {
 public:
  // `stop` may be null; both others must outlive the writer. No call allocates memory that grows.
  DataFileWriter(const DataDirectory& directory, const Manifest& manifest,
                 const std::atomic<bool>* stop);

  // Writes file number `number`. False, and no file, where `stop` became true on the way.
  Result<bool> write(std::int64_t number);

 private:
  const DataDirectory& directory_;
  const Manifest& manifest_;
  const std::atomic<bool>* stop_;
  std::vector<std::byte> buffer_;
};

}  // namespace hilo

#endif  // HILO_GENERATE_DATA_FILE_H_
