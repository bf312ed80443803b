"""hilo.Moments: exact whatever holds the values, the same bytes however they are put together."""

from __future__ import annotations

import array
import copy
import ctypes
import math
import pickle
import sys
import threading
import types

import hilo
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from oracle.exact import Statistics, statistics_of
from oracle.value_families import FAMILIES, random_of

examples = settings(max_examples=150, deadline=None, print_blob=True)

KINDS = ["?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"]
dtypes = st.builds(
    lambda order, kind: np.dtype(order + kind), st.sampled_from("<>"), st.sampled_from(KINDS)
)
shapes = hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=6)
arrays = dtypes.flatmap(lambda dtype: hnp.arrays(dtype, shapes))
any_doubles = st.lists(st.integers(0, 2**64 - 1), max_size=40).map(
    lambda bits: np.array(bits, np.uint64).view(np.float64)
)
options = st.fixed_dictionaries(
    {"ddof": st.integers(0, 12), "nan_policy": st.sampled_from(["propagate", "omit"])}
)


def shown(summary):
    """Every statistic, with its type and the sign of a zero."""
    return {name: repr(getattr(summary, name)) for name in Statistics._fields}


def assert_exact(values, *, of=None, **options):
    """`of`: what holds the values, where that is not the array itself."""
    moments = hilo.Moments.of(values if of is None else of)
    summary = moments.summary(**options) if options else moments
    assert shown(summary) == shown(statistics_of([np.asarray(values)], **options))


def unaligned(values):
    view = np.zeros(values.nbytes + 1, np.uint8)[1:].view(values.dtype).reshape(values.shape)
    view[...] = values
    return view


def read_only(values):
    view = values.view()
    view.flags.writeable = False
    return view


@st.composite
def views(draw):
    """Of arrays: sliced forwards and backwards, transposed, repeated, unaligned, read-only."""
    view = draw(arrays)
    if draw(st.booleans()):
        view = unaligned(view)
    if draw(st.booleans()):
        view = view[draw(hnp.basic_indices(view.shape, allow_newaxis=True))]
    if draw(st.booleans()):
        view = view.transpose(draw(st.permutations(range(view.ndim))))
    if draw(st.booleans()):
        view = np.broadcast_to(view, (draw(st.integers(0, 3)), *view.shape))
    return read_only(view) if draw(st.booleans()) and isinstance(view, np.ndarray) else view


@given(views(), options)
@examples
def test_of_any_view_are_exact(view, options):
    assert_exact(view, **options)


@given(any_doubles, options)
@examples
def test_of_any_doubles_are_exact(values, options):
    assert_exact(values, **options)


@pytest.mark.parametrize("family", FAMILIES)
def test_of_large_arrays_are_exact(family):
    assert_exact(FAMILIES[family](random_of("moments", family), 3001))


def test_any_byte_of_a_bool_that_is_not_zero_is_one():
    values = np.arange(256, dtype=np.uint8).view(bool)
    assert hilo.Moments.of(values).sum == 255
    assert hilo.Moments.of(values[::-3]).sum == 85


@pytest.mark.parametrize(
    "buffer",
    [
        b"text",
        bytearray(b"text"),
        memoryview(b"texttext").cast("H"),
        memoryview(b"texttext")[::-2],
        memoryview(bytes(range(48))).cast("d", (2, 3)),
        memoryview(bytes(range(48))).cast("q", (3, 2)),
        memoryview(bytes(range(8))).cast("?"),
        *(array.array(code, [0, 1, 5, 100]) for code in "bBhHiIlLqQfd"),
        (ctypes.c_double * 3)(0.1, -2.5, 1e300),
        (ctypes.c_double.__ctype_be__ * 3)(0.1, -2.5, 1e300),
        (ctypes.c_int16 * 3 * 2)((1, -2, 3), (4, -5, 32767)),
        (ctypes.c_bool * 3)(True, False, True),
        ctypes.c_float(0.1),
    ],
    ids=lambda buffer: type(buffer).__name__,
)
def test_of_any_buffer_are_exact(buffer):
    assert_exact(np.array(memoryview(buffer)), of=buffer)


