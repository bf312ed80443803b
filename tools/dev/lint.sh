# shellcheck shell=bash
# ./dev lint and ./dev format. Sourced by ./dev, whose working directory is the checkout.

source_folders=(bench examples fuzz include python src tests tools)

# Runs COMMAND... FILE... over the C++ files; a run without files is fine.
over_cpp_files() {
  local -a folders=()
  local folder
  for folder in "${source_folders[@]}"; do
    [[ ! -d $folder ]] || folders+=("$folder")
  done
  find "${folders[@]}" -type f \( -name '*.cc' -o -name '*.h' \) -print0 | xargs -0r "$@"
}

failed_checks=()

# check NAME COMMAND...: runs the command, reports, and goes on.
check() {
  local name=$1 begin=$SECONDS verdict=ok
  shift
  "$@" || { verdict=FAILED && failed_checks+=("$name"); }
  say "lint: $name: $verdict ($((SECONDS - begin)) s)"
}

# The sources' compile commands are all that clang-tidy needs; nothing is built.
run_clang_tidy() {
  # shellcheck disable=SC2154  # ./dev assigns it
  configure lint "${python_package[@]}" && .venv/bin/python tools/lint/run_clang_tidy.py build/lint
}

cmd_lint() {
  (($# == 0)) || die 2 "lint takes no arguments, found: $*"
  need build lint
  need_venv
  check includes .venv/bin/python tools/lint/check_includes.py
  check rules .venv/bin/python tools/lint/check_rules.py
  check shellcheck shellcheck --external-sources dev .ci/run tools/dev/*.sh
  check ruff .venv/bin/ruff check --quiet .
  check ruff-format .venv/bin/ruff format --check --quiet .
  check mypy .venv/bin/mypy python/hilo tests/python/typed_use.py
  check clang-format over_cpp_files clang-format --dry-run -Werror
  check clang-tidy run_clang_tidy
  ((${#failed_checks[@]} == 0)) || die 1 "lint failed: ${failed_checks[*]}"
}

cmd_format() {
  (($# == 0)) || die 2 "format takes no arguments, found: $*"
  need format
  need_venv
  over_cpp_files clang-format -i
  .venv/bin/ruff check --quiet --select I --fix .
  .venv/bin/ruff format --quiet .
}
