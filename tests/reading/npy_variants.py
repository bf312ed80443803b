"""Files that are .npy files, nearly: spellings of the header, and mutations of them."""

from __future__ import annotations

import random
import struct

MAGIC = b"\x93NUMPY"
PLAIN = "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }"
DATA = bytes(24)


def npy(header: str | bytes, data: bytes = DATA, version: int = 1) -> bytes:
    if isinstance(header, str):
        header = header.encode("utf-8" if version == 3 else "latin-1")
    length = struct.pack("<H" if version == 1 else "<I", len(header))
    return MAGIC + bytes([version, 0]) + length + header + data


def with_descr(descr: str) -> str:
    return PLAIN.replace("'<f8'", descr)


def with_shape(shape: str) -> str:
    return PLAIN.replace("(3,)", shape)


# Read by NumPy 1.24 and 2 in the format versions 1, 2 and 3, with 24 bytes of data.
SPELLINGS: list[str] = [
    PLAIN,
    PLAIN + " " * 70 + "\n",
    PLAIN.rstrip(", }") + "}",
    "{'shape': (3,), 'fortran_order': True, 'descr': '<f8'}",
    '{"shape":(3,),"fortran_order":False,"descr":"<f8"}',
    "{'shape':(3,),'descr':'>f8','fortran_order':False}   ",
    " \t" + PLAIN,
    "\n" + PLAIN,
    "\n\n" + PLAIN + "\n\n",
    "\r\n" + PLAIN + "\r\n",
    "\f" + PLAIN + "\f",
    "# comment\n" + PLAIN,
    "  # comment\n" + PLAIN,
    "# comment\n   # indented\n" + PLAIN,
    PLAIN + "\n   # comment",
    PLAIN + "# comment\n   \n",
    PLAIN.replace(" ", ""),
    PLAIN.replace(" ", "\n"),
    PLAIN.replace(" ", "\r"),
    PLAIN.replace(" ", "\r\n"),
    PLAIN.replace(" ", "\t\f"),
    PLAIN.replace(" ", " \\\n"),
    PLAIN.replace(" ", "\\\r\n"),
    PLAIN.replace(" ", "#}'\n"),
    PLAIN.replace(", ", " , ").replace(": ", " : "),
    f"({PLAIN})",
    f"(\n  ({PLAIN}\n)\n)\n",
    "(" * 60 + PLAIN + ")" * 60,
    "{('descr'): ('<f8'), (('fortran_order')): (False), 'shape': ((3,))}",
    "{u'descr': u'<f8', U'fortran_order': False, u'shape': (3,)}",
    "{r'descr': R'<f8', 'fortran_order': False, r'shape': (3,)}",
    "{'''descr''': '''<f8''', \"\"\"fortran_order\"\"\": False, 'shape': (3,)}",
    "{'des' 'cr': '<' \"f\" '''8''', 'fortran' u'_' r'order': False, 'shape': (3,)}",
    "{'des' # comment\n 'cr': '<'\n'f8', 'fortran_order': False, 'shape': (3,)}",
    "{'\\x64escr': '\\x3cf8', 'fortran\\137order': False, '\\u0073hape': (3,)}",
    "{'descr': '\\74f\\U00000038', 'fortran_order': False, 'sh\\\nape': (3,)}",
    "{'descr': '<f\\\r\n8', 'fortran_order': False, 'sh\\\rape': (3,)}",
    *(
        with_shape(shape)
        for shape in (
            "(3, )",
            "( 3 , )",
            "(3,1)",
            "(1,3,)",
            "(03,)".replace("03", "0x3"),
            "(0X_3,)",
            "(0b11,)",
            "(0B1_1,)",
            "(0o3,)",
            "(0O0_3,)",
            "(+3,)",
            "(+(3),)",
            "((3),)",
            "(((3,)))",
            "(+\n3,)",
            "(" + "(" * 40 + "3" + ")" * 40 + ",)",
            "(1,3" + ",1" * 28 + ")",
        )
    ),
]

# The same, with other sizes of data.
SIZED_SPELLINGS: list[tuple[str, int]] = [
    (with_shape("()"), 8),
    (with_shape("(())"), 8),
    (with_shape("( )"), 8),
    (with_shape("(0,)"), 0),
    (with_shape("(-0,)"), 0),
    (with_shape("(00_0,)"), 0),
    (with_shape("(3, 0)"), 0),
    (with_shape("(0, 1152921504606846975)"), 0),
    (with_shape("(0, 0, 9223372036854775807, 0)").replace("<f8", "|i1"), 0),
    (with_shape("(1_0,)"), 80),
    (with_shape("(10, 1_0)"), 800),
    (with_shape("(" + "0" * 50 + ",)"), 0),
]

