"""Files that are not in memory: the verdict is about the disk, and its numbers are right."""

import contextlib
import os
import re
import subprocess
import time
from pathlib import Path

import pytest

# With a sanitizer adding up takes longer than a disk does.
pytestmark = [pytest.mark.alone, pytest.mark.slow]

FILE_BYTES = 800_128
BLKIO = Path("/sys/fs/cgroup/blkio")


def rate_of(words):
    """Bytes per second in "52.2 MB/s"."""
    number, unit = re.match(r"([\d.]+) ([kMG]?B)/s", words).groups()
    return float(number) * {"B": 1, "kB": 1e3, "MB": 1e6, "GB": 1e9}[unit]


def rates_in(verdict):
    return [rate_of(match[0]) for match in re.finditer(r"[\d.]+ [kMG]?B/s", verdict)]


def is_close(rate, other, part):
    return abs(rate - other) <= part * other


@pytest.fixture
def limited(hilo_program, tmp_path):
    """Starts a command with a limit on what it reads from the disk below tmp_path (cgroup v1)."""
    if os.geteuid() != 0 or not (BLKIO / "cgroup.procs").exists():
        pytest.skip("no cgroup that limits a disk: root and the blkio controller are needed")
    device = os.stat(tmp_path).st_dev
    group = BLKIO / f"hilo-test-{os.getpid()}"
    group.mkdir()

    def limit(bytes_per_second):
        # Of a partition it is the disk that can be limited.
        disk = Path(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}")
        disk = disk.parent / os.readlink(disk)
        if not (disk / "queue").exists():
            disk = disk.parent
        try:
            number = (disk / "dev").read_text().strip()
            (group / "blkio.throttle.read_bps_device").write_text(f"{number} {bytes_per_second}")
        except OSError as error:
            pytest.skip(f"the disk cannot be limited here: {error}")

    def run(*arguments, stdout):
        command = f'echo $$ > "{group}/cgroup.procs"; exec "$@"'
        return subprocess.run(
            ["sh", "-c", command, "sh", hilo_program, *arguments],
            cwd=tmp_path,
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    yield limit, run
    for _ in range(100):  # until the processes are gone
        with contextlib.suppress(OSError):
            group.rmdir()
            break
        time.sleep(0.05)


@pytest.fixture
def profiled_within(profiled, limited, monkeypatch):
    """As `profiled`, with a limit: profiled_within(50e6, "d", "-j1")."""
    limit, run = limited

    def start(bytes_per_second, *arguments):
        limit(int(bytes_per_second))
        return profiled(*arguments, runner=run)

    return start


# ---- a disk as it is ----


@pytest.mark.parametrize("way", [["-j1"], ["-j2"], ["-j8"], ["-j2", "--executor", "processes"]])
def test_files_on_the_disk(profiled, generate, evict, way):
    """Whatever the disk gives, it is the disk, or what brings the files in from there."""
    folder = generate("d", 300, 100_000)
    evict(folder)
    cold = profiled(folder, *way)
    assert cold.profile["page_cache_share"] < 0.1
    assert cold.cause == "storage", cold.verdict
    share = re.match(r"storage: ([\d.]+) % of worker time", cold.verdict)
    assert float(share[1]) / 100 == pytest.approx(cold.share("read"), abs=0.006)
    rate = 300 * FILE_BYTES / cold.profile["wall_s"]
    assert is_close(rates_in(cold.verdict)[0], rate, 0.06), cold.verdict
    if "waits for reads" in cold.verdict:
        assert "more threads will not help" in cold.verdict
    else:
        assert "brings files in from the disk, at" in cold.verdict
        assert re.search(r", and hardly waits for it|% of worker time is ready", cold.verdict)


def test_the_same_files_from_memory(undisturbed, generate, evict):
    folder = generate("d", 300, 100_000)
    evict(folder)
    undisturbed(folder, "-j1")
    warm = undisturbed(folder, "-j1")
    assert warm.profile["page_cache_share"] > 0.99
    assert warm.cause not in ("storage", "file system"), warm.verdict
    assert warm.profile["ceilings"]["cold_reading"] is None


def test_half_of_the_files_on_the_disk(profiled, generate, evict):
    generate("cold", 100, 100_000)
    generate("warm", 100, 100_000)
    evict("cold")
    run = profiled("cold", "warm", "-j1")
    assert run.profile["page_cache_share"] == pytest.approx(0.5, abs=0.1)
    assert run.cause == "storage", run.verdict


def test_one_large_file_on_the_disk(profiled, generate, evict):
    generate("d", 1, 30_000_000)
    evict("d")
    run = profiled("d", "-j2")
    assert run.profile["page_cache_share"] < 0.1
    assert run.cause == "storage", run.verdict


def test_an_expression_over_files_on_the_disk(undisturbed, generate, evict):
    """Where computing takes longer than the disk, it is not the disk."""
    folder = generate("d", 100, 100_000)
    slow = "sin(x) ** 0.3 + cos(x) ** 0.7 + log1p(abs(sinh(x)))"
    flags = ["--expr", slow, "--jit", "off", "-j1"]
    run = undisturbed(folder, *flags, prepare=lambda: evict(folder))
    if run.share("compute") <= 0.75:
        pytest.skip("the disk takes longer here than the expression")
    assert run.cause == "expression", run.verdict


# ---- a disk that is slow ----

LIMIT = 50e6


@pytest.mark.parametrize("way", [["-j1"], ["-j4"], ["-j2", "--executor", "processes"]])
def test_a_slow_disk(profiled_within, generate, evict, way):
    folder = generate("d", 150, 100_000)
    evict(folder)
    run = profiled_within(LIMIT, folder, *way)
    assert run.cause == "storage", run.verdict
    assert run.profile["page_cache_share"] < 0.1
    assert run.share("read") > 0.9
    assert run.part("cpu_s") < 0.2
    assert re.match(r"storage: (9\d|100) % of worker time waits for reads, ", run.verdict)
    assert run.verdict.endswith("; more threads will not help")
    assert is_close(rates_in(run.verdict)[0], LIMIT, 0.15), run.verdict


@pytest.mark.parametrize("jobs", [1, 4])
def test_the_ceiling_of_a_slow_disk(profiled_within, generate, evict, jobs):
    """Measured where the run was long enough, and right."""
    folder = generate("d", 400, 100_000)
    evict(folder)
    run = profiled_within(LIMIT, folder, "-j", str(jobs))
    assert run.cause == "storage", run.verdict
    assert is_close(run.profile["ceilings"]["cold_reading"], LIMIT, 0.35)
    reached, measured = rates_in(run.verdict)
    assert is_close(reached, LIMIT, 0.15)
    assert is_close(measured, LIMIT, 0.35)
    assert run.verdict.endswith(" measured; more threads will not help")


def test_small_files_on_a_slow_disk(profiled_within, generate, evict):
    folder = generate("d", 3000, 112)
    evict(folder)
    run = profiled_within(4e6, folder, "-j1")
    assert run.cause == "storage", run.verdict
    assert "files of 1.0 kB each; pack them into larger arrays" in run.verdict
