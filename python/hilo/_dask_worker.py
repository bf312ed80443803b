"""What the workers of a cluster of this package's own load first."""

import signal


def dask_setup(worker: object) -> None:
    """Ctrl-C in a terminal reaches all processes; the run tells workers when to stop."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
