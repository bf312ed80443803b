# shellcheck shell=bash
# What the commands of ./dev need, and how it gets onto the machine. Sourced by ./dev, whose working
# directory is the checkout.
#
# On Debian 12 missing packages are installed, as root or with sudo; anywhere else they are only
# looked for. What is there is never installed again, so that a second run needs no network.

# The packages of a need.
packages_of() {
  case $1 in
    build) echo g++ cmake ninja-build libhwy-dev libcli11-dev libfmt-dev libexpected-dev llvm-19-dev zlib1g-dev libzstd-dev libsleef3 ;;
    test) echo libgtest-dev librapidcheck-dev librandom123-dev libgmp-dev libmpfr-dev pkg-config fuse3 strace ccache python3-distributed python3-numpy zsh fish mandoc groff-base chromium fonts-dejavu-core ;;
    python) echo python3 python3-venv python3-dev ;;
    bench) echo libbenchmark-dev ;;
    fuzz) echo clang libclang-rt-14-dev ;;
    lint) echo clang-tidy clang-format shellcheck ;;
    format) echo clang-format ;;
  esac
}

# How a package shows on a system without dpkg: as a command, or as a header that compiles.
trace_of() {
  case $1 in
    g++) echo command c++ ;;
    ninja-build) echo command ninja ;;
    libhwy-dev) echo header hwy/highway.h ;;
    libcli11-dev) echo header CLI/CLI.hpp ;;
    libfmt-dev) echo header fmt/format.h ;;
    libexpected-dev) echo header tl/expected.hpp ;;
    librandom123-dev) echo header Random123/philox.h ;;
    libgmp-dev) echo header gmpxx.h ;;
    libmpfr-dev) echo header mpfr.h ;;
    # Without it, pages are not looked at in a browser.
    chromium | fonts-dejavu-core) echo optional "$1" ;;
    # Without them, expressions are interpreted, and have no elementary functions.
    llvm-19-dev | zlib1g-dev | libzstd-dev | libsleef3) echo optional "$1" ;;
    # Without them, tests of completion and of the manual page are skipped.
    zsh | fish | mandoc | groff-base) echo optional "$1" ;;
    fuse3) echo command fusermount3 ;;
    libgtest-dev) echo header gtest/gtest.h ;;
    librapidcheck-dev) echo header rapidcheck.h ;;
    libbenchmark-dev) echo header benchmark/benchmark.h ;;
    libclang-rt-14-dev) echo command clang ;;
    python3-venv) echo python venv ;;
    python3-dev) echo command python3-config ;;
    python3-distributed) echo python distributed ;;
    python3-numpy) echo python numpy ;;
    *) echo command "$1" ;;
  esac
}

is_debian_12() {
  [[ -r /etc/os-release ]] || return 1
  # shellcheck source=/dev/null
  (source /etc/os-release && [[ ${ID:-} == debian && ${VERSION_ID:-} == 12 ]])
}

has_package() {
  [[ $(dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null) == installed* ]]
}

has_trace() {
  case $1 in
    command) command -v "$2" >/dev/null ;;
    header) echo "#include <$2>" | c++ -std=c++20 -fsyntax-only -x c++ - 2>/dev/null ;;
    python) python3 -c "import $2" 2>/dev/null ;;
    optional) ;;
  esac
}

# Prints those of the packages $@ that are missing.
missing_packages() {
  local package trace
  for package in "$@"; do
    if is_debian_12; then
      has_package "$package" || echo "$package"
    else
      read -ra trace < <(trace_of "$package")
      has_trace "${trace[@]}" || echo "$package"
    fi
  done
}

# A password is asked for only where somebody can type it.
may_become_root() {
  (($(id -u) == 0)) && return
  command -v sudo >/dev/null || return 1
  sudo -n true 2>/dev/null || { [[ -t 0 && -t 2 ]] && sudo -v; }
}

# Runs its arguments as root; prints what they said only if they failed.
run_as_root() {
  local log status=0
  local -a prefix=(env DEBIAN_FRONTEND=noninteractive)
  (($(id -u) == 0)) || prefix=(sudo "${prefix[@]}")
  log=$("${prefix[@]}" "$@" 2>&1 </dev/null) || status=$?
  ((status == 0)) || printf '%s\n' "$log" >&2
  return "$status"
}

install_packages() {
  local -a apt=(apt-get -qq -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3)
  say "installing $*"
  run_as_root "${apt[@]}" update || die 2 "apt-get update failed: is there a network?"
  run_as_root "${apt[@]}" install -y --no-install-recommends "$@" ||
    die 2 "apt-get install failed"
}

# Sees to the packages of the needs $@ (build, test, ...), or says what is missing and exits 2.
need() {
  [[ -z ${HILO_SKIP_INSTALL:-} ]] || return 0
  local -a packages=() missing
  local one
  for one in "$@"; do
    read -ra missing < <(packages_of "$one")
    packages+=("${missing[@]}")
  done
  mapfile -t missing < <(missing_packages "${packages[@]}")
  ((${#missing[@]} > 0)) || return 0
  if ! is_debian_12; then
    say "this needs the following, which ./dev installs by itself on Debian 12 only"
    say "(names of Debian's packages; HILO_SKIP_INSTALL=1 skips this check):"
    die 2 "    ${missing[*]}"
  elif ! may_become_root; then
    say "packages are missing, and installing them takes root or sudo. Please run, as root:"
    die 2 "    apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
  fi
  install_packages "${missing[@]}"
}

# Sees to .venv with the Python test tools. The stamp is written last: an interrupted run leaves
# none, and the next one starts anew.
need_venv() {
  need python
  local python=python3 wanted stamp=.venv/.made_for
  ! is_debian_12 || python=/usr/bin/python3
  wanted="$("$python" --version) $(cksum <tests/requirements.txt)"
  [[ ! -f $stamp || $(<"$stamp") != "$wanted" ]] || return 0
  say "making .venv with the Python test tools"
  rm -rf .venv
  "$python" -m venv .venv || die 2 "python3 -m venv failed"
  .venv/bin/python -m pip install --quiet --no-input --disable-pip-version-check \
    --requirement tests/requirements.txt || die 2 "pip install failed: is there a network?"
  echo "$wanted" >"$stamp"
}
