"""Where the time of a run went, and its trace, whoever did the work."""

import collections
import json
import math
import os
import pickle
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import distributed
import hilo
import hilo.dask
import numpy as np
import pytest
from python.cluster import Cluster

pytestmark = pytest.mark.timeout(300)

STAGES = ["discover", "open", "read", "decode", "compute", "merge", "report", "idle"]
EXECUTORS = ["serial", "threads", "processes", "dask"]


@pytest.fixture(params=EXECUTORS)
def how(request):
    """Arguments of hilo.stats, and what a profile calls the executor."""
    name = request.param
    executor = request.getfixturevalue("client") if name == "dask" else name
    return {"executor": executor, "jobs": 1 if name in ("serial", "dask") else 2}, name


@pytest.fixture
def files(in_folder):
    """300 small files in files/, of which one is damaged. Gives the bytes of all."""
    folder = in_folder / "files"
    folder.mkdir()
    random = np.random.default_rng(4)
    for i in range(300):
        np.save(folder / f"file_{i}.npy", random.normal(size=random.integers(0, 500)))
    (folder / "file_9.npy").write_bytes(b"no array")
    return sum(path.stat().st_size for path in folder.iterdir())


def links(folder, count):
    """Links to one file of 16 MB, which take seconds."""
    folder.mkdir()
    np.save(folder.parent / "block.npy", np.linspace(-1, 1, 2_000_000))
    for i in range(count):
        (folder / f"file_{i}.npy").symlink_to("../block.npy")


class Trace:
    """A trace that has been read: the spans of each track, by its name."""

    def __init__(self, path):
        document = json.loads(Path(path).read_text(errors="surrogateescape"))
        self.is_complete = document["otherData"]["complete"]
        names = {}
        self.stages = collections.defaultdict(list)
        self.files = collections.defaultdict(list)
        for event in document["traceEvents"]:
            if event["ph"] == "M" and event["name"] == "thread_name":
                names[event["tid"]] = event["args"]["name"]
        for event in document["traceEvents"]:
            if event["ph"] == "X":
                spans = {"stage": self.stages, "file": self.files}[event["cat"]]
                spans[names[event["tid"]]].append(event)

    def keys(self):
        """Of all files that workers read, of each once a track."""
        return [
            key
            for track in self.workers()
            for key in {span["name"] for span in self.files[track] if span["args"]["bytes"] > 0}
        ]

    def workers(self):
        return [track for track in self.stages if not track.startswith("read-ahead")]

    @staticmethod
    def seconds(spans):
        return sum(span["dur"] for span in spans) / 1e6

    @staticmethod
    def length(spans):
        end = max(span["ts"] + span["dur"] for span in spans)
        return (end - min(span["ts"] for span in spans)) / 1e6


def assert_adds_up(profile):
    assert list(profile.stages) == STAGES
    for stage, (seconds, _, _) in profile.stages.items():
        assert seconds == pytest.approx(sum(worker.stages[stage] for worker in profile.workers))
    assert sum(stage.share for stage in profile.stages.values()) == pytest.approx(1)
    assert sum(worker.files for worker in profile.workers) == profile.files
    assert sum(worker.bytes for worker in profile.workers) == profile.bytes
    for worker in profile.workers:
        assert list(worker.stages) == list(worker.timeline) == STAGES
        assert worker.wall_s == pytest.approx(sum(worker.stages.values()))
        assert worker.begin_s >= 0
        assert worker.begin_s + worker.wall_s <= profile.wall_s + 1e-9
        for stage, seconds in worker.timeline.items():
            assert sum(seconds) == pytest.approx(worker.stages[stage], abs=1e-5)


def assert_traced(trace, profile):
    """The spans of each worker follow each other, and are its time."""
    assert trace.is_complete
    assert sorted(trace.workers()) == sorted(worker.name for worker in profile.workers)
    for worker in profile.workers:
        spans = trace.stages[worker.name]
        seconds = Trace.seconds(spans)
        # The thread of the run is no worker while it waits for those that it has.
        if worker.name != "run" or profile.executor == "serial":
            assert seconds == pytest.approx(Trace.length(spans), rel=0.02)
        assert seconds == pytest.approx(worker.wall_s, rel=0.02, abs=1e-5)
        for stage in STAGES:
            of_stage = Trace.seconds(span for span in spans if span["name"] == stage)
            assert of_stage == pytest.approx(worker.stages[stage], rel=0.02, abs=1e-5)


