"""The two oracles against Python's statistics module, against math.fsum, and against each other."""

from __future__ import annotations

import itertools
import math
import statistics
import struct
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from oracle import exact, vectorised
from oracle.exact import round_root_to_double, round_to_double
from oracle.value_families import (
    FAMILIES,
    FINITE,
    LARGEST,
    SMALLEST,
    any_integers,
    extreme_integers,
    random_of,
    segments,
)

INTEGERS = "i1 i2 i4 i8 u1 u2 u4 u8".split()
FLOATS = "f2 f4 f8".split()


def bits(row):
    """Makes NaN equal to itself, and -0.0 differ from 0.0 and 1 from 1.0."""
    return tuple(struct.pack("<d", x) if isinstance(x, float) else x for x in row)


def assert_same(found, expected):
    assert bits(found) == bits(expected), f"{found} != {expected}"


def assert_oracles_agree(arrays):
    expected = exact.summarizer_of(arrays)
    found = vectorised.totals_of(arrays)
    for ddof, nan_policy in itertools.product((0, 1, 2), ("propagate", "omit")):
        options = {"ddof": ddof, "nan_policy": nan_policy}
        assert_same(found.statistics(**options), expected(**options))


finite_doubles = st.floats(allow_nan=False, allow_infinity=False)
any_doubles = st.integers(0, 2**64 - 1).map(lambda b: struct.unpack("<d", struct.pack("<Q", b))[0])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction(1, 3), 1 / 3),
        (Fraction(2**53 + 1), 2.0**53),  # ties go to even
        (Fraction(2**53 + 3), 2.0**53 + 4),
        (Fraction(1, 2**1075), 0.0),
        (Fraction(2**40 + 1, 2**1115), SMALLEST),
        (Fraction(3, 2**1075), 2 * SMALLEST),
        (Fraction(2**1024 - 2**970) - Fraction(1, 7), LARGEST),
        (Fraction(2**1024 - 2**970), math.inf),
        (-Fraction(2**1024), -math.inf),
        (Fraction(10**9999), math.inf),
    ],
)
def test_rounding(value, expected):
    assert_same([round_to_double(value)], [expected])


@pytest.mark.parametrize(
    ("square", "expected"),
    [
        (Fraction(0), 0.0),
        (Fraction(2), math.sqrt(2)),
        (Fraction(1, 4), 0.5),
        # Just above, at and just below the middle of two doubles.
        (Fraction(2**53 + 1) ** 2 + Fraction(1, 10**99), 2.0**53 + 2),
        (Fraction(2**53 + 1) ** 2, 2.0**53),
        (Fraction(2**53 + 3) ** 2, 2.0**53 + 4),
        (Fraction(2**53 + 3) ** 2 - Fraction(1, 10**99), 2.0**53 + 2),
        (Fraction(1, 2**2150), 0.0),
        (Fraction(1, 2**2150) + Fraction(1, 2**9999), SMALLEST),
        (Fraction(2**1024 - 2**970) ** 2, math.inf),
        (Fraction(2**1024 - 2**970) ** 2 - 1, LARGEST),
        (Fraction(10**9999), math.inf),
    ],
)
def test_rounding_of_roots(square, expected):
    assert_same([round_root_to_double(square)], [expected])


@given(st.fractions(min_value=0), st.integers(-1100, 500))
@example(Fraction(3), -1075)
def test_the_root_is_nearest(value, exponent):
    value *= Fraction(4) ** exponent
    root = Fraction(round_root_to_double(value))
    above = (root + Fraction(math.nextafter(root, math.inf))) / 2
    below = (root + Fraction(math.nextafter(root, 0))) / 2
    assert below**2 <= value <= above**2


@given(st.lists(finite_doubles, min_size=2, max_size=30), st.integers(0, 1))
@settings(max_examples=300, deadline=None)
def test_python_agrees(values, ddof):
    fractions = [Fraction(value) for value in values]
    found = exact.statistics_of([np.array(values)], ddof=ddof)
    variance = (statistics.variance if ddof else statistics.pvariance)(fractions)
    root = statistics.stdev if ddof else statistics.pstdev
    assert_same(
        found[6:9], map(round_to_double, (sum(fractions), statistics.mean(fractions), variance))
    )
    try:
        assert_same([found.std], [root(fractions)])
    except OverflowError:
        assert found.std == math.inf


