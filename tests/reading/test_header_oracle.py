"""NumPy is the oracle: whatever hilo reads, NumPy reads as the same array, never the other way.

The one list of exceptions: spellings of dtypes that came or went between NumPy 1.24 and 2, of which
hilo reads all.
"""

from __future__ import annotations

import itertools
import os
import random
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from reading.hilo_info import HiloInfo, Info
from reading.npy_variants import (
    DATA,
    LONG_SPELLINGS,
    PLAIN,
    REFUSED,
    SIZED_SPELLINGS,
    SPELLINGS,
    mutate,
    npy,
    with_descr,
    with_shape,
)

try:
    from numpy.lib._format_impl import _read_array_header
except ImportError:
    from numpy.lib.format import _read_array_header

MUTATIONS = int(os.environ.get("HILO_MUTATIONS", "2000"))
KINDS = {"b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"}

# Names that not every NumPy from 1.24 on has.
NUMPY_1_NAMES = {"bool8": "|b1", "int0": "<i8", "uint0": "<u8", "float_": "<f8"}
NUMPY_2_NAMES = {"n": "<i8", "N": "<u8"}
MOVED_NAMES = NUMPY_1_NAMES | NUMPY_2_NAMES


@dataclass(frozen=True)
class Oracle:
    """What NumPy makes of a file: the array's facts, or why it refuses."""

    dtype: str = ""
    shape: tuple[int, ...] = ()
    order: str = ""
    data_offset: int = 0
    refusal: str = ""


def ask_numpy(path: Path) -> Oracle:
    try:
        with warnings.catch_warnings(), path.open("rb") as file:
            warnings.simplefilter("ignore")
            array = np.load(path, allow_pickle=False)
            version = np.lib.format.read_magic(file)
            _, fortran_order, _ = _read_array_header(file, version)
            order = "F" if fortran_order else "C"
            return Oracle(array.dtype.str, array.shape, order, file.tell())
    # A file that NumPy cannot read may raise anything: also MemoryError, TypeError, TokenError.
    except Exception as error:  # noqa: BLE001
        return Oracle(refusal=f"{type(error).__name__}: {error}")


def write_all(folder: Path, contents: Iterable[bytes]) -> list[Path]:
    paths = []
    for number, content in enumerate(contents):
        path = folder / f"{number}.npy"
        path.write_bytes(content)
        paths.append(path)
    return paths


def assert_agrees(info: Info, path: Path) -> None:
    """Holds for a file that hilo read."""
    content = path.read_bytes()[:300]
    oracle = ask_numpy(path)
    assert not oracle.refusal, f"hilo reads what NumPy refuses ({oracle.refusal}): {content!r}"
    fields = info.fields
    assert fields is not None
    found = Oracle(fields["dtype"], tuple(fields["shape"]), fields["order"], fields["data_offset"])
    assert found == oracle, f"{content!r}"
    assert fields["header_version"] == f"{content[6]}.{content[7]}"
    assert fields["size"] == int(np.prod(oracle.shape, dtype=object))
    assert fields["data_bytes"] == fields["size"] * np.dtype(oracle.dtype).itemsize
    assert fields["data_offset"] + fields["data_bytes"] == path.stat().st_size


def assert_all_read(infos: Sequence[Info], paths: Sequence[Path]) -> None:
    for info, path in zip(infos, paths, strict=True):
        content = path.read_bytes()[:300]
        assert info.fields is not None, f"{info.code}: {info.message}: {content!r}"
        assert_agrees(info, path)


def assert_never_laxer(infos: Sequence[Info], paths: Sequence[Path]) -> None:
    for info, path in zip(infos, paths, strict=True):
        if info.fields is not None:
            assert_agrees(info, path)