# What Python 2 wrote: read in the format versions 1 and 2 only.
LONG_SPELLINGS: list[str] = [
    with_shape(shape)
    for shape in (
        "(3L,)",
        "(3L, 1L)",
        "(3 L,)",
        "(3\tL,)",
        "(0x3L,)",
        "((3L),)",
        "(+3L,)",
        "(1,3L)",
    )
] + [
    with_shape("(3L,)") + "   \n",
    " " + with_shape("(3L,)"),
    "(" + with_shape("(3L,)") + ")",
]

# Refused by NumPy or by us; the code is ours.
REFUSED: list[tuple[str, str]] = [
    ("", "HEADER_SYNTAX"),
    ("   \n", "HEADER_SYNTAX"),
    ("not a dictionary", "HEADER_SYNTAX"),
    ("[]", "HEADER_SYNTAX"),
    ("{'descr'}", "HEADER_SYNTAX"),
    (PLAIN + ",", "HEADER_SYNTAX"),
    (PLAIN + PLAIN, "HEADER_SYNTAX"),
    (PLAIN + "\0", "HEADER_SYNTAX"),
    (PLAIN + "\v", "HEADER_SYNTAX"),
    ("\n " + PLAIN, "HEADER_SYNTAX"),
    (PLAIN[:-1], "HEADER_SYNTAX"),
    (PLAIN.replace(",", ",,"), "HEADER_SYNTAX"),
    (PLAIN.replace(",", ""), "HEADER_SYNTAX"),
    (PLAIN.replace(":", "="), "HEADER_SYNTAX"),
    (PLAIN.replace("False", "false"), "HEADER_SYNTAX"),
    (PLAIN.replace("False", "not True"), "HEADER_SYNTAX"),
    (with_shape("(3)*1"), "HEADER_SYNTAX"),
    (with_shape("(*(3,),)"), "HEADER_SYNTAX"),
    (with_shape("(,)"), "HEADER_SYNTAX"),
    (with_shape("(3,,)"), "HEADER_SYNTAX"),
    (with_shape("(3 3,)"), "HEADER_SYNTAX"),
    (with_shape("(03,)"), "HEADER_SYNTAX"),
    (with_shape("(3_,)"), "HEADER_SYNTAX"),
    (with_shape("(3__0,)"), "HEADER_SYNTAX"),
    (with_shape("(_3,)"), "HEADER_SYNTAX"),
    (with_shape("(0x,)"), "HEADER_SYNTAX"),
    (with_shape("(0b2,)"), "HEADER_SYNTAX"),
    (with_shape("(0o8,)"), "HEADER_SYNTAX"),
    (with_shape("(3l,)"), "HEADER_SYNTAX"),
    (with_shape("(3LL,)"), "HEADER_SYNTAX"),
    (with_shape("(3\nL,)"), "HEADER_SYNTAX"),
    (with_shape("(--3,)"), "HEADER_SYNTAX"),
    (with_shape("(+True,)"), "HEADER_SYNTAX"),
    (with_shape("(int(3),)"), "HEADER_SYNTAX"),
    (with_shape("(1+2,)"), "HEADER_SYNTAX"),
    (with_descr("f'<f8'"), "HEADER_SYNTAX"),
    (with_descr("ur'<f8'"), "HEADER_SYNTAX"),
    (with_descr("'<f8"), "HEADER_SYNTAX"),
    (with_descr("'<f\n8'"), "HEADER_SYNTAX"),
    (with_descr("'\\x3'"), "HEADER_SYNTAX"),
    (with_descr("'<f8' b''"), "HEADER_SYNTAX"),
    ("{}", "HEADER_KEYS"),
    ("{'descr': '<f8', 'shape': (3,)}", "HEADER_KEYS"),
    (PLAIN.replace("}", "'extra': 1}"), "HEADER_KEYS"),
    (PLAIN.replace("}", "'shape': (3,)}"), "HEADER_KEYS"),
    (PLAIN.replace("'descr'", "b'descr'"), "HEADER_KEYS"),
    (PLAIN.replace("'descr'", "'Descr'"), "HEADER_KEYS"),
    (PLAIN.replace("False", "0"), "HEADER_KEYS"),
    (PLAIN.replace("False", "None"), "HEADER_KEYS"),
    (PLAIN.replace("False", "'False'"), "HEADER_KEYS"),
    (with_descr("8"), "HEADER_KEYS"),
    (with_descr("b'<f8'"), "HEADER_KEYS"),
    (with_descr("None"), "HEADER_KEYS"),
    (with_descr("{'names': ['a'], 'formats': ['<f8']}"), "HEADER_KEYS"),
    (with_shape("3"), "SHAPE"),
    (with_shape("(3)"), "SHAPE"),
    (with_shape("[3]"), "SHAPE"),
    (with_shape("'3'"), "SHAPE"),
    (with_shape("(3.0,)"), "SHAPE"),
    (with_shape("(3j,)"), "SHAPE"),
    (with_shape("('3',)"), "SHAPE"),
    (with_shape("((3,),)"), "SHAPE"),
    (with_shape("(None,)"), "SHAPE"),
    (with_shape("(True,)"), "SHAPE"),
    (with_shape("(-1,)"), "SHAPE"),
    (with_shape("(-99999999999999999999,)"), "SHAPE"),
    (with_shape("(3" + ",1" * 64 + ")"), "SHAPE"),
    (with_shape("(9223372036854775808,)"), "OVERFLOW"),
    (with_shape("(0, 9223372036854775808)"), "OVERFLOW"),
    (with_shape("(1152921504606846976,)"), "OVERFLOW"),
    (with_shape("(0, 1152921504606846976)"), "OVERFLOW"),
    (with_shape("(4294967296, 4294967296)"), "OVERFLOW"),
    (with_shape("(4611686018427387904, 4, 0)"), "OVERFLOW"),
    (with_shape("(2,)"), "TRAILING"),
    (with_shape("(0,)"), "TRAILING"),
    (with_shape("(4,)"), "SHORT_DATA"),
    (with_shape("(1000000000000,)"), "SHORT_DATA"),
    (with_descr("'|O'"), "OBJECT"),
    (with_descr("'O'"), "OBJECT"),
    (with_descr("'|O8'"), "OBJECT"),
    (with_descr("'object'"), "OBJECT"),
    (with_descr("''"), "DTYPE"),
    (with_descr("'<'"), "DTYPE"),
    (with_descr("'<<f8'"), "DTYPE"),
    (with_descr("'<float64'"), "DTYPE"),
    (with_descr("'f8 '"), "DTYPE"),
    (with_descr("'f8\\0'"), "DTYPE"),
    (with_descr("'i3'"), "DTYPE"),
    (with_descr("'f0'"), "DTYPE"),
    (with_descr("'<f16'"), "DTYPE"),
    (with_descr("'g'"), "DTYPE"),
    (with_descr("'<c8'"), "DTYPE"),
    (with_descr("'complex128'"), "DTYPE"),
    (with_descr("'<U3'"), "DTYPE"),
    (with_descr("'|S24'"), "DTYPE"),
    (with_descr("'|V8'"), "DTYPE"),
    (with_descr("'<M8[ns]'"), "DTYPE"),
    (with_descr("'<m8[s]'"), "DTYPE"),
    (with_descr("[('a', '<f8')]"), "DTYPE"),
    (with_descr("('<f8', (3,))"), "DTYPE"),
    (with_descr("'f4,f4'"), "DTYPE"),
    (with_descr("'2f4'"), "DTYPE"),
]

