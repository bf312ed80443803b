"""Pages in a browser: they show what they have, to everyone."""

import math
import os
import subprocess

import numpy
import pytest
from pages.conftest import EVIL, OUTLIERS
from pages.probes import COLLISIONS, CONTRASTS, FIGURES

BACKGROUND = "getComputedStyle(document.body).backgroundColor"
WHITE = "rgb(255, 255, 255)"
BOX = (
    "(box => [box.x + scrollX, box.y + scrollY, box.width, box.height])(e.getBoundingClientRect())"
)
MARKS = ".plot .hits:not(.outliers) .hit"


@pytest.fixture
def open_page(browser):
    """open_page(path, **options): a page that is open."""
    pages = []

    def open_it(path, **options):
        pages.append(browser.page(**options))
        page = pages[-1].__enter__()
        page.load_seconds = page.open(path)
        return page

    yield open_it
    for page in reversed(pages):
        page.__exit__(None, None, None)


def tip(page):
    """What is read out beside the pointer; None where nothing is."""
    return page.evaluate(
        "(tip => tip.hidden ? null : tip.textContent)(document.getElementById('tip'))"
    )


def read_out(group):
    return f"{group['key']}\nmean {group['mean']}\nstd {group['std']}"


def test_it_renders_without_a_complaint_or_a_request(open_page, planted):
    page = open_page(planted.path)
    assert page.complaints() == []
    assert page.requests() == [f"file://{planted.path}"]
    assert page.evaluate("document.title") == "hilo stats: data"
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.evaluate("document.characterSet") == "UTF-8"


def test_a_complaint_and_a_request_would_be_seen(open_page, tmp_path):
    path = tmp_path / "bad.html"
    path.write_text("<!DOCTYPE html><img src=x.png><script>console.log(1); alert(2); y()</script>")
    page = open_page(path)
    assert len(page.requests()) == 2
    assert len(page.complaints()) >= 3


def test_every_row_is_a_mark_and_outliers_have_names(open_page, planted):
    page = open_page(planted.path)
    rows = page.evaluate("document.querySelector('.plot .hits').querySelectorAll('.hit').length")
    assert rows == len(planted.json["groups"])
    labels = page.of_each("text.label", "e.textContent")
    for name in OUTLIERS:
        assert any(label.startswith(name.removeprefix("data/")) for label in labels)
    assert all(len(box) == 4 and box[2] > 3 for box in page.of_each("use.apart", BOX))


def test_evil_names_run_nothing(open_page, planted):
    page = open_page(planted.path)
    assert page.events("Page.javascriptDialogOpening") == []
    text = page.evaluate("document.querySelector('details table').textContent")
    for name in EVIL:
        assert name.replace("\x1b", "\\x1b") in text


def test_pictures_are_the_same_without_scripts(open_page, planted):
    with_scripts = open_page(planted.path)
    boxes = with_scripts.of_each(".plot", BOX)
    shots = [with_scripts.screenshot(box) for box in boxes]
    assert len(shots) == 5
    without = open_page(planted.path, scripts=False)
    assert without.of_each("#tip", "1") == []
    assert [without.screenshot(box) for box in boxes] == shots
    # And they are pictures: an empty box compresses to less.
    assert all(len(shot) > 3000 for shot in shots)


def test_values_are_read_out_where_the_pointer_is(open_page, planted):
    page = open_page(planted.path)
    x, y, width, _ = page.of_each(MARKS, BOX)[100]
    assert tip(page) is None
    page.move_mouse(x + width / 2, y + 40)
    assert tip(page) == read_out(planted.json["groups"][100])
    assert page.of_each("#tip", "e.getBoundingClientRect().width")[0] > 100
    page.move_mouse(5, 5)
    assert tip(page) is None


def test_values_are_read_out_to_the_keyboard(open_page, planted):
    page = open_page(planted.path)
    groups = planted.json["groups"]
    page.evaluate("document.querySelector('.plot').focus()")

    def spoken():
        return page.evaluate("document.getElementById('spoken').textContent")

    assert page.of_each("#spoken", "e.getAttribute('role')") == ["status"]
    page.press("ArrowRight")
    page.press("ArrowRight")
    page.press("ArrowRight")
    assert spoken().split("\n")[0] == groups[2]["key"].replace("\x1b", "\\x1b")
    page.press("End")
    assert spoken() == read_out(groups[-1])
    page.press("ArrowLeft")
    assert spoken() == tip(page) == read_out(groups[-2])
    page.press("ArrowDown")  # to the outliers, of which this is the nearest
    assert spoken().split("\n")[0] == OUTLIERS[2]
    page.press("Home")
    assert spoken().split("\n")[0] == OUTLIERS[0]
    page.press("Escape")
    assert tip(page) is None


