"""`hilo bench`: the executors compared, and the ways of a notebook."""

import csv
import io
import json
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import uuid

import numpy
import pytest

HEADER = (
    "way,workers,cold,notebook,rounds,user_s,system_s,wall_s,wall_min_s,wall_max_s,"
    "bytes_per_second,speedup,efficiency,ceiling_share,failure"
)
# No Python is asked for clusters, which takes a second.
NO_PYTHON = {"HILO_PYTHON": "/nonexistent/python"}


@pytest.fixture
def bench(hilo):
    """Runs bench with two rounds of warm files, unless other flags say otherwise."""

    def run(*arguments, env=None, **keywords):
        defaults = ["--rounds", "2", "--cold", "off", "-j", "1,2"]
        given = {**NO_PYTHON, **(env or {})}
        return hilo("bench", *defaults, *arguments, env=given, **keywords)

    return run


@pytest.fixture
def files(npy):
    """A folder with 20 files of 8 kB. Gives its name."""
    for i in range(20):
        npy(f"files/file_{i}.npy", numpy.linspace(i, i + 1, 1000))
    return "files"


def document_of(result):
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_json_holds_everything(bench, files):
    document = document_of(bench(files, "--format", "json"))
    assert document["schema"] == "hilo.bench/1"
    assert document["inputs"] == ["files"]
    assert (document["files"], document["bytes"]) == (20, 20 * 8128)
    ways = [(each["way"], each["workers"]) for each in document["candidates"]]
    assert ways == [
        ("serial", 1),
        ("threads", 1),
        ("threads", 2),
        ("processes", 1),
        ("processes", 2),
    ]
    serial = document["candidates"][0]
    for candidate in document["candidates"]:
        walls = [times["wall_s"] for times in candidate["rounds"]]
        assert len(walls) == 2
        median = candidate["median"]["wall_s"]
        assert median == pytest.approx(sum(walls) / 2)
        assert candidate["bytes_per_second"] == pytest.approx(document["bytes"] / median)
        assert candidate["speedup"] == pytest.approx(serial["median"]["wall_s"] / median)
        assert candidate["efficiency"] == pytest.approx(candidate["speedup"] / candidate["workers"])
        assert candidate["failure"] is None
        assert not candidate["cold"]
        assert not candidate["notebook"]
    assert {fit["way"] for fit in document["fits"]} == {"threads", "processes"}
    assert all(0 <= fit["serial_fraction"] <= 1 for fit in document["fits"])
    cpus = len(os.sched_getaffinity(0))
    expected = sorted({1, min(2, cpus)})
    assert [ceilings["workers"] for ceilings in document["ceilings"]] == expected
    assert all(ceilings["page_cache"] > 0 for ceilings in document["ceilings"])
    assert document["same_results"] == 11  # 5 ways in 2 rounds, and the first run
    assert document["other_results"] == 0
    assert document["cold_note"] == "not asked for"
    assert document["recommendation"].startswith(("--executor ", "A run takes "))
    assert document["notes"][0].startswith("dask: left out")
    assert document["errors"] == []
    assert document["stopped"] is False


def test_serial_has_one_worker_and_says_so(bench, files):
    document = document_of(bench(files, "--format", "json", "--executor", "serial", "-j", "4"))
    assert [each["workers"] for each in document["candidates"]] == [1]
    assert document["notes"] == ["serial has one worker, whatever --jobs says"]
    document = document_of(bench(files, "--format", "json", "--executor", "serial", "-j", "1"))
    assert document["notes"] == []


def test_times_are_those_of_the_processes(bench, npy):
    """Workers of a process count: their CPU time is that of the work."""
    for i in range(40):
        npy(f"large/file_{i}.npy", numpy.linspace(i, i + 1, 1_000_000))
    document = document_of(bench("large", "--format", "json", "--executor", "serial,processes"))
    by_way = {(each["way"], each["workers"]): each for each in document["candidates"]}
    for candidate in by_way.values():
        median = candidate["median"]
        total = median["user_s"] + median["system_s"]
        assert 0 < total < candidate["workers"] * median["wall_s"] * 1.5 + 0.2
    serial = by_way["serial", 1]["median"]
    workers = by_way["processes", 2]["median"]
    least = 0.3 * (serial["user_s"] + serial["system_s"])
    assert workers["user_s"] + workers["system_s"] > least


