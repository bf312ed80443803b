"""A thread for each file on a disk as slow as the lecture's: there it fails, here it does not."""

import os
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "examples" / "lecture"
FILES = 100
DESCRIPTORS = 32
SECONDS_TO_MOUNT = 10


@pytest.fixture
def slow_disk(hilo, tmp_path):
    """A folder of 8 MB that takes 0.4 seconds to read."""
    if not os.access("/dev/fuse", os.R_OK | os.W_OK):
        pytest.skip("no usable /dev/fuse (FUSE)")
    hilo("generate", "fake_files", "--files", str(FILES), "--size", "10000", check=True)
    mount_point = tmp_path / "slow"
    mount_point.mkdir()
    command = [sys.executable, SCRIPTS / "slow_disk.py", "fake_files", "slow", "20"]
    process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    try:
        deadline = time.monotonic() + SECONDS_TO_MOUNT
        while not mount_point.is_mount():
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                pytest.skip("FUSE does not mount here: " + process.communicate()[1].strip()[-200:])
            time.sleep(0.02)
        yield mount_point
    finally:
        subprocess.run(["fusermount3", "-u", mount_point], check=False)
        process.kill()
        process.communicate()


def run(cwd, *command):
    def limit_descriptors():
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, hard))

    return subprocess.run(
        command,
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        preexec_fn=limit_descriptors,
    ).stdout


def test_the_notebook_fails_and_the_program_does_not(slow_disk, hilo_program, lecture_programs):
    folder = slow_disk.parent
    notebook = [sys.executable, SCRIPTS / "notebook.py"]
    said = run(folder, *notebook, "thread_a_file", "slow", str(FILES))
    failed = re.search(r"^(\d+) threads failed: Too many open files$", said, re.M)
    assert failed, said
    assert 0 < int(failed[1]) < FILES

    assert "failed" not in run(folder, *notebook, "pool", "slow", str(FILES))
    rows = run(folder, hilo_program, "stats", "slow", "-j64", "--format", "csv")
    assert rows == run(folder, hilo_program, "stats", "fake_files", "--format", "csv").replace(
        "fake_files/", "slow/"
    )
    assert run(folder, lecture_programs / "files_on_threads", "slow", str(FILES))
