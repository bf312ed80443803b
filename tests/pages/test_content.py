"""What a page says is what the other formats say. Without a browser."""

import re

import numpy
import pytest
from pages.conftest import EVIL, OUTLIERS, WITHOUT_MEAN
from pages.document import hash_of


def text_of(number):
    """As a page spells the value of a JSON field."""
    return "absent" if number is None else str(number)


def shown(name):
    """As a page shows a name."""
    return name.replace("\x1b", "\\x1b")


def rows_of(document, caption):
    return {row[0]: row[1:] for row in document.table(caption)}


def test_the_totals_are_those_of_json(planted):
    total = planted.json["total"]
    values = rows_of(planted.document, "All files together")
    assert {name: [text_of(total[name])] for name in values} == values
    assert list(values) == "min max sum mean var std".split()
    counts = rows_of(planted.document, "What they hold")
    assert {name: [text_of(total[name])] for name in counts} == counts


def test_every_row_has_a_mark_and_a_line_in_the_table(planted):
    groups = planted.json["groups"]
    expected = [
        f"{shown(group['key'])}\nmean {text_of(group['mean'])}\nstd {text_of(group['std'])}"
        for group in groups
    ]
    found = [
        re.sub("\nOutlier: .*", "", title)
        for title in planted.document.titles
        if "\nmean " in title
    ]
    assert found[: len(groups)] == expected
    table = rows_of(planted.document, "All files")
    assert table == {
        shown(group["key"]): [text_of(group["mean"]), text_of(group["std"])] for group in groups
    }


def test_planted_outliers_are_named(planted):
    table = rows_of(planted.document, "Outliers, the furthest first")
    assert sorted(table) == sorted(OUTLIERS)
    assert float(table[OUTLIERS[0]][2]) > 5  # by its mean
    assert float(table[OUTLIERS[2]][3]) > 5  # by its std
    assert float(table[OUTLIERS[2]][2]) < 5
    distances = [max(float(cells[2]), float(cells[3])) for cells in table.values()]
    assert distances == sorted(distances, reverse=True)


def test_a_std_beyond_the_largest_double_lies_apart(make_page, tmp_path):
    (tmp_path / "data").mkdir()
    for i in range(12):
        numpy.save(tmp_path / f"data/file_{i}.npy", numpy.linspace(i, i + 1.5, 100))
    numpy.save(tmp_path / "data/huge.npy", numpy.array([1.7e308, -1.7e308]))
    page = make_page(tmp_path, "stats", "data", "--ddof", "1")
    table = rows_of(page.document, "Outliers, the furthest first")
    mean, std, _, distance_of_std = table["data/huge.npy"]
    assert len(table) == 1
    assert (mean, std, distance_of_std) == ("0.0", "Infinity", "Infinity")
    titles = [title for title in page.document.titles if title.startswith("data/huge.npy")]
    assert titles
    assert all(title.endswith("\nOutlier: std is infinite") for title in titles)
    assert not re.search(r'="[^"]*\b(nan|inf)\b', page.document.raw.decode())


def test_rows_without_a_finite_mean_are_listed(planted):
    table = rows_of(planted.document, "Without a finite mean")
    assert {key: cells[0] for key, cells in table.items()} == WITHOUT_MEAN


def test_the_histogram_counts_every_mean(planted):
    counts = [
        int(row[2].replace(",", "")) for row in planted.document.table("Histogram of the means")
    ]
    text = planted.document.raw.decode()
    outside = re.search(r"Outside the picture lie (\d+) files? below and (\d+) files? above", text)
    outside = sum(map(int, outside.groups())) if outside else 0
    assert sum(counts) + outside + len(WITHOUT_MEAN) == len(planted.json["groups"])


def test_failures_are_those_of_json(planted):
    assert planted.document.table("Inputs that failed") == [
        [error["path"], error["code"], error["message"]] for error in planted.json["errors"]
    ]
    assert "Incomplete: 303 of 305 inputs are included, 2 failed" in planted.document.raw.decode()


def test_evil_names_are_text(planted):
    document = planted.document
    assert len(document.scripts) == 1
    assert not any("onload" in attributes for _, attributes in document.attributes)
    keys = [row[0] for row in document.table("All files")]
    assert all(shown(name) in keys for name in EVIL)
    assert b"\x1b" not in document.raw


def test_the_policy_lets_only_the_pages_own_script_run(planted):
    [script] = planted.document.scripts
    policy = planted.document.policy()
    assert "default-src 'none'" in policy
    assert f"script-src '{hash_of(script)}';" in policy, "kScriptHash in src/html/script.cc"


def test_ten_thousand_rows_are_bins(many):
    assert len(many.document.raw) < 1_000_000
    bins = many.document.table("Bins of consecutive files")
    assert len(bins) == 500
    assert sum(int(row[2]) for row in bins) == 10_000
    groups = many.json["groups"]
    means = [group["mean"] for group in groups[20:40]]
    assert bins[1][0] == "21"
    assert bins[1][1] == groups[20]["key"]
    assert float(bins[1][5]) == pytest.approx(sum(means) / 20, rel=1e-5)
    assert (bins[1][6], bins[1][7]) == (str(min(means)), str(max(means)))
    outliers = rows_of(many.document, "Outliers, the furthest first")
    assert outliers["data/file_1234.npy"][:2] == ["5.0", "0.0"]
    assert sum(int(row[3]) for row in bins) == len(outliers)


def test_headings_come_in_order(planted):
    headings = planted.document.headings
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(b <= a + 1 for a, b in zip(headings, headings[1:], strict=False))
