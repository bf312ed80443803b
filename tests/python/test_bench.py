"""`hilo bench` where Python has hilo[dask]: clusters are compared as well."""

import array
import fcntl
import json
import os
import signal
import subprocess
import sys
import termios
import time

import numpy as np
import pytest

pytestmark = pytest.mark.timeout(300)

WITH_PACKAGE = {"HILO_PYTHON": sys.executable}


@pytest.fixture
def files(tmp_path):
    """A folder with 50 files of 80 kB."""
    folder = tmp_path / "files"
    folder.mkdir()
    for i in range(50):
        np.save(folder / f"file_{i}.npy", np.linspace(i, i + 1, 10_000))
    return folder


def start_bench(hilo_program, *arguments, env, **options):
    return subprocess.Popen(
        [hilo_program, "bench", *map(str, arguments), "--cold", "off"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **env},
        **options,
    )


def run_bench(hilo_program, *arguments, env=WITH_PACKAGE):
    process = start_bench(hilo_program, *arguments, "--format", "json", env=env)
    stdout, stderr = process.communicate(timeout=120)
    return process.returncode, stdout, stderr


def test_clusters_are_compared_where_python_has_dask(hilo_program, files):
    code, stdout, stderr = run_bench(hilo_program, files, "--rounds", "2", "-j", "1,2")
    assert (code, stderr) == (0, "")
    document = json.loads(stdout)
    ways = [(each["way"], each["workers"]) for each in document["candidates"]]
    assert ways[-2:] == [("dask", 1), ("dask", 2)]
    assert ("processes", 2) in ways  # with the helper program
    for candidate in document["candidates"]:
        assert candidate["failure"] is None
        assert len(candidate["rounds"]) == 2
    # The first run, two that warm the clusters up, and 7 ways in 2 rounds.
    assert document["same_results"] == 17
    assert document["other_results"] == 0
    assert any(note.startswith("dask: clusters on this machine") for note in document["notes"])


def test_a_cluster_starts_before_the_clock(hilo_program, files):
    flags = ["--rounds", "3", "-j", "1", "--executor", "serial,dask"]
    code, stdout, _ = run_bench(hilo_program, files, *flags)
    assert code == 0
    by_way = {each["way"]: each for each in json.loads(stdout)["candidates"]}
    assert all(times["wall_s"] < 1 for times in by_way["dask"]["rounds"])


def test_cpu_times_of_a_clusters_workers_count(hilo_program, tmp_path):
    folder = tmp_path / "large"
    folder.mkdir()
    np.save(tmp_path / "block.npy", np.linspace(-1, 1, 2_000_000))
    for i in range(150):
        (folder / f"file_{i}.npy").symlink_to("../block.npy")
    flags = ["--rounds", "1", "-j", "1", "--executor", "serial,dask"]
    code, stdout, _ = run_bench(hilo_program, folder, *flags)
    assert code == 0
    by_way = {each["way"]: each["median"] for each in json.loads(stdout)["candidates"]}

    def total(times):
        return times["user_s"] + times["system_s"]

    # The same work, in another process.
    assert total(by_way["dask"]) > 0.4 * total(by_way["serial"])


def test_the_notebooks_ways_work_inside_python(hilo_program, files):
    flags = ["--rounds", "1", "-j", "1", "--executor", "serial,dask", "--notebook"]
    code, stdout, stderr = run_bench(hilo_program, files, *flags)
    assert (code, stderr) == (0, "")
    by_way = {each["way"]: each for each in json.loads(stdout)["candidates"]}
    assert by_way["thread a file"]["note"].startswith("at most ")
    assert "the results are lost" in by_way["lost processes"]["failure"]


def test_a_python_without_the_package_is_a_note(hilo_program, files):
    flags = ["--rounds", "1", "-j", "1"]
    without = {**WITH_PACKAGE, "PYTHONPATH": ""}
    code, stdout, stderr = run_bench(hilo_program, files, *flags, env=without)
    assert (code, stderr) == (0, "")
    document = json.loads(stdout)
    assert all(each["way"] != "dask" for each in document["candidates"])
    note = document["notes"][0]
    assert note.startswith("dask: left out: No module named")


def test_dask_that_is_asked_for_and_not_there_is_wrong_usage(hilo_program, files):
    without = {**WITH_PACKAGE, "PYTHONPATH": ""}
    code, stdout, stderr = run_bench(hilo_program, files, "--executor", "dask", env=without)
    assert (code, stdout) == (2, "")
    assert f"expected the Python package hilo[dask] for {sys.executable}" in stderr


def test_inside_python_without_dask_the_rest_is_compared(files, tmp_path):
    """python -m hilo, where the package is and Dask is not."""
    (tmp_path / "distributed.py").write_text("raise ImportError('there is no distributed')\n")
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(tmp_path), os.environ["PYTHONPATH"]]),
    }
    command = [sys.executable, "-m", "hilo", "bench", str(files), "--rounds", "1", "-j", "1"]
    found = subprocess.run(
        [*command, "--cold", "off"],
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    assert "dask: left out" in found.stdout
    assert "there is no distributed" in found.stdout
    assert "processes " in found.stdout
    asked = subprocess.run(
        [*command, "--executor", "dask"],
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
        check=False,
    )
    assert asked.returncode == 2
    assert "--executor dask: " in asked.stderr
    assert "Traceback" not in asked.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP], ids=["int", "hup"])
