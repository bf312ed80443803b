"""The wheel, in a virtual environment that has nothing else."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]

# Of the C library, which every Linux has.
ALLOWED = re.compile(r"(libc|libm|libdl|libpthread|librt)\.so\.\d|ld-linux.*")


def run(*command, **options):
    result = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, check=False, **options
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Built by `pip wheel`, with the tools that are here; a compiler cache spares time."""
    folder = tmp_path_factory.mktemp("wheel")
    environment = {**os.environ, "CMAKE_ARGS": "-DCMAKE_COMPILE_WARNING_AS_ERROR=ON"}
    environment["CXX"] = shutil.which("c++")
    if shutil.which("ccache"):
        environment["CMAKE_CXX_COMPILER_LAUNCHER"] = "ccache"
    pip = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation"]
    run(*pip, "-w", folder, ROOT, env=environment)
    (path,) = folder.glob("hilo-*.whl")
    return path


@pytest.fixture(scope="module")
def environment(wheel, tmp_path_factory):
    """A virtual environment with the wheel and NumPy. Gives its bin/."""
    folder = tmp_path_factory.mktemp("empty") / "environment with a space"
    run(sys.executable, "-m", "venv", folder)
    version = np.__version__
    run(folder / "bin/pip", "install", "--quiet", f"numpy=={version}", wheel)
    return folder / "bin"


def clean(**extra):
    """The environment of a user, without what the tests put there."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("HILO", "PYTHON"))}
    return {**kept, **extra}


@pytest.fixture
def files(tmp_path):
    for i in range(3):
        np.save(tmp_path / f"file_{i}.npy", np.arange(i, 10.0))
    return tmp_path


def test_it_needs_nothing_beside_it(environment):
    installed = run(environment / "pip", "list", "--format", "freeze").splitlines()
    names = {line.split("==")[0].split(" ")[0] for line in installed}
    assert names == {"hilo", "numpy", "pip", "setuptools"}
    folder = next(environment.parent.glob("lib/python*/site-packages/hilo"))
    binaries = [*folder.glob("*.so*"), folder / "hilo-worker", environment / "hilo"]
    assert {"libhilo_jit.so", "libsleef.so.3"} < {binary.name for binary in binaries}
    for binary in binaries:
        needed = re.findall(r"NEEDED.*\[(.*)\]", run("readelf", "-d", binary))
        assert needed, binary
        assert [name for name in needed if not ALLOWED.fullmatch(name)] == []


def test_no_symbol_of_the_library_is_seen_from_outside(environment):
    (extension,) = environment.parent.glob("lib/python*/site-packages/hilo/_hilo*.so")
    defined = run("nm", "-D", "--defined-only", extension).split()[2::3]
    assert defined == ["PyInit__hilo"]


@pytest.mark.parametrize("executor", ["serial", "threads", "processes"])
def test_it_imports_and_works(environment, files, executor):
    script = (
        "import sys, hilo\n"
        f"r = hilo.stats('.', executor={executor!r}, jobs=2)\n"
        "assert r.complete, r.errors\n"
        "print(r.total.mean, hilo.Moments.of([1.0, 2.0]).mean, len(r.groups))\n"
    )
    python = environment / "python"
    assert run(python, "-c", script, cwd=files, env=clean()) == f"{134 / 27} 1.5 3\n"


def test_it_brings_the_program(environment, files):
    program = environment / "hilo"
    expected = run(environment / "python", "-m", "hilo", "stats", ".", cwd=files, env=clean())
    assert run(program, "stats", ".", "--executor", "processes", cwd=files, env=clean()) == expected
    assert "total (3 files)" in expected
    assert run(program, "--version", env=clean()) == run(
        environment / "python", "-c", "import hilo; print('hilo', hilo.__version__)", env=clean()
    )


def test_it_brings_the_compiler_and_the_functions_of_expressions(environment, files):
    """In a package and in the program: the libraries of this machine are not looked at."""
    options = ["--expr", "log1p(x)", "--jit", "on", "--format", "json"]
    for command in ([environment / "hilo"], [environment / "python", "-m", "hilo"]):
        log = files / "log"
        trace = ["strace", "-f", "-e", "trace=openat", "-o", log]
        said = run(*trace, *command, "stats", ".", *options, cwd=files, env=clean())
        assert '"expr": "log1p(x)"' in said
        opened = [
            line for line in log.read_text().splitlines() if ".so" in line and "= -1" not in line
        ]
        for name in ("libsleef.so.3", "libhilo_jit.so"):
            (line,) = [line for line in opened if name in line]
            assert f"site-packages/hilo/{name}" in line


def test_what_is_an_extra_is_asked_for_by_name(environment, files):
    script = (
        "import hilo\n"
        "for call in (lambda: hilo.stats('.').groups.to_pandas(),\n"
        "             lambda: hilo.stats('.', progress=True),\n"
        "             lambda: hilo.stats('.', executor='dask')):\n"
        "    try: call()\n"
        "    except ImportError as error: print(error)\n"
    )
    said = run(environment / "python", "-c", script, cwd=files, env=clean()).splitlines()
    assert [re.search(r"hilo\[\w+\]", line)[0] for line in said] == [
        "hilo[pandas]",
        "hilo[progress]",
        "hilo[dask]",
    ]
    # The program finds the Python beside it.
    found = subprocess.run(
        [environment / "hilo", "stats", ".", "--executor", "dask"],
        cwd=files,
        env=clean(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 2
    assert "hilo[dask]" in found.stderr
    assert "Traceback" not in found.stderr
