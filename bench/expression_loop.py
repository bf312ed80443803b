"""mean and std of an expression over files, as Python's users compute it; prints the seconds.

usage: expression_loop.py numpy|numexpr|numba LIST

Then prints mean and std of each file. The time to start Python, to import and to compile is not
counted.
"""

import math
import sys
import time
from pathlib import Path

import numpy as np


def by_numpy():
    return lambda x: np.log1p(np.abs(x)) * 2 + np.sin(x)


def by_numexpr():
    import numexpr

    numexpr.set_num_threads(1)
    return lambda x: numexpr.evaluate("log1p(abs(x)) * 2 + sin(x)")


def by_numba():
    import numba

    @numba.njit
    def values(x):
        out = np.empty(x.size)
        for i in range(x.size):
            out[i] = math.log1p(abs(x[i])) * 2 + math.sin(x[i])
        return out

    return values


def main(library, target):
    values_of = {"numpy": by_numpy, "numexpr": by_numexpr, "numba": by_numba}[library]()
    values_of(np.zeros(8))
    names = Path(target).read_text().splitlines()
    moments = []
    begin = time.perf_counter()
    for name in names:
        values = values_of(np.load(name))
        moments.append((values.mean(), values.std()))
    print(time.perf_counter() - begin)
    for mean, std in moments:
        print(f"{float(mean)!r},{float(std)!r}")


if __name__ == "__main__":
    main(*sys.argv[1:])
