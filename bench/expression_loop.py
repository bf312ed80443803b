"""mean and std of an expression over files, as Python's users compute it; prints the seconds.

usage: expression_loop.py numpy|numexpr|numba LIST

Then prints mean and std of each file. With numba, one compiled function gives both. The time to
start Python, to import and to compile is not counted.
"""

import math
import sys
import time
from pathlib import Path

import numpy as np


def in_passes(values_of):
    """As with any function of arrays: values first, then NumPy's mean and std of them."""

    def moments(x):
        values = values_of(x)
        return values.mean(), values.std()

    return moments


def by_numpy():
    return in_passes(lambda x: np.log1p(np.abs(x)) * 2 + np.sin(x))


def by_numexpr():
    import numexpr

    numexpr.set_num_threads(1)
    return in_passes(lambda x: numexpr.evaluate("log1p(abs(x)) * 2 + sin(x)"))


def by_numba():
    import numba

    @numba.njit
    def moments(x):
        values = np.empty(x.size)
        total = 0.0
        for i in range(x.size):
            values[i] = math.log1p(abs(x[i])) * 2 + math.sin(x[i])
            total += values[i]
        mean = total / x.size
        squares = 0.0
        for value in values:
            squares += (value - mean) ** 2
        return mean, math.sqrt(squares / x.size)

    return moments


def main(library, target):
    moments_of = {"numpy": by_numpy, "numexpr": by_numexpr, "numba": by_numba}[library]()
    moments_of(np.zeros(8))
    names = Path(target).read_text().splitlines()
    moments = []
    begin = time.perf_counter()
    for name in names:
        moments.append(moments_of(np.load(name)))
    print(time.perf_counter() - begin)
    for mean, std in moments:
        print(f"{float(mean)!r},{float(std)!r}")


if __name__ == "__main__":
    main(*sys.argv[1:])
