from __future__ import annotations

import pytest
from oracle.value_families import SEED


@pytest.fixture(autouse=True)
def print_seed():
    """pytest shows it where a test fails."""
    print(f"HILO_TEST_SEED={SEED}")
