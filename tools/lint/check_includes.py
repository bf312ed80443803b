"""Checks who includes whom: a folder of src/ includes only itself and the folders above it.

usage: check_includes.py [ROOT]

The public headers in include/hilo may be included by all, and include only each other. Tests are
held to the same order as what they test; they may also include what lies in tests/.
"""

import re

from project import main, project_files

# From the top down: each includes what stands above it. pipeline is all that lies directly in src/.
ORDER = [
    "base",
    "profile",
    "discover",
    "read",
    "decode",
    "kernel",
    "expression",
    "jit",
    "statistic",
    "generate",
    "execute",
    "measure",
    "store",
    "report",
    "html",
    "pipeline",
    "compare",
    "worker",
    "cli",
]

# Highway is written in quotes, as its own examples have it.
OTHER_LIBRARIES = {"hwy"}

QUOTED = re.compile(r'\s*#\s*include\s*"([^"]+)"')


def quoted_includes(path):
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        match = QUOTED.match(line)
        if match:
            yield number, match.group(1)


def folder_of(parts):
    """The folder that a path below src/ counts as."""
    return parts[0] if len(parts) > 1 else "pipeline"


def check_source(root, path):
    own = folder_of(path.parts[1:])
    if own not in ORDER:
        yield path, 1, f"src/{own} has no place in the order of folders: {', '.join(ORDER)}"
        return
    is_test = path.stem.endswith("_test")
    for number, included in quoted_includes(root / path):
        parts = included.split("/")
        if parts[0] == "hilo" or parts[0] in OTHER_LIBRARIES:
            continue
        if is_test and (root / "tests" / included).exists():
            continue
        other = folder_of(parts)
        if not (root / "src" / included).exists():
            yield path, number, f'"{included}" is not rooted at src/ or include/'
        elif other not in ORDER:
            yield path, number, f'"{included}": src/{other} has no place in the order of folders'
        elif ORDER.index(other) > ORDER.index(own):
            yield path, number, f"src/{own} may not include src/{other}, which stands below it"


def check_public_header(root, path):
    for number, included in quoted_includes(root / path):
        if not included.startswith("hilo/"):
            yield path, number, f'a public header includes only public headers, found "{included}"'


def check(root):
    for path in project_files(root):
        if path.suffix not in {".h", ".cc"}:
            continue
        if path.parts[0] == "src":
            yield from check_source(root, path)
        elif path.parts[0] == "include":
            yield from check_public_header(root, path)


if __name__ == "__main__":
    main(check)