def test_a_table_has_the_lines_of_a_notebook(bench, files):
    result = bench(files, "--executor", "serial,threads")
    assert result.returncode == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("20 files, 162.6 kB, ")
    header = next(line for line in lines if line.startswith("way "))
    assert header.split("  ")[0] == "way"
    for column in ("CPU times: user", "sys", "total", "Wall time", "GB/s", "speedup", "efficiency"):
        assert column in header
    rows = [line.split()[:3] for line in lines if line.startswith(("serial", "threads  "))]
    assert rows == [["serial", "1", "warm"], ["threads", "1", "warm"], ["threads", "2", "warm"]]
    assert any(line.startswith("the results of 7 runs are the same") for line in lines)
    assert any("Amdahl" in line for line in lines)
    assert lines[-1].startswith(("--executor ", "A run takes "))


def test_csv_and_markdown(bench, files):
    text = bench(files, "--format", "csv", "--notebook").stdout
    assert text.splitlines()[0] == HEADER
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["way"] for row in rows][-3:] == [
        "notebook loop",
        "thread a file",
        "lost processes",
    ]
    assert all(float(row["wall_s"]) > 0 for row in rows)
    assert rows[0]["speedup"] == "1.0"
    assert rows[-1]["speedup"] == ""

    text = bench(files, "--format", "markdown").stdout
    table = [line for line in text.splitlines() if line.startswith("| ")]
    assert table[0].startswith("| way | workers | files | CPU times: user | sys | total | Wall")
    assert table[1].startswith("| --- | ---: |")
    assert table[2].startswith("| serial | 1 | warm | ")


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.md", "20 files"),
        ("a.markdown", "20 files"),
        ("a.txt", "20 files"),
        ("a.csv", HEADER),
        ("a.JSON", '{"schema": "hilo.bench/1"'),
    ],
)
def test_the_extension_chooses_the_format(bench, files, tmp_path, name, begins):
    result = bench(files, "--executor", "serial", "-o", name)
    assert (result.returncode, result.stdout) == (0, "")
    assert (tmp_path / name).read_text().startswith(begins)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], "expected INPUT... or --files-from, found neither"),
        (["files", "-o", "a.jsonl"], "--output: expected a name that ends with .csv, .json, .md"),
        (["files", "--format", "jsonl"], "--format: expected table, csv, json or markdown"),
        (["files", "--executor", "thread"], "found 'thread'; did you mean threads?"),
        (["files", "--executor", ""], "expected a list of serial, threads, processes or dask"),
        (["files", "-j", "1,0"], "--jobs: expected an integer >= 1, found '0'"),
        (["files", "-j", "2,"], "--jobs: expected an integer >= 1, found ''"),
        (["files", "--rounds", "0"], "--rounds: expected an integer >= 1, found '0'"),
        (["files", "--cold", "yes"], "--cold: expected auto, on or off, found 'yes'"),
        (["files", "--by", "dir"], "unknown flag '--by'"),
        (["none*.npy"], "nothing matches the pattern 'none*.npy'"),
    ],
)
def test_wrong_usage_is_told_in_one_line(hilo, files, arguments, expected):
    result = hilo("bench", *arguments, env=NO_PYTHON)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert expected in result.stderr


def test_a_wrong_expression_is_shown(hilo, files):
    result = hilo("bench", files, "--where", "x >", env=NO_PYTHON)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.splitlines()[1:] == ["  x >", "     ^"]


def test_expressions_are_part_of_the_work(bench, files):
    result = bench(files, "--expr", "sqrt(x)", "--where", "x>1", "--format", "json")
    document = document_of(result)
    assert (document["expr"], document["where"]) == ("sqrt(x)", "x > 1")
    assert document["same_results"] == 11


def test_inputs_are_what_stats_takes(bench, files, tmp_path):
    (tmp_path / "list").write_bytes(b"files/file_1.npy\0files/file_2.npy\0")
    flags = ["--executor", "serial", "--format", "json"]
    assert document_of(bench("--files-from", "list", "-0", *flags))["files"] == 2
    assert document_of(bench("files/file_1?.npy", "files/file_1.npy", *flags))["files"] == 11


def test_each_number_of_workers_once_and_in_order(bench, files):
    result = bench(files, "-j", "3,1,3", "--executor", "threads", "--format", "json")
    candidates = document_of(result)["candidates"]
    assert [each["workers"] for each in candidates] == [1, 3]
    assert [each["speedup"] for each in candidates] == [None, None]  # there is no serial


def test_the_default_goes_up_to_the_cpus(hilo, files):
    flags = ["--rounds", "1", "--cold", "off", "--executor", "threads", "--format", "json"]
    candidates = document_of(hilo("bench", files, *flags))["candidates"]
    cpus = len(os.sched_getaffinity(0))
    assert candidates[0]["workers"] == 1
    assert candidates[-1]["workers"] <= cpus


