"""hilo on Dask clusters.

``hilo.stats(files, executor=client)`` gives batches of files to the workers of a cluster, which
must see the files under the same paths and have the same version of hilo installed. Each worker
sends back the exact states of its files, so the result is that of any other executor, bit for bit.

``moments(array)`` reduces a Dask array, a block at a time and in a tree of merges.
"""

from __future__ import annotations

import collections
import concurrent.futures
import hashlib
import logging
import multiprocessing.resource_tracker
import os
import queue
import re
import signal
import threading
import time
import typing
import uuid
import warnings

try:
    import cloudpickle
    import dask
    import distributed
except ImportError as error:
    raise ImportError(
        f"clusters need Dask ({error}): pip install 'hilo[dask]'", name=error.name
    ) from error

from hilo import _hilo
from hilo._choices import jobs_of
from hilo._errors import HiloError, UsageError
from hilo._moments import Moments
from hilo._transform import BlockFunction

if typing.TYPE_CHECKING:
    import dask.array

# How long what is known of the number of threads is good for.
_SLOTS_SECONDS = 1.0
# As long as there is no worker yet, batches are cut for so many.
_SLOTS_EXPECTED = 4
_CONNECT_SECONDS = 10.0
_ADDRESS = re.compile(r"((tcp|tls|ucx|wss?)://)?[^/\s]+:\d+")
_MERGED_AT_ONCE = 16


# What a terminal sends to all processes that it knows of, when Ctrl-C is pressed and when it goes.
_OF_TERMINALS = {signal.SIGINT, signal.SIGHUP}


def _start_apart(start: typing.Callable[[], typing.Any]) -> typing.Any:
    """Gives what start() gives, whose processes get no signals of a terminal.

    They would end, or print where they were; who started them ends them. Processes and threads have
    the signals blocked that whoever starts them has, so it is called on a thread that blocks them.
    The thread that waits for it does not, and can be interrupted.
    """

    def run() -> typing.Any:
        signal.pthread_sigmask(signal.SIG_BLOCK, _OF_TERMINALS)
        # Whoever needs it first starts it, and lets signals in again.
        multiprocessing.resource_tracker.ensure_running()
        signal.pthread_sigmask(signal.SIG_BLOCK, _OF_TERMINALS)
        return start()

    def close(started: concurrent.futures.Future[typing.Any]) -> None:
        if started.exception() is None:
            started.result().close()

    pool = concurrent.futures.ThreadPoolExecutor(1)
    started = pool.submit(run)
    try:
        return started.result()
    except BaseException:
        started.add_done_callback(close)
        raise
    finally:
        pool.shutdown(wait=False)


def _task(name: str) -> typing.Callable[..., typing.Any]:
    """A function that calls one of this module, and travels as code.

    A function that travels as the name of its module ends the worker that lacks the module, and all
    others after it; this one is an error of its task.
    """

    def call(*arguments: object) -> typing.Any:
        import importlib

        return getattr(importlib.import_module("hilo.dask"), name)(*arguments)

    call.__name__ = f"hilo{name}"
    return call


class _Description(typing.NamedTuple):
    """What a worker is, as far as answers or their speed depend on it."""

    version: str
    instruction_set: str


def _describe() -> _Description:
    return _Description(_hilo.version(), _hilo.instruction_set())


class _Elements(typing.NamedTuple):
    """What is computed of elements, as it travels."""

    expr: str
    where: str
    jit: str
    identity: str  # of the function; empty for none
    function: bytes  # a Python function and numba's options, pickled

    @classmethod
    def of(cls, transform: _hilo.Transform, function: BlockFunction | None) -> _Elements:
        pickled = b""
        if function is not None:
            pickled = cloudpickle.dumps((function.python_function, function.options))
        return cls(transform.expr, transform.where, transform.jit.name, transform.identity, pickled)


_compiled: dict[bytes, BlockFunction] = {}
_compiling = threading.Lock()


def _compiled_here(pickled: bytes, identity: str) -> BlockFunction:
    """The function as machine code, compiled once in this process. Names are not trusted: two
    functions may have the same."""
    import numba

    with _compiling:
        if pickled not in _compiled:
            function, options = cloudpickle.loads(pickled)
            compiled = numba.cfunc(BlockFunction.SIGNATURE, **options)(function)
            _compiled[pickled] = BlockFunction(compiled, identity)
        return _compiled[pickled]


