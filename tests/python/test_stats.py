"""hilo.stats: what it takes, who does the work, what it saves, resumes and tells meanwhile."""

from __future__ import annotations

import concurrent.futures
import os
import pathlib
import subprocess
import sys
import threading

import hilo
import numpy as np
import pytest

pytestmark = pytest.mark.usefixtures("in_folder")


@pytest.fixture
def folder(npy, in_folder):
    """Five arrays in two folders, one with NaN, and a file that is no array."""
    draw = np.random.default_rng(7)
    npy("d/a.npy", draw.normal(size=1000))
    npy("d/b.npy", draw.integers(-(2**63), 2**63 - 1, 50))
    npy("d/x/c.npy", draw.normal(size=(20, 30)).astype(">f4"))
    npy("d/x/nan.npy", [1.0, np.nan])
    npy("d/x/empty.npy", np.zeros((0, 3)))
    (in_folder / "d" / "x" / "bad.npy").write_bytes(b"not an array")
    return "d"


def keys_of(result):
    return [row.key for row in result.groups]


# What it takes.


@pytest.mark.parametrize(
    ("source", "keys"),
    [
        ("d/a.npy", ["d/a.npy"]),
        (b"d/a.npy", ["d/a.npy"]),
        (pathlib.Path("d/a.npy"), ["d/a.npy"]),
        (pathlib.Path("d/x"), ["d/x/c.npy", "d/x/empty.npy", "d/x/nan.npy"]),
        ("d/?.npy", ["d/a.npy", "d/b.npy"]),
        ("**/[cn]*.npy", ["d/x/c.npy", "d/x/nan.npy"]),
        (["d/b.npy", b"d/a.npy", pathlib.Path("d/x/c.npy")], ["d/a.npy", "d/b.npy", "d/x/c.npy"]),
        ((f"d/{name}.npy" for name in "ab"), ["d/a.npy", "d/b.npy"]),
        ({"d/a.npy"}, ["d/a.npy"]),
        (["d/[ab].npy", "d/a.npy", "d//a.npy"], ["d/a.npy", "d/b.npy"]),
    ],
)
def test_sources(folder, source, keys):
    result = hilo.stats(source)
    assert keys_of(result) == keys
    assert result.files.included == len(keys)


def test_names_that_are_not_utf_8(npy):
    npy(b"d/\xff.npy", [1.0])
    for source in ("d", b"d/\xff.npy", "d/\udcff.npy", pathlib.Path("d/\udcff.npy"), b"d/\xff*"):
        assert keys_of(hilo.stats(source)) == ["d/\udcff.npy"]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ([], "expected at least one path or pattern, found none"),
        (iter(()), "expected at least one path or pattern, found none"),
        (3, "expected a path, a pattern or an iterable of them, found 3"),
        (None, "found None"),
        ([3], "expected a path, found 3"),
        ([["d"]], r"expected a path, found \['d'\]"),
        ("", "expected a path, found ''"),
        (["d", ""], "expected a path, found ''"),
        ("d/a.npy\0", "expected a path, found 'd/a.npy.x00'"),
        ("nothing*", r"nothing matches the pattern 'nothing\*'"),
        (["d", "nothing*"], "nothing matches"),
        ("void", "void"),
    ],
)
def test_sources_that_name_nothing(folder, in_folder, source, message):
    (in_folder / "void").mkdir()
    with pytest.raises(hilo.UsageError, match=message) as caught:
        hilo.stats(source)
    assert caught.value.code == "USAGE"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            {"executor": "thread"},
            "executor .* 'processes', 'dask', found .* did you mean 'threads'",
        ),
        ({"executor": "dusk"}, "did you mean 'dask'"),
        ({"executor": "tcp://127.0.0.1:8786"}, "expected executor to be"),
        ({"executor": 3}, "expected executor to be .* found 3"),
        ({"jobs": 0}, "expected jobs to be an integer >= 1, found 0"),
        *(({"jobs": wrong}, f"expected jobs .* found {wrong!r}") for wrong in (-1, True, 1.5, "2")),
        ({"by": "files"}, "expected by .* did you mean 'file'"),
        ({"ddof": -1}, "expected ddof to be an integer >= 0, found -1"),
        ({"ddof": 0.5}, "expected ddof .* found 0.5"),
        ({"nan_policy": "omitted"}, "expected nan_policy .* did you mean 'omit'"),
        ({"on_error": "raise"}, "expected on_error to be one of 'skip', 'fail', found 'raise'"),
        ({"on_error": "fails"}, "did you mean 'fail'"),
        ({"progress": 3}, "expected progress to be True, False or a function, found 3"),
        ({"progress": "yes"}, "expected progress .* found 'yes'"),
        ({"save": ""}, "expected a path, found ''"),
        ({"save": "d/a.npy"}, "found the array d/a.npy, which is kept"),
        ({"save": "no/such/place"}, "no/such/place"),
        ({"resume": 3}, "expected a path, found 3"),
    ],
    ids=str,
)
def test_wrong_arguments_are_named(folder, wrong, message):
    with pytest.raises(hilo.UsageError, match=message) as caught:
        hilo.stats(folder, **wrong)
    assert caught.value.code == "USAGE"


