"""What a run gives: statistics of groups and of all, what failed, and the state of each file."""

from __future__ import annotations

import collections.abc
import os
import typing
import warnings

from hilo import _hilo, _html
from hilo._choices import (
    FORMATS,
    GROUPINGS,
    NAN_POLICIES,
    GroupBy,
    NanPolicy,
    Path,
    choose,
    encoded,
    whole,
)
from hilo._errors import HiloError, Interrupted, UsageError
from hilo._hilo import Total
from hilo._profile import Profile
from hilo._table import Table


class Reporting(typing.NamedTuple):
    """How states become rows."""

    by: GroupBy
    ddof: int
    nan_policy: NanPolicy

    @classmethod
    def of(cls, by: GroupBy, ddof: object, nan_policy: NanPolicy) -> Reporting:
        choose("by", by, GROUPINGS)
        choose("nan_policy", nan_policy, NAN_POLICIES)
        return cls(by, whole("ddof", ddof, 0), nan_policy)

    @property
    def of_states(self) -> dict[str, typing.Any]:
        """For runs that were done: files that nan_policy="raise" refused are errors in them."""
        policy = "propagate" if self.nan_policy == "raise" else self.nan_policy
        return {
            "by": GROUPINGS[self.by],
            "ddof": self.ddof,
            "nan_policy": NAN_POLICIES[policy],
        }

    def __str__(self) -> str:
        return f"by={self.by!r}, ddof={self.ddof}, nan_policy={self.nan_policy!r}"


class FileCounts(typing.NamedTuple):
    """How many inputs there were, and what became of them."""

    found: int
    included: int
    failed: int


