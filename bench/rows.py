"""The rows of the benchmark: what is measured, against what, and what is required."""

import filecmp
import importlib.metadata
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import answers
import data_sets
import machine
import numpy as np

from measure import Contestant, Stopwatch, medians

MIB = 1 << 20
LECTURE_SIZE = 100_000
LECTURE_FILE_BYTES = LECTURE_SIZE * 8 + 128


@dataclass
class Result:
    """One line of the report. `value` is at most `required`, or at least, where at_least is set."""

    row: str
    what: str
    value: float | None
    unit: str = ""
    required: float | None = None
    aim: float | None = None
    at_least: bool = False
    seconds: dict = field(default_factory=dict)
    note: str = ""

    def verdict(self):
        if self.value is None:
            return "skipped"
        if self.required is None:
            return ""

        def reaches(goal):
            return self.value >= goal if self.at_least else self.value <= goal

        if not reaches(self.required):
            return "MISSED"
        return "aim met" if self.aim is not None and reaches(self.aim) else "required met"

    def as_json(self):
        return {**asdict(self), "verdict": self.verdict()}


class Bench:
    def __init__(self, root, files, rounds):
        self.root = root
        self.files = files
        self.rounds = rounds
        self.program = root / "build" / "release" / "hilo"
        self.tools = root / "build" / "release" / "bench"
        self.data = root / "build" / "bench-data"
        self.data.mkdir(parents=True, exist_ok=True)
        self.stopwatch = Stopwatch(self.tools, self.data / "output")
        self._references = {}

    # ---- what is measured ----

    def lecture(self):
        return data_sets.generated(self.program, self.data / "lecture", self.files, LECTURE_SIZE)

    def list_of(self, folder, files):
        return data_sets.list_of(folder, files, self.data / f"{folder.name}-{files}.txt")

    def hilo(self, folder, *arguments, check=True, **options):
        command = [self.program, "stats", "--format", "csv", *arguments, folder]
        if check:
            options["check"] = lambda output: self.must_equal(output, self.reference(folder))
        return Contestant(command, **options)

    def yardstick(self, name, *arguments, **options):
        return Contestant([self.tools / name, *map(str, arguments)], **options)

    def cat(self, folder):
        names = [f"file_{index}.npy" for index in range(self.files)]
        return Contestant(["cat", *names], folder=folder, output=Path("/dev/null"))

    def warmed(self, contestants, names):
        """The same, each after the files of the list have been read once more.

        Machines that lend their memory out take pages back that nobody has read for a while.
        """
        read_all = [self.tools / "pread_threads", "2", names]

        def prepare():
            subprocess.run(read_all, stdout=subprocess.DEVNULL, check=True)

        return {name: replace(one, prepare=prepare) for name, one in contestants.items()}

    # ---- the answers ----

    def reference(self, folder):
        """hilo's CSV for the folder, compared with exact answers once; all runs must equal it."""
        if folder not in self._references:
            path = self.data / f"{folder.name}-reference.csv"
            self.stopwatch.runs(self.hilo(folder, "-j1", check=False))
            shutil.copyfile(self.data / "output", path)
            samples = answers.check_rows(path, folder, samples=20)
            self._references[folder] = path
            self._check_other_orders(folder, path)
            print(f"  {folder.name}: {samples} files equal the exact answers", file=sys.stderr)
        return self._references[folder]

    def _check_other_orders(self, folder, path):
        names = sorted(folder.glob("*.npy"))
        random.Random(0).shuffle(names)
        command = [self.program, "stats", "--format", "csv", "-j7", *names]
        check = Contestant(command, check=lambda output: self.must_equal(output, path))
        self.stopwatch.runs(check)

    def must_equal(self, output, reference):
        if not filecmp.cmp(output, reference, shallow=False):
            raise AssertionError(f"{output} differs from {reference}")

    def must_be_close(self, output, folder, skip):
        lines = Path(output).read_text().splitlines()[skip:]
        answers.check_close(lines, self.reference(folder))


def all_answers(bench, _wanted):
    """Not a time: every row of the lecture's files against the exact answers."""
    script = bench.root / "bench" / "all_answers.py"
    command = [sys.executable, script, bench.program, bench.lecture()]
    result = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    what = "every row exact; the same bytes whatever the executor, jobs, instruction set, order"
    note = "; ".join(result.stdout.splitlines()[:2])
    yield Result("answers", what, result.returncode, "exit code", required=0, note=note)


# ---- warm files ------------------------------------------------------------------------------


