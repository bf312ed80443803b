"""hilo.Result: a value that adds up, is saved and read again, and tells what the program prints."""

from __future__ import annotations

import copy
import operator
import os
import pickle
import random

import hilo
import numpy as np
import pytest
from oracle.exact import Statistics, statistics_of
from oracle.value_families import SEED

pytestmark = pytest.mark.usefixtures("in_folder")

FORMATS = ["table", "csv", "json", "jsonl"]


def shown(summary):
    return {name: repr(getattr(summary, name)) for name in Statistics._fields}


@pytest.fixture
def arrays(npy):
    """By key, in order; two folders, several dtypes, NaN, nothing."""
    draw = np.random.default_rng([SEED, 5])
    arrays = {f"d/{number}.npy": draw.normal(size=number) for number in range(1, 9)}
    arrays["d/x/big.npy"] = draw.normal(size=30).astype(">f4")
    arrays["d/x/empty.npy"] = np.zeros((2, 0))
    arrays["d/x/integers.npy"] = np.array([2**63 - 1, 2**63 - 1, -5])
    arrays["d/x/nan.npy"] = np.array([1.0, np.nan])
    for key, array in arrays.items():
        npy(key, array)
    return arrays


@pytest.fixture
def broken(in_folder):
    """Inputs that fail, one with a name that is not UTF-8 and that HTML has to quote."""
    (in_folder / "d" / "y").mkdir(parents=True)
    names = ["d/y/<b>&\udcff.npy", "d/y/short.npy"]
    for name in names:
        (in_folder / name).write_bytes(b"\x93NUMPY" if "short" in name else b"")
    return names


def split(keys, parts):
    keys = random.Random(SEED).sample(list(keys), len(keys))
    return [keys[number::parts] for number in range(parts)]


def test_the_total_is_of_all_files(arrays):
    for options in ({}, {"ddof": 2}, {"nan_policy": "omit"}):
        total = hilo.stats("d", by="all", **options).total
        assert shown(total) == shown(statistics_of(arrays.values(), **options))
        assert total.files == len(arrays)


def test_counts_and_errors(arrays, broken):
    result = hilo.stats("d")
    assert result.files == (len(arrays) + 2, len(arrays), 2)
    assert (result.files.found, result.files.included, result.files.failed) == result.files
    assert (result.complete, hilo.stats("d/x").complete) == (False, True)
    assert hilo.stats("d/x").errors == ()
    assert result.errors == (
        hilo.HiloError("EMPTY", "expected a .npy file, found no bytes", broken[0], 0),
        hilo.HiloError("SHORT_HEADER", result.errors[1].message, broken[1], 6),
    )
    assert [(e.code, e.path, e.offset) for e in result.errors] == [
        ("EMPTY", broken[0], 0),
        ("SHORT_HEADER", broken[1], 6),
    ]


def test_errors_are_values():
    error = hilo.HiloError("EMPTY", "expected a, found b", "p.npy", 7)
    usage = hilo.UsageError("EMPTY", "expected a, found b", "p.npy", 7)
    assert str(error) == "p.npy: EMPTY: expected a, found b"
    assert str(hilo.HiloError("NAN", "expected none")) == "NAN: expected none"
    same = [copy.copy(error), copy.deepcopy(error), pickle.loads(pickle.dumps(error))]
    assert {error, *same} == {error}
    for other in ("MAGIC", "m", "p", 7), ("EMPTY", "expected a, found b", "p.npy"):
        assert hilo.HiloError(*other) != error
    assert error != usage
    assert isinstance(usage, ValueError)


def test_results_do_not_change(arrays):
    result = hilo.stats("d")
    for name in ("total", "complete", "_run", "new"):
        with pytest.raises(AttributeError):
            setattr(result, name, None)
        with pytest.raises(AttributeError):
            delattr(result, name)
    assert result.complete
    with pytest.raises(TypeError, match=r"hilo\.stats\(\) and hilo\.merge\(\)"):
        hilo.Result()


def test_repr(arrays, broken):
    assert repr(hilo.stats("d/1.npy")).startswith("<hilo.Result: 1 of 1 files, 1 values, mean ")
    assert "incomplete" not in repr(hilo.stats("d/x"))
    text = repr(hilo.stats("d"))
    assert text.startswith("<hilo.Result: 12 of 14 files, 71 values, mean nan, std nan")
    assert text.endswith("EMPTY: expected a .npy file, found no bytes, incomplete>")


@pytest.mark.parametrize(
    "options", [{}, {"by": "dir", "ddof": 1}, {"nan_policy": "raise"}], ids=str
)
def test_copies_are_equal(arrays, broken, options):
    result = hilo.stats("d", **options)
    copies = [pickle.loads(pickle.dumps(result, protocol)) for protocol in range(2, 6)]
    copies += [copy.copy(result), copy.deepcopy(result), hilo.stats("d", **options)]
    assert {result, *copies} == {result}
    for each in copies:
        assert each.errors == result.errors
        assert [each.report(format) for format in FORMATS] == [result.report(f) for f in FORMATS]


