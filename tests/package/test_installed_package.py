"""The installed package as another project uses it: the examples, built and run."""

import math
import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "ten_lines"
LECTURE = ROOT / "examples" / "lecture"

pytestmark = pytest.mark.slow


def run(*command, **options):
    result = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A prefix, with a space in its name, that holds what `cmake --install` puts there."""
    prefix = tmp_path_factory.mktemp("installed") / "a prefix"
    build = Path(os.environ["HILO_PROGRAM"]).parent
    run("cmake", "--install", build, "--prefix", prefix)
    return prefix


@pytest.fixture
def fake_files(tmp_path):
    """Two files whose mean is 2.5 and whose variance is 1.25, and the folder that holds them."""
    folder = tmp_path / "fake_files"
    folder.mkdir()
    np.save(folder / "file_0.npy", np.array([1.0, 2.0]))
    np.save(folder / "file_1.npy", np.array([3.0, 4.0]))
    return tmp_path


def expected_output():
    return f"mean 2.5\nstd  {math.sqrt(1.25):.17g}\n"


def test_find_package_builds_the_example(installed, fake_files, tmp_path):
    build = tmp_path / "build"
    run("cmake", "-S", EXAMPLE, "-B", build, "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={installed}")
    run("cmake", "--build", build)
    assert run(build / "ten_lines", cwd=fake_files) == expected_output()


def test_find_package_builds_the_lecture(installed, fake_files, tmp_path):
    build = tmp_path / "build"
    run("cmake", "-S", LECTURE, "-B", build, "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={installed}")
    run("cmake", "--build", build)
    expected = f"Name all\n\t Mean 2.5\n\t Std {math.sqrt(1.25)!r}\n"
    assert run(build / "files_on_threads", "fake_files", "2", cwd=fake_files).endswith(expected)
    (helper,) = installed.rglob("hilo-worker")
    named = {**os.environ, "HILO_WORKER": str(helper)}
    arguments = [build / "files_on_processes", "fake_files", "2"]
    assert run(*arguments, cwd=fake_files, env=named).endswith(expected)


def test_pkg_config_builds_the_example(installed, fake_files, tmp_path):
    (metadata,) = installed.rglob("pkgconfig")
    environment = {**os.environ, "PKG_CONFIG_PATH": str(metadata)}
    # The prefix has a space, which pkg-config escapes for a shell.
    flags = run("pkg-config", "--cflags", "--libs", "hilo", env=environment).strip()
    program = tmp_path / "ten_lines"
    command = f'c++ -std=c++20 -o "$1" "$2" {flags}'
    run("sh", "-c", command, "sh", program, EXAMPLE / "ten_lines.cc")
    assert run(program, cwd=fake_files) == expected_output()


PROCESSES = """
#include <hilo/hilo.h>

#include <cstdio>

int main() {
  auto result = hilo::stats({"fake_files"}, {.executor = hilo::Executor::processes, .jobs = 2});
  if (!result) return std::fprintf(stderr, "%s\\n", to_string(result.error()).c_str()), 3;
  if (result->total.mean) std::printf("mean %.17g\\n", *result->total.mean);
  return result->complete ? 0 : 1;
}
"""


def program_with_processes(prefix, folder, *library):
    """A program in another place, which knows nothing of the helper but its library."""
    source = folder / "processes.cc"
    source.write_text(PROCESSES)
    program = folder / "processes"
    run("c++", "-std=c++20", "-I", prefix / "include", "-o", program, source, *library)
    return program


def test_a_static_library_finds_its_helper_where_it_was_installed(installed, fake_files, tmp_path):
    """A static library is part of the program, which lies anywhere: the prefix was built into it.

    This prefix is not the one of the build, so the variable says where the helper is.
    """
    (library,) = installed.rglob("libhilo.a")
    program = program_with_processes(installed, tmp_path, library)
    (helper,) = installed.rglob("hilo-worker")
    named = {**os.environ, "HILO_WORKER": str(helper)}
    assert run(program, cwd=fake_files, env=named) == "mean 2.5\n"


def test_a_shared_library_finds_its_helper_beside_it(installed, fake_files, tmp_path):
    (static,) = installed.rglob("libhilo.a")
    shared = static.with_name("libhilo_shared.so")
    whole = ["-Wl,--whole-archive", static, "-Wl,--no-whole-archive"]
    run("c++", "-shared", "-o", shared, *whole)
    program = program_with_processes(installed, tmp_path, shared, f"-Wl,-rpath,{shared.parent}")
    environment = {name: value for name, value in os.environ.items() if name != "HILO_WORKER"}
    assert run(program, cwd=fake_files, env=environment) == "mean 2.5\n"


def test_no_helper_is_an_error_that_names_the_places(installed, fake_files, tmp_path):
    (library,) = installed.rglob("libhilo.a")
    program = program_with_processes(installed, tmp_path, library)
    environment = {**os.environ, "HILO_WORKER": "/no/such/helper"}
    command = [program]
    result = subprocess.run(
        command, cwd=fake_files, env=environment, capture_output=True, text=True
    )
    assert result.returncode == 3
    assert "expected the program hilo-worker to start workers with, found none at " in result.stderr
    assert "/no/such/helper" in result.stderr


def test_the_program_finds_the_compiler_where_it_was_installed(installed, fake_files):
    if not list(installed.rglob("libhilo_jit.so")):
        pytest.skip("built without LLVM")
    arguments = ["stats", "fake_files", "--expr", "x * 2", "--jit", "on", "--format", "json"]
    environment = {k: v for k, v in os.environ.items() if k != "HILO_JIT"}
    program = installed / "bin" / "hilo"
    assert '"mean": 5.0' in run(program, *arguments, cwd=fake_files, env=environment)


def test_the_program_is_installed(installed):
    assert run(installed / "bin" / "hilo", "--version").startswith("hilo ")


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("man/man1/hilo.1", ["help", "man"]),
        ("bash-completion/completions/hilo", ["completion", "bash"]),
        ("zsh/site-functions/_hilo", ["completion", "zsh"]),
        ("fish/vendor_completions.d/hilo.fish", ["completion", "fish"]),
    ],
)
def test_the_manual_and_completions_are_installed(installed, place, words):
    said = run(installed / "bin" / "hilo", *words)
    assert said
    assert (installed / "share" / place).read_text() == said


def test_man_shows_the_installed_page(installed):
    if shutil.which("man") is None:
        pytest.skip("expected the program man, found none: it does not look for the page")
    environment = {**os.environ, "MANPATH": str(installed / "share" / "man"), "MANPAGER": "cat"}
    assert "exact summary statistics" in run("man", "hilo", env=environment)


def test_public_headers_compile_one_by_one(installed):
    headers = sorted((installed / "include" / "hilo").glob("*.h"))
    assert headers
    for header in headers:
        command = ["c++", "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Werror"]
        source = f"#include <hilo/{header.name}>\n#include <hilo/{header.name}>\nint main() {{}}\n"
        run(*command, "-I", installed / "include", "-x", "c++", "-", input=source)
