"""--trace FILE: what every worker did when, in Chrome's trace event format."""

import itertools
import json
import os
import re
import signal
from collections import defaultdict

import numpy as np
import pytest

STAGES = {"discover", "open", "read", "decode", "compute", "merge", "report", "idle"}
WAYS = [
    ["--executor", "serial"],
    ["--executor", "threads", "-j1"],
    ["--executor", "threads", "-j2"],
    ["--executor", "threads", "-j5"],
    ["--executor", "processes", "-j1"],
    ["--executor", "processes", "-j3"],
]
every_way = pytest.mark.parametrize("way", WAYS, ids=" ".join)
# Times are printed to a nanosecond, in microseconds.
ROUNDING = 0.0021


class Trace:
    def __init__(self, text):
        self.document = json.loads(text)
        self.events = self.document["traceEvents"]
        named = [event for event in self.events if event["name"] == "thread_name"]
        self.tracks = {event["tid"]: event["args"]["name"] for event in named}
        assert len(set(self.tracks.values())) == len(named)
        self.stages = self._spans("stage")
        self.files = self._spans("file")
        self.counters = [event for event in self.events if event["ph"] == "C"]

    def _spans(self, category):
        spans = defaultdict(list)
        for event in self.events:
            if event.get("cat") == category:
                spans[event["tid"]].append(event)
        return spans

    def tracks_of_files(self):
        """The tracks on which something was read of each file, with the bytes."""
        found = defaultdict(lambda: defaultdict(int))
        for tid, spans in self.files.items():
            for span in spans:
                found[span["name"]][tid] += span["args"]["bytes"]
        return found

    def seconds(self, tid):
        return sum(span["dur"] for span in self.stages[tid]) * 1e-6

    def extent(self, tid):
        """Seconds from the begin of the first stage to the end of the last, by the clock."""
        begin = min(span["ts"] for span in self.stages[tid])
        return (max(end_of(span) for span in self.stages[tid]) - begin) * 1e-6


def end_of(span):
    return span["ts"] + span["dur"]


@pytest.fixture
def traced(hilo, tmp_path):
    """Runs with --trace; gives the trace and the CompletedProcess."""

    def run(*arguments, codes=(0,)):
        result = hilo("stats", "--trace", "trace.json", "--format", "json", *arguments)
        assert result.returncode in codes, result.stderr
        return Trace((tmp_path / "trace.json").read_text()), result

    return run


@pytest.fixture
def files(generate, tmp_path, npy):
    """Many that are read at once, one in pieces, some that cannot be read. Gives their sizes."""
    generate("d", 300, 20_000)
    npy("d/large.npy", np.random.default_rng(2).normal(size=5_000_000))
    for number in range(5):
        (tmp_path / f"d/bad_{number}.npy").write_bytes(b"\x93NUMPY\x01\x00")
    return {f"d/{path.name}": path.stat().st_size for path in (tmp_path / "d").glob("*.npy")}


def expect_fields(events):
    for event in events:
        fields = set(event)
        if event["ph"] == "M":
            assert fields >= {"pid", "name", "args"}
        elif event["ph"] == "X":
            assert fields >= {"name", "cat", "pid", "tid", "ts", "dur"}
            assert event["ts"] >= 0 and event["dur"] >= 0
        else:
            assert event["ph"] == "C"
            assert fields >= {"name", "pid", "ts", "args"}
            assert all(value >= 0 for value in event["args"].values())


def expect_one_stage_at_a_time(spans):
    assert {span["name"] for span in spans} <= STAGES
    for before, after in itertools.pairwise(spans):
        assert end_of(before) <= after["ts"] + ROUNDING, (before, after)


def expect_no_gaps(trace, tid):
    assert trace.seconds(tid) == pytest.approx(trace.extent(tid), rel=0.02, abs=1e-5)


