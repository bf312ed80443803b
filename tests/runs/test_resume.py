"""--save and --resume: what is known is not read again, and the bytes are those of one run."""

import os
import re
import shutil
import signal
import subprocess

import pytest
from under_way import wait_until_read


def not_read_again(result):
    found = re.search(r"(\d+) files not read again", result.stderr)
    return int(found[1]) if found else 0


def overwrite(path):
    """Other values, in the same file, at the same time: only reading it would tell."""
    status = path.stat()
    data = bytearray(path.read_bytes())
    data[-8:] = data[-8:][::-1]
    path.write_bytes(data)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.fixture
def saved(hilo, npy):
    """Three files that were saved; gives the function that resumes."""
    for number in range(3):
        npy(f"d/{number}.npy", [float(number), 0.5])
    assert hilo("stats", "d", "--save", "s").returncode == 0

    def resume(*arguments):
        result = hilo("stats", "d", "--resume", "s", "-v", "--format", "csv", *arguments)
        return not_read_again(result), result

    return resume


def test_what_is_known_is_not_read(saved, hilo, tmp_path):
    before = hilo("stats", "d", "--format", "csv").stdout
    for number in range(3):
        overwrite(tmp_path / "d" / f"{number}.npy")
    count, result = saved()
    assert (count, result.returncode, result.stdout) == (3, 0, before)
    assert "0 B" in result.stderr
    assert hilo("stats", "d", "--format", "csv").stdout != before


def test_what_is_new_is_read(saved, hilo, npy):
    npy("d/new.npy", [7.0])
    count, result = saved("--save", "s2")
    assert count == 3
    assert result.stdout == hilo("stats", "d", "--format", "csv").stdout
    assert hilo("merge", "s2", "--format", "csv").stdout == result.stdout


def test_what_is_gone_is_left_out(saved, hilo, tmp_path):
    (tmp_path / "d" / "1.npy").unlink()
    count, result = saved()
    assert (count, result.stdout) == (2, hilo("stats", "d", "--format", "csv").stdout)


def test_a_later_time_is_a_change(saved, hilo, tmp_path):
    path = tmp_path / "d" / "1.npy"
    overwrite(path)
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1))
    count, result = saved()
    assert (count, result.stdout) == (2, hilo("stats", "d", "--format", "csv").stdout)


def test_another_size_is_a_change(saved, hilo, npy, tmp_path):
    status = (tmp_path / "d" / "1.npy").stat()
    npy("d/1.npy", [1.0, 2.0, 3.0])
    os.utime(tmp_path / "d" / "1.npy", ns=(0, status.st_mtime_ns))
    count, result = saved()
    assert (count, result.stdout) == (2, hilo("stats", "d", "--format", "csv").stdout)


def test_another_inode_is_a_change(saved, hilo, tmp_path):
    path = tmp_path / "d" / "1.npy"
    shutil.copy2(path, tmp_path / "copy")
    overwrite(tmp_path / "copy")
    os.replace(tmp_path / "copy", path)
    count, result = saved()
    assert (count, result.stdout) == (2, hilo("stats", "d", "--format", "csv").stdout)


def test_what_had_failed_is_read(hilo, npy, tmp_path):
    npy("d/a.npy", [1.0])
    (tmp_path / "d" / "b.npy").write_bytes(b"")
    assert hilo("stats", "d", "--save", "s").returncode == 1
    npy("d/b.npy", [2.0])
    result = hilo("stats", "d", "--save", "s", "--resume", "s", "-v", "--format", "csv")
    assert (result.returncode, not_read_again(result)) == (0, 1)
    assert result.stdout == hilo("stats", "d", "--format", "csv").stdout


def test_another_nan_policy(hilo, npy):
    npy("d/a.npy", [1.0])
    npy("d/b.npy", [float("nan")])
    hilo("stats", "d", "--save", "s")
    for policy in ("omit", "raise", "propagate"):
        options = ["d", "--nan-policy", policy, "--format", "csv"]
        again = hilo("stats", *options, "--resume", "s")
        fresh = hilo("stats", *options)
        assert (again.returncode, again.stdout) == (fresh.returncode, fresh.stdout)
        assert again.stderr == fresh.stderr


def test_grouping_and_executor_may_differ(saved, hilo):
    for options in (["--by", "dir"], ["--by", "all", "--ddof", "1"], ["-j5"]):
        count, result = saved(*options)
        assert count == 3
        assert result.stdout == hilo("stats", "d", "--format", "csv", *options).stdout


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_goes_on(start, long_run, hilo, number):
    folder = long_run(seconds=1)
    process = start("stats", folder, "-j1", "--save", "s", "--format", "json")
    wait_until_read(process)
    process.send_signal(number)
    stdout, _ = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert b'"complete": false' in stdout

    partial = hilo("merge", "s", "--format", "json")
    assert partial.returncode == 1
    assert partial.stdout.encode() == stdout
    assert "are missing: a run was interrupted, the result is incomplete" in partial.stderr

    options = [folder, "--format", "csv"]
    resumed = hilo("stats", *options, "--resume", "s", "--save", "s", "-v")
    assert resumed.returncode == 0
    assert not_read_again(resumed) > 0
    assert resumed.stdout == hilo("stats", *options).stdout
    assert hilo("merge", "s", "--format", "csv").stdout == resumed.stdout


