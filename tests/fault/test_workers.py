"""Worker processes that end before their time, and what is left of them."""

import errno
import json
import os
import resource
import signal
import time

import numpy
import pytest
from fault.preload import library
from fault.workers import HANG_S, Killer, children_of, is_running, wait_until
from under_way import bytes_read, wait_until_read

PROCESSES = ["--executor", "processes"]
# Between two kills: workers have to come up in between.
PAUSE_S = 0.5 if os.environ.get("HILO_SANITIZER") else 0.02
# Kills in a test.
KILLS = 300 if os.environ.get("HILO_LONG") else 20


@pytest.fixture
def files(tmp_path):
    """Enough small files that a run takes a second or so with workers that are killed."""
    random = numpy.random.default_rng(5)
    (tmp_path / "d").mkdir()
    for number in range(400):
        numpy.save(tmp_path / "d" / f"{number}.npy", random.normal(size=20_000))
    (tmp_path / "d" / "broken.npy").write_bytes(b"\x93NUMPY")
    return "d"


@pytest.fixture
def large_file(tmp_path):
    numpy.save(tmp_path / "large.npy", numpy.random.default_rng(6).normal(size=20_000_000))
    return "large.npy"


@pytest.fixture(scope="session")
def killing_file(tmp_path_factory):
    """A library to preload, with which workers die of some files."""
    return library("killing_file", tmp_path_factory.mktemp("preload"))


@pytest.fixture(scope="session")
def failing_calls(tmp_path_factory):
    return library("failing_calls", tmp_path_factory.mktemp("preload"))


@pytest.mark.parametrize(
    ("number", "ending"),
    [
        (signal.SIGKILL, "killed by SIGKILL"),
        (signal.SIGSEGV, "killed by SIGSEGV"),
        (signal.SIGTERM, "killed by SIGTERM"),
        (0, "exited with status 0"),
        (100, "out of memory"),
    ],
)
@pytest.mark.parametrize("jobs", ["-j1", "-j3"])
def test_a_file_that_kills_its_worker(hilo, files, npy, killing_file, number, ending, jobs):
    expected = hilo("stats", files, "--format", "csv")
    npy(f"d/200.{int(number)}.npy", [1.0])
    env = {"LD_PRELOAD": killing_file}
    result = hilo("stats", files, *PROCESSES, jobs, "--format", "csv", env=env)
    assert (result.returncode, result.stdout) == (1, expected.stdout)
    message = f"expected a worker that reads it to its end, found it {ending}, 3 times"
    assert f"hilo: d/200.{int(number)}.npy: WORKER: {message}\n" in result.stderr
    assert "2 of 402 inputs failed" in result.stderr


def test_many_files_that_kill(hilo, npy, tmp_path, killing_file):
    for number in range(40):
        npy(f"d/{number}.npy", [float(number)])
        if number % 4 == 0:
            npy(f"d/{number}.9.npy", [0.0])
    env = {"LD_PRELOAD": killing_file}
    result = hilo("stats", "d", *PROCESSES, "-j2", "--format", "json", env=env)
    document = json.loads(result.stdout)
    assert document["files"] == {"found": 50, "included": 40, "failed": 10}
    assert [error["code"] for error in document["errors"]] == ["WORKER"] * 10
    assert [group["mean"] for group in document["groups"]] == [float(i) for i in range(40)]


def test_stop_at_a_file_that_kills(hilo, npy, killing_file):
    npy("d/a.npy", [1.0])
    npy("d/b.11.npy", [1.0])
    arguments = ["stats", "d", *PROCESSES, "--on-error", "fail"]
    result = hilo(*arguments, env={"LD_PRELOAD": killing_file})
    assert (result.returncode, result.stdout) == (3, "")
    assert "d/b.11.npy: WORKER: " in result.stderr


