# shellcheck shell=bash
# ./dev demo: the lecture's job, and what cat takes for the same files. Sourced by ./dev, whose
# working directory is the checkout.

demo_files=demo/fake_files
demo_file_bytes=800128 # 100,000 float64 and a header
demo_reserve_bytes=$((1 << 30))

# The bytes of memory that files may occupy while they are read again and again.
memory_bytes() {
  local available limit=max
  available=$(sed -n 's/^MemAvailable: *\([0-9]*\) kB$/\1/p' /proc/meminfo)
  available=$((available * 1024))
  [[ ! -r /sys/fs/cgroup/memory.max ]] || limit=$(</sys/fs/cgroup/memory.max)
  if [[ $limit != max ]] && ((limit < available)); then available=$limit; fi
  echo "$available"
}

# The bytes of disk that the files may occupy, those counted that are there already.
disk_bytes() {
  local free present=0
  free=$(df --output=avail --block-size=1 . | tail -n 1)
  [[ ! -d $demo_files ]] || present=$(du --bytes --summarize -- "$demo_files" | cut -f 1)
  echo $((free + present))
}

# How many files fit into BYTES, in hundreds and at most 10,000.
files_in() {
  local files=$((($1 - demo_reserve_bytes) / demo_file_bytes / 100 * 100))
  echo $((files < 0 ? 0 : files > 10000 ? 10000 : files))
}

# Prints how long the arguments take as a command without output, in microseconds.
microseconds_of() {
  local begin=${EPOCHREALTIME//[^0-9]/} # whatever the locale's decimal point
  "$@" >/dev/null
  echo $((${EPOCHREALTIME//[^0-9]/} - begin))
}

median() { printf '%s\n' "$@" | sort -n | sed -n "$((($# + 1) / 2))p"; }

print_time() { # WHAT MICROSECONDS BYTES
  awk -v what="$1" -v us="$2" -v bytes="$3" \
    'BEGIN { printf "  %-32s %7.2f s  %6.2f GB/s\n", what, us / 1e6, bytes / us / 1e3 }'
}

# The table as it is on a terminal; elsewhere its beginning and its end.
print_table() { # PROGRAM
  if [[ -t 1 ]]; then
    "$1" stats "$demo_files"
  else
    "$1" stats "$demo_files" |
      awk '{ line[NR] = $0 }
           END { for (i = 1; i <= NR; i++)
                   if (NR <= 30 || i <= 12 || i > NR - 8) print line[i]
                   else if (i == 13) print "..." }'
  fi
}

# Files that are there are kept; of more than are wanted none is, so that the disk has room.
generate_files() { # PROGRAM FILES
  local -a present=("$demo_files"/file_*.npy) arguments
  ((${#present[@]} <= $2)) || rm -rf -- "$demo_files"
  arguments=(generate "$demo_files" --files "$2" --size 100000)
  # 2: what is there was made with other parameters.
  "$1" "${arguments[@]}" || { (($? == 2)) && "$1" "${arguments[@]}" --force; }
}

cat_files() { cat -- "$demo_files"/*.npy; }

cmd_demo() {
  (($# == 0)) || die 2 "demo takes no arguments, found: $*"
  local program=build/release/hilo by_disk by_memory files bytes
  local -a hilo_us=() cat_us=()
  cmd_build release
  by_disk=$(files_in "$(disk_bytes)")
  by_memory=$(files_in "$(memory_bytes)")
  files=$((by_disk < by_memory ? by_disk : by_memory))
  ((by_disk == 10000)) ||
    say "the disk has room for $by_disk of the 10000 files: $(disk_bytes) bytes are free"
  ((by_memory == 10000)) ||
    say "memory can keep $by_memory of the 10000 files: $(memory_bytes) bytes are free"
  ((files > 0)) || die 2 "the demo needs at least 1.2 GB of free disk and of free memory"
  bytes=$((files * demo_file_bytes))
  generate_files "$program" "$files"
  microseconds_of cat_files >/dev/null # brings the files into memory
  print_table "$program"
  for _ in 1 2 3; do
    cat_us+=("$(microseconds_of cat_files)")
    hilo_us+=("$(microseconds_of "$program" stats "$demo_files")")
  done
  echo
  echo "$files files of 100000 float64 in memory, $(nproc) CPUs, medians of 3 runs:"
  print_time "hilo stats $demo_files" "$(median "${hilo_us[@]}")" "$bytes"
  print_time "cat $demo_files/*.npy" "$(median "${cat_us[@]}")" "$bytes"
  ((files == 10000)) || echo "fewer files than the lecture's 10000, for want of disk or memory"
  echo "./dev clean removes the files"
}