def numpy_read(bench, folder):
    script = bench.root / "bench" / "numpy_loop.py"
    names = bench.list_of(folder, bench.files)
    return Contestant(
        [sys.executable, script, "read", names],
        check=lambda output: bench.must_be_close(output, folder, skip=1),
        seconds_from=lambda output: float(output.read_text().splitlines()[0]),
    )


def warm(bench, wanted):
    """The rows that read the lecture's files from memory share their runs."""
    folder = bench.lecture()
    names = bench.list_of(folder, bench.files)
    avx2 = {"HILO_SIMD": "avx2"}
    two_cpus = len(os.sched_getaffinity(0)) >= 2

    def inexact(threads):
        return bench.yardstick(
            "inexact",
            threads,
            names,
            check=lambda output: bench.must_be_close(output, folder, skip=0),
        )

    contestants = {
        "cat": bench.cat(folder),
        "hilo -j1": bench.hilo(folder, "-j1"),
        "hilo -j2": bench.hilo(folder, "-j2"),
        "hilo -j1, avx2": bench.hilo(folder, "-j1", environment=avx2),
        "hilo -j2, processes": bench.hilo(folder, "-j2", "--executor", "processes"),
        "hilo -j2, avx2": bench.hilo(folder, "-j2", environment=avx2),
        "numpy": numpy_read(bench, folder),
        "pread 1": bench.yardstick("pread_threads", 1, names),
        "pread 2": bench.yardstick("pread_threads", 2, names),
        "inexact 1": inexact(1),
        "inexact 2": inexact(2),
    }
    # row: measured, against, description, required, aim
    ratios = {
        "cat-j1": ("hilo -j1", "cat", "`hilo stats -j1` / `cat`", 1.1, 0.9),
        "cat-j2": ("hilo -j2", "cat", "`hilo stats -j2` / `cat`", 0.58, 0.45),
        "processes": (
            "hilo -j2, processes",
            "hilo -j2",
            "`-j2 --executor processes` / threads",
            1.1,
            None,
        ),
        "numpy": ("hilo -j2", "numpy", "`hilo stats -j2` / the notebook's loop", 0.1, 0.07),
        "avx2": ("hilo -j2, avx2", "hilo -j2", "`-j2`, AVX2 forced / AVX-512", 1.5, 1.3),
        "avx2-j1": ("hilo -j1, avx2", "hilo -j1", "`-j1`, AVX2 forced / AVX-512", 1.5, 1.3),
        "pread-j1": ("hilo -j1", "pread 1", "`hilo stats -j1` / bare pread", None, None),
        "pread-j2": ("hilo -j2", "pread 2", "`hilo stats -j2` / bare pread, 2 threads", None, None),
        "inexact-j1": ("hilo -j1", "inexact 1", "`hilo stats -j1` / inexact", None, None),
        "inexact-j2": (
            "hilo -j2",
            "inexact 2",
            "`hilo stats -j2` / inexact, 2 threads",
            None,
            None,
        ),
    }
    reasons = {row: "" for row in ratios if row in wanted}
    for row in reasons:
        if row.startswith("avx2") and not machine.has_avx512():
            reasons[row] = "no AVX-512 here"
        elif "2" in ratios[row][0] and not two_cpus:
            reasons[row] = "one CPU only"
    measured = [row for row, reason in reasons.items() if not reason]
    needed = {name for row in measured for name in ratios[row][:2]}
    bench.reference(folder)
    wanted_ones = {name: one for name, one in contestants.items() if name in needed}
    runs = bench.stopwatch.alternate(bench.warmed(wanted_ones, names), bench.rounds)
    seconds = medians(runs)
    for row, reason in reasons.items():
        ours, other, what, required, aim = ratios[row]
        if reason:
            yield Result(row, what, None, note=reason)
            continue
        note = f"NumPy {np.__version__}" if other == "numpy" else ""
        value = seconds[ours] / seconds[other]
        times = {name: runs[name] for name in (ours, other)}
        yield Result(row, what, value, "", required, aim, seconds=times, note=note)


def small(bench, _wanted):
    files = min(20_000, bench.files * 2)
    folder = data_sets.generated(bench.program, bench.data / "small", files, 112)
    names = bench.list_of(folder, files)
    contestants = {
        "hilo -j1": bench.hilo(folder, "-j1"),
        "open loop": bench.yardstick("open_loop", names),
    }
    bench.reference(folder)
    # Runs this short are cheap to repeat.
    runs = bench.stopwatch.alternate(bench.warmed(contestants, names), 5 * bench.rounds)
    seconds = medians(runs)
    per_file = {name: f"{value / files * 1e6:.2f} us" for name, value in seconds.items()}
    yield Result(
        "small",
        f"{files} files of 1 kB, `-j1` / open, fstat, pread, fstat, close",
        seconds["hilo -j1"] / seconds["open loop"],
        required=1.5,
        aim=1.2,
        seconds=runs,
        note=f"a file: {per_file['hilo -j1']}, {per_file['open loop']}",
    )


