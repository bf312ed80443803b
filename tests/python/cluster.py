"""A Dask cluster of processes on this machine, as `dask scheduler` and `dask worker` start it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time


class Cluster:
    """A scheduler, and workers that come and go."""

    def __init__(self, folder, environment=None):
        self._folder = folder
        self._processes = []
        self._number = 0
        self._scheduler_file = folder / "scheduler.json"
        self.scheduler = self._start(
            "scheduler",
            "--port",
            "0",
            "--no-dashboard",
            "--scheduler-file",
            self._scheduler_file,
            environment=environment,
        )
        self._wait_for(lambda: self.address)

    @property
    def address(self):
        """None as long as the scheduler has not written it, as a whole, to its file."""
        try:
            return json.loads(self._scheduler_file.read_text())["address"]
        except (FileNotFoundError, json.JSONDecodeError):
            return None

    @property
    def pids(self):
        return [process.pid for process in self._processes]

    def add_worker(self, *options, environment=None, launcher=()):
        """Starts a worker of one thread, with no nanny to start it again. Gives its process.

        ``launcher`` is a command that starts the one that follows.
        """
        self._number += 1
        return self._start(
            "worker",
            *("--scheduler-file", self._scheduler_file, "--nthreads", "1", "--no-nanny"),
            *("--no-dashboard", "--death-timeout", "60", *options),
            environment=environment,
            launcher=launcher,
            # Not the folder of the tests: paths are relative to that of the client.
            folder=self._folder / f"worker_{self._number}",
        )

    def close(self):
        for process in self._processes:
            process.send_signal(signal.SIGCONT)
            process.kill()
            process.wait()

    def _start(self, command, *arguments, environment=None, folder=None, launcher=()):
        folder = folder or self._folder
        folder.mkdir(exist_ok=True)
        log = open(self._folder / f"log_{len(self._processes)}.txt", "wb")  # noqa: SIM115
        process = subprocess.Popen(
            [*launcher, sys.executable, "-m", "dask", command, *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={**os.environ, **(environment or {})},
        )
        log.close()
        self._processes.append(process)
        return process

    def _wait_for(self, condition, seconds=60):
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, self.logs()
            time.sleep(0.05)

    def logs(self):
        """What all processes said."""
        paths = sorted(self._folder.glob("log_*.txt"))
        return "\n".join(f"{path.name}:\n{path.read_text()}" for path in paths)
