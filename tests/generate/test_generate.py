"""hilo generate, as a user runs it: what NumPy reads, what is kept, what is refused."""

import hashlib
import io
import os
import resource
import subprocess
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("HILO_PROGRAM", str(ROOT / "build" / "release" / "hilo"))
MANIFEST = ".hilo-generate.json"

DTYPES = ["b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"]
DISTRIBUTIONS = ["normal", "uniform", "lognormal"]

# Of the data of files 0 and 1 with 5,000 elements and seed 42. They never change: data sets that
# people made with one version can be made again with any later one.
GOLDEN = {
    ("b1", "normal"): "91c03993d8935200236d0af1dbd88e6b41e9763287420945699e7a981011c10d",
    ("b1", "uniform"): "13f8b1c20b0e68d23e61e5ec0ca6531a39b6b43f41005746019452d284c3df7a",
    ("b1", "lognormal"): "91c03993d8935200236d0af1dbd88e6b41e9763287420945699e7a981011c10d",
    ("i1", "normal"): "d52249d894e757c5a0faea811a2b3d1b5f88f8d946568dbbc78406b627ff016f",
    ("i1", "uniform"): "5e26b9d316d183a38b6e291fb2d5fc8aaf7be2fe17dce97fb3ec211ff1160458",
    ("i1", "lognormal"): "1e1826ded101f77be62f725113cbf7c7f08aa060330bffb0171df025106a13ee",
    ("i2", "normal"): "6b9dbb0a73c18a0626596a5869febaca3e288a5a38eda3a433d5c1ffffb39aca",
    ("i2", "uniform"): "6bec4e0f5a5ac6f676409df9312aedf6b321a0bb7417bb12ed565f33c1685c14",
    ("i2", "lognormal"): "f4b092ad6bf18264b5cdd4c0fe2e4005b9623face0f38562bcf36c923584f23f",
    ("i4", "normal"): "305d4bb8aa5825343ef6eb7638d5b96760c5d3cc736552fa9eb31de8d66f7c8b",
    ("i4", "uniform"): "97a5f3f966a8d820da82f4ead20ac09c91f347b8ffc2d3064d7cab23db0aada7",
    ("i4", "lognormal"): "6093bde62b1c2f925b2d68e646e557ab145fe0f79260aa762f72deb272abba74",
    ("i8", "normal"): "8a78850306cb9a87bd922df34bf5f2eb48ce3c3a2ef7ce3712442b3844f49bc7",
    ("i8", "uniform"): "d875ef2ddbf471d0b3bcd4c652b5d18348eca0755819081f2de5f3a124f3ea7e",
    ("i8", "lognormal"): "bb8bde0f10ed9cdd4fa1311f56180766c85c928458839920041787515ea74c52",
    ("u1", "normal"): "61a6824b88ca2482ffb19956a4e18dc0605ad4f511b8e82f1950907858712b02",
    ("u1", "uniform"): "5e26b9d316d183a38b6e291fb2d5fc8aaf7be2fe17dce97fb3ec211ff1160458",
    ("u1", "lognormal"): "7590139c4a6f2395fcfbbd59823c36f49ace05a9b228e4584b8357ce810e35b0",
    ("u2", "normal"): "f6f83e9173ee9997a6f79746d6376751117e89eb34aa77fd6e2f58f0088781f1",
    ("u2", "uniform"): "6bec4e0f5a5ac6f676409df9312aedf6b321a0bb7417bb12ed565f33c1685c14",
    ("u2", "lognormal"): "33ac4c2fbb193a0996888dfa93a9b10c90e7cc9a37efaf925786c41fb27c39f2",
    ("u4", "normal"): "e381ce39c7e51c49252538cb68cb5372ed809f7e7f70e742ab67494d66205047",
    ("u4", "uniform"): "97a5f3f966a8d820da82f4ead20ac09c91f347b8ffc2d3064d7cab23db0aada7",
    ("u4", "lognormal"): "03360245d76e190382cb8b71da7a3f0a90c254622889cf244abf416769cd9ec0",
    ("u8", "normal"): "03b02a8f4f982c8f288624c5df7b261dff5f83d47d502a8110569e2541622981",
    ("u8", "uniform"): "d875ef2ddbf471d0b3bcd4c652b5d18348eca0755819081f2de5f3a124f3ea7e",
    ("u8", "lognormal"): "2579ad9006dddf7cda311ccfd713ad98a3733b31700309db29c3ea4699c574e9",
    ("f2", "normal"): "052bce633502c2ea266ac71a438808badef3e1dd2393f6c3e116a2647bcaa75e",
    ("f2", "uniform"): "f03537ef7c9e0301ff08f0b0e897c83813f280b5fbcbf1bf2b39557d188d74f9",
    ("f2", "lognormal"): "4dbf447f14469ddda708e5a42ff8bd719d442724473a1d544a024e22743d84e6",
    ("f4", "normal"): "f479f86e5c6575d893e94472cb5aabd2af5735bf48051d25a350c52c71ebb229",
    ("f4", "uniform"): "034099d4ac6cd8b4d23a5d0f64881d8b9a5f3ec5c9556d3497dfd5dbc219f1b3",
    ("f4", "lognormal"): "72ad996ba8d7ef1bf65ebb190103f65220493acdb0849e2107058a7b0fdd83a2",
    ("f8", "normal"): "d2460f3e801908ec3f87706da82293a85fc4c3b5a061cfca254a30f77b788f73",
    ("f8", "uniform"): "6fc1d125e8adab8fa2e58baab6225d7139a9793ea2a8a76cdbc657783ab3489a",
    ("f8", "lognormal"): "22204ccba4c9a2899b8cdfea4f5301c109813b30bd7d0e379343244a261fc24c",
}