def _scan(
    paths: list[bytes],
    nan_policy: str,
    chunk_bytes: int,
    directory: bytes,
    elements: tuple[typing.Any, ...],
    measured: tuple[bool, bool],
    jobs: int,
    version: str,
) -> bytes:
    """Runs on a worker: the outcomes of a batch, and what was measured."""
    if version != _hilo.version():
        raise HiloError(
            "USAGE", f"expected hilo {version} on all workers, found {_hilo.version()} on one"
        )
    expr, where, jit, identity, function = elements
    address = _compiled_here(function, identity).address if function else 0
    transform = _hilo.Transform(expr, where, _hilo.Jit[jit], address, identity)
    parameters = _hilo.BatchParameters(
        _hilo.NanPolicy[nan_policy], chunk_bytes, directory, transform, *measured
    )
    return _hilo.scan_batch(paths, parameters, jobs)


def _key(paths: list[bytes], directory: bytes, parameters: tuple[object, ...]) -> str:
    """A name for a batch and its outcome: of the files as they are now, and all that counts."""
    digest = hashlib.blake2b(repr((_hilo.version(), directory, parameters)).encode())
    for path in paths:
        try:
            status = os.stat(path)
            identity = (path, status.st_size, status.st_mtime_ns)
        except OSError as error:
            identity = (path, -1, error.errno or 0)
        digest.update(repr(identity).encode())
    return f"hilo-scan-{digest.hexdigest()[:32]}"


