// Up to which size files are small: more is done around them than in them, or nearly so.
//
// Of 4,000 files in memory, opening and closing them, their headers and their rows take of the time
// in which workers have something to do (two cores, hilo stats --profile, median of nine):
//
//   bytes a file    8 KiB   32 KiB   64 KiB   128 KiB   256 KiB
//   -j1              62 %     54 %     45 %      34 %      18 %
//   -j2              64 %     47 %     50 %      38 %      17 %
#ifndef HILO_PROFILE_SMALL_FILES_H_
#define HILO_PROFILE_SMALL_FILES_H_

namespace hilo {

// Files of less are small. Up to here packing them is worth a word: 40 % are around them at about
// 100 KiB, and soon after it is little.
inline constexpr double kSmallFileBytes = 128 * 1024;

}  // namespace hilo

#endif  // HILO_PROFILE_SMALL_FILES_H_