def expect_nested(files, stages):
    """A stage is either in one file's span or in none, and a file's span is full of stages."""
    stages = iter(sorted(stages, key=lambda span: span["ts"]))
    stage = next(stages, None)
    for file in sorted(files, key=lambda span: span["ts"]):
        while stage and end_of(stage) <= file["ts"] + ROUNDING and stage["ts"] < file["ts"]:
            stage = next(stages, None)
        within = 0
        while stage and end_of(stage) <= end_of(file) + ROUNDING:
            assert stage["ts"] >= file["ts"] - ROUNDING, (file, stage)
            within += stage["dur"]
            stage = next(stages, None)
        assert within == pytest.approx(file["dur"], rel=0.02, abs=1)
        if stage:
            assert stage["ts"] >= end_of(file) - ROUNDING, (file, stage)


@every_way
def test_spans_do_not_overlap_and_nest(traced, files, way):
    trace, _ = traced("d", *way, codes=(1,))
    expect_fields(trace.events)
    assert trace.document["displayTimeUnit"] == "ns"
    assert trace.document["otherData"]["complete"] is True
    assert set(trace.stages) <= set(trace.tracks)
    for tid, stages in trace.stages.items():
        expect_one_stage_at_a_time(stages)
        expect_nested(trace.files[tid], stages)


@every_way
def test_every_file_is_where_it_was_scanned(traced, files, way):
    trace, result = traced("d", *way, codes=(1,))
    found = trace.tracks_of_files()
    assert set(found) == set(files)
    large = "d/large.npy"
    for name, size in files.items():
        readers = [tid for tid, count in found[name].items() if count]
        if name != large:
            assert len(readers) == 1, name
            assert sum(found[name].values()) == size
    # Whoever cuts a large file into pieces, or finds that it is one, reads its head.
    assert files[large] <= sum(found[large].values()) <= files[large] + 3 * 131072
    assert len(json.loads(result.stdout)["groups"]) == len(files) - 5


@every_way
def test_stages_add_up_to_the_time_of_each_worker(traced, files, way):
    trace, result = traced("d", "--profile", *way, codes=(1,))
    workers = {w["name"]: w for w in json.loads(result.stdout)["profile"]["workers"]}
    tracks = {name: tid for tid, name in trace.tracks.items() if "read-ahead" not in name}
    assert set(tracks) == set(workers)
    for name, worker in workers.items():
        assert trace.seconds(tracks[name]) == pytest.approx(worker["wall_s"], rel=0.02, abs=1e-5)
        if name != "run" or len(workers) == 1:  # it is away while others work
            expect_no_gaps(trace, tracks[name])
        for stage, seconds in worker["stages"].items():
            spans = [span for span in trace.stages[tracks[name]] if span["name"] == stage]
            assert sum(span["dur"] for span in spans) * 1e-6 == pytest.approx(
                seconds, rel=0.02, abs=1e-5
            )


@pytest.mark.alone
def test_of_ten_thousand_files_nothing_is_missing(traced, generate):
    trace, result = traced(generate("d", 10_000, 100), "-j2", "--profile")
    assert trace.document["otherData"]["complete"] is True
    assert len(trace.tracks_of_files()) == 10_000
    tracks = {name: tid for tid, name in trace.tracks.items()}
    for worker in json.loads(result.stdout)["profile"]["workers"]:
        assert trace.seconds(tracks[worker["name"]]) == pytest.approx(worker["wall_s"], rel=0.02)
        if worker["name"] != "run":
            expect_no_gaps(trace, tracks[worker["name"]])
    begun = min(span["ts"] for spans in trace.stages.values() for span in spans)
    ended = max(end_of(span) for spans in trace.stages.values() for span in spans)
    wall_s = json.loads(result.stdout)["profile"]["wall_s"]
    assert (ended - begun) * 1e-6 == pytest.approx(wall_s, rel=0.02)


