"""States that earlier versions wrote are read for good."""

import pathlib

import pytest

DATA = pathlib.Path(__file__).parent / "data"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("version_1", "hilo: d/broken.npy: MAGIC: "),
        # The same, with an input that the run did not come to, and perhaps others.
        ("version_1_interrupted", "hilo: 1 of 6 inputs are missing: a run was interrupted, "),
    ],
)
def test_version_1(hilo, tmp_path, name, said):
    state = DATA / f"{name}.hilo"
    result = hilo("merge", state, "--format", "csv", "--save", "again.hilo")
    assert result.returncode == 1
    assert result.stdout == (DATA / "version_1.csv").read_text()
    assert said in result.stderr
    assert (tmp_path / "again.hilo").read_bytes() == state.read_bytes()
