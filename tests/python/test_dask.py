"""hilo on a real Dask cluster: a scheduler and workers as processes on this machine."""

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import distributed
import hilo
import hilo.dask
import numpy as np
import pytest
from python.cluster import Cluster
from under_way import BLOCK_BYTES, bytes_read, wait_until_read

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def own_cluster(tmp_path):
    """A scheduler of this test's own, without workers."""
    cluster = Cluster(tmp_path / "cluster")
    yield cluster
    cluster.close()


@pytest.fixture
def own_client(own_cluster):
    with distributed.Client(own_cluster.address, timeout=30) as client:
        yield client


@pytest.fixture
def files(tmp_path):
    """A folder with 300 small files, of which one is damaged and one has a NaN."""
    folder = tmp_path / "files"
    folder.mkdir()
    random = np.random.default_rng(4)
    for i in range(300):
        np.save(folder / f"file_{i}.npy", random.normal(size=random.integers(0, 500)))
    np.save(folder / "file_7.npy", np.array([1.0, np.nan]))
    (folder / "file_9.npy").write_bytes(b"no array")
    return folder


@pytest.fixture
def large_files(tmp_path, long_run):
    """A folder of large files, which take a second or two."""
    return tmp_path / long_run(seconds=2)


@contextlib.contextmanager
def when_some_are_done(action, files=20):
    """A function for ``progress=`` that calls ``action`` once, when some files are done."""
    called = threading.Event()

    def progress(now):
        if files <= now.files_done < now.files_found and not called.is_set():
            called.set()
            action()

    yield progress
    assert called.is_set(), "the run ended before anything could be done to it"


@pytest.mark.parametrize("jobs", [None, 3])
def test_gives_the_bytes_of_every_other_executor(client, files, jobs):
    expected = hilo.stats(files, executor="serial")
    assert [error.code for error in expected.errors] == ["MAGIC"]
    found = hilo.stats(files, executor=client, jobs=jobs)
    assert found == expected
    assert found.report("json") == expected.report("json")
    assert pickle.dumps(found) == pickle.dumps(expected)  # the states of all files


@pytest.mark.parametrize("policy", ["propagate", "omit", "raise"])
def test_options_reach_the_workers(client, files, policy):
    options = {"nan_policy": policy, "ddof": 1, "by": "dir"}
    found = hilo.stats(files, executor=client, **options)
    assert found.report("json") == hilo.stats(files, **options).report("json")


def test_expressions_reach_the_workers(client, files):
    for options in (
        {"expr": "log1p(abs(x)) * 2", "where": "x > 0", "jit": "on"},
        {"where": "x > 0.5", "jit": "off"},
    ):
        expected = hilo.stats(files, executor="serial", **options)
        assert hilo.stats(files, executor=client, **options) == expected


def test_functions_of_numba_travel_and_are_compiled_once(client, files):
    numba = pytest.importorskip("numba")

    @numba.cfunc(hilo.BlockFunction.SIGNATURE)
    def halved(x, out, n):
        for i in range(n):
            out[i] = x[i] / 2

    expected = hilo.stats(files, executor="serial", expr="x / 2")
    result = hilo.stats(files, executor=client, expr=halved)
    assert list(result.groups) == list(expected.groups)
    assert result.expr.startswith("function ")
    again = hilo.stats(files, executor=client, expr=halved, where="x > 0")
    assert again.total == hilo.stats(files, expr="x / 2", where="x > 0").total
    counts = client.run(lambda: len(__import__("hilo.dask").dask._compiled))
    assert set(counts.values()) <= {0, 1}


def test_functions_of_the_same_name_are_not_mistaken_for_one_another(client, files):
    numba = pytest.importorskip("numba")

    def divided(by, **options):
        @numba.cfunc(hilo.BlockFunction.SIGNATURE, **options)
        def division(x, out, n):
            for i in range(n):
                out[i] = by / x[i]

        return hilo.BlockFunction(division, identity="always the same")

    for by in (2.0, 3.0):
        function = divided(by, error_model="numpy")
        expected = hilo.stats(files, executor="serial", expr=function)
        assert hilo.stats(files, executor=client, expr=function) == expected
        assert expected.total.max == hilo.stats(files, expr=f"{by} / x").total.max


