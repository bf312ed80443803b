"""Real files of other projects, which the folder HILO_FIXTURES holds: their exact statistics."""

from __future__ import annotations

import ast
import csv
import os
from pathlib import Path

import numpy as np
import pytest
from differential.cases import KINDS
from differential.conftest import EXECUTORS, Configuration, Program
from differential.expected import CSV_HEADER, csv_row, csv_rows, difference
from oracle import exact

pytestmark = pytest.mark.filterwarnings("ignore:Reading .* additional header parsing")


@pytest.fixture(scope="module")
def fixtures() -> Path:
    folder = os.environ.get("HILO_FIXTURES")
    if not folder:
        pytest.skip("HILO_FIXTURES does not name a folder of files with a manifest.tsv")
    assert (Path(folder) / "manifest.tsv").is_file(), f"no manifest.tsv in {folder}"
    return Path(folder)


@pytest.fixture(scope="module")
def rows(fixtures) -> list[dict[str, str]]:
    """Of the manifest: the .npy files of a dtype that has statistics."""
    kinds = {np.dtype(order + kind).str for order in "<>" for kind in KINDS}
    with (fixtures / "manifest.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if not row["member"]]
    rows = [row for row in rows if row["verdict"] == "read" and row["descr"] in kinds]
    assert rows
    return rows


@pytest.fixture(scope="module")
def found(hilo_program, fixtures, rows) -> dict[str, str]:
    """The program's rows by path."""
    outputs = set()
    for executor, jobs in EXECUTORS:
        result = Program(hilo_program, fixtures).stats(
            [row["path"] for row in rows],
            *("--format", "csv"),
            configuration=Configuration(executor, jobs),
        )
        assert (result.returncode, result.stderr) == (0, "")
        outputs.add(result.stdout)
    assert len(outputs) == 1
    return csv_rows(outputs.pop())


def test_every_row_is_the_oracle_s(fixtures, rows, found):
    def expected(path):
        array = np.load(fixtures / path)
        return csv_row(path, exact.statistics_of([array]), 1, array.dtype.str, array.shape)

    assert not difference(found, [expected(row["path"]) for row in rows])


def test_every_row_is_the_manifest_s(rows, found):
    """The manifest leaves out what is not finite; the program says that it is there."""
    for row in rows:
        fields = dict(zip(CSV_HEADER.split(","), found[row["path"]].split(","), strict=True))
        assert fields["size"] == row["n"], row["path"]
        if "nan=" in row["note"] or "inf=" in row["note"]:
            counts = (fields[name] for name in ("nan_count", "posinf_count", "neginf_count"))
            assert "nan={} +inf={} -inf={}".format(*counts) in row["note"]
            continue
        for name in ("mean", "std"):
            assert fields[name] == repr(float(row[name])), f"{row['path']}: {name}"
        for name in ("min", "max"):
            value = ast.literal_eval(row[name])
            assert fields[name] == repr(int(value) if isinstance(value, bool) else value)


def test_the_manifest_says_what_the_oracle_says(fixtures, rows):
    for row in rows:
        array = np.load(fixtures / row["path"])
        finite = exact.statistics_of([array[np.isfinite(array)]])
        assert (repr(finite.mean), repr(finite.std)) == (row["mean"], row["std"]), row["path"]
