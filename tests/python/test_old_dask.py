"""The oldest Dask that is promised: Debian's, with the NumPy of that time."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PYTHON = Path("/usr/bin/python3")

SCRIPT = """
import os, pathlib, signal, sys

import distributed
import numpy as np

import hilo
import hilo.dask


def main():
    folder = pathlib.Path(sys.argv[1])
    (folder / "bad.npy").write_bytes(b"x")
    expected = hilo.stats(folder)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0"
    ) as cluster, distributed.Client(cluster) as client:
        assert hilo.stats(folder, executor=client) == expected
        victims = list(client.run(os.getpid).values())[:1]

        def kill_one(now):
            if victims and 20 < now.files_done < now.files_found:
                os.kill(victims.pop(), signal.SIGKILL)

        assert hilo.stats(folder, executor=client, progress=kill_one) == expected
        assert not victims
        hilo.dask._hilo.version = lambda: "9.9"
        try:
            hilo.stats(folder, executor=client)
        except hilo.UsageError as error:
            assert "expected hilo 9.9 on all workers" in str(error), error
        else:
            raise AssertionError("versions were not compared")
    assert hilo.std(np.arange(12.0).reshape(3, 4), axis=1).shape == (3,)
    print(distributed.__version__, np.__version__)


if __name__ == "__main__":
    main()
"""


def says(*command):
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    return found.stdout if found.returncode == 0 else ""


def test_debians_dask_does_as_todays(tmp_path, long_run):
    asked = "import sys, distributed, numpy; print(*sys.version_info[:2])"
    if says(PYTHON, "-c", asked).split() != [str(part) for part in sys.version_info[:2]]:
        pytest.skip("no Dask of Debian, for the Python that the package is built for")
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    found = subprocess.run(
        [PYTHON, script, tmp_path / long_run(seconds=2)],
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
        env={**os.environ},
    )
    assert found.returncode == 0, found.stdout + found.stderr
    assert found.stdout.startswith("20")
