"""One bad file among ten thousand."""

from __future__ import annotations

import time

import numpy as np
import pytest
from oracle import exact
from oracle.exact import Statistics

FILES = 10_000
ARRAYS = 97  # different ones, so that few have to be reckoned by hand
SECONDS = 20  # many times what it takes


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """The folder, and the rows that its files give."""
    folder = tmp_path_factory.mktemp("many_files")
    (folder / "d").mkdir()
    random = np.random.default_rng(11)
    arrays = [random.normal(size=size) for size in range(ARRAYS)]
    for number in range(ARRAYS):
        np.save(folder / f"{number}.npy", arrays[number])
    contents = [(folder / f"{number}.npy").read_bytes() for number in range(ARRAYS)]
    numbers = [csv_numbers(exact.statistics_of([array])) for array in arrays]
    rows = []
    for number in range(FILES):
        (folder / "d" / f"file_{number}.npy").write_bytes(contents[number % ARRAYS])
        size = number % ARRAYS
        rows.append(f"d/file_{number}.npy,1,<f8,{size},{numbers[size]}")
    return folder, rows


def csv_numbers(statistics: Statistics) -> str:
    return ",".join("" if value is None else repr(value) for value in statistics)


def run(hilo, folder, executor, *flags):
    chosen = ["--executor", executor[0], "-j", str(executor[1]), "--format", "csv", *flags]
    start = time.monotonic()
    result = hilo("stats", "d", *chosen, cwd=folder)
    assert time.monotonic() - start < SECONDS
    return result


@pytest.mark.parametrize("bad", [0, 4711, FILES - 1])
def test_a_bad_file_among_ten_thousand(hilo, many, executor, bad):
    folder, rows = many
    path = folder / "d" / f"file_{bad}.npy"
    good = path.read_bytes()
    before = run(hilo, folder, executor)
    assert (before.returncode, before.stderr) == (0, "")
    assert before.stdout.splitlines()[1:] == rows
    path.write_bytes(good[:-1] if good[128:] else b"")
    try:
        after = run(hilo, folder, executor)
        failed = run(hilo, folder, executor, "--on-error", "fail")
    finally:
        path.write_bytes(good)
    assert after.returncode == 1
    assert after.stdout.splitlines()[1:] == rows[:bad] + rows[bad + 1 :]
    code = "SHORT_DATA" if good[128:] else "EMPTY"
    said = after.stderr.splitlines()
    assert said[0].startswith(f"hilo: d/file_{bad}.npy: {code}: expected ")
    assert said[1:] == [f"hilo: 1 of {FILES} inputs failed"]
    assert (failed.returncode, failed.stdout) == (3, "")
    assert failed.stderr == said[0] + "\n"


@pytest.fixture(scope="module")
def mostly_bad(many, tmp_path_factory):
    """A folder with every tenth of those files; the others hold one byte."""
    folder = tmp_path_factory.mktemp("mostly_bad")
    (folder / "d").mkdir()
    for number in range(FILES):
        path = folder / "d" / f"file_{number}.npy"
        if number % 10:
            path.write_bytes(b"\0")
        else:
            path.hardlink_to(many[0] / "d" / path.name)
    return folder, many[1][::10]


def test_nine_thousand_bad_files(hilo, mostly_bad, executor):
    """Every refusal is named, in order; the rest is as ever."""
    folder, rows = mostly_bad
    after = run(hilo, folder, executor)
    assert after.returncode == 1
    assert after.stdout.splitlines()[1:] == rows
    named = [line.split(": ")[1] for line in after.stderr.splitlines()[:-1]]
    assert named == [f"d/file_{number}.npy" for number in range(FILES) if number % 10]
