"""Runs clang-tidy over the library and the program, a process per CPU.

usage: run_clang_tidy.py BUILD_FOLDER

BUILD_FOLDER holds compile_commands.json. Sources that Highway compiles once per instruction set
take clang-tidy minutes each; they are left out and counted.
"""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


def is_compiled_per_target(path):
    return "hwy/foreach_target.h" in path.read_text()


def run(build, path):
    command = ["clang-tidy", "--quiet", "-p", build, str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def main(build):
    commands = json.loads(Path(build, "compile_commands.json").read_text())
    paths = [path for path in (Path(entry["file"]) for entry in commands) if "src" in path.parts]
    checked = [path for path in paths if not is_compiled_per_target(path)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = list(pool.map(lambda path: run(build, path), checked))
    for result in runs:
        if result.returncode:
            print(result.stdout + result.stderr)
    left_out = len(paths) - len(checked)
    print(f"clang-tidy: {len(checked)} files, {left_out} left out (compiled per instruction set)")
    return 1 if any(result.returncode for result in runs) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
