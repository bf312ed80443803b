"""The lecture's cells as programs: what they print is exact, whole and in order."""

import re
import statistics

import numpy as np
import pytest
from oracle.exact import statistics_of

FILES = 20
FILE_PROGRAMS = ["files_in_sequence", "files_on_threads", "files_on_processes"]
ENTRY = re.compile(r"Name (.*)\n\t Mean (.*)\n\t Std (.*)\n")


def entries(text):
    """What the lecture's three lines say: name, mean and std; and nothing else stands there."""
    assert ENTRY.sub("", text) == ""
    return [(name, float(mean), float(std)) for name, mean, std in ENTRY.findall(text)]


def exact(name, *arrays):
    expected = statistics_of(arrays)
    return name, expected.mean, expected.std


@pytest.fixture(scope="module")
def arrays():
    """The lecture's ten arrays, made by NumPy's generator of the same kind."""

    def array(seed):
        numbers = np.random.RandomState(seed).randint(0, 2**32, (1000, 12), dtype=np.uint32)
        return numbers.sum(axis=1, dtype=np.int64) * 2.0**-32 - 6

    return [array(seed) for seed in range(10)]


@pytest.fixture
def fake_files(hilo, tmp_path):
    """Files as the lecture's, with a hundredth of the values. Gives their arrays."""
    hilo("generate", "fake_files", "--files", str(FILES), "--size", "1000", check=True)
    return [np.load(tmp_path / f"fake_files/file_{index}.npy") for index in range(FILES)]


def test_the_arrays_are_nearly_normal(arrays):
    values = np.concatenate(arrays).tolist()
    assert abs(statistics.fmean(values)) < 0.05
    assert abs(statistics.stdev(values) - 1) < 0.05
    assert 3 < max(values) < 6


def test_one_array_after_the_other(lecture, arrays):
    expected = [exact(f"F{index}", array) for index, array in enumerate(arrays)]
    assert entries(lecture("sequential").stdout) == expected


def test_threads_keep_their_results_and_their_lines_whole(lecture, arrays):
    expected = [exact(f"T{index}", array) for index, array in enumerate(arrays)]
    for _ in range(20):
        started, printed = lecture("threads").stdout.split("----------\n")
        assert sorted(started.splitlines()) == [f"Starting T{index}" for index in range(10)]
        assert entries(printed) == expected


def test_what_processes_found_comes_back(lecture, arrays):
    expected = [exact(f"P{index}", array) for index, array in enumerate(arrays)]
    assert entries(lecture("processes").stdout) == [*expected, exact("all", *arrays)]


@pytest.mark.parametrize("name", FILE_PROGRAMS)
def test_files(lecture, fake_files, name):
    expected = [exact(f"fake_files/file_{i}.npy", array) for i, array in enumerate(fake_files)]
    printed = lecture(name, "fake_files", FILES).stdout
    assert entries(printed) == [*expected, exact("all", *fake_files)]


def test_ten_thousand_tasks_take_few_threads_and_descriptors(hilo, lecture):
    hilo("generate", "fake_files", "--size", "10", check=True)
    result = lecture("files_on_threads")
    assert len(entries(result.stdout)) == 10001
    said = re.fullmatch(r"at most (\d+) threads and (\d+) descriptors\n", result.stderr)
    threads, descriptors = map(int, said.groups())
    assert 1 <= threads <= 80  # workers and those that read ahead
    assert 3 <= descriptors <= 32  # what the program allows itself


@pytest.mark.parametrize("name", FILE_PROGRAMS)
def test_a_file_that_is_not_there_is_named(lecture, fake_files, name):
    result = lecture(name, "fake_files", FILES + 2, check=False)
    assert result.returncode == 1
    assert f"fake_files/file_{FILES}.npy: OPEN: expected a readable file" in result.stderr
    assert f"2 of {FILES + 2} files failed\n" in result.stderr
    assert entries(result.stdout)[-1] == exact("all", *fake_files)


def test_generate_makes_the_files_of_the_program(hilo, lecture, tmp_path):
    assert lecture("generate", "ours", 3).stdout == "3 files written, 0 kept\n"
    assert lecture("generate", "ours", 3).stdout == "0 files written, 3 kept\n"
    hilo("generate", "theirs", "--files", "3", check=True)
    for index in range(3):
        ours, theirs = (tmp_path / folder / f"file_{index}.npy" for folder in ("ours", "theirs"))
        assert ours.read_bytes() == theirs.read_bytes()


@pytest.mark.parametrize("name", ["generate", *FILE_PROGRAMS])
@pytest.mark.parametrize("arguments", [["d", "many"], ["d", "0"], ["d", "1", "2"], ["--help"]])
def test_other_arguments_are_wrong_usage(lecture, tmp_path, name, arguments):
    result = lecture(name, *arguments, check=False)
    assert result.returncode == 2
    assert re.match(r"usage: \S+ \[DIR\] \[COUNT\]\n", result.stderr)
    assert list(tmp_path.iterdir()) == []
