"""Every refusal that the bytes of a file can earn, among good files."""

from __future__ import annotations

import json

import numpy as np
import pytest
from bad_input.bad_files import BAD_FILES, GOOD
from bad_input.conftest import EXECUTORS

CODES = """
EMPTY SHORT_HEADER MAGIC VERSION HEADER_LEN HEADER_SYNTAX HEADER_KEYS HEADER_UTF8 SHAPE OVERFLOW
SHORT_DATA TRAILING OBJECT DTYPE
""".split()


def test_there_is_a_file_for_every_code():
    assert {code for code, _ in BAD_FILES.values()} == set(CODES)


def test_the_bad_files_are_bad_for_one_reason(folder):
    """What they are made from is read."""
    (folder.path / "file_1.npy").write_bytes(GOOD)
    assert folder.run("serial", 1).returncode == 0


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_changes_nothing_else(folder, executor, name):
    code, contents = BAD_FILES[name]
    before = folder.run(*executor)
    (folder.path / "file_31.npy").write_bytes(contents)
    after = folder.run(*executor)
    folder.assert_only_refused(before, after, "d/file_31.npy", code)


def write_all(path):
    """All bad files, in the order of the inputs."""
    for number, (_, contents) in enumerate(BAD_FILES.values()):
        (path / f"file_{2 * number + 1}.npy").write_bytes(contents)
    return [(f"d/file_{2 * i + 1}.npy", code) for i, (code, _) in enumerate(BAD_FILES.values())]


def test_errors_come_in_input_order(folder, executor):
    before = folder.run(*executor)
    expected = write_all(folder.path)
    after = folder.run(*executor)
    assert after.rows == before.rows
    assert [(error["path"], error["code"]) for error in after.errors] == expected
    assert len(after.said) == len(expected) + 1
    for line, (path, code) in zip(after.said[:-1], expected, strict=True):
        assert line.startswith(f"hilo: {path}: {code}: expected ")
    assert after.said[-1] == f"hilo: {len(expected)} of {len(expected) + 30} inputs failed"


def test_every_executor_says_the_same(folder, hilo):
    """Bytes that are refused, no files, values that are refused: each message, and its offset."""
    write_all(folder.path)
    (folder.path / "fifo.npy").symlink_to("/dev/null")
    (folder.path / "gone.npy").symlink_to("nowhere")
    np.save(folder.path / "nan.npy", [1.0, np.nan])
    said = set()
    for executor, jobs in EXECUTORS:
        flags = ["--executor", executor, "-j", str(jobs), "--nan-policy", "raise"]
        result = hilo("stats", *flags, "--format", "json", "d", "missing.npy")
        assert result.returncode == 1
        said.add((result.stdout, result.stderr))
    assert len(said) == 1
    codes = {error["code"] for error in json.loads(result.stdout)["errors"]}
    assert codes == {*CODES, "NOT_REGULAR", "OPEN", "NAN"}


@pytest.mark.parametrize("by", ["dir", "all"])
def test_groups_are_of_the_good_files(folder, executor, by):
    before = folder.run(*executor, "--by", by)
    expected = write_all(folder.path)
    after = folder.run(*executor, "--by", by)
    assert after.rows == before.rows
    assert [(error["path"], error["code"]) for error in after.errors] == expected


def test_a_group_of_bad_files_has_no_row(folder, executor):
    (folder.path / "bad").mkdir()
    (folder.path / "bad" / "file_1.npy").write_bytes(b"")
    after = folder.run(*executor, "--by", "dir")
    assert after.keys() == ["d"]
    assert [error["path"] for error in after.errors] == ["d/bad/file_1.npy"]


def test_all_files_are_bad(folder, executor):
    for path in folder.path.iterdir():
        path.unlink()
    expected = write_all(folder.path)
    after = folder.run(*executor)
    assert (after.returncode, after.rows) == (1, [])
    assert [(error["path"], error["code"]) for error in after.errors] == expected
    assert after.document["total"] == {
        "files": 0,
        **dict.fromkeys("size nan_count posinf_count neginf_count".split(), 0),
        **dict.fromkeys("min max sum mean var std".split()),
    }
    assert after.document["complete"] is False


@pytest.mark.parametrize("name", BAD_FILES)
def test_on_error_fail_gives_no_result(folder, hilo, executor, name):
    code, contents = BAD_FILES[name]
    (folder.path / "file_31.npy").write_bytes(contents)
    (folder.path / "file_59.npy").write_bytes(b"")
    for output_format in ("csv", "json"):
        flags = ["--executor", executor[0], "-j", str(executor[1]), "--format", output_format]
        result = hilo("stats", "--on-error", "fail", *flags, "d")
        assert (result.returncode, result.stdout) == (3, "")
        (line,) = result.stderr.splitlines()
        assert line.startswith(f"hilo: d/file_31.npy: {code}: expected ")


@pytest.mark.parametrize("cut", [*range(0, 129, 8), *range(129, 152, 4), 151])
def test_a_file_that_ends_anywhere_is_refused(folder, hilo, cut):
    (folder.path / "cut.npy").write_bytes(GOOD[:cut])
    result = hilo("stats", "d/cut.npy", "-q")
    code = "EMPTY" if cut == 0 else "SHORT_HEADER" if cut < 128 else "SHORT_DATA"
    assert result.returncode == 1
    assert result.stderr.startswith(f"hilo: d/cut.npy: {code}: ")


@pytest.mark.parametrize("nan", [np.nan, -np.nan])
def test_nan_under_nan_policy_raise(folder, executor, nan):
    before = folder.run(*executor, "--nan-policy", "raise")
    values = np.ones(5000, np.float32)
    values[4321] = nan
    np.save(folder.path / "file_31.npy", values)
    after = folder.run(*executor, "--nan-policy", "raise")
    folder.assert_only_refused(before, after, "d/file_31.npy", "NAN")
    assert folder.run(*executor).returncode == 0
