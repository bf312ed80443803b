from __future__ import annotations

import pytest
from reading.hilo_info import HiloInfo, info, program


@pytest.fixture(scope="session")
def hilo_info() -> HiloInfo:
    if not program().exists():
        pytest.skip(f"{program()} is not built; HILO_PROGRAM may name another")
    return info
