"""Words that a call may be given, and what they are in C++."""

from __future__ import annotations

import collections.abc
import difflib
import operator
import os
import typing

from hilo import _hilo
from hilo._errors import UsageError

Path = typing.Union[str, bytes, "os.PathLike[str]", "os.PathLike[bytes]"]

Executor = typing.Literal["auto", "serial", "threads", "processes", "dask"]
GroupBy = typing.Literal["file", "dir", "all"]
NanPolicy = typing.Literal["propagate", "omit", "raise"]
OnError = typing.Literal["skip", "fail"]

T = typing.TypeVar("T")


EXECUTORS = _hilo.Executor.__members__
GROUPINGS = _hilo.GroupBy.__members__
NAN_POLICIES = {
    "propagate": _hilo.NanPolicy.propagate,
    "omit": _hilo.NanPolicy.omit,
    "raise": _hilo.NanPolicy.raising,
}
ON_ERRORS = _hilo.OnError.__members__
FORMATS = _hilo.Format.__members__


def choose(name: str, value: object, choices: collections.abc.Mapping[str, T]) -> T:
    """What a word means, or UsageError with the nearest word."""
    if isinstance(value, str) and value in choices:
        return choices[value]
    expected = ", ".join(repr(word) for word in choices)
    near = difflib.get_close_matches(value, choices, 1) if isinstance(value, str) else []
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise UsageError("USAGE", f"expected {name} to be one of {expected}, found {value!r}{hint}")


def whole(name: str, value: object, least: int, most: int = 2**63 - 1) -> int:
    """``value`` as an int from ``least`` to ``most``, or UsageError."""
    try:
        number = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        number = None
    if number is None or isinstance(value, bool) or not least <= number <= most:
        is_too_large = number is not None and number > most
        limits = f"from {least} to {most}" if is_too_large else f">= {least}"
        raise UsageError("USAGE", f"expected {name} to be an integer {limits}, found {value!r}")
    return number


def truth(name: str, value: object) -> bool:
    """``value`` where it is True or False, or UsageError."""
    if not isinstance(value, bool):
        raise UsageError("USAGE", f"expected {name} to be True or False, found {value!r}")
    return value


def jobs_of(value: object) -> int:
    """The number of workers; 0 for None."""
    return 0 if value is None else whole("jobs", value, 1, 2**31 - 1)


def encoded(path: Path) -> bytes:
    """The bytes of a path, or UsageError where it can name nothing."""
    try:
        name = os.fsencode(path)
    except (TypeError, UnicodeError):
        raise UsageError("USAGE", f"expected a path, found {path!r}") from None
    if not name or b"\0" in name:
        raise UsageError("USAGE", f"expected a path, found {path!r}")
    return name
