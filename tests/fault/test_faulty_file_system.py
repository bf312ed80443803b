"""Files that fail while they are read, on a file system of our own (FUSE)."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

EXECUTORS = [("serial", 1), ("threads", 1), ("threads", 3), ("processes", 2)]
SECONDS_TO_MOUNT = 10
FAULTS = {
    "broken.npy": ("IO", "expected 131072 bytes at offset 393216, found: Input/output error"),
    "broken_large.npy": (
        "IO",
        "expected 131072 bytes at offset 16777216, found: Input/output error",
    ),
    "cut.npy": (
        "CHANGED",
        "expected 800128 bytes, found the end after 400064: the file shrank while it was read",
    ),
    "denied.npy": ("OPEN", "expected a readable file, found: Input/output error"),
    "touched.npy": (
        "CHANGED",
        "expected a file that stays as it is, found another modification time",
    ),
}


@pytest.fixture(scope="module")
def mounted(tmp_path_factory):
    """The folder, and the same with faults."""
    if not os.access("/dev/fuse", os.R_OK | os.W_OK):
        pytest.skip("no usable /dev/fuse (FUSE)")
    folder = tmp_path_factory.mktemp("sound")
    mount_point = tmp_path_factory.mktemp("faulty")
    random = np.random.default_rng(5)
    for name in [f"file_{number}.npy" for number in range(8)] + list(FAULTS):
        np.save(folder / name, random.normal(size=100_000))
    script = Path(__file__).with_name("faulty_file_system.py")
    # Large enough for pieces, which are to fail with the same words.
    np.save(folder / "broken_large.npy", random.normal(size=4 << 20))
    process = subprocess.Popen(
        [sys.executable, script, folder, mount_point], stderr=subprocess.PIPE, text=True
    )
    try:
        deadline = time.monotonic() + SECONDS_TO_MOUNT
        while not os.path.ismount(mount_point):
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                pytest.skip("FUSE does not mount here: " + process.communicate()[1].strip()[-200:])
            time.sleep(0.02)
        yield folder, mount_point
    finally:
        subprocess.run(["fusermount3", "-u", "-z", mount_point], check=False, capture_output=True)
        process.terminate()
        process.wait(timeout=10)


def rows_by_name(text):
    return {Path(row[0]).name: row[1:] for row in csv.reader(io.StringIO(text))}


@pytest.mark.parametrize(("executor", "jobs"), EXECUTORS)
def test_what_fails_is_named_and_the_rest_is_exact(hilo, mounted, executor, jobs):
    folder, mount_point = mounted
    flags = ["--executor", executor, "-j", str(jobs)]
    sound = hilo("stats", *flags, "--format", "csv", str(folder))
    assert sound.returncode == 0
    faulty = hilo("stats", *flags, "--format", "csv", str(mount_point))
    assert faulty.returncode == 1
    expected = rows_by_name(sound.stdout)
    for name in FAULTS:
        del expected[name]
    assert rows_by_name(faulty.stdout) == expected
    lines = [f"hilo: {mount_point}/{name}: {': '.join(FAULTS[name])}" for name in sorted(FAULTS)]
    assert faulty.stderr.splitlines() == [*lines, "hilo: 5 of 13 inputs failed"]


def test_the_document_counts_them(hilo, mounted):
    folder, mount_point = mounted
    sound = [str(folder / f"file_{number}.npy") for number in range(8)]
    expected = json.loads(hilo("stats", "--format", "json", *sound).stdout)
    found = json.loads(hilo("stats", "--format", "json", str(mount_point)).stdout)
    assert found["total"] == expected["total"]
    assert found["files"] == {"found": 13, "included": 8, "failed": 5}
    assert found["complete"] is False
    assert [error["code"] for error in found["errors"]] == [
        "IO",
        "IO",
        "CHANGED",
        "OPEN",
        "CHANGED",
    ]


def test_the_first_fault_ends_a_run_that_is_to_fail(hilo, mounted):
    result = hilo("stats", "--on-error", "fail", "--format", "csv", str(mounted[1]))
    assert result.returncode == 3
    assert result.stdout == ""
    assert "broken.npy: IO: " in result.stderr
