"""Runs with --profile, and what is known of them."""

from __future__ import annotations

import ctypes
import json
import mmap
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

STAGES = ["discover", "open", "read", "decode", "compute", "merge", "report", "idle"]
SECONDS_TO_MOUNT = 10
# Of worker time that others have the CPUs: a run that lost no more was hardly disturbed.
CALM = 0.1
TRIES = 30


@dataclass
class ProfiledRun:
    """A run of `hilo stats --profile --format json`."""

    document: dict
    text: str  # what it said
    seconds: float

    @property
    def profile(self):
        return self.document["profile"]

    @property
    def cause(self):
        return self.profile["cause"]

    @property
    def verdict(self):
        return self.profile["verdict"]

    def share(self, stage):
        return self.profile["stages"][STAGES.index(stage)]["share"]

    def part(self, field):
        """Of the workers' time: "cpu_s", or "ready_s"."""
        workers = self.profile["workers"]
        # The thread that called uses CPUs while it waits for its workers, too.
        seconds = sum(min(worker[field], worker["wall_s"]) for worker in workers)
        return seconds / sum(worker["wall_s"] for worker in workers)


@pytest.fixture
def profiled(hilo, tmp_path):
    """Runs it: profiled("d", "-j2"). `runner` starts the program in another way than usual.

    Its rows go to a file, which takes them at once; a pipe does when Python gets round to it.
    """

    def run(*arguments, runner=hilo, **keywords):
        output = tmp_path / "output.json"
        begin = time.monotonic()
        with open(output, "wb") as file:
            command = ("stats", "--profile", "--format", "json", *arguments)
            result = runner(*command, stdout=file, **keywords)
        seconds = time.monotonic() - begin
        assert result.returncode in (0, 1), result.stderr
        return ProfiledRun(json.loads(output.read_text()), result.stderr, seconds)

    return run


@pytest.fixture
def undisturbed(profiled):
    """As `profiled`, again and again until other programs left the CPUs to the run."""

    def run(*arguments, prepare=lambda: None, calm=CALM, **keywords):
        for _ in range(TRIES):
            prepare()
            found = profiled(*arguments, **keywords)
            if found.part("ready_s") < calm:
                return found
            time.sleep(0.2)
        pytest.skip("other programs have the CPUs of this machine")

    return run


@pytest.fixture
def generate(hilo, tmp_path):
    """Makes a folder of files: generate("d", files=10, size=1000)."""

    def make(name, files, size, *arguments):
        result = hilo(
            *("generate", name, "--files", str(files), "--size", str(size), "-q", *arguments)
        )
        assert result.returncode == 0, result.stderr
        # Files that nobody has read since they were written have their times of access written.
        for path in (tmp_path / name).rglob("*.npy"):
            path.read_bytes()
        # What is still to be written holds up whoever looks at a directory.
        os.sync()
        return name

    return make


# ---- the page cache ----


def cached_share(path):
    """Of the pages of a file, those that are in memory."""
    library = ctypes.CDLL(None, use_errno=True)
    with open(path, "r+b") as file, mmap.mmap(file.fileno(), 0) as mapped:
        pages = (len(mapped) + mmap.PAGESIZE - 1) // mmap.PAGESIZE
        told = (ctypes.c_ubyte * pages)()
        address = ctypes.c_char.from_buffer(mapped)
        failed = library.mincore(
            ctypes.c_void_p(ctypes.addressof(address)), ctypes.c_size_t(len(mapped)), told
        )
        del address
        assert not failed
        return sum(page & 1 for page in told) / pages


@pytest.fixture
def evict(tmp_path):
    """Puts the files of a folder out of memory; skips the test where that does not work."""

    def run(name):
        paths = [path for path in (tmp_path / name).rglob("*") if path.is_file()]
        for path in paths:
            with open(path, "rb+") as file:
                os.fsync(file)
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        left = sum(cached_share(path) for path in paths) / len(paths)
        if left > 0.01:
            pytest.skip(f"{left:.0%} of the files stay in memory: there is no disk below them")

    return run


# ---- a file system that is slow ----


@pytest.fixture
def throttled(tmp_path):
    """Shows a folder a second time, slowly; gives where: throttled("d", 20e6, "--side-by-side")."""
    if not os.access("/dev/fuse", os.R_OK | os.W_OK):
        pytest.skip("no usable /dev/fuse (FUSE)")
    mounted = []

    def mount(name, bytes_per_second, *flags):
        mount_point = tmp_path / f"slow_{len(mounted)}"
        mount_point.mkdir()
        script = Path(__file__).with_name("throttled_file_system.py")
        process = subprocess.Popen(
            [sys.executable, script, tmp_path / name, mount_point, str(bytes_per_second), *flags],
            stderr=subprocess.PIPE,
            text=True,
        )
        mounted.append((mount_point, process))
        deadline = time.monotonic() + SECONDS_TO_MOUNT
        while not os.path.ismount(mount_point):
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                pytest.skip("FUSE does not mount here: " + process.communicate()[1].strip()[-200:])
            time.sleep(0.02)
        return mount_point.name

    yield mount
    for mount_point, process in mounted:
        subprocess.run(["fusermount3", "-u", "-z", mount_point], check=False, capture_output=True)
        process.terminate()
        process.communicate(timeout=10)
