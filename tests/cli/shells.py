"""Real shells that are asked what they complete.

A shell runs on a terminal. A line is typed, then the key that inserts all completions into it, then
Enter: the command `hilo` is a function that writes down its arguments. So what comes back has been
completed, quoted and read again by the shell itself.
"""

import fcntl
import os
import pty
import select
import shlex
import shutil
import struct
import subprocess
import termios
import time

import pytest


def need(shell):
    """The shell's path. Skips the test where it is not installed."""
    path = shutil.which(shell)
    if path is None:
        pytest.skip(f"expected the shell {shell}, found none: its completion is not tested")
    return path


def take_apart(line):
    """How many whole words the line has, and what is typed of the one at the cursor."""
    words = shlex.split(line)
    return (len(words), "") if line.endswith(" ") else (len(words) - 1, words[-1])


def flag_of(typed):
    """ "--flag=", where that is how the word begins.

    Some shells complete what follows it, some the whole.
    """
    return typed.partition("=")[0] + "=" if "=" in typed else ""


class TerminalShell:
    """A shell on a terminal of its own, which stands in `folder`/files."""

    RECORD = r"""hilo() { printf '%s\0' "$@" >../words.new; mv ../words.new ../words; }"""

    def __init__(self, command, setup, insert_all, folder):
        self.insert_all = insert_all
        self.answer = folder / "words"
        self.screen = b""
        self.terminal, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
        environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "TERM": "dumb"}
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=folder / "files",
            env={**environment, "LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
        os.close(slave)
        self.send(f"PS1=; {setup}; {self.RECORD}; hilo ready\n")
        assert self.words() == ["ready"]

    def send(self, text):
        os.write(self.terminal, text.encode())

    def read_screen(self):
        if select.select([self.terminal], [], [], 0.01)[0]:
            self.screen += os.read(self.terminal, 65536)

    def words(self):
        """The arguments of the command that was typed."""
        deadline = time.monotonic() + 20
        while not self.answer.exists():
            assert time.monotonic() < deadline, self.screen.decode(errors="replace")
            self.read_screen()
        words = self.answer.read_text().split("\0")[:-1]
        self.answer.unlink()
        return words

    def complete(self, line):
        """All words that may stand at the end of the line."""
        self.send(line + self.insert_all + "\n")
        whole, typed = take_apart(line)
        flag = flag_of(typed)
        offered = self.words()[whole - 1 :]  # without "hilo"
        return {word.removeprefix(flag) for word in offered if word not in (typed, flag)}

    def shown(self, line, expected):
        """Whether the text appears where the Tab key is pressed at the end of the line."""
        self.screen = b""
        self.send(line + "\t\t")
        deadline = time.monotonic() + 5
        while expected not in self.screen.decode() and time.monotonic() < deadline:
            self.read_screen()
        self.send("\x15")  # takes the line back
        return expected in self.screen.decode()

    def close(self):
        self.process.kill()
        self.process.wait()
        os.close(self.terminal)


def bash(folder, script):
    command = [need("bash"), "--norc", "--noprofile", "-i"]
    return TerminalShell(command, f"set -u; source {shlex.quote(str(script))}", "\x1b*", folder)


ZSH_KEY = (
    "all() { _main_complete; compstate[insert]=all; compstate[list]=; }; "
    "zle -C all complete-word all; bindkey '^T' all"
)


def zsh(folder, script):
    setup = f"autoload -U compinit; compinit -u -D; source {shlex.quote(str(script))}; {ZSH_KEY}"
    return TerminalShell([need("zsh"), "-f", "-i"], setup, "\x14", folder)


def zsh_with_file(folder, script):
    """The script as a file of a folder in $fpath, as it is installed."""
    functions = folder / "site-functions"
    functions.mkdir()
    shutil.copy(script, functions / "_hilo")
    path = shlex.quote(str(functions))
    setup = f"fpath=({path} $fpath); autoload -U compinit; compinit -u -D; {ZSH_KEY}"
    return TerminalShell([need("zsh"), "-f", "-i"], setup, "\x14", folder)


class Fish:
    """Fish can be asked without a terminal."""

    def __init__(self, folder, script):
        self.folder = folder
        self.script = script
        self.program = need("fish")

    def candidates(self, line):
        """Pairs of a word and what is said about it."""
        ask = f"source {shlex.quote(str(self.script))}; complete -C $argv[1]"
        printed = subprocess.run(
            [self.program, "-c", ask, line],
            cwd=self.folder / "files",
            env={"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        assert printed.stderr == ""
        return [line.partition("\t")[::2] for line in printed.stdout.splitlines()]

    def complete(self, line):
        flag = flag_of(take_apart(line)[1])
        return {word.removeprefix(flag).rstrip("/") for word, _ in self.candidates(line)}

    def shown(self, line, expected):
        return any(expected in said for _, said in self.candidates(line))

    def close(self):
        pass


SHELLS = {"bash": bash, "zsh": zsh, "zsh with a file": zsh_with_file, "fish": Fish}
