"""A folder of arrays whose statistics are told in every way."""

import numpy
import pytest


@pytest.fixture
def folder(npy, tmp_path):
    """Arrays of several dtypes, shapes and directories, and one file that is no array."""
    random = numpy.random.default_rng(3)
    for number in range(12):
        npy(f"d/part_{number % 3}/file_{number}.npy", random.normal(size=40 + number))
    npy("d/part_1/ints.npy", [[2**62, -5], [7, 8]], dtype="i8")
    npy("d/part_2/nan.npy", [1.0, float("nan"), 1e300, 5e-324])
    npy("d/big.npy", random.normal(size=30).astype(">f4"))
    npy("d/zero.npy", [], dtype="f8")
    npy("d/scalar.npy", 3.5)
    (tmp_path / "d" / "broken.npy").write_bytes(b"not an array")
    return "d"


@pytest.fixture
def names(folder, tmp_path):
    return sorted(str(path.relative_to(tmp_path)) for path in (tmp_path / folder).rglob("*.npy"))