def test_refused_inputs_are_named_and_the_rest_is_compared(bench, files, tmp_path):
    (tmp_path / "files" / "bad.npy").write_bytes(b"no array")
    result = bench(files, "missing.npy", "--notebook", "--format", "json")
    assert result.returncode == 1
    assert "hilo: files/bad.npy: MAGIC: expected" in result.stderr
    assert "hilo: missing.npy: OPEN: expected" in result.stderr
    assert "hilo: 2 of 22 inputs failed" in result.stderr
    document = json.loads(result.stdout)
    assert document["files"] == 20
    assert [error["code"] for error in document["errors"]] == ["MAGIC", "OPEN"]
    loop = next(each for each in document["candidates"] if each["way"] == "notebook loop")
    assert loop["failure"] is None  # it is given what can be read


def test_nothing_but_refused_inputs(bench, tmp_path):
    (tmp_path / "bad.npy").write_bytes(b"no array")
    result = bench("bad.npy")
    assert result.returncode == 1
    assert "no input could be read" in result.stdout
    assert "hilo: 1 of 1 input failed" in result.stderr


def by_way(document, cold=False):
    return {each["way"]: each for each in document["candidates"] if each["cold"] == cold}


def test_the_notebooks_ways_are_timed(bench, files):
    ways = by_way(document_of(bench(files, "--notebook", "--format", "json")))
    loop, threads, lost = (
        ways["notebook loop"],
        ways["thread a file"],
        ways["lost processes"],
    )
    assert all(each["notebook"] for each in (loop, threads, lost))
    assert loop["failure"] is None
    assert loop["speedup"] > 0
    assert loop["efficiency"] is None
    assert threads["workers"] == 20
    assert threads["failure"] is None
    assert "threads and" in threads["note"]
    assert "the results are lost" in lost["failure"]
    assert lost["bytes_per_second"] is None
    assert len(lost["rounds"]) == 1  # what fails is not run again
    assert lost["median"]["wall_s"] > 0


@pytest.mark.skipif(
    bool(os.environ.get("HILO_SANITIZER")), reason="a sanitizer needs descriptors and threads"
)
def test_a_thread_a_file_runs_out_of_descriptors(bench, npy):
    """As the lecture's did, for want of more files at a time than the limit allows."""
    for i in range(1500):
        npy(f"many/file_{i}.npy", numpy.linspace(i, i + 1, 20_000))
    soft = 24

    def limit():
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, soft))

    result = bench(
        "many", "--notebook", "--format", "json", "--executor", "threads", preexec_fn=limit
    )
    ways = by_way(document_of(result))
    failure = ways["thread a file"]["failure"]
    assert '"Too many open files" (ulimit -n is 24)' in failure
    missing, words = failure.split(" of 1500 files are not reduced: ")
    times, words = words.split(" times ", 1)
    assert int(missing) == int(times) > 0
    peak = int(words.split(" threads and ")[1].split(" open files")[0])
    assert 10 < peak < soft
    # hilo itself does the same work within the limit.
    assert all(each["failure"] is None for each in ways.values() if each["way"] == "threads")


def test_files_without_a_disk_are_never_cold(bench, hilo):
    if not os.path.isdir("/dev/shm"):
        pytest.skip("no /dev/shm")
    folder = pathlib.Path("/dev/shm") / f"hilo-test-{uuid.uuid4().hex}"
    folder.mkdir()
    try:
        numpy.save(folder / "a.npy", numpy.arange(1000.0))
        arguments = [folder, "--executor", "serial", "--rounds", "1"]
        document = document_of(bench(*arguments, "--cold", "auto", "--format", "json"))
        assert "without a disk (tmpfs)" in document["cold_note"]
        assert not by_way(document, cold=True)
        assert (
            "cold: the files are in a file system without"
            in bench(*arguments, "--cold", "auto").stdout
        )
        insisted = bench(*arguments, "--cold", "on")
        assert (insisted.returncode, insisted.stdout) == (3, "")
        assert "expected files that can be put out of memory" in insisted.stderr
    finally:
        shutil.rmtree(folder)


def is_on_tmpfs(path):
    kind = subprocess.run(
        ["stat", "-f", "-c", "%T", path], capture_output=True, text=True, check=True
    )
    return kind.stdout.strip() in ("tmpfs", "ramfs")


