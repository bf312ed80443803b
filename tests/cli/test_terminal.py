"""What a person at a terminal sees."""

import json
import re

import pytest


@pytest.fixture
def arrays(npy):
    for i in range(100):
        npy(f"d/file_{i}.npy", [float(i), i + 0.1])
    return "d"


def test_a_long_table_is_one_screenful(terminal, arrays):
    screen = terminal("stats", arrays, lines=20)
    assert screen.wait() == 0
    lines = screen.text.splitlines()
    assert len(lines) == 19
    assert any(line.startswith("... 84 more rows ...") for line in lines)
    assert "d/file_0.npy" in lines[1]
    assert "d/file_99.npy" in lines[-2]
    assert "total (100 files)" in lines[-1]


def elided_line(screen):
    screen.wait()
    [line] = [line for line in screen.text.splitlines() if "more rows" in line]
    return line


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "es_AR.UTF-8"},
        {"LC_ALL": "", "LC_CTYPE": "C.utf8", "LANG": "C"},
        {"LC_ALL": "", "LC_CTYPE": "", "LANG": "en_US.UTF-8"},
    ],
)
def test_a_sparkline_shows_how_the_means_run(terminal, arrays, env):
    line = elided_line(terminal("stats", arrays, lines=20, columns=70, env=env))
    label = "... 84 more rows ...  all means in order: "
    assert line.startswith(label)
    blocks = line.removeprefix(label)
    assert len(line) == 70
    assert list(blocks) == sorted(blocks)
    assert blocks[0] == "\u2581" and blocks[-1] == "\u2588"


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C", "LANG": "en_US.UTF-8"},
        {"LC_ALL": "", "LC_CTYPE": "", "LANG": ""},
        {"LC_ALL": "", "LC_CTYPE": "en_US.ISO-8859-1", "LANG": "en_US.UTF-8"},
    ],
)
def test_no_sparkline_where_its_characters_are_not_known(terminal, arrays, env):
    assert elided_line(terminal("stats", arrays, lines=20, env=env)) == "... 84 more rows ..."


def test_no_sparkline_without_a_terminal(hilo, arrays, tmp_path):
    env = {"LC_ALL": "C.UTF-8"}
    assert "\u2581" not in hilo("stats", arrays, env=env).stdout
    hilo("stats", arrays, "-o", "out.txt", env=env)
    assert "\u2581" not in (tmp_path / "out.txt").read_text()


@pytest.mark.parametrize(
    ("locale", "unit", "other"), [("C", "us", "\u03bcs"), ("C.UTF-8", "\u03bcs", "us")]
)
def test_microseconds_are_spelled_with_characters_that_are_known(
    terminal, npy, locale, unit, other
):
    npy("a.npy", [1.0])
    said = ""
    # A run of less than a millisecond, which a busy machine does not always give.
    for _ in range(50):
        screen = terminal("stats", "a.npy", "--profile", env={"LC_ALL": locale})
        assert screen.wait() == 0
        said = screen.text
        assert not re.search(rf"\d {other}\b", said)
        if re.search(rf"\d {unit}\b", said):
            return
    raise AssertionError(said)


def test_a_table_that_fits_is_not_elided(terminal, arrays):
    screen = terminal("stats", arrays, lines=103)
    screen.wait()
    assert len(screen.text.splitlines()) == 102
    assert "more rows" not in screen.text


def test_other_formats_are_not_elided(terminal, arrays):
    screen = terminal("stats", arrays, "--format", "csv", lines=20)
    screen.wait()
    assert len(screen.text.splitlines()) == 101


@pytest.mark.parametrize("columns", [72, 80, 100, 160])
def test_a_table_fits_the_width(terminal, npy, columns):
    npy("a/very/long/path/that/goes/on/and/on/until/it/does/not/fit/file.npy", [0.1, 0.7, 0.3])
    screen = terminal("stats", "a", "--color", "never", columns=columns)
    screen.wait()
    assert all(len(line) <= columns for line in screen.text.splitlines())
    assert (" min " in screen.text.splitlines()[0]) == (columns >= 100)


