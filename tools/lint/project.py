"""The files of the project, and how a check names what it found."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Not written by hand, or not ours.
IGNORED_FOLDERS = {".git", ".venv", "build", "demo", "__pycache__", ".hypothesis", "corpus", "runs"}
IGNORED_SUFFIXES = {".npy", ".npz", ".png", ".hilo"}


def project_files(root):
    """Yields the paths of all text files below `root`, relative to it, in order of their names."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(
            name for name in folders if name not in IGNORED_FOLDERS and not name.endswith("_cache")
        )
        for name in sorted(names):
            path = Path(folder, name)
            ignored = path.suffix in IGNORED_SUFFIXES or name in IGNORED_FOLDERS
            if not ignored and not path.is_symlink():
                yield path.relative_to(root)


def report(findings):
    """Prints findings (path, line number, message); returns the exit code."""
    for path, line, message in findings:
        print(f"{path}:{line}: {message}")
    return 1 if findings else 0


def main(check):
    """Runs check(root) over this project, or over the folder that the command line names."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT
    sys.exit(report(list(check(root))))
