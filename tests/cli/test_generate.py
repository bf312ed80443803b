"""hilo generate, as a user runs it."""

import os
import re

import numpy
import pytest

SMALL = ["--files", "5", "--size", "100"]


def test_makes_the_files_and_says_so(hilo, tmp_path):
    result = hilo("generate", "a/b", *SMALL)
    assert (result.returncode, result.stderr) == (0, "")
    assert re.fullmatch(
        r"5 files in a/b: 5 written, 0 kept \([\d.]+ kB, [\d.]+ [mμ]?s\)\n", result.stdout
    )
    for i in range(5):
        array = numpy.load(tmp_path / "a/b" / f"file_{i}.npy")
        assert (array.dtype.str, array.shape) == ("<f8", (100,))


def test_keeps_what_is_there(hilo):
    hilo("generate", "d", *SMALL)
    assert "5 files in d: 0 written, 5 kept" in hilo("generate", "d", *SMALL).stdout


def test_refuses_another_data_set(hilo, tmp_path):
    hilo("generate", "d", *SMALL)
    before = (tmp_path / "d/file_0.npy").read_bytes()
    result = hilo("generate", "d", *SMALL, "--seed", "1")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("hilo: ")
    assert (tmp_path / "d/file_0.npy").read_bytes() == before


def test_force_replaces_another_data_set(hilo, tmp_path):
    hilo("generate", "d", *SMALL)
    before = (tmp_path / "d/file_0.npy").read_bytes()
    result = hilo("generate", "d", *SMALL, "--seed", "1", "--force")
    assert result.returncode == 0
    assert (tmp_path / "d/file_0.npy").read_bytes() != before


def test_quiet_says_nothing(hilo):
    result = hilo("generate", "d", *SMALL, "-q")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("spelling", "expected"),
    [("f4", "<f4"), ("<f8", "<f8"), ("float64", "<f8"), ("u1", "|u1"), ("int32", "<i4")],
)
def test_dtypes(hilo, tmp_path, spelling, expected):
    result = hilo("generate", "d", *SMALL, "--dtype", spelling)
    assert result.returncode == 0, result.stderr
    assert numpy.load(tmp_path / "d/file_0.npy").dtype.str == expected


@pytest.mark.parametrize("distribution", ["normal", "uniform", "lognormal"])
def test_distributions(hilo, tmp_path, distribution):
    result = hilo("generate", "d", *SMALL, "--dist", distribution)
    assert result.returncode == 0, result.stderr
    values = numpy.load(tmp_path / "d/file_0.npy")
    assert (values.min() < 0) == (distribution == "normal")
    assert (values.max() < 1) == (distribution == "uniform")


def test_underscores_in_numbers(hilo, tmp_path):
    assert hilo("generate", "d", "--files", "1", "--size", "1_000").returncode == 0
    assert numpy.load(tmp_path / "d/file_0.npy").shape == (1000,)


def test_jobs_change_nothing(hilo, tmp_path):
    hilo("generate", "one", *SMALL, "-j1")
    hilo("generate", "many", *SMALL, "-j7")
    for name in os.listdir(tmp_path / "one"):
        if name.endswith(".npy"):
            one, many = ((tmp_path / d / name).read_bytes() for d in ("one", "many"))
            assert one == many


def test_a_directory_that_cannot_be_made(hilo, tmp_path):
    (tmp_path / "file").write_text("")
    result = hilo("generate", "file/d", *SMALL)
    assert result.returncode in (2, 3)
    assert result.stderr.startswith("hilo: ")
    assert result.stderr.count("\n") == 1