def test_a_signal_while_a_cluster_starts_leaves_no_tracebacks(hilo_program, files, number):
    flags = ["-j", "2", "--executor", "dask", "--progress", "always", "--format", "json"]
    process = start_bench(hilo_program, files, *flags, env=WITH_PACKAGE, start_new_session=True)
    for line in process.stderr:
        if line.startswith("starting a cluster"):
            break
    os.killpg(process.pid, number)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 128 + number, stderr
    assert stderr.splitlines()[-1] == "hilo: stopped early: the comparison is incomplete"
    assert "Traceback" not in stderr
    assert json.loads(stdout)["stopped"] is True


def slow_python(tmp_path, when):
    """A Python that says that it starts, to be tried ("trial") or for good, and takes its time."""
    script = tmp_path / "slow_python"
    # No shell: some let signals in that whoever starts them has blocked.
    script.write_text(
        f"#!{sys.executable}\n"
        "import os, pathlib, sys, time\n"
        "kind = 'trial' if '__version__' in sys.argv[2] else 'good'\n"
        f"if kind == {when!r}:\n"
        f"    pathlib.Path({str(tmp_path)!r}, 'started').touch()\n"
        "    time.sleep(1)\n"
        f"os.execv({sys.executable!r}, [{sys.executable!r}, *sys.argv[1:]])\n"
    )
    script.chmod(0o755)
    return {"HILO_PYTHON": str(script)}


def wait_until_all_is_read(pipe, seconds=60):
    deadline = time.monotonic() + seconds
    while True:
        left = array.array("i", [0])
        fcntl.ioctl(pipe, termios.FIONREAD, left)
        if left[0] == 0:
            return
        assert time.monotonic() < deadline, left[0]
        time.sleep(0.02)


def wait_for(path, seconds=60):
    deadline = time.monotonic() + seconds
    while not path.exists():
        assert time.monotonic() < deadline, path
        time.sleep(0.02)


@pytest.mark.parametrize("when", ["trial", "good"])
def test_ctrl_c_while_python_starts_is_not_lost(hilo_program, files, tmp_path, when):
    output = tmp_path / "out.json"
    process = start_bench(hilo_program, files, "-o", output, env=slow_python(tmp_path, when))
    wait_for(tmp_path / "started")
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130, stderr
    assert stderr.splitlines() == [
        "hilo: interrupted, finishing what is in hand; once more to end at once",
        "hilo: stopped early: the comparison is incomplete",
    ]
    document = json.loads(output.read_text())
    assert document["stopped"] is True
    assert document["candidates"] == []
    assert document["notes"] == []
    assert document["recommendation"] is None


def test_ctrl_c_while_a_list_is_waited_for_ends_the_program(hilo_program):
    for command in (["bench"], ["stats", "--executor", "dask"]):
        process = subprocess.Popen(
            [hilo_program, *command, "--files-from", "-"],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **WITH_PACKAGE},
        )
        # It has read all that there is, and waits for more.
        process.stdin.write(b"a.npy\n" * 100_000)
        process.stdin.flush()
        wait_until_all_is_read(process.stdin)
        process.send_signal(signal.SIGINT)
        stderr = process.stderr.read().decode()
        assert process.wait(timeout=60) == 130
        assert stderr.splitlines()[1:] == [
            "hilo: stopped early: the list of inputs is incomplete, and nothing was done"
        ]
        process.stdin.close()
        process.stderr.close()


def test_ctrl_c_while_python_starts_for_a_run_is_not_lost(hilo_program, files, tmp_path):
    process = subprocess.Popen(
        [hilo_program, "stats", files, "--executor", "dask", "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **slow_python(tmp_path, "good")},
    )
    wait_for(tmp_path / "started")
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130, stderr
    assert "Traceback" not in stderr
    assert json.loads(stdout)["complete"] is False


def test_ctrl_c_in_a_terminal_leaves_no_tracebacks(hilo_program, files, tmp_path):
    """It reaches the program and all its workers at once."""
    flags = ["--rounds", "100000", "-j", "1", "--executor", "serial,dask", "--progress", "always"]
    output = ["-o", tmp_path / "out.json"]
    process = start_bench(
        hilo_program, files, *flags, *output, env=WITH_PACKAGE, start_new_session=True
    )
    for line in process.stderr:
        if line.startswith("round 4 of"):
            break
    os.killpg(process.pid, signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130, stderr
    assert "stopped early" in stderr
    assert "Traceback" not in stderr
    document = json.loads((tmp_path / "out.json").read_text())
    assert document["stopped"] is True
    assert all(len(each["rounds"]) >= 3 for each in document["candidates"])
