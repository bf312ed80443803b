"""What is computed of each element: expressions, conditions and compiled functions."""

from __future__ import annotations

import hashlib
import inspect
import typing

import numpy as np
import numpy.typing as npt

from hilo import _hilo
from hilo._choices import choose
from hilo._errors import UsageError

Jit = typing.Literal["auto", "on", "off"]

JITS = _hilo.Jit.__members__


class BlockFunction:
    """A function over blocks of numbers, compiled by numba, to be counted instead of elements.

    ::

        @numba.cfunc("void(CPointer(double), CPointer(double), int64)")
        def doubled(x, out, n):
            for i in range(n):
                out[i] = 2 * x[i]

        hilo.stats("data", expr=doubled)
        hilo.stats("data", expr=hilo.BlockFunction(doubled, identity="doubled, version 1"))

    It is called without the GIL from all threads at a time, with pieces of any length.

    Args:
        function: A ``numba.cfunc`` of the signature above.
        identity: What tells it from others in saved states, which are merged only with states of
            the same one. By default its name and a digest of its source. What the source does not
            show (values of globals, other functions that it calls) is for the caller to keep, or
            to name here.

    Raises:
        UsageError: For what is no such function, and where there is neither an identity nor source
            text.
    """

    __slots__ = ("address", "function", "identity")

    SIGNATURE = "void(CPointer(double), CPointer(double), int64)"

    def __init__(self, function: typing.Any, identity: str | None = None) -> None:
        if not is_compiled(function):
            raise UsageError(
                "USAGE",
                f'expected an expression or a numba.cfunc("{self.SIGNATURE}"), found {function!r}',
            )
        arguments = [str(argument) for argument in function._sig.args]
        if arguments != ["float64*", "float64*", "int64"] or str(function._sig.return_type) != (
            "none"
        ):
            raise UsageError(
                "USAGE", f'expected the signature "{self.SIGNATURE}", found {function._sig}'
            )
        self.function = function
        self.address: int = function.address
        self.identity = _identity_of(function) if identity is None else identity

    @property
    def python_function(self) -> typing.Callable[..., object]:
        """What numba compiled."""
        return typing.cast(typing.Callable[..., object], self.function._pyfunc)

    def __repr__(self) -> str:
        return f"<hilo.BlockFunction {self.identity}>"


def is_compiled(function: object) -> bool:
    """Whether this is a cfunc of numba."""
    return all(hasattr(function, name) for name in ("address", "_sig", "_pyfunc"))


def _identity_of(function: typing.Any) -> str:
    name = function._pyfunc.__qualname__
    try:
        source = inspect.getsource(function._pyfunc)
    except (OSError, TypeError):
        raise UsageError(
            "USAGE",
            f"expected the source of {name} or an identity, found neither: "
            "hilo.BlockFunction(function, identity=...) gives one",
        ) from None
    return f"{name} {hashlib.sha256(source.encode()).hexdigest()[:16]}"


# A text, a BlockFunction, or a cfunc of numba, which has no types.
Expr = typing.Union["str", "BlockFunction", "typing.Any"]


def _checked(name: str, text: object, is_condition: bool) -> str:
    if not isinstance(text, str):
        raise UsageError("USAGE", f"expected {name} to be a text, found {text!r}")
    fault = _hilo.fault_of(text, is_condition)
    if fault is not None:
        raise UsageError("USAGE", fault)
    return text


def transform_of(
    expr: Expr | None, where: str | None, jit: Jit
) -> tuple[_hilo.Transform, BlockFunction | None]:
    """What C++ takes, and the function where ``expr`` is one; it must outlive the run."""
    kind = choose("jit", jit, JITS)
    condition = "" if where is None else _checked("where", where, True)
    if expr is None:
        return _hilo.Transform("", condition, kind, 0, ""), None
    if isinstance(expr, BlockFunction) or is_compiled(expr):
        function = expr if isinstance(expr, BlockFunction) else BlockFunction(expr)
        transform = _hilo.Transform("", condition, kind, function.address, function.identity)
        return transform, function
    if not isinstance(expr, str):
        BlockFunction(expr)  # says what was expected
    return _hilo.Transform(_checked("expr", expr, False), condition, kind, 0, ""), None


def evaluate(
    expr: Expr | None, array: npt.ArrayLike, *, where: str | None = None, jit: Jit = "auto"
) -> npt.NDArray[np.float64]:
    """The values that ``hilo.stats(..., expr=expr, where=where)`` counts of an array's elements.

    Args:
        expr: An expression of the element ``x``, or a compiled function; the elements themselves if
            None.
        array: Numbers of any shape; they are converted to float64.
        where: A condition on ``x``.
        jit: As in ``hilo.stats``.

    Returns:
        Values of float64: of the array's shape without a condition, else those for which it is
        true, in C order.

    Raises:
        UsageError: For what is no expression or condition.
    """
    transform, _function = transform_of(expr, where, jit)
    numbers = np.asarray(array)
    if numbers.dtype.kind not in "biuf":
        raise UsageError("USAGE", f"expected an array of real numbers, found {numbers.dtype}")
    x = np.ascontiguousarray(numbers, np.float64).reshape(-1)
    out = np.empty(x.size)
    kept = _hilo.evaluate_into(transform, x, out)
    return out.reshape(numbers.shape) if where is None else out[:kept]