@pytest.mark.parametrize("version", [1, 2, 3])
def test_every_spelling_is_read(hilo_info: HiloInfo, tmp_path: Path, version: int) -> None:
    contents = [npy(header, DATA, version) for header in SPELLINGS]
    contents += [npy(header, bytes(size), version) for header, size in SIZED_SPELLINGS]
    # NumPy 1.24 passes the headers of versions 1 and 2 through tokenize, which loses a little.
    paths = write_all(tmp_path, contents)
    assert_all_read(hilo_info(paths), paths)


def test_python2_longs_are_read_in_versions_1_and_2(hilo_info: HiloInfo, tmp_path: Path) -> None:
    contents = [npy(header, DATA, version) for header in LONG_SPELLINGS for version in (1, 2)]
    paths = write_all(tmp_path, contents)
    assert_all_read(hilo_info(paths), paths)


def test_python2_longs_are_refused_in_version_3(hilo_info: HiloInfo, tmp_path: Path) -> None:
    paths = write_all(tmp_path, [npy(header, DATA, 3) for header in LONG_SPELLINGS])
    assert [info.code for info in hilo_info(paths)] == ["HEADER_SYNTAX"] * len(paths)


@pytest.mark.parametrize("version", [1, 2, 3])
def test_bad_headers_are_refused_by_code(hilo_info: HiloInfo, tmp_path: Path, version: int) -> None:
    paths = write_all(tmp_path, [npy(header, DATA, version) for header, _ in REFUSED])
    for info, (header, code) in zip(hilo_info(paths), REFUSED, strict=True):
        assert info.code == code, f"{header!r}: {info}"
        assert "expected " in info.message
        assert "found " in info.message
        assert info.message.isprintable()


def test_non_ascii_text_is_read_where_python_takes_it(hilo_info: HiloInfo, tmp_path: Path) -> None:
    header = PLAIN + " # \xe9\u20ac\U0001f600"
    latin = (PLAIN + " # \xe9\x93\xff").encode("latin-1")
    paths = write_all(tmp_path, [npy(header, version=3), npy(latin), npy(latin, version=2)])
    assert_all_read(hilo_info(paths), paths)


