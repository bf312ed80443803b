"""Ctrl-C in Python, and what goes on beside a run."""

import ctypes
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time

import hilo
import numpy as np
import pytest
from under_way import BLOCK_BYTES, bytes_read, wait_until_read

SCRIPT = """
    import sys, time
    import hilo


    print("ready", flush=True)
    try:
        hilo.stats("long", executor=sys.argv[1], jobs=2)
    except hilo.Interrupted as interrupted:
        ended = time.clock_gettime(time.CLOCK_MONOTONIC)
        result = interrupted.result
        print(ended, result.files.included, result.files.found, result.complete)
        print(interrupted)
"""


def interrupted_run(folder, executor):
    """Seconds from Ctrl-C to the exception."""
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SCRIPT), executor],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    wait_until_read(process, bytes_read([process.pid]) + 10 * BLOCK_BYTES)
    sent = time.clock_gettime(time.CLOCK_MONOTONIC)
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=120)
    assert process.returncode == 0, stderr
    first, second = stdout.splitlines()
    ended, included, found, complete = first.split()
    assert complete == "False"
    assert 0 < int(included) < int(found) == len(os.listdir(folder / "long"))
    assert second.startswith(f"interrupted after {included} of {found} files")
    return float(ended) - sent


@pytest.mark.parametrize("executor", ["serial", "threads", "processes"])
def test_ctrl_c_raises_at_once_with_what_was_done(tmp_path, long_run, executor):
    long_run()
    # The best of some: other programs may have the machine at the moment.
    assert min(interrupted_run(tmp_path, executor) for _ in range(3)) < 0.1


def test_ctrl_c_ends_moments_of_a_large_array():
    # Windows that overlap: 800 GB, of which 9 MB are there. What is repeated by a stride of 0 would
    # be added once.
    large = np.lib.stride_tricks.sliding_window_view(np.linspace(-1, 1, 1_100_000), 1_000_000)
    main = threading.main_thread().ident
    ctrl_c = threading.Timer(0.2, lambda: signal.pthread_kill(main, signal.SIGINT))
    begun = time.monotonic()
    try:
        with pytest.raises(KeyboardInterrupt):
            ctrl_c.start()
            hilo.Moments.of(large)
    finally:
        ctrl_c.cancel()  # or it would end another test
    assert time.monotonic() - begun < 2


def test_an_exception_of_another_signal_is_raised_as_it_is(tmp_path, long_run, monkeypatch):
    monkeypatch.chdir(tmp_path)
    long_run()

    class OutOfTimeError(Exception):
        pass

    def on_alarm(number, frame):
        raise OutOfTimeError

    before = signal.signal(signal.SIGALRM, on_alarm)
    try:
        with pytest.raises(OutOfTimeError):
            signal.setitimer(signal.ITIMER_REAL, 0.3)
            hilo.stats("long", jobs=1)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_other_threads_go_on_while_files_are_read(tmp_path, long_run, monkeypatch):
    monkeypatch.chdir(tmp_path)
    long_run(seconds=1)
    counted = 0
    done = threading.Event()

    def count():
        nonlocal counted
        while not done.is_set():
            counted += 1
            time.sleep(0.001)

    counter = threading.Thread(target=count)
    counter.start()
    begun = time.monotonic()
    result = hilo.stats("long", executor="serial")
    elapsed = time.monotonic() - begun
    done.set()
    counter.join()
    assert result.complete
    # With the GIL held, it would have counted to 1 or 2.
    assert counted > 100 * elapsed


def test_a_child_of_fork_may_use_the_package(tmp_path):
    np.save(tmp_path / "a.npy", np.arange(3.0))
    expected = hilo.stats(tmp_path, executor="threads", jobs=2)
    child = os.fork()
    if child == 0:
        os._exit(0 if hilo.stats(tmp_path, executor="threads", jobs=2) == expected else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_an_interrupted_merge_has_no_result(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "many").mkdir()
    np.save(tmp_path / "block.npy", np.arange(3.0))
    for i in range(20_000):
        (tmp_path / "many" / f"file_{i}.npy").symlink_to("../block.npy")
    result = hilo.stats("many")
    main = threading.main_thread().ident
    ctrl_c = threading.Timer(0.03, lambda: signal.pthread_kill(main, signal.SIGINT))
    with pytest.raises(KeyboardInterrupt) as interrupted:
        ctrl_c.start()
        while True:
            hilo.merge([result])
    # A part of the states is nothing that anybody wants.
    assert type(interrupted.value) is KeyboardInterrupt


def test_ctrl_c_in_the_last_report_of_progress_has_the_result(monkeypatch, tmp_path, npy):
    monkeypatch.chdir(tmp_path)
    npy("d/0.npy", [1.0])

    def progress(now):
        raise KeyboardInterrupt

    with pytest.raises(hilo.Interrupted) as interrupted:
        hilo.stats("d", progress=progress)
    assert interrupted.value.result == hilo.stats("d")


def test_ctrl_c_in_the_last_moment_of_a_run_has_the_result(monkeypatch, tmp_path, npy):
    numba = pytest.importorskip("numba")
    monkeypatch.chdir(tmp_path)
    npy("d/0.npy", [1.0])
    send = getattr(ctypes.CDLL(None), "raise")
    send.argtypes, send.restype = [ctypes.c_int], ctypes.c_int
    number = int(signal.SIGINT)

    @numba.cfunc(hilo.BlockFunction.SIGNATURE)
    def interrupted(x, out, n):  # and over, long before anybody looks for signals again
        for i in range(n):
            out[i] = x[i] + 2 * send(number)

    with pytest.raises(KeyboardInterrupt) as raised:
        hilo.stats("d", expr=hilo.BlockFunction(interrupted, identity="x"))
    assert isinstance(raised.value, hilo.Interrupted)
    assert raised.value.result.complete
    assert raised.value.result.total.sum == 1.0


def test_ctrl_c_is_not_lost_where_the_run_fails_as_well(monkeypatch, tmp_path, long_run):
    monkeypatch.chdir(tmp_path)
    first = tmp_path / long_run() / "file_0.npy"
    last = first.with_name(f"file_{len(os.listdir('long')) - 1}.npy")
    first.unlink()
    first.write_bytes(b"no array")

    def progress(now):
        time.sleep(0.3)
        raise KeyboardInterrupt

    # The run has failed by now, at its first file or while the function was called.
    with pytest.raises((KeyboardInterrupt, hilo.HiloError)) as ended:
        hilo.stats("long", progress=progress, executor="serial", on_error="fail")
    assert isinstance(ended.value, hilo.HiloError)  # before any progress
    first.rename(last)
    with pytest.raises(hilo.Interrupted):
        hilo.stats("long", progress=progress, executor="serial", on_error="fail")


def test_a_thread_that_runs_at_the_end_of_python_ends_in_order(tmp_path, long_run):
    script = """
        import threading, time
        import hilo

        def run():
            result = hilo.stats("long", executor="serial")
            print("ended", result.files.included, result.complete, flush=True)

        threading.Thread(target=run, daemon=True).start()
        time.sleep(0.5)
        print("leaving", flush=True)
    """
    long_run()
    found = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    assert found.stdout.startswith("leaving\n")
    assert found.stderr == ""
