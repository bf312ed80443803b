"""Completion in real shells: what the Tab key offers is what the program takes."""

import re
import subprocess

import pytest
from cli.shells import SHELLS

FLAG = re.compile(r"^  (?:(-\w), )?(--[\w-]+)(?: (\S+))?$", re.MULTILINE)
CHOICES = re.compile(r"expected ([\w-]+(?:, [\w-]+)* or [\w-]+), found")
FILES = ["a.npy", "my file.npy", "it's.npy", "a folder/b c.npy", "runs/run_1.npy"]
TOP = {"a.npy", "my file.npy", "it's.npy", "a folder", "runs"}


@pytest.fixture(scope="module")
def run(hilo_program):
    def run(*arguments):
        return subprocess.run([hilo_program, *arguments], capture_output=True, text=True)

    return run


@pytest.fixture(scope="module")
def commands(run):
    listed = run("help").stdout.partition("Commands:\n")[2].partition("\n\n")[0]
    return re.findall(r"^  (\S+)", listed, re.MULTILINE)


@pytest.fixture(scope="module")
def topics(run):
    listed = run("help").stdout.partition("Topics:\n")[2].partition("\n\n")[0]
    return re.findall(r"^  (\S+)", listed, re.MULTILINE)


@pytest.fixture(scope="module")
def flags(run, commands):
    """Each command's flags: the short name or "", the long one, the name of the value or ""."""
    return {command: FLAG.findall(run(command, "--help").stdout) for command in commands}


@pytest.fixture(scope="module", params=list(SHELLS))
def shell(request, tmp_path_factory, run):
    folder = tmp_path_factory.mktemp("shell")
    for name in FILES:
        path = folder / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    script = folder / "a script"
    script.write_text(run("completion", request.param.split()[0]).stdout)
    started = SHELLS[request.param](folder, script)
    yield started
    started.close()


def test_commands(shell, commands):
    assert shell.complete("hilo ") == set(commands)
    assert shell.complete("hilo sta") == {"stats"}
    assert {"--help", "--version"} <= shell.complete("hilo -")


def test_every_flag_of_every_command(shell, flags):
    for command, listed in flags.items():
        assert listed
        assert shell.complete(f"hilo {command} --") == {long for _, long, _ in listed}, command
        short = {short for short, _, _ in listed if short}
        assert short <= shell.complete(f"hilo {command} -"), command


def test_lists(shell):
    ways = ["serial", "threads", "processes", "dask"]
    assert shell.complete("hilo bench --executor ") == set(ways)
    assert shell.complete("hilo bench --executor pro") == {"processes"}
    listed = shell.complete("hilo bench --executor threads,")
    assert listed >= {"threads,serial", "threads,processes", "threads,dask"}
    assert shell.complete("hilo bench --executor threads,s") == {"threads,serial"}


def test_every_choice_of_every_flag(shell, flags, run):
    tried = 0
    for command, listed in flags.items():
        for _, flag, value in listed:
            refused = CHOICES.search(run(command, f"{flag}=?").stderr) if value else None
            if refused is None:
                continue
            choices = set(re.split(", | or ", refused[1]))
            assert shell.complete(f"hilo {command} {flag} ") == choices, (command, flag)
            assert shell.complete(f"hilo {command} {flag}=") == choices, (command, flag)
            tried += 1
    assert tried >= 15


def test_values_of_flags_are_what_their_names_say(shell, flags):
    for command, listed in flags.items():
        for short, flag, value in listed:
            if value in ("FILE", "STATE"):
                assert shell.complete(f"hilo {command} {flag} ") == TOP, (command, flag)
                assert shell.complete(f"hilo {command} {flag}=my") == {"my file.npy"}
                if short:
                    assert shell.complete(f"hilo {command} {short} my") == {"my file.npy"}
            elif value == "N":
                assert shell.complete(f"hilo {command} {flag} ") == set(), (command, flag)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", TOP),
        ("my", {"my file.npy"}),
        ("my\\ f", {"my file.npy"}),
        ("it", {"it's.npy"}),
        ("a\\ folder/", {"a folder/b c.npy"}),
        ("runs/", {"runs/run_1.npy"}),
        ("a.npy --by dir my", {"my file.npy"}),
        ("nothing", set()),
    ],
)
@pytest.mark.parametrize("command", ["stats", "merge", "info"])
def test_files(shell, command, typed, expected):
    assert shell.complete(f"hilo {command} {typed}") == expected


def test_directories(shell):
    assert shell.complete("hilo generate ") == {"a folder", "runs"}
    assert shell.complete("hilo generate ru") == {"runs"}


def test_no_flags_after_two_dashes(shell):
    assert shell.complete("hilo stats -- --") == set()
    assert shell.complete("hilo stats -- my") == {"my file.npy"}


def test_words_of_help_and_of_completion(shell, commands, topics):
    assert shell.complete("hilo help ") == {*commands, *topics, "man"}
    assert shell.complete("hilo help exp") == {"expressions"}
    assert shell.complete("hilo completion ") == {"bash", "zsh", "fish"}
    assert "bash" not in shell.complete("hilo completion zsh ")


def test_a_file_of_the_name_of_a_command_is_a_file(shell):
    assert shell.complete("hilo info stats --f") == {"--format"}


@pytest.mark.parametrize("shell", [name for name in SHELLS if name != "bash"], indirect=True)
def test_what_is_offered_is_explained(shell):
    assert shell.shown("hilo ", "exact statistics of .npy files")
    assert shell.shown("hilo stats --e", "of each element x, count the value of EXPR, such as 'lo")
    assert shell.shown("hilo stats --s", "the Dask scheduler, such as tcp://HOST:8786; for")
    assert shell.shown("hilo help e", "the language of --expr and --where")


@pytest.mark.parametrize("wrong", ["csh", "bahs"])
def test_other_shells_are_wrong_usage(run, wrong):
    result = run("completion", wrong)
    assert (result.returncode, result.stdout) == (2, "")
    assert f"expected bash, zsh or fish, found '{wrong}'" in result.stderr
    assert ("did you mean bash?" in result.stderr) == (wrong == "bahs")
