"""The manual page, 'hilo help man', as the programs read it that show manual pages."""

import re
import shutil
import subprocess

import pytest


@pytest.fixture
def page(hilo, tmp_path):
    path = tmp_path / "hilo.1"
    path.write_text(hilo("help", "man").stdout)
    return path


def tool(name):
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"expected the program {name}, found none: the manual is not shown to it")
    return path


def said(*command):
    """What the program prints, warnings too."""
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout + result.stderr


def test_mandoc_has_no_objection(page):
    assert said(tool("mandoc"), "-T", "lint", "-W", "style", page) == ""


def test_groff_has_no_warning(page):
    assert said(tool("groff"), "-man", "-ww", "-z", page) == ""


@pytest.mark.parametrize("command", [["mandoc", "-T", "ascii"], ["groff", "-man", "-T", "ascii"]])
def test_is_shown_with_every_command_flag_and_section(hilo, page, command):
    shown = said(tool(command[0]), *command[1:], page)
    text = re.sub(r".\x08|\x1b\[[\d;]*m", "", shown)  # bold and underlined
    for section in (
        "NAME SYNOPSIS DESCRIPTION COMMANDS INPUTS NUMBERS FORMATS EXPRESSIONS STATES EXECUTORS "
        "ERRORS ENVIRONMENT FILES STANDARDS EXAMPLES"
    ).split() + ["EXIT STATUS", "SEE ALSO"]:
        assert f"\n{section}\n" in text
    listed = hilo("help").stdout.partition("Commands:\n")[2].partition("\n\n")[0]
    for name in re.findall(r"^  (\S+)", listed, re.MULTILINE):
        chapter = text[text.index("\nCOMMANDS\n") :].partition(f"\n   hilo {name} ")[2]
        chapter = re.split(r"\n   hilo |\n[A-Z]", chapter)[0]
        flags = re.findall(r"^  ((?:-\w, )?--[\w-]+.*)$", hilo(name, "--help").stdout, re.MULTILINE)
        assert flags
        assert [flag for flag in flags if f" {flag}\n" not in chapter] == [], name


def test_what_can_be_copied_from_it_is_ascii(page):
    shown = said(tool("groff"), "-man", "-T", "utf8", page)
    assert "hilo stats 'run_*/**/*.npy' --by dir" in shown
    assert shown.isascii()


def test_is_the_same_each_time(hilo, page):
    assert hilo("help", "man").stdout == page.read_text()
