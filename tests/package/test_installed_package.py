"""The installed package as another project uses it: the example of ten lines, built and run."""

import math
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "ten_lines"

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


def test_pkg_config_builds_the_example(installed, fake_files, tmp_path):
    (metadata,) = installed.rglob("pkgconfig")
    environment = {**os.environ, "PKG_CONFIG_PATH": str(metadata)}
    # The prefix has a space, which pkg-config escapes for a shell.
    flags = run("pkg-config", "--cflags", "--libs", "hilo", env=environment).strip()
    program = tmp_path / "ten_lines"
    command = f'c++ -std=c++20 -o "$1" "$2" {flags}'
    run("sh", "-c", command, "sh", program, EXAMPLE / "ten_lines.cc")
    assert run(program, cwd=fake_files) == expected_output()


def test_the_program_is_installed(installed):
    assert run(installed / "bin" / "hilo", "--version").startswith("hilo ")


def test_public_headers_compile_one_by_one(installed):
    headers = sorted((installed / "include" / "hilo").glob("*.h"))
    assert headers
    for header in headers:
        command = ["c++", "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Werror"]
        source = f"#include <hilo/{header.name}>\n#include <hilo/{header.name}>\nint main() {{}}\n"
        run(*command, "-I", installed / "include", "-x", "c++", "-", input=source)
