"""Measures hilo against cat, bare reading and NumPy, and checks the answers that it times.

Contestants run in turn, round after round; each number is a median, each ratio one of medians of
the same rounds. Every output of hilo must have the same bytes, whatever the jobs, the instruction
set and the order of the files, and a sample of its rows must equal the exact answers.
"""

import argparse
import datetime
import json
import os
import sys
from pathlib import Path

import machine
from rows import LONG_ROWS, ROWS, Bench

ROOT = Path(__file__).resolve().parent.parent
ROWS_HELP = (
    f"of: {', '.join(ROWS)}; all but {', '.join(sorted(LONG_ROWS))}, which takes long, where none "
    "is named"
)


def parse_arguments():
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=ROWS_HELP)
    parser.add_argument("--files", type=int, default=10_000, help="of 100,000 float64 each")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each contestant")
    parser.add_argument("--out", type=Path, metavar="FILE.json", help="also write the numbers")
    arguments = parser.parse_args()
    unknown = [row for row in arguments.rows if row not in ROWS]
    if unknown:
        parser.error(f"no such row: {', '.join(unknown)} (of: {', '.join(ROWS)})")
    if arguments.files < 1 or arguments.rounds < 1:
        parser.error("--files and --rounds are at least 1")
    return arguments


def measure(bench, wanted):
    """Yields the results of the rows wanted, in the order of ROWS."""
    for function in dict.fromkeys(ROWS[row] for row in ROWS if row in wanted):
        print(f"bench: {function.__name__}", file=sys.stderr)
        yield from function(bench, wanted)


def goal(value, result):
    if value is None:
        return ""
    return f"{'≥' if result.at_least else '≤'} {value:.4g}"


def print_table(results):
    print("| row | what | value | required | aim | verdict | note |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for result in results:
        value = "" if result.value is None else f"{result.value:.3g} {result.unit}".strip()
        cells = [result.row, result.what, value, goal(result.required, result)]
        cells += [goal(result.aim, result), result.verdict(), result.note]
        print("| " + " | ".join(cells) + " |")


def main():
    arguments = parse_arguments()
    bench = Bench(ROOT, arguments.files, arguments.rounds)
    facts = machine.facts(bench.program, bench.data)
    wanted = arguments.rows or [row for row in ROWS if row not in LONG_ROWS]
    results = list(measure(bench, wanted))
    print(f"\n{arguments.files} files, {arguments.rounds} rounds; {facts['cpu']}, ", end="")
    print(f"{facts['cpus_allowed']} CPUs, {' '.join(facts['instruction_sets'])}\n")
    print_table(results)
    if arguments.out:
        document = {
            "schema": "hilo.bench/1",
            "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
            "files": arguments.files,
            "rounds": arguments.rounds,
            "machine": facts,
            "rows": [result.as_json() for result in results],
        }
        arguments.out.parent.mkdir(parents=True, exist_ok=True)
        partial = arguments.out.with_name(arguments.out.name + ".part")
        partial.write_text(json.dumps(document, indent=1) + "\n")
        os.replace(partial, arguments.out)
    return 1 if any(result.verdict() == "MISSED" for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