def test_relative_paths_begin_where_the_client_is(client, files, monkeypatch):
    monkeypatch.chdir(files.parent)
    found = hilo.stats("files", executor=client)
    assert found == hilo.stats("files", executor="serial")
    assert found.groups[0].key == "files/file_0.npy"
    assert found.errors[0].path == "files/file_9.npy"


def test_names_that_are_not_utf8_travel(client, tmp_path):
    name = os.fsdecode(b"n\xffn.npy")
    np.save(tmp_path / name, np.arange(3.0))
    assert hilo.stats(tmp_path / name, executor=client).groups[0].key == str(tmp_path / name)


def test_one_task_is_never_one_file(client, files, monkeypatch):
    batches = []
    submit = hilo.dask.ClientBatches.submit

    def counting(self, batch, paths, parameters):
        batches.append(len(paths))
        submit(self, batch, paths, parameters)

    monkeypatch.setattr(hilo.dask.ClientBatches, "submit", counting)
    hilo.stats(files, executor=client)
    assert sum(batches) == 300
    assert len(batches) <= 4 * 2 + 1  # four for each of two workers, and the rest


def test_a_killed_worker_costs_nothing_but_time(own_cluster, own_client, large_files):
    victim = own_cluster.add_worker()
    own_cluster.add_worker()
    own_client.wait_for_workers(2, timeout=60)
    with when_some_are_done(victim.kill) as progress:
        found = hilo.stats(large_files, executor=own_client, progress=progress)
    assert found == hilo.stats(large_files, executor="threads")


def test_a_worker_that_is_killed_and_another_that_takes_its_place(
    own_cluster, own_client, large_files
):
    only = own_cluster.add_worker()
    own_client.wait_for_workers(1, timeout=60)

    def restart():
        only.kill()
        own_cluster.add_worker()

    with when_some_are_done(restart) as progress:
        found = hilo.stats(large_files, executor=own_client, progress=progress)
    assert found == hilo.stats(large_files, executor="threads")


def test_a_worker_that_joins_takes_part(own_cluster, own_client, large_files):
    first = own_cluster.add_worker()
    own_client.wait_for_workers(1, timeout=60)
    joined = []

    def join():
        first.send_signal(signal.SIGSTOP)  # or the run may end before the other has started
        joined.append(own_cluster.add_worker())
        own_client.wait_for_workers(2, timeout=60)
        first.send_signal(signal.SIGCONT)

    with when_some_are_done(join) as progress:
        found = hilo.stats(large_files, executor=own_client, progress=progress)
    assert found == hilo.stats(large_files, executor="threads")
    # Far more than Python reads to start.
    assert bytes_read([joined[0].pid]) > 20 * BLOCK_BYTES


def test_a_file_that_kills_its_workers_is_named(files, tmp_path):
    preload = tmp_path / "killing_file.so"
    source = ROOT / "tests/fault/killing_file.c"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", preload, source, "-ldl"], check=True)
    for i in range(30, 300):
        (files / f"file_{i}.npy").unlink()
    (files / "file_3.npy").rename(files / "deadly.9.npy")  # its worker gets signal 9
    once = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    with contextlib.closing(Cluster(tmp_path / "cluster", once)) as cluster:
        client = distributed.Client(cluster.address, timeout=30)
        stop = threading.Event()

        def keep_two_workers():
            workers = []
            while not stop.wait(0.1):
                workers = [worker for worker in workers if worker.poll() is None]
                while len(workers) < 2:
                    workers.append(cluster.add_worker(environment={"LD_PRELOAD": str(preload)}))

        keeper = threading.Thread(target=keep_two_workers)
        keeper.start()
        try:
            found = hilo.stats(files, executor=client)
        finally:
            stop.set()
            keeper.join()
            client.close()
    assert [(error.code, Path(error.path).name) for error in found.errors] == [
        ("WORKER", "deadly.9.npy"),
        ("MAGIC", "file_9.npy"),
    ]
    assert "expected a worker that reads it to its end, found" in found.errors[0].message
    assert found.files.included == 28