def exporter(values):
    """What other libraries' arrays are: numbers behind DLPack."""
    return types.SimpleNamespace(
        __dlpack__=values.__dlpack__, __dlpack_device__=values.__dlpack_device__
    )


def convertible(values, **more):
    """What NumPy can make an array of."""
    return types.SimpleNamespace(__array__=lambda dtype=None, copy=None: values, **more)


@pytest.mark.parametrize("kind", KINDS)
def test_of_dlpack_are_exact(kind):
    values = np.arange(24).astype(kind).reshape(2, 3, 4)
    for view in (values, values[:, ::-2].T, read_only(values), values[:0], values[0, 0, 1:2][0:]):
        assert_exact(view, of=exporter(view))


def test_of_what_converts_itself_are_exact():
    values = np.array([[0.1, 0.2], [0.3, math.inf]])
    assert_exact(values, of=convertible(values))


@pytest.mark.parametrize(
    "numbers",
    [[], [1, 2, 3], [[0.1, 0.2], [0.3, 0.7]], (True, False), range(5), [2**63, 2**64 - 1]]
    + [3, 0.1, True, np.float32(0.1), np.int8(-3), np.uint64(2**64 - 1), np.bool_(True)],
    ids=repr,
)
def test_of_numbers_are_exact(numbers):
    assert_exact(np.asarray(numbers), of=numbers)


@pytest.mark.parametrize(
    "numbers", [[-1, 2**64 - 1], [2**53 + 1, 0.5], [[1.5], [2**53 + 1]]], ids=repr
)
def test_integers_of_python_are_not_squeezed_through_double(numbers):
    """NumPy makes an array of doubles of each of these lists."""
    assert np.asarray(numbers).dtype == np.float64
    with pytest.raises(hilo.HiloError, match="expected numbers that one dtype holds") as refused:
        hilo.Moments.of(numbers)
    assert refused.value.code == "DTYPE"
    assert hilo.Moments.of([2**53, 0.5, -3]).sum == 2.0**53 - 2.0


def test_masked_elements_are_left_out():
    masked = np.ma.masked_invalid([[1.0, math.nan], [math.inf, 0.1]])
    assert_exact(np.array([1.0, 0.1]), of=masked)
    assert_exact(np.array([0.1, 1.0]), of=masked.T[::-1])
    assert hilo.Moments.of(np.ma.masked_all((2, 3))) == hilo.Moments()


@pytest.mark.parametrize(
    "refused",
    [np.zeros(2, dtype) for dtype in ("c8", "c16", "g", "U3", "S3", "V8", "O", "M8[s]", "m8[s]")]
    + [np.zeros(2, [("a", "f8")]), np.zeros(0, "c16"), np.complex128(1), np.longdouble(1)]
    + [None, object(), "text", ["a"], [1, None], [2**64], {1: 2}, {1.0}, iter([1.0])]
    + [memoryview(b"abc").cast("c"), (ctypes.c_longdouble * 2)(), (ctypes.c_void_p * 2)()]
    + [exporter(np.zeros(2, "c8")), convertible(np.zeros(2, "U1"))],
    ids=lambda refused: f"{type(refused).__name__}-{getattr(refused, 'dtype', '')}",
)
def test_other_elements_are_refused(refused):
    found = getattr(refused, "dtype", "")
    with pytest.raises(hilo.HiloError, match="expected bool, integers .*, found ") as caught:
        hilo.Moments.of(refused)
    assert str(found) in caught.value.message
    assert (type(caught.value), caught.value.code) == (hilo.HiloError, "DTYPE")


def test_a_dask_collection_is_told_where_to_go():
    with pytest.raises(hilo.UsageError, match=r"hilo\.dask\.moments\(\) takes it"):
        hilo.Moments.of(convertible(np.ones(2), __dask_graph__=lambda: {"key": 1}))


