"""Merging the states of any split of the inputs prints the bytes of the whole run."""

import json
import random
import resource
import signal

import pytest
from under_way import wait_until_read


def save(hilo, files, state, *arguments, code=None):
    result = hilo("stats", *files, "--save", state, "--format", "csv", *arguments)
    assert result.returncode in ((0, 1) if code is None else (code,)), result.stderr
    return state


def split(files, parts, seed):
    shuffled = random.Random(seed).sample(files, len(files))
    return [shuffled[i::parts] for i in range(parts)]


@pytest.mark.parametrize("by", ["file", "dir", "all"])
@pytest.mark.parametrize("report", ["csv", "json", "jsonl", "table"])
def test_of_any_split(hilo, folder, names, by, report):
    options = ["--by", by, "--format", report, "--ddof", "1"]
    whole = hilo("stats", folder, *options)
    assert whole.returncode == 1
    for parts in (1, 2, 5):
        states = [
            save(hilo, files, f"{parts}-{i}.hilo") for i, files in enumerate(split(names, parts, 7))
        ]
        for order in (states, states[::-1]):
            merged = hilo("merge", *order, *options)
            assert (merged.returncode, merged.stdout) == (1, whole.stdout)
            assert merged.stderr == whole.stderr


def test_omitting_nan(hilo, folder, names):
    options = ["--nan-policy", "omit", "--format", "csv"]
    whole = hilo("stats", folder, *options)
    a, b = split(names, 2, 1)
    merged = hilo("merge", save(hilo, a, "a"), save(hilo, b, "b"), *options)
    assert merged.stdout == whole.stdout


def test_raise_is_for_reading(hilo, folder):
    save(hilo, [folder], "a")
    result = hilo("merge", "a", "--nan-policy", "raise")
    assert result.returncode == 2
    assert "expected propagate or omit, found 'raise'" in result.stderr


def test_the_state_has_the_same_bytes_whoever_did_the_work(hilo, folder, tmp_path):
    save(hilo, [folder], "serial", "--executor", "serial")
    for arguments in (["--executor", "threads", "-j1"], ["-j7"], ["--executor", "processes"]):
        save(hilo, [folder], "other", *arguments)
        assert (tmp_path / "other").read_bytes() == (tmp_path / "serial").read_bytes()


def test_the_state_does_not_depend_on_how_it_is_grouped(hilo, folder, tmp_path):
    save(hilo, [folder], "files")
    save(hilo, [folder], "all", "--by", "all", "--ddof", "1")
    assert (tmp_path / "all").read_bytes() == (tmp_path / "files").read_bytes()
    save(hilo, [folder], "directories", "--by", "dir")
    a = hilo("merge", "directories", "--format", "csv")
    assert a.stdout == hilo("merge", "files", "--format", "csv").stdout


def test_what_is_merged_can_be_saved_and_merged(hilo, folder, names, tmp_path):
    a, b, c = split(names, 3, 5)
    states = [save(hilo, files, name) for files, name in ((a, "a"), (b, "b"), (c, "c"))]
    assert hilo("merge", *states[:2], "--save", "ab").returncode in (0, 1)
    assert hilo("merge", "ab", "c", "--save", "abc").returncode == 1
    save(hilo, [folder], "whole")
    assert (tmp_path / "abc").read_bytes() == (tmp_path / "whole").read_bytes()


@pytest.mark.parametrize("by", ["file", "dir"])
def test_subtracting_leaves_the_rest(hilo, names, by):
    a, b, c = split(names, 3, 11)
    save(hilo, names, "whole")
    save(hilo, b, "b")
    save(hilo, c, "c")
    options = ["--by", by, "--format", "json"]
    rest = hilo("merge", "whole", "--subtract", "b", "--subtract", "c", *options)
    alone = hilo("stats", *a, *options)
    assert (rest.returncode, rest.stdout) == (alone.returncode, alone.stdout)


def test_subtracting_everything_leaves_nothing(hilo, folder):
    save(hilo, [folder], "a")
    result = hilo("merge", "a", "--subtract", "a", "--format", "csv")
    assert (result.returncode, result.stdout.count("\n")) == (0, 1)


def test_subtracting_what_is_not_there(hilo, npy):
    save(hilo, [npy("a.npy", [1.0])], "a")
    save(hilo, [npy("b.npy", [1.0])], "b")
    result = hilo("merge", "a", "--subtract", "b")
    assert (result.returncode, result.stdout) == (3, "")
    expected = (
        "hilo: b: STATE: expected a file of the states, found b.npy, which none of them holds\n"
    )
    assert result.stderr == expected


