"""The files of the differential suite, with the values that each one holds."""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from oracle.value_families import (
    FAMILIES,
    FINITE,
    LARGEST,
    MODEST,
    SMALLEST,
    Random,
    any_integers,
    cancelling_segments,
    extreme_integers,
    random_of,
    segments,
)

INTEGERS = "i1 i2 i4 i8 u1 u2 u4 u8".split()
FLOATS = "f2 f4 f8".split()
KINDS = ["?", *INTEGERS, *FLOATS]

# A kernel converts or flushes its sums after so many values, which depends on its vector length.
BLOCK_EDGES = [128, 256, 512, 1024, 2048, 4096, 8192]
CHUNK_BYTES = [1 << 14, 1 << 17, 1 << 20]


@dataclass(frozen=True)
class Case:
    """A .npy file: its path below the corpus, and its elements."""

    name: str
    array: np.ndarray
    order: str = "C"
    data_offset: int = 128
    version: int = 1

    def contents(self) -> bytes:
        preamble = b"\x93NUMPY" + bytes([self.version, 0])
        preamble_bytes = len(preamble) + (2 if self.version == 1 else 4)
        header = (
            f"{{'descr': '{self.array.dtype.str}', 'fortran_order': {self.order == 'F'}, "
            f"'shape': {self.array.shape}, }}"
        ).encode()
        header = header.ljust(self.data_offset - preamble_bytes - 1) + b"\n"
        assert len(header) + preamble_bytes == self.data_offset, "the header is longer than that"
        length = struct.pack("<H" if self.version == 1 else "<I", len(header))
        return preamble + length + header + self.array.tobytes(self.order)

    def write(self, folder: Path) -> None:
        path = folder / self.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.contents())


def plain_values(random: Random, dtype: np.dtype, size: int) -> np.ndarray:
    """Finite values from all of the dtype's range."""
    if dtype.kind == "b":
        return random.integers(0, 2, size).astype(dtype)
    values = any_integers(random, dtype, size)
    if dtype.kind in "iu":
        return values
    return np.where(np.isfinite(values), values, dtype.type(0.75)).astype(dtype)


def similar_values(random: Random, dtype: np.dtype, size: int) -> np.ndarray:
    """Floats of similar magnitudes, which kernels treat alike; integers as above."""
    if dtype.kind == "f":
        return random.normal(size=size).astype(dtype)
    return plain_values(random, dtype, size)


def dtypes() -> Iterator[Case]:
    """Every dtype, byte order, memory order and dimension."""
    shapes = [(), (0,), (1,), (5, 7, 3), (3, 0, 2), (1,) * 31 + (2,), (64, 33)]
    for kind, byte_order, order in itertools.product(KINDS, "<>", "CF"):
        dtype = np.dtype(byte_order + kind)
        random = random_of("dtypes", dtype.str, order)
        for number, shape in enumerate(shapes):
            array = plain_values(random, dtype, int(np.prod(shape))).reshape(shape)
            end = "big" if byte_order == ">" else "little"
            folder = dtype.name
            name = f"dtypes/{folder}/{end}_{order}_{number}.npy"
            yield Case(name, array, order, data_offset=256)


def offsets() -> Iterator[Case]:
    """Data that begin at any byte, also across the ends of chunks."""
    for kind, byte_order, odd in itertools.product(KINDS, "<>", range(1, 9)):
        dtype = np.dtype(byte_order + kind)
        values = similar_values(random_of("offsets", dtype.str, odd), dtype, 1500)
        end = "big" if byte_order == ">" else "little"
        name = f"offsets/{dtype.name}_{end}_{odd}.npy"
        yield Case(name, values, data_offset=120 + odd, version=1 + odd % 3)
    for kind, offset in itertools.product(["u2", "i8", "f4", "f8"], [131, 4099, 8192, 10007]):
        values = similar_values(random_of("chunks", kind, offset), np.dtype(kind), 30_000)
        yield Case(f"offsets/chunks/{kind}_{offset}.npy", values, data_offset=offset)


