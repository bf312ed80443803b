"""Contents of files that are refused, each with the code of its refusal."""

from __future__ import annotations

import io
import pickle
import struct

import numpy as np

MAGIC = b"\x93NUMPY"
GOOD_HEADER = "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }"


def npy(header: str | bytes, data: bytes = bytes(24), version: int = 1) -> bytes:
    """A file with this header, right or wrong, in 128 bytes where it fits."""
    if isinstance(header, str):
        header = header.encode("utf-8" if version == 3 else "latin-1")
    preamble_bytes = 10 if version == 1 else 12
    header = header.ljust(128 - preamble_bytes - 1) + b"\n"
    length = struct.pack("<H" if version == 1 else "<I", len(header))
    return MAGIC + bytes([version, 0]) + length + header + data


def with_header(**changes: str) -> bytes:
    fields = {"descr": "'<f8'", "fortran_order": "False", "shape": "(3,)"} | changes
    return npy("{" + ", ".join(f"'{name}': {text}" for name, text in fields.items()) + "}")


def saved(array: np.ndarray, **keywords: bool) -> bytes:
    file = io.BytesIO()
    np.save(file, array, **keywords)
    return file.getvalue()


def archive(**arrays: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


GOOD = npy(GOOD_HEADER)
ARRAY = np.arange(100.0)
STRUCTURED = np.zeros(3, [("a", "<i4"), ("b", "<f8")])
OBJECTS = np.array([None, {}], object)
HUGE = "(1000000000000,)"

BAD_FILES: dict[str, tuple[str, bytes]] = {
    "no_bytes": ("EMPTY", b""),
    "half_a_magic": ("SHORT_HEADER", MAGIC[:3]),
    "only_magic": ("SHORT_HEADER", MAGIC),
    "no_length": ("SHORT_HEADER", MAGIC + b"\1\0"),
    "half_a_length": ("SHORT_HEADER", MAGIC + b"\2\0\x76\0"),
    "half_a_header": ("SHORT_HEADER", GOOD[:64]),
    "almost_a_header": ("SHORT_HEADER", GOOD[:127]),
    "text": ("MAGIC", b"1.0 2.0 3.0\n"),
    "one_byte": ("MAGIC", b"\0"),
    "archive": ("MAGIC", archive(a=ARRAY)),
    "pickle": ("MAGIC", pickle.dumps([1.0])),
    "zeros": ("MAGIC", bytes(4096)),
    "magic_later": ("MAGIC", b" " + GOOD),
    "version_0": ("VERSION", GOOD.replace(b"NUMPY\1\0", b"NUMPY\0\0")),
    "version_1_1": ("VERSION", GOOD.replace(b"NUMPY\1\0", b"NUMPY\1\1")),
    "version_4": ("VERSION", GOOD.replace(b"NUMPY\1\0", b"NUMPY\4\0")),
    "long_header": ("HEADER_LEN", MAGIC + b"\2\0" + struct.pack("<I", 2**32 - 1) + bytes(200)),
    "header_of_64_kib": ("HEADER_LEN", MAGIC + b"\1\0" + struct.pack("<H", 2**16 - 1) + GOOD[10:]),
    "no_dictionary": ("HEADER_SYNTAX", npy("[1, 2]")),
    "binary_header": ("HEADER_SYNTAX", npy(bytes(range(256))[:80])),
    "code": ("HEADER_SYNTAX", with_header(shape="__import__('os').getpid()")),
    "deep": ("HEADER_SYNTAX", with_header(shape="(" * 40 + ")" * 39)),
    "no_shape": ("HEADER_KEYS", npy("{'descr': '<f8', 'fortran_order': False, }")),
    "another_key": ("HEADER_KEYS", with_header(color="'red'")),
    "shape_twice": ("HEADER_KEYS", npy(GOOD_HEADER[:-1] + "'shape': (2,)}")),
    "order_of_0": ("HEADER_KEYS", with_header(fortran_order="0")),
    "latin_1_in_version_3": ("HEADER_UTF8", npy(b"{'descr': '<f8' # \xe9\n", version=3)),
    "negative_shape": ("SHAPE", with_header(shape="(-1,)")),
    "shape_of_floats": ("SHAPE", with_header(shape="(3.0,)")),
    "no_tuple": ("SHAPE", with_header(shape="3")),
    "65_dimensions": ("SHAPE", with_header(shape="(" + "1," * 65 + ")")),
    "2_64_values": ("OVERFLOW", with_header(shape="(4294967296, 4294967296)")),
    "2_63_values": ("OVERFLOW", with_header(shape="(9223372036854775808,)", descr="'|u1'")),
    "2_63_bytes": ("OVERFLOW", with_header(shape="(1152921504606846976,)")),
    "wraps_to_3": ("OVERFLOW", with_header(shape="(6148914691236517205, 9)", descr="'|u1'")),
    "no_data": ("SHORT_DATA", GOOD[:128]),
    "one_byte_short": ("SHORT_DATA", GOOD[:-1]),
    "10_12_values": ("SHORT_DATA", with_header(shape=HUGE)),
    "2_63_bytes_less_8": ("SHORT_DATA", with_header(shape="(1152921504606846975,)")),
    "cut_off": ("SHORT_DATA", saved(np.zeros(100_000))[:512]),
    "one_byte_more": ("TRAILING", GOOD + b"\0"),
    "two_arrays": ("TRAILING", GOOD + GOOD),
    "data_of_none": ("TRAILING", with_header(shape="(0,)")),
    "objects": ("OBJECT", saved(OBJECTS, allow_pickle=True)),
    "object_of_no_size": ("OBJECT", with_header(descr="'O'")),
    "complex": ("DTYPE", saved(ARRAY.astype("c16"))),
    "long_double": ("DTYPE", saved(ARRAY.astype("g"))),
    "text_array": ("DTYPE", saved(np.array(["a", "bc"]))),
    "bytes_array": ("DTYPE", saved(np.array([b"a", b"bc"]))),
    "dates": ("DTYPE", saved(np.array(["2024-02-29"], "M8[D]"))),
    "durations": ("DTYPE", saved(np.array([1], "m8[s]"))),
    "structured": ("DTYPE", saved(STRUCTURED)),
    "void": ("DTYPE", saved(np.zeros(3, "V8"))),
}