def test_it_adds_up_and_changes_nothing(how, files):
    arguments, name = how
    expected = hilo.stats("files", **arguments)
    result = hilo.stats("files", profile=True, **arguments)
    assert result == expected
    profile = result.profile
    assert_adds_up(profile)
    assert profile.executor == name
    assert profile.jobs == (1 if name == "serial" else 2)
    assert profile.files == 300
    assert profile.bytes == profile.stages["read"].bytes == files
    assert profile.stages["compute"].bytes == 8 * result.total.size
    assert profile.stages["read"].seconds > 0
    assert profile.user_s + profile.system_s > 0
    # Of files that are cold some are opened, read a byte of and closed ahead of the workers.
    assert profile.system_calls.open == profile.system_calls.close >= 300
    assert profile.system_calls.fstat >= 599  # one had no array that could change
    assert profile.system_calls.per_file == pytest.approx(profile.system_calls.total / 300)
    assert profile.verdict.startswith(profile.cause)
    assert profile.page_cache_share is None or 0 <= profile.page_cache_share <= 1
    assert profile.ceilings.workers == profile.jobs
    assert profile.ceilings.kernel > 0


def test_the_trace_has_each_file_and_all_of_the_time(how, files):
    arguments, _ = how
    result = hilo.stats("files", profile=True, trace="run.json", **arguments)
    trace = Trace("run.json")
    assert_adds_up(result.profile)
    assert_traced(trace, result.profile)
    assert sorted(trace.keys()) == sorted(f"files/file_{i}.npy" for i in range(300))


def test_a_trace_needs_no_profile(how, files):
    arguments, _ = how
    result = hilo.stats("files", trace=Path("run.json"), **arguments)
    assert result.profile is None
    assert len(Trace("run.json").keys()) == 300


def test_large_files_are_on_all_tracks_that_read_them(how, in_folder):
    arguments, name = how
    links(in_folder / "large", 3)
    result = hilo.stats("large", profile=True, trace="run.json", **arguments)
    trace = Trace("run.json")
    assert_adds_up(result.profile)
    assert_traced(trace, result.profile)
    assert set(trace.keys()) == {f"large/file_{i}.npy" for i in range(3)}
    # Worker processes: the head of a file is read once more where it is cut into pieces.
    size = 3 * (in_folder / "block.npy").stat().st_size
    assert size <= result.profile.bytes <= size + (3 << 17 if name == "processes" else 0)


def test_the_last_file_of_a_worker_process_is_not_lost(in_folder):
    """Its spans are more than a socket holds at a time."""
    values = 1 << 25
    header = {"descr": "<f8", "fortran_order": False, "shape": (values,)}
    with open("a.npy", "wb") as file:
        np.lib.format.write_array_header_1_0(file, header)
        file.truncate(file.tell() + 8 * values)
    size = os.path.getsize("a.npy")
    arguments = {"executor": "processes", "jobs": 1, "profile": True, "trace": "run.json"}
    for _ in range(3):
        profile = hilo.stats("a.npy", **arguments).profile
        assert profile.files == 1
        assert profile.bytes == profile.stages["read"].bytes == size
        assert_traced(Trace("run.json"), profile)


def test_it_has_the_names_and_values_of_the_report(files):
    result = hilo.stats("files", profile=True)
    profile = result.profile
    document = json.loads(result.report("json"))["profile"]
    assert profile.to_dict() == document
    last = result.report("jsonl").splitlines()[-1]
    assert json.loads(last)["profile"] == document
    for stage in document.pop("stages"):
        found = profile.stages[stage.pop("stage")]
        assert {name: getattr(found, name) for name in stage} == stage
    for worker, expected in zip(profile.workers, document.pop("workers"), strict=True):
        assert worker.stages == expected.pop("stages")
        assert {name: getattr(worker, name) for name in expected} == expected
    for name in ("system_calls", "ceilings"):
        assert getattr(profile, name)._asdict() == document.pop(name)
    assert {name: getattr(profile, name) for name in document} == document


def test_timelines_are_what_numpy_takes(files):
    profile = hilo.stats("files", profile=True, executor="threads", jobs=2).profile
    for worker in profile.workers:
        timeline = np.array(list(worker.timeline.values()))
        assert timeline.shape == (8, len(worker.timeline["read"]))
        if worker.name != "run":  # which is away while others work
            end_s = worker.begin_s + worker.wall_s
            assert timeline.shape[1] == math.ceil(end_s / profile.interval_s)
        # Nobody spends more in an interval than it has.
        assert timeline.sum(axis=0).max() <= profile.interval_s * (1 + 1e-9)


