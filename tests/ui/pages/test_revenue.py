"""The sentence over the line of a record's revenue says what really happened."""

from datetime import date
from types import SimpleNamespace

import pytest

from csdesk.ui.pages.record.revenue import any_in, trend


def months(*euros):
    ends = [date(2025 + n // 12, n % 12 + 1, 28) for n in range(len(euros))]
    points = [(day, None if each is None else each * 100) for day, each in zip(ends, euros, strict=True)]
    return SimpleNamespace(currency="EUR", points=points, events=[])


@pytest.mark.parametrize(
    ("euros", "said"),
    [
        ([100] * 24, "€100 a month, as a year ago"),
        ([0] * 20 + [100] * 4, "€100 a month since Sept 2026"),
        ([100] * 8 + [0] * 8 + [100] * 8, "Back since May 2026, at €100 a month"),
        ([100] * 18 + [0] * 2 + [150] * 4, "Back since Sept 2026, at €150 a month"),
        ([100] * 4 + [0] * 2 + [150] * 18, "€150 a month, as a year ago"),
        ([100] * 23 + [0], "No revenue any more"),
        ([100] * 12 + [130] * 12, "€30 more a month than a year ago"),
        ([100] * 23 + [None], "An exchange rate is missing for Dec 2026"),
        ([0] * 24, "Nothing under contract in these months"),
    ],
)
def test_the_sentence(euros, said, theme):
    assert trend(months(*euros)).title.replace("\u00a0", " ") == said


def test_nothing_is_not_drawn():
    assert not any_in(months(0, 0, 0))
    assert any_in(months(0, 5, 0))
