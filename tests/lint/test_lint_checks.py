"""The checks of ./dev lint find what they are there to find, and nothing in clean code."""

import subprocess
import sys
from pathlib import Path

import pytest

LINT = Path(__file__).resolve().parents[2] / "tools" / "lint"


def run_check(name, root):
    return subprocess.run(
        [sys.executable, LINT / name, root], capture_output=True, text=True, check=False
    )


def write(root, path, text):
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)


def test_a_folder_may_include_itself_and_those_above_it(tmp_path):
    write(tmp_path, "src/base/error.h", '#include "hilo/error.h"\n')
    write(tmp_path, "src/read/file.h", '#include "base/error.h"\n')
    write(tmp_path, "src/read/file.cc", '#include "read/file.h"\n#include <vector>\n')
    write(tmp_path, "src/kernel/sum.cc", '#include "hwy/highway.h"\n')
    write(tmp_path, "src/pipeline.h", '#include "read/file.h"\n')
    write(tmp_path, "src/cli/main.cc", '#include "pipeline.h"\n')
    write(tmp_path, "tests/oracle/sums.h", "")
    write(tmp_path, "src/read/file_test.cc", '#include "oracle/sums.h"\n')
    write(tmp_path, "include/hilo/hilo.h", '#include "hilo/error.h"\n')
    result = run_check("check_includes.py", tmp_path)
    assert (result.returncode, result.stdout) == (0, "")


@pytest.mark.parametrize(
    ("path", "included", "message"),
    [
        ("src/read/file.cc", "kernel/sum.h", "src/read may not include src/kernel"),
        ("src/report/json.cc", "pipeline.h", "src/report may not include src/pipeline"),
        ("src/read/file.cc", "error.h", '"error.h" is not rooted at src/ or include/'),
        ("src/util/file.cc", "kernel/sum.h", "src/util has no place in the order"),
        ("include/hilo/a.h", "kernel/sum.h", "a public header includes only public headers"),
    ],
)
def test_an_include_against_the_order_is_named(tmp_path, path, included, message):
    write(tmp_path, "src/kernel/sum.h", "")
    write(tmp_path, "src/pipeline.h", "")
    write(tmp_path, path, f'\n#include "{included}"\n')
    result = run_check("check_includes.py", tmp_path)
    assert result.returncode == 1
    assert result.stdout.startswith(f"{path}:")
    assert message in result.stdout


@pytest.mark.parametrize(
    ("path", "line", "message"),
    [
        ("src/read/file.cc", "std::cerr << 1;", "library code never prints"),
        ("src/read/file.cc", 'printf("x");', "library code never prints"),
        ("include/hilo/a.h", "fmt::print(x);", "library code never prints"),
        ("src/read/file.cc", "std::abort();", "library code never ends the process"),
        ("src/read/file.cc", "if (bad) exit(1);", "library code never ends the process"),
        ("CMakeLists.txt", "add_compile_options(-ffast-math)", "-ffast-math breaks the promise"),
        ("dev", "CXXFLAGS=-march=native", "-march=native breaks the promise"),
        ("docs/a.md", "see /home/somebody/notes", "a folder of one machine"),
        ("src/read/file.cc", "// TO" + "DO: more", "left for later"),
    ],
)
def test_a_broken_rule_is_named_with_its_line(tmp_path, path, line, message):
    write(tmp_path, path, f"\n{line}\n")
    result = run_check("check_rules.py", tmp_path)
    assert result.returncode == 1
    assert result.stdout.startswith(f"{path}:2: ")
    assert message in result.stdout


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("src/cli/main.cc", "std::cerr << 1; std::exit(2);"),
        ("src/read/file_test.cc", "std::cout << 1;"),
        ("src/read/file.cc", '// exit(1) and printf("") are only spoken of here'),
        ("src/read/file.cc", 'return "abort() and exit()";'),
        ("src/read/file.cc", 'std::snprintf(buffer, 8, "x"); on_exit_code(1); scope.exit(2);'),
        ("docs/a.md", "`-ffast-math` is refused"),
    ],
)
def test_what_only_looks_like_a_broken_rule_passes(tmp_path, path, line):
    write(tmp_path, path, f"\n{line}\n")
    result = run_check("check_rules.py", tmp_path)
    assert (result.returncode, result.stdout) == (0, "")
