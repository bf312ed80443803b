"""Console blocks of Markdown pages: what they run, and what they say comes of it.

    ```console
    $ hilo stats a --by all
    key   files ...
    ```

A line that begins with "$ " is a command; one that ends with a backslash goes on in the next. What
follows is all that the command prints. "..." stands for anything within a line, and alone on a line
for any lines. In a block below the comment <!-- figures of one run --> numbers and widths of
columns may differ.
"""

import re
import subprocess
from dataclasses import dataclass

FIGURES = "<!-- figures of one run -->"
BLOCK = re.compile(rf"^({re.escape(FIGURES)}\n)?```console\n(.*?)^```$", re.M | re.S)
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")
END = "\x1eend\x1e"  # what no program prints


@dataclass
class Command:
    text: str
    expected: str
    has_figures: bool


def blocks(page):
    """The commands of each block of a page."""
    found = []
    for match in BLOCK.finditer(page):
        commands = []
        is_command = False  # so that the next line goes on
        for line in match[2].splitlines(keepends=True):
            if is_command and commands[-1].text.endswith("\\\n"):
                commands[-1].text += line
            elif line.startswith("$ "):
                commands.append(Command(line[2:], "", bool(match[1])))
                is_command = True
            else:
                commands[-1].expected += line
                is_command = False
        found.append(commands)
    return found


def run_all(commands, folder, environment, timeout):
    """One shell runs them in order. The exit code of each, and what it prints on both streams."""
    script = "".join(
        f"{command.text}\ncode=$?; printf '{END}%s\\n' $code; (exit $code)\n"
        for command in commands
    )
    result = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=timeout,
        check=False,
    )
    pieces = re.split(rf"{END}(\d+)\n", result.stdout)
    return list(zip(map(int, pieces[1::2]), pieces[0::2], strict=False))


def pattern_of(command):
    """What the output has to match as a whole."""

    def loose(text):
        pieces = [r"[ \t]*".join(map(re.escape, part.split())) for part in NUMBER.split(text)]
        return rf"[ \t]*{NUMBER.pattern}[ \t]*".join(pieces) + r"[ \t]*"

    lines = []
    for line in command.expected.splitlines():
        if line == "...":
            lines.append(r"(?:.*\n)*?")
        else:
            to_pattern = loose if command.has_figures else re.escape
            lines.append(r".*?".join(map(to_pattern, line.split("..."))) + r"\n")
    return "".join(lines)


def matches(command, printed):
    if printed and not printed.endswith("\n"):
        printed += "\n"
    return re.fullmatch(pattern_of(command), printed) is not None
