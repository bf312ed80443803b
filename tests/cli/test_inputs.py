"""Names on the command line that look like something else."""

import json

import pytest


def keys(result):
    assert result.returncode == 0, result.stderr
    return [group["key"] for group in json.loads(result.stdout)["groups"]]


@pytest.mark.parametrize("name", ["[ab].npy", "[a,b]", "run[1].npy", "++", "-1.npy", "a=b", "%%"])
def test_a_name_is_taken_as_it_is(hilo, npy, name):
    npy(name, [1.0])
    assert keys(hilo("stats", name, "--format", "json")) == [name]


def test_a_pattern_in_brackets_is_not_a_list(hilo, npy):
    npy("a", [1.0])
    npy("b", [1.0])
    assert keys(hilo("stats", "[ab]", "--format", "json")) == ["a", "b"]


@pytest.mark.parametrize("name", ["-x.npy", "--ddof", "-o", "--"])
def test_after_two_dashes_all_are_names(hilo, npy, name):
    npy(name, [1.0])
    assert keys(hilo("stats", "--format", "json", "--", name)) == [name]


def test_the_last_of_a_repeated_flag_counts(hilo, npy):
    npy("a.npy", [1.0])
    assert keys(hilo("stats", "a.npy", "--format", "csv", "--format", "json")) == ["a.npy"]
