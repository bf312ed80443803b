"""The exact answers, by Python's integers alone, and the comparison of a CSV with them.

Every finite double is an integer in units of 2^-1074, its square one in units of 2^-2148. Sums of
integers are exact; one division or one root, rounded once, gives each statistic.
"""

import csv
import math
from fractions import Fraction
from pathlib import Path

import numpy as np

UNIT_BITS = 1074


def to_double(fraction):
    """The fraction rounded to nearest, ties to even; beyond the range of double infinite."""
    try:
        return float(fraction)
    except OverflowError:
        return math.inf if fraction > 0 else -math.inf


def root_to_double(fraction):
    """The square root of the fraction, rounded once."""
    if fraction == 0:
        return 0.0
    # A root of at least 120 bits, below its true value by less than one unit; the odd last bit
    # stands for what is below it, so that no tie is seen where there is none.
    bits = fraction.denominator.bit_length() - fraction.numerator.bit_length()
    shift = max(0, bits // 2 + 121)
    scaled, rest = divmod(fraction.numerator << (2 * shift), fraction.denominator)
    root = math.isqrt(scaled)
    below = rest != 0 or root * root != scaled
    return to_double(Fraction(2 * root + below, 2 << shift))


def exact_statistics(values):
    """min, max, sum, mean, var and std (ddof 0) of a non-empty array of finite doubles."""
    total = squares = 0
    numbers = values.tolist()
    for number in numbers:
        numerator, denominator = number.as_integer_ratio()
        shift = UNIT_BITS + 1 - denominator.bit_length()
        total += numerator << shift
        squares += (numerator * numerator) << (2 * shift)
    count = len(numbers)
    mean = Fraction(total, count << UNIT_BITS)
    var = Fraction(count * squares - total * total, (count * count) << (2 * UNIT_BITS))
    order = [(number, math.copysign(1.0, number)) for number in numbers]
    return {
        "min": min(order)[0],
        "max": max(order)[0],
        "sum": to_double(Fraction(total, 1 << UNIT_BITS)),
        "mean": to_double(mean),
        "var": to_double(var),
        "std": root_to_double(var),
    }


def check_rows(csv_path, folder, samples):
    """Compares rows of hilo's CSV, evenly spread, with the exact answers; returns how many."""
    with open(csv_path, newline="") as file:
        rows = list(csv.DictReader(file))
    names = {path.name for path in Path(folder).glob("*.npy")}
    if {Path(row["key"]).name for row in rows} != names:
        raise AssertionError(f"{csv_path}: expected a row for each of {len(names)} files")
    step = max(1, len(rows) // samples)
    for row in rows[::step]:
        expected = exact_statistics(np.load(Path(folder, Path(row["key"]).name)))
        for column, value in expected.items():
            if row[column] != repr(value):
                raise AssertionError(
                    f"{row['key']}: {column}: expected {value!r}, found {row[column]}"
                )
    return len(rows[::step])


def check_close(lines, csv_path):
    """Compares "mean,std" lines of an inexact program with the first rows of hilo's CSV."""
    with open(csv_path, newline="") as file:
        rows = list(csv.DictReader(file))
    if len(lines) != len(rows):
        raise AssertionError(f"{csv_path}: expected {len(rows)} lines, found {len(lines)}")
    for line, row in zip(lines, rows, strict=True):
        found = np.array([float(part) for part in line.split(",")])
        expected = np.array([float(row["mean"]), float(row["std"])])
        if not np.allclose(found, expected, rtol=1e-9, atol=1e-12):
            raise AssertionError(f"{row['key']}: expected about {expected}, found {found}")
