"""Progress of a run: a bar of tqdm, or what the caller wants to do with it."""

from __future__ import annotations

import collections.abc
import typing

from hilo import _hilo
from hilo._errors import UsageError

Report = typing.Callable[[_hilo.Progress], object]


class _Bar:
    """A bar of tqdm, in a terminal or in a notebook, which appears with the first news."""

    def __init__(self) -> None:
        try:
            import tqdm.auto
        except ImportError as error:
            raise ImportError(
                "progress=True needs tqdm: pip install 'hilo[progress]'", name="tqdm"
            ) from error
        self._make = tqdm.auto.tqdm
        self._bar: typing.Any = None

    def __call__(self, progress: _hilo.Progress) -> None:
        if self._bar is None:
            self._bar = self._make(total=progress.files_found, unit="file", desc="hilo")
        self._bar.total = progress.files_found
        mean, std = progress.total.mean, progress.total.std
        if mean is not None:
            spread = "" if std is None else f" ± {std:.6g}"
            gigabytes = progress.bytes_read / 1e9
            self._bar.set_postfix_str(f"{gigabytes:.2f} GB, mean {mean:.6g}{spread}", False)
        self._bar.update(progress.files_done - self._bar.n)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()


class Reporter:
    """Who is told of progress, for the time of a run."""

    def __init__(self, wanted: object) -> None:
        self._bar: _Bar | None = None
        self.report: Report | None = None
        if wanted is True:
            self._bar = self.report = _Bar()
        elif isinstance(wanted, collections.abc.Callable):  # type: ignore[arg-type]
            self.report = typing.cast(Report, wanted)
        elif wanted is not False and wanted is not None:
            raise UsageError(
                "USAGE", f"expected progress to be True, False or a function, found {wanted!r}"
            )

    def __enter__(self) -> Reporter:
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar is not None:
            self._bar.close()
