#include "decode/file_format.h"

namespace hilo {
namespace {

using namespace std::string_view_literals;

struct Format {
  std::string_view first_bytes;
  std::string_view name;
};

constexpr Format kFormats[] = {
    {"PK\x03\x04"sv, "a .npz archive, which hilo does not read yet"sv},
    {"PK\x05\x06"sv, "an empty .npz archive, which hilo does not read yet"sv},
    {"\x1f\x8b"sv, "gzip data"sv},
    {"BZh"sv, "bzip2 data"sv},
    {"\xfd"
     "7zXZ\0"sv,
     "xz data"sv},
    {"\x28\xb5\x2f\xfd"sv, "zstd data"sv},
    {"\x89HDF\r\n\x1a\n"sv, "an HDF5 file"sv},
    {"CDF\x01"sv, "a netCDF file"sv},
    {"CDF\x02"sv, "a netCDF file"sv},
    {"CDF\x05"sv, "a netCDF file"sv},
    {"SIMPLE  ="sv, "a FITS file"sv},
    {"MATLAB "sv, "a MATLAB file"sv},
    {"PAR1"sv, "a Parquet file"sv},
    {"ARROW1"sv, "an Arrow file"sv},
    {"II*\0"sv, "a TIFF image"sv},
    {"MM\0*"sv, "a TIFF image"sv},
    {"\x89PNG\r\n\x1a\n"sv, "a PNG image"sv},
    {"\xff\xd8\xff"sv, "a JPEG image"sv},
    {"\x80\x02"sv, "a Python pickle, which hilo never reads"sv},
    {"\x80\x03"sv, "a Python pickle, which hilo never reads"sv},
    {"\x80\x04"sv, "a Python pickle, which hilo never reads"sv},
    {"\x80\x05"sv, "a Python pickle, which hilo never reads"sv},
    {"version https://git-lfs."sv, "a Git LFS pointer, not the file it stands for"sv},
    // What becomes of \x93 when a program takes the file for Latin-1 or UTF-8 text.
    {"\xc2\x93NUMPY"sv, "a .npy file that was converted as text"sv},
    {"\xef\xbf\xbdNUMPY"sv, "a .npy file that was converted as text"sv},
};

}  // namespace

std::string_view name_file_format(std::string_view head) {
  for (const Format& format : kFormats) {
    if (head.starts_with(format.first_bytes)) return format.name;
  }
  return {};
}

}  // namespace hilo
