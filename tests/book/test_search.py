from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csdesk.book import Book, rows, search
from csdesk.model import Account, Activity, Contact, Contract, Partner, Tags, Ticket


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    with Book.create(tmp_path_factory.mktemp("search") / "desk.csdesk") as made:
        made.write(fill)
        yield made


def fill(session):
    one = Account(
        name="Hämeen Öljy Oy", domain="hameenoljy.example", notes="Prefers 100% renewable_fuel", country="FI"
    )
    two = Account(name="São Paulo Açaí", tags=Tags(("fruit", "retail")), industry="Food")
    gone = Account(name="Gone Ltd", deleted_on=date(2026, 1, 1))
    partner = Partner(name="Nordic Partners")
    left = Partner(name="Left Partners", deleted_on=date(2026, 1, 1))
    tokyo = Account(name="東京電力株式会社")
    session.add_all([one, two, gone, partner, left, tokyo])
    session.flush()
    session.add_all(
        [
            Contact(name="Matti Meikäläinen", account_id=one.id, email="matti@hameenoljy.example"),
            Contact(name="Gina Gone", account_id=gone.id),
            Contact(name="Lena Left", partner_id=left.id),
            Contact(name="Nora North", partner_id=partner.id),
            Activity(
                account_id=two.id, day=date(2026, 1, 2), text="Call about the açaí harvest\nand the rain"
            ),
            Activity(partner_id=left.id, day=date(2026, 1, 2), text="harvest of leads"),
            Ticket(account_id=two.id, opened_on=date(2026, 1, 3), subject="Login fails", external_id="T-77"),
            Contract(
                account_id=one.id, start=date(2026, 1, 1), amount=1, currency="EUR", external_id="C-2026/01"
            ),
        ]
    )


def titles(book, text, limit=20):
    return [hit.title for hit in book.read(search.find, text, limit)]


def test_case_and_marks_do_not_matter(book):
    for text in ("hameen", "HÄMEEN", "hämeen ölj", "oljy oy"):
        assert "Hämeen Öljy Oy" in titles(book, text), text


def test_every_word_counts_and_the_last_may_be_unfinished(book):
    assert titles(book, "sao acai") == ["São Paulo Açaí"]
    assert titles(book, "paulo har") == []
    assert titles(book, "call rai") == ["Call about the açaí harvest\nand the rain"]


def test_people_notes_timeline_tickets_contracts_and_partners_are_found(book):
    assert titles(book, "meikal") == ["Matti Meikäläinen"]
    assert titles(book, "matti@hameenoljy.example") == ["Matti Meikäläinen"]
    assert titles(book, "renewable") == ["Hämeen Öljy Oy"]
    assert titles(book, "login") == ["Login fails"]
    assert titles(book, "C-2026/01") == ["C-2026/01"]
    assert titles(book, "nordic") == ["Nordic Partners"]
    assert titles(book, "retail") == ["São Paulo Açaí"]


def test_a_hit_knows_its_account(book):
    (hit,) = book.read(search.find, "login")
    assert (hit.kind, hit.id, hit.account_id) == ("ticket", 1, 2)
    (hit,) = book.read(search.find, "nora")
    assert (hit.kind, hit.account_id) == ("contact", None)
    (hit,) = book.read(search.find, "renewable")
    assert (hit.kind, hit.account_id, "renewable_fuel" in hit.snippet) == ("account", 1, True)


def test_what_is_in_the_bin_is_not_found_nor_what_belongs_to_it(book):
    for text in ("gone", "gina", "lena", "left", "leads"):
        assert titles(book, text) == [], text


def test_short_words_and_cjk(book):
    assert "Hämeen Öljy Oy" in titles(book, "hä")
    assert "Hämeen Öljy Oy" in titles(book, "ö")
    assert titles(book, "電力") == ["東京電力株式会社"]
    assert titles(book, "東京電力 会社") == ["東京電力株式会社"]
    assert titles(book, "%") == ["Hämeen Öljy Oy"]
    assert titles(book, "_") == ["Hämeen Öljy Oy"]


def test_names_that_begin_with_the_word_come_first(book):
    assert titles(book, "hameen")[0] == "Hämeen Öljy Oy"


def test_nothing_asked_nothing_found_and_the_limit_holds(book):
    assert titles(book, "  ") == []
    assert len(titles(book, "a", limit=2)) == 2


@pytest.mark.parametrize(
    "text",
    [
        '"', '""', "'", "*", "a*", "NOT", "OR", "AND x", "NEAR(a b)", "title:x", "-x", "(", ")", "^a",
        "a\0b", "\\", "%_", "{}", "🙂", "+ +", "a AND", "; DROP TABLE account",
    ],
)  # fmt: skip
def test_what_is_typed_is_never_a_query_language(book, text):
    assert isinstance(titles(book, text), list)


@given(text=st.text(max_size=30))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_can_be_looked_for(book, text):
    text = text.encode("utf-8", "replace").decode("utf-8")
    assert isinstance(titles(book, text), list)


def test_the_index_follows_every_write_and_can_be_rebuilt(tmp_path):
    with Book.create(tmp_path / "b.csdesk") as book:
        book.write(fill)

        def differences():
            return book.write(lambda s: search.differences(rows.raw(s), thorough=True))

        assert differences() == 0
        book.write(lambda s: setattr(s.get_one(Account, 1), "name", "Renamed"))
        assert titles(book, "renamed") == ["Renamed"]
        assert titles(book, "öljy oy") == []
        book.undo()
        assert titles(book, "renamed") == []
        book.write(lambda s: setattr(s.get_one(Account, 1), "deleted_on", date(2026, 1, 1)))
        assert titles(book, "hameenoljy") == []
        assert differences() == 0
        book.write(lambda s: rows.raw(s).execute("DELETE FROM search WHERE rowid % 2").close())
        assert differences() > 0
        book.write(lambda s: search.rebuild(rows.raw(s)))
        assert differences() == 0


def test_people_and_notes_of_a_partner_say_whose_they_are(book, today):
    from csdesk.book import contacts, partners, timeline

    partner = book.write(partners.add, name="Par")
    person = book.write(contacts.add, partner_id=partner, name="Quentin")
    book.write(timeline.add, partner_id=partner, text="Zebra talk", day=today)
    (hit,) = book.read(search.find, "quentin")
    assert (hit.kind, hit.id, hit.account_id, hit.partner_id) == ("contact", person, None, partner)
    (hit,) = book.read(search.find, "zebra")
    assert (hit.kind, hit.account_id, hit.partner_id) == ("activity", None, partner)


def test_what_belongs_to_an_account_or_partner_says_its_name(book):
    assert {hit.of for hit in book.read(search.find, "harvest")} == {"São Paulo Açaí"}
    assert {hit.of for hit in book.read(search.find, "Nora North")} == {"Nordic Partners"}
    assert {hit.of for hit in book.read(search.find, "Hämeen") if hit.kind == "account"} == {""}
