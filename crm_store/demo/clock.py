"""Days and moments counted from the day the demo company is looked at."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

HOME = "Asia/Shanghai"


@dataclass(frozen=True)
class Clock:
    """Turns offsets in days into dates; everything the world tells is relative to `today`."""

    today: date

    def day(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    def workday(self, offset: int) -> date:
        """The day itself, or the Friday before (past) or the Monday after (future) when it falls on a weekend."""
        day = self.day(offset)
        late = day.weekday() - 4
        if offset == 0 or late <= 0:
            return day
        return day - timedelta(days=late) if offset < 0 else day + timedelta(days=3 - late)

    def at(self, offset: int, hour: int, minute: int = 0, zone: str = HOME) -> datetime:
        """A moment of that working day on a wall clock in `zone`."""
        day = self.workday(offset)
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone))

    @property
    def now(self) -> datetime:
        """Nine in the morning at home: what has happened lies before it."""
        return self.at(0, 9)

    def quarter_starts(self, shift: int = 0) -> date:
        """First day of the running quarter, or of the one `shift` quarters later."""
        months = self.today.year * 12 + (self.today.month - 1) // 3 * 3 + shift * 3
        return date(months // 12, months % 12 + 1, 1)

    def quarter(self, shift: int = 0) -> str:
        """The quarter as a target period is written, such as 2026-Q4."""
        first = self.quarter_starts(shift)
        return f"{first.year}-Q{(first.month + 2) // 3}"

    def offset(self, day: date) -> int:
        return (day - self.today).days

    @property
    def quarter_end(self) -> int:
        """Days from today to the last day of the running quarter, >= 0."""
        return self.offset(self.quarter_starts(1)) - 1
