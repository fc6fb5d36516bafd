"""Shares of MRR by group are told only where every group's MRR is known."""

from csdesk.book.figures import Share
from csdesk.charts.formats import Formats
from csdesk.reports import pictures, revenue


def test_without_a_rate_no_share_is_told():
    formats = Formats("en")
    known = [Share("Gold", 300, 2, (1, 2)), Share("Silver", 100, 1, (3,))]
    hidden = [*known, Share("Bronze", None, 1, (4,))]
    assert (pictures.shared(known), pictures.shared(hidden)) == (400, 0)
    assert [row[2] for row in revenue.groups(known, "tier", "EUR", formats).rows] == [0.75, 0.25]
    assert [row[2] for row in revenue.groups(hidden, "tier", "EUR", formats).rows] == [None, None, None]
