"""Expressions and conditions in Python: against NumPy, the oracle, and one another."""

import ast
import contextlib
import hashlib
import itertools
import math
import os
import pickle
import random
import subprocess
import sys

import hilo
import numpy as np
import pytest
from hilo import _hilo, _transform
from oracle.exact import summarizer_of
from oracle.value_families import SEED

# Where the answer is exact, NumPy's and ours are the same. The functions' own names are NumPy's.
EXACT = ["abs", "ceil", "floor", "rint", "sign", "sqrt", "trunc"]
ROUNDED = {
    **dict.fromkeys(["arccos", "arcsin"], (-1, 1)),
    "arctanh": (-1, 1),
    "arccosh": (1, 1e6),
    **dict.fromkeys(["arcsinh", "arctan", "cbrt", "sin", "cos", "tan"], (-1e3, 1e3)),
    **dict.fromkeys(["exp", "expm1", "sinh", "cosh"], (-700, 700)),
    "exp2": (-1000, 1000),
    "tanh": (-20, 20),
    **dict.fromkeys(["log", "log2", "log10"], (0, 1e9)),
    "log1p": (-1, 1e9),
}
PAIRS = {"arctan2": (-10, 10), "hypot": (-10, 10)}

SPECIAL = np.array(
    [0.0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, math.inf, -math.inf, math.nan, 5e-324, 1e308]
)


@pytest.fixture(autouse=True)
def quiet_numpy():
    with np.errstate(all="ignore"):
        yield


@pytest.fixture
def numbers():
    generator = np.random.default_rng(SEED)
    return np.concatenate([SPECIAL, generator.normal(size=500), generator.normal(size=500) * 1e6])


def assert_same_bits(found, expected):
    found, expected = np.asarray(found), np.asarray(expected)
    assert found.shape == expected.shape
    assert np.array_equal(np.isnan(found), np.isnan(expected))
    is_number = ~np.isnan(expected)
    np.testing.assert_array_equal(
        found[is_number].view(np.int64), expected[is_number].astype(float).view(np.int64)
    )


@pytest.mark.parametrize("name", EXACT)
def test_exact_functions_have_the_bits_of_numpy(numbers, name):
    assert_same_bits(hilo.evaluate(f"{name}(x)", numbers), getattr(np, name)(numbers))


def ulps(found, exact):
    """How far doubles are from extended numbers, in units of the last place of the latter."""
    unit = np.spacing(np.abs(exact.astype(np.float64))).astype(np.longdouble)
    return np.abs(found.astype(np.longdouble) - exact) / unit


@pytest.mark.parametrize("name", ROUNDED)
def test_functions_are_within_one_ulp(name):
    low, high = ROUNDED[name]
    x = np.random.default_rng(SEED).uniform(low, high, 20000)
    exact = getattr(np, name)(x.astype(np.longdouble))  # 64 bits instead of 53
    assert ulps(hilo.evaluate(f"{name}(x)", x), exact).max() <= 1.001


@pytest.mark.parametrize("name", PAIRS)
def test_functions_of_two_are_within_one_ulp(name):
    x = np.random.default_rng(SEED).uniform(*PAIRS[name], 20000)
    exact = getattr(np, name)(x.astype(np.longdouble), np.longdouble(1.75))
    assert ulps(hilo.evaluate(f"{name}(x, 1.75)", x), exact).max() <= 1.001


@pytest.mark.parametrize("name", [*ROUNDED, "arctan2", "hypot"])
def test_special_values_are_those_of_numpy(name):
    if name in PAIRS:
        for other in SPECIAL:
            # As Python's own literals of numbers have no sign, it is computed.
            text = f"{name}(x, {'nan' if math.isnan(other) else repr(float(other))})"
            check_specials(text, getattr(np, name)(SPECIAL, other))
    else:
        check_specials(f"{name}(x)", getattr(np, name)(SPECIAL))


def check_specials(text, expected):
    found = hilo.evaluate(text, SPECIAL)
    is_special = ~np.isfinite(expected) | (expected == 0)
    assert_same_bits(found[is_special], expected[is_special])
    np.testing.assert_allclose(found, expected, rtol=1e-15, atol=5e-324)


