"""Whatever arrays are saved, the program's rows are the oracle's."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
from differential.cases import FLOATS, KINDS
from differential.conftest import EXECUTORS, Configuration, Program
from differential.expected import csv_row, csv_rows, difference, json_fields, load_json
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from oracle import vectorised

examples = settings(
    max_examples=100,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

dtypes = st.builds(
    lambda order, kind: np.dtype(order + kind), st.sampled_from("<>"), st.sampled_from(KINDS)
)
shapes = hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=6)
any_arrays = dtypes.flatmap(lambda dtype: hnp.arrays(dtype, shapes))

any_doubles = st.lists(st.integers(0, 2**64 - 1), max_size=60).map(
    lambda bits: np.array(bits, np.uint64).view(np.float64)
)
# Doubles that share an exponent range, so that sums cancel and blocks are alike.
close_doubles = st.builds(
    lambda integers, exponent: np.ldexp(np.array(integers, np.float64), exponent),
    st.lists(st.integers(-(2**53), 2**53), max_size=60),
    st.integers(-1074, 971),
)
# Patterns that are repeated until they fill several blocks of any kernel.
long_doubles = st.builds(
    np.resize, st.one_of(any_doubles, close_doubles).filter(len), st.integers(0, 5000)
)
arrays = st.one_of(any_arrays, any_doubles, close_doubles, long_doubles)
configurations = st.builds(
    lambda executor, chunk: Configuration(*executor, chunk_bytes=chunk),
    st.sampled_from(EXECUTORS),
    st.sampled_from([1 << 14, 1 << 17]),
)
options = st.fixed_dictionaries(
    {"ddof": st.integers(0, 70), "nan_policy": st.sampled_from(["propagate", "omit"])}
)


@pytest.fixture
def program(hilo_program, tmp_path):
    return Program(hilo_program, tmp_path)


def save(folder, arrays):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for number, array in enumerate(arrays):
        np.save(folder / f"{number:03}.npy", array)


def flags_of(options):
    return [f"--{name.replace('_', '-')}={value}" for name, value in options.items()]


@given(st.lists(arrays, min_size=1, max_size=12), configurations, options)
@examples
def test_any_arrays(program, batch, configuration, options):
    save(program.folder / "d", batch)
    flags = flags_of(options)
    result = program.stats(["d"], "--format", "csv", *flags, configuration=configuration)
    expected = [
        csv_row(
            f"d/{number:03}.npy",
            vectorised.statistics_of([array], **options),
            1,
            array.dtype.str,
            array.shape,
        )
        for number, array in enumerate(batch)
    ]
    assert not difference(csv_rows(result.stdout), expected)
    result = program.stats(
        ["d"], "--format", "csv", "--by", "all", *flags, configuration=configuration
    )
    row = csv_row("all", vectorised.statistics_of(batch, **options), len(batch))
    assert not difference(csv_rows(result.stdout), [row])


@given(arrays, st.lists(st.integers(0, 5000), max_size=6), configurations, options, st.randoms())
@examples
def test_a_split_array_has_the_same_total(program, array, cuts, configuration, options, random):
    values = array.reshape(-1)
    pieces = np.split(values, sorted(cut % (values.size + 1) for cut in cuts))
    random.shuffle(pieces)
    save(program.folder / "whole", [values])
    save(program.folder / "split", pieces)
    totals = []
    for folder in ("whole", "split"):
        flags = ["--format", "json", *flags_of(options)]
        result = program.stats([folder], *flags, configuration=configuration)
        totals.append(load_json(result.stdout)["total"])
    assert [total.pop("files") for total in totals] == ["1", str(len(pieces))]
    assert totals[0] == totals[1] == json_fields(vectorised.statistics_of([values], **options))


@given(st.sampled_from(FLOATS), st.integers(0, 2**32), st.integers(0, 3000))
@settings(examples, max_examples=40)
def test_byte_order_and_memory_order_do_not_show(program, kind, seed, size):
    raw = np.random.default_rng(seed).integers(0, 256, size * 6 * np.dtype(kind).itemsize, np.uint8)
    array = raw.view(kind).reshape(size, 3, 2)
    variants = [array, np.asfortranarray(array), array.astype(array.dtype.newbyteorder(">"))]
    save(program.folder / "d", variants)
    rows = csv_rows(program.stats(["d"], "--format", "csv", "--nan-policy", "omit").stdout)
    numbers = {row.split(",", 4)[4] for row in rows.values()}
    assert len(numbers) == 1
