"""Facts about the machine that a reader of the numbers needs; nothing that names it."""

import os
import platform
import re
import subprocess
from pathlib import Path

import numpy as np

INSTRUCTION_SETS = ["sse4_2", "avx2", "fma", "avx512f", "avx512dq", "avx512bw", "avx512vl"]


def first_match(pattern, text, default="unknown"):
    match = re.search(pattern, text)
    return match.group(1).strip() if match else default


def first_line_of(command):
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    return result.stdout.splitlines()[0] if result.stdout else "unknown"


def file_system_of(folder):
    return first_line_of(["stat", "--file-system", "--format=%T", str(folder)])


def has_avx512():
    flags = first_match(r"flags\s*:(.*)", Path("/proc/cpuinfo").read_text(), "").split()
    return {"avx512f", "avx512dq", "avx512bw", "avx512vl"}.issubset(flags)


def facts(program, data):
    cpu = Path("/proc/cpuinfo").read_text()
    memory = Path("/proc/meminfo").read_text()
    flags = first_match(r"flags\s*:(.*)", cpu, "").split()
    return {
        "cpu": first_match(r"model name\s*:(.*)", cpu, platform.machine()),
        "cpus_allowed": len(os.sched_getaffinity(0)),
        "instruction_sets": [name for name in INSTRUCTION_SETS if name in flags],
        "memory_bytes": int(first_match(r"MemTotal:\s*(\d+)", memory, "0")) * 1024,
        "file_system": file_system_of(data),
        "kernel": first_match(r"^(\d+\.\d+)", platform.release()),
        "compiler": first_line_of(["c++", "--version"]),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "hilo": first_line_of([str(program), "--version"]),
    }
