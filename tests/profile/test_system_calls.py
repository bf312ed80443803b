"""The system calls that a profile counts are those that were made: strace tells."""

import json
import os
import re
import shutil
import subprocess
from collections import Counter

import numpy as np
import pytest

CALLS = {
    "open": ["openat", "open"],
    "fstat": ["fstat", "newfstatat"],
    "read": ["pread64", "preadv2"],
    "close": ["close"],
    "fadvise": ["fadvise64"],
}
KIND = {call: kind for kind, calls in CALLS.items() for call in calls}
# "4711  pread64(5</tmp/d/a.npy>, ..." and what is resumed later.
LINE = re.compile(r"^\d+ +(\w+)\((.*)$")
# The first thing that is done when all has been read.
END = "/proc/self/cgroup"


@pytest.fixture
def traced(hilo_program, tmp_path):
    """Runs the program under strace; gives its profile and the calls on files below "d"."""
    if os.environ.get("HILO_SANITIZER"):
        pytest.skip("a sanitizer's library makes calls of its own")
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("no strace")
    if subprocess.run([strace, "-qq", "true"], check=False, capture_output=True).returncode:
        pytest.skip("strace may not trace here")

    def run(*arguments):
        log = tmp_path / "strace.log"
        names = ",".join(KIND)
        command = [strace, "-f", "-y", "-qq", "-e", f"trace={names}", "-o", log, hilo_program]
        result = subprocess.run(
            [*command, "stats", "--profile", "--format", "json", *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode in (0, 1), result.stderr
        text = log.read_text(errors="replace")
        assert END in text
        return json.loads(result.stdout)["profile"], calls_on_inputs(text[: text.index(END)])

    return run


def calls_on_inputs(text):
    counts = Counter()
    for line in text.splitlines():
        match = LINE.match(line)
        if not match:
            continue
        call, rest = match.groups()
        # Without a descriptor it is the name that is looked at, not the open file.
        is_open_file = re.match(r"\d+<[^>]*/d/", rest) is not None
        is_named = KIND[call] == "open" and re.search(r'"(?:[^"]*/)?d/[^"]*\.npy"', rest)
        if is_open_file or is_named:
            counts[KIND[call]] += 1
    return {kind: counts[kind] for kind in CALLS}


def counted(profile):
    calls = profile["system_calls"]
    return {kind: calls[kind] for kind in CALLS}


def without_copies(made, way):
    """Worker processes get a copy of the descriptor of a file that they share, and close it."""
    if "processes" in way and "-j3" in way:
        assert made["open"] <= made["close"] <= 4 * made["open"]
        return {**made, "close": made["open"]}
    return made


# Of a run that finds all in memory.
TRIES = 5

WAYS = [
    ["--executor", "serial", "-j1"],
    ["--executor", "threads", "-j1"],
    ["--executor", "threads", "-j3"],
    ["--executor", "processes", "-j1"],
    ["--executor", "processes", "-j3"],
]


@pytest.fixture
def traced_warm(traced):
    """As `traced`, and again where the system had to wait for a page that it has in memory."""

    def run(*arguments):
        for _ in range(TRIES):
            profile, made = traced(*arguments)
            assert counted(profile) == made
            if profile["page_cache_share"] == 1:
                break
        return profile, made

    return run


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_a_small_file_takes_five(traced_warm, generate, way):
    profile, made = traced_warm(generate("d", 40, 100), *way)
    assert made == {"open": 40, "fstat": 80, "read": 40, "close": 40, "fadvise": 0}
    assert profile["system_calls"]["per_file"] == 5.0


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_a_file_of_several_chunks(traced_warm, generate, way):
    profile, made = traced_warm(generate("d", 20, 100_000), *way)
    assert made == {"open": 20, "fstat": 40, "read": 140, "close": 20, "fadvise": 0}
    assert profile["system_calls"]["per_file"] == 11.0


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_large_files_in_pieces(traced, generate, way):
    folder = generate("d", 2, 4_000_000)
    for _ in range(TRIES):
        profile, made = traced(folder, *way)
        assert counted(profile) == without_copies(made, way)
        if profile["page_cache_share"] == 1:
            break
    assert made["fadvise"] == 0


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_cold_files_are_asked_for_ahead(traced, generate, evict, way):
    folder = generate("d", 60, 100_000)
    evict(folder)
    profile, made = traced(folder, *way)
    assert counted(profile) == made
    # Some of them; which depends on who is first.
    assert made["fadvise"] > 0
    assert made["open"] >= 60


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_a_large_cold_file_is_asked_for_ahead(traced, generate, evict, way):
    folder = generate("d", 1, 8_000_000)
    evict(folder)
    profile, made = traced(folder, *way)
    assert counted(profile) == without_copies(made, way)
    assert made["fadvise"] > 0


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_files_that_fail(traced, npy, tmp_path, way):
    npy("d/good.npy", np.arange(10.0))
    (tmp_path / "d/short.npy").write_bytes(b"\x93NUMPY")
    (tmp_path / "d/empty.npy").write_bytes(b"")
    (tmp_path / "d/gone.npy").symlink_to("nowhere")
    profile, made = traced("d", "d/none.npy", *way)
    assert counted(profile) == made
    assert profile["files"] == 5
