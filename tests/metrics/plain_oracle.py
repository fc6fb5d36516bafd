"""The rules once more, as plainly as they can be written: fractions, one contract and one day at a time.

Slow on purpose and without numpy, so that it can only be wrong in other ways than the metrics are.
"""

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction
from math import floor, isnan

FINE = 72_000
MONTHS = {
    "month": 1, "metered": 1, "quarter": 3, "half_year": 6, "year": 12,
    "24_months": 24, "36_months": 36, "48_months": 48, "60_months": 60,
}  # fmt: skip
OPEN = date.max.toordinal()


def half_up(exact):
    """To whole parts, halves away from zero."""
    whole = floor(abs(Fraction(exact)) + Fraction(1, 2))
    return -whole if exact < 0 else whole


def month_end(day):
    return day.replace(day=monthrange(day.year, day.month)[1])


def months_later(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(start, end, partial_month):
    """Whole months from the start, then the days left over the length of that last month."""
    whole = 0
    while months_later(start, whole + 1) <= end:
        whole += 1
    rest = end - months_later(start, whole)
    length = 30 if partial_month == "30-day" else (months_later(start, whole + 1) - end + rest).days
    return whole + Fraction(rest.days, length)


class PlainBook:
    """Facts taken apart into plain values."""

    def __init__(self, facts, policy, intervals):
        self.policy, self.accounts, self.decimals = policy, facts.accounts, facts.decimals
        held = facts.contracts
        names = ("account", "currency", "kind", "start", "end", "amount", "quantity", "cancelled", "past_due")
        self.contracts = [
            {name: int(getattr(held, name)[at]) for name in names}
            | {"interval": intervals[held.interval[at]], "steps": [], "pauses": [], "discounts": []}
            for at in range(len(held))
        ]
        for kind, rows in (("steps", facts.steps), ("pauses", facts.pauses), ("discounts", facts.discounts)):
            columns = [name for name in rows.__dataclass_fields__ if name != "contract"]
            for at, owner in enumerate(rows.contract.tolist()):
                entry = {name: int(getattr(rows, name)[at]) for name in columns}
                self.contracts[owner][kind].append(entry)
        self.rates = {
            (int(currency), int(month)): float(rate)
            for currency, month, rate in zip(
                facts.rates.currency, facts.rates.month, facts.rates.rate, strict=True
            )
            if not isnan(rate)
        }
        self.first_day = min((each["start"] for each in self.contracts), default=None)

    def price(self, sold, day):
        """The exact price a month of one contract in force, in minor units of its currency."""
        amount, quantity = sold["amount"], sold["quantity"]
        for step in sorted(sold["steps"], key=lambda each: each["since"]):
            if step["since"] <= day:
                amount, quantity = step["amount"], step["quantity"]
        line = Fraction(amount * quantity)
        running = [each for each in sold["discounts"] if each["since"] <= day < each["until"]]
        if self.policy.discounts == "gross":
            running = []
        elif self.policy.discounts == "forever-only":
            running = [each for each in running if each["until"] > OPEN]
        percent = min(sum(each["percent"] for each in running), 10_000)
        if line > 0:
            line = line * (10_000 - percent) / 10_000 - sum(each["amount"] for each in running)
            line = max(line, Fraction(0))
        else:
            line = line * (10_000 - percent) / 10_000
        return line * self.share(sold)

    def share(self, sold):
        per, policy = sold["interval"], self.policy
        if per == "once" or (per == "metered" and policy.usage == "out"):
            return Fraction(0)
        if per == "week":
            return Fraction(4) if policy.week_factor == "4" else Fraction(52, 12)
        if per == "day":
            return Fraction(30) if policy.day_factor == "30" else Fraction(365, 12)
        if per == "term":
            if sold["end"] > OPEN:
                return Fraction(0)
            term = date.fromordinal(sold["start"]), date.fromordinal(sold["end"])
            return 1 / months_between(*term, policy.partial_month)
        return Fraction(1, MONTHS[per])

    def of_contract(self, sold, day):
        """MRR of one contract at the end of a day, in FINE parts of its currency's minor unit."""
        end = sold["end"]
        if self.policy.churn_recognition == "cancel-date":
            end = min(end, sold["cancelled"])
        paused = any(each["since"] <= day < each["until"] for each in sold["pauses"])
        late = sold["past_due"] and self.policy.past_due == "out"
        if sold["kind"] != 0 or not sold["start"] <= day < end or late:
            return 0
        if paused and self.policy.paused == "zero":
            return 0
        return half_up(self.price(sold, day) * FINE)

    def rate(self, currency, day):
        """The rate of the day's month, else of the latest of three months before; None without."""
        if currency == 0:
            return 1.0
        month = (day.year - 1970) * 12 + day.month - 1
        for back in range(4):
            if (currency, month - back) in self.rates:
                return self.rates[currency, month - back] * 10.0 ** (
                    self.decimals[0] - self.decimals[currency]
                )
        return None

    def mrr(self, account, day, rates_of=None):
        """MRR of an account in book currency, nothing where below 0; None where a rate is missing."""
        total = 0
        for currency, amount in self.local(account, day).items():
            if amount:
                rate = self.rate(currency, rates_of or day)
                if rate is None:
                    return None
                total += round(amount * rate) if rate != 1.0 else amount
        return max(total, 0)

    def local(self, account, day):
        """What an account pays in each currency."""
        found = {}
        for sold in self.contracts:
            if sold["account"] == account:
                amount = self.of_contract(sold, day.toordinal())
                found[sold["currency"]] = found.get(sold["currency"], 0) + amount
        return found

    def ever(self, account, day):
        """Paid at some month end up to a day; money without a rate is money paid."""
        end = month_end(date.fromordinal(self.first_day))
        while end <= day:
            paid = self.mrr(account, end)
            if paid or (paid is None and sum(self.local(account, end).values()) > 0):
                return True
            end = month_end(end + timedelta(days=1))
        return False

    def move(self, account, opening, closing):
        """(movement, opening, restated, closing) of an account; None where a rate is missing."""
        then, now = self.mrr(account, opening), self.mrr(account, closing)
        restated = self.mrr(account, opening, rates_of=closing)
        if None in (then, now, restated):
            return None
        if not then:
            kind = "none" if not now else "reactivation" if self.ever(account, opening) else "new"
        elif not now:
            kind = "churn"
        else:
            kind = "expansion" if now > restated else "contraction" if now < restated else "none"
        return kind, then, restated, now