def test_control_bytes_of_names_do_not_reach_it(terminal, npy, tmp_path):
    npy("d/a\x1b[31m\x07.npy", [1.0])
    (tmp_path / "d" / "b\x1b]0;title\x07.npy").write_bytes(b"")
    npy(b"d/c\x9b31m\xc2\x9b31m.npy", [1.0])
    for name in ("table", "csv", "json", "jsonl"):
        screen = terminal("stats", "d", "--format", name, "--color", "never")
        assert screen.wait() == 1
        shown = re.sub(rb"\r[^\r\n]*?\x1b\[K", b"", screen.shown)  # progress, if there was time
        assert not re.search(rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]|\x9b", shown)


def test_json_on_a_terminal_is_still_json(terminal, npy):
    npy("d/a\x1b[31m\x07.npy", [1.0])
    screen = terminal("stats", "d", "--format", "json", streams=["stdout"])
    assert screen.wait() == 0
    assert json.loads(screen.text)["groups"][0]["key"] == "d/a\x1b[31m\x07.npy"


def test_colour(terminal, arrays):
    screen = terminal("stats", arrays)
    screen.wait()
    assert "\x1b[1mkey" in screen.text


@pytest.mark.parametrize(
    ("arguments", "env"),
    [([], {"NO_COLOR": "1"}), ([], {"TERM": "dumb"}), (["--color", "never"], {})],
)
def test_no_colour(terminal, arrays, arguments, env):
    screen = terminal("stats", arrays, *arguments, "--progress", "never", env=env)
    screen.wait()
    assert "\x1b" not in screen.text


def test_an_empty_no_color_does_not_count(terminal, arrays):
    screen = terminal("stats", arrays, env={"NO_COLOR": ""})
    screen.wait()
    assert "\x1b[1mkey" in screen.text


def test_progress_is_redrawn_and_cleared(terminal, long_run):
    screen = terminal("stats", long_run(seconds=1), "-j1", streams=["stderr"], columns=100)
    assert screen.wait() == 0
    line = r"\r(\d+)/\d+ files  [^\r]* GB/s  ETA [\d:]+  mean [^\r]* \u00b1 "
    drawn = re.findall(line, screen.text)
    assert len(drawn) >= 2
    assert sorted(map(int, drawn)) == list(map(int, drawn))
    assert screen.text.endswith("\r\x1b[K")
    assert "\n" not in screen.text


def test_progress_fits_the_width(terminal, long_run):
    screen = terminal("stats", long_run(seconds=0.5), "-j1", streams=["stderr"], columns=40)
    screen.wait()
    lines = [line for line in re.split(r"\r|\x1b\[K", screen.text) if line]
    assert lines
    assert all(len(line) < 40 for line in lines)


def test_errors_come_after_progress_is_cleared(terminal, long_run):
    screen = terminal("stats", long_run(seconds=0.5), "gone.npy", "-j1", streams=["stderr"])
    assert screen.wait() == 1
    assert "\r\x1b[Khilo: gone.npy: OPEN: " in screen.text


@pytest.mark.parametrize("flags", [["-q"], ["--progress", "never"]])
def test_no_progress_where_it_is_not_wanted(terminal, long_run, flags):
    screen = terminal("stats", long_run(seconds=0.3), "-j1", *flags, streams=["stderr"])
    assert screen.wait() == 0
    assert screen.text == ""


def test_no_progress_without_a_terminal(hilo, long_run):
    assert hilo("stats", long_run(seconds=0.3), "-j1").stderr == ""


def test_progress_always_is_lines_elsewhere(hilo, arrays):
    result = hilo("stats", arrays, "--progress", "always")
    assert result.returncode == 0
    assert re.fullmatch(
        r"(\d+/100 files.*\n)*100/100 files  14\.4 kB.*  mean \S+ \u00b1 \S+\n", result.stderr
    )


def test_progress_of_generate(terminal, tmp_path):
    arguments = ["--files", "3000", "--size", "20000", "-j1"]
    screen = terminal("generate", "g", *arguments, streams=["stderr"])
    assert screen.wait() == 0
    assert re.search(r"\r\d+/3000 files  ETA [\d:]+", screen.text)
    assert screen.text.endswith("\r\x1b[K")