def without_reports():
    """The environment in which sanitizers do not print of signals that are sent on purpose."""
    quiet = "handle_segv=0:handle_sigbus=0:handle_abort=0"
    names = ("ASAN_OPTIONS", "TSAN_OPTIONS")
    return {**os.environ, **{name: f"{os.environ.get(name, '')}:{quiet}" for name in names}}


def killed_runs(start, files, kills, jobs):
    """Runs with workers that are killed at random until there were so many kills."""
    outputs = []
    total = 0
    seed = 0
    pause_s = PAUSE_S
    while total < kills:
        seed += 1
        arguments = ["stats", files, *PROCESSES, f"-j{jobs}", "--format", "csv"]
        process = start(*arguments, env=without_reports())
        with Killer(process, seed, pause_s) as killer:
            stdout, stderr = process.communicate(timeout=HANG_S)
        total += killer.kills
        if not killer.kills:
            pause_s *= 0.8  # this machine is too fast for it
        outputs.append((process.returncode, stdout, stderr))
        assert seed < 10 * kills, "the runs end before anything is killed"
    print(f"{total} workers killed in {seed} runs")
    return outputs


@pytest.mark.parametrize("jobs", [1, 3])
def test_workers_that_are_killed_at_random(hilo, start, files, jobs):
    expected = hilo("stats", files, "--format", "csv", text=False)
    for output in killed_runs(start, files, kills=KILLS, jobs=jobs):
        assert output == (1, expected.stdout, expected.stderr)


def test_pieces_of_a_large_file(hilo, start, large_file):
    expected = hilo("stats", large_file, "--executor", "serial", "--format", "csv", text=False)
    quiet = hilo("stats", large_file, *PROCESSES, "-j3", "--format", "csv", text=False)
    assert quiet.stdout == expected.stdout
    for output in killed_runs(start, large_file, kills=KILLS // 2, jobs=3):
        assert output == (0, expected.stdout, b"")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_no_worker_outlives_the_program(start, long_run, number):
    process = start("stats", long_run(), *PROCESSES, "-j3")
    wait_until_read(process)
    assert wait_until(lambda: len(children_of(process.pid)) == 3)
    workers = children_of(process.pid)
    process.send_signal(number)
    process.communicate(timeout=60)
    assert wait_until(lambda: not any(map(is_running, workers)))


def test_ctrl_c_reaches_all_and_keeps_what_is_done(start, long_run):
    arguments = [*PROCESSES, "-j2", "--format", "json"]
    process = start("stats", long_run(), *arguments, start_new_session=True)
    wait_until_read(process)
    os.killpg(process.pid, signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"the result is incomplete" in stderr
    document = json.loads(stdout)
    assert 0 < document["files"]["included"] < document["files"]["found"]
    assert document["errors"] == []


def test_few_descriptors_and_many_jobs(hilo, files):
    expected = hilo("stats", files, "--format", "csv")

    def limit():
        resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))

    result = hilo("stats", files, *PROCESSES, "-j64", "--format", "csv", preexec_fn=limit)
    assert (result.returncode, result.stdout) == (1, expected.stdout)


def test_no_more_processes(hilo, start, long_run, failing_calls, tmp_path):
    """The only worker is killed, and no other can be started: an error, and nothing is lost."""
    folder = long_run(seconds=1)
    files = len(os.listdir(tmp_path / folder))
    env = {"LD_PRELOAD": failing_calls, "HILO_FAIL": f"posix_spawn:2+:{errno.EAGAIN}"}
    arguments = ["stats", folder, *PROCESSES, "-j1", "--format", "csv", "--save", "s"]
    process = start(*arguments, env={**os.environ, **env, "HILO_FAIL_IN": "stats"})
    wait_until_read(process)
    os.kill(children_of(process.pid)[0], signal.SIGKILL)
    _, stderr = process.communicate(timeout=HANG_S)
    assert process.returncode == 3
    assert b"found: Resource temporarily unavailable; what was done before is in s\n" in stderr
    expected = hilo("stats", folder, "--format", "csv")
    partial = hilo("merge", "s", "--format", "csv")
    assert 0 < partial.stdout.count("\n") - 1 < files
    assert set(partial.stdout.splitlines()) <= set(expected.stdout.splitlines())
    assert "are missing" in partial.stderr
    result = hilo(*arguments, "--resume", "s")
    assert (result.returncode, result.stdout) == (0, expected.stdout)


