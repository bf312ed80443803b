"""--files-from: inputs from lists."""

import json

import pytest


@pytest.fixture
def arrays(npy):
    for name in ("a.npy", "b c.npy", "d\ne.npy"):
        npy(name, [1.0])


def keys(result):
    assert result.returncode == 0, result.stderr
    return [group["key"] for group in json.loads(result.stdout)["groups"]]


def test_a_list_in_a_file(hilo, arrays, tmp_path):
    (tmp_path / "list").write_text("a.npy\n\nb c.npy\n")
    result = hilo("stats", "--files-from", "list", "--format", "json")
    assert keys(result) == ["a.npy", "b c.npy"]


def test_the_last_line_needs_no_end(hilo, arrays, tmp_path):
    (tmp_path / "list").write_text("a.npy\nb c.npy")
    assert len(keys(hilo("stats", "--files-from=list", "--format", "json"))) == 2


def test_a_list_on_standard_input(hilo, arrays):
    result = hilo("stats", "--files-from", "-", "--format", "json", input="b c.npy\n")
    assert keys(result) == ["b c.npy"]


@pytest.mark.parametrize("flag", ["-0", "--null"])
def test_a_list_separated_by_nul(hilo, arrays, flag):
    names = "d\ne.npy\0a.npy\0"
    result = hilo("stats", "--files-from", "-", flag, "--format", "json", input=names)
    assert keys(result) == ["a.npy", "d\ne.npy"]


def test_lists_and_arguments_add_up(hilo, arrays, npy, tmp_path):
    npy("z.npy", [1.0])
    (tmp_path / "list").write_text("a.npy\n")
    lists = ["--files-from", "list", "--files-from", "-"]
    result = hilo("stats", "b c.npy", *lists, "--format", "json", input="z.npy\na.npy\n")
    assert keys(result) == ["a.npy", "b c.npy", "z.npy"]


def test_names_in_a_list_are_no_flags(hilo, npy):
    npy("--ddof", [1.0])
    result = hilo("stats", "--files-from", "-", "--format", "json", input="--ddof\n")
    assert keys(result) == ["--ddof"]


def test_names_of_any_bytes(hilo, npy):
    npy(b"\xff.npy", [1.0])
    result = hilo("stats", "--files-from", "-", "--format", "csv", input=b"\xff.npy\n", text=False)
    assert result.stdout.splitlines()[1].startswith(b"\xff.npy,")


def test_a_missing_file_in_a_list_is_a_failed_input(hilo, arrays):
    result = hilo("stats", "--files-from", "-", input="a.npy\nmissing.npy\n")
    assert result.returncode == 1
    assert "hilo: missing.npy: OPEN: " in result.stderr


def test_a_name_that_is_longer_than_any(hilo, tmp_path):
    (tmp_path / "list").write_text("x" * 100_000 + "\n")
    result = hilo("stats", "--files-from", "list")
    assert result.returncode == 2
    assert "expected a path of at most 65536 bytes, found 100000" in result.stderr
