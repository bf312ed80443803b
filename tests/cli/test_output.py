"""-o FILE: whole or not at all."""

import json
import os
import stat
import subprocess
import threading

import pytest


@pytest.fixture
def a(npy):
    return npy("in/a.npy", [1.0, 2.0])


@pytest.mark.parametrize(
    ("name", "beginning"),
    [
        ("out.csv", "key,files,"),
        ("out.json", '{"schema": '),
        ("out.jsonl", '{"key": '),
        ("out.ndjson", '{"key": '),
        ("out.txt", "key "),
        ("OUT.CSV", "key,files,"),
    ],
)
def test_the_extension_chooses_the_format(hilo, a, tmp_path, name, beginning):
    result = hilo("stats", a, "-o", name)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert (tmp_path / name).read_text().startswith(beginning)
    assert sorted(os.listdir(tmp_path)) == sorted(["in", name])


def test_format_wins_over_the_extension(hilo, a, tmp_path):
    assert hilo("stats", a, "-o", "out.csv", "--format", "json").returncode == 0
    json.loads((tmp_path / "out.csv").read_text())


def test_it_is_what_standard_output_would_be(hilo, a, tmp_path):
    hilo("stats", a, "-o", "out.json")
    assert (tmp_path / "out.json").read_text() == hilo("stats", a, "--format", "json").stdout


def test_a_dash_is_standard_output(hilo, a):
    assert hilo("stats", a, "-o", "-").stdout == hilo("stats", a).stdout


def test_dev_null_stays_what_it_is(hilo, a):
    assert hilo("stats", a, "-o", "/dev/null", "--format", "csv").returncode == 0
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def test_dev_null_needs_a_format(hilo, a):
    assert hilo("stats", a, "-o", "/dev/null").returncode == 2


def test_dev_full_is_an_error(hilo, a):
    result = hilo("stats", a, "-o", "/dev/full", "--format", "csv")
    assert result.returncode == 3
    assert "/dev/full, found: No space left on device" in result.stderr


def test_dev_stdout(hilo, a):
    expected = hilo("stats", a, "--format", "csv").stdout
    assert hilo("stats", a, "-o", "/dev/stdout", "--format", "csv").stdout == expected


def test_a_pipe_is_written_in_place(hilo, a, tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    got = []
    reader = threading.Thread(target=lambda: got.append((tmp_path / "pipe.csv").read_text()))
    reader.start()
    assert hilo("stats", a, "-o", "pipe.csv").returncode == 0
    reader.join()
    assert got == [hilo("stats", a, "--format", "csv").stdout]
    assert stat.S_ISFIFO(os.stat(tmp_path / "pipe.csv").st_mode)


def test_a_pipe_gets_nothing_where_the_run_fails(hilo, a, tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    got = []
    reader = threading.Thread(target=lambda: got.append((tmp_path / "pipe.csv").read_text()))
    reader.start()
    arguments = ["stats", a, "missing.npy", "--on-error", "fail", "-o", "pipe.csv"]
    assert hilo(*arguments).returncode == 3
    reader.join()
    assert got == [""]


def test_a_links_target_is_replaced(hilo, a, tmp_path):
    (tmp_path / "target.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to("target.csv")
    assert hilo("stats", a, "-o", "link.csv").returncode == 0
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "target.csv").read_text().startswith("key,")


def test_a_failed_run_keeps_the_old_file(hilo, a, tmp_path):
    (tmp_path / "out.csv").write_text("old")
    result = hilo("stats", a, "missing.npy", "--on-error", "fail", "-o", "out.csv")
    assert result.returncode == 3
    assert (tmp_path / "out.csv").read_text() == "old"
    assert sorted(os.listdir(tmp_path)) == ["in", "out.csv"]


def test_a_failed_run_leaves_no_file(hilo, a, tmp_path):
    assert hilo("stats", a, "missing.npy", "--on-error", "fail", "-o", "out.csv").returncode == 3
    assert os.listdir(tmp_path) == ["in"]


def test_permissions_are_those_of_the_file_replaced(hilo, a, tmp_path):
    (tmp_path / "out.csv").write_text("old")
    (tmp_path / "out.csv").chmod(0o604)
    hilo("stats", a, "-o", "out.csv")
    assert stat.S_IMODE((tmp_path / "out.csv").stat().st_mode) == 0o604


def test_permissions_of_a_new_file_are_those_of_the_umask(hilo, a, tmp_path):
    hilo("stats", a, "-o", "out.csv", umask=0o037)
    assert stat.S_IMODE((tmp_path / "out.csv").stat().st_mode) == 0o640


@pytest.mark.skipif(os.geteuid() == 0, reason="permissions do not stop root")
def test_a_directory_that_may_not_be_written_is_an_error(hilo, a, tmp_path):
    (tmp_path / "locked").mkdir(mode=0o555)
    result = hilo("stats", a, "-o", "locked/out.csv")
    assert result.returncode == 3
    assert "Permission denied" in result.stderr


def test_a_name_of_255_bytes(hilo, a, tmp_path):
    name = "n" * 251 + ".csv"
    assert hilo("stats", a, "-o", name).returncode == 0
    assert (tmp_path / name).exists()


def test_progress_and_errors_do_not_reach_the_file(hilo, a, tmp_path):
    result = hilo("stats", a, "missing.npy", "-o", "out.csv", "--progress", "always", "-v")
    assert result.returncode == 1
    assert (tmp_path / "out.csv").read_text().count("\n") == 2


def test_an_array_is_never_replaced_by_a_result(hilo, a, tmp_path):
    before = (tmp_path / a).read_bytes()
    result = hilo("stats", a, "-o", a, "--format", "csv")
    assert result.returncode == 2
    assert f"expected a file for the result, found the array {a}, which is kept" in result.stderr
    assert (tmp_path / a).read_bytes() == before
    assert os.listdir(tmp_path / "in") == ["a.npy"]


def test_standard_output_by_its_name_is_written_as_it_is(hilo, hilo_program, a, tmp_path):
    expected = hilo("stats", a, "--format", "csv").stdout
    with open(tmp_path / "out", "w") as out:
        out.write("before\n")
        out.flush()
        subprocess.run(
            [hilo_program, "stats", a, "-o", "/dev/stdout", "--format", "csv"],
            stdout=out,
            cwd=tmp_path,
            check=True,
        )
        out.seek(0, os.SEEK_END)
        out.write("after\n")
    assert (tmp_path / "out").read_text() == f"before\n{expected}after\n"