@every_way
def test_cold_files_are_asked_for_on_tracks_of_their_own(traced, generate, evict, way):
    folder = generate("d", 100, 100_000)
    evict(folder)
    trace, _ = traced(folder, *way)
    ahead = [tid for tid, name in trace.tracks.items() if name.startswith("read-ahead ")]
    assert ahead
    for tid in ahead:
        expect_one_stage_at_a_time(trace.stages[tid])
        expect_nested(trace.files[tid], trace.stages[tid])
    assert max(counter["args"]["read ahead"] for counter in trace.counters) >= 800_128
    assert trace.counters[-1]["args"] == {"reading": 0, "read ahead": 0}


def test_bytes_in_flight_are_those_of_the_chunks(traced, generate):
    trace, _ = traced(generate("d", 50, 100_000), "-j1")
    reading = [counter["args"]["reading"] for counter in trace.counters]
    assert set(reading) <= {0, 131072, 800_128 - 6 * 131072}
    times = [counter["ts"] for counter in trace.counters]
    assert times == sorted(times)


# ---- names ----


@pytest.mark.parametrize("executor", ["serial", "threads", "processes"])
def test_names_of_any_bytes(traced, npy, executor):
    names = [b'd/a "quoted" \\ name.npy', b"d/line\nbreak.npy", b"d/\x1b[31mred.npy"]
    names += [b"d/not utf-8 \xff.npy", "d/año.npy".encode(), b"d/\x7f.npy"]
    for name in names:
        npy(name, [1.0, 2.0])
    trace, _ = traced("d", "--executor", executor, "-j2")
    assert set(trace.tracks_of_files()) == {os.fsdecode(name) for name in names}


# ---- many files ----