def test_subtracting_another_version_of_a_file(hilo, npy):
    save(hilo, [npy("a.npy", [1.0])], "then")
    save(hilo, [npy("a.npy", [1.0, 2.0])], "now")
    result = hilo("merge", "now", "--subtract", "then")
    assert result.returncode == 3
    assert "a.npy, which none of them holds as it was then" in result.stderr


def test_a_file_that_two_states_hold(hilo, npy):
    a, b = npy("a.npy", [1.0]), npy("b.npy", [1.0])
    save(hilo, [a, b], "ab")
    save(hilo, [b], "b")
    result = hilo("merge", "ab", "b", "-o", "out.csv")
    assert (result.returncode, result.stdout) == (3, "")
    message = "expected states of different files, found b.npy in ab and in b"
    assert result.stderr == f"hilo: STATE: {message}\n"


def test_two_files_of_one_name_are_two_rows(hilo, npy):
    save(hilo, [npy("a.npy", [1.0])], "one")
    save(hilo, [npy("a.npy", [2.0, 3.0])], "two")
    rows = hilo("merge", "one", "two", "--format", "csv").stdout.splitlines()[1:]
    assert [row.split(",")[0] for row in rows] == ["a.npy", "a.npy"]
    assert hilo("merge", "two", "one", "--format", "csv").stdout.splitlines()[1:] == rows


def test_many_states_with_few_descriptors(hilo, npy):
    files = [npy(f"d/{i}.npy", [float(i)]) for i in range(60)]
    states = [save(hilo, [file], f"{i}.hilo") for i, file in enumerate(files)]

    def limit():
        resource.setrlimit(resource.RLIMIT_NOFILE, (12, 12))

    merged = hilo("merge", *states, "--format", "csv", preexec_fn=limit)
    assert (merged.returncode, merged.stdout) == (0, hilo("stats", "d", "--format", "csv").stdout)


@pytest.mark.parametrize("arguments", [[], ["--by", "dir"], ["--subtract", "a"]])
def test_a_state_is_wanted(hilo, arguments):
    result = hilo("merge", *arguments)
    assert result.returncode == 2
    assert "STATE" in result.stderr


def test_a_state_that_is_not_there(hilo):
    result = hilo("merge", "gone.hilo")
    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr.startswith("hilo: gone.hilo: OPEN: ")


@pytest.mark.parametrize("by", ["file", "dir", "all"])
def test_one_directory_in_two_spellings(hilo, npy, by):
    npy("a.npy", [1.0])
    npy("b.npy", [2.0])
    assert hilo("stats", "a.npy", "--save", "1").returncode == 0
    assert hilo("stats", "./a.npy", "./b.npy", "--save", "2").returncode == 0
    both = hilo("merge", "1", "2", "--by", by, "--save", "all", "--format", "csv")
    assert both.returncode == 0
    twice = hilo("merge", "1", "2", "1", "--by", by)
    assert twice.returncode == 3
    assert "expected states of different files, found a.npy in 1 and in 1" in twice.stderr
    rest = hilo("merge", "all", "--subtract", "2", "--by", by, "--format", "csv")
    assert (rest.returncode, rest.stdout) == (
        0,
        hilo("stats", "a.npy", "--by", by, "--format", "csv").stdout,
    )


def test_a_file_that_changed_counts_twice_and_is_told(hilo, npy):
    npy("a.npy", [1.0])
    hilo("stats", "a.npy", "--save", "1")
    npy("a.npy", [2.0, 3.0])
    hilo("stats", "a.npy", "--save", "2")
    result = hilo("merge", "1", "2", "--by", "all", "--format", "csv")
    assert result.returncode == 0
    assert result.stderr.startswith("hilo: 1 key stands for more than one file, all of which count")
    assert result.stdout.splitlines()[1].startswith("all,2,")


def test_an_interrupted_run_and_one_over_the_rest(hilo, start, long_run):
    folder = long_run(seconds=1)
    process = start("stats", folder, "-j1", "--save", "part")
    wait_until_read(process)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    part = json.loads(hilo("merge", "part", "--format", "json").stdout)
    assert part["complete"] is False
    assert part["files"]["found"] > part["files"]["included"] > 0
    done = {group["key"] for group in part["groups"]}
    whole = hilo("stats", folder, "--format", "csv")
    rest = [row.split(",")[0] for row in whole.stdout.splitlines()[1:]]
    rest = [key for key in rest if key not in done]
    assert hilo("stats", *rest, "--save", "rest").returncode == 0
    merged = hilo("merge", "part", "rest", "--format", "csv")
    assert (merged.returncode, merged.stdout, merged.stderr) == (0, whole.stdout, "")
