"""Libraries of our own that are loaded into the program before others."""

import os
import subprocess

import pytest

SOURCES = os.path.dirname(__file__)


def library(name, folder):
    """Compiles NAME.c into a library to preload; gives its path."""
    if os.environ.get("HILO_SANITIZER"):
        pytest.skip("a sanitizer's library has to be the first that is loaded")
    path = folder / f"{name}.so"
    source = os.path.join(SOURCES, f"{name}.c")
    command = ["cc", "-shared", "-fPIC", "-O1", "-fno-builtin", "-o", path, source, "-ldl"]
    subprocess.run(command, check=True)
    return str(path)
