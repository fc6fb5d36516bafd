"""The customer's business review: what the book knows of one account in one quarter, told to the customer.

Made from fields a customer may see and from nothing else (an allow-list); prices and terms only when asked.
"""

from datetime import date
from typing import TYPE_CHECKING

from csdesk.book import accounts_page, contracts_mrr
from csdesk.book.accounts_page import AccountPage
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.metrics.calendar import add_months, month_end, recent_month_ends
from csdesk.model import ContractKind
from csdesk.reports import qbr_figures, qbr_frame, qbr_service, qbr_use, telling
from csdesk.reports.deckrules import too_long
from csdesk.reports.document import Document, Slide, Visibility, fitting
from csdesk.reports.review import EVERYTHING, Review
from csdesk.reports.service import MONTHS

if TYPE_CHECKING:
    from csdesk.book import Book


BEFORE = 25  # months looked at to tell who left and came back


def build(
    book: "Book", frame: telling.Frame, account_id: int, first_day: date, *, commercial: bool = False
) -> Document:
    """Ask the book for one account at the end of a quarter and put the deck together."""
    formats, say = frame.formats, frame.formats.say
    review = gather(book, frame, account_id, first_day, commercial=commercial)
    allowed = frozenset({Visibility.CUSTOMER} | ({Visibility.COMMERCIAL} if commercial else set()))
    body = [
        qbr_service.relationship(review),
        *(qbr_figures.commercial(review) if commercial else ()),
        qbr_use.adoption(review),
        qbr_service.support(review),
        qbr_service.satisfaction(review),
    ]
    told = fitting([slide for slide in body if slide is not None], allowed)
    slides: list[Slide] = [
        qbr_frame.title(review),
        qbr_frame.agenda(review, told),
        qbr_frame.summary(review),
        *told,
        qbr_frame.next_steps(review),
        qbr_frame.appendix(review),
    ]
    long = [slide.headline for slide in slides if slide.key != "title" and too_long(slide.headline)]
    problems = [say(mark("too long for two lines: “{headline}”"), headline=headline) for headline in long]
    quarter = formats.quarter(review.first)
    return Document(
        title=review.name,
        subtitle=say(mark("Business review {quarter}"), quarter=quarter),
        parts=tuple(slides),
        book=review.name,  # the name of our book is not the customer's business
        as_of=review.as_of,
        made=frame.stamp,
        formulas=("mrr",) if commercial else (),
        formats=formats,
        author=review.owner.user,
        paper=frame.paper,
        footer=say(mark("{account} · Business review {quarter}"), account=review.name, quarter=quarter),
        problems=(*review.missing, *problems),
        incomplete=bool(long),
    )


def gather(
    book: "Book", frame: telling.Frame, account_id: int, first_day: date, *, commercial: bool
) -> Review:
    """Return what the review is made from, as it stood at the end of the quarter, or today within it."""
    if first_day > frame.as_of:
        quarter = frame.formats.quarter(first_day)
        raise Refused(mark("{quarter} has not begun yet."), quarter=quarter)
    end = month_end(add_months(first_day, 2))
    as_of = min(end, frame.as_of)
    page: AccountPage = book.read(accounts_page.page, account_id, as_of, limit=EVERYTHING)
    months = recent_month_ends(as_of, MONTHS)
    currencies = {
        line.contract.currency for line in page.contracts if line.contract.kind is ContractKind.PAID
    }
    revenue = None
    if commercial and len(currencies) == 1:  # several currencies are not added up in front of a customer
        longer = recent_month_ends(as_of, BEFORE)
        amounts = book.read(contracts_mrr.in_own, account_id, longer)
        revenue = (currencies.pop(), list(zip(longer, amounts, strict=True)))
    return Review(
        owner=telling.of_desk(book),
        formats=frame.formats,
        first=first_day,
        end=end,
        as_of=as_of,
        months=months,
        page=page,
        revenue=revenue,
        answers=[answer for answer in page.surveys.rows if answer.answered_on <= as_of],
    )