@pytest.mark.slow
def test_a_trace_of_very_many_files_is_a_sample(hilo, npy, tmp_path):
    files = 200_000
    npy("file.npy", [1.0, 2.0])
    for folder in range(files // 1000):
        (tmp_path / f"d/{folder}").mkdir(parents=True)
        for number in range(1000):
            os.symlink("../../file.npy", tmp_path / f"d/{folder}/{number}.npy")
    result = hilo("stats", "d", "--by", "all", "-j2", "--trace", "trace.json", "--profile")
    assert result.returncode == 0, result.stderr
    names = defaultdict(int)

    def count(event):
        if event.get("cat") == "file":
            names[event["name"]] += 1
        return event if "complete" in event or "traceEvents" in event else None

    with open(tmp_path / "trace.json") as file:
        document = json.load(file, object_hook=count)
    assert 300_000 < len(document["traceEvents"]) <= 1_000_000
    assert document["otherData"]["complete"] is False
    parts = int(re.match(r"one of (\d+) files", document["otherData"]["sampled"])[1])
    assert parts & (parts - 1) == 0 and parts > 1
    # A worker that had less to do may have kept more.
    assert files / parts * 0.9 <= len(names) <= files / 2 * 1.3
    # From the beginning of the run to its end.
    folders = {int(name.split("/")[1]) for name in names}
    assert len(folders) == files // 1000


# ---- runs that end early, or not at all ----


@pytest.mark.parametrize("executor", ["serial", "threads", "processes"])
def test_an_interrupted_run_writes_its_trace(start, long_run, tmp_path, executor):
    arguments = ["--executor", executor, "--trace", "trace.json", "--profile", "--format", "json"]
    process = start("stats", long_run(), *arguments, "--progress", "always")
    assert b" files" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    document = json.loads(stdout)
    assert document["complete"] is False
    trace = Trace((tmp_path / "trace.json").read_text())
    read = [name for name, tracks in trace.tracks_of_files().items() if any(tracks.values())]
    assert len(read) >= document["files"]["included"] > 0
    assert len(read) < document["files"]["found"]
    assert document["profile"]["files"] >= document["files"]["included"]
    assert b"verdict: " in stderr


def test_a_run_that_fails_leaves_no_trace(hilo, npy, tmp_path):
    npy("a.npy", [1.0])
    (tmp_path / "trace.json").write_text("old")
    arguments = ["--on-error", "fail", "--trace", "trace.json", "--profile"]
    result = hilo("stats", "a.npy", "none.npy", *arguments)
    assert result.returncode == 3
    assert result.stdout == ""
    assert "profile" not in result.stderr
    assert (tmp_path / "trace.json").read_text() == "old"
    assert sorted(os.listdir(tmp_path)) == ["a.npy", "trace.json"]


@pytest.mark.parametrize("executor", ["serial", "threads", "processes"])
def test_files_that_all_fail(traced, tmp_path, executor):
    (tmp_path / "d").mkdir()
    for number in range(3):
        (tmp_path / f"d/{number}.npy").write_bytes(b"no array")
    trace, _ = traced("d", "--executor", executor, codes=(1,))
    assert set(trace.tracks_of_files()) == {"d/0.npy", "d/1.npy", "d/2.npy"}


def test_a_run_that_reads_nothing(traced, hilo, npy):
    npy("a.npy", [1.0])
    assert hilo("stats", "a.npy", "--save", "run.hilo").returncode == 0
    trace, _ = traced("a.npy", "--resume", "run.hilo")
    assert all(not any(tracks.values()) for tracks in trace.tracks_of_files().values())
    assert trace.counters == []


# ---- places that a trace cannot be written to ----


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--trace", ""], "--trace: expected a file name, found an empty one"),
        (["--trace", "no/such/folder/t.json"], "No such file or directory"),
        (["--trace", "d"], "Is a directory"),
        (["--trace", "d/a.npy"], "found the array d/a.npy, which is kept"),
        (["--trace", "old.hilo"], "found the saved run old.hilo, which is kept"),
        (
            ["--trace", "x.json", "-o", "./x.json"],
            "expected two files for --output and --trace, found x.json for both",
        ),
        (
            ["--trace", "d/../x", "--save", "x"],
            "expected two files for --save and --trace, found d/../x for both",
        ),
        (
            ["--trace", "link.json", "-o", "x.json"],
            "expected two files for --output and --trace, found link.json for both",
        ),
    ],
)
def test_a_place_that_is_none_is_wrong_usage(hilo, npy, tmp_path, flags, said):
    npy("d/a.npy", [1.0])
    (tmp_path / "link.json").symlink_to("x.json")
    assert hilo("stats", "d", "--save", "old.hilo").returncode == 0
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    result = hilo("stats", "d", *flags)
    assert result.returncode == 2, result.stderr
    assert said in result.stderr
    assert result.stdout == ""
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.skipif(os.geteuid() == 0, reason="permissions do not stop root")
def test_a_folder_that_may_not_be_written(hilo, npy, tmp_path):
    npy("d/a.npy", [1.0])
    (tmp_path / "locked").mkdir(mode=0o555)
    assert hilo("stats", "d", "--trace", "locked/trace.json").returncode == 3


def test_a_full_disk_is_an_error(hilo, npy):
    npy("d/a.npy", [1.0])
    result = hilo("stats", "d", "--trace", "/dev/full")
    assert result.returncode == 3
    assert "/dev/full, found: No space left on device" in result.stderr


@pytest.mark.parametrize("executor", ["serial", "threads", "processes"])
def test_a_trace_that_cannot_be_written_does_not_cost_the_result(hilo, npy, tmp_path, executor):
    for number in range(3):
        npy(f"d/{number}.npy", [1.0, number])
    wanted = hilo("stats", "d", "--format", "csv").stdout
    flags = ["--executor", executor, "--trace", "/dev/full"]
    result = hilo("stats", "d", "--format", "csv", *flags)
    assert (result.returncode, result.stdout) == (3, wanted)
    error = "hilo: OUTPUT: expected to write /dev/full, found: No space left on device; "
    assert result.stderr == error + "the result is not affected\n"
    files = ["-o", "out.csv", "--save", "s.hilo", "--html", "page.html", "--profile"]
    result = hilo("stats", "d", *files, *flags)
    assert result.returncode == 3
    assert "verdict: " in result.stderr
    assert (tmp_path / "out.csv").read_text() == wanted
    assert (tmp_path / "page.html").exists()
    assert hilo("merge", "s.hilo", "--format", "csv").stdout == wanted
