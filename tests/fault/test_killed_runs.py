"""The program itself killed at random, while it runs and while it resumes: nothing is lost.

Each run saves its state and goes on from the one before, where there is one. Whatever ends it, the
state that is there is whole and never knows less, and the last run, which nobody disturbs, prints
what one run would have printed. HILO_LONG=1 kills 300 runs instead of 12.
"""

import os
import random
import re
import signal
import subprocess
import time

import numpy
import pytest
from fault.workers import HANG_S, children_of, is_running, wait_until
from under_way import wait_until_read

KILLS = 300 if os.environ.get("HILO_LONG") else 12
FILES = 300
EXECUTORS = {
    "serial": ["-j1"],
    "threads": ["--executor", "threads", "-j2"],
    "processes": ["--executor", "processes", "-j2"],
}
# What ends a run, and the exit codes with which it may end. SIGINT twice ends it at once.
ENDINGS = {
    "kill": ([signal.SIGKILL], {-signal.SIGKILL}),
    "interrupt": ([signal.SIGINT], {130}),
    "terminate": ([signal.SIGTERM], {143}),
    "interrupt twice": ([signal.SIGINT, signal.SIGINT], {130, -signal.SIGINT}),
}


@pytest.fixture
def files(tmp_path):
    generator = numpy.random.default_rng(9)
    (tmp_path / "d").mkdir()
    for number in range(FILES):
        numpy.save(tmp_path / "d" / f"{number}.npy", generator.normal(size=20_000))
    return "d"


def not_read_again(said):
    found = re.search(r"(\d+) files not read again", said)
    return int(found[1]) if found else 0


@pytest.mark.parametrize("name", EXECUTORS)
def test_runs_that_are_killed_at_random(hilo, start, files, tmp_path, name):
    expected = hilo("stats", files, "--format", "csv")
    flags = [*EXECUTORS[name], "--format", "csv", "-v"]
    assert hilo("stats", files, *flags).stdout == expected.stdout

    generator = random.Random(name)
    kills = 0
    runs = 0
    known = set()  # rows, which never become fewer
    longest_pause_s = 0.5
    while kills < KILLS:
        runs += 1
        assert runs < 20 * KILLS, "the runs end before anything is killed"
        # One in four begins anew, and where nothing is left to do.
        if generator.randrange(4) == 0 or len(known) == FILES:
            (tmp_path / "s").unlink(missing_ok=True)
            known = set()
        resume = ["--resume", "s"]
        ending = generator.choice(sorted(ENDINGS))
        signals, codes = ENDINGS[ending]
        process = start("stats", files, *flags, "--save", "s", *resume)
        pause_s = generator.uniform(0, longest_pause_s)
        time.sleep(pause_s)
        workers = children_of(process.pid)
        for number in signals:
            process.send_signal(number)
        stdout, stderr = process.communicate(timeout=HANG_S)
        # Before it has come to main() a signal ends any program.
        early = {-signals[0]} if pause_s < 0.1 else set()
        assert process.returncode in codes | {0} | early, (runs, ending, stderr)
        kills += process.returncode != 0
        # Towards pauses of which half end before the run does, however fast this machine is now.
        longest_pause_s *= 0.9 if process.returncode == 0 else 1.1
        assert wait_until(lambda ended=workers: not any(map(is_running, ended))), (runs, ending)
        if process.returncode == 0:
            assert stdout.decode() == expected.stdout, (runs, ending)
        assert process.returncode in early | {-signals[-1]} or (tmp_path / "s").exists()
        if (tmp_path / "s").exists():
            merged = hilo("merge", "s", "--format", "csv")
            assert merged.returncode in (0, 1), (runs, ending, merged.stderr)
            rows = set(merged.stdout.splitlines()[1:])
            assert known <= rows <= set(expected.stdout.splitlines()), (runs, ending)
            known = rows
    print(f"{name}: {kills} of {runs} runs killed")

    last = hilo("stats", files, *flags, "--save", "s", "--resume", "s")
    assert (last.returncode, last.stdout) == (0, expected.stdout)
    assert hilo("merge", "s", "--format", "csv").stdout == expected.stdout


def test_a_second_interruption_keeps_what_the_first_run_knew(start, long_run, hilo, tmp_path):
    folder = long_run(seconds=1)
    files = len(os.listdir(tmp_path / folder))
    arguments = ["stats", folder, "-j1", "--save", "s", "-v"]
    known = 0
    for resume in ([], ["--resume", "s"], ["--resume", "s"]):
        process = start(*arguments, *resume, stderr=subprocess.PIPE, text=True)
        wait_until_read(process)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
        assert process.returncode == 130
        assert not_read_again(said) == known
        merged = hilo("merge", "s", "--format", "csv", "-q")
        rows = merged.stdout.count("\n") - 1
        assert known <= rows < files
        known = rows
    resumed = hilo("stats", folder, "--format", "csv", "--resume", "s", "-v")
    assert not_read_again(resumed.stderr) == known > 0
    assert resumed.stdout == hilo("stats", folder, "--format", "csv").stdout