def test_what_could_be_a_dask_collection_and_is_none_is_taken():
    """Such as an xarray.DataArray in memory: its graph is None."""
    values = np.array([0.1, 0.2])
    assert_exact(values, of=convertible(values, __dask_graph__=lambda: None))


@given(any_doubles | arrays, st.lists(st.integers(0, 300), max_size=5), st.randoms())
@examples
def test_any_split_and_order_has_the_same_bytes(values, cuts, shuffled):
    values = values.reshape(-1)
    pieces = np.split(values, sorted(cut % (values.size + 1) for cut in cuts))
    parts = [hilo.Moments.of(piece) for piece in pieces]
    whole = hilo.Moments.of(values)
    assert sum(parts) == whole
    while len(parts) > 1:
        shuffled.shuffle(parts)
        parts.append(parts.pop() + parts.pop())
    assert parts[0] == whole
    assert parts[0].to_bytes() == whole.to_bytes()
    assert hash(parts[0]) == hash(whole)


def test_other_values_are_not_equal():
    moments = [hilo.Moments.of(values) for values in ([], [0.0], [-0.0], [1.0], [1.0, 1.0], [1, 2])]
    assert len(set(moments)) == len({m.to_bytes() for m in moments}) == len(moments)
    assert hilo.Moments.of([1.0]) != 1.0


def test_of_nothing_are_neutral():
    some = hilo.Moments.of([0.1, math.nan])
    assert some + hilo.Moments() == hilo.Moments() + some == some
    assert hilo.Moments() == hilo.Moments.of(np.zeros((2, 0)))
    assert shown(hilo.Moments()) == shown(statistics_of([]))
    assert sum([some]) == some


@given(arrays, any_doubles, any_doubles)
@examples
def test_subtracting_takes_values_away(rest, once, twice):
    """Nothing shows that they were there, but that extrema cannot be known any more."""
    kept = hilo.Moments.of(rest)
    after = kept + hilo.Moments.of(once) - hilo.Moments.of(once)
    assert shown(after) == shown(kept) | {"min": "None", "max": "None"}
    assert after == kept + hilo.Moments.of(twice) - hilo.Moments.of(twice)
    assert (after + kept).min is None


@pytest.mark.parametrize("more", [[0.5, 2.0, 3.0], [4.0], [math.nan], [math.inf], [1]], ids=str)
def test_more_than_there_is_cannot_be_subtracted(more):
    moments = hilo.Moments.of([0.5, 2.0])
    with pytest.raises(hilo.HiloError) as caught:
        moments - hilo.Moments.of(more)
    assert caught.value.code == "STATE"


@pytest.mark.parametrize("other", [1, 0.0, None, "x", np.ones(2)], ids=repr)
def test_only_moments_are_added_and_subtracted(other):
    moments = hilo.Moments.of([1.0])
    for operate in (lambda: moments + other, lambda: moments - other, lambda: other - moments):
        with pytest.raises(TypeError):
            operate()


def test_doubling_changes_no_mean_until_there_are_too_many_values():
    once = hilo.Moments.of([0.1, 0.2, 0.4])
    doubled = once
    while doubled.size <= 2**61:
        doubled += doubled
        assert (doubled.mean, doubled.var, doubled.std) == (once.mean, once.var, once.std)
    assert doubled.size == 3 * 2**60
    with pytest.raises(hilo.HiloError) as caught:
        doubled + doubled + doubled
    assert caught.value.code == "OVERFLOW"