FRAGMENTS: list[str] = [
    *" \t\n\r\f\v\0#\\'\",:;(){}[]<>=|+-_.*01239LlxXbBoOeEjuUrRfFdiqpnN?\x93\xe9\xff",
    "'descr'", "'shape'", "'fortran_order'", "True", "False", "None", "...", "'''", '""', "rb'",
    "\\\n", "\r\n", "#c\n", "(3,)", "()", "(3L,)", "0x3", "1_0", "-1", "+3", "--", "1e3", "2j",
    "'<f8'", "'>i4'", "'|b1'", "'?'", "'|O'", "'<c16'", "\\x3c", "\\u0066", "\\N{DIGIT EIGHT}", "L",
]  # fmt: skip


def mutate(random_source: random.Random, header: str) -> str:
    """One to four random edits: a fragment put in, a piece taken out, doubled or moved."""
    for _ in range(random_source.choice((1, 1, 1, 2, 2, 3, 4))):
        start = random_source.randrange(len(header) + 1)
        end = min(len(header), start + random_source.choice((0, 1, 1, 2, 5, 12)))
        kind = random_source.randrange(4)
        piece = header[start:end]
        if kind == 0:
            header = header[:start] + random_source.choice(FRAGMENTS) + header[start:]
        elif kind == 1:
            header = header[:start] + header[end:]
        elif kind == 2:
            header = header[:start] + random_source.choice(FRAGMENTS) + header[end:]
        else:
            target = random_source.randrange(len(header) + 1)
            header = header[:target] + piece + header[target:]
    return header
