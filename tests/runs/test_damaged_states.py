"""A state that is not what was written is refused, with exit code 3 and the reason."""

import pytest


@pytest.fixture
def state(hilo, npy, tmp_path):
    npy("a.npy", [1.0, 2.0])
    assert hilo("stats", "a.npy", "gone.npy", "--save", "s.hilo").returncode == 1
    return tmp_path / "s.hilo"


def refused(hilo, *arguments):
    result = hilo("merge", *arguments, "--format", "csv")
    assert (result.returncode, result.stdout) == (3, ""), (result.stdout, result.stderr)
    assert result.stderr.startswith(f"hilo: {arguments[0]}: ")
    assert result.stderr.count("\n") == 1
    return result.stderr


def test_a_byte_that_differs(hilo, state):
    whole = state.read_bytes()
    for position in range(len(whole)):
        damaged = bytearray(whole)
        damaged[position] ^= 1 << position % 8
        state.write_bytes(damaged)
        assert "STATE: expected " in refused(hilo, "s.hilo")


def test_an_end_that_is_missing(hilo, state):
    whole = state.read_bytes()
    for length in range(len(whole)):
        state.write_bytes(whole[:length])
        assert "STATE: expected the state of a run, found " in refused(hilo, "s.hilo")


def test_bytes_after_the_end(hilo, state):
    state.write_bytes(state.read_bytes() + b"\0")
    assert "found bytes after its end" in refused(hilo, "s.hilo")


def frames(data):
    """The head and the frames of a state: lengths, payloads and checksums as they are."""
    head, rest, found = data[:8], data[8:], []
    while rest:
        length = 8 + int.from_bytes(rest[:4], "little")
        found.append(rest[:length])
        rest = rest[length:]
    return head, found


def test_records_that_were_moved_left_out_or_doubled(hilo, state):
    head, found = frames(state.read_bytes())
    parameters, one, other, end = found
    for records in ([other, one], [one], [one, other, other], []):
        state.write_bytes(head + b"".join([parameters, *records, end]))
        assert "found records that are not those that were written" in refused(hilo, "s.hilo")


def test_other_files(hilo, npy, tmp_path):
    npy("a.npy", [1.0])
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "later").write_bytes(b"HILORUN\x02" + bytes(100))
    (tmp_path / "folder").mkdir()
    assert "STATE: expected the state of a run, found a file that begins otherwise" in refused(
        hilo, "a.npy"
    )
    assert "STATE: expected the state of a run, found 0 bytes" in refused(hilo, "empty")
    assert "STATE: expected the state of a run, found version 2" in refused(hilo, "later")
    assert "NOT_REGULAR: expected a regular file, found a directory" in refused(hilo, "folder")
    assert "NOT_REGULAR: " in refused(hilo, "/dev/null")


def test_a_damaged_state_is_not_resumed(hilo, state):
    state.write_bytes(state.read_bytes()[:-1])
    result = hilo("stats", "a.npy", "--resume", "s.hilo")
    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr.startswith("hilo: s.hilo: STATE: ")


def test_an_absurd_length_takes_no_memory(hilo, state):
    head, found = frames(state.read_bytes())
    state.write_bytes(head + found[0] + b"\xff\xff\xff\xff" + bytes(64))
    assert "found a record of 4294967295 bytes" in refused(hilo, "s.hilo")
