"""What is computed of each element: expressions, conditions and compiled functions."""

from __future__ import annotations

import hashlib
import inspect
import types
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

        @numba.cfunc("void(CPointer(double), CPointer(double), int64)", error_model="numpy")
        def inverse(x, out, n):
            for i in range(n):
                out[i] = 1 / x[i]

        hilo.stats("data", expr=inverse)
        hilo.stats("data", expr=hilo.BlockFunction(inverse, identity="inverse, version 1"))

    It is called without the GIL from all threads at a time, with pieces of any length, and sees all
    elements, whatever the condition. Nobody hears of an exception in it: what it has not written by
    then is NaN. It must not write to x.

    Args:
        function: A ``numba.cfunc`` of the signature above.
        identity: What tells it from others in saved states, which are merged only with states of
            the same one: up to 4096 printable characters. By default its name and a digest of its
            source, of numba's options, and of the values that it takes from outside: closures,
            globals and the functions that it calls.

    Raises:
        UsageError: For what is no such function; and without an identity where there is no source
            text, or a value from outside is of a kind that has no digest.
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
        gives = str(function._sig.return_type)
        if arguments != ["float64*", "float64*", "int64"] or gives != "none":
            raise UsageError(
                "USAGE", f'expected the signature "{self.SIGNATURE}", found {function._sig}'
            )
        self.function = function
        self.address: int = function.address
        self.identity = _identity_of(function) if identity is None else _named(identity)

    @property
    def python_function(self) -> typing.Callable[..., object]:
        """What numba compiled."""
        return typing.cast(typing.Callable[..., object], self.function._pyfunc)

    @property
    def options(self) -> dict[str, object]:
        """How numba was told to compile it."""
        return _options_of(self.function)

    def __repr__(self) -> str:
        return f"<hilo.BlockFunction {self.identity}>"


def is_compiled(function: object) -> bool:
    """Whether this is a cfunc of numba."""
    return all(hasattr(function, name) for name in ("address", "_sig", "_pyfunc"))


def _named(identity: object) -> str:
    is_text = isinstance(identity, str) and identity.isprintable() and bool(identity.strip())
    if not is_text or len(typing.cast(str, identity).encode()) > _MOST_IDENTITY_BYTES:
        raise UsageError(
            "USAGE",
            f"expected an identity of printable characters, at most {_MOST_IDENTITY_BYTES} bytes, "
            f"found {identity!r:.60}",
        )
    return typing.cast(str, identity)


_MOST_IDENTITY_BYTES = 4096


def _options_of(function: typing.Any) -> dict[str, object]:
    options = getattr(getattr(function, "_compiler", None), "targetoptions", {})
    return {name: value for name, value in sorted(options.items()) if name != "nopython"}


def _identity_of(function: typing.Any) -> str:
    digest = hashlib.sha256(repr(_options_of(function)).encode())
    _add_function(digest, function._pyfunc, set())
    return f"{function._pyfunc.__qualname__} {digest.hexdigest()[:16]}"


def _add_function(digest: typing.Any, function: typing.Any, known: set[int]) -> None:
    """Adds the source of a function, and what it takes from outside, to a digest."""
    if id(function) in known:
        return
    known.add(id(function))
    try:
        source = inspect.getsource(function)
    except (OSError, TypeError):
        raise UsageError(
            "USAGE",
            f"expected the source of {function.__qualname__} or an identity, found neither: "
            "hilo.BlockFunction(function, identity=...) gives one",
        ) from None
    digest.update(source.encode())
    outside = inspect.getclosurevars(function)
    values = {**outside.globals, **outside.nonlocals}
    for name, value in [*sorted(values.items()), ("defaults", function.__defaults__ or ())]:
        digest.update(f"{name}=".encode())
        _add_value(digest, name, value, known)


def _add_value(digest: typing.Any, name: str, value: typing.Any, known: set[int]) -> None:
    compiled = getattr(value, "py_func", getattr(value, "_pyfunc", value))  # of numba
    if isinstance(value, (bool, int, float, complex, str, bytes, np.generic)):
        digest.update(f"{type(value).__name__} {value!r}".encode())
    elif isinstance(value, tuple):
        for part in value:
            _add_value(digest, name, part, known)
    elif isinstance(value, np.ndarray) and not value.dtype.hasobject:
        digest.update(f"{value.dtype.str} {value.shape}".encode() + value.tobytes())
    elif isinstance(value, types.ModuleType):
        digest.update(value.__name__.encode())
    elif isinstance(compiled, types.FunctionType):
        module = compiled.__module__ or ""
        if module.partition(".")[0] in ("numba", "numpy", "math"):
            digest.update(f"{module}.{compiled.__qualname__}".encode())
        else:
            _add_function(digest, compiled, known)
    elif isinstance(value, (types.BuiltinFunctionType, np.ufunc, type)):
        digest.update(value.__name__.encode())
    else:
        raise UsageError(
            "USAGE",
            f"expected values from outside that have a digest, found {name} = {value!r:.60}: "
            "hilo.BlockFunction(function, identity=...) names the function otherwise",
        )


# A text, a BlockFunction, or a cfunc of numba, which has no types.
Expr = typing.Union["str", "BlockFunction", "typing.Any"]


def _checked(name: str, text: object, is_condition: bool) -> str:
    if not isinstance(text, str) or not text.strip():
        wanted = "a condition" if is_condition else "an expression"
        raise UsageError("USAGE", f"expected {name} to be {wanted}, found {text!r}")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise UsageError("USAGE", f"expected {name} to be UTF-8, found {text!r}") from None
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
    if isinstance(array, np.ma.MaskedArray):
        raise UsageError("USAGE", "expected an array without a mask, found one with it")
    numbers = np.asarray(array)
    if numbers.dtype.kind not in "biuf" or numbers.dtype.itemsize > 8:
        raise UsageError(
            "USAGE", f"expected real numbers of at most 8 bytes, found {numbers.dtype}"
        )
    x = np.ascontiguousarray(numbers, np.float64).reshape(-1)
    out = np.empty(x.size)
    kept = _hilo.evaluate_into(transform, x, out)
    return out.reshape(numbers.shape) if where is None else out[:kept]
