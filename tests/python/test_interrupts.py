"""Ctrl-C in Python, and what goes on beside a run."""

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
    time.sleep(0.5)
    sent = time.clock_gettime(time.CLOCK_MONOTONIC)
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=120)
    assert process.returncode == 0, stderr
    first, second = stdout.splitlines()
    ended, included, found, complete = first.split()
    assert complete == "False"
    assert 0 < int(included) < int(found) == 4000
    assert second.startswith(f"interrupted after {included} of 4000 files")
    return float(ended) - sent


@pytest.mark.parametrize("executor", ["serial", "threads", "processes"])
def test_ctrl_c_raises_at_once_with_what_was_done(tmp_path, long_run, executor):
    long_run()
    # The best of some: other programs may have the machine at the moment.
    assert min(interrupted_run(tmp_path, executor) for _ in range(3)) < 0.1


def test_ctrl_c_ends_moments_of_a_large_array():
    row = np.linspace(-1, 1, 1_000_000)
    large = np.broadcast_to(row, (6000, row.size))  # 48 GB, of which 8 MB are there
    main = threading.main_thread().ident
    ctrl_c = threading.Timer(0.2, lambda: signal.pthread_kill(main, signal.SIGINT))
    begun = time.monotonic()
    ctrl_c.start()
    with pytest.raises(KeyboardInterrupt):
        hilo.Moments.of(large)
    assert time.monotonic() - begun < 2


def test_an_exception_of_another_signal_is_raised_as_it_is(tmp_path, long_run, monkeypatch):
    monkeypatch.chdir(tmp_path)
    long_run()

    class OutOfTimeError(Exception):
        pass

    def on_alarm(number, frame):
        raise OutOfTimeError

    before = signal.signal(signal.SIGALRM, on_alarm)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        with pytest.raises(OutOfTimeError):
            hilo.stats("long")
    finally:
        signal.signal(signal.SIGALRM, before)


def test_other_threads_go_on_while_files_are_read(tmp_path, long_run, monkeypatch):
    monkeypatch.chdir(tmp_path)
    long_run(1000)
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
    ctrl_c.start()
    with pytest.raises(KeyboardInterrupt) as interrupted:
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


def test_ctrl_c_is_not_lost_where_the_run_fails_as_well(monkeypatch, tmp_path, long_run):
    monkeypatch.chdir(tmp_path)
    long_run()
    (tmp_path / "long" / "file_0.npy").unlink()
    (tmp_path / "long" / "file_0.npy").write_bytes(b"no array")

    def progress(now):
        time.sleep(0.3)
        raise KeyboardInterrupt

    # The run has failed by now, at its first file or while the function was called.
    with pytest.raises((KeyboardInterrupt, hilo.HiloError)) as ended:
        hilo.stats("long", progress=progress, executor="serial", on_error="fail")
    assert isinstance(ended.value, hilo.HiloError)  # before any progress
    (tmp_path / "long" / "file_3999.npy").unlink()
    (tmp_path / "long" / "file_0.npy").rename(tmp_path / "long" / "file_3999.npy")
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