@pytest.mark.parametrize("name", sorted(FINITE))
def test_fsum_agrees(name):
    values = FINITE[name](random_of("fsum", name), 400)
    try:
        expected = math.fsum(values) + 0.0  # a sum of negative zeros is 0.0 here
    except OverflowError:  # on the way
        expected = math.fsum(values * 2.0**-64) * 2.0**64
    assert_same([exact.statistics_of([values]).sum], [expected])


def test_numpy_agrees_where_it_is_exact():
    values = random_of("numpy").integers(-100, 100, 1024)
    for dtype in (np.int64, np.float64):
        found = exact.statistics_of([values.astype(dtype)])
        assert (found.size, found.min, found.max) == (1024, values.min(), values.max())
        assert (found.sum, found.mean) == (values.sum(), values.mean())
        assert found.var == ((values * 1024 - values.sum()) ** 2).sum() / 2.0**30
        assert isinstance(found.sum, float if dtype is np.float64 else int)


NAN, INF = math.nan, math.inf


@pytest.mark.parametrize("oracle", [exact, vectorised])
@pytest.mark.parametrize(
    ("values", "options", "expected"),
    [
        # size nan +inf -inf | min max | sum mean var std
        ([], {}, (0, 0, 0, 0, None, None, None, None, None, None)),
        ([3.0], {}, (1, 0, 0, 0, 3.0, 3.0, 3.0, 3.0, 0.0, 0.0)),
        ([3.0], {"ddof": 1}, (1, 0, 0, 0, 3.0, 3.0, 3.0, 3.0, None, None)),
        ([3.0], {"ddof": 9}, (1, 0, 0, 0, 3.0, 3.0, 3.0, 3.0, None, None)),
        ([-0.0], {}, (1, 0, 0, 0, -0.0, -0.0, 0.0, 0.0, 0.0, 0.0)),
        ([0.0, -0.0], {}, (2, 0, 0, 0, -0.0, 0.0, 0.0, 0.0, 0.0, 0.0)),
        ([-1.0, -0.0], {}, (2, 0, 0, 0, -1.0, -0.0, -1.0, -0.5, 0.25, 0.5)),
        ([NAN], {}, (1, 1, 0, 0, None, None, NAN, NAN, NAN, NAN)),
        ([NAN], {"ddof": 1}, (1, 1, 0, 0, None, None, NAN, NAN, None, None)),
        ([NAN], {"nan_policy": "omit"}, (1, 1, 0, 0, None, None, None, None, None, None)),
        ([NAN, INF], {}, (2, 1, 1, 0, INF, INF, NAN, NAN, NAN, NAN)),
        ([NAN, INF], {"nan_policy": "omit"}, (2, 1, 1, 0, INF, INF, INF, INF, NAN, NAN)),
        ([-INF, 1.0], {}, (2, 0, 0, 1, -INF, 1.0, -INF, -INF, NAN, NAN)),
        ([-INF, INF], {}, (2, 0, 1, 1, -INF, INF, NAN, NAN, NAN, NAN)),
        ([INF], {"ddof": 1}, (1, 0, 1, 0, INF, INF, INF, INF, None, None)),
        ([LARGEST] * 2, {}, (2, 0, 0, 0, LARGEST, LARGEST, INF, LARGEST, 0.0, 0.0)),
        ([LARGEST, -LARGEST], {}, (2, 0, 0, 0, -LARGEST, LARGEST, 0.0, 0.0, INF, LARGEST)),
        ([LARGEST, -LARGEST], {"ddof": 1}, (2, 0, 0, 0, -LARGEST, LARGEST, 0.0, 0.0, INF, INF)),
        ([0.0, SMALLEST], {}, (2, 0, 0, 0, 0.0, SMALLEST, SMALLEST, 0.0, 0.0, 0.0)),
        ([0.0, 3 * SMALLEST], {}, (2, 0, 0, 0, 0.0, 1.5e-323, 1.5e-323, 1e-323, 0.0, 1e-323)),
    ],
)  # fmt: skip
def test_the_rules_in_the_corners(oracle, values, options, expected):
    assert_same(oracle.statistics_of([np.array(values, np.float64)], **options), expected)