# Who does the work.


@pytest.mark.parametrize(
    "options",
    [{"executor": name, "jobs": n} for name in ("serial", "threads", "processes") for n in (1, 2)]
    + [{"executor": "auto"}, {"jobs": 7}, {"jobs": np.int64(2)}, {"jobs": 1000}],
    ids=str,
)
@pytest.mark.parametrize("by", ["file", "all"])
def test_the_same_bytes_whoever_does_the_work(folder, program, in_folder, options, by):
    result = hilo.stats(folder, by=by, save="here.hilo", **options)
    printed = program("stats", folder, "--by", by, "--format", "json", "--save", "there.hilo")
    assert result.report("json") == printed.stdout
    assert (in_folder / "here.hilo").read_bytes() == (in_folder / "there.hilo").read_bytes()


@pytest.mark.parametrize("ddof", [0, 1, 2, 1000, 2**63 - 1])
def test_ddof(folder, program, ddof):
    printed = program("stats", folder, "--ddof", str(ddof), "--format", "csv").stdout
    assert hilo.stats(folder, ddof=ddof).report("csv") == printed


def test_many_threads_at_once(folder):
    expected = hilo.stats(folder)
    start = threading.Barrier(8)

    def run(executor):
        start.wait()
        return hilo.stats(folder, executor=executor, jobs=2)

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        found = list(pool.map(run, ["serial", "threads", "processes", "auto"] * 2))
    assert found == [expected] * 8


# What fails.


def test_a_missing_file_is_an_error_of_the_result(folder):
    result = hilo.stats(["gone.npy", folder])
    assert result.files == (7, 5, 2)
    assert [(error.path, error.code) for error in result.errors] == [
        ("d/x/bad.npy", "MAGIC"),
        ("gone.npy", "OPEN"),
    ]


@pytest.mark.parametrize("executor", ["serial", "threads", "processes"])
def test_on_error_fail_raises(folder, executor):
    with pytest.raises(hilo.HiloError) as caught:
        hilo.stats(folder, on_error="fail", executor=executor, save="state")
    assert (type(caught.value), caught.value.code) == (hilo.HiloError, "MAGIC")
    assert (caught.value.path, caught.value.offset) == ("d/x/bad.npy", 0)
    assert not os.path.exists("state")
    assert hilo.stats("d/a.npy", on_error="fail").complete


def test_nan_policy(folder, program):
    for policy in ("propagate", "omit", "raise"):
        printed = program("stats", folder, "--nan-policy", policy, "--format", "json").stdout
        assert hilo.stats(folder, nan_policy=policy).report("json") == printed
    refused = hilo.stats("d/x/*n*.npy", nan_policy="raise").errors
    assert [(error.path, error.code) for error in refused] == [("d/x/nan.npy", "NAN")]
    with pytest.raises(hilo.HiloError) as caught:
        hilo.stats("d/x/nan.npy", nan_policy="raise", on_error="fail")
    assert (caught.value.path, caught.value.code) == ("d/x/nan.npy", "NAN")


# What it saves and resumes.


def overwrite(path):
    """Other values, at the same time: only reading the file would tell."""
    status = os.stat(path)
    data = bytearray(pathlib.Path(path).read_bytes())
    data[-8:] = data[-8:][::-1]
    pathlib.Path(path).write_bytes(data)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.parametrize("as_path", [False, True])
@pytest.mark.parametrize(
    "options", [{}, {"by": "dir", "ddof": 1}, {"executor": "processes"}], ids=str
)
def test_resume_reads_only_what_is_new(folder, npy, as_path, options):
    earlier = hilo.stats(folder, by="all", save="state")
    before = hilo.stats(folder, **options)
    for name in ("d/a.npy", "d/x/c.npy"):
        overwrite(name)
    assert hilo.stats(folder, **options) != before
    resumed = hilo.stats(folder, resume="state" if as_path else earlier, **options)
    assert resumed == before
    os.utime("d/a.npy", ns=(0, 1))
    os.utime("d/x/c.npy", ns=(0, 1))
    npy("d/new.npy", [5.0])
    resumed = hilo.stats(folder, resume="state" if as_path else earlier, **options)
    assert resumed == hilo.stats(folder, **options)
    assert resumed.files == (7, 6, 1)


