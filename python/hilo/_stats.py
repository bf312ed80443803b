"""The main job: exact statistics of very many .npy files."""

from __future__ import annotations

import collections.abc
import contextlib
import os
import typing

from hilo import _hilo
from hilo._choices import (
    EXECUTORS,
    GROUPINGS,
    NAN_POLICIES,
    ON_ERRORS,
    Executor,
    GroupBy,
    NanPolicy,
    OnError,
    Path,
    choose,
    encoded,
    jobs_of,
    truth,
)
from hilo._errors import UsageError
from hilo._progress import Reporter
from hilo._result import Reporting, Result, finished
from hilo._transform import BlockFunction, Expr, Jit, transform_of

if typing.TYPE_CHECKING:
    import distributed


def _inputs(source: object) -> list[bytes]:
    if isinstance(source, (str, bytes, os.PathLike)):
        return [encoded(source)]
    if not isinstance(source, collections.abc.Iterable):
        raise UsageError(
            "USAGE", f"expected a path, a pattern or an iterable of them, found {source!r}"
        )
    inputs = [encoded(path) for path in source]
    if not inputs:
        raise UsageError("USAGE", "expected at least one path or pattern, found none")
    return inputs


def _targets(save: Path | None, trace: Path | None) -> tuple[bytes, bytes]:
    """Where the states and the trace are written; empty for nowhere."""
    states, spans = (b"" if path is None else encoded(path) for path in (save, trace))
    if states and spans and os.path.realpath(states) == os.path.realpath(spans):
        raise UsageError(
            "USAGE", f"expected two files for save and trace, found {trace!r} for both"
        )
    return states, spans


def _batches(
    executor: object,
    jobs: int | None,
    function: BlockFunction | None,
    closing: contextlib.ExitStack,
) -> tuple[_hilo.Executor, object | None]:
    """What the C++ side calls the executor, and who takes batches where that is a cluster."""
    if isinstance(executor, str) and executor != "dask":
        # Words of all, so that the message names all.
        choose("executor", executor, {**EXECUTORS, "dask": None})
        return EXECUTORS[executor], None
    if not isinstance(executor, str) and not hasattr(executor, "scheduler_info"):
        raise UsageError(
            "USAGE",
            "expected executor to be 'auto', 'serial', 'threads', 'processes', 'dask' or a "
            f"dask.distributed.Client, found {executor!r}",
        )
    from hilo import dask

    return _hilo.Executor.auto, closing.enter_context(dask.reach(executor, jobs, function))


def stats(
    source: Path | collections.abc.Iterable[Path],
    *,
    executor: Executor | distributed.Client = "auto",
    jobs: int | None = None,
    by: GroupBy = "file",
    ddof: int = 0,
    nan_policy: NanPolicy = "propagate",
    expr: Expr | None = None,
    where: str | None = None,
    jit: Jit = "auto",
    on_error: OnError = "skip",
    progress: bool | collections.abc.Callable[[_hilo.Progress], object] = False,
    save: Path | None = None,
    resume: Result | Path | None = None,
    profile: bool = False,
    trace: Path | None = None,
) -> Result:
    """Exact statistics of .npy files, a row a file (or directory), and of all values together.

    Every statistic is the exact value rounded once, so the result is the same, bit for bit,
    whoever does the work and in whatever order.

    Args:
        source: A file, a directory (all .npy files below it), a pattern such as
            ``"run_*/**/*.npy"``, or an iterable of these. A path that exists is not taken as a
            pattern.
        executor: ``"serial"``, ``"threads"``, ``"processes"`` (a file that crashes its worker is
            an error, not the end), ``"auto"`` (serial for one job, else threads), a
            ``dask.distributed.Client``, or ``"dask"`` (the client that is there, else a cluster on
            this machine for this run).
        jobs: How many workers compute at a time; the CPUs that the process may use if None. With a
            Dask client: how many threads a task has, 1 if None.
        by: ``"file"``, ``"dir"`` or ``"all"``: what a row of ``groups`` is of.
        ddof: The divisor of variances is N - ddof; at least 0.
        nan_policy: ``"propagate"``: any NaN makes sum, mean, var and std NaN; ``"omit"``: NaN are
            left out; ``"raise"``: a file with NaN is an error.
        expr: What is counted instead of each element ``x``: an expression such as
            ``"log1p(abs(x)) * 2"``, computed in float64, or a ``numba.cfunc`` (BlockFunction).
        where: A condition such as ``"(x > 0) & (x < 1)"``: elements for which it is not true do not
            count. Without ``expr`` those that do, count as they are.
        jit: ``"on"``: expressions are compiled for this processor at once; ``"off"``: they are
            interpreted; ``"auto"``: they are compiled when so much is computed that it pays. The
            result is the same, bit for bit.
        on_error: ``"skip"``: files that fail are in ``errors`` and the run goes on; ``"fail"``: the
            first one is raised.
        progress: True for a bar of tqdm, or a function that takes a Progress.
        save: Where the state of each file is saved, to be merged or resumed.
        resume: An earlier Result or the path of a saved one: files that it includes and that are
            as they were are not read again.
        profile: Whether to measure where the time goes, for ``Result.profile``.
        trace: Where it is written what each worker did when, in Chrome's trace event format, which
            https://ui.perfetto.dev opens. Where it cannot be written at the end, there is a
            RuntimeWarning, and the result.

    Raises:
        UsageError: For arguments that cannot be, and where nothing matches. Nothing has been read.
        HiloError: The first error under ``on_error="fail"``; OUTPUT where the run cannot be
            saved, or the trace not begun; OPEN, IO or STATE where the one to resume cannot be
            read; WORKER where no worker is left to go on.
        Interrupted: Ctrl-C, with the ``result`` of what was done.
    """
    reporting = Reporting.of(by, ddof, nan_policy)
    policy = choose("on_error", on_error, ON_ERRORS)
    transform, function = transform_of(expr, where, jit)
    inputs = _inputs(source)
    threads = jobs_of(jobs)
    is_measured = truth("profile", profile)
    state_target, trace_target = _targets(save, trace)
    earlier: _hilo.Run | bytes | None = resume._run if isinstance(resume, Result) else None
    if earlier is None and resume is not None:
        earlier = encoded(typing.cast(Path, resume))
    with contextlib.ExitStack() as closing:
        reporter = closing.enter_context(Reporter(progress))
        kind, batches = _batches(executor, jobs, function, closing)
        run, interrupt = _hilo.stats(
            inputs,
            executor=kind,
            batches=batches,
            jobs=threads,
            by=GROUPINGS[by],
            ddof=reporting.ddof,
            nan_policy=NAN_POLICIES[nan_policy],
            on_error=policy,
            transform=transform,
            save=state_target,
            resume=earlier,
            profile=is_measured,
            trace=trace_target,
            on_progress=reporter.report,
        )
    return finished(run, interrupt, reporting)