class Random:
    """Expressions of what is exact, or the same in NumPy, as text that both read."""

    def __init__(self, generator):
        self._generator = generator

    def number(self, depth):
        if depth == 0:
            return self._generator.choice(["x", "x", "x", "2", "0.5", "pi", "3.25", "1e-3", "(-1)"])
        form = self._generator.randrange(8)
        a, b = self.number(depth - 1), self.number(depth - 1)
        if form < 3:
            return f"({a}) {self._generator.choice(['+', '-', '*', '/', '//', '%'])} ({b})"
        if form == 3:
            return f"{self._generator.choice(EXACT)}({a})"
        if form == 4:
            return f"{self._generator.choice(['minimum', 'maximum'])}({a}, {b})"
        if form == 5:
            return f"where({self.condition(depth - 1)}, {a}, {b})"
        if form == 6:
            return f"-({a})"
        return f"clip({a}, -10.0, 10.5)"

    def condition(self, depth):
        if depth == 0:
            return self._generator.choice(["(x > 0)", "(x <= 0.5)", "isnan(x)", "isfinite(x)"])
        form = self._generator.randrange(3)
        if form == 0:
            operator = self._generator.choice(["&", "|", "^"])
            return f"({self.condition(depth - 1)} {operator} {self.condition(depth - 1)})"
        if form == 1:
            return f"~{self.condition(depth - 1)}"
        comparison = self._generator.choice(["<", "<=", "==", "!=", ">=", ">"])
        return f"(({self.number(depth - 1)}) {comparison} ({self.number(depth - 1)}))"


class Float64(ast.NodeTransformer):
    """Makes float64 of Python's own numbers, whose division and inversion are others."""

    def visit_Constant(self, node):  # noqa: N802 - the name is ast's
        name = ast.Name("float64", ast.Load())
        return ast.copy_location(ast.Call(name, [node], []), node)


def by_numpy(text, x):
    names = {name: getattr(np, name) for name in dir(np) if not name.startswith("_")}
    names["pi"] = np.float64(np.pi)
    tree = ast.fix_missing_locations(Float64().visit(ast.parse(text, mode="eval")))
    code = compile(tree, text, "eval")
    value = eval(code, {"__builtins__": {}, **names, "abs": np.abs}, {"x": x})
    return np.broadcast_to(np.asarray(value), x.shape)


def test_random_expressions_have_the_bits_of_numpy(numbers):
    """But for signs of zeros that NumPy's minimum and clip choose by the length of the array."""
    generate = Random(random.Random(SEED))
    for _ in range(300):
        text = generate.number(3)
        expected = by_numpy(text, numbers).astype(float)
        found = hilo.evaluate(text, numbers)
        assert np.array_equal(found, expected, equal_nan=True), text
        condition = generate.condition(2)
        kept = numbers[by_numpy(condition, numbers).astype(bool)]
        assert_same_bits(hilo.evaluate(None, numbers, where=condition), kept)


@pytest.mark.parametrize(
    "text",
    [
        "-x**2",
        "2**-x",
        "x**2**0.5",
        "-2**2 + x",
        "x - 1 - 2",
        "x / 2 * 3",
        "7 // x % 3",
        "+-+x",
        "x * -x",
        "(x > 0) | (x < -1) & (x > -2)",
        "~(x > 0) & (x != x)",
        "(x > 1) * x",
        "1 - (x > 0)",
    ],
)
def test_precedence_is_that_of_python(numbers, text):
    expected = by_numpy(text, numbers).astype(float)
    np.testing.assert_allclose(hilo.evaluate(text, numbers), expected, rtol=1e-15)


DTYPES = ["?", "i1", "<i2", ">i4", "i8", "u1", "u2", "u4", "u8", "f2", ">f4", "f8", ">f8"]


def array_of(dtype, size):
    generator = np.random.default_rng(size)
    if np.dtype(dtype).kind == "f":
        array = generator.normal(size=size).astype(dtype)
        array[: min(size, 3)] = [math.nan, math.inf, -0.0][: min(size, 3)]
        return array
    limits = np.iinfo(dtype) if np.dtype(dtype).kind in "iu" else None
    low, high = (limits.min, limits.max) if limits else (0, 1)
    return generator.integers(
        low, high, size, dtype="u8" if low == 0 else "i8", endpoint=True
    ).astype(dtype)


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    for number, dtype in enumerate(DTYPES):
        for size in (0, 1, 700, 3001):
            np.save(folder / f"{number}_{size}.npy", array_of(dtype, size))
    return folder


