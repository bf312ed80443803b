"""Pages are checked by what finds a difference where there is one."""

import os

import pytest
from documents.console import FIGURES, Command, blocks, matches, run_all

PAGE = f"""
```console
$ echo one && \\
  echo two
one
two
$ true
```

    $ not a command

```bash
$ nor this
```

{FIGURES}
```console
$ date
```
"""


def test_commands_and_what_they_print_are_found():
    assert blocks(PAGE) == [
        [
            Command("echo one && \\\n  echo two\n", "one\ntwo\n", False),
            Command("true\n", "", False),
        ],
        [Command("date\n", "", True)],
    ]


def test_one_shell_runs_all_commands_in_order(tmp_path):
    texts = ["mkdir new && cd new\n", "pwd; echo here >&2\n", "false\n", "echo $?; printf x\n"]
    commands = [Command(text, "", False) for text in texts]
    assert run_all(commands, tmp_path, dict(os.environ), 10) == [
        (0, ""),
        (0, f"{tmp_path}/new\nhere\n"),
        (1, ""),
        (0, "1\nx"),
    ]


def test_commands_after_an_exit_are_missed(tmp_path):
    commands = [Command(text, "", False) for text in ("true\n", "exit 0\n", "true\n")]
    assert len(run_all(commands, tmp_path, dict(os.environ), 10)) == 1


@pytest.mark.parametrize(
    ("expected", "printed", "is_same"),
    [
        ("a b\n", "a b\n", True),
        ("a b\n", "a b", True),
        ("a b\n", "a  b\n", False),
        ("1.5\n", "1.6\n", False),
        ("a.c\n", "abc\n", False),
        ("a\n", "a\nb\n", False),
        ("a\nb\n", "a\n", False),
        ("", "a\n", False),
        ("took ... s\n", "took 0.5 s\n", True),
        ("took ... s\n", "took 0.5\nor 1 s\n", False),
        ("a\n...\nz\n", "a\nb\nc\nz\n", True),
        ("a\n...\nz\n", "a\nz\n", True),
        ("a\n...\nz\n", "a\nb\n", False),
    ],
)
def test_what_is_printed_is_compared_as_a_whole(expected, printed, is_same):
    assert matches(Command("", expected, False), printed) == is_same


@pytest.mark.parametrize(
    ("printed", "is_same"),
    [
        ("mean   -1.5e-05  files 3\n", True),
        ("mean 2 files    12345\n", True),
        ("mean nan files 3\n", False),
        ("mean 2 folders 3\n", False),
        ("mean 2 files 3\nmean 2 files 3\n", False),
    ],
)
def test_figures_may_differ(printed, is_same):
    assert matches(Command("", "mean  0.1  files 10\n", True), printed) == is_same
