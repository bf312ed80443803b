"""result.groups: rows with exact numbers, columns for other libraries."""

from __future__ import annotations

import collections.abc
import csv
import gc
import io
import math
import pickle
import sys

import hilo
import numpy as np
import pyarrow
import pytest
from differential.expected import CSV_HEADER, csv_row
from oracle.exact import statistics_of

pytestmark = pytest.mark.usefixtures("in_folder")

TEXTS = ["key", "dtype", "shape"]
COUNTS = ["files", "size", "nan_count", "posinf_count", "neginf_count"]
NUMBERS = ["min", "max", "sum", "mean", "var", "std"]

ARRAYS = {
    "d/a.npy": np.array([[0.1, 0.2, 0.4]]),
    "d/bool.npy": np.array([True, False]),
    "d/empty.npy": np.zeros((2, 0), ">f4"),
    "d/i8.npy": np.array([-(2**63), -(2**63), 2**53 + 1]),
    "d/inf.npy": np.array([math.inf, 1.0], "<f2"),
    "d/nan.npy": np.array([math.nan, 1.0]),
    "d/scalar.npy": np.array(-0.0),
    "d/u8.npy": np.array([2**64 - 1, 2**64 - 1, 2**53 + 1], ">u8"),
    "d/x/only_nan.npy": np.array([math.nan]),
}


@pytest.fixture
def folder(npy):
    for name, array in ARRAYS.items():
        npy(name, array)
    return "d"


def texts_of(table):
    return [repr(row) for row in table]


def shape_text(shape):
    return "x".join(map(str, shape)) or "()"


def row_as_csv(row):
    statistics = [getattr(row, name) for name in CSV_HEADER.split(",")[4:]]
    texts = ["" if number is None else repr(number) for number in statistics]
    return ",".join([row.key, str(row.files), row.dtype, shape_text(row.shape), *texts])


def test_rows_have_the_exact_numbers_of_the_oracle(folder):
    rows = hilo.stats(folder).groups
    for row, (key, array) in zip(rows, ARRAYS.items(), strict=True):
        statistics = statistics_of([array])
        assert row_as_csv(row) == csv_row(key, statistics, 1, array.dtype.str, array.shape)
        assert (row.dtype, row.shape) == (array.dtype.str, array.shape)


def test_rows_keep_integers_that_columns_round(folder):
    table = hilo.stats(folder).groups
    rows = {row.key: row for row in table}
    assert rows["d/i8.npy"].sum == -(2**64) + 2**53 + 1
    assert rows["d/i8.npy"].max == 2**53 + 1
    assert rows["d/u8.npy"].sum == 2**65 - 2 + 2**53 + 1
    assert rows["d/u8.npy"].max == 2**64 - 1
    for name in NUMBERS:
        exact = [getattr(row, name) for row in table]
        rounded = [math.nan if number is None else float(number) for number in exact]
        assert repr(table.column(name).tolist()) == repr(rounded)


def test_it_is_a_sequence(folder):
    table = hilo.stats(folder).groups
    # Or polars would take it apart row by row.
    assert not isinstance(table, collections.abc.Sequence)
    assert len(table) == len(ARRAYS)
    keys = list(ARRAYS)
    assert [row.key for row in table] == keys
    assert [row.key for row in reversed(table)] == keys[::-1]
    for index in (0, 3, -1, -len(keys), np.int64(2)):
        assert table[index].key == keys[index]
    for part in (slice(2), slice(1, -1), slice(None, None, -2), slice(50, 60), slice(-3, None)):
        assert [row.key for row in table[part]] == keys[part]


@pytest.mark.parametrize("index", [len(ARRAYS), -len(ARRAYS) - 1, 2**63, -(2**64)])
def test_there_is_no_row_beyond_the_last(folder, index):
    with pytest.raises(IndexError):
        hilo.stats(folder).groups[index]


@pytest.mark.parametrize("index", ["d/a.npy", 1.0, None, (0, 1)], ids=repr)
def test_rows_are_numbered(folder, index):
    with pytest.raises(TypeError):
        hilo.stats(folder).groups[index]


def test_a_row_is_found_in_its_table(folder):
    """As in any sequence. Rows with NaN are, too: a result equals itself."""
    table, again = hilo.stats(folder).groups, hilo.stats(folder).groups
    for index, row in enumerate(table):
        assert row in again
        assert list(again).index(row) == index
    assert table[0] != table[1]


def test_columns(folder):
    table = hilo.stats(folder).groups
    assert ",".join(table.columns) == CSV_HEADER
    for name in table.columns:
        column = table.column(name)
        assert (type(column), column.shape) == (np.ndarray, (len(ARRAYS),))
        assert column.dtype == (object if name in TEXTS else "i8" if name in COUNTS else "f8")
        if name not in TEXTS:
            assert np.shares_memory(column, table.column(name))
            assert not column.flags.writeable
            with pytest.raises(ValueError, match="writeable|WRITEABLE"):
                column.flags.writeable = True
    assert table.column("key").tolist() == list(ARRAYS)
    assert table.column("dtype").tolist() == [array.dtype.str for array in ARRAYS.values()]
    assert table.column("shape").tolist() == [shape_text(array.shape) for array in ARRAYS.values()]


@pytest.mark.parametrize("name", ["", "Mean", "average", 0, None])
def test_a_column_that_is_not_there(folder, name):
    with pytest.raises(KeyError, match="expected one of key, files, .*, std, found"):
        hilo.stats(folder).groups.column(name)


