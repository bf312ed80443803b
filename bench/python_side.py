"""What is measured inside Python, after the import; prints seconds by name, as JSON.

usage: python_side.py stats|dask|moments ROUNDS PROGRAM READ_ALL LIST FOLDER REFERENCE

READ_ALL reads the files of LIST once before each run, so that all find them in memory. Each answer
is compared with the CSV in REFERENCE.
"""

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import hilo
import numpy as np


def alternate(contestants, rounds, prepare):
    """Seconds of each by name; the first round is not counted."""
    seconds = {name: [] for name in contestants}
    for number in range(-1, rounds):
        for name, run in contestants.items():
            prepare()
            begin = time.perf_counter()
            check = run()
            elapsed = time.perf_counter() - begin
            check()
            if number >= 0:
                seconds[name].append(elapsed)
    return seconds


class Files:
    def __init__(self, program, read_all, names, folder, reference):
        self._program = program
        self._read_all = [read_all, "2", names]
        self._folder = folder
        self._reference = Path(reference).read_bytes()
        self._output = Path(tempfile.mkdtemp()) / "output.csv"

    def warm_up(self):
        subprocess.run(self._read_all, stdout=subprocess.DEVNULL, check=True)

    def _must_equal(self, csv):
        if csv != self._reference:
            raise AssertionError("a result differs from the reference")

    def in_python(self, **options):
        def run():
            result = hilo.stats(self._folder, **options)
            return lambda: self._must_equal(result.report("csv").encode())

        return run

    def by_program(self, *arguments):
        def run():
            command = [self._program, "stats", "--format", "csv", *arguments, self._folder]
            with open(self._output, "wb") as output:
                subprocess.run(command, stdout=output, check=True)
            return lambda: self._must_equal(self._output.read_bytes())

        return run


def stats(rounds, files):
    contestants = {}
    for jobs in (1, 2):
        contestants[f"hilo.stats, jobs={jobs}"] = files.in_python(jobs=jobs)
        contestants[f"hilo -j{jobs}"] = files.by_program(f"-j{jobs}")
    return alternate(contestants, rounds, files.warm_up)


def dask(rounds, files):
    import distributed

    with contextlib.ExitStack() as closing:
        cluster = distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=":0"
        )
        closing.enter_context(cluster)
        client = closing.enter_context(distributed.Client(cluster))
        contestants = {
            "dask": files.in_python(executor=client),
            "threads": files.in_python(executor="threads", jobs=2),
        }
        return alternate(contestants, rounds, files.warm_up)


def moments(rounds, _files):
    array = np.random.default_rng(0).normal(size=12_500_000)
    expected = hilo.Moments.of(array[::2]) + hilo.Moments.of(array[1::2])

    def ours():
        found = hilo.Moments.of(array)
        values = found.mean, found.std

        def check():
            if found != expected or not np.allclose(values, (array.mean(), array.std())):
                raise AssertionError("wrong moments")

        return check

    def numpys():
        array.mean()
        array.std()
        return lambda: None

    return alternate({"Moments.of": ours, "mean, std": numpys}, 5 * rounds, lambda: None)


def main(job, rounds, *arguments):
    jobs = {"stats": stats, "dask": dask, "moments": moments}
    print(json.dumps(jobs[job](int(rounds), Files(*arguments))))


if __name__ == "__main__":
    main(*sys.argv[1:])
