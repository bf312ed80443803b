"""hilo: exact summary statistics over very many array files, as fast as they can be read.

    result = hilo.stats("fake_files")
    result.total.mean, result.total.std, result.complete, result.errors
    result.groups.to_pandas()

``hilo.Moments`` are the exact, mergeable moments of arrays in memory; ``hilo.mean``, ``hilo.var``
and ``hilo.std`` are NumPy's, correctly rounded. ``hilo.dask`` reaches clusters.
"""

from __future__ import annotations

import typing

from hilo import _hilo
from hilo._array_functions import mean, std, var
from hilo._errors import HiloError, Interrupted, UsageError
from hilo._hilo import Progress, Row, Summary, Total
from hilo._moments import Moments
from hilo._profile import Ceilings, Profile, StageProfile, SystemCalls, WorkerProfile
from hilo._result import FileCounts, Result, merge
from hilo._stats import stats
from hilo._table import Table
from hilo._transform import BlockFunction, evaluate

__version__ = _hilo.version()

__all__ = [
    "BlockFunction",
    "Ceilings",
    "FileCounts",
    "HiloError",
    "Interrupted",
    "Moments",
    "Profile",
    "Progress",
    "Result",
    "Row",
    "StageProfile",
    "Summary",
    "SystemCalls",
    "Table",
    "Total",
    "UsageError",
    "WorkerProfile",
    "__version__",
    "evaluate",
    "mean",
    "merge",
    "stats",
    "std",
    "var",
]


# Where users find them is what tracebacks should say.
for _public in (
    BlockFunction,
    Ceilings,
    HiloError,
    Interrupted,
    UsageError,
    FileCounts,
    Moments,
    Profile,
    Result,
    StageProfile,
    SystemCalls,
    Table,
    WorkerProfile,
):
    _public.__module__ = "hilo"
del _public


def __getattr__(name: str) -> typing.Any:
    # Dask takes half a second to import; who does not use it does not wait.
    if name == "dask":
        import hilo.dask

        return hilo.dask
    raise AttributeError(f"module 'hilo' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), "dask"])
