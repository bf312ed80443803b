"""Each case x executor x jobs x instruction set x chunk size x order of files, bit for bit."""

from __future__ import annotations

import itertools

import pytest
from differential.cases import CHUNK_BYTES
from differential.conftest import EXECUTORS, Configuration
from differential.expected import csv_row, csv_rows, difference, json_fields, load_json
from oracle import exact
from oracle.value_families import random_of
from oracle.vectorised import Totals

FORMATS = ["csv", "json", "jsonl"]


def expected_row(corpus, key, **options):
    case = corpus.cases[key]
    statistics = corpus.totals[key].statistics(**options)
    return csv_row(key, statistics, 1, case.array.dtype.str, case.array.shape)


def in_order(corpus, order):
    """The same files, named in different ways: (inputs, flags, standard input)."""
    if order == "directory":
        return ["corpus"], [], ""
    keys = list(corpus.cases)
    random_of("order", order).shuffle(keys)
    if order == "arguments":
        return keys, [], ""
    return ["corpus/tails"], ["--files-from", "-"], "\n".join(keys)


@pytest.fixture(scope="module")
def reference(corpus):
    """The output of each format in one configuration, which the first tests hold to the oracle."""

    def output(output_format):
        result = corpus.program.stats(
            ["corpus"], "--format", output_format, configuration=Configuration("serial", 1)
        )
        assert (result.returncode, result.stderr) == (0, "")
        return result.stdout

    return {output_format: output(output_format) for output_format in FORMATS}


def test_the_oracles_agree_on_the_cases(corpus):
    for key, case in corpus.cases.items():
        if case.array.size > 600 or case.name.startswith("tails/"):
            continue
        expected = repr(exact.statistics_of([case.array], ddof=1))
        assert repr(corpus.totals[key].statistics(ddof=1)) == expected, key


def test_every_file_is_the_oracle_s_row(corpus, reference):
    expected = [expected_row(corpus, key) for key in corpus.cases]
    assert not difference(csv_rows(reference["csv"]), expected)


def test_json_says_the_same(corpus, reference):
    document = load_json(reference["json"])
    assert [group["key"] for group in document["groups"]] == list(csv_rows(reference["csv"]))
    for group in document["groups"]:
        case = corpus.cases[group["key"]]
        assert group == {
            "key": group["key"],
            "files": "1",
            "dtype": case.array.dtype.str,
            "shape": [str(length) for length in case.array.shape],
            **json_fields(corpus.totals[group["key"]].statistics()),
        }
    count = str(len(corpus.cases))
    total = sum(corpus.totals.values(), Totals()).statistics()
    assert document["total"] == {"files": count, **json_fields(total)}
    assert document["files"] == {"found": count, "included": count, "failed": "0"}
    assert (document["errors"], document["complete"]) == ([], True)


def test_jsonl_says_the_same(reference):
    *groups, rest = [load_json(line) for line in reference["jsonl"].splitlines()]
    document = load_json(reference["json"])
    assert document == rest | {"groups": groups}


@pytest.mark.parametrize(("executor", "jobs"), EXECUTORS)
def test_the_executor_does_not_show(corpus, reference, executor, jobs):
    configuration = Configuration(executor, jobs)
    for output_format in FORMATS:
        flags = ["--format", output_format]
        result = corpus.program.stats(["corpus"], *flags, configuration=configuration)
        assert (result.returncode, result.stderr) == (0, "")
        assert result.stdout == reference[output_format], output_format


@pytest.mark.slow
@pytest.mark.parametrize("chunk_bytes", CHUNK_BYTES)
@pytest.mark.parametrize(("executor", "jobs"), EXECUTORS)
def test_the_configuration_does_not_show(
    corpus, reference, instruction_sets, executor, jobs, chunk_bytes
):
    """Three runs for each instruction set, which join every order with every format over all."""
    orders = ["directory", "arguments", "files_from"]
    for number, simd in enumerate(instruction_sets):
        configuration = Configuration(executor, jobs, simd, chunk_bytes)
        turn = number + EXECUTORS.index((executor, jobs))
        for order, output_format in zip(
            orders, FORMATS[turn % 3 :] + FORMATS[: turn % 3], strict=True
        ):
            inputs, flags, stdin = in_order(corpus, order)
            result = corpus.program.stats(
                inputs,
                *flags,
                *("--format", output_format),
                configuration=configuration,
                stdin=stdin,
            )
            assert (result.returncode, result.stderr) == (0, "")
            same = result.stdout == reference[output_format]
            assert same, f"{configuration}, {order}, {output_format}"


@pytest.mark.parametrize("nan_policy", ["propagate", "omit", "raise"])
@pytest.mark.parametrize("ddof", [0, 1, 2, 100, 101, 2**63 - 1])
def test_ddof_and_nan_policy(corpus, instruction_sets, ddof, nan_policy):
    """100 and 101 are the size of many cases, and one more."""
    options = {"ddof": ddof, "nan_policy": nan_policy}
    raises = {key for key in corpus.cases if corpus.totals[key].counts.nan_count}
    included = [key for key in corpus.cases if nan_policy != "raise" or key not in raises]
    expected = [expected_row(corpus, key, **options) for key in included]
    flags = ["--ddof", str(ddof), "--nan-policy", nan_policy, "--format", "csv"]
    executors = itertools.cycle(EXECUTORS)
    for simd in instruction_sets:
        configuration = Configuration(*next(executors), simd)
        result = corpus.program.stats(["corpus"], *flags, configuration=configuration)
        assert not difference(csv_rows(result.stdout), expected), configuration
        failed = [line.split(": ")[1:3] for line in result.stderr.splitlines()[:-1]]
        if nan_policy == "raise":
            assert result.returncode == 1
            assert sorted(failed) == sorted([key, "NAN"] for key in raises)
        else:
            assert (result.returncode, failed) == (0, [])
