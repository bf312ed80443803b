"""Says what the test runs of a folder amount to: what was skipped and why, and the totals.

usage: test_summary.py FOLDER

FOLDER holds the JUnit files that ctest and pytest wrote. Exit code 1 if a test failed or none ran.
"""

import os
import platform
import re
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree


def missing_on_this_machine():
    """The reasons why some tests could not show here what they show elsewhere."""
    cpu_flags = Path("/proc/cpuinfo").read_text().split() if Path("/proc/cpuinfo").exists() else []
    if platform.machine() != "x86_64":
        yield "kernels for x86: this machine is none"
    elif not {"avx512f", "avx512bw", "avx512dq", "avx512vl"}.issubset(cpu_flags):
        yield "AVX-512 kernels: this CPU has no AVX-512"
    if not os.access("/dev/fuse", os.R_OK | os.W_OK):
        yield "file systems with faults: no usable /dev/fuse (FUSE)"
    if os.geteuid() == 0:
        yield "unreadable files and directories: root may read everything"
    if not os.environ.get("HILO_FIXTURES"):
        yield "real files of other projects: HILO_FIXTURES is not set"
    if os.environ.get("HILO_SANITIZER"):
        yield "tests marked slow: the program is built with a sanitizer"


def skip_reason(skipped, case):
    """pytest gives the reason in an attribute, ctest in the output of the test."""
    message = skipped.get("message", "")
    if not message.startswith("SKIP_"):
        return message
    output = case.findtext("system-out") or ""
    match = re.search(r": Skipped\n(.*)", output)
    return match.group(1).strip() if match else "no reason given"


def main(folder):
    outcomes, reasons, failures = Counter(), Counter(), []
    for path in sorted(Path(folder).glob("*.xml")):
        for case in ElementTree.parse(path).getroot().iter("testcase"):
            skipped = case.find("skipped")
            broken = case.find("failure") is not None or case.find("error") is not None
            if broken or case.get("status") == "fail":
                outcomes["failed"] += 1
                failures.append(f"{case.get('classname', '')}: {case.get('name')}")
            elif skipped is not None:
                outcomes["skipped"] += 1
                reasons[skip_reason(skipped, case)] += 1
            else:
                outcomes["passed"] += 1
    print("\nnot tested on this machine:")
    for reason in missing_on_this_machine():
        print(f"  {reason}")
    for reason, count in sorted(reasons.items()):
        print(f"  {count} skipped: {reason}")
    for failure in failures:
        print(f"FAILED {failure}")
    print(", ".join(f"{outcomes[what]} {what}" for what in ("passed", "failed", "skipped")))
    if not outcomes["passed"] and not outcomes["failed"]:
        print("no test ran")
        return 1
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
