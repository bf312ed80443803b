"""Files that change while they are read: noticed, or read as they were."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path

import numpy as np
import pytest

SIZE = 4_000_000  # values, 32 MB: several pieces for several threads
ATTEMPTS = 20


def bytes_read(process: subprocess.Popen) -> int:
    """What the process has read so far; 0 when it is gone."""
    try:
        fields = Path(f"/proc/{process.pid}/io").read_text().split()
    except OSError:
        return 0
    return int(fields[fields.index("rchar:") + 1])


def stopped_in_the_middle(command, folder) -> subprocess.Popen | None:
    """The program, stopped while it reads the file; None if it was too quick."""
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    while process.poll() is None:
        if bytes_read(process) > 2_000_000:
            process.send_signal(signal.SIGSTOP)
            os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
            return process if 0 < bytes_read(process) < SIZE * 8 else finish(process)
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
        process = stopped_in_the_middle([hilo_program, "stats", *flags], folder.path.parent)
        if process is not None:
            break
    else:
        pytest.skip(f"the program could not be stopped while it read, in {ATTEMPTS} attempts")
    change(path)
    process.send_signal(signal.SIGCONT)
    output, said = process.communicate(timeout=60)
    assert process.returncode == 1
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
        process = stopped_in_the_middle([hilo_program, "stats", *flags], folder.path.parent)
        if process is not None:
            break
    else:
        pytest.skip(f"the program could not be stopped while it read, in {ATTEMPTS} attempts")
    np.save(folder.path / "new", np.zeros(10))
    os.replace(folder.path / "new.npy", path)
    process.send_signal(signal.SIGCONT)
    output, _ = process.communicate(timeout=60)
    assert json.loads(output) == before.document
