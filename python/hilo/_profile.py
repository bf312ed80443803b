"""Where the time of a run went, and what the machine could do."""

from __future__ import annotations

import collections.abc
import dataclasses
import json
import os
import typing

from hilo import _hilo

T = typing.TypeVar("T")


class ByStage(collections.abc.Mapping[str, T]):
    """Something for each stage, by its name, in the order in which data pass: ``discover``,
    ``open``, ``read``, ``decode``, ``compute``, ``merge``, ``report`` and ``idle``."""

    __slots__ = ("_parts",)

    def __init__(self, parts: collections.abc.Mapping[str, T]) -> None:
        self._parts = dict(parts)

    def __getitem__(self, stage: str) -> T:
        return self._parts[stage]

    def __iter__(self) -> collections.abc.Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)

    def __hash__(self) -> int:
        return hash(tuple(self._parts.items()))

    def __repr__(self) -> str:
        return repr(self._parts)


class StageProfile(typing.NamedTuple):
    """What workers spent on a stage.

    Attributes:
        seconds: Of worker time, summed over the workers.
        share: Of the time of all stages, 0 to 1.
        bytes: That passed; 0 where bytes are not what it works on.
    """

    seconds: float
    share: float
    bytes: int

    @property
    def bytes_per_second(self) -> float | None:
        """None where no bytes pass."""
        return self.bytes / self.seconds if self.bytes > 0 and self.seconds > 0 else None


class WorkerProfile(typing.NamedTuple):
    """What is known of one worker: a thread or a process.

    Attributes:
        name: ``"run"`` is the thread that the run was on, others are ``"worker 1"`` and so on.
        begin_s: When it began, since the beginning of the run.
        wall_s: How long it was there; of ``"run"``, while it did not wait for others to work.
        cpu_s: Of this, how long it had a CPU.
        ready_s: How long it was ready to go on, but had no CPU; 0 where that is not known.
        files: How many it began with.
        bytes: How many it read.
        stages: Seconds of each stage, which add up to ``wall_s``.
        timeline: Seconds of each stage in each interval of the run: ``timeline["read"][k]`` of
            those from ``k * interval_s`` to ``(k + 1) * interval_s``.
    """

    name: str
    begin_s: float
    wall_s: float
    cpu_s: float
    ready_s: float
    files: int
    bytes: int
    stages: ByStage[float]
    timeline: ByStage[tuple[float, ...]]


class SystemCalls(typing.NamedTuple):
    """How often the system was called for input files; ``read`` is pread and preadv2."""

    open: int
    fstat: int
    read: int
    close: int
    fadvise: int
    per_file: float | None  # all of them

    @property
    def total(self) -> int:
        return self.open + self.fstat + self.read + self.close + self.fadvise


class Ceilings(typing.NamedTuple):
    """Bytes per second that this machine reached with so many threads, and nothing else to do;
    None where that was not measured.

    Attributes:
        workers: How many threads.
        memory_copy: Bytes copied from one place in memory to another.
        page_cache: Files read that the system holds in memory.
        cold_reading: Files read that it does not hold.
        kernel: Values in cache added to an exact state.
    """

    workers: int
    memory_copy: float | None
    page_cache: float | None
    cold_reading: float | None
    kernel: float | None


def _worker(fields: dict[str, typing.Any], timeline: list[list[float]]) -> WorkerProfile:
    """From a worker of the JSON report, and its seconds by stage and interval."""
    stages = fields.pop("stages")
    seconds = map(tuple, timeline)
    by_stage = {stage: next(seconds) for stage in stages}
    return WorkerProfile(**fields, stages=ByStage(stages), timeline=ByStage(by_stage))


@dataclasses.dataclass(frozen=True, repr=False)
class Profile:
    """Where the time of a run went; a value that does not change. ``print`` shows a table.

    Attributes:
        verdict: What limits the run, with numbers, and what to do about it: a sentence.
        cause: What the verdict is about, in a word or two, such as ``"small files"``.
        executor: ``"serial"``, ``"threads"``, ``"processes"`` or ``"dask"``.
        jobs: How many workers there were at a time.
        wall_s: How long the run took.
        user_s: CPU time of all workers, in user mode.
        system_s: Likewise, in the system.
        files: How many were opened.
        bytes: How many were read.
        stages: A StageProfile for each stage, by its name.
        workers: A WorkerProfile for each.
        page_cache_share: Of the bytes read, those that the system had in memory, 0 to 1; None where
            it does not tell.
        system_calls: For input files.
        ceilings: What the machine can do.
        interval_s: Of the workers' timelines.
    """

    verdict: str
    cause: str
    executor: str
    jobs: int
    wall_s: float
    user_s: float
    system_s: float
    files: int
    bytes: int
    stages: ByStage[StageProfile]
    workers: tuple[WorkerProfile, ...]
    page_cache_share: float | None
    system_calls: SystemCalls
    ceilings: Ceilings
    interval_s: float
    _document: str = dataclasses.field(compare=False)
    _text: str = dataclasses.field(compare=False)

    @classmethod
    def _of(cls, measured: _hilo.Profile) -> Profile:
        document = os.fsdecode(measured.document)
        fields = json.loads(document)
        stages = {
            stage["stage"]: StageProfile(stage["seconds"], stage["share"], stage["bytes"])
            for stage in fields.pop("stages")
        }
        timelines = iter(measured.timelines)
        return cls(
            stages=ByStage(stages),
            workers=tuple(_worker(each, next(timelines)) for each in fields.pop("workers")),
            system_calls=SystemCalls(**fields.pop("system_calls")),
            ceilings=Ceilings(**fields.pop("ceilings")),
            interval_s=measured.interval_s,
            _document=document,
            _text=os.fsdecode(measured.text).rstrip("\n"),
            **fields,
        )

    def to_dict(self) -> dict[str, typing.Any]:
        """The field ``profile`` of the JSON report."""
        return typing.cast("dict[str, typing.Any]", json.loads(self._document))

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"<hilo.Profile: {self.verdict}>"
