"""Seeded families of values that stress different parts of exact summation."""

from __future__ import annotations

import os
from collections.abc import Callable

import numpy as np

SEED = int(os.environ.get("HILO_TEST_SEED", "20240229"))

LARGEST = np.finfo(np.float64).max
SMALLEST_NORMAL = np.finfo(np.float64).smallest_normal
SMALLEST = np.finfo(np.float64).smallest_subnormal

Random = np.random.Generator
Draw = Callable[[Random, int], np.ndarray]


def random_of(*words: int | str) -> Random:
    """A generator of its own for each purpose; HILO_TEST_SEED changes them all."""
    numbers = [b for word in words for b in str(word).encode()]
    return np.random.default_rng([SEED, *numbers])


def any_bits(random: Random, size: int) -> np.ndarray:
    return random.integers(0, 1 << 64, size, np.uint64, endpoint=False).view(np.float64)


def any_finite(random: Random, size: int) -> np.ndarray:
    values = any_bits(random, size)
    return np.where(np.isfinite(values), values, 0.75)


def normal_times(random: Random, size: int, exponents: np.ndarray | int) -> np.ndarray:
    return np.ldexp(random.normal(size=size), exponents)


def now_and_then(random: Random, size: int, exponent: int, every: int) -> np.ndarray:
    """Normal values of which one in `every` is larger or smaller by 2^exponent."""
    return normal_times(random, size, np.where(random.integers(every, size=size), 0, exponent))


def choice(*values: float) -> Draw:
    return lambda random, size: random.choice(np.array(values), size)


FINITE: dict[str, Draw] = {
    "normal": lambda r, n: r.normal(size=n),
    "uniform": lambda r, n: r.random(n),
    "constant": lambda r, n: np.full(n, 0.1),
    "integers": lambda r, n: r.integers(-500, 500, n).astype(np.float64),
    "large_integers": lambda r, n: r.integers(-(2**53), 2**53, n).astype(np.float64),
    "offset": lambda r, n: 1e9 + normal_times(r, n, -10),
    "far_offset": lambda r, n: 1e16 + r.integers(0, 2, n) * 2.0,
    "lognormal": lambda r, n: r.lognormal(0, 3, n),
    "powers_of_two": lambda r, n: np.ldexp(1.0, r.integers(0, 80, n)),
    "wide": lambda r, n: normal_times(r, n, r.integers(-300, 300, n)),
    "any_finite": any_finite,
    "some_tiny": lambda r, n: now_and_then(r, n, -60, 40),
    "rare_tiny": lambda r, n: now_and_then(r, n, -300, 700),
    "rare_huge": lambda r, n: now_and_then(r, n, 300, 700),
    "half_tiny": lambda r, n: now_and_then(r, n, -90, 2),
    "subnormal": lambda r, n: r.integers(-500, 500, n) * SMALLEST,
    "around_smallest_normal": lambda r, n: normal_times(r, n, -1022),
    "squares_underflow": lambda r, n: normal_times(r, n, -540),
    "root_of_subnormal": lambda r, n: 1.0 + r.integers(0, 2, n) * 2.0**-52,
    "low_squares": lambda r, n: normal_times(r, n, -450 + r.integers(0, 20, n)),
    "high_squares": lambda r, n: normal_times(r, n, 490 + r.integers(0, 20, n)),
    "top_of_binade": choice(np.nextafter(2, 0), -np.nextafter(2, 0)),
    "largest": choice(LARGEST, -LARGEST, LARGEST * (1 - 2.0**-20)),
    "sum_overflows": lambda r, n: LARGEST * (0.5 + 0.5 * r.random(n)),
    "cancelling": lambda r, n: np.concatenate([x := any_finite(r, n // 2), -x, x[: n % 2]]),
    "both_zeros": choice(-0.0, 0.0),
    "negative_zeros": lambda r, n: np.full(n, -0.0),
    "zeros": lambda r, n: np.zeros(n),
    "negative_and_zeros": lambda r, n: -np.abs(r.normal(size=n)) * r.integers(0, 2, n),
    "one_value_at_the_end": lambda r, n: np.append(np.zeros(max(n - 1, 0)), [SMALLEST] * (n > 0)),
}

NOT_ALL_FINITE: dict[str, Draw] = {
    "any_bits": any_bits,
    "some_nan": lambda r, n: np.where(r.integers(500, size=n), r.normal(size=n), np.nan),
    "one_infinity": lambda r, n: np.append(r.normal(size=n), np.inf)[-n:],
    "specials": choice(np.nan, np.inf, -np.inf, -0.0, 0.0, 1.0, -2.5, SMALLEST, LARGEST),
    "only_nan": lambda r, n: np.full(n, np.nan),
}

FAMILIES = FINITE | NOT_ALL_FINITE
ALL = list(FINITE)


# Of these, values beside very large ones still show in a sum or a variance.
MODEST = """
normal uniform constant integers offset lognormal powers_of_two some_tiny both_zeros negative_zeros
zeros negative_and_zeros top_of_binade one_value_at_the_end
""".split()


def segments(random: Random, size: int, longest: int = 3000, names: list[str] = ALL) -> np.ndarray:
    """Families one after the other, in pieces of random lengths."""
    pieces: list[np.ndarray] = [np.zeros(0)]
    while sum(map(len, pieces)) < size:
        draw = FINITE[names[random.integers(len(names))]]
        pieces.append(draw(random, int(random.integers(1, longest))))
    return np.concatenate(pieces)[:size]


def cancelling_segments(random: Random, size: int, longest: int = 3000) -> np.ndarray:
    """Pieces of all magnitudes and their negatives: the sum is that of few small values."""
    values = segments(random, size // 2, longest)
    pieces = np.array_split(values, 9) + np.array_split(-values, 7)
    random.shuffle(pieces)
    return np.concatenate([*pieces, random.normal(size=size % 2 + 6)])


def any_integers(random: Random, dtype: np.dtype, size: int) -> np.ndarray:
    return random.integers(0, 256, size * dtype.itemsize, np.uint8).view(dtype)


def extreme_integers(dtype: np.dtype) -> dict[str, Draw]:
    least, greatest = np.iinfo(dtype).min, np.iinfo(dtype).max
    return {
        "least": lambda r, n: np.full(n, least, dtype),
        "greatest": lambda r, n: np.full(n, greatest, dtype),
        "both": lambda r, n: r.choice(np.array([least, greatest], dtype), n),
        "near": lambda r, n: greatest - r.integers(0, 3, n).astype(dtype),
        "small": lambda r, n: r.integers(0, 100, n).astype(dtype),
        "any": lambda r, n: any_integers(r, dtype, n),
    }
