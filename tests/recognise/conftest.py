"""The frozen day every recogniser test is told: Friday 20 November 2026, 14:30 in Shanghai."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest


@pytest.fixture(scope="session")
def today() -> date:
    return date(2026, 11, 20)


@pytest.fixture(scope="session")
def now() -> datetime:
    return datetime(2026, 11, 20, 14, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