@pytest.mark.parametrize(
    "bad", [b"\xe9", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82", b"\x80"]
)
def test_version_3_must_be_utf8(hilo_info: HiloInfo, tmp_path: Path, bad: bytes) -> None:
    paths = write_all(tmp_path, [npy(PLAIN.encode() + b" #" + bad, version=3)])
    assert ask_numpy(paths[0]).refusal.startswith("UnicodeDecodeError")
    assert hilo_info(paths)[0].code == "HEADER_UTF8"


def test_header_length_limit_is_numpys(hilo_info: HiloInfo, tmp_path: Path) -> None:
    contents = [
        npy(PLAIN.ljust(length), DATA, version)
        for version in (1, 2, 3)
        for length in (9999, 10000, 10001, 60000)
    ]
    paths = write_all(tmp_path, contents)
    infos = hilo_info(paths)
    assert [info.code for info in infos] == ["", "", "HEADER_LEN", "HEADER_LEN"] * 3
    assert_never_laxer(infos, paths)
    assert all(ask_numpy(path).refusal for path in paths[2::4])


def known_spellings() -> list[str]:
    """Every name and character of a type of ours that NumPy has, with and without byte orders."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        names = [name for name in np.sctypeDict if isinstance(name, str)]
        names += [chr(number) for number in range(128)]
        names += [f"{kind}{size}" for kind in "biuf" for size in (1, 2, 4, 8)]
        names += ["f 8", "f+8", "f08", "i\t+004", "u\n1", "b\v1", "f" + "0" * 40 + "8"]
        known = []
        for name in (order + name for order in ("", "<", ">", "=", "|") for name in names):
            try:
                dtype = np.dtype(name)
            except (TypeError, ValueError, SyntaxError):
                continue
            if dtype.str[1:] in KINDS:
                known.append(name)
    assert len(known) > 200
    return known


def npy_of_dtype(dtype: np.dtype, descr: str) -> bytes:
    return npy(with_descr(repr(descr)), bytes(3 * dtype.itemsize))


def test_every_dtype_that_numpy_knows_is_read(hilo_info: HiloInfo, tmp_path: Path) -> None:
    contents = []
    for name in known_spellings():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            contents.append(npy_of_dtype(np.dtype(name), name))
    paths = write_all(tmp_path, contents)
    assert_all_read(hilo_info(paths), paths)


def test_dtypes_of_other_numpys_are_read(hilo_info: HiloInfo, tmp_path: Path) -> None:
    contents = [npy_of_dtype(np.dtype(value), name) for name, value in MOVED_NAMES.items()]
    paths = write_all(tmp_path, contents)
    for info, value in zip(hilo_info(paths), MOVED_NAMES.values(), strict=True):
        assert info.fields is not None, info
        assert info.fields["dtype"] == value


def test_no_short_descr_is_read_that_numpy_refuses(hilo_info: HiloInfo, tmp_path: Path) -> None:
    letters = "<>=|?bBiulqpdefgcSUVOMm0128 +"
    descrs = ["".join(pair) for pair in itertools.product(letters, repeat=2)]
    descrs += ["".join(triple) for triple in itertools.product("<|b?iufdcO", "biufdO1 ", "0128 +")]
    # One byte is no multiple of any size but one: hilo must know the dtype to say SHORT_DATA.
    contents = [npy(with_descr(repr(d)).replace("(3,)", "(0,)"), b"") for d in descrs]
    paths = write_all(tmp_path, contents)
    infos = hilo_info(paths)
    assert_never_laxer(infos, paths)
    for info, path, descr in zip(infos, paths, descrs, strict=True):
        oracle = ask_numpy(path)
        if oracle.dtype[1:] in KINDS and not descr[0].isdigit():
            assert info.fields is not None, f"{descr!r}: {info}"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_mutated_headers_are_never_read_laxer(
    hilo_info: HiloInfo, tmp_path: Path, seed: int
) -> None:
    print(f"seed {seed}, {MUTATIONS} mutations")
    source = random.Random(seed)
    originals = SPELLINGS + LONG_SPELLINGS + [with_shape("()"), with_descr("'|u1'"), PLAIN, PLAIN]
    contents = []
    for _ in range(MUTATIONS):
        header = mutate(source, source.choice(originals))
        version = source.choice((1, 1, 2, 3))
        data = bytes(source.choice((0, 3, 8, 24, 24, 24, 24)))
        contents.append(npy(header.encode("utf-8" if version == 3 else "latin-1"), data, version))
    paths = write_all(tmp_path, contents)
    infos = hilo_info(paths)
    moved = [any(f"'{name}'" in repr(path.read_bytes()) for name in MOVED_NAMES) for path in paths]
    kept = [not is_moved for is_moved in moved]
    assert_never_laxer(list(itertools.compress(infos, kept)), list(itertools.compress(paths, kept)))
    read = sum(info.fields is not None for info in infos)
    assert read > MUTATIONS / 50, "the mutations do too much to test anything"


@pytest.mark.parametrize("seed", [11, 12])
def test_mutated_bytes_are_never_read_laxer(hilo_info: HiloInfo, tmp_path: Path, seed: int) -> None:
    print(f"seed {seed}, {MUTATIONS} mutations")
    source = random.Random(seed)
    originals = [npy(PLAIN.ljust(118) + "\n", DATA, version) for version in (1, 2, 3)]
    contents = []
    for _ in range(MUTATIONS):
        content = bytearray(source.choice(originals))
        for _ in range(source.choice((1, 1, 2, 3))):
            content[source.randrange(len(content))] = source.randrange(256)
        contents.append(bytes(content[: source.choice((None, None, None, -1, 40, 8, 7))]))
    paths = write_all(tmp_path, contents)
    assert_never_laxer(hilo_info(paths), paths)
