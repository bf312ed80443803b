"""What ./dev test says at its end."""

import subprocess
import sys
from pathlib import Path

SUMMARY = Path(__file__).resolve().parents[2] / "tools" / "dev" / "test_summary.py"

UNIT = """<?xml version="1.0"?><testsuite>
<testcase name="a" classname="a" status="run"/>
<testcase name="b" classname="b" status="notrun">
<skipped message="SKIP_REGULAR_EXPRESSION_MATCHED"/>
<system-out>src/x_test.cc:3: Skipped
needs AVX-512
</system-out></testcase>
{more}</testsuite>"""

PROGRAM = """<?xml version="1.0"?><testsuites><testsuite>
<testcase name="c" classname="tests.cli"/>
<testcase name="d" classname="tests.cli"><skipped message="needs FUSE"/></testcase>
</testsuite></testsuites>"""


def summary(folder, **environment):
    return subprocess.run(
        [sys.executable, SUMMARY, folder],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_counts_of_both_kinds_and_the_reasons_of_skips(tmp_path):
    (tmp_path / "unit.xml").write_text(UNIT.format(more=""))
    (tmp_path / "program.xml").write_text(PROGRAM)
    result = summary(tmp_path)
    assert result.returncode == 0
    assert result.stdout.splitlines()[-1] == "2 passed, 0 failed, 2 skipped"
    assert "1 skipped: needs AVX-512" in result.stdout
    assert "1 skipped: needs FUSE" in result.stdout
    assert "HILO_FIXTURES is not set" in result.stdout
    assert "HILO_FIXTURES" not in summary(tmp_path, HILO_FIXTURES="/somewhere").stdout


def test_a_failure_is_named_and_fails_the_run(tmp_path):
    failure = '<testcase name="e" classname="moments" status="fail"><failure/></testcase>'
    (tmp_path / "unit.xml").write_text(UNIT.format(more=failure))
    result = summary(tmp_path)
    assert result.returncode == 1
    assert "FAILED moments: e" in result.stdout
    assert result.stdout.splitlines()[-1] == "1 passed, 1 failed, 1 skipped"


def test_no_test_at_all_is_no_success(tmp_path):
    assert summary(tmp_path).returncode == 1
