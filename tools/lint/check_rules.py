"""Checks rules of the house that no compiler knows.

usage: check_rules.py [ROOT]

- The library never prints, exits or aborts: only src/cli and src/worker do.
- Nothing is built with flags that change the arithmetic or fix the instruction set.
- No file names a folder of somebody's machine.
- Nothing is left for later.
"""

import re

from project import main, project_files

PRINTS = re.compile(
    r"\bstd::(cout|cerr|clog)\b|\bstd::v?f?printf\b|(?<![\w.>])(v?f?printf|puts|fputs|putchar|perror)\s*\("
    r"|\bfmt::(v?print|println)\b|#\s*include\s*<iostream>"
)
ENDS = re.compile(
    r"(?<![\w.>])(std::)?(_?exit|_Exit|abort|quick_exit|terminate|raise)\s*\(|\bHWY_(ABORT|ASSERT)\b"
)
FLAGS = re.compile(r"-(ffast-math|Ofast|funsafe-math-optimizations|march=native)\b")
FOLDERS = re.compile(r"(?<![\w.])/(home|Users|root|work|scratch)/\w|/tmp/\w+-\w+/")
LATER = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"]) + r")\b")

# What refuses the flags has to name them, and so do the tests and the documents of that.
NAMES_FLAGS = {
    "cmake/refuse_inexact_flags.cmake",
    "src/base/arithmetic_check.cc",
    "tests/package/test_refused_flags.py",
    "tools/lint/check_rules.py",
    "tests/lint/test_lint_checks.py",
}

COMMENT_OR_STRING = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.DOTALL
)


def without_comments_and_strings(text):
    """The code alone, line for line."""
    return COMMENT_OR_STRING.sub(lambda match: "\n" * match.group().count("\n") or " ", text)


def is_library(path):
    return path.suffix in {".h", ".cc"} and (
        path.parts[0] == "include"
        or (
            path.parts[0] == "src"
            and path.parts[1] not in ("cli", "worker")
            and not path.stem.endswith("_test")
        )
    )


def check_library(path, text):
    for number, line in enumerate(without_comments_and_strings(text).splitlines(), start=1):
        for pattern, what in ((PRINTS, "prints"), (ENDS, "ends the process")):
            match = pattern.search(line)
            if match:
                yield path, number, f"library code never {what}, found {match.group().strip()}"


def check_text(path, text):
    for number, line in enumerate(text.splitlines(), start=1):
        flag = FLAGS.search(line)
        if flag and path.suffix != ".md" and path.as_posix() not in NAMES_FLAGS:
            yield path, number, f"{flag.group()} breaks the promise of the same bits everywhere"
        folder = FOLDERS.search(line)
        if folder and path.as_posix() not in NAMES_FLAGS:
            yield path, number, f"a folder of one machine: {line.strip()}"
        if LATER.search(line):
            yield path, number, f"left for later: {line.strip()}"


def check(root):
    for path in project_files(root):
        try:
            text = (root / path).read_text()
        except UnicodeDecodeError:
            continue
        yield from check_text(path, text)
        if is_library(path):
            yield from check_library(path, text)


if __name__ == "__main__":
    main(check)