def test_focus_is_seen_and_begins_with_a_way_past_the_head(open_page, planted):
    page = open_page(planted.path)
    page.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the numbers"
    assert page.evaluate("document.activeElement.getBoundingClientRect().x") >= 0
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_tables_are_sorted_by_a_click(open_page, planted):
    page = open_page(planted.path)
    click = "document.querySelectorAll('details table th button')[1].click()"
    cells = "details table.sortable tbody tr"
    page.evaluate(click)
    up = page.of_each(cells, "e.cells[1].textContent")
    numbers = [float(cell) for cell in up if cell not in ("absent", "NaN")]
    assert numbers == sorted(numbers)
    assert numbers[-1] == math.inf
    assert page.of_each("th[aria-sort]", "e.textContent + e.ariaSort") == ["meanascending"]
    page.evaluate(click)
    assert page.of_each(cells, "e.cells[1].textContent")[-1] == up[0]


def test_pictures_have_names(open_page, planted):
    page = open_page(planted.path)
    labels = page.of_each(".plot > svg", "[e.getAttribute('role'), e.getAttribute('aria-label')]")
    assert all(role == "img" and label for role, label in labels)
    assert "Outliers: 3: " in labels[0][1]
    assert page.of_each("figure:not(:has(figcaption h3))", "1") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast(open_page, planted, scheme):
    contrasts = open_page(planted.path, scheme=scheme).evaluate(CONTRASTS)
    assert len(contrasts) > 100
    assert any("in-bar" in text for _, text in contrasts)
    assert [text for contrast, text in contrasts if not contrast >= 4.5] == []


def test_light_and_dark_differ(open_page, planted):
    light = open_page(planted.path).evaluate(BACKGROUND)
    dark = open_page(planted.path, scheme="dark").evaluate(BACKGROUND)
    assert (light, dark) == (WHITE, "rgb(18, 21, 26)")


@pytest.mark.parametrize("width", [360, 500, 760, 1160, 2400])
def test_it_fits_every_width(open_page, planted, width):
    page = open_page(planted.path, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(COLLISIONS) == []


def test_it_prints_light_and_uncut(open_page, planted):
    # The width of A4 less its margins.
    page = open_page(planted.path, scheme="dark", media="print", width=718)
    assert page.evaluate(BACKGROUND) == WHITE
    figures = page.evaluate(FIGURES)
    assert len(figures) == 5
    assert all(inside == "avoid" and height < 1040 for inside, height in figures)
    pdf = page.pdf(paperWidth=8.27, paperHeight=11.69)
    assert pdf.startswith(b"%PDF")
    assert len(pdf) > 20_000


def test_tables_fit_the_paper(open_page, planted, compared):
    for made in (planted, compared):
        page = open_page(made.path, media="print", width=718)
        page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")
        edges = page.of_each("table", "e.getBoundingClientRect().right")
        assert edges and max(edges) <= 718


def test_ten_thousand_files_open_at_once(open_page, many):
    page = open_page(many.path)
    assert page.load_seconds < 2
    assert page.complaints() == []
    assert page.evaluate("document.querySelectorAll('.plot .data .hit').length") > 500
    assert page.evaluate(COLLISIONS) == []


@pytest.mark.skipif("HILO_LONG" not in os.environ, reason="takes a minute: HILO_LONG=1 runs it")
def test_a_million_files_open_at_once(open_page, tmp_path, make_page):
    (tmp_path / "block").mkdir()
    for i in range(1000):
        numpy.save(tmp_path / f"block/{i}.npy", numpy.array([i / 1000, 1.0]))
        (tmp_path / f"link_{i}").symlink_to("block")
    names = [f"link_{i}/{j}.npy" for i in range(1000) for j in range(1000)]
    (tmp_path / "names.txt").write_text("\n".join(names))
    made = make_page(tmp_path, "stats", "--files-from", "names.txt")
    assert len(made.json["groups"]) == 1_000_000
    assert len(made.document.raw) < 3_000_000
    page = open_page(made.path)
    assert page.load_seconds < 2
    assert page.complaints() == []


def test_a_page_of_saved_runs(open_page, planted, hilo_program, tmp_path, make_page):
    command = [hilo_program, "stats", "data", "--save", tmp_path / "run.hilo"]
    subprocess.run(command, cwd=planted.path.parent, capture_output=True)
    made = make_page(tmp_path, "merge", "run.hilo")
    for caption in ("All files together", "All files", "Outliers, the furthest first"):
        assert made.document.table(caption) == planted.document.table(caption)
    assert "Where the time went" not in made.document.raw.decode()
    assert open_page(made.path).complaints() == []
