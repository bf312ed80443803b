#ifndef HILO_BASE_CHECKSUM_H_
#define HILO_BASE_CHECKSUM_H_

#include <cstdint>
#include <string_view>

namespace hilo {

// CRC-32C (Castagnoli polynomial, reflected, as in iSCSI): "123456789" gives 0xE3069283.
std::uint32_t crc32c(std::string_view bytes);

}  // namespace hilo

#endif  // HILO_BASE_CHECKSUM_H_
