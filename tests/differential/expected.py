"""What the program has to print, written down from the oracle's numbers."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any

from oracle.exact import Number, Statistics

CSV_HEADER = "key,files,dtype,shape," + ",".join(Statistics._fields)


def csv_number(value: Number | None) -> str:
    """Shortest digits that read back as the same bits, as Python's repr; the exact integer."""
    return "" if value is None else repr(value)


def csv_row(
    key: str,
    statistics: Statistics,
    files: int = 1,
    dtype: str = "",
    shape: tuple[int, ...] | None = None,
) -> str:
    """A row whose key needs no quotes."""
    lengths = "" if shape is None else "x".join(map(str, shape)) or "()"
    return ",".join([key, str(files), dtype, lengths, *map(csv_number, statistics)])


def json_number(value: Number | None) -> str | None:
    """As load_json() gives it: numbers as text, and the names of what is no number in JSON."""
    if value is None:
        return None
    names = {math.inf: "Infinity", -math.inf: "-Infinity"}
    return "NaN" if math.isnan(value) else names.get(value, repr(value))


def json_fields(statistics: Statistics) -> dict[str, str | None]:
    return {name: json_number(value) for name, value in statistics._asdict().items()}


def load_json(text: str) -> Any:
    """With numbers as the text that was printed, so that no digit goes unseen."""
    return json.loads(text, parse_int=str, parse_float=str)


def csv_rows(text: str) -> dict[str, str]:
    """The rows by key; keys without commas and quotes."""
    header, *rows = text.splitlines()
    assert header == CSV_HEADER
    by_key = {row.split(",", 1)[0]: row for row in rows}
    assert len(by_key) == len(rows), "a key comes twice"
    return by_key


def difference(found: dict[str, str], expected: Iterable[str]) -> str:
    """ "" if the rows are the expected ones, else the first few that differ."""
    by_key = {row.split(",", 1)[0]: row for row in expected}
    keys = [key for key in found.keys() | by_key.keys() if found.get(key) != by_key.get(key)]
    lines = [f"found    {found.get(k)}\nexpected {by_key.get(k)}" for k in sorted(keys)[:5]]
    return "\n".join([f"{len(keys)} rows differ", *lines]) if keys else ""