def test_resume_of_a_saved_run_that_cannot_be_read(folder):
    for path, code in (("gone", "OPEN"), ("d", "NOT_REGULAR"), ("d/a.npy", "STATE")):
        with pytest.raises(hilo.HiloError) as caught:
            hilo.stats(folder, resume=path)
        assert (caught.value.code, caught.value.path) == (code, path)


# What it tells meanwhile.


def test_progress_is_told_in_the_thread_that_called(long_run):
    folder = long_run(seconds=0.5)
    files = len(os.listdir(folder))
    told = []
    result = hilo.stats(
        folder, jobs=1, progress=lambda now: told.append((now, threading.get_ident()))
    )
    assert {thread for _, thread in told} == {threading.get_ident()}
    steps = [now for now, _ in told]
    assert all(type(now) is hilo.Progress and now.files_found == files for now in steps)
    assert repr(steps[-1]).startswith(f"<hilo.Progress: {files} of {files} files, ")
    for earlier, later in zip(steps, steps[1:], strict=False):
        assert earlier.files_done <= later.files_done
        assert earlier.bytes_read <= later.bytes_read
    assert all(now.total.size == 2_000_000 * now.files_done for now in steps)
    assert result.files.included == files


@pytest.mark.parametrize("files", [1, 30])
def test_the_last_progress_is_of_the_whole_run(npy, files):
    for number in range(files):
        npy(f"d/{number}.npy", [float(number)])
    told = []
    result = hilo.stats("d", progress=told.append)
    assert told
    last = told[-1]
    assert (last.files_done, last.files_found, last.total.size) == (files, files, files)
    assert last.total.sum == result.total.sum


def test_an_exception_of_progress_ends_the_run(long_run):
    folder = long_run(seconds=1)
    calls = []

    def fail(now):
        if now.files_done:
            calls.append(now)
            raise LookupError("enough")

    with pytest.raises(LookupError, match="enough"):
        hilo.stats(folder, jobs=1, progress=fail, save="state")
    assert len(calls) == 1
    part = hilo.merge("state")
    assert calls[0].files_done <= part.files.included < part.files.found == len(os.listdir(folder))
    assert not part.complete


def test_an_interrupted_run_has_a_result_to_go_on_from(long_run):
    def interrupt(now):
        if now.files_done:
            raise KeyboardInterrupt

    folder = long_run(seconds=1)
    found = len(os.listdir(folder))
    with pytest.raises(hilo.Interrupted, match="what was done is in .result") as caught:
        hilo.stats(folder, jobs=1, progress=interrupt)
    part = caught.value.result
    assert not part.complete
    assert 0 < part.files.included < found
    assert f"after {part.files.included} of {found} files" in str(caught.value)
    assert hilo.stats(folder, resume=part) == hilo.stats(folder)


def test_a_bar_shows_progress(long_run, capsys, monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)  # a bar as long as it wants to be
    folder = long_run(seconds=0.3)
    files = len(os.listdir(folder))
    hilo.stats(folder, jobs=1, progress=True)
    drawn = capsys.readouterr().err.split("\r")
    assert drawn[1].startswith("hilo:   0%")
    assert f"{files}/{files}" in drawn[-1]
    assert "mean" in drawn[-1]
    hilo.stats("long/file_0.npy", progress=False)
    assert capsys.readouterr().err == ""


def test_a_bar_needs_tqdm(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    monkeypatch.delitem(sys.modules, "tqdm.auto", raising=False)
    with pytest.raises(ImportError, match=r"pip install 'hilo\[progress\]'"):
        hilo.stats(folder, progress=True)
    assert hilo.stats(folder, progress=False).files.included == 5


# What it takes to start.


def run_python(code):
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )


def test_importing_hilo_imports_no_other_library():
    code = "import sys, hilo; print([m for m in sys.modules if m.split('.')[0] in %r])"
    others = ("dask", "distributed", "pandas", "pyarrow", "tqdm")
    done = run_python(code % (others,))
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_dask_is_imported_where_it_is_asked_for():
    done = run_python("import hilo; print(hilo.dask.moments.__name__, hilo.dask.__name__)")
    assert (done.stdout, done.stderr) == ("moments hilo.dask\n", "")
    with pytest.raises(AttributeError, match="module 'hilo' has no attribute 'dusk'"):
        _ = hilo.dusk


def test_without_dask_all_else_works(folder):
    code = """
import sys
sys.modules["dask"] = sys.modules["distributed"] = None
import hilo
print(hilo.stats("d").files.included)
for executor in "dask", None:
    try:
        hilo.stats("d", executor=executor)
    except Exception as error:
        print(type(error).__name__, error)
"""
    done = run_python(code)
    assert done.stderr == ""
    count, dask, wrong = done.stdout.splitlines()
    assert count == "5"
    assert dask.startswith("ImportError clusters need Dask")
    assert dask.endswith("pip install 'hilo[dask]'")
    assert wrong.startswith("UsageError USAGE: expected executor to be")