def test_other_results_are_not_equal(arrays):
    results = [hilo.stats("d"), hilo.stats("d/x"), hilo.stats("d", by="dir")]
    results += [hilo.stats("d", ddof=1), hilo.stats("d", nan_policy="omit")]
    assert len(set(results)) == len(results)
    assert results[0] != "d"


@pytest.mark.parametrize("options", [{}, {"by": "dir"}, {"ddof": 1, "by": "all"}], ids=str)
@pytest.mark.parametrize("parts", [1, 2, 5])
def test_any_split_adds_up_to_the_whole(arrays, broken, parts, options):
    whole = hilo.stats("d", **options)
    results = [hilo.stats(keys, **options) for keys in split([*arrays, *broken], parts)]
    for order in (results, results[::-1]):
        assert sum(order) == whole
        assert order[0].merge(*order[1:]) == whole
        assert hilo.merge(order, **options) == whole
    assert sum(results).report("json") == whole.report("json")


def test_subtracting_leaves_the_rest_as_if_alone(arrays, broken):
    first, second = split([*arrays, *broken], 2)
    rest = hilo.stats("d") - hilo.stats(second)
    alone = hilo.stats(first)
    assert rest == alone
    assert rest.report("json") == alone.report("json")
    nothing = rest - alone
    assert (nothing.files, nothing.total.size, len(nothing.groups)) == ((0, 0, 0), 0, 0)
    assert nothing.complete


def test_merging_results_with_saved_ones(arrays, broken, in_folder):
    first, second, third = split([*arrays, *broken], 3)
    whole = hilo.stats("d")
    hilo.stats(first).save("first.hilo")
    hilo.stats(second, save=b"second.hilo")
    mixed = ["first.hilo", hilo.stats(third), b"second.hilo"]
    assert hilo.merge(mixed) == hilo.merge(iter(mixed)) == whole
    assert mixed[1].merge("first.hilo", b"second.hilo") == whole
    assert hilo.merge(whole, subtract="first.hilo") == hilo.stats(second + third)
    assert hilo.merge([whole], subtract=mixed[1:]) == hilo.stats(first)
    assert hilo.merge("first.hilo", save="again.hilo") == hilo.stats(first)
    assert (in_folder / "again.hilo").read_bytes() == (in_folder / "first.hilo").read_bytes()


@pytest.mark.parametrize("options", [{"by": "dir"}, {"ddof": 3}, {"nan_policy": "omit"}], ids=str)
def test_merge_asks_again_how_to_report(arrays, options):
    found = hilo.merge(hilo.stats("d", by="all", ddof=1), **options)
    assert found == hilo.stats("d", **options)
    assert found.report("json") == hilo.stats("d", **options).report("json")


def test_only_results_that_were_asked_for_alike_are_added(arrays):
    result = hilo.stats("d/x")
    for options in ({"by": "all"}, {"ddof": 1}, {"nan_policy": "omit"}):
        other = hilo.stats("d/1.npy", **options)
        for operate in (operator.add, operator.sub):
            for pair in ((result, other), (other, result)):
                with pytest.raises(hilo.UsageError, match="same by, ddof and nan_policy.*merge"):
                    operate(*pair)
    for other in (1, None, hilo.Moments(), "d"):
        with pytest.raises(TypeError):
            result + other
        with pytest.raises(TypeError):
            other - result


def test_a_file_is_not_counted_twice(arrays):
    result = hilo.stats("d")
    result.save("saved.hilo")
    for merge in (
        lambda: result + hilo.stats("d/1.npy"),
        lambda: hilo.merge([result, "saved.hilo"]),
        lambda: result.merge(result),
    ):
        with pytest.raises(hilo.HiloError, match=r"found d/1\.npy in result 1 and in") as caught:
            merge()
        assert caught.value.code == "STATE"


def test_what_is_not_there_is_not_subtracted(arrays):
    with pytest.raises(hilo.HiloError, match="none of them holds") as caught:
        hilo.stats("d/1.npy") - hilo.stats("d")
    assert caught.value.code == "STATE"


def test_results_of_nan_policy_raise_add_up(arrays):
    first, second = split(arrays, 2)
    both = hilo.stats(first, nan_policy="raise") + hilo.stats(second, nan_policy="raise")
    whole = hilo.stats("d", nan_policy="raise")
    assert both == whole
    assert [(error.path, error.code) for error in both.errors] == [("d/x/nan.npy", "NAN")]
    assert both.report("json") == whole.report("json")
    assert both - hilo.stats(second, nan_policy="raise") == hilo.stats(first, nan_policy="raise")


