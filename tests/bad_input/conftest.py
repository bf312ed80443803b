"""A bad file among good ones, and what the program makes of them."""

from __future__ import annotations

import csv
import io
import json
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

EXECUTORS = [("serial", 1), ("threads", 3), ("processes", 2)]


@dataclass(frozen=True)
class Outcome:
    """What one run says in its three places."""

    returncode: int
    rows: list[str]  # of the CSV, without its header
    said: list[str]  # lines on standard error
    errors: list[dict[str, str]]  # of the JSON
    document: dict

    def keys(self) -> list[str]:
        return [row[0] for row in csv.reader(io.StringIO("".join(self.rows)))]


class Folder:
    """A folder of good files, to which a test adds bad ones."""

    def __init__(self, hilo, path: Path):
        self.hilo = hilo
        self.path = path
        random = np.random.default_rng(7)
        for number in range(0, 60, 2):
            np.save(path / f"file_{number}.npy", random.normal(size=number * 40))

    def run(self, executor: str, jobs: int, *flags, inputs=("d",), env=None, **keywords) -> Outcome:
        chosen = ["--executor", executor, "-j", str(jobs), *flags]
        table = self.hilo("stats", *chosen, "--format", "csv", *inputs, env=env, **keywords)
        text = self.hilo("stats", *chosen, "--format", "json", *inputs, env=env, **keywords)
        assert (table.returncode, table.stderr) == (text.returncode, text.stderr)
        document = json.loads(text.stdout)
        header, *rows = table.stdout.splitlines(keepends=True)
        assert header.startswith("key,files,")
        return Outcome(
            table.returncode, rows, table.stderr.splitlines(), document["errors"], document
        )

    def assert_only_refused(self, before: Outcome, after: Outcome, path: str, code: str) -> None:
        """`after` is `before`, apart from one more input that was refused."""
        assert after.rows == before.rows
        assert after.document["groups"] == before.document["groups"]
        assert after.document["total"] == before.document["total"]
        included = before.document["files"]["included"]
        assert after.document["files"] == {
            "found": included + 1,
            "included": included,
            "failed": 1,
        }
        assert after.document["complete"] is False
        assert after.returncode == 1
        (error,) = after.errors
        assert (error["path"], error["code"]) == (path, code)
        assert error["message"].startswith("expected ")
        assert ", found" in error["message"]
        assert [line for line in after.said if path in line] == after.said[:1]
        assert after.said[0] == f"hilo: {path}: {code}: {error['message']}"
        assert after.said[1:] == [f"hilo: 1 of {included + 1} inputs failed"]


@pytest.fixture
def folder(hilo, tmp_path) -> Folder:
    (tmp_path / "d").mkdir()
    return Folder(hilo, tmp_path / "d")


@pytest.fixture(params=EXECUTORS, ids=lambda executor: "-j".join(map(str, executor)))
def executor(request) -> tuple[str, int]:
    return request.param


@pytest.fixture
def without_permissions():
    """Skips where permissions do not hold anybody back."""
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
