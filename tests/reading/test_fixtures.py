"""Real files of other projects, which the folder HILO_FIXTURES holds, against their manifest."""

from __future__ import annotations

import ast
import csv
import os
from pathlib import Path

import pytest
from reading.hilo_info import HiloInfo, Info

KINDS = {"b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"}


@pytest.fixture(scope="module")
def fixtures() -> Path:
    folder = os.environ.get("HILO_FIXTURES")
    if not folder:
        pytest.skip("HILO_FIXTURES does not name a folder of files with a manifest.tsv")
    assert (Path(folder) / "manifest.tsv").is_file(), f"no manifest.tsv in {folder}"
    return Path(folder)


@pytest.fixture(scope="module")
def rows(fixtures: Path) -> list[dict[str, str]]:
    with (fixtures / "manifest.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def expected_code(row: dict[str, str]) -> str:
    """The code of a refusal; "" for a file that must be read."""
    if row["descr"] in ("O", "|O", "|O8"):
        return "OBJECT"
    if row["descr"][1:] not in KINDS or row["verdict"] != "read":
        return "DTYPE"
    return ""


def assert_read_as(info: Info, row: dict[str, str]) -> None:
    fields = info.fields
    assert fields is not None, f"{row['path']}: {info.code}: {info.message}"
    assert fields["dtype"] == row["descr"]
    assert tuple(fields["shape"]) == ast.literal_eval(row["shape"])
    assert fields["order"] == ("F" if row["fortran"] == "True" else "C")
    assert fields["header_version"] == row["version"]
    assert fields["data_offset"] == int(row["data_off"])
    assert fields["size"] == int(row["n"])


def test_npy_files_are_read_or_refused_as_the_manifest_says(
    hilo_info: HiloInfo, fixtures: Path, rows: list[dict[str, str]]
) -> None:
    files = [row for row in rows if not row["member"]]
    assert files
    infos = hilo_info([fixtures / row["path"] for row in files])
    for info, row in zip(infos, files, strict=True):
        code = expected_code(row)
        if not code:
            assert_read_as(info, row)
        else:
            assert info.code == code, f"{row['path']}: {info}"


def test_npz_files_are_refused_by_name(
    hilo_info: HiloInfo, fixtures: Path, rows: list[dict[str, str]]
) -> None:
    archives = sorted({row["path"] for row in rows if row["member"]})
    assert archives
    for info in hilo_info([fixtures / path for path in archives]):
        assert info.code == "MAGIC"
        assert ".npz archive" in info.message
