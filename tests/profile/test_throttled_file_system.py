"""A file system that is slow, though no disk is: FUSE, of our own."""

import json
import re

import pytest

# With a sanitizer adding up takes longer, and the measurements, too.
slow = pytest.mark.slow
pytestmark = pytest.mark.alone

# Runs of five and six seconds, so that a measurement of 1 % sees enough reads of 128 KiB: of one
# after the other, and of those served side by side, for which Python has to be quick enough.
RATE = 25e6
FILES = 150
SIDE_RATE = 20e6
SIDE_FILES = 150


TRIES = 3
OPEN = "; more workers (-j) help where it serves reads side by side, or else a local copy"


def steady(profiled, seconds, *arguments):
    """A run in which the file system, a program in Python, gave what it should."""
    found = None
    for _ in range(TRIES):
        run = profiled(*arguments)
        if run.profile["wall_s"] < 1.5 * seconds:
            found = run
            if is_little_measured(run):
                break
    if found is None:
        pytest.skip("other programs have the CPUs that the file system needs")
    return found


@pytest.fixture
def folder(generate):
    return generate("d", FILES, 100_000)


def seconds_of(files, rate):
    return files * 800_128 / rate


def is_little_measured(run):
    """Of the run's time 1 % for cold reading, and a part for the rest; the program starts, too."""
    return run.seconds < 1.025 * run.profile["wall_s"] + 0.15


@slow
@pytest.mark.parametrize("caching", [[], ["--cached"]], ids=["direct", "cached"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_where_reads_come_one_after_the_other_more_threads_do_not_help(
    profiled, throttled, folder, jobs, caching
):
    least = seconds_of(FILES, RATE)
    run = steady(profiled, least, throttled(folder, RATE, *caching), "-j", str(jobs))
    assert run.cause == "file system", run.verdict
    assert "% of worker time waits for reads from fuse" in run.verdict
    # Few reads measure it: they may leave it open, but do not say the opposite.
    assert "may help" not in run.verdict
    assert "; more threads will not help" in run.verdict or run.verdict.endswith(OPEN)
    # What they wait for is what the file system gives.
    assert run.profile["wall_s"] >= least
    assert is_little_measured(run), (run.seconds, run.profile["wall_s"])
    assert run.share("read") + run.share("open") > 0.9
    assert run.part("cpu_s") < 0.2
    assert run.profile["bytes"] == FILES * 800_128
    assert 0.3 * RATE < run.profile["ceilings"]["cold_reading"] < 1.3 * RATE


# What the system reads ahead for two workers is nearly what the measurement's threads get.
@slow
@pytest.mark.parametrize(
    ("jobs", "caching"), [(1, []), (1, ["--cached"]), (2, [])], ids=["1", "1-cached", "2"]
)
def test_where_reads_are_served_side_by_side_more_workers_may_help(
    profiled, throttled, generate, jobs, caching
):
    files = SIDE_FILES * jobs
    slow = throttled(generate("d", files, 100_000), SIDE_RATE, "--side-by-side", *caching)
    run = steady(profiled, seconds_of(SIDE_FILES, SIDE_RATE), slow, "-j", str(jobs))
    assert run.cause == "file system", run.verdict
    assert "will not help" not in run.verdict
    promised = "with more reads at a time; more workers (-j) may help" in run.verdict
    assert promised or run.verdict.endswith(OPEN)
    assert run.profile["ceilings"]["cold_reading"] > 1.2 * jobs * SIDE_RATE
    assert is_little_measured(run), (run.seconds, run.profile["wall_s"])
    # It is true.
    more = profiled(slow, "-j", str(4 * jobs))
    assert more.profile["wall_s"] < 0.5 * run.profile["wall_s"]


def test_what_was_not_measured_is_not_claimed(profiled, throttled, generate):
    run = profiled(throttled(generate("d", 10, 100_000), 20e6), "-j1")
    assert run.profile["ceilings"]["cold_reading"] is None
    assert run.cause == "file system", run.verdict
    assert "measured" not in run.verdict
    assert run.verdict.endswith(OPEN)


@pytest.mark.parametrize("executor", ["threads", "processes"])
def test_every_executor_sees_it(profiled, throttled, folder, executor):
    run = profiled(throttled(folder, RATE), "-j2", "--executor", executor)
    assert run.cause == "file system", run.verdict
    assert re.search(r"9\d %|100 %", run.verdict)


@slow
def test_files_that_the_system_keeps_are_read_from_there(undisturbed, throttled, generate):
    """No verdict about the file system where it is not asked for what it gave before."""
    slow = throttled(generate("d", 4, 5_000_000), 1e9, "--kept", "--side-by-side")
    undisturbed(slow, "-j1")
    run = undisturbed(slow, "-j1")
    assert run.cause != "file system", run.verdict
    assert run.part("cpu_s") > 0.5


# ---- hilo bench ----


def bench(hilo, *arguments):
    result = hilo("bench", *arguments, "--format", "json", env={"HILO_PYTHON": "/nonexistent"})
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@slow
def test_bench_sees_that_workers_wait(hilo, throttled, generate):
    folder = throttled(generate("d", 40, 100_000), 40e6, "--side-by-side")
    document = bench(hilo, folder, *"--executor serial,threads -j 1,2 --cold off".split())
    said = document["recommendation"]
    assert said.startswith("--executor threads -j 2"), said
    assert "Its workers wait for reads, and use a CPU for" in said
    assert "busy" not in said
    assert any("it does not tell" in note for note in document["notes"])


@slow
def test_bench_knows_that_more_reads_at_a_time_give_more(hilo, throttled, generate):
    folder = throttled(generate("d", 40, 100_000), 20e6, "--side-by-side")
    document = bench(hilo, folder, *"--executor threads -j 1,4 --cold on --rounds 1".split())
    cold = [each for each in document["candidates"] if each["cold"]]
    assert [each["workers"] for each in cold] == [1, 4]
    assert all(each["ceiling_share"] < 0.8 for each in cold), cold
    assert "will not help" not in document["recommendation"]
