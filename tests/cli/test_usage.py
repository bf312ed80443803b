"""Wrong usage: exit code 2, one line, before anything is read."""

import os

import pytest


def check(result, *expected):
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr.startswith("hilo: ")
    assert result.stderr.count("\n") == 1
    for text in expected:
        assert text in result.stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["stats", "a.npy", "--ddoff", "1"], "did you mean --ddof? (see 'hilo stats --help')"),
        (["stats", "a.npy", "--format=cvs"], "found 'cvs'; did you mean csv?"),
        (["stats", "a.npy", "--nan_policy", "omit"], "did you mean --nan-policy?"),
        (["stats", "a.npy", "--by", "group"], "--by: expected file, dir or all, found 'group'"),
        (["stats", "a.npy", "--ddof", "-1"], "--ddof: expected an integer >= 0, found '-1'"),
        (["stats", "a.npy", "--ddof", "1.5"], "found '1.5'"),
        (["stats", "a.npy", "-j0"], "--jobs: expected an integer >= 1, found '0'"),
        (["stats", "a.npy", "-j"], "-j: expected a value, found none"),
        (
            ["stats", "a.npy", "--executor", "daks"],
            "found 'daks'; did you mean dask?",
        ),
        (["stats", "a.npy", "--scheduler", "tcp://h:1"], "expected --executor dask with it"),
        (["stats", "a.npy", "--executor", "process"], "did you mean processes?"),
        (["stats", "a.npy", "-Z"], "unknown flag '-Z'"),
        (["stats", "a.npy", "--quiet=yes"], "--quiet: expected no value"),
        (["stats", "a.npy", "-o", "out"], "--output: expected a name that ends with .csv"),
        (["stats", "a.npy", "-o", "out.xlsx"], "found 'out.xlsx'"),
        (["stats"], "expected INPUT..."),
        (["stats", ""], "expected a path, found an empty one"),
        (["info"], "expected FILE..., found none"),
        (["info", "a.npy", "--format", "csv"], "expected table or json, found 'csv'"),
        (["generate"], "expected DIR, found none"),
        (["generate", "a", "b"], "expected DIR, found 2: 'a' 'b'"),
        (["generate", "d", "--dtype", ">f8"], "expected a little-endian dtype"),
        (["generate", "d", "--dtype", "f3"], "--dtype: expected"),
        (["generate", "d", "--dist", "gauss"], "expected normal, uniform or lognormal"),
        (["generate", "d", "--files", "0"], "--files: expected an integer >= 1"),
        (["generate", "d", "--seed", "-1"], "--seed: expected"),
        (["stat", "a.npy"], "unknown command 'stat'; did you mean stats? (see 'hilo --help')"),
        (["merge"], "expected STATE..., found none"),
        (["merge", "a", "--jobs", "2"], "unknown flag '--jobs'"),
        (["--frmat"], "unknown flag '--frmat'"),
        (["help", "stast"], "unknown command or topic 'stast'; did you mean stats?"),
    ],
)
def test_is_told_in_one_line(hilo, npy, arguments, expected):
    npy("a.npy", [1.0])
    check(hilo(*arguments), expected)


def test_a_message_holds_no_control_bytes(hilo):
    check(hilo("stats", "--\x1b[31m"), "\\x1b[31m")


def test_a_directory_without_arrays_is_nothing_to_do(hilo, tmp_path):
    (tmp_path / "empty").mkdir()
    check(hilo("stats", "empty"), "empty")


def test_a_pattern_without_matches_is_nothing_to_do(hilo, npy):
    npy("a.npy", [1.0])
    check(hilo("stats", "a.npy", "b*.npy"), "b*.npy")


def test_an_output_in_a_missing_directory_is_found_out_first(hilo, npy):
    npy("a.npy", [1.0])
    check(hilo("stats", "a.npy", "-o", "missing/out.csv"), "missing/out.csv")


def test_a_directory_as_output(hilo, npy, tmp_path):
    npy("a.npy", [1.0])
    (tmp_path / "d.csv").mkdir()
    check(hilo("stats", "a.npy", "-o", "d.csv"), "d.csv: Is a directory".replace(": ", ", found: "))


def test_wrong_usage_leaves_no_output_file(hilo, tmp_path):
    check(hilo("stats", "b*.npy", "-o", "out.csv"))
    assert os.listdir(tmp_path) == []


def test_a_list_that_is_not_there(hilo):
    check(hilo("stats", "--files-from", "missing.txt"), "missing.txt")


def test_an_empty_list_is_nothing_to_do(hilo):
    check(hilo("stats", "--files-from", "-", input=""), "standard input")