def test_it_is_printed_as_the_program_prints_it(program, files):
    printed = str(hilo.stats("files", profile=True, executor="serial").profile)
    said = program("stats", "files", "--profile", "--executor", "serial").stderr

    def shape(text):
        """The first words of its lines, without numbers."""
        lines = [line.split() for line in text.splitlines()]
        return [line[0] for line in lines if line[0] in ("stage", "verdict:", *STAGES)]

    assert shape(printed) == ["stage", *STAGES, "verdict:"]
    assert shape(said.replace("hilo: ", "")) == shape(printed)
    assert printed.startswith("profile: 300 files, ")
    assert not printed.endswith("\n")
    assert max(map(len, printed.splitlines())) <= 80


def test_names_that_are_not_utf8_are_in_both(in_folder):
    name = os.fsdecode(b"n\xffn.npy")
    with open(name, "wb") as file:
        np.save(file, np.zeros(10_000_000))
    result = hilo.stats(name, executor="serial", profile=True, trace="run.json")
    assert set(Trace("run.json").keys()) == {name}
    assert name in result.profile.verdict or result.profile.cause != "one large file"
    assert result.profile.to_dict() == json.loads(result.report("json"))["profile"]
    str(result.profile).encode(errors="surrogateescape")


def test_a_profile_is_a_value_that_does_not_change(files):
    result = hilo.stats("files", profile=True)
    profile = result.profile
    assert repr(profile) == f"<hilo.Profile: {profile.verdict}>"
    assert type(profile).__module__ == "hilo"
    for change in (
        lambda: setattr(profile, "jobs", 3),
        lambda: setattr(profile.workers[0], "files", 3),
        lambda: setattr(result, "profile", None),
    ):
        with pytest.raises(AttributeError):
            change()
    with pytest.raises(TypeError):
        profile.stages["read"] = 1
    profile.to_dict()["jobs"] = 99
    assert profile.to_dict()["jobs"] == profile.jobs
    again = pickle.loads(pickle.dumps(profile))
    assert again == profile
    assert hash(again) == hash(profile)
    assert str(again) == str(profile)
    assert again.to_dict() == profile.to_dict()
    assert again != hilo.stats("files", profile=True).profile


def test_it_is_no_part_of_what_a_result_says(files):
    plain = hilo.stats("files")
    result = hilo.stats("files", profile=True, save="run.hilo")
    assert plain.profile is None
    assert "profile" not in json.loads(plain.report("json"))
    assert result == plain == hilo.stats("files", profile=True)
    assert hash(result) == hash(plain)
    assert pickle.dumps(result) == pickle.dumps(plain)
    other = hilo.stats("files/file_1.npy")
    others = [
        pickle.loads(pickle.dumps(result)),
        hilo.merge([result]),
        hilo.merge("run.hilo"),
        result - other,
        (result - other) + other,
        result.merge(),
    ]
    assert [each.profile for each in others] == [None] * len(others)
    for format in ("table", "csv"):
        assert result.report(format) == plain.report(format)


def test_what_is_resumed_is_not_measured(files):
    earlier = hilo.stats("files/file_1*.npy")
    profile = hilo.stats("files/file_1*.npy", resume=earlier, profile=True).profile
    assert (profile.files, profile.bytes, profile.cause) == (0, 0, "nothing read")


def test_a_notebook_shows_the_verdict(files):
    plain = hilo.stats("files")._repr_html_()
    result = hilo.stats("files", profile=True)
    shown = result._repr_html_()
    assert shown.startswith(plain)
    assert shown[len(plain) :].startswith(f"<p>{result.profile.cause}: ")


def test_nothing_is_measured_where_nobody_asks(files, tmp_path):
    """Only who measures asks the scheduler of the system for its times."""
    if not shutil.which("strace"):
        pytest.skip("no strace here")

    def asks(arguments):
        script = f"import hilo; hilo.stats('files', executor='threads', jobs=2, {arguments})"
        log = tmp_path / "strace.txt"
        command = ["strace", "-f", "-qq", "-o", log, "-e", "trace=openat", sys.executable]
        found = subprocess.run([*command, "-c", script], capture_output=True, check=False)
        if b"Operation not permitted" in found.stderr:
            pytest.skip("strace may not trace here")
        assert found.returncode == 0, found.stderr
        return log.read_text().count("/schedstat")

    assert asks("profile=False, trace=None") == 0
    assert asks("profile=True") > 0
    assert asks("trace='run.json'") > 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"profile": "yes"}, "expected profile to be True or False, found 'yes'"),
        ({"profile": 1}, "expected profile to be True or False, found 1"),
        ({"trace": True}, "expected a path, found True"),
        ({"trace": ""}, "expected a path, found ''"),
        ({"trace": "no/such/run.json"}, "expected to write no/such/run.json, found: No such file"),
        ({"trace": "files"}, "expected to write files, found: Is a directory"),
        ({"trace": "files/file_1.npy"}, "found the array files/file_1.npy, which is kept"),
        (
            {"trace": "./run.hilo", "save": Path("run.hilo")},
            r"expected two files for save and trace, found '\./run\.hilo' for both",
        ),
    ],
)
def test_what_cannot_be_is_wrong_usage(files, arguments, message):
    before = Path("files/file_1.npy").read_bytes()
    with pytest.raises(hilo.UsageError, match=message):
        hilo.stats("files", **arguments)
    assert Path("files/file_1.npy").read_bytes() == before