def tails() -> Iterator[Case]:
    """Every length around those of vectors, blocks and chunks."""
    for kind in KINDS:
        dtype = np.dtype(kind)
        margin, first = (9, 131) if kind == "f8" else (2, 67)
        sizes = {edge + d for edge in BLOCK_EDGES for d in range(-margin, margin + 1)}
        random = random_of("tails", kind)
        for size in sorted(sizes | set(range(first))):
            name = f"tails/{dtype.name}/{size}.npy"
            yield Case(name, similar_values(random, dtype, size))
    random = random_of("tails of chunks")
    for chunk, chunks, extra in itertools.product(CHUNK_BYTES, (1, 2), (-8, 0, 8)):
        if chunk * chunks > 1 << 20:
            continue
        file_bytes = chunk * chunks + extra
        name = f"tails/chunks/{file_bytes}.npy"
        yield Case(name, random.normal(size=(file_bytes - 128) // 8))


def families() -> Iterator[Case]:
    for (name, draw), kind in itertools.product(FAMILIES.items(), FLOATS):
        dtype = np.dtype(kind)
        random = random_of("families", name, kind)
        for size in (100, 5003):
            with np.errstate(over="ignore", invalid="ignore"):
                values = draw(random, size).astype(dtype)
            if name in FINITE:
                values = np.nan_to_num(values)  # what is too large for the dtype
            yield Case(f"families/{dtype.name}/{name}_{size}.npy", values)


def blocks() -> Iterator[Case]:
    """Changes from one family to another, within and between the blocks of a kernel."""
    for number in range(30):
        random, longest = random_of("blocks", number), [300, 3000, 9000][number % 3]
        yield Case(f"blocks/all/{number}.npy", segments(random, 9000, longest))
        yield Case(f"blocks/modest/{number}.npy", segments(random, 9000, longest, MODEST))
        yield Case(f"blocks/cancelling/{number}.npy", cancelling_segments(random, 9000, longest))


def integers() -> Iterator[Case]:
    for kind, size in itertools.product(INTEGERS, (3, 5000)):
        dtype = np.dtype(kind)
        random = random_of("integers", kind, size)
        for name, draw in extreme_integers(dtype).items():
            yield Case(f"integers/{dtype.name}_{name}_{size}.npy", draw(random, size))
    values = random_of("above 2^63").integers(2**63 + 1, 2**64, 3000, np.uint64)
    yield Case("integers/uint64_above.npy", values)


def bools() -> Iterator[Case]:
    """Bytes that are neither 0 nor 1 are true."""
    random = random_of("bools")
    for size in (1, 256, 5000):
        raw = random.integers(0, 256, size, np.uint8)
        yield Case(f"bools/any_{size}.npy", raw.view(np.bool_))
        yield Case(f"bools/even_{size}.npy", (raw * 2).astype(np.uint8).view(np.bool_))


def specials() -> Iterator[Case]:
    """Every combination of NaN, infinities, zeros of both signs and an ordinary number."""
    values = {"nan": np.nan, "inf": np.inf, "neginf": -np.inf}
    values |= {"minus0": -0.0, "plus0": 0.0, "number": -1.5}
    random = random_of("specials")
    for count in range(1, len(values) + 1):
        for chosen in itertools.combinations(values, count):
            some = np.array([values[name] for name in chosen])
            many = np.append(random.choice(some, 2500), some)
            kind = FLOATS[random.integers(len(FLOATS))]
            name = "_".join(chosen)
            yield Case(f"specials/few/{name}.npy", random.permutation(some))
            yield Case(f"specials/many/{name}.npy", random.permutation(many).astype(kind))


def bit_patterns() -> Iterator[Case]:
    """All values of float16; NaN of every kind, with payloads, signs, and signalling."""
    halves = np.arange(1 << 16, dtype=np.uint16).view(np.float16)
    yield Case("bits/all_halves.npy", halves)
    yield Case("bits/finite_halves.npy", halves[np.isfinite(halves)])
    random = random_of("payloads")
    for kind, exponent_bits in (("f2", 5), ("f4", 8), ("f8", 11)):
        dtype = np.dtype(kind)
        width = dtype.itemsize * 8
        fraction_bits = width - 1 - exponent_bits
        special = ((1 << exponent_bits) - 1) << fraction_bits
        payloads = random.integers(1, 1 << fraction_bits, 600, np.uint64)
        signs = random.integers(0, 2, 600, np.uint64) << np.uint64(width - 1)
        bits = (payloads | np.uint64(special) | signs).astype(f"u{dtype.itemsize}")
        yield Case(f"bits/{dtype.name}_nan.npy", bits.view(dtype))
        numbers = plain_values(random, dtype, 900)
        mixed = np.concatenate([numbers[:450], bits.view(dtype)[:1], numbers[450:]])
        yield Case(f"bits/{dtype.name}_one_nan.npy", mixed)


def groups() -> Iterator[Case]:
    """Files whose pooled statistics are harder than their own."""

    def case(name: str, dtype: str, *values: float) -> Case:
        return Case(f"groups/{name}.npy", np.array(values, dtype))

    yield case("above_2_63/double", "f8", 2.0**63)
    yield case("above_2_63/integer", "u8", 2**63 + 1)
    yield case("exact_sum/a", "u8", *[2**64 - 1] * 5)
    yield case("exact_sum/b", "i8", -(2**63), -1)
    yield case("exact_sum/c", "?", True, False)
    yield case("halfway/integer", "i8", 2**53, 1)
    yield case("halfway/double", "f8", -(2.0**-1074))
    yield case("zeros/integer", "i4", 0)
    yield case("zeros/negative", "f4", -0.0, -0.0)
    yield case("overflow/a", "f8", LARGEST, LARGEST)
    yield case("overflow/b", "f8", -LARGEST)
    yield case("overflow/c", "f2", 65504, -65504)
    yield case("tiny/a", "f8", SMALLEST)
    yield case("tiny/b", "f8", -3 * SMALLEST, 0)
    yield case("empty/integer", "i8")
    yield case("empty/double", "f8")
    yield case("empty_double/integer", "u8", 2**63 + 1)
    yield case("empty_double/none", "f8")
    yield case("infinite/a", "f4", np.inf, 1)
    yield case("infinite/b", "i1", 1, 2)
    yield case("infinite/deeper/still/c", "f8", -np.inf)
    random = random_of("groups")
    for number, kind in enumerate(KINDS):
        values = similar_values(random, np.dtype(kind), 700)
        yield Case(f"groups/all_dtypes/{number}.npy", values)
    for number in range(30):
        yield Case(f"groups/offset/{number}.npy", 1e9 + random.normal(size=300))
        yield Case(f"groups/run_{number % 7}/deep/{number}.npy", random.lognormal(size=100))


def all_cases() -> list[Case]:
    makers = [dtypes, offsets, tails, families, blocks, integers, bools, specials, bit_patterns]
    cases = [case for maker in [*makers, groups] for case in maker()]
    assert len({case.name for case in cases}) == len(cases)
    return cases
