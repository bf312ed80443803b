"""hilo.mean, var and std: NumPy's shapes and arguments, the oracle's numbers."""

from __future__ import annotations

import math
import warnings

import hilo
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.exceptions import AxisError
from oracle.exact import statistics_of

examples = settings(max_examples=100, deadline=None, print_blob=True)

FUNCTIONS = {"mean": hilo.mean, "var": hilo.var, "std": hilo.std}
functions = pytest.mark.parametrize("name", FUNCTIONS)
dtypes = st.sampled_from("? <i8 >u8 i1 <f2 >f4 <f8 >f8".split())
shapes = hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)


@st.composite
def calls(draw):
    """An array, and axes that it has."""
    array = draw(hnp.arrays(draw(dtypes), draw(shapes)))
    axes = st.none() | hnp.valid_tuple_axes(array.ndim)
    if array.ndim:
        axes |= st.integers(-array.ndim, array.ndim - 1)
    return array, draw(axes)


def numbers_along(name, array, axis, **options):
    """The oracle's, of each slice, in C order; NaN where they are undefined."""
    axes = np.atleast_1d(range(array.ndim) if axis is None else axis).astype(int)
    axes = {int(i) % array.ndim for i in axes}
    kept = [1 if i in axes else length for i, length in enumerate(array.shape)]
    numbers = []
    for index in np.ndindex(*kept):
        place = tuple(slice(None) if i in axes else at for i, at in enumerate(index))
        values = np.ma.compressed(array[place])
        number = getattr(statistics_of([values], **options), name)
        numbers.append(math.nan if number is None else number)
    return numbers


def assert_exact(name, array, axis, **options):
    found = np.asarray(FUNCTIONS[name](array, axis, **options))
    assert repr(found.ravel().tolist()) == repr(numbers_along(name, array, axis, **options))


def of_numpy(name, array, axis, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what is empty or overflows
        return getattr(np, name)(array, axis, **options)


@functions
@given(calls(), st.integers(0, 3), st.sampled_from(["propagate", "omit"]))
@examples
def test_exact_along_any_axes(name, call, ddof, nan_policy):
    options = {"nan_policy": nan_policy} | ({} if name == "mean" else {"ddof": ddof})
    assert_exact(name, *call, **options)


@functions
@given(calls(), st.booleans())
@examples
def test_types_and_shapes_are_those_of_numpy(name, call, keepdims):
    array, axis = call
    found = FUNCTIONS[name](array, axis, keepdims=keepdims)
    theirs = of_numpy(name, array.astype("f8"), axis, keepdims=keepdims)
    assert (type(found), found.dtype, found.shape) == (type(theirs), theirs.dtype, theirs.shape)


@functions
@given(calls(), st.data())
@examples
def test_masked_elements_are_left_out(name, call, data):
    array, axis = call
    masked = np.ma.array(array, mask=data.draw(hnp.arrays(bool, array.shape)))
    assert_exact(name, masked, axis)


@functions
@pytest.mark.parametrize("axis", [None, (), 0, -1, (0, 2)], ids=str)
def test_of_masked_arrays_keepdims_keeps_all_axes(name, axis):
    masked = np.ma.masked_equal(np.arange(24.0).reshape(2, 3, 4), 7.0)
    found = FUNCTIONS[name](masked, axis, keepdims=True)
    assert found.shape == np.mean(masked, axis, keepdims=True).shape


@functions
@pytest.mark.parametrize("axis", [2, -3, (0, 2), 10**30, (0, 0), (1, -1), "0", 1.0], ids=repr)
def test_wrong_axes_raise_what_numpy_raises(name, axis):
    array = np.ones((2, 3))
    with pytest.raises(Exception) as theirs:  # noqa: B017, NumPy knows which
        getattr(np, name)(array, axis)
    with pytest.raises(type(theirs.value)):
        FUNCTIONS[name](array, axis)


@functions
def test_an_axis_that_is_not_there_is_an_axis_error(name):
    with pytest.raises(AxisError, match="axis 2 is out of bounds for array of dimension 2"):
        FUNCTIONS[name](np.ones((2, 3)), 2)
    with pytest.raises(AxisError):
        FUNCTIONS[name](1.5, 0)


@functions
@pytest.mark.parametrize("axis", [None, 0])
def test_of_nothing_is_nan(name, axis):
    found = FUNCTIONS[name]([], axis)
    assert type(found) is np.float64
    assert math.isnan(found)


def test_too_large_a_ddof_is_nan():
    assert math.isnan(hilo.var([1.0, 2.0], ddof=2))
    assert math.isnan(hilo.std([1.0, 2.0], ddof=3))
    assert hilo.var([1.0, 2.0], ddof=1) == 0.5


@pytest.mark.parametrize(
    ("name", "values", "exact"),
    [
        ("mean", np.array([1e16, 1.0, -1e16]), 1 / 3),  # cancellation
        ("mean", np.array([1.7e308, 1.7e308]), 1.7e308),  # the sum overflows
        ("mean", np.array([1.0, 2.0**-30], "f4"), 0.5 + 2.0**-31),  # a mean in float32
        ("var", np.full(1000, 1000, "f2"), 0.0),  # the sum overflows
        ("std", np.array([3e-170, 5e-170]), 1e-170),  # squares underflow
        ("std", np.array([1e200, 3e200]), 1e200),  # squares overflow
    ],
    ids=str,
)
def test_right_where_numpy_is_not(name, values, exact):
    assert float(of_numpy(name, values, None)) != exact
    found = FUNCTIONS[name](values)
    assert (type(found), found) == (np.float64, exact)


@functions
@pytest.mark.parametrize(
    "values",
    [[[1, 2], [3, 5]], ((0.1, 0.2),), memoryview(bytes(range(16))).cast("f", (2, 2))],
    ids=lambda values: type(values).__name__,
)
@pytest.mark.parametrize("axis", [None, 0, 1])
def test_of_what_is_no_array(name, values, axis):
    found = FUNCTIONS[name](values, axis)
    assert repr(found) == repr(FUNCTIONS[name](np.array(values), axis))


@functions
@pytest.mark.parametrize("axis", [None, 1])
@pytest.mark.parametrize("shape", [(2, 3), (0, 3)])
def test_other_elements_are_refused(name, axis, shape):
    with pytest.raises(hilo.HiloError, match="found complex128") as caught:
        FUNCTIONS[name](np.zeros(shape, complex), axis)
    assert caught.value.code == "DTYPE"


@functions
@pytest.mark.parametrize("axis", [None, 0, 1])
def test_nan_policy_raise(name, axis):
    with pytest.raises(hilo.HiloError) as caught:
        FUNCTIONS[name]([[1.0, math.nan]], axis, nan_policy="raise")
    assert caught.value.code == "NAN"
    assert FUNCTIONS[name]([[1.0, 2.0]], nan_policy="raise") == FUNCTIONS[name]([[1.0, 2.0]])


@functions
@pytest.mark.parametrize("axis", [None, 0])
def test_wrong_arguments_are_named(name, axis):
    with pytest.raises(hilo.UsageError, match="nan_policy .* did you mean 'omit'"):
        FUNCTIONS[name]([], axis, nan_policy="omit_")
    if name != "mean":
        with pytest.raises(hilo.UsageError, match="expected ddof .* found -1"):
            FUNCTIONS[name]([], axis, ddof=-1)