def cells_of_report(result):
    """The columns of the CSV; None where a cell is empty."""
    header, *rows = csv.reader(io.StringIO(result.report("csv")))
    columns = dict(zip(header, map(list, zip(*rows, strict=True)), strict=True))
    kinds = dict.fromkeys(TEXTS, str) | dict.fromkeys(COUNTS, int) | dict.fromkeys(NUMBERS, float)
    return {
        name: [kinds[name](cell) if cell else None for cell in column]
        for name, column in columns.items()
    }


@pytest.mark.parametrize("by", ["file", "dir", "all"])
@pytest.mark.parametrize("nan_policy", ["propagate", "omit"])
def test_arrow_has_the_columns_of_csv(folder, by, nan_policy):
    """An absent number is null there, and NaN is NaN."""
    result = hilo.stats(folder, by=by, nan_policy=nan_policy)
    table = pyarrow.table(result.groups)
    assert repr(table.to_pydict()) == repr(cells_of_report(result))
    assert [str(field.type) for field in table.schema] == [
        "large_string" if name in TEXTS else "int64" if name in COUNTS else "double"
        for name in table.column_names
    ]
    table.validate(full=True)


def test_an_arrow_stream_is_taken_once_and_a_table_gives_many(folder):
    table = hilo.stats(folder).groups
    capsule = table.__arrow_c_stream__()
    first = pyarrow.RecordBatchReader._import_from_c_capsule(capsule).read_all()
    with pytest.raises(pyarrow.ArrowInvalid):
        pyarrow.RecordBatchReader._import_from_c_capsule(capsule)
    assert repr(pyarrow.table(table).to_pydict()) == repr(first.to_pydict())


@pytest.mark.parametrize("by", ["dir", "all"])
def test_rows_of_several_files_have_no_dtype_and_no_shape(folder, by):
    table = hilo.stats(folder, by=by).groups
    assert [(row.dtype, row.shape) for row in table] == [(None, None)] * len(table)
    assert [row.key for row in table] == (["d", "d/x"] if by == "dir" else ["all"])
    arrow, frame = pyarrow.table(table), table.to_pandas()
    for name in ("dtype", "shape"):
        assert table.column(name).tolist() == [None] * len(table)
        assert arrow[name].null_count == len(table)
        assert frame[name].isna().all()


@pytest.mark.parametrize("by", ["file", "dir"])
def test_pandas(folder, by):
    table = hilo.stats(folder, by=by).groups
    frame = table.to_pandas()
    assert list(frame) == list(table.columns)
    for name in (*COUNTS, *NUMBERS):
        assert frame[name].dtype == table.column(name).dtype
        assert repr(frame[name].tolist()) == repr(table.column(name).tolist())
    assert frame["key"].tolist() == [row.key for row in table]
    before = table.column("size").tolist()
    frame.loc[0, "size"] = -1  # a frame of its own
    assert table.column("size").tolist() == before


def test_keys_that_are_not_utf_8(npy):
    npy(b"d/\xff.npy", [1.0])
    npy("d/é.npy", [2.0])
    table = hilo.stats("d").groups
    assert [row.key for row in table] == ["d/é.npy", "d/\udcff.npy"]
    assert table.column("key").tolist() == ["d/é.npy", "d/\udcff.npy"]
    assert pyarrow.table(table)["key"].to_pylist() == ["d/é.npy", "d/�.npy"]


def test_keys_that_are_not_utf_8_in_pandas(npy):
    npy(b"d/\xff.npy", [1.0])
    npy("d/é.npy", [2.0])
    keys = hilo.stats("d").groups.to_pandas()["key"].tolist()
    assert keys in (["d/é.npy", "d/\udcff.npy"], ["d/é.npy", "d/�.npy"])


@pytest.mark.parametrize("by", ["file", "dir", "all"])
def test_no_rows(npy, in_folder, by):
    (in_folder / "bad.npy").write_bytes(b"")
    table = hilo.stats("bad.npy", by=by).groups
    assert (len(table), list(table), table[:]) == (0, [], [])
    assert [table.column(name).size for name in table.columns] == [0] * len(table.columns)
    assert pyarrow.table(table).num_rows == 0
    assert pyarrow.table(table).column_names == list(table.columns)
    assert table.to_pandas().shape == (0, len(table.columns))


def test_what_is_taken_from_a_result_outlives_it(folder):
    result = hilo.stats(folder)
    table = result.groups
    expected = texts_of(table), table.column("size").tolist(), pyarrow.table(table).to_pydict()
    reader = pyarrow.RecordBatchReader.from_stream(table)
    row, column, arrow = table[0], table.column("size"), pyarrow.table(table)
    del result
    gc.collect()
    assert texts_of(table) == expected[0]
    del table
    gc.collect()
    assert repr(row) == expected[0][0]
    assert column.tolist() == expected[1]
    for kept in (arrow, reader.read_all()):
        assert repr(kept.to_pydict()) == repr(expected[2])


def test_frames_need_pandas(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match=r"hilo\[pandas\]"):
        hilo.stats(folder).groups.to_pandas()


def test_rows_and_totals_travel(folder):
    """What a process of multiprocessing returns, it pickles."""
    result = hilo.stats(folder)
    for value in [*result.groups, result.total, hilo.Moments.of([1, 2]).summary()]:
        again = pickle.loads(pickle.dumps(value))
        assert again == value
        assert hash(again) == hash(value)
        assert repr(again.min) == repr(value.min)
    assert list(pickle.loads(pickle.dumps(result.groups))) == list(result.groups)
