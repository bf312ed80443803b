// Up to which size files are small: so much is done around them that packing them is worth a word.
//
// Of 4,000 files in memory, opening and closing them, their headers and their rows take of the time
// in which workers have something to do (two cores, hilo stats --profile, median of nine):
//
//   bytes a file                8 KiB   32 KiB   64 KiB   128 KiB   256 KiB
//   -j1                          63 %     49 %     39 %      28 %      15 %
//   -j2                          64 %     50 %     40 %      30 %      16 %
//   -j2 --executor processes     76 %     63 %     57 %      46 %      28 %
#ifndef HILO_PROFILE_SMALL_FILES_H_
#define HILO_PROFILE_SMALL_FILES_H_

namespace hilo {

// Files of fewer bytes are small: a quarter of the time and more is around them. Whether that is
// what limits a run, its profile says.
inline constexpr double kSmallFileBytes = 128 * 1024;

}  // namespace hilo

#endif  // HILO_PROFILE_SMALL_FILES_H_
