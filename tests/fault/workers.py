"""Worker processes, seen and killed from outside."""

import os
import pathlib
import random
import signal
import threading
import time

# No run takes so long after anything has happened to it.
HANG_S = 60 if os.environ.get("HILO_SANITIZER") else 10


def children_of(pid):
    """The processes that a process has started and that still run."""
    found = []
    try:
        threads = os.listdir(f"/proc/{pid}/task")
    except OSError:
        return found  # it has ended
    for thread in threads:
        try:
            text = pathlib.Path(f"/proc/{pid}/task/{thread}/children").read_text()
        except OSError:
            continue  # the thread has ended
        found += map(int, text.split())
    return found


def command_of(pid):
    """Its words; none where it has ended."""
    try:
        return pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return []


def is_on_last_try(pid):
    return b"--last-try" in command_of(pid)


def is_worker(pid):
    """And not, say, what looks for leaks at the end of a program with a sanitizer."""
    return b"--hilo-worker" in command_of(pid)


def state_of(pid):
    """The letter for a process's state, as "R", "T" or "Z"; None where there is no such process."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return None


def is_running(pid):
    """Not ended; one that has ended and waits to be asked about counts as ended."""
    return state_of(pid) not in ("Z", None)


class Killer:
    """Kills workers of a process, one at a time, until it is stopped.

    Spares those that do a task for the third time: the file is not to be given up.
    """

    def __init__(self, process, seed, pause_s):
        self.kills = 0
        self._process = process
        self._random = random.Random(seed)
        self._pause_s = pause_s
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._ended.set()
        self._thread.join()

    def _run(self):
        numbers = [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS]
        while not self._ended.wait(self._random.uniform(0, 2 * self._pause_s)):
            workers = list(filter(is_worker, children_of(self._process.pid)))
            if not workers:
                continue
            worker = self._random.choice(workers)
            if is_on_last_try(worker):
                continue
            try:
                os.kill(worker, self._random.choice(numbers))
                self.kills += 1
            except ProcessLookupError:
                continue


def wait_until(condition, timeout=10):
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.01)
    return False