def generate(directory, *flags, **options):
    return subprocess.run(
        [PROGRAM, "generate", str(directory), *map(str, flags)],
        capture_output=True,
        text=True,
        timeout=120,
        **options,
    )


def make(directory, *flags):
    done = generate(directory, *flags)
    assert done.returncode == 0, done.stderr
    return contents(directory)


def refused(directory, *flags):
    """The message of a run that must be wrong usage and must change nothing."""
    before = contents(directory)
    done = generate(directory, *flags)
    assert done.returncode == 2, done.stderr
    assert contents(directory) == before
    return done.stderr


def contents(directory):
    return {path.name: path.read_bytes() for path in Path(directory).iterdir()}


def saved(array):
    """The bytes that np.save writes."""
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
@pytest.mark.parametrize("dtype", DTYPES)
def test_files_are_what_numpy_saves_and_never_change(tmp_path, dtype, distribution):
    flags = ["--files", 2, "--size", 5000, "--seed", 42, "--dtype", dtype, "--dist", distribution]
    files = make(tmp_path, *flags)
    assert sorted(files) == [MANIFEST, "file_0.npy", "file_1.npy"]
    digest = hashlib.sha256()
    for name in ("file_0.npy", "file_1.npy"):
        array = np.load(tmp_path / name)
        assert array.dtype == np.dtype(dtype).newbyteorder("<")
        assert array.shape == (5000,)
        assert files[name] == saved(array)
        digest.update(array.tobytes())
    assert digest.hexdigest() == GOLDEN[dtype, distribution]


@pytest.mark.parametrize("size", [0, 1, 9, 10, 99999, 100000])
def test_the_header_is_numpys_for_every_size(tmp_path, size):
    for dtype in ("f8", "b1"):
        files = make(tmp_path / dtype, "--files", 1, "--size", size, "--dtype", dtype)
        array = np.load(tmp_path / dtype / "file_0.npy")
        assert array.shape == (size,)
        assert files["file_0.npy"] == saved(array)


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
def test_floats_are_the_float64_values_rounded(tmp_path, distribution):
    flags = ["--files", 1, "--size", 20000, "--dist", distribution]
    arrays = {}
    for dtype in ("f8", "f4", "f2"):
        make(tmp_path / dtype, *flags, "--dtype", dtype)
        arrays[dtype] = np.load(tmp_path / dtype / "file_0.npy")
    for dtype in ("f4", "f2"):
        np.testing.assert_array_equal(arrays[dtype], arrays["f8"].astype(dtype))


@pytest.mark.parametrize("dtype", ["i1", "i2", "i4", "u1", "u2", "u4"])
def test_integers_are_the_float64_values_scaled_and_rounded(tmp_path, dtype):
    info = np.iinfo(dtype)
    for distribution, shift in (("normal", 4), ("lognormal", 5)):
        flags = ["--files", 1, "--size", 20000, "--dist", distribution]
        make(tmp_path / distribution / "f8", *flags)
        make(tmp_path / distribution / dtype, *flags, "--dtype", dtype)
        values = np.load(tmp_path / distribution / "f8" / "file_0.npy")
        found = np.load(tmp_path / distribution / dtype / "file_0.npy")
        centre = 2 ** (info.bits - 1) if distribution == "normal" and info.min == 0 else 0
        expected = np.rint(values * 2.0 ** (info.bits - shift)) + centre
        np.testing.assert_array_equal(found, np.clip(expected, info.min, info.max).astype(dtype))


