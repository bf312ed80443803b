"""Files that change while they are read: noticed, or read as they were."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
from typing import NamedTuple

import numpy as np
import pytest
from fault.workers import children_of, state_of, wait_until
from under_way import bytes_read

SIZE = 4_000_000  # values, 32 MB: several pieces for several threads
ATTEMPTS = 20


def readers_of(process: subprocess.Popen) -> list[int]:
    """The process, or the worker processes that read for it."""
    return children_of(process.pid) if "processes" in process.args else [process.pid]


def is_stopped(pid: int) -> bool:
    return state_of(pid) in ("T", "Z", None)


def send(readers: list[int], number: int) -> None:
    for reader in readers:
        with contextlib.suppress(ProcessLookupError):
            os.kill(reader, number)


class Stopped(NamedTuple):
    process: subprocess.Popen
    readers: list[int]

    def go_on(self) -> tuple[str, str]:
        send(self.readers, signal.SIGCONT)
        return self.process.communicate(timeout=60)


def stopped_in_the_middle(command, folder) -> Stopped | None:
    """The program, stopped while it reads the file; None if it was too quick."""
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    while process.poll() is None:
        readers = readers_of(process)
        if bytes_read(readers) > 2_000_000:
            send(readers, signal.SIGSTOP)
            wait_until(lambda stopped=readers: all(map(is_stopped, stopped)))
            if 0 < bytes_read(readers) < SIZE * 8:
                return Stopped(process, readers)
            send(readers, signal.SIGCONT)
            break
    return finish(process)


def finish(process: subprocess.Popen) -> None:
    process.kill()
    process.communicate()


def grow(path):
    with path.open("ab") as file:
        file.write(b"more")


def shrink(path):
    os.truncate(path, 1000)


def overwrite(path):
    with path.open("r+b") as file:
        file.seek(1000)
        file.write(b"\0" * 8)


def touch(path):
    os.utime(path, ns=(1, 1))


@pytest.mark.parametrize("change", [grow, shrink, overwrite, touch])
def test_a_file_that_changes_is_an_error(folder, hilo_program, executor, change):
    before = folder.run(*executor)
    path = folder.path / "file_31.npy"
    flags = ["--executor", executor[0], "-j", str(executor[1]), "--format", "json", "d"]
    for _ in range(ATTEMPTS):
        np.save(path, np.geomspace(1e-300, 1e300, SIZE))
        os.utime(path, ns=(10**18, 10**18))
        stopped = stopped_in_the_middle([hilo_program, "stats", *flags], folder.path.parent)
        if stopped is not None:
            break
    else:
        pytest.skip(f"the program could not be stopped while it read, in {ATTEMPTS} attempts")
    change(path)
    output, said = stopped.go_on()
    assert stopped.process.returncode == 1
    document = json.loads(output)
    assert document["groups"] == before.document["groups"]
    assert document["total"] == before.document["total"]
    (error,) = document["errors"]
    assert (error["path"], error["code"]) == ("d/file_31.npy", "CHANGED")
    assert said.splitlines()[0] == f"hilo: d/file_31.npy: CHANGED: {error['message']}"


def test_a_file_that_is_replaced_is_read_as_it_was(folder, hilo_program, executor):
    """A rename leaves the open file alone."""
    path = folder.path / "file_31.npy"
    np.save(path, np.full(SIZE, 0.5))
    before = folder.run(*executor)
    flags = ["--executor", executor[0], "-j", str(executor[1]), "--format", "json", "d"]
    for _ in range(ATTEMPTS):
        stopped = stopped_in_the_middle([hilo_program, "stats", *flags], folder.path.parent)
        if stopped is not None:
            break
    else:
        pytest.skip(f"the program could not be stopped while it read, in {ATTEMPTS} attempts")
    np.save(folder.path / "new", np.zeros(10))
    os.replace(folder.path / "new.npy", path)
    output, _ = stopped.go_on()
    document = json.loads(output)
    assert document == before.document