@pytest.mark.alone
@pytest.mark.slow  # with a sanitizer adding up takes longer than a disk does
def test_cold_runs_find_cold_files(bench, npy, tmp_path):
    if is_on_tmpfs(tmp_path):
        pytest.skip("the temporary directory is a tmpfs")
    for i in range(30):
        npy(f"cold/file_{i}.npy", numpy.linspace(i, i + 1, 200_000))
    arguments = ["cold", "--cold", "on", "--executor", "serial,threads", "--format", "json"]
    result = bench(*arguments, "--progress", "always")
    document = document_of(result)
    assert result.stderr.splitlines()[1] == "reading all files once more, from memory"
    assert document["cold_note"] is None
    cold = by_way(document, cold=True)
    assert set(cold) == {"serial", "threads"}
    assert len(cold["serial"]["rounds"]) == 2
    assert document["ceilings"][0]["cold_reading"] > 0
    # What is read from a disk takes longer than what is there already.
    assert cold["serial"]["median"]["wall_s"] > by_way(document)["serial"]["median"]["wall_s"]


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["int", "term"]
)
def test_a_stopped_comparison_shows_what_was_measured(start, files, tmp_path, number, code):
    arguments = ["--rounds", "1000000", "--cold", "off", "--progress", "always"]
    arguments += ["--executor", "serial,threads", "-o", "out.json"]
    process = start("bench", files, *arguments)
    for line in process.stderr:
        if b"round 3 of" in line:
            break
    process.send_signal(number)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == code
    assert b"stopped early: the comparison is incomplete" in stderr
    document = json.loads((tmp_path / "out.json").read_text())
    assert document["stopped"] is True
    assert len(document["candidates"][0]["rounds"]) >= 2
    assert document["recommendation"]


def test_files_that_change_meanwhile_are_named(start, files, npy, tmp_path):
    arguments = ["--rounds", "1000000", "--cold", "off", "--progress", "always"]
    arguments += ["--executor", "serial", "-o", "out.json"]
    process = start("bench", files, *arguments)
    for line in process.stderr:
        if b"round 2 of" in line:
            break
    process.send_signal(signal.SIGSTOP)
    npy("files/file_3.npy", numpy.linspace(0, 1, 1000))
    npy("files/new.npy", numpy.linspace(0, 1, 1000))
    process.send_signal(signal.SIGCONT)
    # With no way left that can go on, it ends.
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 3
    reason = b"files/file_3.npy, files/new.npy changed meanwhile"
    assert b"are not the first: " + reason in stderr
    document = json.loads((tmp_path / "out.json").read_text())
    assert document["other_results"] == 1
    assert document["changed"] == ["files/file_3.npy", "files/new.npy"]
    assert document["candidates"][0]["failure"] == "its result is not that of the other runs"


@pytest.mark.alone
def test_ctrl_c_ends_the_notebooks_processes(start, long_run):
    arguments = ["--rounds", "1", "--cold", "off", "--progress", "always", "--notebook"]
    process = start("bench", long_run(links=40), *arguments, "--executor", "serial", "-j", "1")
    for line in process.stderr:
        if b"thread a file" in line:
            break
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"notebook loop" in stdout
    assert b"stopped early: the comparison is incomplete" in stderr


def test_progress_says_which_run_is_under_way(bench, files, terminal):
    result = bench(files, "--executor", "serial,threads", "--progress", "always")
    lines = result.stderr.splitlines()
    assert lines[0] == "reading all files once"
    assert "round 1 of 2: serial, warm" in lines
    assert "round 2 of 2: threads, 2 workers, warm" in lines
    # The second round goes the other way.
    rounds = [line.split(": ")[1] for line in lines if line.startswith("round ")]
    assert rounds == [*rounds[:3], *reversed(rounds[:3])]

    assert bench(files, "--executor", "serial").stderr == ""
    assert bench(files, "--executor", "serial", "--progress", "always", "-q").stderr == ""
    screen = terminal("bench", files, "--executor", "serial", "--cold", "off", "--rounds", "1")
    assert screen.wait() == 0
    assert "round 1 of 1: serial, warm\x1b[K" in screen.text
    assert "\r\x1b[K1 warm round" not in screen.text
    assert screen.text.count("20 files, 162.6 kB") == 1


def test_a_way_that_cannot_work_is_loud(bench, files, hilo_program, tmp_path):
    """Worker processes that are not hilo's: the rest is compared."""
    shutil.copy(hilo_program, tmp_path / "program")
    result = subprocess.run(
        [tmp_path / "program", "bench", "files", "--rounds", "2", "--cold", "off", "-j", "2"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **NO_PYTHON},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (11, 11)),
        check=False,
    )
    # A limit that leaves no descriptors for sockets, which a pool of threads does not need.
    assert result.returncode == 1, result.stderr
    assert "hilo: processes, 2 workers, warm: FAILED: WORKER: expected" in result.stderr
    assert "processes, 2 workers, warm, failed: WORKER" in result.stdout
    assert "the results of 5 runs are the same" in result.stdout


def test_an_output_that_nobody_reads(hilo_program, files, tmp_path):
    command = f"'{hilo_program}' bench files --rounds 1 --cold off --executor serial; echo $? >&2"
    process = subprocess.Popen(
        ["sh", "-c", command], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdout.close()
    assert process.stderr.read() == b"141\n"
    process.stderr.close()
    process.wait()
