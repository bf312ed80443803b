"""hilo info: what headers say."""

import json

import numpy
import pytest


@pytest.fixture
def arrays(npy, tmp_path):
    npy("a.npy", [[1, 2, 3]], dtype=">i4")
    npy("scalar.npy", 1.5)
    with open(tmp_path / "f.npy", "wb") as file:
        array = numpy.asfortranarray(numpy.zeros((3, 4), dtype="f4"))
        numpy.lib.format.write_array(file, array, version=(2, 0))


def test_json(hilo, arrays):
    result = hilo("info", "a.npy", "scalar.npy", "f.npy", "--format", "json")
    assert (result.returncode, result.stderr) == (0, "")
    document = json.loads(result.stdout)
    assert list(document) == ["schema", "version", "files", "errors"]
    assert (document["schema"], document["version"]) == ("hilo.info/1", "0.1.0")
    assert document["errors"] == []
    assert document["files"] == [
        {
            "path": "a.npy",
            "dtype": ">i4",
            "shape": [1, 3],
            "order": "C",
            "header_version": "1.0",
            "data_offset": 128,
            "data_bytes": 12,
            "size": 3,
        },
        {
            "path": "scalar.npy",
            "dtype": "<f8",
            "shape": [],
            "order": "C",
            "header_version": "1.0",
            "data_offset": 128,
            "data_bytes": 8,
            "size": 1,
        },
        {
            "path": "f.npy",
            "dtype": "<f4",
            "shape": [3, 4],
            "order": "F",
            "header_version": "2.0",
            "data_offset": 128,
            "data_bytes": 48,
            "size": 12,
        },
    ]


def test_json_is_one_file_a_line(hilo, arrays):
    text = hilo("info", "a.npy", "f.npy", "--format", "json").stdout
    lines = [line for line in text.splitlines() if line.startswith('  {"path"')]
    assert [json.loads(line.rstrip(","))["path"] for line in lines] == ["a.npy", "f.npy"]


def test_table(hilo, arrays):
    lines = hilo("info", "a.npy", "scalar.npy").stdout.splitlines()
    assert [line.split() for line in lines] == [
        "path dtype shape order header_version data_offset data_bytes size".split(),
        "a.npy >i4 1x3 C 1.0 128 12 3".split(),
        "scalar.npy <f8 () C 1.0 128 8 1".split(),
    ]


def test_a_failed_file_is_named(hilo, arrays):
    result = hilo("info", "missing.npy", "a.npy", "--format", "json")
    assert result.returncode == 1
    document = json.loads(result.stdout)
    assert [file["path"] for file in document["files"]] == ["a.npy"]
    (error,) = document["errors"]
    assert (error["path"], error["code"]) == ("missing.npy", "OPEN")
    assert result.stderr == f"hilo: missing.npy: OPEN: {error['message']}\n"


def test_a_directory_is_not_an_array(hilo, arrays):
    result = hilo("info", ".")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("hilo: .: NOT_REGULAR: ")


def test_names_hold_no_control_bytes(hilo, npy):
    npy("a\x1b[31m.npy", [1.0])
    assert "a\\x1b[31m.npy" in hilo("info", "a\x1b[31m.npy").stdout


def test_a_full_disk(hilo, arrays):
    with open("/dev/full", "w") as full:
        assert hilo("info", "a.npy", stdout=full).returncode == 3
