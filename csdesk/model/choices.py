"""The fixed choices of the field: every word a record may carry where the words are not free."""

from csdesk.i18n import mark
from csdesk.model.choice import Choice


class Role(Choice):
    """The seven roles around a subscription customer."""

    SDR = "sdr", mark("Sales development")
    AE = "ae", mark("Account executive")
    SUPPORT = "support", mark("Support")
    AM = "am", mark("Account manager")
    IMPLEMENTATION = "implementation", mark("Implementation")
    CSM = "csm", mark("Customer success manager")
    RENEWAL = "renewal", mark("Renewal manager")


class Stage(Choice):
    """Where a customer stands in the work with it; status is another thing and comes from contracts."""

    SIGNED = "signed", mark("Signed")
    KICKED_OFF = "kicked_off", mark("Kicked off")
    ONBOARDING = "onboarding", mark("Onboarding")
    LIVE = "live", mark("Live")
    ADOPTED = "adopted", mark("Adopted")
    EXPANDING = "expanding", mark("Expanding")
    RENEWING = "renewing", mark("Renewing")
    OFFBOARDING = "offboarding", mark("Offboarding")


class Fit(Choice):
    """How well an account fits the ideal customer profile."""

    STRONG = "strong", mark("Strong")
    FAIR = "fair", mark("Fair")
    WEAK = "weak", mark("Weak")


class PersonRole(Choice):
    CHAMPION = "champion", mark("Champion")
    ECONOMIC_BUYER = "economic_buyer", mark("Economic buyer")
    DECISION_MAKER = "decision_maker", mark("Decision maker")
    TECHNICAL_LEAD = "technical_lead", mark("Technical lead")
    END_USER_CHAMPION = "end_user_champion", mark("End-user champion")
    SPONSOR = "sponsor", mark("Executive sponsor")
    BILLING = "billing", mark("Billing")
    USER = "user", mark("User")
    OTHER = "other", mark("Other")


class Influence(Choice):
    HIGH = "high", mark("High")
    MEDIUM = "medium", mark("Medium")
    LOW = "low", mark("Low")


class Attitude(Choice):
    FOR = "for", mark("For us")
    NEUTRAL = "neutral", mark("Neutral")
    AGAINST = "against", mark("Against us")
    UNKNOWN = "unknown", mark("Not known")


class Interval(Choice):
    """What one amount of a contract pays for."""

    DAY = "day", mark("Day")
    WEEK = "week", mark("Week")
    MONTH = "month", mark("Month")
    QUARTER = "quarter", mark("Quarter")
    HALF_YEAR = "half_year", mark("Half year")
    YEAR = "year", mark("Year")
    TWO_YEARS = "24_months", mark("Two years")
    THREE_YEARS = "36_months", mark("Three years")
    FOUR_YEARS = "48_months", mark("Four years")
    FIVE_YEARS = "60_months", mark("Five years")
    TERM = "term", mark("Whole term")
    ONCE = "once", mark("Once")
    METERED = "metered", mark("By use")


class ContractKind(Choice):
    PAID = "paid", mark("Paid")
    TRIAL = "trial", mark("Trial")
    FREE = "free", mark("Free")


class BillingCycle(Choice):
    MONTHLY = "monthly", mark("Monthly")
    QUARTERLY = "quarterly", mark("Quarterly")
    HALF_YEARLY = "half_yearly", mark("Half-yearly")
    YEARLY = "yearly", mark("Yearly")
    UPFRONT = "upfront", mark("Up front")


class TicketPriority(Choice):
    URGENT = "urgent", mark("Urgent")
    HIGH = "high", mark("High")
    MEDIUM = "medium", mark("Medium")
    LOW = "low", mark("Low")


class SurveyKind(Choice):
    NPS = "nps", mark("NPS")
    CSAT = "csat", mark("CSAT")
    CES = "ces", mark("CES")


class InvoiceKind(Choice):
    RECURRING = "recurring", mark("Recurring")
    ONE_OFF = "one_off", mark("One-off")
    SERVICE = "service", mark("Service")
    USAGE = "usage", mark("Usage")
    CREDIT = "credit", mark("Credit")


class ActivityType(Choice):
    CALL = "call", mark("Call")
    MEETING = "meeting", mark("Meeting")
    EMAIL = "email", mark("E-mail")
    NOTE = "note", mark("Note")
    UPDATE = "update", mark("Update")
    MILESTONE = "milestone", mark("Milestone")
    QBR = "qbr", mark("Business review")
    SURVEY = "survey", mark("Survey")
    ESCALATION = "escalation", mark("Escalation")
    HAND_OFF = "hand_off", mark("Hand-off")


class PartnerType(Choice):
    RESELLER = "reseller", mark("Reseller")
    REFERRAL = "referral", mark("Referral partner")
    AFFILIATE = "affiliate", mark("Affiliate")
    MARKETPLACE = "marketplace", mark("Marketplace")
    INTEGRATOR = "integrator", mark("System integrator")
    TECHNOLOGY = "technology", mark("Technology partner")
    AGENCY = "agency", mark("Agency")
    DISTRIBUTOR = "distributor", mark("Distributor")
    CO_DEVELOPMENT = "co_development", mark("Co-development")
    OTHER = "other", mark("Other")


class PartnerStatus(Choice):
    CANDIDATE = "candidate", mark("Candidate")
    ONBOARDING = "onboarding", mark("Onboarding")
    ACTIVE = "active", mark("Active")
    PAUSED = "paused", mark("Paused")
    DECLINED = "declined", mark("Declined")
    ENDED = "ended", mark("Ended")


class OwnKind(Choice):
    """The types a user-defined field can have."""

    TEXT = "text", mark("Text")
    LONG_TEXT = "long_text", mark("Long text")
    NUMBER = "number", mark("Number")
    MONEY = "money", mark("Money")
    PERCENT = "percent", mark("Percent")
    DATE = "date", mark("Date")
    YES_NO = "yes_no", mark("Yes or no")
    CHOICE = "choice", mark("One of a list")
    LINK = "link", mark("Link")


class OwnOn(Choice):
    """Kinds of record that can carry user-defined fields."""

    ACCOUNT = "account", mark("Accounts")
    PARTNER = "partner", mark("Partners")
    CONTRACT = "contract", mark("Contracts")


class Dated(Choice):
    """Fields of an account that keep the date from which they hold."""

    OWNER = "owner", mark("Owner")
    TIER = "tier", mark("Tier")
    SEGMENT = "segment", mark("Segment")
    COUNTRY = "country", mark("Country")
