"""Inputs that are no regular files, or that cannot be opened or read."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path

import numpy as np
import pytest

# Files of Linux that claim a page of bytes and give none, or fewer.
FAILS_TO_READ = Path("/sys/class/net/lo/speed")
SHORTER_THAN_IT_SAYS = Path("/sys/kernel/mm/transparent_hugepage/enabled")


def make_fifo(path):
    os.mkfifo(path)


def make_socket(path):
    """A name for a socket has at most 107 bytes."""
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path.name)
    finally:
        os.chdir(here)


def make_full_name(path):
    """A name in which every byte counts, too long for a file of any file system."""
    path.symlink_to("x" * 300)


NOT_REGULAR = {
    "fifo": make_fifo,
    "socket": make_socket,
    "null": lambda path: path.symlink_to("/dev/null"),
    "zero": lambda path: path.symlink_to("/dev/zero"),
    "terminal": lambda path: path.symlink_to("/dev/ptmx"),
}

OPEN = {
    "dangling_link": lambda path: path.symlink_to("nowhere"),
    "loop": lambda path: path.symlink_to(path.name),
    "link_to_a_long_name": make_full_name,
    "link_through_a_file": lambda path: path.symlink_to("file_2.npy/file_4.npy"),
}


@pytest.mark.parametrize("name", [*NOT_REGULAR, *OPEN])
def test_what_is_no_readable_file_changes_nothing_else(folder, executor, name):
    before = folder.run(*executor)
    (NOT_REGULAR | OPEN)[name](folder.path / "file_31.npy")
    after = folder.run(*executor)
    code = "NOT_REGULAR" if name in NOT_REGULAR else "OPEN"
    folder.assert_only_refused(before, after, "d/file_31.npy", code)


@pytest.mark.parametrize("name", [*NOT_REGULAR, *OPEN])
def test_nothing_is_waited_for(folder, hilo, executor, name):
    (NOT_REGULAR | OPEN)[name](folder.path / "file_31.npy")
    times = []
    for _ in range(5):
        start = time.monotonic()
        flags = ["--executor", executor[0], "-j", str(executor[1])]
        assert hilo("stats", "d/file_31.npy", *flags, timeout=10).returncode == 1
        times.append(time.monotonic() - start)
    if not os.environ.get("HILO_SANITIZER"):
        assert min(times) < 0.1


def test_a_fifo_with_a_writer_is_not_read(folder, executor):
    before = folder.run(*executor)
    make_fifo(folder.path / "file_31.npy")
    descriptor = os.open(folder.path / "file_31.npy", os.O_RDWR)
    try:
        os.write(descriptor, b"\x93NUMPY")
        after = folder.run(*executor)
        assert os.read(descriptor, 100) == b"\x93NUMPY"
    finally:
        os.close(descriptor)
    folder.assert_only_refused(before, after, "d/file_31.npy", "NOT_REGULAR")


def test_a_directory_with_the_name_of_a_file_is_searched(folder, executor):
    before = folder.run(*executor)
    (folder.path / "file_31.npy").mkdir()
    assert folder.run(*executor).rows == before.rows
    np.save(folder.path / "file_31.npy" / "inside.npy", np.ones(3))
    after = folder.run(*executor)
    assert set(after.keys()) - set(before.keys()) == {"d/file_31.npy/inside.npy"}


def test_a_link_to_a_directory_is_passed_by(folder, executor):
    before = folder.run(*executor)
    (folder.path / "file_31.npy").symlink_to(".")
    after = folder.run(*executor)
    assert (after.returncode, after.rows) == (0, before.rows)


@pytest.mark.parametrize("path", ["missing.npy", "d/file_2.npy/x.npy", "x" * 256, "d/\x1b.npy"])
def test_a_named_file_that_is_not_there(folder, executor, path):
    before = folder.run(*executor)
    after = folder.run(*executor, inputs=["d", path])
    assert (after.returncode, after.rows) == (1, before.rows)
    (error,) = after.errors
    assert (error["path"], error["code"]) == (path, "OPEN")
    shown = path.replace("\x1b", "\\x1b")
    assert after.said[0] == f"hilo: {shown}: OPEN: {error['message']}"
    assert len(after.said) == 2


def test_a_file_without_permission(folder, executor, without_permissions):
    before = folder.run(*executor)
    (folder.path / "file_31.npy").write_bytes(b"")
    (folder.path / "file_31.npy").chmod(0)
    after = folder.run(*executor)
    folder.assert_only_refused(before, after, "d/file_31.npy", "OPEN")


def test_a_directory_without_permission(folder, executor, without_permissions):
    before = folder.run(*executor)
    (folder.path / "inner").mkdir(mode=0)
    try:
        after = folder.run(*executor)
    finally:
        (folder.path / "inner").chmod(0o700)
    folder.assert_only_refused(before, after, "d/inner", "OPEN")


def test_a_directory_whose_path_is_too_long(folder, executor):
    """Nobody can open it, not even root."""
    before = folder.run(*executor)
    names = [f"{number:0200}" for number in range(21)]  # a path has at most 4095 bytes
    inner = os.open(folder.path, os.O_RDONLY)
    for name in names:
        os.mkdir(name, dir_fd=inner)
        outer, inner = inner, os.open(name, os.O_RDONLY, dir_fd=inner)
        os.close(outer)
    os.close(inner)
    after = folder.run(*executor)
    folder.assert_only_refused(before, after, "/".join(["d", *names]), "OPEN")


@pytest.mark.parametrize(
    ("target", "code"), [(FAILS_TO_READ, "IO"), (SHORTER_THAN_IT_SAYS, "CHANGED")]
)
def test_a_file_that_does_not_give_what_it_says(folder, executor, target, code):
    if not target.exists() or target.stat().st_size == 0:
        pytest.skip(f"no {target} on this machine")
    before = folder.run(*executor)
    (folder.path / "file_31.npy").symlink_to(target)
    after = folder.run(*executor)
    folder.assert_only_refused(before, after, "d/file_31.npy", code)
