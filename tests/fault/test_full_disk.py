"""A file system that is too small for what is written to it: an error, and no part of a file."""

import shlex
import subprocess

import numpy
import pytest

# To become somebody who may mount, in a name space that ends with the command.
NAME_SPACES = [["unshare", "--mount"], ["unshare", "--user", "--map-root-user", "--mount"]]


@pytest.fixture(scope="module")
def name_space():
    for command in NAME_SPACES:
        mount = "mount -t tmpfs -o size=64k none /mnt"
        if subprocess.run([*command, "sh", "-c", mount], capture_output=True).returncode == 0:
            return command
    pytest.skip("nobody may mount a file system here")


@pytest.fixture
def small_disk(name_space, hilo_program, tmp_path):
    """Runs the program with 64 KiB at tmp_path/small; gives its result and what it leaves there.

    The exit code and the file names are the last lines of standard output.
    """
    (tmp_path / "small").mkdir()

    def run(*arguments, before="true"):
        script = (
            f"mount -t tmpfs -o size=64k none small && {before} || exit 99; "
            f"{shlex.join([hilo_program, *arguments])}; echo $?; ls -A small"
        )
        result = subprocess.run(
            [*name_space, "sh", "-c", script],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
        )
        code, *names = result.stdout.splitlines()
        return int(code), names, result.stderr

    return run


@pytest.fixture
def many(npy):
    """Files whose rows, and whose states, need more than 64 KiB."""
    for number in range(1000):
        npy(f"d/{number}.npy", [number, 0.1, 1e300])
    return "d"


COMMANDS = {
    "output": ["stats", "d", "-o", "small/out.csv"],
    "json": ["stats", "d", "-o", "small/out.json"],
    "save": ["stats", "d", "-q", "-o", "all.csv", "--save", "small/s.hilo"],
    "merge": ["merge", "s.hilo", "-o", "small/out.jsonl"],
    "merge and save": ["merge", "s.hilo", "-o", "all.csv", "--save", "small/s.hilo"],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_what_does_not_fit_is_not_there(small_disk, hilo, many, tmp_path, name):
    assert hilo("stats", many, "--save", "s.hilo").returncode == 0
    code, left, said = small_disk(*COMMANDS[name])
    path = next(word for word in COMMANDS[name] if word.startswith("small/"))
    assert (code, left) == (3, [])
    message = f"expected to write {path}, found: No space left on device"
    assert said == f"hilo: OUTPUT: {message}\n"
    assert not (tmp_path / "all.csv").exists()


def test_a_trace_that_does_not_fit_costs_nothing_else(small_disk, hilo, many, tmp_path):
    assert hilo("stats", many, "-o", "wanted.csv").returncode == 0
    code, left, said = small_disk("stats", many, "-o", "all.csv", "--trace", "small/t.json")
    assert (code, left) == (3, [])
    assert "expected to write small/t.json, found: No space left on device" in said
    assert (tmp_path / "all.csv").read_text() == (tmp_path / "wanted.csv").read_text()


def test_what_was_there_stays(small_disk, many):
    code, left, _ = small_disk(*COMMANDS["output"], before="echo old > small/out.csv")
    assert (code, left) == (3, ["out.csv"])


def test_a_file_that_fits_is_whole(small_disk, npy, hilo):
    npy("d/a.npy", numpy.arange(5.0))
    code, left, said = small_disk("stats", "d", "-o", "small/out.csv", "--save", "small/s.hilo")
    assert (code, left, said) == (0, ["out.csv", "s.hilo"], "")
