"""`hilo info` as a function."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BATCH_FILES = 400  # a command line holds so many names


@dataclass(frozen=True)
class Info:
    """One file as `hilo info` sees it: `fields` if it was read, else `code` and `message`."""

    fields: dict[str, Any] | None
    code: str = ""
    message: str = ""


HiloInfo = Callable[[Sequence[Path]], list[Info]]


def program() -> Path:
    default = Path(__file__).resolve().parents[2] / "build" / "release" / "hilo"
    return Path(os.environ.get("HILO_PROGRAM", default))


def run_info(paths: Sequence[Path]) -> list[Info]:
    process = subprocess.run(
        [program(), "info", "--format", "json", *paths], capture_output=True, check=False
    )
    assert process.returncode in (0, 1), process.stderr.decode(errors="replace")
    document = json.loads(process.stdout)
    assert document["schema"] == "hilo.info/1"
    found = {entry["path"]: Info(entry) for entry in document["files"]}
    for entry in document["errors"]:
        assert entry["path"] not in found, "read and refused at once"
        found[entry["path"]] = Info(None, entry["code"], entry["message"])
    assert len(found) == len(paths), "a file is in neither list"
    return [found[str(path)] for path in paths]


def info(paths: Sequence[Path]) -> list[Info]:
    batches = range(0, len(paths), BATCH_FILES)
    return [result for i in batches for result in run_info(paths[i : i + BATCH_FILES])]
