"""--html FILE: a page beside the result. What is in it is tested in tests/pages."""

import json
import os
import signal
import subprocess

import pytest
from under_way import wait_until_read


@pytest.fixture
def arrays(npy):
    for i in range(20):
        npy(f"in/{i}.npy", [float(i), i + 0.5])
    return "in"


def state_of(page):
    return page.read_text().split('<p class="state ')[1].split("<")[0].split(">")[1]


@pytest.mark.parametrize("name", ["table", "csv", "json", "jsonl"])
def test_the_result_stays_the_same(hilo, arrays, tmp_path, name):
    with_page = hilo("stats", arrays, "--format", name, "--html", "page.html")
    assert (with_page.returncode, with_page.stderr) == (0, "")
    assert with_page.stdout == hilo("stats", arrays, "--format", name).stdout
    assert (tmp_path / "page.html").read_text().startswith("<!DOCTYPE html>")
    assert sorted(os.listdir(tmp_path)) == ["in", "page.html"]


def test_it_says_what_it_is_of(hilo, arrays, tmp_path):
    hilo("stats", arrays, "in/*.npy", "--by", "dir", "--html", "page.html")
    text = (tmp_path / "page.html").read_text()
    assert "<title>hilo stats: in, in/*.npy</title>" in text
    assert "<code>hilo stats in &#39;in/*.npy&#39; --by dir --html page.html</code>" in text
    assert state_of(tmp_path / "page.html") == "Complete: all 20 inputs are included"


def test_it_goes_with_a_profile(hilo, arrays, tmp_path):
    result = hilo("stats", arrays, "--profile", "--format", "json", "--html", "page.html")
    profile = json.loads(result.stdout)["profile"]
    assert "verdict: " in result.stderr
    assert profile["verdict"] in (tmp_path / "page.html").read_text()


@pytest.mark.parametrize("other", ["-o", "--save", "--trace"])
@pytest.mark.parametrize("path", ["x", "./x", "in/../x"])
def test_two_files_of_one_name_are_wrong_usage(hilo, arrays, tmp_path, other, path):
    result = hilo("stats", arrays, other, "x", "--format", "csv", "--html", path)
    assert result.returncode == 2
    assert f"and --html, found {path} for both" in result.stderr
    assert os.listdir(tmp_path) == ["in"]


@pytest.mark.parametrize("path", ["", "-", "missing/page.html", "in", "in/0.npy"])
def test_a_name_that_cannot_be_written_is_wrong_usage(hilo, arrays, tmp_path, path):
    before = (tmp_path / "in/0.npy").read_bytes()
    result = hilo("stats", arrays, "--html", path)
    assert (result.returncode, result.stdout) == (2, "")
    assert (tmp_path / "in/0.npy").read_bytes() == before


def test_a_saved_run_is_not_replaced(hilo, arrays, tmp_path):
    hilo("stats", arrays, "--save", "run.hilo")
    before = (tmp_path / "run.hilo").read_bytes()
    result = hilo("stats", arrays, "--resume", "run.hilo", "--html", "run.hilo")
    assert result.returncode == 2
    assert "which is kept" in result.stderr
    assert (tmp_path / "run.hilo").read_bytes() == before


def test_a_run_that_fails_leaves_the_page_that_was(hilo, arrays, tmp_path):
    (tmp_path / "page.html").write_text("before")
    result = hilo("stats", arrays, "gone.npy", "--on-error", "fail", "--html", "page.html")
    assert (result.returncode, result.stdout) == (3, "")
    assert (tmp_path / "page.html").read_text() == "before"
    assert sorted(os.listdir(tmp_path)) == ["in", "page.html"]


@pytest.mark.parametrize("command", [["stats"], ["bench", "--cold", "off", "--rounds", "1"]])
def test_a_full_disk_is_an_error_and_costs_no_result(hilo, arrays, tmp_path, command):
    environment = {"HILO_PYTHON": "/nonexistent/python"}
    flags = ["-o", "out.csv", "--html", "/dev/full"]
    result = hilo(*command, arrays, *flags, env=environment)
    assert result.returncode == 3
    assert "/dev/full, found: No space left on device; the result is not affected" in result.stderr
    assert len((tmp_path / "out.csv").read_text().splitlines()) > 1


def test_inputs_that_failed_are_in_it(hilo, arrays, tmp_path):
    result = hilo("stats", arrays, "gone.npy", "--html", "page.html")
    assert result.returncode == 1
    text = (tmp_path / "page.html").read_text()
    assert '<th scope="row" class="name">gone.npy</th><td class="text">OPEN</td>' in text
    assert state_of(tmp_path / "page.html") == (
        "Incomplete: 20 of 21 inputs are included, 1 failed"
    )


def test_a_stopped_run_is_marked(start, long_run, tmp_path):
    process = start("stats", long_run(), "-j1", "--html", "page.html")
    wait_until_read(process)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 130
    assert state_of(tmp_path / "page.html").startswith("Interrupted, incomplete: ")


def test_a_reader_that_goes_away_does_not_lose_it(hilo, arrays, tmp_path):
    reader, writer = os.pipe()
    os.close(reader)
    result = hilo("stats", arrays, "--format", "csv", "--html", "page.html", stdout=writer)
    os.close(writer)
    assert (result.returncode, result.stderr) == (141, "")
    assert state_of(tmp_path / "page.html") == "Complete: all 20 inputs are included"


def test_merge_has_it_too(hilo, arrays, tmp_path):
    hilo("stats", arrays, "--save", "run.hilo")
    result = hilo("merge", "run.hilo", "--html", "page.html")
    assert result.stdout == hilo("stats", arrays).stdout
    assert "<title>hilo merge: run.hilo</title>" in (tmp_path / "page.html").read_text()
    assert hilo("merge", "run.hilo", "-o", "x.csv", "--html", "x.csv").returncode == 2


def test_bench_has_it_too(hilo, arrays, tmp_path):
    arguments = ["bench", arrays, "--executor", "serial,threads", "-j1", "--rounds", "1"]
    result = hilo(*arguments, "--html", "page.html", "-o", "out.json")
    assert (result.returncode, result.stdout) == (0, "")
    page = (tmp_path / "page.html").read_text()
    assert "<title>hilo bench: in</title>" in page
    assert json.loads((tmp_path / "out.json").read_text())["recommendation"] in page
    assert state_of(tmp_path / "page.html") == "Complete"
    assert hilo(*arguments, "-o", "x", "--format", "csv", "--html", "x").returncode == 2


def test_standard_output_may_be_a_page(hilo_program, arrays, tmp_path):
    command = [hilo_program, "stats", arrays, "-o", "out.csv", "--html", "/dev/stdout"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("<!DOCTYPE html>")
