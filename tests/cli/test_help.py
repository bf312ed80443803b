"""What the program says about itself."""

import re

import pytest

COMMANDS = ["stats", "merge", "info", "generate"]


def test_no_arguments_print_a_short_help_and_are_wrong_usage(hilo):
    result = hilo()
    assert result.returncode == 2
    assert result.stdout == ""
    assert all(f"  {command} " in result.stderr for command in COMMANDS)


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["help"]])
def test_help_lists_the_commands(hilo, arguments):
    result = hilo(*arguments)
    assert (result.returncode, result.stderr) == (0, "")
    assert all(f"  {command} " in result.stdout for command in COMMANDS)
    assert len(result.stdout.splitlines()) < 20


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command(hilo, command):
    texts = {
        hilo(*arguments).stdout
        for arguments in ([command, "--help"], [command, "-h"], ["help", command])
    }
    assert len(texts) == 1
    text = texts.pop()
    assert text.startswith(f"hilo {command}: ")
    assert f"Usage: hilo {command} " in text
    assert all(len(line) <= 80 for line in text.splitlines())


def test_help_wins_over_what_is_missing(hilo):
    assert hilo("generate", "--help").returncode == 0


STATS_FLAGS = """--files-from --null --on-error --resume --by --ddof --nan-policy --expr
    --where --jit --executor
    --scheduler --jobs --profile --trace --format --output --save --progress --color --quiet --verbose
    --help --version""".split()


def test_stats_has_exactly_the_flags_that_work(hilo):
    text = hilo("stats", "--help").stdout
    assert re.findall(r"^  (?:-\w, )?(--[\w-]+)", text, re.MULTILINE) == STATS_FLAGS


@pytest.mark.parametrize(
    "flag",
    "--subtract --html".split(),
)
def test_flags_to_come_are_unknown(hilo, flag):
    result = hilo("stats", "x.npy", flag, "y")
    assert result.returncode == 2
    assert f"unknown flag '{flag}'" in result.stderr


@pytest.mark.parametrize("arguments", [["--version"], ["stats", "--version"]])
def test_version(hilo, arguments):
    result = hilo(*arguments)
    assert (result.returncode, result.stdout, result.stderr) == (0, "hilo 0.1.0\n", "")


def test_help_to_a_full_disk_is_an_error(hilo):
    with open("/dev/full", "w") as full:
        result = hilo("--help", stdout=full)
    assert result.returncode == 3
    assert "No space left on device" in result.stderr
