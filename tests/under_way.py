"""Runs under way, seen from outside: by what they have read, whatever time that takes."""

import pathlib
import time

from fault.workers import children_of

BLOCK_BYTES = 16_000_000  # of the values in the file that `long_run` links to
PATIENCE_S = 60


def with_descendants(pid):
    """The process, those that it has started, and so on."""
    found = [pid]
    for each in found:
        found += children_of(each)
    return found


def bytes_read(pids):
    """What the processes that still run have read so far, also from the page cache."""
    total = 0
    for pid in pids:
        try:
            fields = pathlib.Path(f"/proc/{pid}/io").read_text().split()
        except OSError:
            continue  # it has ended
        total += int(fields[fields.index("rchar:") + 1])
    return total


def wait_until_read(process, expected=10 * BLOCK_BYTES, readers=()):
    """Until a run is under way: its process with all that it has started, or the readers that it
    has elsewhere, have read so much.

    By default some files of `long_run`, of which the first ones are done by then.
    """
    deadline = time.monotonic() + PATIENCE_S
    while bytes_read(readers or with_descendants(process.pid)) < expected:
        assert process.poll() is None, "the run ended before anything could be done to it"
        assert time.monotonic() < deadline, f"{expected} bytes are not read in {PATIENCE_S} s"
        time.sleep(0.001)
