"""What the package hilo takes from the C++ library."""

from collections.abc import Sequence
import enum


def allowed_cpus() -> int:
    """How many CPUs the process may use."""

def version() -> str:
    """The version of the library."""

def instruction_set() -> str:
    """What the kernels run on here, such as "avx2". No result depends on it."""

def force_instruction_set(name: str) -> None:
    """
    Makes the kernels run on another one, as HILO_SIMD does for the program; "" goes back to
    the best. For tests and comparisons.
    """

class NanPolicy(enum.Enum):
    propagate = 0

    omit = 1

    raising = 2

class Summary:
    """The statistics of a stream of values, exact and rounded once."""

    def __eq__(self, other: object) -> bool: ...

    def __hash__(self) -> int: ...

    def __getstate__(self) -> tuple[object, ...]: ...

    def __setstate__(self, parts: tuple[object, ...]) -> None: ...

    @property
    def size(self) -> int:
        """How many values there are, NaN included."""

    @property
    def nan_count(self) -> int:
        """How many of them are NaN."""

    @property
    def posinf_count(self) -> int:
        """How many of them are +inf."""

    @property
    def neginf_count(self) -> int:
        """How many of them are -inf."""

    @property
    def min(self, /) -> float | int | None:
        """
        The least value that is not NaN; -0.0 is below 0.0. None where there is none.
        """

    @property
    def max(self, /) -> float | int | None:
        """The greatest value that is not NaN. None where there is none."""

    @property
    def sum(self, /) -> float | int | None:
        """
        The sum: an exact int where all values are bool or integers, else rounded once; inf
        beyond the range of a double. None where there are no values.
        """

    @property
    def mean(self) -> float | None:
        """
        sum(x) / N, rounded once; never overflows. None where there are no values.
        """

    @property
    def var(self) -> float | None:
        """
        (N sum(x**2) - sum(x)**2) / (N (N - ddof)), rounded once. None where N - ddof <= 0.
        """

    @property
    def std(self) -> float | None:
        """
        The root of the exact variance, rounded once. None where N - ddof <= 0.
        """

    def __repr__(self) -> str: ...

class Moments:
    """See hilo.Moments, which is made of it."""

    def __init__(self) -> None: ...

    @property
    def size(self) -> int:
        """How many values there are, NaN included."""

    @property
    def nan_count(self) -> int:
        """How many of them are NaN."""

    @property
    def posinf_count(self) -> int:
        """How many of them are +inf."""

    @property
    def neginf_count(self) -> int:
        """How many of them are -inf."""

    @property
    def min(self, /) -> float | int | None:
        """
        The least value that is not NaN; -0.0 is below 0.0. None where there is none.
        """

    @property
    def max(self, /) -> float | int | None:
        """The greatest value that is not NaN. None where there is none."""

    @property
    def sum(self, /) -> float | int | None:
        """
        The sum: an exact int where all values are bool or integers, else rounded once; inf
        beyond the range of a double. None where there are no values.
        """

    @property
    def mean(self) -> float | None:
        """
        sum(x) / N, rounded once; never overflows. None where there are no values.
        """

    @property
    def var(self) -> float | None:
        """
        (N sum(x**2) - sum(x)**2) / (N (N - ddof)), rounded once. None where N - ddof <= 0.
        """

    @property
    def std(self) -> float | None:
        """
        The root of the exact variance, rounded once. None where N - ddof <= 0.
        """

    def __repr__(self) -> str: ...

    @staticmethod
    def of_buffer(buffer: object) -> Moments:
        """Of all elements of an object with the buffer protocol."""

    def summary(self, ddof: int, nan_policy: NanPolicy) -> Summary: ...

    def __add__(self, arg: Moments, /) -> Moments: ...

    def __sub__(self, arg: Moments, /) -> Moments: ...

    def __eq__(self, other: object) -> bool: ...

    def to_bytes(self) -> bytes: ...

    @staticmethod
    def from_bytes(bytes: bytes) -> Moments: ...

class Jit(enum.Enum):
    auto = 0

    on = 1

    off = 2

