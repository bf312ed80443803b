"""--profile: what it says where, whatever becomes of the run."""

import json
import os
import re
import signal

import numpy as np
import pytest

WAYS = [
    ["--executor", "serial"],
    ["--executor", "threads", "-j1"],
    ["--executor", "threads", "-j3"],
    ["--executor", "processes", "-j2"],
]
every_way = pytest.mark.parametrize("way", WAYS, ids=" ".join)
STAGES = ["discover", "open", "read", "decode", "compute", "merge", "report", "idle"]


@pytest.fixture
def folder(generate, npy):
    generate("d", 200, 1000)
    npy("d/large.npy", np.linspace(0, 1, 3_000_000))
    return "d"


# ---- the document ----


@every_way
def test_the_fields_and_their_order(profiled, folder, way):
    profile = profiled(folder, *way).profile
    assert list(profile) == [
        *("verdict", "cause", "executor", "jobs", "wall_s", "user_s", "system_s", "files", "bytes"),
        *("stages", "workers", "page_cache_share", "system_calls", "ceilings"),
    ]
    assert [stage["stage"] for stage in profile["stages"]] == STAGES
    for stage in profile["stages"]:
        assert list(stage) == ["stage", "seconds", "share", "bytes", "bytes_per_second"]
        assert (stage["bytes_per_second"] is None) == (stage["bytes"] == 0)
    for worker in profile["workers"]:
        assert list(worker) == [
            *("name", "begin_s", "wall_s", "cpu_s", "ready_s", "files", "bytes", "stages"),
        ]
        assert list(worker["stages"]) == STAGES
    assert list(profile["system_calls"]) == [
        *("open", "fstat", "read", "close", "fadvise", "per_file"),
    ]
    assert list(profile["ceilings"]) == [
        *("workers", "memory_copy", "page_cache", "cold_reading", "kernel"),
    ]
    assert profile["verdict"].startswith(profile["cause"] + ": ")
    assert profile["executor"] == way[1]
    assert profile["jobs"] == {"-j3": 3, "-j2": 2}.get(way[-1], 1)


@every_way
def test_the_numbers_add_up(profiled, folder, tmp_path, way):
    run = profiled(folder, *way)
    profile = run.profile
    for worker in profile["workers"]:
        assert sum(worker["stages"].values()) == pytest.approx(worker["wall_s"], rel=1e-9)
        assert worker["begin_s"] + worker["wall_s"] <= profile["wall_s"] * (1 + 1e-9)
        assert all(seconds >= 0 for seconds in worker["stages"].values())
    for stage in profile["stages"]:
        of_workers = sum(worker["stages"][stage["stage"]] for worker in profile["workers"])
        assert stage["seconds"] == pytest.approx(of_workers, rel=1e-9, abs=1e-12)
    assert sum(stage["share"] for stage in profile["stages"]) == pytest.approx(1, rel=1e-9)
    # The run is all that the thread that called did and waited for.
    assert profile["wall_s"] <= run.seconds
    assert profile["user_s"] + profile["system_s"] <= 4 * run.seconds + 0.1
    assert profile["files"] == sum(w["files"] for w in profile["workers"]) == 201
    size = sum(path.stat().st_size for path in (tmp_path / "d").glob("*.npy"))
    stages = {stage["stage"]: stage for stage in profile["stages"]}
    assert size <= profile["bytes"] == stages["read"]["bytes"] <= size + 3 * 131072
    assert profile["bytes"] == sum(worker["bytes"] for worker in profile["workers"])
    assert stages["compute"]["bytes"] == 8 * (200 * 1000 + 3_000_000)
    assert profile["page_cache_share"] == pytest.approx(1, abs=0.01)


@every_way
def test_the_result_is_the_same_with_and_without(hilo, folder, way):
    without = json.loads(hilo("stats", folder, "--format", "json", *way).stdout)
    found = json.loads(hilo("stats", folder, "--format", "json", "--profile", *way).stdout)
    del found["profile"]
    assert found == without
    assert list(found) == list(without)


def test_in_json_lines_it_is_in_the_last(hilo, folder):
    lines = hilo("stats", folder, "--format", "jsonl", "--profile").stdout.splitlines()
    assert len(lines) == 202
    assert json.loads(lines[-1])["profile"]["files"] == 201
    assert all("profile" not in json.loads(line) for line in lines[:-1])


def test_there_is_none_that_was_not_asked_for(hilo, folder):
    for format in ["json", "jsonl"]:
        result = hilo("stats", folder, "--format", format, "--trace", "trace.json")
        assert "profile" not in result.stdout
        assert result.stderr == ""


# ---- what people read ----

