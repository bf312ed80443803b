"""The formats of a result: the same content in each."""

import csv
import io
import json
import math
import os
import random
import struct

import numpy
import pytest

CSV_COLUMNS = (
    "key files dtype shape size nan_count posinf_count neginf_count min max sum mean var std"
).split()


def documents(hilo, *arguments):
    """The result as (JSON document, CSV rows, jsonl lines); numbers stay text."""
    keep = {"parse_float": str, "parse_int": str}
    outputs = [hilo("stats", *arguments, "--format", name) for name in ("json", "csv", "jsonl")]
    document = json.loads(outputs[0].stdout, **keep)
    rows = list(csv.reader(io.StringIO(outputs[1].stdout)))
    lines = [json.loads(line, **keep) for line in outputs[2].stdout.splitlines()]
    return document, rows, lines


def csv_field(value):
    special = {"NaN": "nan", "Infinity": "inf", "-Infinity": "-inf", None: ""}
    if isinstance(value, list):
        return "x".join(value) or "()"
    return special.get(value, value)


@pytest.fixture
def mixed(npy):
    npy("d/a.npy", [1.0, 2.5, -3.25])
    npy("d/b.npy", [[1, 2, 3], [4, 5, 6]], dtype="i8")
    npy("d/nan.npy", [1.0, math.nan])
    npy("d/inf.npy", [math.inf, 1.0])
    npy("d/empty.npy", [], dtype="f8")
    npy("d/scalar.npy", 5.0)
    npy('d/with,comma "and" quotes.npy', [0.1])
    npy("d/with\nbreak.npy", [1e300, 1e-300])
    return "d"


def test_csv_json_and_jsonl_say_the_same(hilo, mixed):
    document, rows, lines = documents(hilo, mixed)
    assert rows[0] == CSV_COLUMNS
    assert [dict(zip(CSV_COLUMNS, row, strict=True)) for row in rows[1:]] == [
        {name: csv_field(value) for name, value in group.items()} for group in document["groups"]
    ]
    groups = document.pop("groups")
    assert lines == [*groups, document]


def test_json_has_the_fields_of_the_schema_in_order(hilo, mixed):
    document, _, _ = documents(hilo, mixed)
    assert list(document) == "schema version groups total files errors complete".split()
    assert document["schema"] == "hilo.stats/1"
    assert document["version"] == "0.1.0"
    assert all(list(group) == CSV_COLUMNS for group in document["groups"])
    unkeyed = [name for name in CSV_COLUMNS if name not in ("key", "dtype", "shape")]
    assert list(document["total"]) == unkeyed
    assert document["files"] == {"found": "8", "included": "8", "failed": "0"}
    assert document["errors"] == []
    assert document["complete"] is True


def test_json_is_one_group_a_line(hilo, mixed):
    text = hilo("stats", mixed, "--format", "json").stdout
    lines = [line for line in text.splitlines() if line.startswith('  {"key"')]
    assert len(lines) == 8
    assert all(json.loads(line.rstrip(",")) for line in lines)


def test_absent_and_special_values(hilo, mixed):
    document, _, _ = documents(hilo, mixed)
    groups = {group["key"]: group for group in document["groups"]}
    assert groups["d/empty.npy"]["mean"] is None
    assert groups["d/nan.npy"]["mean"] == "NaN"
    assert groups["d/inf.npy"]["sum"] == "Infinity"
    assert groups["d/scalar.npy"]["shape"] == []
    assert groups["d/b.npy"]["sum"] == "21"


def test_groups_have_neither_dtype_nor_shape(hilo, mixed):
    document, rows, _ = documents(hilo, mixed, "--by", "all")
    (group,) = document["groups"]
    assert (group["key"], group["files"]) == ("all", "8")
    assert (group["dtype"], group["shape"]) == (None, None)
    assert rows[1][:4] == ["all", "8", "", ""]


def test_failed_inputs_are_named_and_have_no_row(hilo, npy, tmp_path):
    npy("a.npy", [1.0])
    (tmp_path / "bad.npy").write_bytes(b"")
    document, rows, _ = documents(hilo, "a.npy", "bad.npy", "missing.npy")
    assert [group["key"] for group in document["groups"]] == ["a.npy"]
    assert [error["path"] for error in document["errors"]] == ["bad.npy", "missing.npy"]
    assert [error["code"] for error in document["errors"]] == ["EMPTY", "OPEN"]
    assert document["files"] == {"found": "3", "included": "1", "failed": "2"}
    assert document["complete"] is False
    assert len(rows) == 2


