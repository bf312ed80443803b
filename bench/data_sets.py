"""The files that are measured, made once and kept in a git-ignored folder."""

import json
import shutil
import subprocess

import numpy as np


def generated(program, folder, files, size):
    """The lecture's kind of files, by hilo itself; those that are there are kept."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    command = [program, "generate", folder, "--files", str(files), "--size", str(size), "--quiet"]
    first = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)
    if first.returncode == 2:  # what is there was made with other parameters
        subprocess.run([*command, "--force"], check=True)
    elif first.returncode != 0:
        raise RuntimeError(first.stderr)
    return folder


def wide_exponents(folder, files, size):
    """Finite doubles of random bits: signs, exponents and fractions over the whole range."""
    made_for = folder / "made_for.json"
    parameters = json.dumps({"files": files, "size": size, "seed": 1})
    if made_for.exists() and made_for.read_text() == parameters:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    generator = np.random.Generator(np.random.PCG64(1))
    for index in range(files):
        bits = generator.integers(0, 2**64, size=size, dtype=np.uint64)
        exponents = (bits >> np.uint64(52)) & np.uint64(0x7FF)
        bits[exponents == 0x7FF] &= np.uint64(0xBFFFFFFFFFFFFFFF)
        np.save(folder / f"file_{index}.npy", bits.view(np.float64))
    made_for.write_text(parameters)
    return folder


def list_of(folder, files, where):
    """Writes the paths of the first files, a line each, for the yardsticks; returns the list."""
    names = [str(folder / f"file_{index}.npy") for index in range(files)]
    where.write_text("".join(f"{name}\n" for name in names))
    return where