def test_a_worker_without_hilo_is_named(own_cluster, own_client, files, tmp_path):
    own_cluster.add_worker(environment={"PYTHONPATH": str(tmp_path)})
    own_client.wait_for_workers(1, timeout=60)
    with pytest.raises(hilo.HiloError, match=r"found on tcp://.*: No module named 'hilo'"):
        hilo.stats(files, executor=own_client)


def test_a_worker_of_another_version_is_named(client, files, monkeypatch):
    monkeypatch.setattr(hilo.dask._hilo, "version", lambda: "9.9.9")
    with pytest.raises(
        hilo.HiloError, match=r"expected hilo 9\.9\.9 on all workers.*tcp://.*: hilo 0\."
    ):
        hilo.stats(files, executor=client)


def test_the_program_compares_versions_as_well(hilo_program, own_cluster, files, tmp_path):
    own_cluster.add_worker(environment={"PYTHONPATH": str(tmp_path)})
    with distributed.Client(own_cluster.address, timeout=30) as client:
        client.wait_for_workers(1, timeout=60)
    address = own_cluster.address
    found = run_program(hilo_program, files, "--executor", "dask", "--scheduler", address)
    assert found.returncode == 2
    assert "found on tcp://" in found.stderr
    assert "No module named 'hilo'" in found.stderr
    assert found.stdout == ""


def test_workers_with_different_instruction_sets_are_told_of(client, files):
    one = list(client.nthreads())[0]

    def force_instruction_set(name):  # inside, so that it travels as code
        import hilo

        hilo._hilo.force_instruction_set(name)

    client.run(force_instruction_set, "sse4", workers=[one])
    try:
        with pytest.warns(UserWarning, match=r"different instruction sets.*sse4: tcp://"):
            found = hilo.stats(files, executor=client)
    finally:
        client.run(force_instruction_set, "", workers=[one])
    assert found == hilo.stats(files, executor="serial")


def test_a_scheduler_that_goes_away_ends_the_run_and_what_was_done_is_saved(
    own_cluster, own_client, large_files, tmp_path
):
    own_cluster.add_worker()
    own_client.wait_for_workers(1, timeout=60)
    state = tmp_path / "state.hilo"
    with when_some_are_done(own_cluster.scheduler.kill) as progress:
        with pytest.raises(hilo.HiloError, match="scheduler is gone.*what was done before is in"):
            hilo.stats(large_files, executor=own_client, progress=progress, save=state)
    saved = hilo.merge(state)
    assert 0 < saved.files.included < len(os.listdir(large_files))
    assert not saved.complete
    resumed = hilo.stats(large_files, executor="threads", resume=state)
    assert resumed == hilo.stats(large_files, executor="threads")


def test_an_exception_in_the_callers_thread_keeps_what_is_done(client, large_files):
    main = threading.main_thread().ident
    with when_some_are_done(lambda: signal.pthread_kill(main, signal.SIGINT)) as progress:
        with pytest.raises(hilo.Interrupted) as interrupted:
            hilo.stats(large_files, executor=client, progress=progress)
    partial = interrupted.value.result
    assert 0 < partial.files.included < len(os.listdir(large_files))
    resumed = hilo.stats(large_files, executor=client, resume=partial)
    assert resumed == hilo.stats(large_files, executor="threads")


def test_moments_of_a_dask_array(client):
    import dask.array

    random = dask.array.random.default_rng(1)
    array = random.normal(size=(700, 300), chunks=(90, 41))
    expected = hilo.Moments.of(array.compute())
    assert hilo.dask.moments(array) == expected
    assert hilo.dask.moments(array.rechunk((700, 1))) == expected
    assert hilo.dask.moments(array[array > 0]) == hilo.Moments.of(array[array > 0].compute())
    assert hilo.dask.moments(array[:0]).size == 0
    with pytest.raises(hilo.UsageError, match="expected a Dask array"):
        hilo.dask.moments(np.zeros(3))


