"""What the program says about itself."""

import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMANDS = ["stats", "merge", "info", "generate", "bench", "help", "completion"]
TOPICS = """inputs numbers formats expressions states executors profiles comparisons errors
    exit-codes environment""".split()


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
    assert len(result.stdout.splitlines()) <= 40


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


def test_help_lists_the_topics(hilo):
    listed = hilo("help").stdout.partition("Topics:\n")[2].partition("\n\n")[0]
    assert [line.split()[0] for line in listed.splitlines()] == TOPICS


@pytest.mark.parametrize("topic", TOPICS)
def test_help_of_a_topic(hilo, topic):
    result = hilo("help", topic)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith(f"{topic}: ")
    assert all(len(line) <= 80 for line in result.stdout.splitlines())


def test_every_variable_that_is_read_is_in_the_topic_of_the_environment(hilo):
    sources = [path for path in ROOT.glob("src/**/*.cc") if not path.stem.endswith("_test")]
    read = {
        name
        for path in sources
        for name in re.findall(r'\b(?:getenv|variable)\("(\w+)"\)', path.read_text())
    }
    assert {"NO_COLOR", "TMPDIR", "HILO_JIT", "HILO_SIMD"} <= read
    text = hilo("help", "environment").stdout
    assert [name for name in read if f"\n  {name} " not in text] == []


def test_every_code_of_an_error_is_in_the_topic_of_errors(hilo):
    codes = re.findall(
        r"^  \w+ = \d+, +// (\w+): ", (ROOT / "include/hilo/error.h").read_text(), re.M
    )
    assert len(codes) >= 23
    listed = re.findall(r"^  ([A-Z_0-9]+)  ", hilo("help", "errors").stdout, re.M)
    assert listed == codes


STATS_FLAGS = """--files-from --null --on-error --resume --by --ddof --nan-policy --expr
    --where --jit --executor
    --scheduler --jobs --profile --trace --format --output --save --html --progress --color --quiet
    --verbose --help --version""".split()


def test_stats_has_exactly_the_flags_that_work(hilo):
    text = hilo("stats", "--help").stdout
    assert re.findall(r"^  (?:-\w, )?(--[\w-]+)", text, re.MULTILINE) == STATS_FLAGS


def test_flags_of_other_commands_are_unknown(hilo):
    result = hilo("stats", "x.npy", "--subtract", "y")
    assert result.returncode == 2
    assert "unknown flag '--subtract'" in result.stderr


@pytest.mark.parametrize("arguments", [["--version"], ["stats", "--version"]])
def test_version(hilo, arguments):
    result = hilo(*arguments)
    assert (result.returncode, result.stdout, result.stderr) == (0, "hilo 0.1.0\n", "")


@pytest.mark.parametrize(
    ("word", "meant"),
    [("stast", "stats"), ("expression", "expressions"), ("exitcodes", "exit-codes")],
)
def test_help_on_an_unknown_word_names_the_nearest(hilo, word, meant):
    result = hilo("help", word)
    assert (result.returncode, result.stdout) == (2, "")
    assert f"unknown command or topic '{word}'; did you mean {meant}?" in result.stderr


def test_help_takes_one_word(hilo):
    result = hilo("help", "stats", "merge")
    assert (result.returncode, result.stdout) == (2, "")
    assert "expected [COMMAND|TOPIC], found 2: 'stats' 'merge'" in result.stderr


def test_help_to_a_full_disk_is_an_error(hilo):
    with open("/dev/full", "w") as full:
        result = hilo("--help", stdout=full)
    assert result.returncode == 3
    assert "No space left on device" in result.stderr
