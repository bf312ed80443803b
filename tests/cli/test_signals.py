"""Ctrl-C and SIGTERM."""

import fcntl
import json
import os
import signal
import struct
import termios
import time

import pytest
from under_way import wait_until_read


@pytest.mark.parametrize(
    ("number", "code", "word"),
    [(signal.SIGINT, 130, b"interrupted"), (signal.SIGTERM, 143, b"terminated")],
)
def test_a_stopped_run_reports_what_was_done(start, long_run, tmp_path, number, code, word):
    process = start("stats", long_run(), "-j1", "--format", "json")
    wait_until_read(process)
    process.send_signal(number)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == code
    assert b"hilo: " + word in stderr
    assert b"the result is incomplete" in stderr
    document = json.loads(stdout)
    assert document["complete"] is False
    found = document["files"]["found"]
    assert found == len(os.listdir(tmp_path / "long"))
    assert 0 < document["files"]["included"] < found
    assert len(document["groups"]) == document["files"]["included"]
    assert document["errors"] == []


def test_a_stopped_run_writes_its_output_file(start, long_run, tmp_path):
    process = start("stats", long_run(), "-j1", "-o", "out.json", "--on-error", "fail")
    wait_until_read(process)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 130
    assert json.loads((tmp_path / "out.json").read_text())["complete"] is False


def pipe_bytes(pipe):
    return struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, b"\0" * 4))[0]


@pytest.fixture
def blocked(start, npy, tmp_path):
    """A run that waits, for nobody reads its result."""
    npy("block.npy", [1.0])
    (tmp_path / "d").mkdir()
    for i in range(5000):
        os.symlink("../block.npy", tmp_path / "d" / f"{i}.npy")
    process = start("stats", "d", "--format", "csv")
    deadline = time.monotonic() + 30
    while pipe_bytes(process.stdout) < 60000:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    time.sleep(0.1)
    return process


def test_the_first_signal_is_answered_at_once(blocked):
    blocked.send_signal(signal.SIGINT)
    assert blocked.stderr.readline().startswith(b"hilo: interrupted, ")


def test_the_second_signal_ends_at_once(blocked):
    blocked.send_signal(signal.SIGINT)
    blocked.stderr.readline()
    time.sleep(0.2)
    blocked.send_signal(signal.SIGINT)
    assert blocked.wait(timeout=10) == -signal.SIGINT


def test_a_signal_that_is_sent_twice_at_once_is_one(start, long_run):
    """As timeout does it: to the process, then to its group."""
    process = start("stats", long_run(), "-j1", "--format", "json")
    wait_until_read(process)
    process.send_signal(signal.SIGSTOP)
    process.send_signal(signal.SIGTERM)
    process.send_signal(signal.SIGCONT)
    process.send_signal(signal.SIGTERM)
    stdout, _ = process.communicate(timeout=60)
    assert process.returncode == 143
    assert b'"complete": false' in stdout


def test_a_lost_connection_is_a_stop(start, long_run):
    process = start("stats", long_run(), "-j1", "--format", "json")
    wait_until_read(process)
    process.send_signal(signal.SIGHUP)
    stdout, _ = process.communicate(timeout=60)
    assert process.returncode == 129
    assert b'"complete": false' in stdout


def test_the_second_signal_leaves_no_temporary_file(start, long_run, tmp_path):
    process = start("stats", long_run(), "-j1", "-o", "out.csv")
    wait_until_read(process)
    process.send_signal(signal.SIGSTOP)
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGTERM)
    process.send_signal(signal.SIGCONT)
    assert process.wait(timeout=60) in (-signal.SIGINT, -signal.SIGTERM)
    assert sorted(os.listdir(tmp_path)) == ["block.npy", "long"]


def test_an_ignored_signal_stays_ignored(start, long_run):
    process = start(
        "stats",
        long_run(seconds=0.5),
        "-j1",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )
    wait_until_read(process)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert (process.returncode, stderr) == (0, b"")


def test_generate_stops(start, tmp_path):
    process = start("generate", "d", "--files", "1_000_000", "--size", "1000", "--progress=always")
    assert b" files" in process.stderr.readline()  # it is under way
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"stopped early: " in stderr
    assert all(name.startswith("file_") for name in os.listdir(tmp_path / "d") if name[0] != ".")