def test_a_trace_that_cannot_be_written_costs_no_result(how, files):
    arguments, _ = how
    with pytest.warns(RuntimeWarning, match=r"/dev/full.*; the result is not affected") as said:
        result = hilo.stats("files", trace="/dev/full", **arguments)
    assert said[0].filename == __file__
    assert result == hilo.stats("files")


def test_no_trace_is_left_where_the_run_fails(files):
    with pytest.raises(hilo.HiloError, match="MAGIC"):
        hilo.stats("files", trace="run.json", on_error="fail")
    with pytest.raises(hilo.UsageError):
        hilo.stats("files/*.npz", trace="run.json")
    assert [path.name for path in Path().iterdir()] == ["files"]


def test_ctrl_c_gives_what_was_measured(how, in_folder):
    arguments, name = how
    links(in_folder / "large", 3000)

    def progress(now):
        if now.files_done >= 10:
            raise KeyboardInterrupt

    with pytest.raises(hilo.Interrupted) as interrupted:
        hilo.stats("large", progress=progress, profile=True, trace="run.json", **arguments)
    result = interrupted.value.result
    assert 10 <= result.files.included < 3000
    assert_adds_up(result.profile)
    assert result.profile.executor == name
    assert result.profile.files >= result.files.included
    trace = Trace("run.json")
    assert_traced(trace, result.profile)
    assert set(trace.keys()) >= {row.key for row in result.groups}


# Clusters


def test_workers_of_a_cluster_have_threads(client, files):
    result = hilo.stats("files", executor=client, jobs=3, profile=True, trace="run.json")
    assert result == hilo.stats("files")
    profile = result.profile
    assert_adds_up(profile)
    assert_traced(Trace("run.json"), profile)
    assert (profile.files, profile.bytes) == (300, files)
    # One or two batches at a time; the threads that wait for the three of a batch are none.
    assert 3 <= len(profile.workers) - 1 <= 6


def test_a_worker_without_work_is_idle(client, in_folder):
    (in_folder / "files").mkdir()
    np.save("files/large.npy", np.zeros(20_000_000))
    np.save("files/small.npy", np.zeros(2))
    hilo.stats("files", executor=client)  # both workers have imported what they need
    profile = hilo.stats("files", executor=client, profile=True).profile
    assert_adds_up(profile)
    assert [worker.name for worker in profile.workers] == ["run", "worker 1", "worker 2"]
    large, small = sorted(profile.workers[1:], key=lambda worker: -worker.bytes)
    assert large.files + small.files == 2  # Dask may give both to one
    assert small.stages["idle"] > 0.5 * small.wall_s
    assert small.stages["idle"] > large.stages["idle"]


def test_an_answer_that_somebody_keeps_is_not_taken_for_a_measurement(client, files, monkeypatch):
    kept = []
    submit = distributed.Client.submit

    def keeping(self, *arguments, **options):
        future = submit(self, *arguments, **options)
        kept.append(future)
        return future

    monkeypatch.setattr(distributed.Client, "submit", keeping)

    def keys():
        scans = [future.key for future in kept if "scan" in future.key]
        kept.clear()
        return scans

    hold = []
    first = hilo.stats("files", executor=client)
    hold += kept
    plain = keys()
    assert hilo.stats("files", executor=client) == first
    hold += kept
    assert keys() == plain  # the same answers
    seen = set(plain)
    for options in ({"profile": True}, {"trace": "run.json"}, {"profile": True}):
        result = hilo.stats("files", executor=client, **options)
        hold += kept
        fresh = keys()
        assert result == first
        assert seen.isdisjoint(fresh)
        seen.update(fresh)
        if result.profile is not None:
            assert_adds_up(result.profile)
            assert (result.profile.files, result.profile.bytes) == (300, files)


