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