EXPR, WHERE = "log1p(abs(x)) * 2 + sin(x) // 0.25", "(x > -100) & ~(x % 3 < 0.5)"


def expected_of(array, expr, where):
    """By NumPy and the oracle, of one array."""
    x = array.astype(np.float64)
    keep = by_numpy(where, x) if where else np.ones(x.shape, bool)
    values = hilo.evaluate(expr, x[keep]) if expr else array[keep]
    return summarizer_of([values])()


@pytest.mark.parametrize(("expr", "where"), [(EXPR, WHERE), (EXPR, None), (None, WHERE)])
def test_statistics_are_those_of_the_values_that_count(files, expr, where):
    result = hilo.stats(files, expr=expr, where=where)
    for row in result.groups:
        expected = expected_of(np.load(row.key), expr, where)
        found = [getattr(row, name) for name in expected._fields]
        assert repr(found) == repr(list(expected)), row.key


def on_every_instruction_set():
    """The names of those that this machine has, each forced while the caller looks at it."""
    try:
        for name in ["avx3", "avx2", "sse4", "ssse3", "emu128", "scalar"]:
            with contextlib.suppress(hilo.UsageError):
                _hilo.force_instruction_set(name)
                yield name
    finally:
        _hilo.force_instruction_set("")


def test_every_executor_engine_and_instruction_set_gives_the_same_bytes(files):
    reference = hilo.stats(files, expr=EXPR, where=WHERE, executor="serial", jit="off")
    for name in on_every_instruction_set():
        for executor, jit in itertools.product(
            ["serial", "threads", "processes"], ["auto", "on", "off"]
        ):
            result = hilo.stats(files, expr=EXPR, where=WHERE, executor=executor, jobs=2, jit=jit)
            assert result.report("json") == reference.report("json"), (name, executor, jit)


# Any shape, with elementary functions, whose last bits NumPy does not share.
class RandomOfAll(Random):
    def number(self, depth):
        if depth > 0 and self._generator.randrange(3) == 0:
            name = self._generator.choice([*ROUNDED, "hypot", "arctan2", "**"])
            a, b = super().number(depth - 1), super().number(depth - 1)
            return {"**": f"({a}) ** ({b})", "hypot": f"hypot({a}, {b})"}.get(
                name, f"arctan2({a}, {b})" if name == "arctan2" else f"{name}({a})"
            )
        return super().number(depth)


@pytest.mark.parametrize("number", range(12))
def test_random_expressions_give_the_same_bytes_however_they_are_computed(files, number):
    generate = RandomOfAll(random.Random(SEED + number))
    options = {"expr": generate.number(4), "where": generate.condition(2)}
    if number % 3 == 0:
        options["where"] = None
    reference = hilo.stats(files, executor="serial", jit="off", **options).report("json")
    ways = itertools.product(["serial", "threads", "processes"], ["on", "off"])
    for name in on_every_instruction_set():
        for executor, jit in [("serial", "on"), ("serial", "off"), next(ways)]:
            result = hilo.stats(files, executor=executor, jobs=2, jit=jit, **options)
            assert result.report("json") == reference, (name, executor, jit, options)


def test_a_large_file_is_cut_in_pieces_all_the_same(tmp_path):
    x = np.random.default_rng(1).normal(size=3_000_000)
    np.save(tmp_path / "large.npy", x)
    one = hilo.stats(tmp_path, expr=EXPR, where="x > 0", jobs=1, jit="off")
    two = hilo.stats(tmp_path, expr=EXPR, where="x > 0", jobs=2, jit="on")
    assert one == two
    assert one.total.size == np.count_nonzero(x > 0)
    # So much that the run goes over from the interpreter to compiled code, in all workers.
    for executor in ("threads", "processes"):
        assert hilo.stats(tmp_path, expr=EXPR, where="x > 0", jobs=2, executor=executor) == one


def test_large_integers_stay_exact_under_a_condition(tmp_path):
    values = np.array([2**62 + 1, 2**62 + 3, -5], "i8")
    np.save(tmp_path / "a.npy", values)
    assert hilo.stats(tmp_path, where="x > 0").total.sum == 2**63 + 4
    assert hilo.stats(tmp_path, expr="x", where="x > 0").total.sum == float(2**63)


