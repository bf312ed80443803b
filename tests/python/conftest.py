"""The package as it was built, for the tests and for the programs that they start."""

import os
import sys

import pytest
from oracle.value_families import SEED

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PACKAGE = os.path.abspath(os.environ.get("HILO_PACKAGE") or f"{ROOT}/build/release/python")

# A library with a sanitizer can be loaded only into an interpreter that was built with it as well.
collect_ignore_glob = ["test_*.py"] if os.environ.get("HILO_SANITIZER") else []

sys.path.insert(0, PACKAGE)
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [PACKAGE, os.environ.get("PYTHONPATH")]))


@pytest.fixture(autouse=True)
def print_seed():
    """pytest shows it where a test fails."""
    print(f"HILO_TEST_SEED={SEED}")


@pytest.fixture
def program(hilo):
    """Runs the program; here `hilo` is the package."""
    return hilo


@pytest.fixture
def in_folder(tmp_path, monkeypatch):
    """The package works where the program does: in tmp_path, so that both find the same keys."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A scheduler with two workers."""
    from python.cluster import Cluster  # which takes a second to import

    cluster = Cluster(tmp_path_factory.mktemp("cluster"))
    for _ in range(2):
        cluster.add_worker()
    yield cluster
    cluster.close()


@pytest.fixture
def client(cluster):
    import distributed

    with distributed.Client(cluster.address, timeout=30) as client:
        client.wait_for_workers(2, timeout=60)
        yield client
