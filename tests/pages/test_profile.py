"""Where the time went, as a page shows it: the numbers of JSON's profile."""

import pytest


@pytest.fixture(scope="module")
def profiled(many, make_page):
    return make_page(many.path.parent, "stats", "data", "-j2", "--profile")


def test_the_verdict_comes_first(profiled):
    text = profiled.document.raw.decode().split('<section id="time"')[1]
    verdict = profiled.json["profile"]["verdict"]
    assert f'</h2>\n<p class="callout">{verdict}</p>' in text


def test_system_calls_are_those_of_json(profiled):
    calls = profiled.json["profile"]["system_calls"]
    table = {
        row[0]: int(row[1].replace(",", ""))
        for row in profiled.document.table("System calls for input files")
    }
    total = table.pop("all")
    assert {name: calls[name] for name in table} == table
    assert total == sum(table.values())


def test_every_worker_has_a_bar_of_its_stages(profiled):
    workers = profiled.json["profile"]["workers"]
    table = {row[0]: row[1:] for row in profiled.document.table("Time of each worker, by stage")}
    assert list(table) == [worker["name"] for worker in workers]
    for worker in workers:
        assert int(table[worker["name"]][0].replace(",", "")) == worker["files"]
        for stage, seconds in worker["stages"].items():
            titles = [
                title
                for title in profiled.document.titles
                if title.startswith(f"{worker['name']}\n{stage}: ")
            ]
            assert len(titles) == (1 if seconds > 0 else 0)


def test_the_timeline_has_every_worker(profiled):
    for worker in profiled.json["profile"]["workers"]:
        assert any(
            title.startswith(f"{worker['name']}, from ") for title in profiled.document.titles
        )
