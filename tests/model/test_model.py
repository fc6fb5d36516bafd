"""The model: fields that feed forms, money without floats, tags and choices as they are stored."""

from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from csdesk.model import (
    Account,
    Base,
    Contract,
    Interval,
    Money,
    Stage,
    Tags,
    decimals,
    fields_of,
    major,
    minor,
)

ENTITIES = sorted((mapper.class_ for mapper in Base.registry.mappers), key=lambda entity: entity.__name__)


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.__name__)
def test_every_visible_field_has_a_label_and_a_known_kind(entity):
    for field in fields_of(entity):
        assert field.label, field.name
        assert field.group, field.name
        assert field.kind in {str, int, float, bool, date, Money, Tags} or field.choices, field.name


def test_fields_keep_the_order_of_the_class():
    names = [field.name for field in fields_of(Contract)]
    assert names.index("start") < names.index("end_exclusive") < names.index("amount")
    by_name = {field.name: field for field in fields_of(Contract)}
    assert by_name["account_id"].refers == "account"
    assert by_name["amount"].kind is Money
    assert by_name["interval"].choices == tuple(Interval)
    assert by_name["end_exclusive"].optional
    assert not by_name["start"].optional


@pytest.mark.parametrize(
    ("amount", "currency", "units"),
    [("1234.50", "EUR", 123450), ("1234.5", "JPY", 1235), ("1.2345", "KWD", 1235), ("-0.005", "EUR", -1)],
)
def test_money_is_whole_minor_units(amount, currency, units):
    assert minor(Decimal(amount), currency) == units


def test_money_comes_back_with_its_decimals():
    assert str(major(123450, "EUR")) == "1234.50"
    assert str(major(5, "JPY")) == "5"
    assert str(major(5, "KWD")) == "0.005"
    assert (decimals("BRL"), decimals("CLP"), decimals("TND")) == (2, 0, 3)


def test_what_is_stored_comes_back():
    engine = sa.create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(
            Account(name="Öljy", tags=Tags(("a", " b;c ", "a", "")), stage=Stage.LIVE, own={"z": 1, "a": "x"})
        )
        session.commit()
        session.expire_all()
        account = session.scalars(sa.select(Account)).one()
        assert account.tags == ("a", "b,c")
        assert account.stage is Stage.LIVE
        assert account.own == {"a": "x", "z": 1}
        raw = session.execute(sa.text("select stage, tags, own from account")).one()
        assert raw == ("live", "a;b,c", '{"a": "x", "z": 1}')
    engine.dispose()


def test_a_contract_cannot_end_before_it_starts():
    engine = sa.create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(Account(name="A"))
        session.flush()
        session.add(
            Contract(
                account_id=1, start=date(2026, 1, 2), end_exclusive=date(2026, 1, 1), amount=1, currency="EUR"
            )
        )
        with pytest.raises(sa.exc.IntegrityError):
            session.flush()
    engine.dispose()
