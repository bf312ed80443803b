"""How the program ends, and what it says on standard error then."""

import json
import os
import subprocess

import pytest


def test_all_included(hilo, npy):
    npy("a.npy", [1.0])
    result = hilo("stats", "a.npy")
    assert (result.returncode, result.stderr) == (0, "")


def test_some_failed(hilo, npy, tmp_path):
    npy("a.npy", [1.0])
    (tmp_path / "bad.npy").write_bytes(b"not an array at all")
    result = hilo("stats", "a.npy", "bad.npy", "--format", "json")
    assert result.returncode == 1
    assert len(json.loads(result.stdout)["groups"]) == 1
    first, second = result.stderr.splitlines()
    assert first.startswith("hilo: bad.npy: MAGIC: expected ")
    assert ", found " in first
    assert second == "hilo: 1 of 2 inputs failed"


def test_all_failed_is_still_a_result(hilo):
    result = hilo("stats", "missing.npy", "--format", "json")
    assert result.returncode == 1
    document = json.loads(result.stdout)
    assert (document["groups"], document["complete"]) == ([], False)


def test_quiet_keeps_the_errors_and_drops_the_summary(hilo, npy):
    npy("a.npy", [1.0])
    result = hilo("stats", "a.npy", "missing.npy", "-q")
    assert result.returncode == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith("hilo: missing.npy: OPEN: ")


def test_verbose_says_what_was_done(hilo, npy):
    npy("a.npy", [1.0, 2.0])
    result = hilo("stats", "a.npy", "-v")
    assert result.returncode == 0
    assert result.stderr.startswith("hilo: 1 of 1 input included, 2 values, ")


def test_an_error_is_one_line_whatever_the_name(hilo, tmp_path):
    (tmp_path / "a\nb\x1b[31m.npy").write_bytes(b"")
    result = hilo("stats", "a\nb\x1b[31m.npy", "-q")
    assert result.stderr.startswith("hilo: a\\x0ab\\x1b[31m.npy: EMPTY: ")
    assert result.stderr.count("\n") == 1


def test_on_error_fail_gives_no_result(hilo, npy):
    npy("a.npy", [1.0])
    result = hilo("stats", "a.npy", "missing.npy", "--on-error", "fail", "--format", "csv")
    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr.startswith("hilo: missing.npy: OPEN: ")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("files", [1, 20000])  # kept in memory, and in a temporary file
def test_on_error_fail_gives_the_result_where_nothing_fails(hilo, npy, tmp_path, files):
    npy("block.npy", [1.0])
    (tmp_path / "d").mkdir()
    for i in range(files):
        os.symlink("../block.npy", tmp_path / "d" / f"{i}.npy")
    result = hilo("stats", "d", "--on-error", "fail", "--format", "csv")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == hilo("stats", "d", "--format", "csv").stdout


@pytest.mark.parametrize("output_format", ["table", "csv", "json", "jsonl"])
@pytest.mark.parametrize("on_error", ["skip", "fail"])
def test_a_full_disk(hilo, npy, output_format, on_error):
    npy("a.npy", [1.0])
    with open("/dev/full", "w") as full:
        result = hilo(
            "stats", "a.npy", "--format", output_format, "--on-error", on_error, stdout=full
        )
    assert result.returncode == 3
    assert result.stderr == (
        "hilo: OUTPUT: expected to write standard output, found: No space left on device\n"
    )


@pytest.mark.parametrize("command", [["stats", "a.npy"], ["info", "a.npy"], ["--help"]])
def test_a_closed_pipe_ends_quietly(hilo, npy, command):
    npy("a.npy", [1.0])
    reader, writer = os.pipe()
    os.close(reader)
    result = hilo(*command, stdout=writer)
    os.close(writer)
    assert (result.returncode, result.stderr) == (141, "")


def test_a_pipe_closed_half_way_ends_quietly(start, npy, tmp_path):
    npy("block.npy", [1.0])
    (tmp_path / "d").mkdir()
    for i in range(5000):
        os.symlink("../block.npy", tmp_path / "d" / f"{i}.npy")
    process = start("stats", "d", "--format", "csv")
    assert process.stdout.readline().startswith(b"key,files,")
    process.stdout.close()
    assert process.wait(timeout=60) == 141
    assert process.stderr.read() == b""


def shell(hilo_program, tmp_path, redirection):
    command = f'exec "$0" stats a.npy --format csv {redirection}'
    return subprocess.run(
        ["sh", "-c", command, hilo_program], cwd=tmp_path, capture_output=True, text=True
    )


def test_a_closed_standard_output_is_an_error(hilo_program, npy, tmp_path):
    npy("a.npy", [1.0])
    result = shell(hilo_program, tmp_path, ">&-")
    assert result.returncode == 3
    assert "standard output" in result.stderr


def test_closed_input_and_errors_do_not_matter(hilo_program, npy, tmp_path):
    npy("a.npy", [1.0])
    result = shell(hilo_program, tmp_path, "<&- 2>&- missing.npy")
    assert result.returncode == 1
    assert result.stdout.count("\n") == 2


def test_nothing_said_ends_up_in_the_output_file(hilo_program, npy, tmp_path):
    npy("a.npy", [1.0])
    result = shell(hilo_program, tmp_path, "-o out.csv missing.npy >&- 2>&-")
    assert result.returncode == 1
    assert (tmp_path / "out.csv").read_text().count("\n") == 2