def test_results_know_what_they_are_of(files, tmp_path):
    result = hilo.stats(files, expr="log1p( x )", where="x>0")
    assert (result.expr, result.where) == ("log1p(x)", "x > 0")
    assert pickle.loads(pickle.dumps(result)).expr == "log1p(x)"
    assert '"expr": "log1p(x)",\n "where": "x > 0",\n "total"' in result.report("json")
    assert '"expr": "log1p(x)", "where": "x > 0", "total"' in result.report("jsonl")
    assert "expr log1p(x)\nwhere x > 0\ntotal" in result.report("table")
    assert "log1p(x) where x &gt; 0" in result._repr_html_()
    plain = hilo.stats(files)
    assert (plain.expr, plain.where) == (None, None)
    assert '"expr"' not in plain.report("json")


def test_states_of_different_expressions_do_not_merge(files, tmp_path):
    one = hilo.stats(files / "1_700.npy", expr="x + 1", save=tmp_path / "one.hilo")
    same = hilo.stats(files / "2_700.npy", expr="x+1")
    other = hilo.stats(files / "2_700.npy", expr="x + 2")
    assert (one + same).expr == "x + 1"
    assert ((one + same) - same).total == one.total
    for add in (
        lambda: one + other,
        lambda: (one + same) - other,
        lambda: hilo.merge([tmp_path / "one.hilo", other]),
        lambda: hilo.stats(files, resume=one),
        lambda: hilo.stats(files, resume=tmp_path / "one.hilo", expr="x + 1", where="x > 0"),
    ):
        with pytest.raises(hilo.HiloError) as raised:
            add()
        assert raised.value.code == "STATE"
        assert "x + 1" in str(raised.value)
    again = hilo.stats(files, resume=tmp_path / "one.hilo", expr="x+1")
    assert again == hilo.stats(files, expr="x + 1")


def test_what_is_no_expression_is_wrong_usage(files):
    with pytest.raises(hilo.UsageError) as raised:
        hilo.stats(files, expr="lgo1p(x)")
    assert str(raised.value).splitlines()[1:] == ["  lgo1p(x)", "  ^"]
    assert 'did you mean "log1p"?' in str(raised.value)
    for options in (
        {"expr": ""},
        {"expr": 3},
        {"expr": " "},
        {"expr": "x + \udc80"},
        {"where": "x"},
        {"where": ""},
        {"where": 3},
        {"expr": "x", "jit": "of"},
        {"expr": print},
    ):
        with pytest.raises(hilo.UsageError):
            hilo.stats(files, **options)
    for array in (["a"], np.ma.array([1.0], mask=[True]), np.zeros(1, np.longdouble)):
        with pytest.raises(hilo.UsageError):
            hilo.evaluate("x", array)


def test_evaluate_keeps_the_shape():
    array = np.arange(24, dtype="i2").reshape(2, 3, 4)[:, ::2]
    assert_same_bits(hilo.evaluate("x * 2", array), array * 2.0)
    assert_same_bits(hilo.evaluate("x * 2", array, where="x > 10"), (array * 2.0)[array > 10])
    assert hilo.evaluate("x + 1", 3).shape == ()


def run_python(code, **environment):
    result = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_without_the_compiler_expressions_are_interpreted():
    code = """
import hilo
print(hilo.evaluate("x * 2", range(3)), hilo.evaluate("x * 2", range(3), jit="off"))
try:
    hilo.evaluate("x * 2", range(3), jit="on")
except hilo.UsageError as error:
    print("just-in-time compiler" in str(error))
"""
    assert run_python(code, HILO_JIT="/nowhere/libhilo_jit.so") == "[0. 2. 4.] [0. 2. 4.]\nTrue\n"


needs_compiler = pytest.mark.skipif(
    not os.path.exists(os.path.join(os.path.dirname(hilo.__file__), "libhilo_jit.so")),
    reason="built without LLVM",
)


@needs_compiler
@pytest.mark.parametrize("order", ["numba first", "hilo first"])
def test_lives_beside_numba(order):
    ours = 'import hilo; print(hilo.evaluate("sqrt(x) + 1", [4.0], jit="on"))'
    numbas = (
        "import numba; print(numba.njit(lambda x: x + 1)(2), "
        'numba.cfunc("double(double)")(lambda x: x * 3).ctypes(2.0))'
    )
    first, second = (numbas, ours) if order == "numba first" else (ours, numbas)
    lines = ["3 6.0", "[3.]"] if order == "numba first" else ["[3.]", "3 6.0"]
    assert run_python(f"{first}\n{second}\n{first}").splitlines() == [*lines, lines[0]]


