"""Words for yes and no, countries and choices in four languages."""

import pytest

from csdesk.intake.words import choice, country, yes_or_no
from csdesk.model import BillingCycle, Interval, PersonRole, Stage, TicketPriority


@pytest.mark.parametrize("text", ["true", "TRUE", "yes", "Sim", "sí", "SI", "Kyllä", "1", "x", "X"])
def test_yes(text):
    assert yes_or_no(text) is True


@pytest.mark.parametrize("text", ["false", "No", "Não", "ei", "0"])
def test_no(text):
    assert yes_or_no(text) is False


@pytest.mark.parametrize("text", ["maybe", "2", "", "xx"])
def test_neither(text):
    assert yes_or_no(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Brazil", "BR"),
        ("Brasil", "BR"),
        ("Brasilia", "BR"),
        ("BRA", "BR"),
        ("br", "BR"),
        ("Finland", "FI"),
        ("Suomi", "FI"),
        ("Finlândia", "FI"),
        ("FINLANDIA", "FI"),
        ("Estados Unidos", "US"),
        ("USA", "US"),
        ("U.S.", "US"),
        ("EUA", "US"),
        ("uk", "GB"),
        ("England", "GB"),
        ("Saksa", "DE"),
        ("Alemania", "DE"),
        ("Alemanha", "DE"),
        ("GB", "GB"),
        ("Narnia", "Narnia"),
        ("日本", "日本"),
    ],
)
def test_countries_known_in_the_four_languages_become_codes_and_others_stay(text, code):
    assert country(text) == code


@pytest.mark.parametrize(
    ("kind", "text", "member"),
    [
        (TicketPriority, "Crítica", TicketPriority.URGENT),
        (TicketPriority, "P2", TicketPriority.HIGH),
        (Interval, "Mensal", Interval.MONTH),
        (Interval, "vuosi", Interval.YEAR),
        (Interval, "24_months", Interval.TWO_YEARS),
        (BillingCycle, "annual", BillingCycle.YEARLY),
        (Stage, "Kicked-off", Stage.KICKED_OFF),
        (PersonRole, "Economic buyer", PersonRole.ECONOMIC_BUYER),
        (Stage, "who knows", None),
    ],
)
def test_choices(kind, text, member):
    assert choice(kind, text) is member


def test_every_stored_value_and_label_is_known():
    from csdesk.intake.words import _CHOICES

    for kind in _CHOICES:
        for member in kind:
            assert choice(kind, member.value) is member
            assert choice(kind, member.label) is member
