"""The commands of other pages, which show no output, do what they are for: they end with 0."""

import os
from pathlib import Path

import pytest
from documents.console import blocks, run_all

ROOT = Path(__file__).resolve().parents[2]

# What builds the program, and what its user's shell is told.
OF_THE_CHECKOUT = ("./dev", "export PATH")


@pytest.fixture
def folder(hilo, npy, tmp_path):
    """Has the files that the pages speak of."""
    for name in ("data/a.npy", "data/b.npy", "run_1/deep/c.npy", "run_2/d.npy"):
        npy(name, [-1.0, 0.5, 2.0])
    for state, name in (("1", "run_1"), ("2", "run_2"), ("old", "data/a.npy"), ("all", "data")):
        hilo("stats", name, "--save", f"{state}.hilo", check=True)
    return tmp_path


@pytest.mark.parametrize("page", ["README.md", "docs/expressions.md"])
def test_each_command_ends_well(page, folder, hilo_program):
    commands = [
        command
        for block in blocks((ROOT / page).read_text())
        for command in block
        if not command.text.startswith(OF_THE_CHECKOUT)
    ]
    assert commands
    path = os.pathsep.join([os.path.dirname(hilo_program), os.environ["PATH"]])
    ends = run_all(commands, folder, {**os.environ, "PATH": path}, timeout=100)
    assert [
        (command.text, *end) for command, end in zip(commands, ends, strict=True) if end[0]
    ] == []
