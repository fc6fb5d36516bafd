"""What each policy means, in words: the question it answers, and what each choice does."""

from csdesk.i18n import mark

# key → (what it decides, {choice: what that choice means})
POLICY_WORDS: dict[str, tuple[str, dict[str, str]]] = {
    "discounts": (
        mark("Which discounts lower MRR"),
        {
            "net": mark("All that are in force"),
            "forever-only": mark("Only those without an end"),
            "gross": mark("None: list prices"),
        },
    ),
    "past_due": (
        mark("Whether a contract whose invoice is late still counts"),
        {"in": mark("Counts until it is cancelled"), "out": mark("Left out while it is late")},
    ),
    "usage": (
        mark("Amounts that follow consumption go up and down without a decision"),
        {"out": mark("Left out"), "in": mark("Counted with their amount")},
    ),
    "week_factor": (
        mark("How a weekly price becomes a monthly one"),
        {"52/12": mark("52 weeks a year, by 12"), "4": mark("4 weeks a month")},
    ),
    "day_factor": (
        mark("How a daily price becomes a monthly one"),
        {"365/12": mark("365 days a year, by 12"), "30": mark("30 days a month")},
    ),
    "partial_month": (
        mark("How the part of a month in a whole term is counted"),
        {"actual": mark("By the days of that month"), "30-day": mark("As if every month had 30 days")},
    ),
    "churn_recognition": (
        mark("A yearly contract cancelled in May may be paid until December"),
        {"term-end": mark("When its paid term ends"), "cancel-date": mark("On the day it was cancelled")},
    ),
    "rate_date": (
        mark("Decides whether a change of rates moves MRR"),
        {
            "month-end": mark("The month’s own; changes show as FX"),
            "contract-date": mark("The one at the contract’s start; no FX"),
        },
    ),
    "new_customer_at": (
        mark("The day that puts it into a month and a cohort"),
        {"start": mark("When its service starts"), "signature": mark("When the contract is signed")},
    ),
    "revenue_basis": (
        mark("Revenue of a period, with one-off and service lines; not MRR"),
        {
            "invoiced": mark("What was invoiced"),
            "recognised": mark("What was earned"),
            "cash": mark("What was paid"),
        },
    ),
    "churn_method": (
        mark("How the share of customers lost is taken"),
        {
            "cohort": mark("Of those there at the start, lost by the end"),
            "st": mark("All losses, of those at the start and the new"),
            "daily": mark("All losses, of the average day"),
        },
    ),
    "include_contraction": (
        mark("Customers who stay and pay less"),
        {"yes": mark("Losses and reductions"), "no": mark("Losses only")},
    ),
    "reactivation_is_gain": (
        mark("Whether returning customers lower net MRR churn"),
        {"yes": mark("Subtracted, as expansion is"), "no": mark("Not counted")},
    ),
    "nrr_window": (
        mark("How far NRR and GRR look back"),
        {"12m": mark("12 months"), "3m": mark("3 months"), "1m": mark("1 month")},
    ),
    "nrr_method": (
        mark("What NRR is computed from"),
        {
            "cohort": mark("The same customers, then and now"),
            "bridge": mark("The movements of the period"),
        },
    ),
    "grr_method": (
        mark("What GRR is computed from"),
        {
            "endpoint": mark("The same customers, then and now"),
            "flow": mark("Every loss on the way"),
        },
    ),
    "cohort_by": (
        mark("How customers are put into cohorts"),
        {"month": mark("By month of start"), "quarter": mark("By quarter of start")},
    ),
    "quick_ratio_reactivation": (
        mark("Whether returning customers count as gains in the quick ratio"),
        {"yes": mark("Counted"), "no": mark("Not counted")},
    ),
    "lifetime_cap": (
        mark("The longest customer lifetime that is shown"),
        {"off": mark("No limit"), "120": mark("120 months")},
    ),
    "renewal_grace_days": (
        mark("How late a renewal may be and still count in its period"),
        {"0": mark("0 days"), "30": mark("30 days"), "60": mark("60 days"), "90": mark("90 days")},
    ),
    "renewal_by": (
        mark("An account may have several terms due in one period"),
        {"contract": mark("Contracts"), "account": mark("Accounts")},
    ),
    "gap_bridge_days": (
        mark("A renewal signed late leaves days without a contract"),
        {
            "0": mark("Never: what is under contract"),
            "7": mark("Up to 7 days"),
            "14": mark("Up to 14 days"),
            "30": mark("Up to 30 days"),
        },
    ),
    "paid_to_free": (
        mark("When a paid contract ends and a free one goes on"),
        {"churn": mark("Churn"), "stay": mark("Still a customer, paying nothing")},
    ),
    "price_uplift": (
        mark("How a higher price at renewal is shown"),
        {"expansion": mark("As expansion"), "own": mark("As a line of its own")},
    ),
    "paused": (
        mark("A pause at nothing shows as contraction or churn until it ends"),
        {"zero": mark("Nothing while paused"), "keep": mark("Its price, as before")},
    ),
    "ramp": (
        mark("For contracts whose price rises year by year"),
        {"step": mark("The step in force"), "average": mark("The average over its term")},
    ),
    "resolution": (
        mark("Whether leaving and returning within a period is seen"),
        {"snapshot": mark("Only start and end are compared"), "daily": mark("Every day is looked at")},
    ),
}

# groups in the order shown
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        mark("What counts as MRR"),
        (
            "discounts",
            "past_due",
            "usage",
            "paused",
            "ramp",
            "churn_recognition",
            "gap_bridge_days",
            "paid_to_free",
        ),
    ),
    (mark("Prices made monthly"), ("week_factor", "day_factor", "partial_month", "rate_date")),
    (
        mark("Retention and churn"),
        (
            "nrr_window",
            "nrr_method",
            "grr_method",
            "churn_method",
            "include_contraction",
            "reactivation_is_gain",
            "cohort_by",
        ),
    ),
    (
        mark("Growth, renewals, lifetime"),
        (
            "new_customer_at",
            "quick_ratio_reactivation",
            "renewal_by",
            "renewal_grace_days",
            "lifetime_cap",
            "price_uplift",
            "resolution",
            "revenue_basis",
        ),
    ),
)


def choice_words(key: str, choice: str) -> str:
    """Return what ``choice`` of a policy means; a number typed elsewhere stands for itself."""
    return POLICY_WORDS[key][1].get(choice, choice) if key in POLICY_WORDS else choice
