"""Small files that claim to be large: refused without the memory that they claim."""

from __future__ import annotations

import resource
import struct

import pytest
from bad_input.bad_files import MAGIC, npy, with_header

# Address space for the program, its threads' stacks and its buffers; far below any of the claims.
ADDRESS_SPACE = 256 << 20

CLAIMS = {
    "10_12_values": ("SHORT_DATA", with_header(shape="(1000000000000,)")),
    "10_12_bools": ("SHORT_DATA", with_header(shape="(1000000, 1000000)", descr="'|b1'")),
    "2_63_bytes": ("SHORT_DATA", with_header(shape="(1152921504606846975,)")),
    "a_gigabyte": ("SHORT_DATA", with_header(shape="(134217728,)")),
    "2_64_values": ("OVERFLOW", with_header(shape="(18446744073709551616,)")),
    "a_product": ("OVERFLOW", with_header(shape="(2147483648, 2147483648, 2147483648)")),
    "header_of_4_gib": ("HEADER_LEN", MAGIC + b"\3\0" + struct.pack("<I", 2**32 - 1) + bytes(188)),
    "header_of_1_gib": ("HEADER_LEN", MAGIC + b"\2\0" + struct.pack("<I", 2**30) + bytes(188)),
    "a_number_of_80_digits": ("OVERFLOW", npy(
        "{'descr':'<f8','fortran_order':False,'shape':(" + "9" * 60 + ",)}"
    )),
}  # fmt: skip


@pytest.mark.slow  # a sanitizer needs address space of its own
@pytest.mark.parametrize("name", CLAIMS)
def test_nothing_is_allocated_on_a_claim(folder, executor, name):
    code, contents = CLAIMS[name]
    before = folder.run(*executor)
    (folder.path / "file_31.npy").write_bytes(contents)
    assert len(contents) <= 200

    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))

    after = folder.run(*executor, preexec_fn=limit)
    folder.assert_only_refused(before, after, "d/file_31.npy", code)


@pytest.mark.slow
def test_the_limit_is_felt(hilo, folder):
    """With buffers above the limit, the program cannot even begin."""

    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE // 4, ADDRESS_SPACE // 4))

    flags = ["--executor", "threads", "-j", "3", "--format", "csv"]
    chunks = {"HILO_CHUNK_BYTES": str(1 << 26)}
    result = hilo("stats", "d", *flags, env=chunks, preexec_fn=limit)
    assert result.returncode == 3
    assert result.stdout == ""
    assert result.stderr == "hilo: expected more memory, found none left\n"