class ClientBatches:
    """Takes batches of files from C++ and gives them to the workers of a client.

    A batch whose worker dies is done again by the cluster, and in halves after it has killed as
    many workers as Dask allows (``distributed.scheduler.allowed-failures``); a file that is left
    alone then becomes the error WORKER.
    """

    def __init__(
        self,
        connect: typing.Callable[[], tuple[distributed.Client, int]],
        function: BlockFunction | None = None,
    ) -> None:
        self._connect = connect
        self._function = function
        self._threads = 1  # of a task
        self._client: distributed.Client | None = None
        self._broken: Exception | None = None
        self._greetings: list[distributed.Future] = []
        self._sets: dict[str, list[str]] = collections.defaultdict(list)
        self._has_warned = False
        self._has_workers = True
        self._futures: dict[int, distributed.Future] = {}
        self._done: queue.SimpleQueue[tuple[int | str, typing.Any]] = queue.SimpleQueue()
        self._times_given: collections.Counter[str] = collections.Counter()
        self._nonce = uuid.uuid4().hex  # of this run
        self._slots = 0
        self._slots_until = 0.0

    def reach(self) -> None:
        """Connects, unless that has been done."""
        self._reached()

    def slots(self) -> int:
        """How many batches the workers do at a time."""
        now = time.monotonic()
        if now >= self._slots_until:
            threads = sum(self._reached().nthreads().values())
            if threads == 0 and self._has_workers:
                warnings.warn("the cluster has no workers: waiting for some", stacklevel=2)
            self._slots = max(1, threads // self._threads) if threads else _SLOTS_EXPECTED
            self._slots_until = now + _SLOTS_SECONDS
            self._has_workers = threads > 0
        return self._slots

    def submit(self, batch: int, paths: list[bytes], parameters: _hilo.BatchParameters) -> None:
        """Gives a batch to the cluster."""
        client = self._reached()
        directory = parameters.directory
        elements = _Elements.of(parameters.transform, self._function)
        measured = (parameters.profile, parameters.trace)
        asked = (
            parameters.nan_policy.name,
            parameters.chunk_bytes,
            self._threads,
            *elements,
            # What was measured in another run says nothing of this one.
            *((*measured, self._nonce) if any(measured) else ()),
        )
        key = _key(paths, directory, asked)
        # What was given before is to be done again, not to be remembered.
        self._times_given[key] += 1
        if self._times_given[key] > 1:
            key = f"{key}-{self._times_given[key]}"
        future = client.submit(
            _task("_scan"),
            paths,
            parameters.nan_policy.name,
            parameters.chunk_bytes,
            directory,
            tuple(elements),
            measured,
            self._threads,
            _hilo.version(),
            key=key,
            pure=False,
        )
        self._futures[batch] = future
        # Runs on a thread of Dask's, which may wait for the bytes.
        future.add_done_callback(lambda done: self._done.put((batch, self._answer_of(done))))

    def next(self, patience: float) -> tuple[int, bytes, str | None] | None:
        """The next answer: the batch, its bytes, and what went wrong; None after ``patience`` s."""
        client = self._reached()
        try:
            batch, answer = self._done.get(timeout=patience)
        except queue.Empty:
            if client.status in ("closed", "closing"):
                raise _gone() from None
            return None
        if isinstance(batch, str):
            self._meet(batch, answer)
            return None
        if self._futures.pop(batch, None) is None:  # cancelled since
            return None
        if isinstance(answer, HiloError):
            raise answer
        return batch, *answer

    def cancel(self) -> None:
        """Takes back what was given."""
        futures = list(self._futures.values())
        self._futures.clear()
        if futures and self._client is not None:
            self._client.cancel(futures)

    def _reached(self) -> distributed.Client:
        if self._broken is not None:
            raise self._broken
        if self._client is None:
            try:
                self._client, self._threads = self._connect()
                self._greet(self._client)
            except Exception as error:
                self._broken = error
                raise
        return self._client

    def _greet(self, client: distributed.Client) -> None:
        """Asks all workers who they are; they say it before they read anything."""
        if client.status != "running":
            raise UsageError(
                "USAGE", f"expected a client that runs, found one that is {client.status}"
            )
        nonce = uuid.uuid4().hex
        for number, address in enumerate(client.nthreads()):
            key = f"hilo-describe-{nonce}-{number}"
            future = client.submit(_task("_describe"), key=key, workers=[address], pure=False)
            self._greetings.append(future)
            future.add_done_callback(
                lambda done, address=address: self._done.put((address, self._answer_of(done)))
            )

    def _meet(self, address: str, answer: typing.Any) -> None:
        """Compares what a worker is with what this process and the others are."""
        if isinstance(answer, HiloError):
            if answer.code == "WORKER":
                raise answer
            raise _not_installed(address, answer.message.partition(" a worker: ")[2])
        description, failure = answer
        if failure is not None:
            return  # it has gone since; what it would have done is done elsewhere
        if description.version != _hilo.version():
            raise _not_installed(address, f"hilo {description.version}")
        self._sets[description.instruction_set].append(address)
        if len(self._sets) > 1 and not self._has_warned:
            self._has_warned = True
            sets = sorted(self._sets.items())
            found = "; ".join(f"{name}: {', '.join(where)}" for name, where in sets)
            warnings.warn(
                f"workers have different instruction sets, so some are slower ({found}); "
                "results are the same",
                stacklevel=2,
            )

    def _answer_of(self, future: distributed.Future) -> tuple[typing.Any, str | None] | HiloError:
        """What the task gave, or what went wrong with it, or with the whole run."""
        if future.status == "cancelled":
            return _gone() if self._is_lost() else (b"", "that somebody cancelled it")
        try:
            return future.result(), None
        except HiloError as error:
            return error
        except ImportError as error:
            return _not_installed("a worker", error)
        except distributed.KilledWorker:
            return b"", "that each worker which tried to died"
        except Exception as error:
            return _gone() if self._is_lost() else (b"", f"{type(error).__name__}: {error}")

    def _is_lost(self) -> bool:
        return self._client is None or self._client.status != "running"


def _gone() -> HiloError:
    return HiloError("WORKER", "expected the cluster to go on, found that its scheduler is gone")


def _not_installed(where: str, found: BaseException | str) -> UsageError:
    return UsageError(
        "USAGE",
        f"expected hilo {_hilo.version()} on all workers of the cluster, found on {where}: {found}",
    )


class _Reach:
    """A context with ClientBatches, which closes what it started."""

    def __init__(
        self, executor: object, jobs: int | None, function: BlockFunction | None, is_lazy: bool
    ) -> None:
        self._is_lazy = is_lazy
        self._function = function
        self._started: list[typing.Any] = []
        self._executor = executor
        self._jobs = jobs_of(jobs)
        if isinstance(executor, distributed.Client):
            if executor.asynchronous:
                raise UsageError("USAGE", "expected a client that is not asynchronous, found one")
        elif not isinstance(executor, str):
            raise UsageError("USAGE", f"expected a dask.distributed.Client, found {executor!r}")

    def __enter__(self) -> ClientBatches:
        batches = ClientBatches(self._connect, self._function)
        if not self._is_lazy:
            # Here, on the thread of the caller, Ctrl-C ends it.
            try:
                batches.reach()
            except BaseException:
                self.__exit__()
                raise
        return batches

    def __exit__(self, *error: object) -> None:
        for started in reversed(self._started):
            started.close()

    def _connect(self) -> tuple[distributed.Client, int]:
        """The client, and how many threads a task has."""
        threads = max(1, self._jobs)
        if not isinstance(self._executor, str):
            return self._executor, threads
        if self._executor != "dask":
            return self._client_at(self._executor), threads
        try:
            return distributed.get_client(), threads
        except ValueError:  # there is none
            return self._client_of_own_cluster(), 1

    def _client_at(self, address: str) -> distributed.Client:
        if not _ADDRESS.fullmatch(address):
            raise UsageError(
                "USAGE",
                "expected the address of a Dask scheduler such as tcp://HOST:8786, "
                f"found {address!r}",
            )
        try:
            client = distributed.Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError, distributed.TimeoutError) as error:
            raise HiloError(
                "WORKER", f"expected a Dask scheduler at {address}, found: {error}"
            ) from error
        self._started.append(client)
        return client

    def _client_of_own_cluster(self) -> distributed.Client:
        try:
            cluster = _start_apart(
                lambda: distributed.LocalCluster(
                    n_workers=self._jobs or _hilo.allowed_cpus(),
                    threads_per_worker=1,
                    dashboard_address="127.0.0.1:0",  # not the port of any other cluster
                    silence_logs=logging.ERROR,
                )
            )
        except RuntimeError as error:
            raise HiloError(
                "WORKER",
                f"expected a cluster on this machine, found: {error} A script that starts one "
                "needs 'if __name__ == \"__main__\":' around what it does",
            ) from None
        self._started.append(cluster)
        client = distributed.Client(cluster, set_as_default=False)
        self._started.append(client)
        return client