def test_a_name_of_any_bytes_can_be_recovered(hilo, npy):
    name = b"caf\xe9\xff\xed\xb3\xbf-\xc3\xa9.npy"
    npy(name, [1.0])
    (group,) = json.loads(hilo("stats", name, "--format", "json").stdout)["groups"]
    assert group["key"].encode("utf-8", "surrogateescape") == name
    rows = hilo("stats", name, "--format", "csv", text=False).stdout.splitlines()
    assert rows[1].startswith(name + b",1,")


def test_numbers_are_pythons_repr(hilo, npy):
    random.seed(11)
    bits = [random.getrandbits(64) for _ in range(1500)]
    bits += [1, 2, 0x000FFFFFFFFFFFFF, 0x0010000000000000, 0x7FEFFFFFFFFFFFFF]
    values = [struct.unpack("<d", struct.pack("<Q", each))[0] for each in bits]
    values += [float(10**k) for k in range(23)] + [10.0**-k for k in range(1, 30)]
    values += [float(2**53 + k) for k in (-2, -1, 0, 2)] + [2.0**-k for k in range(1, 200, 7)]
    values = [value for value in values if math.isfinite(value) and value != 0]
    for i, value in enumerate(values):
        npy(f"n/{i}.npy", [value])
    rows = list(csv.DictReader(io.StringIO(hilo("stats", "n", "--format", "csv").stdout)))
    assert [row["min"] for row in rows] == [repr(value) for value in values]
    assert [row["mean"] for row in rows] == [repr(value) for value in values]


def test_a_table_without_a_terminal_shows_every_row(hilo, npy):
    for i in range(300):
        npy(f"d/{i}.npy", [float(i)])
    result = hilo("stats", "d")
    lines = result.stdout.splitlines()
    assert len(lines) == 302
    assert lines[0].split() == "key size min max mean std".split()
    assert lines[-1].startswith("total (300 files)")
    assert result.stderr == ""
    assert "\x1b" not in result.stdout


def test_a_table_never_holds_control_bytes(hilo, npy):
    npy("a\x1b[31m.npy", [1.0])
    assert "a\\x1b[31m.npy" in hilo("stats", "a\x1b[31m.npy").stdout


def test_the_last_row_of_a_table_says_what_is_missing(hilo, npy):
    npy("a.npy", [1.0])
    result = hilo("stats", "a.npy", "missing.npy")
    assert "total (1 of 2 files)" in result.stdout.splitlines()[-1]


def test_color_always_is_always(hilo, npy):
    npy("a.npy", [1.0])
    result = hilo("stats", "a.npy", "--color", "always", env={"NO_COLOR": "1"})
    assert "\x1b[1m" in result.stdout


def test_rows_stream(hilo, npy, tmp_path):
    """Memory does not hold the rows: 40,000 of them are some 6 MB of CSV."""
    npy("block.npy", [1.0])
    (tmp_path / "d").mkdir()
    for i in range(40000):
        os.symlink("../block.npy", tmp_path / "d" / f"{i}.npy")
    result = hilo("stats", "d", "--format", "csv")
    assert result.returncode == 0
    assert result.stdout.count("\n") == 40001


def test_ddof_and_nan_policy_reach_the_library(hilo, npy):
    npy("a.npy", [1.0, 3.0, math.nan])
    arguments = ["stats", "a.npy", "--format", "json", "--nan-policy", "omit", "--ddof", "1"]
    total = json.loads(hilo(*arguments).stdout)["total"]
    assert (total["mean"], total["var"], total["nan_count"]) == (2.0, 2.0, 1)


def test_numpy_reads_the_csv(hilo, npy):
    npy("a.npy", [1.0, 2.0])
    text = hilo("stats", "a.npy", "--format", "csv").stdout
    table = numpy.genfromtxt(
        io.StringIO(text), delimiter=",", names=True, dtype=None, encoding=None
    )
    assert table["mean"] == 1.5
