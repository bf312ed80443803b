"""Flags that change the arithmetic are refused, by name and by what they define."""

import os
import shlex
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("flag", ["-ffast-math", "-O2 -Ofast", "-march=native"])
def test_cmake_refuses_the_flag(tmp_path, flag):
    result = subprocess.run(
        ["cmake", "-S", ROOT, "-B", tmp_path, "-G", "Ninja", "-DHILO_BUILD_TESTS=OFF"],
        env={**os.environ, "CXXFLAGS": flag},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode != 0
    assert "hilo promises the same bits on every machine" in result.stderr


@pytest.mark.parametrize(
    ("flag", "accepted"),
    [("-ffast-math", False), ("-ffinite-math-only", False), ("-O2", True)],
)
def test_the_library_refuses_what_the_flag_defines(flag, accepted):
    compiler = shlex.split(os.environ.get("CXX", "c++"))
    source = ROOT / "src" / "base" / "arithmetic_check.cc"
    result = subprocess.run(
        [*compiler, "-std=c++20", "-fsyntax-only", flag, source],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode == 0) is accepted, result.stderr
