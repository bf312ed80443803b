"""./dev as a person calls it: usage, and what it does where packages are missing."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def dev(*arguments, cwd=ROOT):
    return subprocess.run(
        [ROOT / "dev", *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )


def test_help_names_every_command():
    result = dev("help")
    assert result.returncode == 0
    for command in "demo test build bench fuzz lint format clean deps help".split():
        assert f"\n  {command} " in result.stdout
    assert dev("--help").stdout == result.stdout
    assert dev("build", "--help").stdout == result.stdout


def test_what_building_needs_is_printed_and_is_what_the_page_for_python_says():
    result = dev("deps", "--print")
    assert result.returncode == 0
    packages = result.stdout.split()
    assert {"g++", "cmake", "libhwy-dev", "python3-dev"} < set(packages)
    page = (ROOT / "docs/python.md").read_text()
    assert [package for package in packages if package not in page] == []


@pytest.mark.parametrize(
    ("typed", "meant"), [("tset", "test"), ("buidl", "build"), ("cleam", "clean"), ("q", "help")]
)
def test_an_unknown_command_is_wrong_usage_and_gets_a_hint(typed, meant):
    result = dev(typed)
    assert result.returncode == 2
    assert f"did you mean {meant}?" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "nosuch"),
        ("build", "release", "debug"),
        ("test", "--only"),
        ("test", "msan"),
        ("fuzz", "--seconds", "x"),
        ("fuzz", "nosuch"),
        ("lint", "src"),
        ("clean", "everything"),
        ("demo", "now"),
    ],
)
def test_wrong_arguments_are_refused_before_anything_is_done(arguments):
    result = dev(*arguments)
    assert result.returncode == 2
    assert result.stderr.startswith("dev: ")


def test_it_works_from_any_directory_and_through_a_link(tmp_path):
    link = tmp_path / "a link"
    link.symlink_to(ROOT / "dev")
    result = subprocess.run([link, "help"], cwd="/", capture_output=True, text=True, check=False)
    assert result.returncode == 0


# The installation is tested by its functions, with the system's programs replaced by stand-ins that
# write down how they were called.
class System:
    def __init__(self, folder, *, debian, user, sudo, missing):
        self.log = folder / "log"
        self.log.touch()
        commands = folder / "bin"
        commands.mkdir()
        write_program(
            commands / "dpkg-query",
            f'[[ " {missing} " == *" ${{*: -1}} "* && ! -e "{folder}/done" ]] || echo installed',
        )
        write_program(commands / "id", f"echo {0 if user == 'root' else 1000}")
        write_program(commands / "apt-get", f'echo "apt-get $*" >>"{self.log}"')
        write_program(
            commands / "sudo",
            f'echo "sudo $*" >>"{self.log}"; [[ $1 != -n ]] || exit {0 if sudo else 1}; "$@"',
        )
        self.environment = {"PATH": f"{commands}:{os.environ['PATH']}"}
        self.script = f"""
            set -euo pipefail
            say() {{ echo "$*" >&2; }}
            die() {{ local status=$1; shift; say "$@"; exit "$status"; }}
            source '{ROOT}/tools/dev/install.sh'
            is_debian_12() {{ {"true" if debian else "false"}; }}
            has_trace() {{ [[ " {missing} " != *" $2 "* ]]; }}
        """

    def need(self, *needs, **environment):
        return subprocess.run(
            ["bash", "-c", f"{self.script}\nneed {' '.join(needs)}"],
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def calls(self):
        return self.log.read_text().splitlines()


def write_program(path, body):
    path.write_text(f"#!/bin/bash\n{body}\n")
    path.chmod(0o755)


def test_what_is_there_is_not_installed_again(tmp_path):
    system = System(tmp_path, debian=True, user="root", sudo=False, missing="")
    assert system.need("build", "test", "lint").returncode == 0
    assert system.calls() == []


def test_root_installs_only_what_is_missing_after_an_update(tmp_path):
    system = System(tmp_path, debian=True, user="root", sudo=False, missing="cmake libhwy-dev")
    assert system.need("build").returncode == 0
    update, install = system.calls()
    assert update.endswith(" update")
    assert install.endswith(" install -y --no-install-recommends cmake libhwy-dev")


def test_a_need_that_is_not_asked_for_is_not_installed(tmp_path):
    system = System(tmp_path, debian=True, user="root", sudo=False, missing="clang-tidy")
    assert system.need("build", "test").returncode == 0
    assert system.calls() == []


def test_a_user_with_sudo_installs_through_it(tmp_path):
    system = System(tmp_path, debian=True, user="user", sudo=True, missing="cmake")
    assert system.need("build").returncode == 0
    calls = system.calls()
    assert "sudo -n true" in calls
    assert any(call.startswith("sudo env DEBIAN_FRONTEND=noninteractive apt-get") for call in calls)


def test_without_sudo_the_one_line_to_run_is_printed(tmp_path):
    system = System(tmp_path, debian=True, user="user", sudo=False, missing="cmake")
    result = system.need("build")
    assert result.returncode == 2
    line = "apt-get update && apt-get install -y --no-install-recommends cmake"
    assert result.stderr.splitlines()[-1].strip() == line
    assert not any(call.startswith("apt-get") for call in system.calls())


def test_another_system_gets_the_list_of_requirements(tmp_path):
    system = System(tmp_path, debian=False, user="root", sudo=False, missing="ninja fmt/format.h")
    result = system.need("build")
    assert result.returncode == 2
    assert result.stderr.splitlines()[-1].split() == ["ninja-build", "libfmt-dev"]
    assert system.calls() == []


def test_another_system_that_has_everything_is_fine(tmp_path):
    system = System(tmp_path, debian=False, user="user", sudo=False, missing="")
    assert system.need("build", "test").returncode == 0


def test_skipping_the_check_trusts_the_user(tmp_path):
    system = System(tmp_path, debian=False, user="user", sudo=False, missing="cmake")
    assert system.need("build", HILO_SKIP_INSTALL="1").returncode == 0


def demo_says(command):
    script = f"source '{ROOT}/tools/dev/demo.sh'; {command}"
    result = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    return int(result.stdout)


def test_the_demo_knows_how_much_memory_there_is():
    available = next(
        int(line.split()[1]) * 1024
        for line in Path("/proc/meminfo").read_text().splitlines()
        if line.startswith("MemAvailable:")
    )
    limit = Path("/sys/fs/cgroup/memory.max")
    text = limit.read_text().strip() if limit.exists() else "max"
    expected = available if text == "max" else min(available, int(text))
    assert demo_says("memory_bytes") == pytest.approx(expected, rel=0.2)


@pytest.mark.parametrize(
    ("free", "files"),
    [(0, 0), (1 << 30, 0), (1_200_000_000, 100), (9_100_000_000, 10_000), (1 << 45, 10_000)],
)
def test_the_demo_takes_as_many_files_as_fit(free, files):
    assert demo_says(f"files_in {free}") == files
