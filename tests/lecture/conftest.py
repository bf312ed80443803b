"""The programs of examples/lecture, as the tests' build leaves them."""

import os
import subprocess
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def lecture_programs(hilo_program):
    """The folder that holds them."""
    folder = Path(hilo_program).parent / "examples" / "lecture"
    if not folder.exists():
        pytest.fail(f"expected the lecture's programs in {folder}, which HILO_BUILD_TESTS builds")
    return folder


@pytest.fixture
def lecture(lecture_programs, tmp_path):
    """Runs one of them in tmp_path: lecture("files_on_threads", "fake_files", 20)."""

    def run(name, *arguments, check=True):
        return subprocess.run(
            [lecture_programs / name, *map(str, arguments)],
            cwd=tmp_path,
            env={k: v for k, v in os.environ.items() if k != "HILO_WORKER"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=check,
        )

    return run