class Result:
    """The statistics of a run, exact and rounded once; a value that does not change.

    Attributes:
        total: Statistics of all values of all files included: ``files``, ``size``, ``nan_count``,
            ``posinf_count``, ``neginf_count``, ``min``, ``max``, ``sum``, ``mean``, ``var`` and
            ``std``.
        groups: The same a file, a directory or ``"all"``, as ``by`` asked for: a Table.
        errors: A HiloError for each input that failed, in order of the inputs.
        files: How many files were ``found``, ``included`` and ``failed``.
        complete: Whether all files found are included.
        expr: What was counted instead of the elements, in its one spelling; None for nothing.
        where: The condition on elements that count; None for none.
        profile: Where the time of the run went, where ``stats(profile=True)`` asked for it: a
            Profile. None in what is merged, loaded or unpickled.

    Results are equal where they say the same: all rows, the total, the errors and the counts; not
    how long it took.

    A result keeps the exact state of each file, so results of any split of the files can be added,
    and files taken out again::

        (monday + tuesday).total.std == hilo.stats(files_of_both_days).total.std
        week - monday
    """

    __slots__ = ("_errors", "_profile", "_reporting", "_run")
    _errors: tuple[HiloError, ...]
    _profile: Profile | None
    _reporting: Reporting
    _run: _hilo.Run

    def __init__(self) -> None:
        raise TypeError("results come from hilo.stats() and hilo.merge()")

    @classmethod
    def _of(cls, run: _hilo.Run, reporting: Reporting) -> Result:
        self = cls.__new__(cls)
        object.__setattr__(self, "_run", run)
        object.__setattr__(self, "_reporting", reporting)
        object.__setattr__(self, "_errors", tuple(run.errors))
        object.__setattr__(self, "_profile", Profile._of(run.profile) if run.profile else None)
        return self

    @classmethod
    def _from_state(cls, state: bytes, by: GroupBy, ddof: int, nan_policy: NanPolicy) -> Result:
        reporting = Reporting.of(by, ddof, nan_policy)
        return cls._of(_hilo.run_from_state(state, **reporting.of_states), reporting)

    @property
    def total(self) -> Total:
        return self._run.total

    @property
    def groups(self) -> Table:
        return Table(self)

    @property
    def errors(self) -> tuple[HiloError, ...]:
        return self._errors

    @property
    def files(self) -> FileCounts:
        return FileCounts(*self._run.files)

    @property
    def expr(self) -> str | None:
        return self._run.expr or None

    @property
    def where(self) -> str | None:
        return self._run.where or None

    @property
    def profile(self) -> Profile | None:
        return self._profile

    @property
    def complete(self) -> bool:
        return self._run.complete

    def merge(self, *others: Result | Path) -> Result:
        """This run and others, results or paths of saved ones, as one run over all their files.

        Grouping, ddof and nan_policy are those of this result.

        Raises:
            HiloError: STATE where two of them hold the same file, or a saved one is damaged; OPEN
                or IO where one cannot be read.
        """
        return _merged([self, *others], [], self._reporting)

    def __add__(self, other: Result) -> Result:
        """``self.merge(other)``, for results that were asked for in the same way.

        Raises:
            UsageError: Where by, ddof or nan_policy differ; ``hilo.merge`` is told which it is.
        """
        if not isinstance(other, Result):
            return NotImplemented
        self._check_alike(other)
        return self.merge(other)

    def __radd__(self, other: object) -> Result:
        # sum() begins with 0.
        return self if type(other) is int and other == 0 else NotImplemented

    def __sub__(self, other: Result) -> Result:
        """This run without the files of another; the rest is exactly as if it were alone.

        Raises:
            HiloError: STATE where the other has a file that is not in this one.
            UsageError: Where by, ddof or nan_policy differ.
        """
        if not isinstance(other, Result):
            return NotImplemented
        self._check_alike(other)
        return _merged([self], [other], self._reporting)

    def _check_alike(self, other: Result) -> None:
        if self._reporting != other._reporting:
            raise UsageError(
                "USAGE",
                "expected results with the same by, ddof and nan_policy, found "
                f"{self._reporting} and {other._reporting}; hilo.merge() takes any",
            )

    def save(self, path: Path) -> None:
        """Writes the exact state of each file, for ``hilo.merge``, ``resume=`` and ``hilo merge``.

        The file appears whole or not at all.

        Raises:
            HiloError: OUTPUT where it cannot be written.
            UsageError: Where the path cannot name a file, as in a folder that is not there, or one
                with an array is there.
        """
        self._run.save(encoded(path))

    def report(self, format: typing.Literal["table", "csv", "json", "jsonl"] = "table") -> str:
        """What ``hilo stats`` prints, the same characters.

        Bytes of keys that are not UTF-8 are lone surrogates, as in ``os.fsdecode``.
        """
        return os.fsdecode(self._run.report(choose("format", format, FORMATS)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Result):
            return NotImplemented
        # A document has all that a result says, of every row.
        return (
            self._reporting == other._reporting and self._run.statement() == other._run.statement()
        )

    def __hash__(self) -> int:
        return hash((self._reporting, self.files, self.total))

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Result._from_state, (self._run.state, *self._reporting)

    def __setattr__(self, name: str, value: object) -> typing.NoReturn:
        raise AttributeError(f"results do not change: cannot set {name!r}")

    def __delattr__(self, name: str) -> typing.NoReturn:
        raise AttributeError(f"results do not change: cannot delete {name!r}")

    def __repr__(self) -> str:
        files = self.files
        text = f"{files.included} of {files.found} files, {self.total.size} values"
        text += f", mean {self.total.mean}, std {self.total.std}"
        if files.failed:
            text += f", {files.failed} failed, first {self.errors[0]}"
        return f"<hilo.Result: {text}{'' if self.complete else ', incomplete'}>"

    def _repr_html_(self) -> str:
        return _html.result_html(self)


def finished(run: _hilo.Run, interrupt: BaseException | None, reporting: Reporting) -> Result:
    """The result of a run, unless something interrupted it, which is raised with the result."""
    result = Result._of(run, reporting)
    if run.trace_error is not None:
        # The caller of the function that the user called.
        warnings.warn(f"{run.trace_error}; the result is not affected", RuntimeWarning, 3)
    if interrupt is None:
        return result
    if type(interrupt) is KeyboardInterrupt:
        raise Interrupted(result) from None
    raise interrupt


def _source(state: object) -> _hilo.Run | bytes:
    return state._run if isinstance(state, Result) else encoded(typing.cast(Path, state))


def _merged(
    states: collections.abc.Iterable[object],
    subtract: collections.abc.Iterable[object],
    reporting: Reporting,
    save: bytes = b"",
) -> Result:
    run, interrupt = _hilo.merge(
        [_source(state) for state in states],
        subtract=[_source(state) for state in subtract],
        save=save,
        **reporting.of_states,
    )
    if interrupt is not None:  # there is no state of a part
        raise interrupt
    return Result._of(run, reporting)


def _listed(states: object) -> list[object]:
    if isinstance(states, (Result, str, bytes, os.PathLike)):
        return [states]
    if not isinstance(states, collections.abc.Iterable):
        raise UsageError("USAGE", f"expected results or paths of saved runs, found {states!r}")
    return list(states)


def merge(
    states: Result | Path | collections.abc.Iterable[Result | Path],
    *,
    subtract: Result | Path | collections.abc.Iterable[Result | Path] = (),
    by: GroupBy = "file",
    ddof: int = 0,
    nan_policy: NanPolicy = "propagate",
    save: Path | None = None,
) -> Result:
    """Puts runs together: the result is that of one run over all their files, bit for bit.

    Args:
        states: Results, or paths of runs that ``Result.save``, ``stats(save=)`` or the program's
            ``--save`` wrote.
        subtract: Runs whose files are taken out again.
        by: ``"file"``, ``"dir"`` or ``"all"``: what a row is of.
        ddof: The divisor of variances is N - ddof.
        nan_policy: ``"propagate"`` or ``"omit"``.
        save: Where the merged run is saved.

    Raises:
        HiloError: STATE where two states hold the same file, one to be taken out is in none of
            them, or a saved run is damaged; OPEN, NOT_REGULAR or IO where one cannot be read.
        UsageError: For arguments that cannot be.
    """
    reporting = Reporting.of(by, ddof, nan_policy)
    if nan_policy == "raise":
        raise UsageError("USAGE", "expected nan_policy 'propagate' or 'omit', found 'raise'")
    target = b"" if save is None else encoded(save)
    return _merged(_listed(states), _listed(subtract), reporting, target)
