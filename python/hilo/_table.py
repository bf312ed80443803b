"""The rows of a result: a sequence of rows, and columns for other libraries."""

from __future__ import annotations

import collections.abc
import re
import typing

import numpy

from hilo._hilo import Row

# What os.fsdecode makes of a byte that is not UTF-8.
_ESCAPED = re.compile("[\udc80-\udcff]")

if typing.TYPE_CHECKING:
    from hilo._result import Result

_COUNTS = ("files", "size", "nan_count", "posinf_count", "neginf_count")
_NUMBERS = ("min", "max", "sum", "mean", "var", "std")

COLUMNS = (
    "key",
    "files",
    "dtype",
    "shape",
    "size",
    "nan_count",
    "posinf_count",
    "neginf_count",
    *_NUMBERS,
)


def shape_text(shape: tuple[int, ...]) -> str:
    """A shape as the tables have it: ``"100000"``, ``"3x224x224"``, ``"()"``."""
    return "x".join(map(str, shape)) if shape else "()"


def _utf8(name: str) -> str:
    """A name with U+FFFD for what stands for bytes that are not UTF-8."""
    return _ESCAPED.sub("\ufffd", name)


def _groups_of(result: Result) -> Table:
    return result.groups


class Table:
    """Rows in natural order of their keys, with the columns of CSV.

    ``table[i]`` is a row with exact integers and None for what is absent. Columns are float64
    where they may hold fractions: there integers beyond 2**53 are rounded, and what is absent is
    NaN (null in Arrow). Any library that reads Arrow takes a table as it is::

        pyarrow.table(result.groups), polars.DataFrame(result.groups)
    """

    __slots__ = ("_result", "_run")

    def __init__(self, result: Result) -> None:
        self._result = result
        self._run = result._run

    columns: typing.ClassVar[tuple[str, ...]] = COLUMNS

    def __len__(self) -> int:
        return len(self._run.rows)

    @typing.overload
    def __getitem__(self, index: int) -> Row: ...

    @typing.overload
    def __getitem__(self, index: slice) -> list[Row]: ...

    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        positions = range(len(self))[index]  # raises IndexError and TypeError as a list does
        if isinstance(positions, range):
            return [self._run.rows.row(position) for position in positions]
        return self._run.rows.row(positions)

    # Not a Sequence of Python's: libraries take these apart row by row, before they ask for Arrow.
    def __iter__(self) -> collections.abc.Iterator[Row]:
        return (self._run.rows.row(position) for position in range(len(self)))

    def column(self, name: str) -> numpy.ndarray[typing.Any, typing.Any]:
        """One column as an array of ``len(table)`` elements.

        Counts are int64, numbers are float64, both without a copy and read-only. ``key``, ``dtype``
        and ``shape`` are objects: str, or None where a row is not of one file.

        Raises:
            KeyError: Where there is no such column.
        """
        if name in _COUNTS:
            return self._run.rows.counts(_COUNTS.index(name))  # type: ignore[return-value]
        if name in _NUMBERS:
            return self._run.rows.numbers(_NUMBERS.index(name))  # type: ignore[return-value]
        if name not in COLUMNS:
            raise KeyError(f"expected one of {', '.join(COLUMNS)}, found {name!r}")
        values = numpy.empty(len(self), object)
        for i, row in enumerate(self):
            value = getattr(row, name)
            values[i] = shape_text(value) if isinstance(value, tuple) else value
        return values

    def to_pandas(self) -> typing.Any:
        """The table as a pandas.DataFrame, with one column each.

        Bytes of keys that are not UTF-8 are U+FFFD.

        Raises:
            ImportError: Where pandas is not installed: ``pip install 'hilo[pandas]'``.
        """
        try:
            import pandas
        except ImportError as error:
            raise ImportError(
                "to_pandas() needs pandas: pip install 'hilo[pandas]'", name="pandas"
            ) from error
        columns = {name: self.column(name) for name in COLUMNS}
        columns["key"] = numpy.array([_utf8(key) for key in columns["key"]], object)
        return pandas.DataFrame(columns)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The table as a capsule of the Arrow C stream interface, in one batch.

        Text columns are large_utf8, counts int64, numbers float64; bytes of keys that are not
        UTF-8 are U+FFFD. The standard lets a producer ignore ``requested_schema``.
        """
        return self._run.arrow_stream()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Table):
            return NotImplemented
        return len(self) == len(other) and list(self) == list(other)

    def __hash__(self) -> int:
        return hash((len(self), *self[:1]))

    def __reduce__(self) -> tuple[object, tuple[Result]]:
        return _groups_of, (self._result,)

    def __repr__(self) -> str:
        return f"<hilo.Table: {len(self)} rows of {', '.join(COLUMNS)}>"