@pytest.mark.parametrize(
    ("states", "options", "message"),
    [
        ([], {}, "at least one state"),
        (3, {}, "results or paths of saved runs, found 3"),
        ([3], {}, "a path, found 3"),
        ([""], {}, "a path, found ''"),
        ("a.hilo", {"by": "files"}, "by to be one of .* did you mean 'file'"),
        ("a.hilo", {"ddof": -1}, "ddof to be an integer >= 0, found -1"),
        ("a.hilo", {"nan_policy": "omits"}, "nan_policy .* did you mean 'omit'"),
        ("a.hilo", {"nan_policy": "raise"}, "'propagate' or 'omit', found 'raise'"),
        ("a.hilo", {"subtract": 4}, "found 4"),
        ("a.hilo", {"save": "d/1.npy"}, "found the array d/1.npy, which is kept"),
    ],
    ids=str,
)
def test_wrong_arguments_of_merge_are_named(arrays, states, options, message):
    hilo.stats("d").save("a.hilo")
    with pytest.raises(hilo.UsageError, match=message):
        hilo.merge(states, **options)


def test_states_that_cannot_be_read(arrays, in_folder):
    hilo.stats("d").save("a.hilo")
    state = (in_folder / "a.hilo").read_bytes()
    (in_folder / "cut.hilo").write_bytes(state[:-1])
    codes = {"gone.hilo": "OPEN", "d": "NOT_REGULAR", "d/1.npy": "STATE", "cut.hilo": "STATE"}
    for path, code in codes.items():
        with pytest.raises(hilo.HiloError) as caught:
            hilo.merge(["a.hilo", path])
        assert (caught.value.code, caught.value.path) == (code, path)


def test_a_result_that_cannot_be_saved(arrays):
    result = hilo.stats("d")
    for path in ("", 3, "d", "d/1.npy", "no/such/folder"):
        with pytest.raises(hilo.UsageError):
            result.save(path)
    with pytest.raises(hilo.HiloError, match="No space left") as caught:
        result.save("/dev/full")
    assert caught.value.code == "OUTPUT"
    assert hilo.stats("d") == result


def test_the_program_reads_what_is_saved_and_the_other_way_round(
    arrays, broken, program, in_folder
):
    result = hilo.stats("d", jobs=2)
    result.save(in_folder / "here.hilo")
    printed = program("merge", "here.hilo", "--format", "csv", text=False)
    assert os.fsdecode(printed.stdout) == result.report("csv")
    assert program("stats", "d", "--save", "there.hilo").returncode == 1
    assert (in_folder / "there.hilo").read_bytes() == (in_folder / "here.hilo").read_bytes()
    assert hilo.merge("there.hilo") == result


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("by", ["file", "dir", "all"])
def test_reports_are_what_the_program_prints(arrays, broken, npy, program, format, by):
    npy(b"d/\xfe,\"'\n.npy", [1.5])
    for ddof in (0, 1):
        flags = ["--by", by, "--ddof", str(ddof), "--format", format]
        printed = program("stats", "d", *flags, text=False).stdout
        assert os.fsencode(hilo.stats("d", by=by, ddof=ddof).report(format)) == printed


def test_reports_of_no_such_format(arrays):
    result = hilo.stats("d")
    assert result.report() == result.report("table")
    with pytest.raises(hilo.UsageError, match="'jsonl', found 'jsno'; did you mean 'json'"):
        result.report("jsno")


def test_html_names_what_failed_and_quotes(arrays, broken, npy):
    npy("d/<i>&amp;.npy", [1.0])
    text = hilo.stats("d")._repr_html_()
    assert "13 of 15 files, 2 failed" in text
    assert "d/&lt;i&gt;&amp;amp;.npy" in text
    assert "d/y/&lt;b&gt;&amp;" in text
    assert "EMPTY: expected a .npy file, found no bytes" in text
    assert "<i>" not in text
    assert "<b>" not in text
    text.encode()  # which a notebook has to do


@pytest.mark.parametrize(("files", "left_out"), [(1, None), (20, None), (21, 1), (57, 37)])
def test_html_leaves_out_the_middle(npy, files, left_out):
    for number in range(files):
        npy(f"e/{number}.npy", [float(number)])
    result = hilo.stats("e")
    text = result._repr_html_()
    assert ("more rows" in text) == (left_out is not None)
    if left_out is not None:
        assert f"… {left_out} more rows …" in text
    keys = [row.key for row in result.groups]
    shown_keys = keys[:10] + keys[max(10, len(keys) - 10) :]
    assert [text.count(f">{key}<") for key in keys] == [int(key in shown_keys) for key in keys]
    assert text.count("<tr>") == 1 + len(shown_keys) + (left_out is not None) + 1


def test_html_of_many_errors(in_folder):
    for number in range(12):
        (in_folder / f"{number}.npy").write_bytes(b"")
    text = hilo.stats("*.npy")._repr_html_()
    assert text.count("EMPTY") == 10
    assert "<li>… 2 more</li>" in text
