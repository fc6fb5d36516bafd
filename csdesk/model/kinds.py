"""The kinds of record that files bring and take, by the names of the command line."""

from csdesk.model import (
    Account,
    Activity,
    Base,
    Churn,
    Contact,
    Contract,
    Invoice,
    Partner,
    Product,
    Rate,
    SurveyResponse,
    Ticket,
    UsageReading,
)

ENTITIES: dict[str, type[Base]] = {
    "accounts": Account,
    "contacts": Contact,
    "products": Product,
    "contracts": Contract,
    "usage": UsageReading,
    "tickets": Ticket,
    "surveys": SurveyResponse,
    "invoices": Invoice,
    "activities": Activity,
    "churns": Churn,
    "partners": Partner,
    "rates": Rate,
}