def test_moments_of_a_dask_array_without_a_cluster():
    import dask.array

    array = dask.array.arange(1000, chunks=7)
    assert hilo.dask.moments(array).sum == 499500


def test_a_client_that_is_closed_is_wrong_usage(cluster, files):
    client = distributed.Client(cluster.address, timeout=30)
    client.close()
    with pytest.raises(hilo.UsageError, match="expected a client that runs, found one that is"):
        hilo.stats(files, executor=client)


def test_a_busy_worker_does_not_delay_ctrl_c(own_cluster, own_client, files):
    for _ in range(2):
        own_cluster.add_worker()
    own_client.wait_for_workers(2, timeout=60)
    hilo.stats(files, executor=own_client)  # both have imported what they need
    nap = own_client.submit(time.sleep, 20, workers=[list(own_client.nthreads())[0]])
    main = threading.main_thread().ident
    ctrl_c = threading.Timer(2, lambda: signal.pthread_kill(main, signal.SIGINT))
    begun = time.monotonic()
    # While the greeting waits in the queue, or between two runs.
    with contextlib.suppress(KeyboardInterrupt):
        ctrl_c.start()
        while True:
            hilo.stats(files, executor=own_client)
    assert 1 < time.monotonic() - begun < 4
    own_client.cancel(nap)


def test_what_is_no_client_is_wrong_usage(files):
    with pytest.raises(hilo.UsageError, match=r"'processes', 'dask' or a dask.distributed.Client"):
        hilo.stats(files, executor=3)


def run_program(hilo_program, *arguments, **options):
    return subprocess.run(
        [hilo_program, "stats", *map(str, arguments)],
        capture_output=True,
        text=True,
        env={**os.environ, "HILO_PYTHON": sys.executable},
        stdin=subprocess.DEVNULL,
        timeout=120,
        check=False,
        **options,
    )


def test_the_program_reaches_a_cluster(hilo_program, client, cluster, files):
    arguments = ["files", "--format", "json", "--by", "dir", "--nan-policy", "omit"]
    options = {"cwd": files.parent}
    expected = run_program(hilo_program, *arguments, **options)
    found = run_program(
        hilo_program, *arguments, "--executor", "dask", "--scheduler", cluster.address, **options
    )
    assert found.stdout == expected.stdout
    assert found.stderr == expected.stderr
    assert found.returncode == expected.returncode == 1


def test_the_program_gives_expressions_to_a_cluster(hilo_program, client, cluster, files):
    options = ["--expr", "sqrt(abs(x))", "--where", "x > 0", "--format", "json", str(files)]
    one = run_program(hilo_program, "--executor", "serial", *options)
    two = run_program(hilo_program, "--executor", "dask", "--scheduler", cluster.address, *options)
    assert (two.returncode, two.stdout) == (one.returncode, one.stdout)
    assert '"expr": "sqrt(abs(x))"' in two.stdout


def test_the_program_starts_a_cluster_of_its_own(hilo_program, files):
    found = run_program(hilo_program, files, "--executor", "dask", "-j", "2", "--format", "csv")
    assert found.stdout == run_program(hilo_program, files, "--format", "csv").stdout
    (failure, count) = found.stderr.splitlines()
    assert failure.startswith(f"hilo: {files}/file_9.npy: MAGIC: expected")
    assert count == "hilo: 1 of 300 inputs failed"


def test_the_program_says_which_scheduler_does_not_answer(hilo_program, files):
    found = run_program(
        hilo_program, files, "--executor", "dask", "--scheduler", "tcp://127.0.0.1:9"
    )
    assert found.returncode == 3
    assert "WORKER: expected a Dask scheduler at tcp://127.0.0.1:9, found" in found.stderr
    assert "Traceback" not in found.stderr


