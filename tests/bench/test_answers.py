"""The exact answers that the benchmark checks hilo against are themselves right."""

import importlib.util
import math
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

path = Path(__file__).resolve().parents[2] / "bench" / "answers.py"
spec = importlib.util.spec_from_file_location("bench_answers", path)
answers = importlib.util.module_from_spec(spec)
spec.loader.exec_module(answers)

CASES = {
    "one value": [0.1],
    "small integers": [1.0, 2.0, 3.0, 4.0],
    "cancellation": [1e16, 1.0, -1e16],
    "equal values": [0.1] * 10,
    "subnormals": [5e-324, 1e-323, 0.0],
    "the largest": [1.7976931348623157e308, 1.7976931348623157e308],
    "all exponents": [2.0**e for e in range(-1074, 1024, 7)],
    "zeros": [0.0, -0.0],
}


def slow_root(fraction):
    """The root by 2,500 decimal digits; no square root of a double's sum is that near to a tie."""
    with localcontext() as context:
        context.prec = 2500
        context.Emax, context.Emin = 10**6, -(10**6)
        root = (Decimal(fraction.numerator) / Decimal(fraction.denominator)).sqrt()
        return answers.to_double(Fraction(root))


@pytest.mark.parametrize("name", CASES)
def test_each_statistic_is_the_rounded_fraction(name):
    values = CASES[name]
    terms = [Fraction(value) for value in values]
    mean = sum(terms) / len(terms)
    var = sum((term - mean) ** 2 for term in terms) / len(terms)
    found = answers.exact_statistics(np.array(values))
    assert found["sum"] == answers.to_double(sum(terms))
    assert found["mean"] == answers.to_double(mean)
    assert found["var"] == answers.to_double(var)
    assert found["std"] == slow_root(var)


def test_beyond_the_range_is_infinite_and_zero_is_positive():
    largest = 1.7976931348623157e308
    assert answers.exact_statistics(np.array([largest, largest]))["sum"] == math.inf
    assert answers.exact_statistics(np.array([-largest, -largest]))["sum"] == -math.inf
    zero = answers.exact_statistics(np.array([-0.0, -0.0]))
    assert math.copysign(1.0, zero["sum"]) == 1.0
    assert math.copysign(1.0, zero["min"]) == -1.0


def test_a_missing_line_of_a_yardstick_is_found(tmp_path):
    right = tmp_path / "right.csv"
    right.write_text("key,mean,std\nx/file_0.npy,1.5,0.5\nx/file_1.npy,2.5,0.25\n")
    answers.check_close(["1.5,0.5", "2.5,0.25"], right)
    with pytest.raises(AssertionError, match="expected 2 lines, found 1"):
        answers.check_close(["1.5,0.5"], right)
    with pytest.raises(AssertionError, match="file_1"):
        answers.check_close(["1.5,0.5", "2.5,0.5"], right)


def test_a_wrong_row_is_found(tmp_path):
    np.save(tmp_path / "file_0.npy", np.array([1.0, 2.0]))
    header = "key,min,max,sum,mean,var,std\n"
    right = tmp_path / "right.csv"
    right.write_text(header + "x/file_0.npy,1.0,2.0,3.0,1.5,0.25,0.5\n")
    assert answers.check_rows(right, tmp_path, samples=5) == 1
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(header + "x/file_0.npy,1.0,2.0,3.0,1.5,0.25,0.5000000000000001\n")
    with pytest.raises(AssertionError, match=r"std: expected 0\.5, found"):
        answers.check_rows(wrong, tmp_path, samples=5)