def reach(
    executor: object,
    jobs: int | None,
    function: BlockFunction | None = None,
    is_lazy: bool = False,
) -> _Reach:
    """For ``hilo.stats``: a context that gives ClientBatches.

    Args:
        executor: A client; the address of a scheduler; or ``"dask"`` for the default client, or a
            LocalCluster where there is none.
        jobs: How many threads a task has; of a LocalCluster, how many workers.
        function: What is computed of elements, where that is no expression.
        is_lazy: Whether to connect with the first batch only.
    """
    return _Reach(executor, jobs, function, is_lazy)


def _moments_of_block(block: object) -> bytes:
    return Moments.of(block).to_bytes()


def _merge_states(states: list[bytes]) -> bytes:
    return sum(map(Moments.from_bytes, states), Moments()).to_bytes()


def moments(array: dask.array.Array) -> Moments:
    """The exact moments of all elements of a Dask array.

    Each block is reduced where it is computed; states travel as bytes and are merged in a tree.
    The result does not depend on the chunks. It is computed by the scheduler that ``dask.compute``
    uses: threads of this process, or the cluster of the current client.

    Args:
        array: Of bool, integers or floats of at most 8 bytes, of any shape and chunks, also unknown
            ones.

    Raises:
        HiloError: DTYPE for elements of another type.
    """
    if not hasattr(array, "to_delayed"):
        raise UsageError(
            "USAGE", f"expected a Dask array, found {type(array).__name__}; see hilo.Moments.of"
        )
    states = [
        dask.delayed(_task("_moments_of_block"))(block) for block in array.to_delayed().ravel()
    ]
    while len(states) > 1:
        starts = range(0, len(states), _MERGED_AT_ONCE)
        groups = [states[start : start + _MERGED_AT_ONCE] for start in starts]
        states = [dask.delayed(_task("_merge_states"))(group) for group in groups]
    return Moments.from_bytes(dask.compute(states[0])[0])