class Transform:
    """What is computed of elements, and which count."""

    def __init__(self, expr: str, where: str, jit: Jit, function: int, identity: str) -> None: ...

    @property
    def expr(self) -> str: ...

    @property
    def where(self) -> str: ...

    @property
    def jit(self) -> Jit: ...

    @property
    def identity(self) -> str: ...

def fault_of(text: str, is_condition: bool) -> str | None:
    """
    What is wrong with an expression, with a caret below the place; None for nothing.
    """

def evaluate_into(transform: Transform, x: object, out: object) -> int:
    """Writes what counts of x to out; gives how many values that is."""

class Row:
    """The statistics of one file, directory, or of all files."""

    @property
    def key(self) -> str:
        """The file's path as it was found, the directory, or "all"."""

    @property
    def files(self) -> int:
        """How many files are included."""

    @property
    def dtype(self, /) -> str | None:
        """
        NumPy's dtype.str, such as "<f8"; None where the row is not of one file.
        """

    @property
    def shape(self, /) -> tuple[int, ...] | None:
        """The array's shape; None where the row is not of one file."""

    def __eq__(self, other: object) -> bool: ...

    def __hash__(self) -> int: ...

    def __getstate__(self) -> tuple[object, ...]: ...

    def __setstate__(self, parts: tuple[object, ...]) -> None: ...

    @property
    def size(self) -> int:
        """How many values there are, NaN included."""

    @property
    def nan_count(self) -> int:
        """How many of them are NaN."""

    @property
    def posinf_count(self) -> int:
        """How many of them are +inf."""

    @property
    def neginf_count(self) -> int:
        """How many of them are -inf."""

    @property
    def min(self, /) -> float | int | None:
        """
        The least value that is not NaN; -0.0 is below 0.0. None where there is none.
        """

    @property
    def max(self, /) -> float | int | None:
        """The greatest value that is not NaN. None where there is none."""

    @property
    def sum(self, /) -> float | int | None:
        """
        The sum: an exact int where all values are bool or integers, else rounded once; inf
        beyond the range of a double. None where there are no values.
        """

    @property
    def mean(self) -> float | None:
        """
        sum(x) / N, rounded once; never overflows. None where there are no values.
        """

    @property
    def var(self) -> float | None:
        """
        (N sum(x**2) - sum(x)**2) / (N (N - ddof)), rounded once. None where N - ddof <= 0.
        """

    @property
    def std(self) -> float | None:
        """
        The root of the exact variance, rounded once. None where N - ddof <= 0.
        """

    def __repr__(self) -> str: ...

class Total:
    """The statistics of all values of all files included."""

    @property
    def files(self) -> int:
        """How many files are included."""

    def __eq__(self, other: object) -> bool: ...

    def __hash__(self) -> int: ...

    def __getstate__(self) -> tuple[object, ...]: ...

    def __setstate__(self, parts: tuple[object, ...]) -> None: ...

    @property
    def size(self) -> int:
        """How many values there are, NaN included."""

    @property
    def nan_count(self) -> int:
        """How many of them are NaN."""

    @property
    def posinf_count(self) -> int:
        """How many of them are +inf."""

    @property
    def neginf_count(self) -> int:
        """How many of them are -inf."""

    @property
    def min(self, /) -> float | int | None:
        """
        The least value that is not NaN; -0.0 is below 0.0. None where there is none.
        """

    @property
    def max(self, /) -> float | int | None:
        """The greatest value that is not NaN. None where there is none."""

    @property
    def sum(self, /) -> float | int | None:
        """
        The sum: an exact int where all values are bool or integers, else rounded once; inf
        beyond the range of a double. None where there are no values.
        """

    @property
    def mean(self) -> float | None:
        """
        sum(x) / N, rounded once; never overflows. None where there are no values.
        """

    @property
    def var(self) -> float | None:
        """
        (N sum(x**2) - sum(x)**2) / (N (N - ddof)), rounded once. None where N - ddof <= 0.
        """

    @property
    def std(self) -> float | None:
        """
        The root of the exact variance, rounded once. None where N - ddof <= 0.
        """

    def __repr__(self) -> str: ...

