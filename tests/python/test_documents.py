"""What the documents show of Python was printed by what stands above it."""

import doctest
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Not installed for the tests.
OTHER_LIBRARIES = re.compile(
    r"```pycon\n(?:(?!```).)*import (?:duckdb|polars)(?:(?!```).)*```", re.S
)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", ["README.md", "docs/python.md", "docs/clusters.md"])
def test_it_is_so(name, hilo_program, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    # As the pages say.
    generate = [hilo_program, "generate", "fake_files", "--files", "100", "--quiet"]
    subprocess.run(generate, check=True)
    monkeypatch.setenv("COLUMNS", "80")
    text = OTHER_LIBRARIES.sub("", (ROOT / name).read_text())
    text = re.sub(r"^```.*$", "", text, flags=re.M)
    test = doctest.DocTestParser().get_doctest(text, {"__name__": "__main__"}, name, name, 0)
    assert test.examples
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    said = []
    runner.run(test, out=said.append)
    assert runner.failures == 0, "".join(said)
