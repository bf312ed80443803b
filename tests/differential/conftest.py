"""The corpus, and the program run on it in every configuration."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from differential.cases import Case, all_cases
from oracle.value_families import SEED
from oracle.vectorised import Totals

EXECUTORS = [
    ("serial", 1),
    ("serial", 7),
    ("threads", 1),
    ("threads", 2),
    ("threads", 7),
    ("processes", 2),
]


@dataclass(frozen=True)
class Configuration:
    """What must not change a bit of any output."""

    executor: str = "auto"
    jobs: int = 2
    simd: str = ""  # the best one of the machine
    chunk_bytes: int = 0  # the default

    def arguments(self) -> list[str]:
        return ["--executor", self.executor, "-j", str(self.jobs)]

    def environment(self) -> dict[str, str]:
        chosen = {"HILO_SIMD": self.simd, "HILO_CHUNK_BYTES": str(self.chunk_bytes or "")}
        return {name: value for name, value in chosen.items() if value}


@dataclass(frozen=True)
class Run:
    returncode: int
    stdout: str
    stderr: str


class Program:
    """`hilo stats` in one folder: stats(["corpus"], "--by", "all", configuration=...)."""

    def __init__(self, path: str, folder: Path):
        self.path = path
        self.folder = folder

    def stats(
        self,
        inputs: Sequence[str],
        *flags: str,
        configuration: Configuration = Configuration(),  # noqa: B008, it is frozen
        stdin: str = "",
    ) -> Run:
        process = subprocess.run(
            [self.path, "stats", *configuration.arguments(), *flags, *inputs],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=300,
            cwd=self.folder,
            env=os.environ | configuration.environment(),
            check=False,
        )
        return Run(process.returncode, process.stdout, process.stderr)


@pytest.fixture(autouse=True)
def print_seed():
    """pytest shows it where a test fails."""
    print(f"HILO_TEST_SEED={SEED}")


@pytest.fixture(scope="session")
def instruction_sets(hilo_program) -> list[str]:
    """Those of this machine, best first; the program names them when it is asked for another.

    Of a program with a sanitizer, which is slow, only the best and the one for small arrays.
    """
    process = subprocess.run(
        [hilo_program, "stats", "x"],
        env=os.environ | {"HILO_SIMD": "none"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 2, process
    names = re.search(r"of this machine \(([^)]*)\)", process.stderr).group(1).split(", ")
    assert len(names) == len(set(names)) >= 1
    if os.environ.get("HILO_SANITIZER"):
        return [name for name in names if name in (names[0], "sse4")]
    return names


@dataclass(frozen=True)
class Corpus:
    """All cases as files in "corpus", beside which the program runs."""

    program: Program
    cases: dict[str, Case]  # by key
    totals: dict[str, Totals]

    def keys(self, folder: str = "") -> list[str]:
        return [key for key in self.cases if key.startswith(f"corpus/{folder}")]


@pytest.fixture(scope="session")
def corpus(hilo_program, tmp_path_factory) -> Corpus:
    folder = tmp_path_factory.mktemp("differential")
    cases = {f"corpus/{case.name}": case for case in all_cases()}
    for case in cases.values():
        case.write(folder / "corpus")
    totals = {key: Totals.of(case.array) for key, case in cases.items()}
    return Corpus(Program(hilo_program, folder), cases, totals)