def wide(bench, _wanted):
    files = max(20, bench.files // 10)
    folder = data_sets.wide_exponents(bench.data / "wide", files, LECTURE_SIZE)
    bench.reference(folder)
    contestants = {"hilo -j1": bench.hilo(folder, "-j1")}
    runs = bench.stopwatch.alternate(
        bench.warmed(contestants, bench.list_of(folder, files)), bench.rounds
    )
    rate = files * LECTURE_FILE_BYTES / medians(runs)["hilo -j1"] / 1e9
    what = "exponents over the whole range, one core"
    yield Result("wide", what, rate, "GB/s", 1, 3, at_least=True, seconds=runs)


# ---- Python ----------------------------------------------------------------------------------


def measured_in_python(bench, job):
    """The seconds that bench/python_side.py takes of its contestants, by name."""
    folder = bench.lecture()
    reference = bench.reference(folder)
    names = bench.list_of(folder, bench.files)
    arguments = [job, bench.rounds, bench.program, bench.tools / "pread_threads", names, folder]
    result = subprocess.run(
        [sys.executable, bench.root / "bench" / "python_side.py"]
        + [str(argument) for argument in [*arguments, reference]],
        env={**os.environ, "PYTHONPATH": str(bench.root / "build" / "release" / "python")},
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(result.stdout)


def python(bench, _wanted):
    runs = measured_in_python(bench, "stats")
    seconds = medians(runs)
    for jobs in (1, 2):
        ratio = seconds[f"hilo.stats, jobs={jobs}"] / seconds[f"hilo -j{jobs}"]
        what = f"`hilo.stats(jobs={jobs})` / `hilo stats -j{jobs} --format csv`"
        yield Result("python", what, ratio, required=1.05, seconds=runs)


def dask(bench, _wanted):
    runs = measured_in_python(bench, "dask")
    seconds = medians(runs)
    what = "a LocalCluster of 2 workers, started before / `threads`, `jobs=2`"
    yield Result("dask", what, seconds["dask"] / seconds["threads"], required=1.5, seconds=runs)


def moments(bench, _wanted):
    runs = measured_in_python(bench, "moments")
    seconds = medians(runs)
    what = "`hilo.Moments.of`, 100 MB / `array.mean(); array.std()`"
    ratio = seconds["Moments.of"] / seconds["mean, std"]
    rate = f"{12.5e6 * 8 / seconds['Moments.of'] / 1e9:.1f} GB/s; NumPy {np.__version__}"
    yield Result("moments", what, ratio, required=1.2, seconds=runs, note=rate)


# ---- expressions -----------------------------------------------------------------------------

EXPRESSION = "log1p(abs(x))*2 + sin(x)"
# Python takes 5 ms a file and more.
EXPRESSION_FILES = 1000


def expressions(bench, wanted):
    """One thread each; of Python, with what is loaded and compiled before."""
    folder = bench.lecture()
    names = bench.list_of(folder, min(bench.files, EXPRESSION_FILES))
    reference = bench.data / "expression-reference.csv"
    command = [bench.program, "stats", "--format", "csv", "-j1", "--files-from", names]
    command += ["--expr", EXPRESSION]
    bench.stopwatch.runs(Contestant([*command, "--jit", "off"]))
    shutil.copyfile(bench.data / "output", reference)

    def ours(*options):
        return Contestant(
            [*command, *options], check=lambda output: bench.must_equal(output, reference)
        )

    def theirs(library):
        def check(output):
            answers.check_close(Path(output).read_text().splitlines()[1:], reference)

        return Contestant(
            [sys.executable, bench.root / "bench" / "expression_loop.py", library, names],
            check=check,
            seconds_from=lambda output: float(output.read_text().splitlines()[0]),
        )

    contestants = {"hilo": ours(), "hilo, interpreted": ours("--jit", "off")}
    required = {"numpy": 0.5, "numexpr": 0.25, "numba": 1.0}
    others = {row: row.removeprefix("expr-") for row in wanted if row.startswith("expr-")}
    contestants.update({library: theirs(library) for library in others.values()})
    runs = bench.stopwatch.alternate(bench.warmed(contestants, names), bench.rounds)
    seconds = medians(runs)
    interpreted = seconds["hilo, interpreted"] / seconds["hilo"]
    for row, library in others.items():
        what = f"`hilo stats -j1 --expr '{EXPRESSION}'` / {library}, with load, mean and std"
        value = seconds["hilo"] / seconds[library]
        note = f"{version_of(library)}; interpreted: {interpreted:.2f} of compiled"
        yield Result(row, what, value, "", required[library], seconds=runs, note=note)


def version_of(library):
    return f"{library} {importlib.metadata.version(library)}"


def where(bench, _wanted):
    folder = bench.lecture()
    names = bench.list_of(folder, bench.files)
    contestants = {
        "hilo": bench.hilo(folder, "-j1"),
        "where": bench.hilo(folder, "-j1", "--where", "x > 0", check=False),
    }
    runs = bench.stopwatch.alternate(bench.warmed(contestants, names), bench.rounds)
    seconds = medians(runs)
    what = "`hilo stats -j1 --where 'x > 0'` / without"
    yield Result("where", what, seconds["where"] / seconds["hilo"], required=1.3, seconds=runs)


def profile(bench, _wanted):
    """In pairs, as the machine's speed drifts."""
    folder = bench.lecture()
    names = bench.list_of(folder, bench.files)
    contestants = {
        "hilo": bench.hilo(folder, "-j2"),
        "profile": bench.hilo(folder, "-j2", "--profile"),
    }
    runs = bench.stopwatch.alternate(bench.warmed(contestants, names), 5 * bench.rounds)
    ratios = [b / a for a, b in zip(runs["hilo"], runs["profile"], strict=True)]
    what = "`hilo stats -j2 --profile` / without, the median of pairs"
    yield Result("profile", what, statistics.median(ratios), required=1.02, seconds=runs)


def ready(bench, _wanted):
    folder = data_sets.generated(bench.program, bench.data / "start", 1, 112)
    file = folder / "file_0.npy"
    options = ["-j1", "--expr", EXPRESSION, "--jit", "on"]
    runs = bench.stopwatch.runs(bench.hilo(file, *options, check=False), times=200)
    interpreted = bench.stopwatch.runs(
        bench.hilo(file, *options[:-1], "off", check=False), times=200
    )
    milliseconds = statistics.median(run.seconds * 1e3 for run in runs)
    off = statistics.median(run.seconds * 1e3 for run in interpreted)
    yield Result(
        "ready",
        "an expression compiled: start to finish for one file of 1 kB",
        milliseconds,
        "ms",
        required=50,
        aim=25,
        note=f"medians of 200; interpreted: {off:.1f} ms",
    )


# ---- cold files ------------------------------------------------------------------------------


def drop_caches():
    os.sync()
    Path("/proc/sys/vm/drop_caches").write_text("3\n")


def cold(bench, _wanted):
    what = "cold: `hilo stats` / the best of 1 to 64 threads of bare pread"
    if not os.access("/proc/sys/vm/drop_caches", os.W_OK):
        yield Result("cold", what, None, note="only root may empty the page cache")
        return
    folder = bench.lecture()
    names = bench.list_of(folder, bench.files)
    bench.reference(folder)
    ours = {"hilo": bench.hilo(folder, prepare=drop_caches)}
    others = {
        f"pread {threads}": bench.yardstick("pread_threads", threads, names, prepare=drop_caches)
        for threads in (1, 2, 4, 8, 16, 32, 64)
    }
    # One round finds the two best numbers of threads; they race against hilo.
    first = bench.stopwatch.alternate(others, 1, warm_up=False)
    best_two = sorted(others, key=lambda name: first[name])[:2]
    finalists = ours | {name: others[name] for name in best_two}
    runs = bench.stopwatch.alternate(finalists, bench.rounds, warm_up=False)
    seconds = medians(runs)
    best = min(best_two, key=seconds.get)
    tried = ", ".join(f"{name.split()[1]}: {first[name][0]:.1f} s" for name in others)
    yield Result(
        "cold",
        what,
        seconds["hilo"] / seconds[best],
        required=1.15,
        aim=1.05,
        seconds=runs,
        note=f"best: {best}; first round: {tried}",
    )


# ---- bounds ----------------------------------------------------------------------------------


def memory(bench, _wanted):
    folder = bench.lecture()
    peaks = {}
    for jobs in (1, 2, 4, 8, 16):
        (run,) = bench.stopwatch.runs(bench.hilo(folder, f"-j{jobs}"))
        peaks[f"-j{jobs}"] = run.peak_bytes / MIB
    yield Result(
        "memory",
        "peak memory, csv, `-j1` to `-j16`",
        max(peaks.values()),
        "MiB",
        required=64 + 100 * bench.files / MIB,
        aim=32,
        note=", ".join(f"{jobs}: {peak:.1f}" for jobs, peak in peaks.items()),
    )


def million(bench, _wanted):
    """Each of these reads and writes what a million files are: it takes minutes, and 4 GB."""
    files = 1_000_000
    folder = data_sets.generated(bench.program, bench.data / "million", files, 112)
    state = bench.data / "million.hilo"
    few_descriptors = ["sh", "-c", 'ulimit -n 32; exec "$@"', "sh"]
    runs = {
        "serial": ["stats", folder, "--executor", "serial"],
        "threads": ["stats", folder, "-j64", "--executor", "threads", "--save", state],
        "processes": ["stats", folder, "-j64", "--executor", "processes"],
        "resume": ["stats", folder, "--resume", state, "--save", state],
        "merge": ["merge", state],
    }
    reference = bench.data / "million-reference.csv"
    reference.unlink(missing_ok=True)
    peaks = {}
    for name, arguments in runs.items():
        command = [*few_descriptors, bench.program, *arguments, "--format", "csv"]
        (run,) = bench.stopwatch.runs(Contestant(command))
        if not reference.exists():
            shutil.copyfile(bench.data / "output", reference)
            answers.check_rows(reference, folder, samples=20)
        bench.must_equal(bench.data / "output", reference)
        peaks[name] = run.peak_bytes / MIB
    state.unlink()
    yield Result(
        "million",
        "a million files of 1 kB, `ulimit -n 32`: peak memory, the same bytes",
        max(peaks.values()),
        "MiB",
        required=64 + 100 * files / MIB,
        note=", ".join(f"{name}: {peak:.1f}" for name, peak in peaks.items()),
    )


def descriptors(bench, _wanted):
    folder = bench.lecture()
    output = bench.data / "output"
    with open(output, "wb") as file:
        result = subprocess.run(
            bench.hilo(folder, "-j64").command,
            stdout=file,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32)),
            check=False,
        )
    bench.must_equal(output, bench.reference(folder))
    what = "`ulimit -n 32` with `-j64`: exit code, the same bytes"
    yield Result("descriptors", what, result.returncode, required=0)


