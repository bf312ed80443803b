"""The lecture's cells as they stand in the notebook, and what %%time says of each.

usage: notebook.py CELL [DIR [FILES]]

CELL is one of
  generate       In [1]: a folder of random arrays
  loop           In [15]: one file after the other
  thread_a_file  the cell after it: a thread for each file
  pool           the same on as many threads as there are processors
  threads        In [5]: a thread for each of ten arrays
  processes      In [4]: a process for each of ten arrays

DIR is fake_files and FILES 10000, unless they are given.
"""

import collections
import multiprocessing as mp
import os
import resource
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def generate(directory, files):
    os.makedirs(directory, exist_ok=True)
    for idx in range(files):
        fname = f"{directory}/file_{idx}.npy"
        if not os.path.exists(fname):
            np.save(fname, np.random.normal(size=100000))


def open_file(directory, idx):
    fname = f"{directory}/file_{idx}.npy"
    with open(fname, "rb") as fp:
        nums = np.load(fp)
    np.mean(nums)
    np.std(nums)


def loop(directory, files):
    for idx in range(files):
        open_file(directory, idx)


def thread_a_file(directory, files):
    errors = collections.Counter()
    threading.excepthook = lambda failed: errors.update([failed.exc_value.strerror])
    most = 0
    threads = []
    for idx in range(files):
        thread = threading.Thread(target=open_file, args=(directory, idx))
        thread.start()
        threads.append(thread)
        most = max(most, threading.active_count() - 1)
    for thread in threads:
        thread.join()
    print(f"{most} threads at once")
    for message, count in errors.items():
        print(f"{count} threads failed: {message}")


def pool(directory, files):
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as executor:
        for _ in executor.map(lambda idx: open_file(directory, idx), range(files)):
            pass


class MyThread(threading.Thread):
    def __init__(self, name, nums):
        super().__init__()
        self.name = name
        self.nums = nums

    def run(self):
        print("Starting ", self.name)
        self.mean = np.mean(self.nums)
        self.std = np.std(self.nums)


class MyProc(mp.Process):
    def __init__(self, name, nums):
        super().__init__()
        self.name = name
        self.nums = nums

    def run(self):
        print("Starting ", self.name)
        self.mean = np.mean(self.nums)
        self.std = np.std(self.nums)


def run_ten(kind, letter):
    workers = []
    for index in range(10):
        worker = kind(name=f"{letter}{index}", nums=np.random.normal(size=1000))
        worker.start()
        workers.append(worker)
    print("-" * 10)
    for worker in workers:
        worker.join()
        print(f"Name {worker.name}")
        print(f"\t Mean {worker.mean}")
        print(f"\t Std {worker.std}")


def threads(_directory, _files):
    run_ten(MyThread, "T")


def processes(_directory, _files):
    run_ten(MyProc, "P")


CELLS = [generate, loop, thread_a_file, pool, threads, processes]


def main(name, directory="fake_files", files="10000"):
    cell = next(cell for cell in CELLS if cell.__name__ == name)
    begin, used = time.perf_counter(), os.times()
    cell(directory, int(files))
    wall, used = time.perf_counter() - begin, [a - b for a, b in zip(os.times(), used, strict=True)]
    print(f"CPU times: user {used[0]:.2f} s, sys: {used[1]:.2f} s, total: {sum(used[:2]):.2f} s")
    print(f"Wall time: {wall:.2f} s")
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(f"Peak memory: {usage.ru_maxrss / 1000:.0f} MB, page faults: {usage.ru_minflt}")


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in [cell.__name__ for cell in CELLS]:
        sys.exit(__doc__)
    main(*sys.argv[1:])