def test_no_processes_for_a_moment(hilo, files, failing_calls):
    expected = hilo("stats", files, "--format", "csv")
    env = {"LD_PRELOAD": failing_calls, "HILO_FAIL": f"posix_spawn:1:{errno.EAGAIN}"}
    arguments = ["stats", files, *PROCESSES, "-j1", "--format", "csv"]
    result = hilo(*arguments, env={**env, "HILO_FAIL_IN": "stats"}, timeout=HANG_S)
    assert (result.returncode, result.stdout) == (1, expected.stdout)


def test_a_worker_that_hangs_does_not_hang_a_run_that_is_stopped(hilo, start, long_run, tmp_path):
    folder = long_run()
    (tmp_path / folder / "broken.npy").write_bytes(b"\x93NUMPY")
    process = start("stats", folder, *PROCESSES, "-j2", "--format", "json", "--save", "s")
    assert wait_until(lambda: len(children_of(process.pid)) == 2)
    hanging = children_of(process.pid)[0]
    os.kill(hanging, signal.SIGSTOP)
    time.sleep(0.3)  # the other does what it can
    process.send_signal(signal.SIGINT)
    stdout, _ = process.communicate(timeout=HANG_S)
    assert process.returncode == 130
    document = json.loads(stdout)
    assert document["complete"] is False
    assert document["files"]["found"] == len(os.listdir(tmp_path / folder))
    assert not is_running(hanging)
    assert hilo("merge", "s", "--format", "json").stdout.encode() == stdout


def read_more_than(expected, pids):
    return sum(bytes_read([pid]) > expected for pid in pids)


def test_a_large_file_that_is_small_when_its_turn_comes(hilo, start, tmp_path):
    """It waits behind another large file; by then its name stands for another array."""
    bytes_before_it = (1 if os.environ.get("HILO_SANITIZER") else 6) << 29
    with open(tmp_path / "a.npy", "wb") as file:
        header = {"descr": "|u1", "fortran_order": False, "shape": (bytes_before_it,)}
        numpy.lib.format.write_array_header_1_0(file, header)
        file.truncate(file.tell() + bytes_before_it)
    for length in (0, 5):
        numpy.save(tmp_path / "b.npy", numpy.ones(4 << 20))
        numpy.save(tmp_path / "small.npy", numpy.ones(length))
        process = start("stats", "a.npy", "b.npy", *PROCESSES, "-j2", "--format", "csv")
        # Both workers have read more than b.npy, so they are at the other one.
        assert wait_until(lambda p=process: read_more_than(64_000_000, children_of(p.pid)) == 2)
        os.replace(tmp_path / "small.npy", tmp_path / "b.npy")
        stdout, stderr = process.communicate(timeout=60)
        assert process.returncode == 0, stderr
        rows = stdout.decode().splitlines()[1:]
        assert rows[1].startswith(("b.npy,1,<f8,4194304,", f"b.npy,1,<f8,{length},"))


def test_an_end_in_the_middle_of_a_run_is_resumed(hilo, start, files):
    """The program itself is killed: what was saved before is still there, and is enough."""
    expected = hilo("stats", files, "--format", "csv")
    assert hilo("stats", files, "--save", "s", "--format", "csv").returncode == 1
    for seed in range(5):
        arguments = [*PROCESSES, "-j2", "--save", "s", "--resume", "s", "--format", "csv"]
        process = start("stats", files, *arguments)
        time.sleep(0.01 * seed)
        process.kill()
        process.communicate(timeout=60)
    result = hilo("stats", files, "--resume", "s", "--format", "csv", "-v")
    assert result.stdout == expected.stdout
    assert "400 files not read again" in result.stderr