@pytest.mark.parametrize("oracle", [exact, vectorised])
def test_groups(oracle):
    def integers(*values):
        return np.array(values, np.uint64)

    assert oracle.statistics_of([]).size == 0
    assert_same(
        oracle.statistics_of([integers(2**64 - 1), integers(2**64 - 1)])[4:8],
        (2**64 - 1, 2**64 - 1, 2**65 - 2, 2.0**64),
    )
    assert_same(
        oracle.statistics_of([integers(2**64 - 1), np.array([0.5])])[4:8],
        (0.5, 2.0**64, 2.0**64, 2.0**63),
    )
    assert_same(oracle.statistics_of([integers(0), np.array([-0.0])])[4:6], (-0.0, 0.0))
    assert_same(oracle.statistics_of([integers(), np.zeros(0)])[4:8], (None,) * 4)
    bools = np.array([0, 1, 2, 255], np.uint8).view(np.bool_)
    assert_same(oracle.statistics_of([bools])[4:9], (0, 1, 3, 0.75, 0.1875))


@pytest.mark.parametrize("size", [1, 2, 3, 150])
@pytest.mark.parametrize("name", sorted(FAMILIES))
def test_the_oracles_agree_on_doubles(name, size):
    assert_oracles_agree([FAMILIES[name](random_of("oracles", name, size), size)])


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("dtype", ["?", *INTEGERS, *FLOATS])
def test_the_oracles_agree_on_dtypes(dtype, order):
    dtype = np.dtype(order + dtype)
    random = random_of("dtypes", dtype.str)
    for size in (0, 1, 7, 100):
        assert_oracles_agree([any_integers(random, dtype, size)])
    assert_oracles_agree([np.asfortranarray(any_integers(random, dtype, 60).reshape(3, 4, 5))])
    assert_oracles_agree([any_integers(random, dtype, 1).reshape(())])


@pytest.mark.parametrize("dtype", INTEGERS)
def test_the_oracles_agree_on_extreme_integers(dtype):
    for draw in extreme_integers(np.dtype(dtype)).values():
        assert_oracles_agree([draw(random_of("integers", dtype), 200)])


def test_the_oracles_agree_on_mixed_groups():
    random = random_of("groups")
    for _ in range(30):
        dtypes = random.choice(INTEGERS + FLOATS + ["?"], random.integers(1, 5))
        arrays = [any_integers(random, np.dtype(dtype), random.integers(0, 60)) for dtype in dtypes]
        assert_oracles_agree(arrays)


@given(st.lists(any_doubles, max_size=40))
@settings(max_examples=200, deadline=None)
def test_the_oracles_agree_on_any_doubles(values):
    assert_oracles_agree([np.array(values, np.float64)])


def test_many_pieces_are_one_array(monkeypatch):
    values = segments(random_of("calls"), 400, longest=40)
    monkeypatch.setattr(vectorised, "PIECE_VALUES", 64)
    assert_oracles_agree([values])


def test_large_totals():
    """Sums of millions of values, where the exact answer is known without adding."""
    size = 1_500_000
    greatest = np.full(size, 2**64 - 1, np.uint64)
    found = vectorised.statistics_of([greatest])
    assert (found.sum, found.mean, found.var) == (size * (2**64 - 1), 2.0**64, 0.0)
    values = np.concatenate([np.full(size, LARGEST), np.full(size, -LARGEST), [SMALLEST]])
    found = vectorised.statistics_of([values])
    assert (found.sum, found.var, found.mean) == (SMALLEST, math.inf, 0.0)
    assert found.std == round_root_to_double(
        Fraction(LARGEST) ** 2 * Fraction(2 * size, 2 * size + 1)
    )


def test_chunks_of_a_large_array_add_up():
    values = segments(random_of("chunks"), 30_000, longest=900)
    whole = vectorised.Totals.of(values)
    assert vectorised.totals_of(np.array_split(values, 77)) == whole
    assert vectorised.Totals.of(values[::-1]) == whole
    assert whole.sum_units == sum(int(Fraction(x) * 2**1074) for x in values.tolist())
