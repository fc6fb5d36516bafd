"""Slide of a review on adoption: how many of how many use it, and which parts."""

from datetime import timedelta

from csdesk.charts.data import Bar, Bars, Measure
from csdesk.i18n import mark
from csdesk.reports import service, telling
from csdesk.reports.document import Layout, Slide, Text
from csdesk.reports.review import QUARTER, Review, share_moved

YOUNG = 30  # days of readings below which nothing is judged
MOST_FEATURES = 8
LOW = 0.5  # share of licences in use below which a session is suggested


def adoption(review: Review) -> Slide | None:
    """How many of how many use it, and which parts; nothing is judged on less than 30 days of readings."""
    say, formats = review.formats.say, review.formats
    found = review.use
    chart = service.usage_lines(review.page.usage, review.months, formats)
    section = say(mark("Adoption"))
    if found is None or chart is None:
        review.missing.append(say(mark("Adoption: left out, there is no reading of use")))
        return None
    source = review.source(say(mark("Readings of use and licences of your contract")))
    if found.first > review.as_of - timedelta(days=YOUNG):
        day = formats.day(found.first)
        words = say(mark("Use is measured since {day}: too short to judge"), day=day)
        later = Text(say(mark("Figures follow in the next review, when a whole quarter is there.")))
        return Slide(Layout.TEXT, words, section, review.period(), (later,), source=source, key="adoption")
    features = _features(review)
    meaning, suggestion = _adoption_words(review)
    left = telling.chart(chart, formats)
    headline = _adoption_headline(review, features)
    layout, second, body = Layout.CHART, chart.about, [left]
    if features is not None:
        layout = Layout.TWO_CHARTS
        words = mark("Left: people, by month. Right: by feature, {day}")
        if not found.people:
            words = mark("Left: by month. Right: by feature, {day}")
        second = say(words, day=formats.day(review.as_of))
        body.append(telling.chart(features, formats))
    return Slide(
        layout,
        headline,
        section,
        second,
        tuple(body),
        meaning=meaning,
        suggestion=suggestion,
        source=source,
        notes=say(mark("Active people and licences are those of the last reading of each month.")),
        key="adoption",
    )


def _adoption_headline(review: Review, features: Bars | None) -> str:
    say, formats = review.formats.say, review.formats
    found = review.use
    if found is None:
        return ""
    active, entitled = found.now
    if active is None or not entitled:
        return service.usage_title(found, formats)
    headline = say(
        mark("{active} of {entitled} people use it"),
        active=formats.number(active),
        entitled=formats.number(entitled),
    )
    before = _quarter_before(review)
    if before and share_moved((active, entitled), before):
        words = mark("{headline}, {now} of the licences; it was {before} in {month}")
        headline = say(
            words,
            headline=headline,
            now=formats.percent(active / entitled, 0),
            before=formats.percent(before[0] / before[1], 0),
            month=formats.month(review.months[-1 - QUARTER], year=False),
        )
    elif features and features.bars and features.measure.percent:
        worst = features.bars[-1]
        words = mark("{headline}; {feature} reaches {share}")
        headline = say(words, headline=headline, feature=worst.name, share=formats.percent(worst.value, 0))
    return headline


def _adoption_words(review: Review) -> tuple[str, str]:
    say, formats = review.formats.say, review.formats
    found = review.use
    if found is None:
        return "", ""
    active, entitled = found.now
    if active is None or not entitled:
        return "", ""
    share = active / entitled
    before = _quarter_before(review)
    meaning = say(mark("{share} of the licences are in use."), share=formats.percent(share, 0))
    if before:
        then = formats.percent(before[0] / before[1], 0)
        words = mark("{share} of the licences are in use, {before} three months before.")
        meaning = say(words, share=formats.percent(share, 0), before=then)
        if not share_moved((active, entitled), before):
            meaning += " " + say(mark("The difference is within what chance does."))
    idle = int(entitled - active)
    suggestion = ""
    if share < LOW:
        suggestion = say(mark("Choose the teams that begin next, and a session for each."))
    elif idle > 0:
        words = mark("Find out with you who the {count} people without use are.")
        suggestion = say(words, count=formats.number(idle))
    return meaning, suggestion


def _quarter_before(review: Review) -> tuple[float, float] | None:
    found = review.use
    if found is None:
        return None
    active, entitled = found.active[-1 - QUARTER], found.entitled[-1 - QUARTER]
    return (active, entitled) if active is not None and entitled else None


def _features(review: Review) -> Bars | None:
    """Return the latest reading of each feature, the one used least marked; None below two features."""
    say, formats = review.formats.say, review.formats
    shares: list[tuple[str, float, str]] = []
    counts: list[tuple[str, float, str]] = []
    for one in review.page.usage:
        fresh = [
            n
            for n, day in enumerate(one.days)
            if review.as_of - timedelta(days=service.FRESH) < day <= review.as_of
        ]
        if one.feature is None or not fresh:
            continue
        active, entitled, value = one.active[fresh[-1]], one.entitled[fresh[-1]], one.values[fresh[-1]]
        if active is not None and entitled:
            words = mark("{active} of {entitled}")
            note = say(words, active=formats.number(active), entitled=formats.number(entitled))
            shares.append((one.feature, active / entitled, note))
        elif value is not None and review.use is not None and one.measure == review.use.measure:
            spent = [v or 0.0 for day, v in zip(one.days, one.values, strict=True) if review.within(day)]
            counts.append((one.feature, sum(spent), ""))
    found = shares if len(shares) >= len(counts) else counts
    if len(found) < 2:
        return None
    found.sort(key=lambda bar: -bar[1])
    percent = found is shares
    kept = [*found[: MOST_FEATURES - 1], found[-1]] if len(found) > MOST_FEATURES else found
    about = (
        say(mark("Share of licences in use, by feature"))
        if percent
        else say(mark("Use by feature, {period}"), period=review.period())
    )
    bars = tuple(
        Bar(name, value, note, marked=percent and n == len(kept) - 1)
        for n, (name, value, note) in enumerate(kept)
    )
    return Bars(about, about, bars, Measure(percent=percent), about)
