"""States that earlier versions wrote are read for good."""

import pathlib

DATA = pathlib.Path(__file__).parent / "data"


def test_version_1(hilo, tmp_path):
    state = DATA / "version_1.hilo"
    result = hilo("merge", state, "--format", "csv", "--save", "again.hilo")
    assert result.returncode == 1
    assert result.stdout == (DATA / "version_1.csv").read_text()
    assert "hilo: d/broken.npy: MAGIC: " in result.stderr
    assert (tmp_path / "again.hilo").read_bytes() == state.read_bytes()


def test_version_1_of_a_run_that_was_interrupted(hilo, tmp_path):
    """The same, with an input that the run did not come to, and perhaps others."""
    state = DATA / "version_1_interrupted.hilo"
    result = hilo("merge", state, "--format", "csv", "--save", "again.hilo")
    assert result.returncode == 1
    assert result.stdout == (DATA / "version_1.csv").read_text()
    assert "are missing: a run was interrupted, the result is incomplete" in result.stderr
    assert (tmp_path / "again.hilo").read_bytes() == state.read_bytes()
