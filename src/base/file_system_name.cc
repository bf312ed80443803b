#include "base/file_system_name.h"

#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

namespace hilo {
namespace {

struct Magic {
  std::uint32_t number;
  const char* name;
};

// From statfs(2) and linux/magic.h.
constexpr std::uint32_t kFuse = 0x65735546;

constexpr Magic kMagics[] = {
    {0xEF53, "ext4"},          {0x58465342, "xfs"},      {0x9123683E, "btrfs"},
    {0x2FC12FC1, "zfs"},       {0xF2F52010, "f2fs"},     {0x01021994, "tmpfs"},
    {0x794C7630, "overlayfs"}, {kFuse, "fuse"},          {0x6969, "nfs"},
    {0xFF534D42, "cifs"},      {0xFE534D42, "smb2"},     {0x0BD00BD0, "lustre"},
    {0x47504653, "gpfs"},      {0x00C36400, "ceph"},     {0x19830326, "beegfs"},
    {0x01021997, "9p"},        {0x6A656A63, "virtiofs"}, {0x73717368, "squashfs"},
    {0x4D44, "vfat"},          {0x2011BAB0, "exfat"},    {0x5346544E, "ntfs"},
};

}  // namespace

std::string_view file_system_name(std::uint32_t number, bool has_disk) {
  if (number == kFuse && has_disk) return "fuseblk";
  for (const Magic& magic : kMagics) {
    if (magic.number == number) return magic.name;
  }
  return {};
}

std::string file_system_name(const std::string& path) {
  struct statfs status {};
  struct stat file {};
  if (::statfs(path.c_str(), &status) != 0 || ::stat(path.c_str(), &file) != 0) return {};
  // Devices that are none have the major number 0.
  const bool has_disk = major(file.st_dev) != 0;
  return std::string(file_system_name(static_cast<std::uint32_t>(status.f_type), has_disk));
}

}  // namespace hilo
