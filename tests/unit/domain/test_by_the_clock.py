"""Happy hours and tax rates by the clock on the store's wall: midnight, and the nights clocks are changed."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.pricing import price
from b4mart_desktop.domain.promotions import DatedRate, HappyHours, PromotionKind, Tax
from tests.unit.domain.carts import NOW, D, cart_of, product, promotion, rules

NEW_YORK, BEIRUT = ZoneInfo("America/New_York"), ZoneInfo("Asia/Beirut")
SUNDAY, MONDAY = 7, 1
MINUTES_A_YEAR = 365 * 24 * 60
NIGHT = HappyHours(start=dt.time(1), end=dt.time(2))
LOST_HOUR = HappyHours(start=dt.time(2), end=dt.time(3))
ALL_SUNDAY = HappyHours(days=(SUNDAY,), start=dt.time(0), end=dt.time(0))
LATE_ON_SATURDAY = HappyHours(days=(6,), start=dt.time(22), end=dt.time(2))
FIRST_HOUR = HappyHours(start=dt.time(0), end=dt.time(1))


def _utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("hours", "zone", "moment", "inside"),
    [
        # 1 November 2026: in New York 01:00 to 02:00 comes twice
        (NIGHT, NEW_YORK, "2026-11-01T04:59", False),
        (NIGHT, NEW_YORK, "2026-11-01T05:00", True),
        (NIGHT, NEW_YORK, "2026-11-01T05:59", True),
        (NIGHT, NEW_YORK, "2026-11-01T06:00", True),  # again
        (NIGHT, NEW_YORK, "2026-11-01T06:59", True),
        (NIGHT, NEW_YORK, "2026-11-01T07:00", False),
        # that Sunday has 25 hours
        (ALL_SUNDAY, NEW_YORK, "2026-11-01T03:59", False),
        (ALL_SUNDAY, NEW_YORK, "2026-11-01T04:00", True),
        (ALL_SUNDAY, NEW_YORK, "2026-11-02T04:59", True),
        (ALL_SUNDAY, NEW_YORK, "2026-11-02T05:00", False),
        (LATE_ON_SATURDAY, NEW_YORK, "2026-11-01T06:59", True),
        (LATE_ON_SATURDAY, NEW_YORK, "2026-11-01T07:00", False),
        # 8 March 2026: after 01:59 comes 03:00
        (LOST_HOUR, NEW_YORK, "2026-03-08T06:59", False),
        (LOST_HOUR, NEW_YORK, "2026-03-08T07:00", False),
        (LATE_ON_SATURDAY, NEW_YORK, "2026-03-08T06:59", True),
        (LATE_ON_SATURDAY, NEW_YORK, "2026-03-08T07:00", False),
        # 29 March 2026: in Beirut the day begins at 01:00
        (FIRST_HOUR, BEIRUT, "2026-03-28T21:59", False),
        (FIRST_HOUR, BEIRUT, "2026-03-28T22:00", False),
        (ALL_SUNDAY, BEIRUT, "2026-03-28T21:59", False),
        (ALL_SUNDAY, BEIRUT, "2026-03-28T22:00", True),
    ],
)
def test_happy_hours_when_clocks_are_changed(
    hours: HappyHours, zone: ZoneInfo, moment: str, inside: bool
) -> None:
    offer = promotion(PromotionKind.PERCENT_OFF, value=D(10), hours=(hours,))
    priced = price(cart_of((product("10.00"), 1)), rules(offer, zone=zone), _utc(moment))
    assert (priced.discount > 0) is inside


@given(
    st.integers(0, MINUTES_A_YEAR).map(lambda minutes: NOW + dt.timedelta(minutes=minutes)),
    st.sets(st.integers(MONDAY, SUNDAY)),
    st.times(),
    st.times(),
    st.sampled_from((NEW_YORK, BEIRUT)),
)
def test_hours_begin_on_their_days_and_go_on_until_they_end(
    moment: dt.datetime, days: set[int], start: dt.time, end: dt.time, zone: ZoneInfo
) -> None:
    """As somebody finds it who looks at the calendar and at the clock on the wall."""
    wall = moment.astimezone(zone).replace(tzinfo=None)
    expected = False
    for day in (wall.date(), wall.date() - dt.timedelta(days=1)):
        begins, ends = dt.datetime.combine(day, start), dt.datetime.combine(day, end)
        ends += dt.timedelta(days=end <= start)
        expected |= begins <= wall < ends and (not days or day.isoweekday() in days)
    hours = HappyHours(days=tuple(sorted(days)), start=start, end=end)
    offer = promotion(PromotionKind.PERCENT_OFF, hours=(hours,))
    assert offer.in_hours(moment, zone) is expected


@pytest.mark.parametrize(
    ("since", "zone", "last", "first"),
    [
        (dt.date(2026, 11, 1), NEW_YORK, "2026-11-01T03:59", "2026-11-01T04:00"),  # summer time still
        (dt.date(2026, 11, 2), NEW_YORK, "2026-11-02T04:59", "2026-11-02T05:00"),
        (dt.date(2026, 3, 8), NEW_YORK, "2026-03-08T04:59", "2026-03-08T05:00"),
        (dt.date(2026, 3, 9), NEW_YORK, "2026-03-09T03:59", "2026-03-09T04:00"),
        (dt.date(2026, 3, 29), BEIRUT, "2026-03-28T21:59", "2026-03-28T22:00"),  # has no midnight
        (dt.date(2026, 3, 30), BEIRUT, "2026-03-29T20:59", "2026-03-29T21:00"),
    ],
)
def test_a_tax_rate_begins_at_midnight_in_the_store(
    since: dt.date, zone: ZoneInfo, last: str, first: str
) -> None:
    later = (DatedRate(since=since, rate=D(16)),)
    standard = Tax(
        id=new_id(), code="standard", name="VAT", rate=D(19), rates=later, created_at=NOW, updated_at=NOW
    )
    by, cart = rules(taxes=(standard,), zone=zone), cart_of((product("100"), 1))
    assert [price(cart, by, _utc(moment)).tax for moment in (last, first)] == [D(19), D(16)]