def test_a_killed_worker_is_followed_by_another(tmp_path, in_folder):
    links(in_folder / "large", 400)
    cluster = Cluster(tmp_path / "cluster")
    client = distributed.Client(cluster.address, timeout=30)
    killed = threading.Event()
    try:
        victim = cluster.add_worker()
        cluster.add_worker()
        client.wait_for_workers(2, timeout=60)

        def progress(now):
            if now.files_done >= 20 and not killed.is_set():
                killed.set()
                victim.kill()
                cluster.add_worker()

        result = hilo.stats(
            "large", executor=client, profile=True, trace="run.json", progress=progress
        )
    finally:
        client.close()
        cluster.close()
    assert killed.is_set(), "the run ended before anything could be done to it"
    assert result == hilo.stats("large")
    profile = result.profile
    assert_adds_up(profile)
    # What the victim had in hand when it died was not measured by anybody.
    assert profile.files == 400
    assert profile.bytes == 400 * (in_folder / "block.npy").stat().st_size
    assert profile.jobs == 2
    assert len(profile.workers) == 3
    trace = Trace("run.json")
    assert_traced(trace, profile)
    assert sorted(trace.keys()) == sorted(f"large/file_{i}.npy" for i in range(400))


def test_workers_with_other_clocks_are_shown_when_they_worked(tmp_path, in_folder):
    """As if they were on another machine, which was started a day earlier."""
    launcher = ["unshare", "--time", "--monotonic", "86400", "--kill-child"]
    if subprocess.run([*launcher, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("no namespaces of clocks here")
    links(in_folder / "large", 100)
    cluster = Cluster(tmp_path / "cluster")
    client = distributed.Client(cluster.address, timeout=30)
    try:
        cluster.add_worker(launcher=launcher)
        cluster.add_worker()
        client.wait_for_workers(2, timeout=60)
        result = hilo.stats("large", executor=client, profile=True, trace="run.json")
    finally:
        client.close()
        cluster.close()
    profile = result.profile
    assert_adds_up(profile)
    assert_traced(Trace("run.json"), profile)
    assert profile.files == 100
    assert {worker.files > 0 for worker in profile.workers[1:]} == {True}
    # Of the other machine nothing is known.
    assert profile.ceilings == (0, None, None, None, None)


def run_program(hilo_program, *arguments):
    return subprocess.run(
        [hilo_program, "stats", *map(str, arguments)],
        capture_output=True,
        text=True,
        env={**os.environ, "HILO_PYTHON": sys.executable},
        stdin=subprocess.DEVNULL,
        timeout=120,
        check=False,
    )


def test_the_program_measures_a_cluster(hilo_program, client, cluster, files):
    arguments = ["files", "--format", "json", "--profile", "--trace", "run.json"]
    found = run_program(
        hilo_program, *arguments, "--executor", "dask", "--scheduler", cluster.address
    )
    assert found.returncode == 1  # one file is damaged
    document = json.loads(found.stdout)
    profile = document.pop("profile")
    assert document == json.loads(hilo.stats("files").report("json"))
    assert (profile["executor"], profile["jobs"]) == ("dask", 2)
    assert (profile["files"], profile["bytes"]) == (300, files)
    assert "profile: 300 files" in found.stderr
    assert "dask, 2 workers; CPU user" in found.stderr
    assert len(Trace("run.json").keys()) == 300


def test_the_program_measures_a_cluster_of_its_own(hilo_program, files):
    found = run_program(
        hilo_program, "files", "--executor", "dask", "-j2", "--format", "json", "--profile"
    )
    profile = json.loads(found.stdout)["profile"]
    assert (profile["files"], profile["bytes"]) == (300, files)
    # Until the cluster was there, which takes longer than so little work.
    idle = {stage["stage"]: stage["share"] for stage in profile["stages"]}["idle"]
    assert idle > 0.5
    assert profile["cause"] == "cluster"


def test_ctrl_c_in_the_program_keeps_what_a_cluster_measured(
    hilo_program, client, cluster, in_folder
):
    links(in_folder / "large", 3000)
    command = [hilo_program, "stats", "large", "--executor", "dask", "--scheduler"]
    options = [cluster.address, "--profile", "--trace", "run.json", "--format", "jsonl"]
    process = subprocess.Popen(
        [*command, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "HILO_PYTHON": sys.executable},
    )
    for _ in range(20):  # rows come as they are done
        assert process.stdout.readline()
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130, stderr
    profile = json.loads(stdout.splitlines()[-1])["profile"]
    assert 20 <= profile["files"] < 3000
    assert "verdict: " in stderr
    assert len(set(Trace("run.json").keys())) >= 20
