"""Compares hilo's answers for a folder of .npy files with exact ones: every row, and the total.

    all_answers.py PROGRAM FOLDER    (all .npy files below it)

The exact answers are those of the tests' oracle, in Python's integers. Then the same bytes are
asked for from other executors, jobs, instruction sets and orders of the files, and beside a file
that is damaged. Exit code 1 where anything differs.
"""

import csv
import io
import json
import multiprocessing
import os
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from oracle.vectorised import Totals  # noqa: E402


def stats(program, *arguments, exit_code=0, stdin=None, **environment):
    process = subprocess.run(
        [program, "stats", *arguments],
        input=stdin,
        capture_output=True,
        env=os.environ | environment,
        check=False,
    )
    if process.returncode != exit_code:
        raise SystemExit(f"exit code {process.returncode}: {process.stderr[-1000:].decode()}")
    return process


def text_of(statistics):
    return ["" if value is None else repr(value) for value in statistics]


def instruction_sets(program):
    process = stats(program, "x", exit_code=2, HILO_SIMD="none")
    return re.search(r"\(([^)]*)\), found", process.stderr.decode()).group(1).split(", ")


def keys_of(output):
    return [row[0] for row in csv.reader(io.StringIO(output.decode()))][1:]


def check_rows(program, folder):
    """The CSV of the folder, when each of its rows and the total are right."""
    output = stats(program, "--format", "csv", folder).stdout
    rows = list(csv.reader(io.StringIO(output.decode())))[1:]
    wrong = 0
    total = Totals()
    # Freed memory comes back with the next array.
    with multiprocessing.Pool(maxtasksperchild=500) as pool:
        exact = pool.imap(exact_totals, [row[0] for row in rows], chunksize=20)
        for row, totals in zip(rows, exact, strict=True):
            wrong += row[4:] != text_of(totals.statistics())
            total += totals
    print(f"{len(rows)} rows: {wrong} differ from the exact answers")
    found = json.loads(stats(program, "--format", "json", "--by", "all", folder).stdout)["total"]
    expected = total.statistics()
    wrong_total = [name for name, value in expected._asdict().items() if found[name] != value]
    print(f"the total: {wrong_total or 'none'} of its fields differ")
    return output, wrong + len(wrong_total)


def exact_totals(path):
    return Totals.of(np.load(path))


def check_configurations(program, folder, expected):
    wrong = 0

    def check(what, output):
        nonlocal wrong
        same = output == expected
        wrong += not same
        print(f"{what}: {'the same bytes' if same else 'OTHER BYTES'}")

    csv_flags = ("--format", "csv")
    ways = [("serial", 1), ("threads", 1), ("threads", 2), ("threads", 7)]
    for executor, jobs in [*ways, ("processes", 1), ("processes", 2), ("processes", 7)]:
        flags = ("--executor", executor, f"-j{jobs}")
        check(" ".join(flags), stats(program, *csv_flags, *flags, folder).stdout)
    for name in instruction_sets(program):
        check(f"HILO_SIMD={name}", stats(program, *csv_flags, folder, HILO_SIMD=name).stdout)
    paths = keys_of(expected)
    for seed in range(3):
        random.Random(seed).shuffle(paths)
        names = "\n".join(paths).encode()
        output = stats(program, *csv_flags, "--files-from", "-", stdin=names).stdout
        check(f"order of arguments, seed {seed}", output)
    return wrong


def check_beside_a_bad_file(program, folder, expected):
    """A damaged file more: one line names it, all else is as it was."""
    with tempfile.NamedTemporaryFile(dir=folder, prefix="file_5000_", suffix=".npy") as bad:
        bad.write(Path(keys_of(expected)[0]).read_bytes()[:512])
        bad.flush()
        process = stats(program, "--format", "csv", folder, exit_code=1)
        lines = process.stderr.decode().splitlines()
        named = [line for line in lines if Path(bad.name).name in line]
        same = process.stdout == expected
        print(f"beside a bad file: exit code 1, {'the same bytes' if same else 'OTHER BYTES'}")
        print(*lines, sep="\n")
        return int(not same) + (len(named) != 1)


def main():
    program, folder = sys.argv[1:]
    expected, wrong = check_rows(program, folder)
    wrong += check_configurations(program, folder, expected)
    wrong += check_beside_a_bad_file(program, folder, expected)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
