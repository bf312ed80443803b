"""A file system that is slow, though no disk is: FUSE, of our own."""

import re

import pytest

# With a sanitizer adding up, or a row, takes longest, whatever else slows the run.
pytestmark = pytest.mark.slow

RATE = 20e6
# Enough for a measurement of 2 % to see several reads of 128 KiB.
FILES = 100


@pytest.fixture
def folder(generate):
    return generate("d", FILES, 100_000)


def seconds(files=FILES, rate=RATE):
    return files * 800_128 / rate


@pytest.mark.parametrize("caching", [[], ["--cached"]], ids=["direct", "cached"])
@pytest.mark.parametrize("jobs", [1, 2, 4])
def test_where_reads_come_one_after_the_other_more_threads_do_not_help(
    profiled, throttled, folder, jobs, caching
):
    run = profiled(throttled(folder, RATE, *caching), "-j", str(jobs))
    assert run.cause == "file system", run.verdict
    assert "% of worker time waits for reads from fuse" in run.verdict
    assert "; more threads will not help" in run.verdict
    assert "-j" not in run.verdict
    # What they wait for is what the file system gives.
    assert run.profile["wall_s"] >= seconds()
    assert run.share("read") + run.share("open") > 0.9
    assert run.part("cpu_s") < 0.2
    assert run.profile["bytes"] == FILES * 800_128
    assert 0.4 * RATE < run.profile["ceilings"]["cold_reading"] < 1.3 * RATE


@pytest.mark.parametrize("caching", [[], ["--cached"]], ids=["direct", "cached"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_where_reads_are_served_side_by_side_more_workers_may_help(
    profiled, throttled, generate, jobs, caching
):
    files = FILES * jobs
    slow = throttled(generate("d", files, 100_000), RATE, "--side-by-side", *caching)
    run = profiled(slow, "-j", str(jobs))
    assert run.cause == "file system", run.verdict
    # Where the run was too short to measure what more reads give, it does not promise.
    assert re.search(r"more workers \(-j\) (may )?help", run.verdict)
    assert "will not help" not in run.verdict
    ceiling = run.profile["ceilings"]["cold_reading"]
    assert ceiling is None or ceiling > 1.5 * jobs * RATE
    # It is true.
    more = profiled(slow, "-j", str(4 * jobs))
    assert more.profile["wall_s"] < 0.5 * run.profile["wall_s"]


def test_what_was_not_measured_is_not_claimed(profiled, throttled, generate):
    run = profiled(throttled(generate("d", 10, 100_000), RATE), "-j1")
    assert run.profile["ceilings"]["cold_reading"] is None
    assert run.cause == "file system", run.verdict
    assert "measured" not in run.verdict
    assert run.verdict.endswith(
        "; more workers (-j) help where it serves reads side by side, or else a local copy"
    )


@pytest.mark.parametrize("executor", ["threads", "processes"])
def test_every_executor_sees_it(profiled, throttled, folder, executor):
    run = profiled(throttled(folder, RATE), "-j2", "--executor", executor)
    assert run.cause == "file system", run.verdict
    assert re.search(r"9\d %|100 %", run.verdict)


def test_files_that_the_system_keeps_are_read_from_there(undisturbed, throttled, generate):
    """No verdict about the file system where it is not asked for what it gave before."""
    slow = throttled(generate("d", 100, 100_000), 1e9, "--cached", "--side-by-side")
    run = undisturbed(slow, "-j1")
    assert "100 % of worker time waits" not in run.verdict
