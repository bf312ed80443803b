"""mean, var and std of arrays in memory, as NumPy has them, but exact."""

from __future__ import annotations

import operator
import typing

import numpy

try:
    from numpy.lib.array_utils import normalize_axis_tuple
except ImportError:  # before NumPy 2
    from numpy.core.numeric import (  # type: ignore[import-not-found,no-redef,unused-ignore]
        normalize_axis_tuple,
    )

from hilo._choices import NAN_POLICIES, NanPolicy, choose, whole
from hilo._moments import Moments, readable

Axis = typing.Union[int, "tuple[int, ...]", None]


def _statistic(
    name: str, array: object, axis: Axis, ddof: int, keepdims: bool, nan_policy: NanPolicy
) -> typing.Any:
    choose("nan_policy", nan_policy, NAN_POLICIES)
    whole("ddof", ddof, 0)
    if axis is None and not keepdims:
        return _of_all(name, array, ddof, nan_policy)
    values = array if isinstance(array, numpy.ndarray) else numpy.asarray(readable(array))
    if isinstance(axis, bool):
        raise TypeError("expected axis to be an integer or a tuple of them, found a bool")
    if not (axis is None or isinstance(axis, tuple)):
        axis = operator.index(axis)  # a TypeError for what is none
    axes = range(values.ndim) if axis is None else normalize_axis_tuple(axis, values.ndim)
    kept = [i for i in range(values.ndim) if i not in axes]
    ordered = values.transpose(*kept, *sorted(axes))
    Moments.of(ordered[..., :0] if ordered.ndim else ordered)  # of the dtype, where nothing follows
    result = numpy.empty([values.shape[i] for i in kept])
    for index in numpy.ndindex(result.shape):
        result[index] = _of_all(name, ordered[index], ddof, nan_policy)
    if keepdims:
        result = result.reshape([1 if i in axes else n for i, n in enumerate(values.shape)])
    return result[()]


def _of_all(name: str, array: object, ddof: int, nan_policy: NanPolicy) -> numpy.float64:
    value = getattr(Moments.of(array).summary(ddof, nan_policy), name)
    return numpy.float64("nan" if value is None else value)


def mean(
    array: object,
    axis: Axis = None,
    *,
    keepdims: bool = False,
    nan_policy: NanPolicy = "propagate",
) -> typing.Any:
    """The arithmetic mean, ``sum(x) / N``: the exact value rounded once.

    As ``numpy.mean``, but correctly rounded: no order of summation, no overflow. The arguments
    ``dtype``, ``out`` and ``where`` of NumPy are not taken.

    Args:
        array: As for ``Moments.of``.
        axis: The axis or axes that are reduced; all if None.
        keepdims: Whether reduced axes stay, with length 1.
        nan_policy: ``"propagate"``, ``"omit"`` or ``"raise"``.

    Returns:
        A float64, or an array of float64 with the shape of the axes that are left. NaN where there
        are no values.

    Raises:
        HiloError: DTYPE for elements that are no bool, integers or floats of at most 8 bytes, NAN
            for a NaN under ``"raise"``.
    """
    return _statistic("mean", array, axis, 0, keepdims, nan_policy)


def var(
    array: object,
    axis: Axis = None,
    *,
    ddof: int = 0,
    keepdims: bool = False,
    nan_policy: NanPolicy = "propagate",
) -> typing.Any:
    """The variance, ``(N sum(x**2) - sum(x)**2) / (N (N - ddof))``: the exact value rounded once.

    As ``numpy.var``, but correctly rounded, so never negative. NaN where N - ddof <= 0. The other
    arguments, and what is raised, are those of ``mean``.

    Args:
        ddof: An integer >= 0.
    """
    return _statistic("var", array, axis, ddof, keepdims, nan_policy)


def std(
    array: object,
    axis: Axis = None,
    *,
    ddof: int = 0,
    keepdims: bool = False,
    nan_policy: NanPolicy = "propagate",
) -> typing.Any:
    """The standard deviation, the root of the exact variance, rounded once.

    As ``numpy.std``, but correctly rounded. NaN where N - ddof <= 0. The other arguments, and what
    is raised, are those of ``mean``.

    Args:
        ddof: An integer >= 0.
    """
    return _statistic("std", array, axis, ddof, keepdims, nan_policy)
