"""Every call of the system that a small run makes fails, once, and from then on.

A preloaded library of ours does it between hilo and the C library; strace does it again, as an
independent check, between the C library and the kernel, with calls that the library makes by
itself. Whatever fails: the run ends by itself, in time, with an exit code of its own; what it
prints is the whole result, or what is left out is named; and no temporary file stays. HILO_LONG=1
takes all calls, otherwise the first two and some in between; strace takes those of a list.
"""

import csv
import errno
import io
import os
import re
import signal
import subprocess

import numpy
import pytest
from fault.preload import library
from fault.workers import HANG_S

ERRORS = {
    "open": [errno.EMFILE, errno.EACCES, errno.EINTR],
    "write": [errno.ENOSPC, errno.EINTR],
    "read": [errno.EIO, errno.EINTR],
    "pread": [errno.EIO, errno.EINTR],
    "preadv2": [errno.EIO, errno.EOPNOTSUPP, errno.EAGAIN, errno.EINTR],
    "poll": [errno.EINTR, errno.ENOMEM],
    "posix_spawn": [errno.EAGAIN, errno.ENOMEM],
    "fsync": [errno.EIO, errno.EINTR],
    "mmap": [errno.ENOMEM],
    "memfd_create": [errno.ENOSYS, errno.EMFILE],
    "socketpair": [errno.EMFILE],
    "sendmsg": [errno.EPIPE, errno.ETOOMANYREFS, errno.EINTR],
    "recvmsg": [errno.EIO, errno.EINTR],
}
# What passes after a while: as an answer for ever, one would wait for it.
PASSING = {errno.EINTR, errno.EAGAIN, errno.EMFILE, errno.ETOOMANYREFS}
# Of calls of a worker, which ends without counting them.
CALLS_OF_A_WORKER = 12
PROCESSES = ["stats", "d", "--executor", "processes", "-j2", "--format", "csv"]
LARGE = ["stats", "large", "--executor", "processes", "-j2", "--format", "csv"]
# What is run, and a word of the command line of the process whose calls fail.
COMMANDS = {
    "serial": (["stats", "d", "--executor", "serial", "--format", "csv"], "stats"),
    "threads": (["stats", "d", "--executor", "threads", "-j2", "--format", "csv"], "stats"),
    "processes": (PROCESSES, "stats"),
    "workers": (PROCESSES, "--hilo-worker"),
    "large": (LARGE, "stats"),
    "workers of large files": (LARGE, "--hilo-worker"),
    "save": (["stats", "d", "-j1", "-o", "out.csv", "--save", "out.hilo"], "stats"),
    "merge": (["merge", "run.hilo", "--format", "csv"], "merge"),
}


@pytest.fixture(scope="module")
def failing_calls(tmp_path_factory):
    return library("failing_calls", tmp_path_factory.mktemp("preload"))


@pytest.fixture
def folder(tmp_path, hilo):
    random = numpy.random.default_rng(8)
    (tmp_path / "d").mkdir()
    for number in range(6):
        numpy.save(tmp_path / "d" / f"{number}.npy", random.normal(size=3000))
    (tmp_path / "large").mkdir()
    numpy.save(tmp_path / "large" / "0.npy", numpy.arange((16 << 20) + 1000) % 3 == 0)
    assert hilo("stats", "d", "--save", "run.hilo").returncode == 0
    return tmp_path


