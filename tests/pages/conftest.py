"""Pages that the program makes, and a browser to open them."""

import json
import shutil
import subprocess
import types

import numpy
import pytest
from pages.devtools import Browser
from pages.document import Document


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no Chromium is installed")
    started = Browser(program, tmp_path_factory.mktemp("browser"))
    yield started
    started.close()


@pytest.fixture(scope="session")
def make_page(hilo_program):
    """make_page(folder, *arguments): a page of these arguments, and the JSON of the same run."""

    def make(folder, *arguments):
        command = [hilo_program, *arguments, "--format", "json", "--html", "page.html"]
        run = subprocess.run(command, cwd=folder, capture_output=True, timeout=120)
        assert run.returncode in (0, 1), run.stderr
        page = folder / "page.html"
        return types.SimpleNamespace(
            path=page, json=json.loads(run.stdout), document=Document(page)
        )

    return make


OUTLIERS = ["data/file_17.npy", "data/file_120.npy", "data/file_250.npy"]
WITHOUT_MEAN = {
    "data/file_251.npy": "NaN",
    "data/file_252.npy": "absent",
    "data/file_253.npy": "Infinity",
}
EVIL = ["data/<script>alert(1)<script>.npy", 'data/"onload=x.npy', "data/&lt;\x1b'.npy"]


@pytest.fixture(scope="session")
def planted(tmp_path_factory, make_page):
    """300 files, some of which are outliers, have no finite mean, or have names that are evil."""
    folder = tmp_path_factory.mktemp("planted")
    (folder / "data").mkdir()
    random = numpy.random.default_rng(1)
    for i in range(300):
        numpy.save(folder / f"data/file_{i}.npy", random.normal(3, 0.5, 400))
    numpy.save(folder / OUTLIERS[0], random.normal(3.6, 0.5, 400))
    numpy.save(folder / OUTLIERS[1], random.normal(2.2, 0.5, 400))
    numpy.save(folder / OUTLIERS[2], random.normal(3, 1.5, 400))
    for name, values in zip(WITHOUT_MEAN, ([numpy.nan, 1.0], [], [numpy.inf, 1.0]), strict=True):
        numpy.save(folder / name, numpy.array(values, dtype=float))
    for name in EVIL:
        with open(folder / name, "wb") as file:
            numpy.save(file, random.normal(3, 0.5, 400))
    (folder / "data/<b>bad.npy").write_bytes(b"no array")
    (folder / "data/empty.npy").write_bytes(b"")
    return make_page(folder, "stats", "data", "-j2")


@pytest.fixture(scope="session")
def compared(tmp_path_factory, make_page, many):
    """The ways to reduce 10,000 files, and a file that is none."""
    folder = tmp_path_factory.mktemp("compared")
    (folder / "data").symlink_to(many.path.parent / "data")
    (folder / "bad.npy").write_bytes(b"no array")
    ways = ["--executor", "serial,threads,processes", "-j", "1,2", "--rounds", "2", "--notebook"]
    return make_page(folder, "bench", "data/", "bad.npy", *ways, "--cold", "off")


@pytest.fixture(scope="session")
def many(tmp_path_factory, make_page, hilo_program):
    """10,000 files."""
    folder = tmp_path_factory.mktemp("many")
    command = [hilo_program, "generate", "data", "--files", "10000", "--size", "100"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    numpy.save(folder / "data/file_1234.npy", numpy.full(100, 5.0))
    return make_page(folder, "stats", "data")
