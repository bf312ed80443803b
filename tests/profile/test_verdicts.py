"""Runs that are slowed down by one thing each: the verdict names it, with right numbers."""

import os
import re
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

# With a sanitizer adding up, or a row, takes longest, whatever else slows the run.
slow = pytest.mark.slow
pytestmark = pytest.mark.alone

CPUS = len(os.sched_getaffinity(0))
two_cpus = pytest.mark.skipif(CPUS < 2, reason="one CPU only")


def percent(verdict, words):
    """The share that a verdict gives before these words."""
    found = re.search(r"([\d.]+) % " + words, verdict)
    assert found, verdict
    return float(found[1]) / 100


# ---- small files ----


@slow
@pytest.mark.parametrize("way", [["-j1"], ["-j2"], ["-j2", "--executor", "processes"]])
def test_small_files(undisturbed, generate, way):
    # Two worker processes share two CPUs with the one that makes the rows.
    calm = 0.3 if "processes" in way else 0.1
    run = undisturbed(generate("d", 5000, 112), *way, calm=calm)
    assert run.cause == "small files", run.verdict
    assert run.verdict.startswith("small files: 1.0 kB each; ")
    assert run.verdict.endswith("; pack them into larger arrays")
    assert percent(run.verdict, "of worker time opens") == pytest.approx(
        run.share("open"), abs=0.006
    )
    rows = run.share("merge") + run.share("report")
    assert percent(run.verdict, "makes their rows") == pytest.approx(rows, abs=0.006)


@slow
def test_the_same_bytes_in_larger_files_are_not_small(undisturbed, generate):
    assert undisturbed(generate("d", 40, 1_000_000), "-j1").cause != "small files"


# ---- an expression ----

EXPRESSION = "sin(x) * exp(-x * x) + log1p(abs(x)) ** 0.3"


@slow
@pytest.mark.parametrize("way", [["-j1"], ["-j2"], ["-j2", "--executor", "processes"]])
@pytest.mark.parametrize("jit", ["off", "auto"])
def test_an_expensive_expression(undisturbed, generate, way, jit):
    folder = generate("d", 100, 100_000)
    run = undisturbed(folder, "--expr", EXPRESSION, "--jit", jit, *way)
    assert run.cause == "expression", run.verdict
    assert "sin(x)" in run.verdict
    share = percent(run.verdict, "of worker time evaluates")
    assert share == pytest.approx(run.share("compute"), abs=0.006)
    assert share > 0.5
    if "-j1" in way and CPUS > 1:
        assert run.verdict.endswith(f"; -j {CPUS} uses the CPUs that are free")


@slow
def test_a_cheap_condition_is_not_what_limits_a_run(undisturbed, generate):
    folder = generate("d", 40, 1_000_000)
    assert undisturbed(folder, "-j1").cause != "expression"


@slow
@two_cpus
def test_a_serial_run_is_told_how_to_be_none(undisturbed, generate):
    folder = generate("d", 20, 100_000)
    flags = ["--expr", EXPRESSION, "--jit", "off", "--executor", "serial"]
    run = undisturbed(folder, *flags)
    assert run.verdict.endswith(f"; --executor threads -j {CPUS} uses the CPUs that are free")


# ---- one large file ----


@pytest.fixture
def large(generate):
    """One of 256 MB, and some that are none."""
    generate("d", 1, 32_000_000)
    generate("e", 5, 1000)
    return ["d/file_0.npy", "e"]


@slow
@pytest.mark.parametrize(
    "way", [["--executor", "serial"], ["-j1"], ["-j1", "--executor", "processes"]]
)
def test_one_large_file_that_one_worker_reads(undisturbed, large, way):
    run = undisturbed(*large, *way)
    assert run.cause == "one large file", run.verdict
    assert "d/file_0.npy holds 100 % of the bytes; one worker reads it alone, at " in run.verdict
    threads = "--executor threads " if "serial" in way else ""
    advice = "there is no other CPU to share it with"
    if CPUS > 1:
        advice = f"{threads}-j {CPUS} shares it among workers"
    assert run.verdict.endswith("; " + advice)


@slow
@pytest.mark.parametrize("executor", ["threads", "processes"])
def test_one_large_file_that_workers_share(undisturbed, large, executor):
    run = undisturbed(*large, "-j2", "--executor", executor)
    assert run.cause == "one large file", run.verdict
    assert "holds 100 % of the bytes; 2 workers share it in pieces, " in run.verdict
    # One of them may find that the other has done it all.
    workers = [worker for worker in run.profile["workers"] if worker["name"] != "run"]
    assert len(workers) == 2
    assert sum(worker["bytes"] for worker in workers) >= 0.9 * run.profile["bytes"]


@slow
def test_a_large_file_among_many_is_not_the_cause(undisturbed, generate):
    generate("d", 1, 5_000_000)
    generate("e", 6, 2_000_000)
    assert undisturbed("d", "e", "-j1").cause != "one large file"


# ---- idle workers ----


def wide_values(size, seed):
    """Doubles of any exponent, which take longer to add."""
    bits = np.random.default_rng(seed).integers(0, 2**64, size=size, dtype=np.uint64)
    return (bits & np.uint64(0xBFFF_FFFF_FFFF_FFFF)).view(np.float64)


# On a fast machine a file that is too small for pieces takes 2 ms.
SLOW = {"HILO_SIMD": "scalar"}