def test_nothing_is_loaded_without_an_expression(files):
    maps = "open('/proc/self/maps').read()"
    code = f"import hilo, sys; hilo.stats(sys.argv[1]); print('sleef' in {maps}, 'jit' in {maps})"
    code = code.replace("sys.argv[1]", repr(str(files)))
    assert run_python(code) == "False False\n"


numba = pytest.importorskip("numba")


@numba.cfunc(hilo.BlockFunction.SIGNATURE)
def doubled(x, out, n):
    for i in range(n):
        out[i] = 2 * x[i]


def test_a_function_of_numba_takes_the_place_of_an_expression(files):
    expected = hilo.stats(files, expr="x * 2", where="x > 0")
    for executor in ("serial", "threads"):
        result = hilo.stats(files, expr=doubled, where="x > 0", executor=executor, jobs=2)
        assert result.total == expected.total
        assert list(result.groups) == list(expected.groups)
        assert result.expr.startswith("function doubled ")
    named = hilo.BlockFunction(doubled, identity="twice, version 1")
    result = hilo.stats(files, expr=named)
    assert result.expr == "function twice, version 1"
    assert repr(named) == "<hilo.BlockFunction twice, version 1>"
    with pytest.raises(hilo.HiloError, match="twice, version 1"):
        result.merge(hilo.stats(files, expr="x * 2"))
    assert_same_bits(hilo.evaluate(doubled, [[1, 2]]), np.array([[2.0, 4.0]]))


def multiplied(factor, **options):
    @numba.cfunc(hilo.BlockFunction.SIGNATURE, **options)
    def times(x, out, n):
        for i in range(n):
            out[i] = factor / x[i]

    return times


def test_the_identity_is_of_all_that_the_function_is_made_of():
    def identity(function):
        return hilo.BlockFunction(function).identity

    assert identity(multiplied(2.0)) == identity(multiplied(2.0))
    others = [multiplied(2.0), multiplied(3.0), multiplied(2.0, error_model="numpy")]
    assert len({identity(function) for function in others}) == 3
    values = [1.0]
    with pytest.raises(hilo.UsageError, match="values"):
        _transform._add_function(hashlib.sha256(), lambda x: values, set())


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_what_a_function_does_not_write_is_nan(tmp_path):
    """Nobody hears of an exception in a cfunc: no more is seen than that."""
    np.save(tmp_path / "a.npy", np.full(2000, 5.0))
    np.save(tmp_path / "b.npy", np.array([1.0, 2.0, 0.0, 4.0]))
    inverse = multiplied(1.0)
    raising = hilo.stats([tmp_path / "a.npy", tmp_path / "b.npy"], expr=inverse)
    assert raising.groups[0].mean == 0.2
    assert math.isnan(raising.groups[1].mean)
    assert raising.groups[1].nan_count == 2
    infinite = hilo.stats(tmp_path / "b.npy", expr=multiplied(1.0, error_model="numpy"))
    assert infinite.total.max == math.inf


def test_a_condition_is_of_the_elements_as_they_were():
    @numba.cfunc(hilo.BlockFunction.SIGNATURE)
    def writes(x, out, n):
        for i in range(n):
            out[i] = x[i] + 1
            x[i] = 0

    x = np.array([1.0, -1.0, 2.0])
    assert hilo.evaluate(writes, x, where="x > 0").tolist() == [2.0, 3.0]
    assert x.tolist() == [1.0, -1.0, 2.0]


def test_functions_that_cannot_be_are_wrong_usage(files):
    one_number = numba.cfunc("double(double)")(lambda x: x)
    sourceless = numba.cfunc(hilo.BlockFunction.SIGNATURE)(
        eval("lambda x, out, n: None", {"__name__": "nowhere"})
    )
    for function in (one_number, sourceless):
        with pytest.raises(hilo.UsageError):
            hilo.stats(files, expr=function)
    assert hilo.BlockFunction(sourceless, identity="nothing").identity == "nothing"
    for identity in ("", " ", "two\nlines", "\udc80", "v" * 5000, 3):
        with pytest.raises(hilo.UsageError, match="expected an identity of printable"):
            hilo.BlockFunction(doubled, identity=identity)
    with pytest.raises(hilo.UsageError, match="processes"):
        hilo.stats(files, expr=doubled, executor="processes")