def test_a_run_that_is_ended_at_once_leaves_the_old_state(start, long_run, tmp_path):
    folder = long_run()
    (tmp_path / "s").write_bytes(b"old")
    process = start("stats", folder, "-j1", "--save", "s", "-o", "out.csv")
    wait_until_read(process)
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=60) in (-signal.SIGTERM, -signal.SIGINT)
    assert (tmp_path / "s").read_bytes() == b"old"
    assert not [name for name in os.listdir(tmp_path) if name.startswith(".hilo-")]


def test_a_closed_pipe_does_not_lose_the_state(hilo_program, hilo, npy, tmp_path):
    for number in range(3000):
        npy(f"d/{number}.npy", [float(number)])
    process = subprocess.Popen(
        [hilo_program, "stats", "d", "--save", "s", "--format", "csv"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdout.close()
    assert process.wait(timeout=60) == 141
    assert process.stderr.read() == b""
    merged = hilo("merge", "s", "--format", "csv")
    assert merged.stdout == hilo("stats", "d", "--format", "csv").stdout


def test_a_full_disk(hilo, npy):
    npy("a.npy", [1.0])
    result = hilo("stats", "a.npy", "--save", "/dev/full")
    assert result.returncode == 3
    assert "hilo: OUTPUT: expected to write /dev/full, found: No space left on device" in (
        result.stderr
    )


@pytest.mark.parametrize("place", ["no/such/folder/s", "d"])
def test_a_state_that_cannot_be_written_is_told_before_reading(hilo, npy, place):
    npy("d/a.npy", [1.0])
    result = hilo("stats", "d", "--save", place)
    assert (result.returncode, result.stdout) == (2, "")
    assert f"expected to write {place}, found: " in result.stderr


def test_an_array_is_not_replaced(hilo, npy, tmp_path):
    npy("a.npy", [1.0])
    before = (tmp_path / "a.npy").read_bytes()
    assert hilo("stats", "a.npy", "--save", "a.npy").returncode == 2
    assert (tmp_path / "a.npy").read_bytes() == before


def test_stop_at_the_first_error_saves_nothing(hilo, npy, tmp_path):
    npy("a.npy", [1.0])
    result = hilo("stats", "a.npy", "gone.npy", "--on-error", "fail", "--save", "s")
    assert result.returncode == 3
    assert os.listdir(tmp_path) == ["a.npy"]


@pytest.mark.parametrize("flags", [["--save", "-"], ["--save", ""], ["--resume", ""]])
def test_names_that_are_none(hilo, npy, flags):
    npy("a.npy", [1.0])
    assert hilo("stats", "a.npy", *flags).returncode == 2


def test_one_file_cannot_be_both(hilo, npy, tmp_path):
    npy("a.npy", [1.0])
    result = hilo("stats", "a.npy", "--save", "./s.csv", "-o", "s.csv")
    assert result.returncode == 2
    assert "expected two files for --output and --save" in result.stderr
    assert os.listdir(tmp_path) == ["a.npy"]


def test_a_run_to_resume_that_is_not_there(hilo, npy):
    npy("a.npy", [1.0])
    result = hilo("stats", "a.npy", "--resume", "gone", "--save", "s")
    assert result.returncode == 3
    assert result.stderr.startswith("hilo: gone: OPEN: ")


def test_one_command_begins_and_goes_on(hilo, npy):
    npy("d/a.npy", [1.0])
    for known in (0, 1):
        npy("d/b.npy", [float(known)])
        result = hilo("stats", "d", "--resume", "s", "--save", "s", "-v", "--format", "csv")
        assert (result.returncode, not_read_again(result)) == (0, known)
        assert result.stdout == hilo("stats", "d", "--format", "csv").stdout


def test_a_state_that_loses_files_says_so(saved, hilo, tmp_path):
    result = hilo("stats", "d/1.npy", "--resume", "s", "--save", "s")
    assert result.returncode == 0
    assert "2 files of s are no inputs of this run, and not in it any more" in result.stderr
    assert hilo("stats", "d", "--resume", "s", "--save", "s2").stderr == ""


def test_a_result_does_not_replace_a_state(saved, hilo, tmp_path):
    before = (tmp_path / "s").read_bytes()
    for command in (["merge", "s"], ["stats", "d", "--resume", "s"]):
        result = hilo(*command, "--format", "csv", "-o", "s")
        assert result.returncode == 2
        assert "found the saved run s, which is kept" in result.stderr
    assert (tmp_path / "s").read_bytes() == before
    assert hilo("merge", "s", "--save", "s", "-q").returncode == 0
    assert (tmp_path / "s").read_bytes() == before


def test_a_typing_error_does_not_cost_the_states(hilo, npy, tmp_path):
    npy("data/a.npy", [1.0])
    hilo("stats", "data", "--save", "run.hilo")
    before = (tmp_path / "run.hilo").read_bytes()
    result = hilo("stats", "dtaa", "--resume", "run.hilo", "--save", "run.hilo")
    assert result.returncode == 2
    assert "none of the 1 files of the run to resume; it is kept as it was" in result.stderr
    assert (tmp_path / "run.hilo").read_bytes() == before
