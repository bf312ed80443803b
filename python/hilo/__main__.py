"""``python -m hilo``: the program, which can reach Dask clusters here."""

from __future__ import annotations

import contextlib
import os
import sys
import warnings

from hilo import _hilo


def main(words: list[str] | None = None) -> int:
    """Runs the program once; gives its exit code.

    Args:
        words: What follows the program's name on the command line; ``sys.argv[1:]`` if None.
    """
    # One line, as all that the program says.
    warnings.showwarning = lambda message, *_: print(f"hilo: {message}", file=sys.stderr)
    with contextlib.ExitStack() as closing:

        def make_batches(scheduler: str, jobs: int) -> object:
            from hilo import dask

            return closing.enter_context(
                dask.reach(scheduler or "dask", jobs or None, is_lazy=True)
            )

        encoded = [os.fsencode(word) for word in (sys.argv[1:] if words is None else words)]
        try:
            return _hilo.run_program(encoded, make_batches)
        except KeyboardInterrupt:
            return 130
        except ImportError as error:
            print(f"hilo: --executor dask: {error}", file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main())
