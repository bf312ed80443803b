"""Runs commands in turn and takes their times."""

import os
import statistics
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Run:
    seconds: float
    peak_bytes: int


@dataclass
class Contestant:
    """A command that does the job, and what is to be done and checked around each of its runs."""

    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    folder: Path | None = None
    output: Path | None = None  # where the standard output goes; a file of the stopwatch's
    prepare: Callable[[], None] | None = None
    # Gets the file with the standard output; raises AssertionError where the answer is wrong.
    check: Callable[[Path], None] | None = None
    # Gets the same file and returns the seconds, for a command that measures itself.
    seconds_from: Callable[[Path], float] | None = None


class Stopwatch:
    def __init__(self, tools, output):
        self._launch = tools / "launch"
        self._output = output

    def runs(self, contestant, times=1):
        """Runs the command so many times, one after the other."""
        if contestant.prepare:
            contestant.prepare()
        output = contestant.output or self._output
        result = subprocess.run(
            [self._launch, str(times), output, *contestant.command],
            env={**os.environ, **contestant.environment},
            cwd=contestant.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        lines = [line.split() for line in result.stdout.splitlines()]
        if result.returncode != 0 or len(lines) != times or any(line[2] != "0" for line in lines):
            shown = " ".join(map(str, contestant.command[:8]))
            raise RuntimeError(f"failed: {shown}\n{result.stdout[-500:]}{result.stderr[-2000:]}")
        if contestant.check:
            contestant.check(output)
        if contestant.seconds_from:
            return [Run(contestant.seconds_from(output), int(lines[0][1]) * 1024)]
        return [Run(int(line[0]) / 1e9, int(line[1]) * 1024) for line in lines]

    def alternate(self, contestants, rounds, warm_up=True):
        """Runs all in turn, `rounds` times; returns the seconds of each by name.

        A first round brings files and programs into memory and is not counted.
        """
        seconds = {name: [] for name in contestants}
        for number in range(-1 if warm_up else 0, rounds):
            for name, contestant in contestants.items():
                (run,) = self.runs(contestant)
                if number >= 0:
                    seconds[name].append(run.seconds)
        return seconds


def medians(seconds):
    return {name: statistics.median(values) for name, values in seconds.items()}
