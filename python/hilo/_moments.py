"""The exact moments of arrays in memory."""

from __future__ import annotations

import typing

import numpy

from hilo import _hilo
from hilo._choices import NAN_POLICIES, NanPolicy, choose, whole
from hilo._errors import HiloError, UsageError


def readable(array: object) -> object:
    """What has the buffer protocol and holds the values of ``array``, copied only if need be."""
    if type(array) is numpy.ndarray:
        return array
    if isinstance(array, numpy.ma.MaskedArray):
        return array.compressed()
    if isinstance(array, numpy.ndarray):
        return array
    graph = getattr(array, "__dask_graph__", None)
    if graph is not None and graph() is not None:
        raise UsageError(
            "USAGE", "expected an array in memory, found one of Dask: hilo.dask.moments() takes it"
        )
    if not isinstance(array, numpy.generic):
        try:
            return memoryview(array)  # type: ignore[arg-type]
        except TypeError:
            pass
    if hasattr(array, "__array__"):
        return _converted(array)
    if hasattr(array, "__dlpack__"):
        return numpy.from_dlpack(array)
    return _of_sequence(array)


def _converted(array: object) -> numpy.ndarray[typing.Any, typing.Any]:
    """What a library makes of its array: not floats of integers, because some are missing."""
    values = numpy.asarray(array)
    declared = str(getattr(array, "dtype", getattr(array, "type", ""))).lower()
    if values.dtype.kind == "f" and declared.startswith(("int", "uint")):
        raise HiloError("DTYPE", f"expected {declared} without missing values, found some missing")
    return values


def _of_sequence(numbers: object) -> numpy.ndarray[typing.Any, typing.Any]:
    """An array of just these numbers; NumPy would round large integers among floats."""
    values = numpy.asarray(numbers)
    if values.dtype.kind == "f":
        for number in numpy.asarray(numbers, object).ravel():
            if isinstance(number, (int, numpy.integer)) and float(number) != int(number):
                raise HiloError(
                    "DTYPE", f"expected numbers that one dtype holds, found {number} beside others"
                )
    return values


class Moments:
    """The exact moments of a stream of values: a value that does not change.

    Sums are kept without rounding. So the moments of any parts of the values, added in any order,
    are equal, have equal bytes, and give the same statistics, each rounded once::

        both = hilo.Moments.of(first) + hilo.Moments.of(second)
        both.mean, both.std, both.summary(ddof=1).var

    The attributes are those of ``summary()``: ddof is 0, and any NaN makes sum, mean, var and std
    NaN. ``Moments()`` is of no values. A state holds up to 2**63 - 1 values; more are the error
    OVERFLOW.
    """

    __slots__ = ("_moments",)
    _moments: _hilo.Moments

    def __init__(self) -> None:
        object.__setattr__(self, "_moments", _hilo.Moments())

    @classmethod
    def _around(cls, moments: _hilo.Moments) -> Moments:
        self = cls.__new__(cls)
        object.__setattr__(self, "_moments", moments)
        return self

    @classmethod
    def of(cls, array: object) -> Moments:
        """The moments of all elements of an array.

        Args:
            array: A NumPy array of any shape, strides and byte order, anything with the buffer
                protocol, ``__dlpack__`` or ``__array__``, or a sequence of numbers. The elements
                are bool, integers or floats of at most 8 bytes. Masked elements are left out.
                Arrays are not copied, but for elements that lie scattered, some at a time.

        Raises:
            HiloError: DTYPE for elements of another type, and for a sequence of numbers that no one
                dtype holds.
        """
        return cls._around(_hilo.Moments.of_buffer(readable(array)))

    @classmethod
    def from_bytes(cls, state: bytes | bytearray | memoryview) -> Moments:
        """What ``to_bytes()`` gave.

        Raises:
            HiloError: STATE where the bytes are damaged or of a later version of hilo.
        """
        return cls._around(_hilo.Moments.from_bytes(bytes(state)))

    def to_bytes(self) -> bytes:
        """The state: equal moments have equal bytes, on every machine (docs/formats/state.md)."""
        return self._moments.to_bytes()

    def summary(self, ddof: int = 0, nan_policy: NanPolicy = "propagate") -> _hilo.Summary:
        """The statistics, each the exact value rounded once.

        Args:
            ddof: The divisor of the variance is N - ddof; at least 0.
            nan_policy: ``"propagate"``: any NaN makes sum, mean, var and std NaN; ``"omit"``: NaN
                are left out; ``"raise"``: they are an error.

        Raises:
            HiloError: NAN where there are NaN and nan_policy is ``"raise"``.
            UsageError: For other values of the arguments.
        """
        policy = choose("nan_policy", nan_policy, NAN_POLICIES)
        return self._moments.summary(whole("ddof", ddof, 0), policy)

    @property
    def size(self) -> int:
        """How many values there are, NaN included."""
        return self._moments.size

    @property
    def nan_count(self) -> int:
        """How many of them are NaN."""
        return self._moments.nan_count

    @property
    def posinf_count(self) -> int:
        """How many of them are +inf."""
        return self._moments.posinf_count

    @property
    def neginf_count(self) -> int:
        """How many of them are -inf."""
        return self._moments.neginf_count

    @property
    def min(self) -> float | int | None:
        """The least value that is not NaN, an int where all are bool or integers.

        None where there is none, and after a subtraction.
        """
        return self._moments.min

    @property
    def max(self) -> float | int | None:
        """The greatest value that is not NaN; otherwise as ``min``."""
        return self._moments.max

    @property
    def sum(self) -> float | int | None:
        """The sum: exact where all values are bool or integers, else rounded once.

        inf beyond the range of float, None where there are no values.
        """
        return self._moments.sum

    @property
    def mean(self) -> float | None:
        """sum(x) / N, rounded once; never overflows. None where there are no values."""
        return self._moments.mean

    @property
    def var(self) -> float | None:
        """(N sum(x**2) - sum(x)**2) / N**2, rounded once. None where there are no values."""
        return self._moments.var

    @property
    def std(self) -> float | None:
        """The root of the exact variance, rounded once. None where there are no values."""
        return self._moments.std

    def __add__(self, other: Moments) -> Moments:
        """The moments of the values of both."""
        if not isinstance(other, Moments):
            return NotImplemented
        return self._around(self._moments + other._moments)

    def __radd__(self, other: object) -> Moments:
        # sum() begins with 0.
        return self if type(other) is int and other == 0 else NotImplemented

    def __sub__(self, other: Moments) -> Moments:
        """The moments of the values that are left when those of ``other`` are taken away.

        ``min`` and ``max`` cannot be known any more and are None.

        Raises:
            HiloError: STATE where ``other`` counts values that are not there.
        """
        if not isinstance(other, Moments):
            return NotImplemented
        return self._around(self._moments - other._moments)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Moments) and bool(self._moments == other._moments)

    def __hash__(self) -> int:
        return hash(self.to_bytes())

    def __setattr__(self, name: str, value: object) -> typing.NoReturn:
        raise AttributeError(f"Moments do not change: cannot set {name!r}")

    def __delattr__(self, name: str) -> typing.NoReturn:
        raise AttributeError(f"Moments do not change: cannot delete {name!r}")

    def __reduce__(self) -> tuple[object, tuple[bytes]]:
        return Moments.from_bytes, (self.to_bytes(),)

    def __repr__(self) -> str:
        return f"<hilo.Moments: size {self.size}, mean {self.mean}, std {self.std}>"
