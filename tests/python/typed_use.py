"""What users write, for the type checker: `./dev lint` runs mypy over it, and a test runs it."""

from __future__ import annotations

import pathlib
import sys

import hilo
import numpy


def means_of(result: hilo.Result) -> dict[str, float | None]:
    return {row.key: row.mean for row in result.groups}


def main(folder: pathlib.Path) -> hilo.Result:
    numpy.save(folder / "a.npy", numpy.arange(4.0))
    numpy.save(folder / "b.npy", numpy.arange(3))
    result = hilo.stats([folder / "a.npy", str(folder / "b.npy")], executor="threads", by="dir")
    total: hilo.Total = result.total
    largest: float | int | None = total.max
    errors: tuple[hilo.HiloError, ...] = result.errors
    both: hilo.Result = hilo.merge([result]) if errors else result
    first: hilo.Row = both.groups[0]
    some: list[hilo.Row] = both.groups[:1]
    moments: hilo.Moments = hilo.Moments.of(numpy.arange(5)) + hilo.Moments.of([1.5])
    state: bytes = moments.to_bytes()
    variance: float | None = moments.summary(ddof=1, nan_policy="omit").var

    measured: hilo.Profile | None = hilo.stats(
        folder, profile=True, trace=folder / "t.json"
    ).profile
    if measured is not None:
        stage: hilo.StageProfile = measured.stages["read"]
        rate: float | None = stage.bytes_per_second
        worker: hilo.WorkerProfile = measured.workers[0]
        seconds: tuple[float, ...] = worker.timeline["read"]
        ceiling: float | None = measured.ceilings.page_cache
        calls: int = measured.system_calls.total
        verdict: str = measured.verdict
        print(rate, len(seconds), ceiling, calls, verdict, file=sys.stderr)

    def progress(now: hilo.Progress) -> None:
        print(now.files_done, now.total.mean, file=sys.stderr)

    try:
        hilo.stats(folder, progress=progress, on_error="fail")
    except hilo.Interrupted as interrupted:
        print(interrupted.result)
    except hilo.HiloError as error:
        code: str = error.code
        print(code, error.path)
    print(largest, first.shape, len(some), len(state), variance, means_of(result))
    return both


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
