"""Pooled rows: exact over all values of all files of a directory, whoever adds them up."""

from __future__ import annotations

import itertools
import posixpath

import pytest
from differential.conftest import EXECUTORS, Configuration
from differential.expected import csv_row, csv_rows, difference, json_fields, load_json
from oracle.vectorised import Totals

# Totals of the whole corpus are NaN; most of these have more to show.
FOLDERS = """
dtypes offsets tails tails/float64 families/float64 blocks blocks/modest blocks/cancelling
integers bools specials/few bits groups groups/above_2_63 groups/exact_sum groups/halfway
groups/zeros groups/overflow groups/tiny groups/empty groups/empty_double groups/infinite
groups/all_dtypes groups/offset
""".split()


def pooled(corpus, keys):
    return sum((corpus.totals[key] for key in keys), Totals())


def configurations(instruction_sets):
    """Every executor with every instruction set."""
    for (executor, jobs), simd in itertools.product(EXECUTORS, instruction_sets):
        yield Configuration(executor, jobs, simd)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"ddof": 1, "nan_policy": "omit"},
        {"ddof": 700},
    ],
    ids=str,
)
def test_a_row_for_each_directory(corpus, instruction_sets, options):
    keys = sorted(corpus.cases, key=posixpath.dirname)
    expected = []
    for folder, inside in itertools.groupby(keys, posixpath.dirname):
        inside = list(inside)
        expected.append(csv_row(folder, pooled(corpus, inside).statistics(**options), len(inside)))
    flags = ["--by", "dir", "--format", "csv"]
    flags += [f"--{name.replace('_', '-')}={value}" for name, value in options.items()]
    outputs = set()
    for configuration in configurations(instruction_sets):
        result = corpus.program.stats(["corpus"], *flags, configuration=configuration)
        assert (result.returncode, result.stderr) == (0, "")
        assert not difference(csv_rows(result.stdout), expected), configuration
        outputs.add(result.stdout)
    assert len(outputs) == 1


@pytest.mark.parametrize("folder", FOLDERS)
def test_one_row_for_all(corpus, instruction_sets, folder):
    keys = corpus.keys(folder + "/")
    statistics = pooled(corpus, keys).statistics()
    expected = [csv_row("all", statistics, len(keys))]
    for configuration in configurations(instruction_sets[:1] + instruction_sets[-1:]):
        flags = ["--by", "all", "--format", "csv"]
        result = corpus.program.stats([f"corpus/{folder}"], *flags, configuration=configuration)
        assert not difference(csv_rows(result.stdout), expected), configuration


@pytest.mark.parametrize("by", ["file", "dir", "all"])
@pytest.mark.parametrize("folder", FOLDERS)
def test_the_total_is_of_all_whatever_the_rows(corpus, folder, by):
    keys = corpus.keys(folder + "/")
    for nan_policy in ("propagate", "omit"):
        flags = ["--by", by, "--nan-policy", nan_policy, "--ddof", "1", "--format", "json"]
        document = load_json(corpus.program.stats([f"corpus/{folder}"], *flags).stdout)
        statistics = pooled(corpus, keys).statistics(ddof=1, nan_policy=nan_policy)
        assert document["total"] == {"files": str(len(keys)), **json_fields(statistics)}


@pytest.mark.parametrize("beyond", [-1, 0, 1])
def test_ddof_around_the_size_of_a_group(corpus, beyond):
    folder = "groups/offset"
    keys = corpus.keys(folder + "/")
    ddof = sum(corpus.cases[key].array.size for key in keys) + beyond
    expected = [csv_row("all", pooled(corpus, keys).statistics(ddof=ddof), len(keys))]
    flags = ["--by", "all", "--ddof", str(ddof), "--format", "csv"]
    result = corpus.program.stats([f"corpus/{folder}"], *flags)
    assert not difference(csv_rows(result.stdout), expected)
    assert expected[0].endswith(",,") == (beyond >= 0)


def test_nan_policy_raise_leaves_the_file_out_of_its_group(corpus):
    """Of the specials, those with a NaN; the others are pooled."""
    keys = [k for k in corpus.keys("specials/few/") if not corpus.totals[k].counts.nan_count]
    expected = [csv_row("corpus/specials/few", pooled(corpus, keys).statistics(), len(keys))]
    flags = ["--by", "dir", "--nan-policy", "raise", "--format", "csv"]
    for executor, jobs in EXECUTORS:
        result = corpus.program.stats(
            ["corpus/specials/few"], *flags, configuration=Configuration(executor, jobs)
        )
        assert result.returncode == 1
        assert not difference(csv_rows(result.stdout), expected)