class Progress:
    """A moment of a running job."""

    @property
    def files_found(self) -> int:
        """How many files there are."""

    @property
    def files_done(self) -> int:
        """How many are included or failed."""

    @property
    def bytes_read(self) -> int:
        """Bytes of files that were read."""

    @property
    def total(self) -> Summary:
        """The statistics of the files done so far."""

    def __repr__(self) -> str: ...

class RowTable:
    """Rows, in columns."""

    def __len__(self) -> int: ...

    def row(self, index: int) -> Row: ...

    def counts(self, column: int) -> object: ...

    def numbers(self, column: int) -> object: ...

class Profile:
    """What a profile is made of; see hilo.Profile."""

    @property
    def document(self) -> bytes:
        """As in the JSON report."""

    @property
    def text(self) -> bytes:
        """As the program prints it."""

    @property
    def interval_s(self) -> float: ...

    @property
    def timelines(self) -> list[list[list[float]]]:
        """
        By worker, stage and interval: seconds. Stages in the order of the document.
        """

class Executor(enum.Enum):
    auto = 0

    serial = 1

    threads = 2

    processes = 3

class GroupBy(enum.Enum):
    file = 0

    dir = 1

    all = 2

class OnError(enum.Enum):
    skip = 0

    fail = 1

class Format(enum.Enum):
    table = 0

    csv = 1

    json = 2

    jsonl = 3

class Run:
    """What stats() and merge() give."""

    @property
    def total(self) -> Total: ...

    @property
    def rows(self) -> RowTable: ...

    def arrow_stream(self) -> object: ...

    @property
    def errors(self, /) -> list[Exception]: ...

    @property
    def trace_error(self, /) -> Exception | None: ...

    @property
    def files(self) -> tuple[int, int, int]: ...

    @property
    def expr(self) -> str: ...

    @property
    def where(self) -> str: ...

    @property
    def complete(self) -> bool: ...

    @property
    def bytes_read(self) -> int: ...

    @property
    def recalled(self) -> int: ...

    @property
    def repeated(self) -> int: ...

    @property
    def profile(self, /) -> Profile | None: ...

    @property
    def state(self) -> bytes: ...

    def save(self, path: bytes) -> None: ...

    def report(self, format: Format) -> bytes:
        """What the program prints in this format."""

    def statement(self) -> bytes:
        """In JSON, all that a run over the same files says as well."""

def stats(inputs: list[bytes], *, executor: Executor, batches: object | None, jobs: int, by: GroupBy, ddof: int, nan_policy: NanPolicy, on_error: OnError, transform: Transform, save: bytes, resume: Run | bytes | None, profile: bool, trace: bytes, on_progress: object | None) -> tuple[Run, BaseException | None]:
    """The run, and what interrupted it."""

def merge(states: list[Run | bytes], *, by: GroupBy, ddof: int, nan_policy: NanPolicy, subtract: list[Run | bytes], save: bytes) -> tuple[Run, BaseException | None]:
    """The run, and what interrupted it."""

def run_from_state(state: bytes, *, by: GroupBy, ddof: int, nan_policy: NanPolicy) -> Run:
    """A run as it was saved."""

class BatchParameters:
    """What the outcome of a batch depends on, beside its files."""

    def __init__(self, nan_policy: NanPolicy, chunk_bytes: int, directory: bytes, transform: Transform, profile: bool, trace: bool) -> None: ...

    @property
    def nan_policy(self) -> NanPolicy: ...

    @property
    def chunk_bytes(self) -> int: ...

    @property
    def transform(self) -> Transform: ...

    @property
    def profile(self) -> bool: ...

    @property
    def trace(self) -> bool: ...

    @property
    def directory(self) -> bytes: ...

def scan_batch(paths: Sequence[bytes], parameters: BatchParameters, jobs: int) -> bytes:
    """
    Scans files with `jobs` threads. Gives their states and errors as bytes, for the
    same version of hilo.
    """

def run_program(words: list[bytes], make_batches: object) -> int:
    """
    Runs the program with what follows its name on the command line; gives the exit code.

    Handles signals itself. For a process of its own, once. `make_batches` gives who reaches a cluster,
    for the address of its scheduler and the jobs.
    """