@slow
@two_cpus
@pytest.mark.parametrize("executor", ["threads", "processes"])
def test_more_workers_than_files(undisturbed, npy, executor):
    npy("a.npy", wide_values(2_000_000, 1))
    run = undisturbed("a.npy", "-j2", "--executor", executor, env=SLOW)
    assert run.cause == "idle workers", run.verdict
    assert (
        percent(run.verdict, "of (worker time|the time of [0-9]+ workers) has nothing to do") > 0.3
    )
    advice = ["1 file is too little work for 2 workers, fewer (-j) do as well"]
    if executor == "processes":
        advice.append(", --executor threads takes less")
    assert run.verdict.endswith(tuple(advice)), run.verdict


@slow
@two_cpus
def test_one_file_that_takes_longer_than_all_others(undisturbed, npy):
    for number in range(10):
        npy(f"d/file_{number}.npy", wide_values(1000, number))
    npy("d/file_10.npy", wide_values(2_000_000, 10))
    run = undisturbed("d", "-j2", env=SLOW)
    assert run.cause == "idle workers", run.verdict
    assert "; workers wait for each other" in run.verdict


# ---- the output ----


def read_slowly(descriptor, text):
    while piece := os.read(descriptor, 4096):
        text.append(piece)
        time.sleep(0.01)


@slow
@pytest.mark.parametrize("way", [["-j1"], ["-j2"], ["-j2", "--executor", "processes"]])
def test_whoever_reads_the_rows_is_slow(start, generate, way):
    folder = generate("d", 4000, 112)
    process = start("stats", folder, *way, "--format", "csv", "--profile")
    text = []
    reader = threading.Thread(target=read_slowly, args=(process.stdout.fileno(), text))
    reader.start()
    said = process.stderr.read().decode()
    reader.join()
    assert process.wait() == 0
    assert b"".join(text).count(b"\n") == 4001
    assert re.search(r"verdict: output: for \d+ % of the run rows", said), said
    assert "(--by dir," in said


# ---- busy CPUs ----


@pytest.fixture
def hogs():
    """Programs that take all CPUs they can get, two for each CPU."""
    started = [subprocess.Popen([sys.executable, "-c", "while 1: 1"]) for _ in range(2 * CPUS)]
    time.sleep(0.3)
    yield
    for process in started:
        process.kill()
        process.wait()


@slow
def test_other_programs_have_the_cpus(profiled, hogs, generate):
    run = profiled(generate("d", 200, 100_000), f"-j{CPUS}", timeout=300)
    assert run.cause == "busy CPUs", run.verdict
    share = percent(run.verdict, "of worker time is ready to go on, but has no CPU")
    assert share == pytest.approx(run.part("ready_s"), abs=0.006)
    assert "; other programs have them" in run.verdict


@slow
def test_more_workers_than_cpus(profiled, generate):
    """Who is first to use up a window of files waits for those that have no CPU."""
    run = profiled(generate("d", 1000, 100_000), "-j", str(8 * CPUS))
    assert run.cause in ("busy CPUs", "idle workers"), run.verdict
    cpus = "1 CPU" if CPUS == 1 else f"{CPUS} CPUs"
    assert run.verdict.endswith(f"{8 * CPUS} workers share {cpus}, -j {CPUS} does as well")


# ---- nothing is wrong ----


@slow
def test_files_in_memory(undisturbed, generate):
    run = undisturbed(generate("d", 100, 1_000_000), "-j1")
    assert run.cause in ("page cache", "compute"), run.verdict
    assert run.profile["page_cache_share"] > 0.99
    assert run.profile["ceilings"]["cold_reading"] is None
    assert "waits" not in run.verdict
    advice = "all CPUs that may be used are in use" if CPUS == 1 else f"-j {CPUS} uses the CPUs"
    assert advice in run.verdict


@slow
def test_directories_with_few_files_in_them(undisturbed, generate, tmp_path):
    generate("files", 3, 1000)
    for number in range(4000):
        (tmp_path / "d" / str(number // 100) / str(number)).mkdir(parents=True)
    for number in range(3):
        (tmp_path / f"files/file_{number}.npy").rename(tmp_path / f"d/0/{number}/file.npy")
    run = undisturbed("d", "-j2")
    assert run.cause == "discovery", run.verdict
    share = percent(run.verdict, "of the run looks for the files")
    assert share > 0.5
    seconds = run.profile["stages"][0]["seconds"]
    assert share == pytest.approx(seconds / run.profile["wall_s"], abs=0.006)
    assert "(--files-from)" in run.verdict


def test_a_short_run(profiled, npy):
    npy("a.npy", [1.0])
    run = min((profiled("a.npy", "-j1") for _ in range(5)), key=lambda run: run.profile["wall_s"])
    if run.profile["wall_s"] >= 0.005:
        pytest.skip("this machine takes 5 ms for one file of one value")
    assert run.cause == "short run"
    assert re.search(r"short run: [\d.]+ [mµμ]s in all, too little to tell", run.verdict)


def test_a_run_that_knows_all_already(hilo, profiled, generate):
    folder = generate("d", 50, 1000)
    assert hilo("stats", folder, "--save", "run.hilo").returncode == 0
    run = profiled(folder, "--resume", "run.hilo")
    assert run.verdict == "nothing read: no file had to be opened"
    assert run.profile["files"] == run.profile["bytes"] == 0
    assert run.profile["system_calls"]["per_file"] is None
    assert run.document["total"]["size"] == 50_000


@pytest.mark.parametrize("executor", ["serial", "threads", "processes"])
def test_files_that_cannot_be_opened(profiled, executor):
    run = profiled("a.npy", "b.npy", "--executor", executor)
    assert run.verdict == (
        "nothing read: none of 2 files that were opened gave a byte; the errors say why"
    )
    one = profiled("a.npy", "--executor", executor)
    assert one.verdict == (
        "nothing read: the one file that was opened gave no byte; the error says why"
    )