def test_normals_have_mean_0_and_standard_deviation_1(tmp_path):
    make(tmp_path, "--files", 3)
    for number in range(3):
        array = np.load(tmp_path / f"file_{number}.npy")
        assert array.shape == (100000,)
        assert abs(array.mean()) < 4 / np.sqrt(array.size)
        assert abs(array.std() - 1) < 4 / np.sqrt(2 * array.size)


def test_the_number_of_workers_does_not_show(tmp_path):
    flags = ["--files", 15, "--size", 40000]
    one = make(tmp_path / "1", *flags, "-j", 1)
    for jobs in (2, 7):
        assert make(tmp_path / str(jobs), *flags, "-j", jobs) == one


def test_seeds_and_files_give_other_values(tmp_path):
    zero = make(tmp_path / "0", "--files", 2, "--size", 100)
    one = make(tmp_path / "1", "--files", 2, "--size", 100, "--seed", 1)
    arrays = [files[f"file_{i}.npy"] for files in (zero, one) for i in range(2)]
    assert len(set(arrays)) == 4


def test_an_interrupted_run_is_taken_up(tmp_path):
    flags = ["--files", 6, "--size", 1000]
    whole = make(tmp_path, *flags)
    kept = (tmp_path / "file_5.npy").stat().st_mtime_ns
    (tmp_path / "file_0.npy").unlink()
    os.truncate(tmp_path / "file_1.npy", 500)
    (tmp_path / "file_2.npy").write_bytes(b"")
    (tmp_path / ".file_3.npy.1-1.tmp").write_bytes(b"left by a killed run")
    assert make(tmp_path, *flags) == whole
    assert (tmp_path / "file_5.npy").stat().st_mtime_ns == kept


def test_a_killed_run_leaves_only_whole_files(tmp_path):
    flags = ["--files", 400, "--size", 20000]
    process = subprocess.Popen([PROGRAM, "generate", str(tmp_path), *map(str, flags)])
    while process.poll() is None and not (tmp_path / "file_20.npy").exists():
        pass
    process.kill()
    process.wait()
    for path in tmp_path.glob("file_*.npy"):
        assert np.load(path).shape == (20000,)
    resumed = make(tmp_path, *flags)
    assert resumed == make(tmp_path / "other", *flags)


def test_files_can_be_added(tmp_path):
    more = ["--files", 7, "--size", 10]
    expected = make(tmp_path / "at once", *more)
    make(tmp_path / "later", "--files", 3, "--size", 10)
    assert make(tmp_path / "later", *more) == expected


def test_another_data_set_is_refused_without_force(tmp_path):
    make(tmp_path, "--files", 3, "--size", 10)
    assert "expected seed 1, found seed 0" in refused(
        tmp_path, "--files", 3, "--size", 10, "--seed", 1
    )
    assert "dtype" in refused(tmp_path, "--files", 3, "--size", 10, "--dtype", "f4")
    assert "dist" in refused(tmp_path, "--files", 3, "--size", 10, "--dist", "uniform")
    assert "size" in refused(tmp_path, "--files", 3, "--size", 11)
    assert "file_2.npy" in refused(tmp_path, "--files", 2, "--size", 10)


def test_force_replaces_the_data_files_and_nothing_else(tmp_path):
    make(tmp_path, "--files", 5, "--size", 10)
    (tmp_path / "notes.txt").write_text("mine")
    flags = ["--files", 2, "--size", 10, "--seed", 1]
    found = make(tmp_path, *flags, "--force")
    expected = make(tmp_path / "fresh", *flags)
    assert found == {**expected, "notes.txt": b"mine"}


def test_files_of_unknown_origin_are_refused(tmp_path):
    np.save(tmp_path / "file_0.npy", np.zeros(10))
    assert MANIFEST in refused(tmp_path, "--files", 1, "--size", 10)
    make(tmp_path, "--files", 1, "--size", 10, "--force")


def test_a_file_in_place_of_the_directory_is_wrong_usage(tmp_path):
    (tmp_path / "file").write_text("mine")
    done = generate(tmp_path / "file", "--files", 1)
    assert done.returncode == 2
    assert (tmp_path / "file").read_text() == "mine"


def limit_file_size():
    resource.setrlimit(resource.RLIMIT_FSIZE, (300000, resource.RLIM_INFINITY))


def test_a_file_that_does_not_fit_is_named_and_leaves_nothing(tmp_path):
    # Python ignores SIGXFSZ, and the program inherits that: write() fails as on a full disk.
    done = generate(tmp_path, "--files", 1, preexec_fn=limit_file_size, restore_signals=False)
    assert done.returncode == 3
    assert "file_0.npy" in done.stderr
    assert "File too large" in done.stderr
    assert sorted(contents(tmp_path)) == [MANIFEST]
