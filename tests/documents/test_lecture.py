"""docs/lecture.md: each command does what the page shows, and the Spanish page shows the same."""

import importlib.util
import os
import shutil
import sys
from pathlib import Path

import pytest
from documents.console import blocks, matches, run_all

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "lecture.md"
TRANSLATION = ROOT / "docs" / "es" / "unidad-4.md"
SCRIPTS = ROOT / "examples" / "lecture"
TOOLS = ["pgrep", "shuf", "timeout"]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@pytest.fixture
def folder(tmp_path, hilo_program):
    """As the page tells to set it up: the programs and the scripts of the lecture."""
    (tmp_path / "programs").symlink_to(Path(hilo_program).parent / "examples" / "lecture")
    for script in SCRIPTS.glob("*.py"):
        (tmp_path / script.name).symlink_to(script)
    return tmp_path


@pytest.fixture
def environment(hilo_program, tmp_path_factory):
    """Where `hilo` and `python` are those that the tests are for."""
    missing = [tool for tool in TOOLS if not shutil.which(tool)]
    if missing:
        pytest.skip(f"no {', '.join(missing)}")
    build = Path(hilo_program).parent
    package = os.environ.get("HILO_PACKAGE") or str(build / "python")
    if not Path(package).exists() or not importlib.util.find_spec("distributed"):
        pytest.skip("built without the Python package, or no Dask")
    if not (build / "libhilo_jit.so").exists():
        pytest.skip("built without LLVM")
    bin_folder = tmp_path_factory.mktemp("bin")
    python = bin_folder / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    return {
        **os.environ,
        "PATH": os.pathsep.join([str(build), str(bin_folder), os.environ["PATH"]]),
        "PYTHONPATH": package,
        "HILO_PYTHON": sys.executable,
        "LC_ALL": "C.UTF-8",
    }


def test_each_command_prints_what_the_page_shows(folder, environment):
    commands = [command for block in blocks(PAGE.read_text()) for command in block]
    assert len(commands) > 20
    printed = run_all(commands, folder, environment, timeout=100)
    assert len(printed) == len(commands), f"ended at: {commands[len(printed)].text}"
    for command, (_, text) in zip(commands, printed, strict=True):
        assert matches(command, text), (
            f"$ {command.text}shows\n{command.expected}and prints\n{text}"
        )


def test_the_translation_shows_the_same():
    assert blocks(TRANSLATION.read_text()) == blocks(PAGE.read_text())
