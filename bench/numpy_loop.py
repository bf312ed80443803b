"""The notebook's loops as they stand in the lecture; prints the seconds that the loop took.

usage: numpy_loop.py read LIST | write FOLDER FILES

`read` then prints mean and std of each file. The time to start Python is not counted.
"""

import sys
import time
from pathlib import Path

import numpy as np


def read(names):
    moments = []
    for name in names:
        with open(name, "rb") as file:
            nums = np.load(file)
        moments.append((np.mean(nums), np.std(nums)))
    return moments


def write(folder, files):
    for index in range(files):
        with open(f"{folder}/file_{index}.npy", "wb") as file:
            np.save(file, np.random.normal(size=100000))
    return []


def main(job, target, files="0"):
    names = Path(target).read_text().splitlines() if job == "read" else []
    begin = time.perf_counter()
    moments = read(names) if job == "read" else write(target, int(files))
    print(time.perf_counter() - begin)
    for mean, std in moments:
        print(f"{mean!r},{std!r}".replace("np.float64(", "").replace(")", ""))


if __name__ == "__main__":
    main(*sys.argv[1:])
