"""What all tests of the program share."""

import os
import pathlib
import signal
import subprocess
import time

import numpy
import pytest

# A shell without job control starts what runs in the background with Ctrl-C ignored, nohup with
# the loss of the terminal ignored, and programs inherit that. The tests send signals, so they start
# from the default.
for number, handler in (
    (signal.SIGINT, signal.default_int_handler),
    (signal.SIGHUP, signal.SIG_DFL),
):
    if signal.getsignal(number) == signal.SIG_IGN:
        signal.signal(number, handler)

ROOT = pathlib.Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def hilo_program():
    """The program's path: HILO_PROGRAM, or what ./dev build leaves."""
    path = pathlib.Path(os.environ.get("HILO_PROGRAM", ROOT / "build/release/hilo")).absolute()
    if not path.exists():
        pytest.fail(f"expected the program at {path}, found none; HILO_PROGRAM names another")
    return str(path)


@pytest.fixture
def hilo(hilo_program, tmp_path):
    """Runs the program in tmp_path: hilo("stats", "a.npy", env={"NO_COLOR": "1"}, input=b"").

    Gives a CompletedProcess, with stdout and stderr as text; text=False for bytes.
    """

    def run(*arguments, env=None, timeout=60, cwd=tmp_path, text=True, **keywords):
        if "stdout" not in keywords:
            keywords["stdout"] = subprocess.PIPE
        if "stderr" not in keywords:
            keywords["stderr"] = subprocess.PIPE
        if "input" not in keywords and "stdin" not in keywords:
            keywords["stdin"] = subprocess.DEVNULL
        return subprocess.run(
            [hilo_program, *map(os.fspath, arguments)],
            env={**os.environ, **(env or {})},
            cwd=cwd,
            timeout=timeout,
            text=text,
            **({"errors": "surrogateescape"} if text else {}),
            **keywords,
        )

    return run


@pytest.fixture
def npy(tmp_path):
    """Saves an array below tmp_path: npy("a/b.npy", [1.0, 2.0]). Gives its path there."""

    def save(name, values, dtype=None):
        path = os.path.join(os.fsencode(tmp_path), os.fsencode(name))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            numpy.save(file, numpy.asarray(values, dtype=dtype))
        return name

    return save


@pytest.fixture
def start(hilo_program, tmp_path):
    """Starts the program and does not wait; gives the Popen."""
    started = []

    def run(*arguments, **keywords):
        defaults = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE}
        defaults["stderr"] = subprocess.PIPE
        process = subprocess.Popen(
            [hilo_program, *arguments], cwd=tmp_path, **{**defaults, **keywords}
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.wait()


def link_often(folder, count):
    """A folder of links to one file of 16 MB beside it."""
    numpy.save(folder.parent / "block.npy", numpy.linspace(-1, 1, 2_000_000))
    folder.mkdir()
    for i in range(count):
        (folder / f"file_{i}.npy").symlink_to("../block.npy")


@pytest.fixture(scope="session")
def links_per_second(hilo_program, tmp_path_factory):
    """How many such links the program reduces here, with one job.

    The best of some short runs: other programs may have the machine at the moment.
    """
    count = 20
    folder = tmp_path_factory.mktemp("speed") / "long"
    link_often(folder, count)

    def elapsed_s():
        begun = time.monotonic()
        command = [hilo_program, "stats", folder, "-j1", "--by", "all", "--quiet"]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        return time.monotonic() - begun

    return count / min(elapsed_s() for _ in range(5))


@pytest.fixture
def long_run(tmp_path, links_per_second):
    """A folder whose reduction with one job takes so long, however fast the machine is; or of so
    many links.

    It holds links to one file of 16 MB, file_0.npy and so on. Gives its name. Other programs can
    only make a run longer, so it is long enough to be stopped a moment after it is under way
    (wait_until_read() of under_way.py).
    """

    def make(seconds=4.0, links=None):
        link_often(tmp_path / "long", links or max(100, round(seconds * links_per_second)))
        return "long"

    return make
