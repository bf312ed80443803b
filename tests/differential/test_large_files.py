"""Files that threads share piece by piece, and sums that fill their accumulators."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from differential.cases import Case, any_integers
from differential.conftest import Configuration, Program
from differential.expected import csv_row, csv_rows, difference
from oracle.value_families import FINITE, MODEST, cancelling_segments, random_of, segments
from oracle.vectorised import Totals

pytestmark = pytest.mark.slow

MIB = 1 << 20


def large_cases():
    """From just below to well above the size at which a file is shared."""
    random = random_of("large")
    yield Case("normal.npy", random.normal(size=5_000_001))
    for extra in (-1, 1):
        yield Case(f"edge_{extra}.npy", FINITE["offset"](random, 2 * MIB + extra))
    yield Case("segments.npy", segments(random, 2_200_000, 400_000, MODEST))
    yield Case("cancelling.npy", cancelling_segments(random, 2_200_000, longest=100_000))
    yield Case("any_exponent.npy", FINITE["any_finite"](random, 2_300_000))
    yield Case("halves.npy", FINITE["uniform"](random, 9_000_003).astype(">f2"))
    yield Case("floats.npy", random.normal(size=(3001, 1501)).astype(">f4"), "F", 131)
    yield Case("bytes.npy", any_integers(random, np.dtype("i1"), 17_000_003), data_offset=133)
    yield Case("integers.npy", any_integers(random, np.dtype(">u8"), 2_200_000), data_offset=141)
    yield Case("top_of_binade.npy", np.full(2_200_000, np.nextafter(2, 0)))
    yield Case("greatest.npy", np.full(2_200_000, -(2**63)))
    nan_near_the_end = np.append(np.zeros(2_200_000), [1.0, np.nan, -0.0])
    yield Case("nan_near_the_end.npy", nan_near_the_end)


@pytest.fixture(scope="module")
def large(hilo_program, tmp_path_factory):
    """The program beside the folder "large", and the cases with their totals."""
    folder = tmp_path_factory.mktemp("large_files")
    cases = list(large_cases())
    for case in cases:
        case.write(folder / "large")
    return Program(hilo_program, folder), [(case, Totals.of(case.array)) for case in cases]


def expected_rows(large, **options):
    for case, totals in large[1]:
        statistics = totals.statistics(**options)
        yield csv_row(f"large/{case.name}", statistics, 1, case.array.dtype.str, case.array.shape)


def all_configurations(instruction_sets):
    chunks = itertools.cycle([1 << 14, 1 << 17, 1 << 20])
    for simd, executor in itertools.product(
        instruction_sets, [("serial", 1), ("threads", 2), ("threads", 7), ("processes", 2)]
    ):
        yield Configuration(*executor, simd, next(chunks))


def test_large_files(large, instruction_sets):
    expected = list(expected_rows(large))
    outputs = set()
    for configuration in all_configurations(instruction_sets):
        flags = ["--format", "csv"]
        result = large[0].stats(["large"], *flags, configuration=configuration)
        assert (result.returncode, result.stderr) == (0, "")
        assert not difference(csv_rows(result.stdout), expected), configuration
        outputs.add(result.stdout)
    assert len(outputs) == 1


def test_one_large_file_alone(large, instruction_sets):
    """Nothing else for the other threads to do."""
    case, totals = large[1][0]
    row = csv_row("large/normal.npy", totals.statistics(), 1, "<f8", case.array.shape)
    for jobs in (1, 2, 7, 64):
        configuration = Configuration("threads", jobs)
        result = large[0].stats(
            ["large/normal.npy"], "--format", "csv", configuration=configuration
        )
        assert not difference(csv_rows(result.stdout), [row]), configuration


def test_the_pool_of_large_files(large):
    """Of those in which no value is so large that nothing else shows."""
    pooled = [pair for pair in large[1] if -1e6 < pair[1].min <= pair[1].max < 1e6]
    assert len(pooled) > 5
    totals = sum((totals for _, totals in pooled), Totals())
    statistics = totals.statistics(ddof=1, nan_policy="omit")
    expected = [csv_row("all", statistics, len(pooled))]
    flags = ["--by", "all", "--ddof", "1", "--nan-policy", "omit", "--format", "csv"]
    inputs = [f"large/{case.name}" for case, _ in pooled]
    for executor, jobs in (("serial", 1), ("threads", 2), ("threads", 7), ("processes", 3)):
        configuration = Configuration(executor, jobs)
        result = large[0].stats(inputs, *flags, configuration=configuration)
        assert not difference(csv_rows(result.stdout), expected), configuration


def test_nan_policy_raise_finds_a_nan_in_a_late_piece(large):
    expected = [row for row in expected_rows(large) if "nan_near" not in row]
    for executor, jobs in (("serial", 1), ("threads", 2), ("threads", 7), ("processes", 3)):
        flags = ["--nan-policy", "raise", "--format", "csv", "-q"]
        result = large[0].stats(["large"], *flags, configuration=Configuration(executor, jobs))
        assert result.returncode == 1
        assert result.stderr.startswith("hilo: large/nan_near_the_end.npy: NAN: ")
        assert not difference(csv_rows(result.stdout), expected)