def test_every_damage_to_the_bytes_is_seen():
    state = hilo.Moments.of([0.1, 1e300, -5e-324, math.nan]).to_bytes()
    damaged = [state[:length] for length in range(len(state))] + [state + b"\0", state * 2]
    for place in range(8 * len(state)):
        flipped = bytearray(state)
        flipped[place // 8] ^= 1 << place % 8
        damaged.append(bytes(flipped))
    for wrong in damaged:
        with pytest.raises(hilo.HiloError) as caught:
            hilo.Moments.from_bytes(wrong)
        assert caught.value.code == "STATE"


@given(any_doubles | arrays)
@examples
def test_copies_are_equal(values):
    moments = hilo.Moments.of(values)
    pickles = [pickle.dumps(moments, protocol) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)]
    copies = [hilo.Moments.from_bytes(moments.to_bytes()), *map(pickle.loads, pickles)]
    copies += [copy.copy(moments), copy.deepcopy(moments)]
    assert {each.to_bytes() for each in copies} == {moments.to_bytes()}
    assert all(each == moments for each in copies)


def test_moments_do_not_change():
    moments = hilo.Moments.of([1.0, 2.0])
    before = moments.to_bytes()
    for name in ("mean", "_moments", "new"):
        with pytest.raises(AttributeError):
            setattr(moments, name, hilo.Moments())
        with pytest.raises(AttributeError):
            delattr(moments, name)
    added = moments
    added += moments
    assert added is not moments
    assert moments.to_bytes() == before


def test_nan_policy_raise():
    assert hilo.Moments.of([1.0, math.inf]).summary(nan_policy="raise").mean == math.inf
    with pytest.raises(hilo.HiloError, match="found 2 in 3 values") as caught:
        hilo.Moments.of([1.0, math.nan, math.nan]).summary(nan_policy="raise")
    assert caught.value.code == "NAN"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"ddof": -1}, "expected ddof to be an integer >= 0, found -1$"),
        ({"ddof": 1.0}, "expected ddof .* found 1.0$"),
        ({"ddof": True}, "expected ddof .* found True$"),
        ({"ddof": None}, "expected ddof .* found None$"),
        ({"ddof": 2**63}, "expected ddof .* found 9223372036854775808$"),
        ({"nan_policy": "omitt"}, "expected nan_policy .* found 'omitt'; did you mean 'omit'"),
        ({"nan_policy": "rise"}, "expected nan_policy .* did you mean 'raise'"),
        ({"nan_policy": "?"}, "one of 'propagate', 'omit', 'raise', found '\\?'$"),
        ({"nan_policy": None}, "expected nan_policy .* found None$"),
    ],
    ids=str,
)
def test_wrong_arguments_are_named(wrong, message):
    with pytest.raises(hilo.UsageError, match=message) as caught:
        hilo.Moments.of([1.0]).summary(**wrong)
    assert isinstance(caught.value, ValueError)


def test_ddof_may_be_as_large_as_a_count():
    moments = hilo.Moments.of([1.0, 2.0])
    assert (moments.summary(np.int8(1)).var, moments.summary(2**63 - 1).var) == (0.5, None)


def test_other_threads_of_python_go_on():
    """With an interval this long, a thread gets the interpreter only from one that lets it go."""

    def runs_during(work, most):
        gate, ran = threading.Lock(), []
        with gate:
            thread = threading.Thread(target=lambda: gate.acquire() and ran.append(True))
            thread.start()
        times = 0
        while not ran and times < most:  # the machine may be slow to wake the thread
            work()
            times += 1
        has_run = bool(ran)
        thread.join()
        return has_run

    values = np.ones(1 << 20)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1000)
    try:
        assert not runs_during(lambda: sum(range(10_000)), 100)
        assert runs_during(lambda: hilo.Moments.of(values), 10_000)
    finally:
        sys.setswitchinterval(interval)


@pytest.mark.parametrize("order", ["C", "F"])
def test_large_arrays_are_added_slab_by_slab(order):
    """Arrays of more bytes than are added at a time, of which no slab divides the whole."""
    array = np.asarray(np.random.default_rng(2).normal(size=(1301, 9001)), order=order)
    expected = hilo.Moments.of(array[:, :4000]) + hilo.Moments.of(array[:, 4000:])
    assert hilo.Moments.of(array) == expected
    assert hilo.Moments.of(array[::-1, ::-1]) == expected
    assert hilo.Moments.of(array.reshape(-1)) == expected
