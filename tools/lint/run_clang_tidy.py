"""Runs clang-tidy over the library, the program and the extension module, a process per CPU.

usage: run_clang_tidy.py BUILD_FOLDER

BUILD_FOLDER holds compile_commands.json. A source that passed is not checked again until it, a
header of the project, its compile command or .clang-tidy changes. Sources that Highway compiles
once per instruction set take clang-tidy minutes each; they are left out and counted.
"""

import hashlib
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from project import ROOT, project_files


def is_compiled_per_target(path):
    return "hwy/foreach_target.h" in path.read_text()


def digest_of(texts):
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def shared_digest():
    """Changes with whatever all sources depend on."""
    headers = [path for path in project_files(ROOT) if path.suffix == ".h"]
    return digest_of((ROOT / path).read_text() for path in [*headers, Path(".clang-tidy")])


def check(build, entry, shared):
    """Returns what clang-tidy has to say of one source; nothing where it passes."""
    path = Path(entry["file"])
    digest = digest_of([shared, entry["command"], path.read_text()])
    stamp = Path(build, "clang-tidy", digest)
    if stamp.exists():
        return ""
    # The compile commands are those of GCC, whose warnings clang need not know.
    options = ["--quiet", "--extra-arg=-Wno-unknown-warning-option"]
    command = ["clang-tidy", *options, "-p", build, str(path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        return result.stdout + result.stderr
    stamp.parent.mkdir(exist_ok=True)
    stamp.touch()
    return ""


def main(build):
    commands = json.loads(Path(build, "compile_commands.json").read_text())
    folders = [ROOT / "src", ROOT / "python" / "bindings"]
    commands = [
        entry
        for entry in commands
        if any(Path(entry["file"]).is_relative_to(folder) for folder in folders)
    ]
    checked = [entry for entry in commands if not is_compiled_per_target(Path(entry["file"]))]
    shared = shared_digest()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        findings = [
            found for found in pool.map(lambda e: check(build, e, shared), checked) if found
        ]
    print("".join(findings), end="")
    left_out = len(commands) - len(checked)
    print(f"clang-tidy: {len(checked)} files, {left_out} left out (compiled per instruction set)")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