def chosen(count):
    """The calls that are let fail: all, or the first two and some of the others."""
    if os.environ.get("HILO_LONG"):
        return range(1, count + 1)
    return sorted({1, 2, 1 + count // 3, 1 + 2 * count // 3, count} & set(range(1, count + 1)))


def counted(hilo, folder, failing_calls, command, word):
    counts = folder / "counts"
    env = {"LD_PRELOAD": failing_calls, "HILO_COUNT": str(counts), "HILO_FAIL_IN": word}
    assert hilo(*command, env=env).returncode == 0
    if word == "--hilo-worker":
        counts.unlink(missing_ok=True)
        names = ("open", "recvmsg", "pread", "preadv2", "write", "close", "fstat", "mmap", "poll")
        return dict.fromkeys(names, CALLS_OF_A_WORKER)
    calls = {}
    for line in counts.read_text().splitlines():
        name, number = line.split()
        calls[name] = max(calls.get(name, 0), int(number))
    counts.unlink()
    return {name: number for name, number in calls.items() if number > 0}


def rows_of(text):
    return {row[0]: row for row in csv.reader(io.StringIO(text))}


def check(result, expected, what, *, is_mute):
    """A result of its own, whole or with what is missing named."""
    code = result.returncode
    assert code in (0, 1, 2, 3, 128 + signal.SIGPIPE), (what, code, result.stderr)
    if code in (2, 3) and not is_mute:
        assert result.stderr.startswith("hilo: "), what
    if code == 0:
        assert result.stdout == expected, what
    if code == 1:
        found, whole = rows_of(result.stdout), rows_of(expected)
        assert all(whole[key] == row for key, row in found.items()), what
        for key in whole.keys() - found.keys() if not is_mute else ():
            named = any(f"hilo: {name}: " in result.stderr for name in (key, "d", "large"))
            assert named, (what, result.stderr)


def take_outputs(hilo, folder, result, what):
    """The files that a run has left become its output, or are not there."""
    outputs = [folder / "out.csv", folder / "out.hilo"]
    if result.returncode in (0, 1):
        result.stdout = outputs[0].read_text()
        assert hilo("merge", "out.hilo", "--format", "csv").stdout == result.stdout, what
    else:
        # The state is written before the result, which may fail by itself.
        assert not outputs[0].exists(), what
        if outputs[1].exists():
            assert hilo("merge", "out.hilo").returncode in (0, 1), what
    for output in outputs:
        output.unlink(missing_ok=True)


@pytest.mark.parametrize("name", COMMANDS)
def test_calls_that_fail(hilo, folder, failing_calls, name):
    command, word = COMMANDS[name]
    expected = hilo("stats", "large" if "large" in command else "d", "--format", "csv").stdout
    before = set(os.listdir(folder))
    runs = 0
    for call, count in counted(hilo, folder, failing_calls, command, word).items():
        for error in ERRORS.get(call, [errno.EIO]):
            for number in chosen(count):
                for on in ("", "+"):
                    if on and error in PASSING:
                        continue
                    env = {
                        "LD_PRELOAD": failing_calls,
                        "HILO_FAIL": f"{call}:{number}{on}:{error}",
                        "HILO_FAIL_IN": word,
                    }
                    result = hilo(*command, env=env, timeout=HANG_S)
                    what = (name, env["HILO_FAIL"])
                    if name == "save":
                        take_outputs(hilo, folder, result, what)
                    check(result, expected, what, is_mute=on and call == "write")
                    assert set(os.listdir(folder)) == before, what
                    runs += 1
    print(f"{name}: {runs} runs with a call that failed")
    assert runs > 20


# Of system calls, by the names that strace has for them.
INJECTED = {
    "openat": [errno.EMFILE, errno.EACCES],
    "read": [errno.EIO],
    "pread64": [errno.EIO],
    "preadv2": [errno.EIO, errno.EOPNOTSUPP],
    "write": [errno.ENOSPC],
    "newfstatat": [errno.EIO],
    "fsync": [errno.EIO],
    "rename": [errno.EACCES],
    "memfd_create": [errno.ENOSYS],
    "fallocate": [errno.ENOSPC],
    "mmap": [errno.ENOMEM],
    "socketpair": [errno.EMFILE],
    "sendto": [errno.EPIPE],
    "sendmsg": [errno.EPIPE],
    "recvfrom": [errno.EIO],
    "recvmsg": [errno.EIO],
    "poll": [errno.ENOMEM],
    "clone3": [errno.EAGAIN],
    "getdents64": [errno.EIO],
}
STRACE = ["strace", "-f", "-qq", "-o"]


@pytest.fixture(scope="module")
def calls_of_a_start(hilo_program, tmp_path_factory):
    """How often each call is made by a program that does nothing: by the loader, for the most part,
    which reads libraries, and says in its own way that it cannot."""
    log = tmp_path_factory.mktemp("strace") / "log"
    command = [*STRACE, log, "-e", f"trace={','.join(INJECTED)}", hilo_program, "--version"]
    try:
        traced = subprocess.run(command, capture_output=True, text=True)
    except FileNotFoundError:
        pytest.skip("no strace")
    if traced.returncode != 0:
        pytest.skip("strace may not trace here, as in some containers: " + traced.stderr[-200:])
    calls = re.findall(r"^(?:\d+ +)?(\w+)\(", log.read_text(), re.MULTILINE)
    return {call: calls.count(call) for call in INJECTED}


@pytest.mark.parametrize("on", ["", "+"])
@pytest.mark.parametrize("name", ["serial", "threads", "processes", "large", "save", "merge"])
def test_system_calls_that_fail(hilo, hilo_program, folder, calls_of_a_start, name, on):
    if os.environ.get("HILO_SANITIZER"):
        pytest.skip("a sanitizer makes calls of its own that may not fail")
    command, _ = COMMANDS[name]
    expected = hilo("stats", "large" if "large" in command else "d", "--format", "csv").stdout
    before = set(os.listdir(folder))
    numbers = range(1, 13) if os.environ.get("HILO_LONG") else (1,) if on else (1, 3)
    runs = failed = 0
    for call, errors in INJECTED.items():
        for error in errors:
            for number in numbers:
                when = f"{calls_of_a_start[call] + number}{'' if error in PASSING else on}"
                injection = f"inject={call}:error={error}:when={when}"
                flags = [os.devnull, "-e", f"trace={call}", "-e", injection]
                result = subprocess.run(
                    [*STRACE, *flags, hilo_program, *command],
                    cwd=folder,
                    capture_output=True,
                    text=True,
                    timeout=3 * HANG_S,  # strace is slow
                )
                what = (name, injection)
                runs += 1
                failed += result.returncode != 0
                if name == "save":
                    take_outputs(hilo, folder, result, what)
                check(result, expected, what, is_mute=call == "write")
                assert set(os.listdir(folder)) == before, what
    print(f"{name}: {runs} runs under strace, of which {failed} failed")
    assert failed > 0
