"""What the global interpreter lock (GIL) leaves of threads: each job on one thread and on two.

usage: gil.py [DIR]

DIR holds .npy files and is fake_files unless it is given.
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import hilo
import numpy as np


def pure_python(values):
    mean = sum(values) / len(values)
    return mean, (sum((x - mean) ** 2 for x in values) / len(values)) ** 0.5


def with_numpy(array):
    return np.mean(array), np.std(array)


def load(path):
    return with_numpy(np.load(path))


def seconds(function, tasks, threads):
    with ThreadPoolExecutor(threads) as pool:
        begin = time.perf_counter()
        list(pool.map(function, tasks))
        return time.perf_counter() - begin


def report(what, one, two):
    print(f"{what:42} {one:7.3f} s  {two:7.3f} s  {one / two:5.2f}")


def main(directory="fake_files"):
    files = sorted(Path(directory).glob("*.npy"))
    large = [np.load(path) for path in files[:100]]
    small = [part for array in large[:50] for part in np.array_split(array, len(array) // 1000)]
    lists = [array.tolist() for array in large[:20]]
    jobs = [
        ("Python's own numbers", pure_python, lists),
        ("np.mean and np.std of 1,000 values", with_numpy, small),
        ("np.mean and np.std of 100,000 values", with_numpy, large),
        ("hilo.Moments.of 100,000 values", hilo.Moments.of, large),
        ("np.load, np.mean and np.std", load, files),
    ]
    print(f"{'':42} {'1 thread':>9}  {'2 threads':>9}")
    for what, function, tasks in jobs:
        report(what, seconds(function, tasks, 1), seconds(function, tasks, 2))
    jobs_seconds = []
    for jobs in (1, 2):
        begin = time.perf_counter()
        hilo.stats(directory, jobs=jobs)
        jobs_seconds.append(time.perf_counter() - begin)
    report("hilo.stats", *jobs_seconds)


if __name__ == "__main__":
    main(*sys.argv[1:])
