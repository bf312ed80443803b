"""--expr, --where and --jit on the command line; what they compute is tested in tests/python."""

import json
import subprocess

import numpy
import pytest


@pytest.fixture
def data(npy):
    npy("data/a.npy", [1.0, 4.0, -9.0])
    npy("data/b.npy", [16, -25], "i8")
    return "data"


def test_values_and_conditions_count(hilo, data):
    run = hilo("stats", data, "--expr", "sqrt(abs(x))", "--where", "x > 0", "--format", "json")
    assert run.returncode == 0, run.stderr
    document = json.loads(run.stdout)
    assert list(document)[2:6] == ["groups", "expr", "where", "total"]
    assert (document["expr"], document["where"]) == ("sqrt(abs(x))", "x > 0")
    assert document["total"]["size"] == 3
    assert (document["total"]["min"], document["total"]["max"]) == (1.0, 4.0)
    assert document["groups"][1]["sum"] == 4.0  # of integers, and a float all the same


def test_a_condition_alone_keeps_integers(hilo, data):
    run = hilo("stats", f"{data}/b.npy", "--where", "x < 0", "--format", "json")
    assert '"sum": -25,' in run.stdout
    assert '"expr"' not in run.stdout


def test_the_table_says_what_counts(hilo, data):
    run = hilo("stats", data, "--expr=-x", "--where", "x<0")
    assert run.stdout.splitlines()[-3:-1] == ["expr -x", "where x < 0"]


def test_a_value_that_begins_with_a_sign_is_taken(hilo, data):
    run = hilo("stats", data, "--expr", "-x", "--format", "json")
    assert (run.returncode, json.loads(run.stdout)["expr"]) == (0, "-x")


@pytest.mark.parametrize(
    ("flag", "text", "message", "caret"),
    [
        ("--expr", "lgo1p(x)", 'did you mean "log1p"?', 0),
        ("--expr", "x +", "found the end", 3),
        ("--where", "x > 0 & x < 1", "put comparisons in parentheses", 6),
        ("--where", "x", "expected a condition, such as x != 0, found a number", 0),
        ("--expr", "x\x1b[2J", "found a character that cannot be seen", 1),
    ],
)
def test_the_place_of_a_fault_is_shown(hilo, data, flag, text, message, caret):
    run = hilo("stats", data, flag, text)
    assert (run.returncode, run.stdout) == (2, "")
    first, line, mark = run.stderr.splitlines()
    assert first.startswith(f"hilo: {flag}: expected ")
    assert message in first
    assert line.startswith("  " + text[:1])
    assert mark == "  " + " " * caret + "^"
    assert "\x1b" not in run.stderr


@pytest.mark.parametrize("flag", ["--expr", "--where"])
def test_an_empty_expression_is_wrong_usage(hilo, data, flag):
    run = hilo("stats", data, flag, "")
    assert run.returncode == 2
    assert f"{flag}: expected a" in run.stderr


def test_very_long_and_very_deep_expressions_are_refused(hilo, data):
    for text in ("x+" * 3000 + "x", "(" * 500 + "x" + ")" * 500, "-" * 500 + "x"):
        run = hilo("stats", data, "--expr=" + text)
        assert run.returncode == 2
        assert "expected at most" in run.stderr


def test_without_the_compiler(hilo, data):
    missing = {"HILO_JIT": "/nowhere/libhilo_jit.so"}
    plain = hilo("stats", data, "--expr", "x * 2", "--jit", "off")
    assert hilo("stats", data, "--expr", "x * 2", env=missing).stdout == plain.stdout
    run = hilo("stats", data, "--expr", "x * 2", "--jit", "on", env=missing)
    assert run.returncode == 2
    assert "expected the just-in-time compiler" in run.stderr


def test_a_file_that_is_no_compiler_is_named(hilo, data, tmp_path):
    (tmp_path / "libhilo_jit.so").write_text("not a library")
    run = hilo("stats", data, "--expr", "x", "--jit", "on", env={"HILO_JIT": "./libhilo_jit.so"})
    assert run.returncode == 2
    assert "./libhilo_jit.so" in run.stderr


@pytest.mark.slow  # a program with a sanitizer has no compiler, and does not end well under strace
def test_nothing_is_opened_without_an_expression(hilo_program, data, tmp_path):
    log = tmp_path / "log"
    command = [hilo_program, "stats", data]
    for options, expected in (([], False), (["--expr", "sin(x)", "--jit", "on"], True)):
        subprocess.run(
            ["strace", "-f", "-e", "trace=open,openat", "-o", log, *command, *options],
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            check=False,
        )
        opened = log.read_text()
        assert "data/a.npy" in opened
        assert ("sleef" in opened) == expected
        assert ("libhilo_jit" in opened) == expected


def test_states_are_of_one_expression(hilo, data):
    hilo("stats", data, "--expr", "x*2", "--save", "two.hilo")
    hilo("stats", data, "--save", "plain.hilo")
    run = hilo("merge", "two.hilo", "plain.hilo")
    assert run.returncode == 3
    assert "found one of x * 2 and one of the elements" in run.stderr
    run = hilo("stats", data, "--resume", "two.hilo", "--where", "x > 0")
    assert run.returncode == 3
    assert "expected a state of the elements where x > 0, found one of x * 2" in run.stderr
    merged = hilo("merge", "two.hilo", "--format", "json")
    direct = hilo("stats", data, "--expr", "x*2", "--format", "json")
    assert merged.stdout == direct.stdout


def test_nan_of_an_expression_follow_the_policy(hilo, data):
    propagated = hilo("stats", data, "--expr", "sqrt(x)", "--format", "json")
    assert json.loads(propagated.stdout)["total"]["mean"] == "NaN"
    omitted = hilo("stats", data, "--expr", "sqrt(x)", "--nan-policy", "omit", "--format", "json")
    assert json.loads(omitted.stdout)["total"]["mean"] == 7 / 3
    raised = hilo("stats", data, "--expr", "sqrt(x)", "--nan-policy", "raise")
    assert (raised.returncode, raised.stderr.count("NAN")) == (1, 2)


def test_a_condition_that_nothing_meets_leaves_nothing(hilo, data):
    run = hilo("stats", data, "--where", "False", "--format", "json")
    total = json.loads(run.stdout)["total"]
    assert (run.returncode, total["size"], total["mean"], total["min"]) == (0, 0, None, None)


def test_worker_processes_have_the_expression(hilo, npy):
    for number in range(20):
        npy(f"data/{number}.npy", numpy.arange(1000.0) - 3 * number)
    options = ["data", "--expr", "cbrt(x) * 3", "--where", "(x > 10) | isnan(x)"]
    serial = hilo("stats", *options, "--executor", "serial", "--format", "csv")
    processes = hilo("stats", *options, "--executor", "processes", "-j3", "--format", "csv")
    assert (processes.returncode, processes.stdout) == (0, serial.stdout)
