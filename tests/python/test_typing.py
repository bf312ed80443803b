"""What type checkers are told is so."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_stub_is_that_of_the_extension():
    package = Path(os.environ.get("HILO_PACKAGE", ROOT / "build/release/python"))
    made = (package / "_hilo.pyi").read_text()
    kept = (ROOT / "python/hilo/_hilo.pyi").read_text()
    assert kept == made, f"cp {package}/_hilo.pyi {ROOT}/python/hilo/_hilo.pyi"


def mypy(folder, *arguments):
    command = [sys.executable, "-m", "mypy", "--cache-dir", str(folder / "cache"), *arguments]
    environment = {**os.environ, "MYPYPATH": "python"}
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_the_package_and_what_users_write_pass_the_type_checker(tmp_path):
    found = mypy(tmp_path, "python/hilo", "tests/python/typed_use.py")
    assert found.returncode == 0, found.stdout + found.stderr
    # The same checker, over what is wrong.
    wrong = tmp_path / "wrong.py"
    wrong.write_text(
        "import hilo\n"
        "hilo.stats('x', by='fiel')\n"
        "hilo.stats('x').total.mean + 1\n"
        "hilo.Moments.of([1]).mean = 2.0\n"
    )
    found = mypy(tmp_path, "--strict", str(wrong))
    assert [line.split(":")[1] for line in found.stdout.splitlines()[:-1] if "error" in line] == [
        "2",
        "3",
        "4",
    ]


def test_what_users_write_runs(tmp_path):
    typed_use = ROOT / "tests/python/typed_use.py"
    found = subprocess.run(
        [sys.executable, typed_use, tmp_path], capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stderr
    assert found.stdout.startswith("3.0 None 1 ")