def test_the_program_says_which_python_lacks_the_package(hilo_program, files, tmp_path):
    command = [hilo_program, "stats", files, "--executor", "dask"]
    without = {**os.environ, "HILO_PYTHON": sys.executable, "PYTHONPATH": ""}
    found = subprocess.run(command, capture_output=True, text=True, env=without, check=False)
    assert found.returncode == 2
    assert f"expected the Python package hilo[dask] for {sys.executable}" in found.stderr
    none = {**os.environ, "HILO_PYTHON": str(tmp_path / "no_python")}
    found = subprocess.run(command, capture_output=True, text=True, env=none, check=False)
    assert found.returncode == 2
    assert "no_python does not start: No such file or directory" in found.stderr


def test_a_scheduler_without_dask_is_wrong_usage(hilo_program, files):
    found = run_program(hilo_program, files, "--scheduler", "tcp://127.0.0.1:9")
    assert found.returncode == 2
    assert "--scheduler: expected --executor dask with it" in found.stderr


def test_an_address_that_is_none_is_wrong_usage(hilo_program, files):
    for address in ("foo", "http://127.0.0.1:8787", "tcp://127.0.0.1"):
        found = run_program(hilo_program, files, "--executor", "dask", "--scheduler", address)
        assert found.returncode == 2
        assert "expected the address of a Dask scheduler such as tcp://HOST:8786" in found.stderr
        assert "Traceback" not in found.stderr


def a_third_of(folder):
    """In bytes; some batches are done by then, and the end is far away."""
    return len(os.listdir(folder)) * BLOCK_BYTES // 3


def test_ctrl_c_in_a_terminal_leaves_no_tracebacks(hilo_program, tmp_path, long_run):
    """It reaches the program, the scheduler and all workers of its own cluster at once."""
    folder = tmp_path / long_run(seconds=10)
    process = subprocess.Popen(
        [hilo_program, "stats", folder, "--executor", "dask", "--by", "all", "-j", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "HILO_PYTHON": sys.executable},
        start_new_session=True,
    )
    wait_until_read(process, a_third_of(folder))
    os.killpg(process.pid, signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130, stderr
    assert "stopped early" in stderr
    assert "Traceback" not in stderr


STARTING = """
import sys
import distributed
import hilo


def announced(*arguments, start=distributed.LocalCluster, **keywords):
    print("starting", flush=True)
    return start(*arguments, **keywords)


if __name__ == "__main__":
    distributed.LocalCluster = announced
    try:
        hilo.stats(sys.argv[1], executor="dask", jobs=2)
    except KeyboardInterrupt:
        print("interrupted")
"""


def has_processes(session):
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(status.read_text().rpartition(")")[2].split()[3]) == session:
                return True
        except OSError:  # it has ended meanwhile
            continue
    return False


def test_ctrl_c_in_python_while_a_cluster_starts_leaves_nothing_behind(files, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(STARTING)
    process = subprocess.Popen(
        [sys.executable, script, files],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout.readline() == "starting\n"
    os.killpg(process.pid, signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert (process.returncode, stdout, stderr) == (0, "interrupted\n", "")
    deadline = time.monotonic() + 30
    while has_processes(process.pid):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_script_without_a_guard_is_told_of_it(files, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(f"import hilo\nhilo.stats({str(files)!r}, executor='dask', jobs=1)\n")
    found = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, timeout=120, check=False
    )
    assert found.returncode == 1
    assert "if __name__ ==" in found.stderr.splitlines()[-1]


def test_ctrl_c_in_the_program_keeps_what_is_done(
    hilo_program, client, cluster, tmp_path, long_run
):
    folder = tmp_path / long_run(seconds=10)
    state = tmp_path / "state.hilo"
    before = bytes_read(cluster.pids)
    process = subprocess.Popen(
        [hilo_program, "stats", folder, "--executor", "dask", "--scheduler", cluster.address]
        + ["--save", state, "--format", "csv", "-o", tmp_path / "part.csv"],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "HILO_PYTHON": sys.executable},
    )
    wait_until_read(process, before + a_third_of(folder), cluster.pids)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130, stderr
    assert "stopped early" in stderr
    saved = hilo.merge(state)
    assert 0 < saved.files.included < len(os.listdir(folder))
    # The header, and a row a file.
    assert len((tmp_path / "part.csv").read_text().splitlines()) == 1 + saved.files.included
