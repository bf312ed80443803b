"""The definition of every statistic, in Python's exact fractions. Slow: some microseconds a value.

Nothing here is shared with the program: sums are sums of Fractions, the variance is the mean of
the squared deviations, and rounding is Python's division of integers: to nearest, ties to even.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import partial
from typing import NamedTuple

import numpy as np

Number = int | float


class Statistics(NamedTuple):
    """What a row says of its values. None: undefined."""

    size: int
    nan_count: int
    posinf_count: int
    neginf_count: int
    min: Number | None
    max: Number | None
    sum: Number | None
    mean: float | None
    var: float | None
    std: float | None


class Counts(NamedTuple):
    size: int
    nan_count: int
    posinf_count: int
    neginf_count: int


def round_to_double(value: Fraction) -> float:
    """The nearest double, ties to even, also where it is subnormal; infinite beyond the largest."""
    try:
        return value.numerator / value.denominator
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def round_root_to_double(value: Fraction) -> float:
    """The root of a value >= 0, rounded once.

    The root is cut off after 66 significant bits or more. One further bit says whether anything
    was cut off: it keeps the cut from falling on a tie, or on a double, that the root is not.
    """
    bits = value.numerator.bit_length() - value.denominator.bit_length()
    shift = max(0, 134 - bits) // 2 + 1
    scaled, rest = divmod(value.numerator << 2 * shift, value.denominator)
    root = math.isqrt(scaled)
    was_cut = root * root != scaled or rest != 0
    return round_to_double(Fraction(2 * root + was_cut, 2 << shift))


def sort_key(value: Number) -> tuple[Number, float]:
    """-0.0 is below 0.0; Python compares integers with doubles exactly."""
    return value, math.copysign(1.0, value)


def values_of(array: np.ndarray) -> list[Number]:
    """Python's numbers, equal to the elements. A bool is 1 wherever its byte is not 0."""
    if array.dtype.kind == "b":
        array = array.reshape(-1).view(np.uint8) != 0
        return [int(value) for value in array]
    return array.reshape(-1).tolist()


def is_integral(arrays: Iterable[np.ndarray]) -> bool:
    return all(array.dtype.kind in "biu" for array in arrays)


def summarize(
    counts: Counts,
    extrema: tuple[Number | None, Number | None],
    finite_sum: Fraction,
    squared_deviations: Fraction,
    *,
    integral: bool,
    ddof: int = 0,
    nan_policy: str = "propagate",
) -> Statistics:
    """The rules for what is undefined, NaN or infinite, in this order; and the one rounding.

    The sum and the squared deviations from the mean are those of the finite values, and are looked
    at only where all values that count are finite.
    """
    size = counts.size - (counts.nan_count if nan_policy == "omit" else 0)
    to_number = int if integral else lambda value: round_to_double(Fraction(value))
    minimum, maximum = extrema
    if not integral:
        minimum, maximum = (None if value is None else float(value) for value in extrema)
    has_variance = size - ddof > 0
    if size == 0:
        moments = (None, None, None, None)
    elif (counts.nan_count and nan_policy != "omit") or (
        counts.posinf_count and counts.neginf_count
    ):
        moments = (math.nan, math.nan, *(math.nan if has_variance else None,) * 2)
    elif counts.posinf_count or counts.neginf_count:
        infinity = math.inf if counts.posinf_count else -math.inf
        moments = (infinity, infinity, *(math.nan if has_variance else None,) * 2)
    else:
        variance = squared_deviations / (size - ddof) if has_variance else None
        moments = (
            to_number(finite_sum),
            round_to_double(finite_sum / size),
            None if variance is None else round_to_double(variance),
            None if variance is None else round_root_to_double(variance),
        )
    return Statistics(*counts, minimum, maximum, *moments)


def summarizer_of(arrays: Iterable[np.ndarray]) -> Callable[..., Statistics]:
    """summarize() for all elements of all arrays, with ddof and nan_policy still to be chosen."""
    arrays = list(arrays)
    values = [value for array in arrays for value in values_of(array)]
    numbers = [value for value in values if not math.isnan(value)]
    finite = [Fraction(value) for value in numbers if not math.isinf(value)]
    finite_sum = sum(finite, Fraction())
    mean = finite_sum / len(finite) if finite else Fraction()
    return partial(
        summarize,
        Counts(
            len(values),
            len(values) - len(numbers),
            numbers.count(math.inf),
            numbers.count(-math.inf),
        ),
        (min(numbers, key=sort_key, default=None), max(numbers, key=sort_key, default=None)),
        finite_sum,
        sum(((value - mean) ** 2 for value in finite), Fraction()),
        integral=is_integral(arrays),
    )


def statistics_of(
    arrays: Iterable[np.ndarray], *, ddof: int = 0, nan_policy: str = "propagate"
) -> Statistics:
    """The statistics of all elements of all arrays."""
    return summarizer_of(arrays)(ddof=ddof, nan_policy=nan_policy)