def start(bench, _wanted):
    folder = data_sets.generated(bench.program, bench.data / "start", 1, 112)
    runs = bench.stopwatch.runs(bench.hilo(folder / "file_0.npy", "-j1", check=False), times=200)
    milliseconds = [run.seconds * 1e3 for run in runs]
    empty = [run.seconds * 1e3 for run in bench.stopwatch.runs(Contestant(["true"]), times=200)]
    yield Result(
        "start",
        "start to finish for one file of 1 kB",
        statistics.median(milliseconds),
        "ms",
        required=10,
        aim=4,
        note=f"medians of 200; `true`: {statistics.median(empty):.2f} ms",
    )


def generate(bench, _wanted):
    files = min(bench.files, 500)
    target = bench.data / "generate"

    def prepare():
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()

    script = bench.root / "bench" / "numpy_loop.py"
    arguments = ["--files", str(files), "--size", str(LECTURE_SIZE)]
    contestants = {
        "hilo generate": Contestant(
            [bench.program, "generate", target, *arguments], prepare=prepare
        ),
        "numpy": Contestant(
            [sys.executable, script, "write", target, str(files)],
            prepare=prepare,
            seconds_from=lambda output: float(output.read_text().splitlines()[0]),
        ),
    }
    runs = bench.stopwatch.alternate(contestants, bench.rounds)
    shutil.rmtree(target)
    seconds = medians(runs)
    what = f"`hilo generate` of {files} files / the notebook's loop"
    value = seconds["hilo generate"] / seconds["numpy"]
    yield Result("generate", what, value, required=0.5, seconds=runs)


ROWS = {
    "answers": all_answers,
    "cat-j1": warm,
    "cat-j2": warm,
    "processes": warm,
    "numpy": warm,
    "avx2": warm,
    "avx2-j1": warm,
    "pread-j1": warm,
    "pread-j2": warm,
    "inexact-j1": warm,
    "inexact-j2": warm,
    "python": python,
    "dask": dask,
    "moments": moments,
    "expr-numpy": expressions,
    "expr-numexpr": expressions,
    "expr-numba": expressions,
    "where": where,
    "profile": profile,
    "ready": ready,
    "small": small,
    "cold": cold,
    "wide": wide,
    "memory": memory,
    "million": million,
    "descriptors": descriptors,
    "start": start,
    "generate": generate,
}

# These are measured only where they are asked for.
LONG_ROWS = {"million"}
