"""The ways of doing the work, as a page compares them: the numbers of JSON."""

import pytest
from pages.probes import COLLISIONS, CONTRASTS

WAYS = ["serial", "threads", "processes"]


def test_it_begins_with_the_recommendation(compared):
    text = compared.document.raw.decode().split('<section id="overview"')[1]
    assert f'</h2>\n<p class="callout">{compared.json["recommendation"]}</p>' in text


def test_the_table_has_every_way(compared):
    table = compared.document.table("Medians of the rounds")
    found = [(row[0], int(row[1]), row[2]) for row in table]
    assert found == [
        (each["way"], each["workers"], "cold" if each["cold"] else "warm")
        for each in compared.json["candidates"]
    ]
    for row, each in zip(table, compared.json["candidates"], strict=True):
        assert (row[7] == "failed") == (each["bytes_per_second"] is None)


def test_failures_are_shown(compared):
    text = compared.document.raw.decode()
    failures = [each for each in compared.json["candidates"] if each["failure"]]
    assert failures
    assert text.count(">failed</text>") == len(failures)
    assert compared.document.table("Inputs that failed")[0][:2] == ["bad.npy", "MAGIC"]
    assert "Incomplete: 1 input failed" in text


def test_curves_have_a_mark_for_each_measurement(compared):
    titles = compared.document.titles
    for each in compared.json["candidates"]:
        workers = f"{each['workers']} worker{'s' if each['workers'] > 1 else ''}: "
        marks = [title for title in titles if title.startswith(f"{each['way']}\n{workers}")]
        assert len(marks) == (2 if each["way"] in WAYS else 0)  # rate and efficiency


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_read_by_everyone(browser, compared, scheme):
    for width in (360, 760, 1160):
        with browser.page(width=width, scheme=scheme) as page:
            page.open(compared.path)
            assert page.complaints() == []
            assert page.requests() == [f"file://{compared.path}"]
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.evaluate(COLLISIONS) == []
            assert [
                text for contrast, text in page.evaluate(CONTRASTS) if not contrast >= 4.5
            ] == []
