"""Terminals for the tests of the program."""

import errno
import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time

import pytest


class Terminal:
    """A process whose chosen streams are a terminal of the given size."""

    def __init__(self, command, streams, columns, lines, env, cwd):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        others = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
        self.process = subprocess.Popen(
            command, env=env, cwd=cwd, **{**others, **dict.fromkeys(streams, slave)}
        )
        os.close(slave)
        self.shown = b""

    def wait(self, timeout=60):
        """Reads what is shown until the process has ended; gives its exit code."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if not select.select([self.master], [], [], 0.1)[0]:
                continue
            try:
                piece = os.read(self.master, 65536)
            except OSError as error:  # Linux: the last writer has gone
                assert error.errno == errno.EIO
                break
            if not piece:
                break
            self.shown += piece
        return self.process.wait(timeout=max(1, deadline - time.monotonic()))

    @property
    def text(self):
        """What was shown, with the terminal's own line ends undone."""
        return self.shown.decode(errors="surrogateescape").replace("\r\n", "\n")


@pytest.fixture
def terminal(hilo_program, tmp_path):
    """Starts the program on a terminal: terminal("stats", "d", streams=["stdout"])."""
    started = []

    def start(*arguments, streams=("stdout", "stderr"), columns=120, lines=24, env=None):
        environment = {**os.environ, "TERM": "xterm", **(env or {})}
        if "NO_COLOR" not in (env or {}):
            environment.pop("NO_COLOR", None)
        new = Terminal([hilo_program, *arguments], streams, columns, lines, environment, tmp_path)
        started.append(new)
        return new

    yield start
    for each in started:
        each.process.kill()
        each.process.wait()
        os.close(each.master)
