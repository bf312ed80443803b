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


def seconds(job):
    """The best of three."""
    times = []
    for _ in range(3):
        begin = time.perf_counter()
        job()
        times.append(time.perf_counter() - begin)
    return min(times)


def in_pool(function, tasks):
    def job(threads):
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(function, tasks))

    return job


def main(directory="fake_files"):
    files = sorted(Path(directory).glob("*.npy"))[:100]
    large = [np.load(path) for path in files]
    small = [part for array in large[:20] for part in np.array_split(array, len(array) // 1000)]
    lists = [array.tolist() for array in large[:10]]
    jobs = {
        "numbers of Python": in_pool(pure_python, lists),
        "np.mean, np.std of 1,000 values": in_pool(with_numpy, small),
        "np.mean, np.std of 100,000 values": in_pool(with_numpy, large * 10),
        "hilo.Moments.of 100,000 values": in_pool(hilo.Moments.of, large * 10),
        "hilo.stats": lambda threads: hilo.stats(files, jobs=threads),
    }
    print(f"{'':34}  1 thread  2 threads")
    for name, job in jobs.items():
        one, two = seconds(lambda job=job: job(1)), seconds(lambda job=job: job(2))
        print(f"{name:34} {one * 1000:6.0f} ms  {two * 1000:6.0f} ms  x {one / two:.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
