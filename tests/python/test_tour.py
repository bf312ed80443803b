"""The notebook of the examples runs from top to bottom."""

from pathlib import Path

import nbclient
import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "examples").glob("*.ipynb"))


@pytest.mark.timeout(300)
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs(path, tmp_path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    # What is stored is what somebody wrote, not what once came out.
    assert not any(cell.get("outputs") for cell in notebook.cells)
    client = nbclient.NotebookClient(
        notebook, timeout=240, resources={"metadata": {"path": tmp_path}}
    )
    client.execute()
    assert list(tmp_path.iterdir()) == []  # it tidies up
    shown = "".join(str(cell.get("outputs", "")) for cell in notebook.cells)
    assert "hilo.Result" in shown


def test_there_is_one():
    assert [path.name for path in NOTEBOOKS] == ["tour.ipynb"]