TEXT = r"""profile: 201 files, 25\.\d MB in [\d.]+ [mμ]?s, .*
(?:    .*
)*  stage     worker time +share +bytes +rate
  discover +[\d.]+ s +[\d.]+ %
  open +[\d.]+ s +[\d.]+ %
  read +[\d.]+ s +[\d.]+ % +25\.\d MB +[\d.]+ [MG]B/s
  decode +[\d.]+ s +[\d.]+ %.*
  compute +[\d.]+ s +[\d.]+ % .*
  merge +[\d.]+ s +[\d.]+ %
  report +[\d.]+ s +[\d.]+ %
  idle +[\d.]+ s +[\d.]+ %
  this machine, \d threads?: page cache .*
(?:    .*
)*  [\d.]+ % of the bytes came from the page cache; [\d.]+ system calls a file (?:.*
)(?:    .*
)*verdict: .*
(?:    .*
)*"""


@every_way
@pytest.mark.parametrize("format", ["table", "csv"])
def test_it_stands_on_standard_error(hilo, folder, way, format):
    without = hilo("stats", folder, "--format", format, *way)
    result = hilo("stats", folder, "--format", format, "--profile", *way)
    assert result.stdout == without.stdout
    assert re.fullmatch(TEXT, result.stderr), result.stderr
    assert max(map(len, result.stderr.splitlines())) <= 80


def test_with_a_file_for_the_result(hilo, folder, tmp_path):
    result = hilo("stats", folder, "--profile", "-o", "out.json")
    assert result.stdout == ""
    assert "verdict: " in result.stderr
    profile = json.loads((tmp_path / "out.json").read_text())["profile"]
    words = result.stderr[result.stderr.index("verdict: ") :].split()
    assert words == ["verdict:", *profile["verdict"].split()]


def test_quiet_runs_say_nothing_that_is_in_the_result(hilo, folder):
    assert hilo("stats", folder, "--profile", "-q", "--format", "json").stderr == ""


# ---- runs that fail ----


def test_failed_files_are_in_it(hilo, npy, tmp_path):
    npy("d/a.npy", np.zeros(100))
    (tmp_path / "d/short.npy").write_bytes(b"\x93NUMPY")
    (tmp_path / "d/empty.npy").write_bytes(b"")
    result = hilo("stats", "d", "--profile", "--format", "json")
    assert result.returncode == 1
    document = json.loads(result.stdout)
    assert document["profile"]["files"] == 3
    assert document["profile"]["bytes"] == 928 + 6
    lines = result.stderr.splitlines()
    assert [line.split(": ")[1] for line in lines[:2]] == ["d/empty.npy", "d/short.npy"]
    assert lines[2].startswith("profile: 3 files, ")
    assert lines[-1] == "hilo: 2 of 3 inputs failed"


def test_a_run_without_result_has_no_profile(hilo, npy):
    npy("a.npy", [1.0])
    result = hilo("stats", "a.npy", "none.npy", "--on-error", "fail", "--profile")
    assert (result.returncode, result.stdout) == (3, "")
    assert len(result.stderr.splitlines()) == 1


def test_wrong_usage_has_no_profile(hilo, tmp_path):
    (tmp_path / "empty").mkdir()
    result = hilo("stats", "empty", "--profile")
    assert (result.returncode, result.stdout) == (2, "")
    assert "verdict" not in result.stderr


@pytest.mark.parametrize("executor", ["serial", "threads", "processes"])
def test_an_interrupted_run_says_what_it_did(start, long_run, executor):
    flags = ["--executor", executor, "--profile", "--format", "json", "--progress", "always"]
    process = start("stats", long_run(), *flags)
    assert b" files" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    document = json.loads(stdout)
    assert document["complete"] is False
    assert 0 < document["files"]["included"] <= document["profile"]["files"]
    assert document["profile"]["files"] < document["files"]["found"]
    assert b"verdict: " in stderr
    assert b"the result is incomplete" in stderr


# ---- names that a verdict holds ----

NAMES = [b"d/\x1b[2J\x07.npy", b"d/two\nlines.npy", b"d/not utf-8 \xff\xfe.npy", b'd/"\\.npy']


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_the_sentence_cannot_do_anything(hilo, npy, name):
    npy(name, np.zeros(5_000_000))
    arguments = ["stats", "d", "--profile", "--format", "json", "-j1"]
    result = hilo(*arguments, env={"HILO_SIMD": "scalar"}, text=False)
    profile = json.loads(result.stdout)["profile"]
    if profile["cause"] == "busy CPUs":
        pytest.skip("other programs have the CPUs of this machine")
    assert profile["cause"] == "one large file", profile["verdict"]
    assert os.fsdecode(name) in profile["verdict"]
    said = result.stderr
    assert b"\x1b" not in said and b"\x07" not in said
    said.decode()  # is UTF-8
    verdict = said[said.index(b"verdict: ") :].decode()
    # Lines are those of the text, which all begin with spaces.
    assert all(line.startswith("    ") for line in verdict.splitlines()[1:])
