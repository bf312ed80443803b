"""The lecture's 10,000 files through every executor: the same bytes.

HILO_LONG=1 takes files of 100,000 values, 8 GB, as the lecture has them; otherwise they have 100.
"""

import os
import pickle
import signal
import subprocess
from pathlib import Path

import distributed
import hilo
import hilo.dask
import pytest
from python.cluster import Cluster

ROOT = Path(__file__).resolve().parents[2]
IS_LONG = bool(os.environ.get("HILO_LONG"))

pytestmark = pytest.mark.timeout(3600 if IS_LONG else 300)


@pytest.fixture(scope="module")
def folder(hilo_program, tmp_path_factory):
    """10,000 files. Those of 8 GB are kept, for the next time and for ./dev bench."""
    kept = ROOT / "build" / "bench-data" / "lecture"
    folder = kept if IS_LONG else tmp_path_factory.mktemp("lecture") / "fake_files"
    size = "100000" if IS_LONG else "100"
    subprocess.run([hilo_program, "generate", folder, "--size", size, "--quiet"], check=True)
    return folder


def bytes_of(result):
    """All that a result says, and the exact states of its files."""
    assert result.complete
    return result.report("json"), pickle.dumps(result)


@pytest.fixture(scope="module")
def expected(folder):
    return bytes_of(hilo.stats(folder, executor="serial"))


@pytest.mark.parametrize("executor", ["threads", "processes"])
@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_threads_and_processes(folder, expected, executor, jobs):
    assert bytes_of(hilo.stats(folder, executor=executor, jobs=jobs)) == expected


def test_the_program(hilo_program, folder, expected):
    command = [hilo_program, "stats", folder, "--format", "json"]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    assert found.stdout == expected[0]


@pytest.mark.parametrize("workers", [1, 2, 3, 4] if IS_LONG else [1, 3])
def test_dask(folder, expected, workers, tmp_path, monkeypatch):
    cluster = Cluster(tmp_path / "cluster")
    try:
        started = [cluster.add_worker() for _ in range(workers)]
        with distributed.Client(cluster.address, timeout=30) as client:
            client.wait_for_workers(workers, timeout=60)
            assert bytes_of(hilo.stats(folder, executor=client)) == expected
            # Batches of all sizes: as if the cluster had so many threads.
            for slots in (1, 7, 600):
                monkeypatch.setattr(hilo.dask.ClientBatches, "slots", lambda self, n=slots: n)
                assert bytes_of(hilo.stats(folder, executor=client)) == expected
            monkeypatch.undo()

            victims = started[:1]

            def kill_one(now):
                if victims and now.files_done > 0:
                    victims.pop().kill()
                    if workers == 1:
                        cluster.add_worker()

            killed = hilo.stats(folder, executor=client, progress=kill_one)
            assert started[0].wait() == -signal.SIGKILL
            assert bytes_of(killed) == expected
    finally:
        cluster.close()
