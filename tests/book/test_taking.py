"""Rows of a file against a book: matched, linked, taken whole or not at all, and taken back as one."""

import time

import pytest
from taking_files import TODAY, all_new, fates, nothing_changes, plan_for, reasons, rows, take

from csdesk.book import own_fields, taking
from csdesk.errors import Refused
from csdesk.model import OwnKind, OwnOn
from csdesk.model.draft import Fate

NEW, CHANGED, UNCHANGED, REFUSED = Fate.NEW, Fate.CHANGED, Fate.UNCHANGED, Fate.REFUSED
ACCOUNTS = "id,name,domain,country,tier\nA-1,Öljy Oy,oljy.fi,FI,Gold\nA-2,Padaria,padaria.br,BR,Silver\n"


def names(book):
    return rows(book, "SELECT external_id, name, domain, country FROM account ORDER BY id")


# complaint 11: duplicates instead of updates


def test_the_same_file_a_second_time_changes_nothing(book):
    all_new(take(book, ACCOUNTS, "accounts"))
    before = rows(book, "SELECT count(*) FROM deed")
    nothing_changes(book, ACCOUNTS, "accounts")
    assert rows(book, "SELECT count(*) FROM deed") == before


def test_an_account_is_found_by_id_then_domain_then_name_and_country(book):
    take(book, ACCOUNTS, "accounts")
    outcome = take(book, "id,name,tier\nA-1,Öljy Oy Ab,Gold\n", "accounts")
    assert (fates(outcome), outcome.rows[0].changes) == ([CHANGED], [("name", "Öljy Oy", "Öljy Oy Ab")])
    assert fates(take(book, "domain,tier\nhttps://www.Padaria.br/,Gold\n", "accounts")) == [CHANGED]
    assert fates(take(book, "name,country,tier\n  PADARIA ,Brasil,Gold\n", "accounts")) == [UNCHANGED]
    assert names(book)[1][1] == "Padaria"
    assert fates(take(book, "name,country\nPadaria,ES\n", "accounts")) == [NEW]
    assert len(names(book)) == 3


def test_a_weaker_key_finds_only_what_lacks_the_stronger(book):
    take(book, "name,country\nPadaria,BR\n", "accounts")
    outcome = take(book, "id,domain,name,country\nA-9,padaria.br,Padaria,BR\n", "accounts")
    assert fates(outcome) == [CHANGED]
    assert fates(take(book, "id,name,country\nA-10,Padaria,BR\n", "accounts")) == [NEW]
    assert "Several records" in reasons(take(book, "name,tier\nPadaria,Gold\n", "accounts"))[2]


def test_a_name_without_country_is_found_by_name_alone(book):
    take(book, ACCOUNTS, "accounts")
    assert fates(take(book, "name,tier\npadaria,Silver\n", "accounts")) == [UNCHANGED]


def test_the_key_can_be_chosen(book):
    take(book, ACCOUNTS, "accounts")
    outcome = take(book, "id,name,domain\nNEW-1,Padaria,padaria.br\n", "accounts", match="domain")
    assert outcome.rows[0].changes == [("external_id", "A-2", "NEW-1")]
    assert reasons(take(book, "id,name\nX,Y\n", "accounts", match="domain")) == {
        2: "The row has no domain to match by."
    }
    with pytest.raises(Refused, match="colour"):
        take(book, ACCOUNTS, "accounts", match="colour")


def test_salesforce_ids_of_15_and_18_letters_are_the_same(book):
    take(book, "id,name\n001A0000006Vm9uIAC,X\n", "accounts")
    assert fates(take(book, "id,name\n001A0000006Vm9u,X\n", "accounts", match="external_id")) == [CHANGED]
    assert len(names(book)) == 1


def test_an_account_in_the_bin_is_not_found(book):
    from csdesk.book import deleted

    take(book, ACCOUNTS, "accounts")
    ids = [row[0] for row in rows(book, "SELECT id FROM account")]
    from csdesk.model import Account

    book.write(lambda s: [setattr(s.get(Account, each), "deleted_on", TODAY) for each in ids])
    assert deleted is not None
    assert fates(take(book, ACCOUNTS, "accounts")) == [NEW, NEW]


# two rows of one file


def test_the_first_of_two_rows_with_one_id_is_taken_and_the_second_run_is_the_same(book):
    text = "id,name,tier\nA,X,Gold\nB,Y,Gold\nA,X,Silver\nA,X,Gold\n"
    outcome = take(book, text, "accounts")
    assert fates(outcome) == [NEW, NEW, REFUSED, UNCHANGED]
    assert reasons(outcome) == {4: "The same id as line 2, with other contents."}
    assert fates(take(book, text, "accounts")) == [UNCHANGED, UNCHANGED, REFUSED, UNCHANGED]


def test_a_refused_row_changes_nothing(book):
    take(book, ACCOUNTS, "accounts")
    before = rows(book, "SELECT * FROM account")
    text = f"id,name,tier\nA-1,{'x' * 600},Gold\n"
    assert "too long" in reasons(take(book, text, "accounts"))[2]
    assert rows(book, "SELECT * FROM account") == before


def test_a_new_account_needs_a_name(book):
    assert "cannot be empty" in reasons(take(book, "id,tier\nA,Gold\n", "accounts"))[2]
    assert "names no account" in reasons(take(book, "name,tier\n,Gold\n", "accounts"))[2]


def test_empty_cells_never_erase_and_clear_does(book):
    take(book, ACCOUNTS, "accounts")
    outcome = take(book, "id,domain,country,tier\nA-1,,N/A,<clear>\n", "accounts")
    assert outcome.rows[0].changes == [("tier", "Gold", None)]
    assert "cannot be empty" in reasons(take(book, "id,name\nA-1,<clear>\n", "accounts"))[2]


def test_control_characters_do_not_come_in(book):
    take(book, 'id,name,notes\nA,"Two\nlines\x07","Two\nlines\x07"\n', "accounts")
    assert rows(book, "SELECT name, notes FROM account") == [("Two lines", "Two\nlines")]


# since when values hold


def test_changed_owner_and_tier_hold_from_today(book):
    take(book, "id,name,tier,owner,signup date\nA,X,Gold,Ana,2024-01-02\n", "accounts")
    take(book, "id,tier,owner\nA,Silver,Bob\n", "accounts")
    held = rows(book, "SELECT what, since, value FROM dated_value ORDER BY what, since")
    assert held == [
        ("owner", "2024-01-02", "Ana"), ("owner", "2026-11-21", "Bob"),
        ("tier", "2024-01-02", "Gold"), ("tier", "2026-11-21", "Silver"),
    ]  # fmt: skip
    take(book, "id,tier\nA,Bronze\n", "accounts")
    assert rows(book, "SELECT value FROM dated_value WHERE what = 'tier' ORDER BY since") == [
        ("Gold",),
        ("Bronze",),
    ]


def test_a_value_where_none_was_holds_from_the_start(book):
    take(book, "id,name\nA,X\n", "accounts")
    take(book, "id,tier\nA,Silver\n", "accounts")
    assert rows(book, "SELECT count(*) FROM dated_value") == [(0,)]


def test_the_first_contract_says_since_when_an_old_value_held(book):
    take(book, "id,name,tier\nA,X,Gold\n", "accounts")
    take(book, "id,account,start,mrr\nC,A,2023-05-06,5\n", "contracts")
    take(book, "id,tier\nA,Silver\n", "accounts")
    assert rows(book, "SELECT since, value FROM dated_value ORDER BY since") == [
        ("2023-05-06", "Gold"),
        ("2026-11-21", "Silver"),
    ]


def test_histories_roles_and_links_are_taken_as_a_whole(book):
    text = (
        "id,name,tier_history,owner_roles,links,health_inputs\n"
        "A,X,2024-01-01 Gold;2025-01-01 Silver,csm 2024-01-01 - Ana Lopes,https://x.fi Site,"
        "2025-01-01 health green well\\; done\n"
    )
    all_new(take(book, text, "accounts"))
    nothing_changes(book, text, "accounts")
    assert rows(book, "SELECT tier FROM account") == [("Silver",)]
    assert rows(book, "SELECT role, person, since FROM owner_role") == [("csm", "Ana Lopes", "2024-01-01")]
    assert rows(book, "SELECT note FROM health_input") == [("well; done",)]
    outcome = take(book, "id,tier_history,links\nA,2024-01-01 Bronze,<clear>\n", "accounts")
    assert [name for name, _, _ in outcome.rows[0].changes] == ["tier", "tier_history", "links"]
    assert rows(book, "SELECT since, value FROM dated_value") == [("2024-01-01", "Bronze")]
    assert rows(book, "SELECT count(*) FROM link") == [(0,)]
    assert "still to come" in reasons(take(book, "id,tier_history\nA,2030-01-01 Gold\n", "accounts"))[2]
    assert "cannot be read" in reasons(take(book, "id,tier_history\nA,soon Gold\n", "accounts"))[2]


def test_a_manager_column_gives_the_role_and_an_owner_where_none_is(book):
    take(book, "id,name,CSM,Account manager\nA,X,Ana,Bob\n", "accounts")
    assert rows(book, "SELECT owner FROM account") == [("Ana",)]
    assert rows(book, "SELECT role, person FROM owner_role ORDER BY id") == [("csm", "Ana"), ("am", "Bob")]
    nothing_changes(book, "id,CSM\nA,ana\n", "accounts")
    outcome = take(book, "id,CSM\nA,Carla\n", "accounts")
    assert outcome.rows[0].changes == [("role.csm", "Ana", "Carla")]
    assert rows(book, "SELECT person, since, until FROM owner_role WHERE role = 'csm' ORDER BY person") == [
        ("Ana", None, "2026-11-21"), ("Carla", "2026-11-21", None),
    ]  # fmt: skip
    take(book, "id,name\nB,Y\n", "accounts")
    assert take(book, "id,CSM\nB,Dora\n", "accounts").rows[0].changes[0] == ("owner", None, "Dora")


def test_parents_may_stand_below_their_children(book):
    text = "id,name,parent\nA,Child,B\nB,Mother,\nC,Orphan,ZZZ\nD,Self,D\n"
    outcome = take(book, text, "accounts")
    assert fates(outcome) == [NEW] * 4
    assert rows(book, "SELECT a.name, b.name FROM account a JOIN account b ON a.parent_id = b.id") == [
        ("Child", "Mother")
    ]
    assert [str(note)[:7] for note in outcome.warnings] == ["Line 4:", "Line 5:"]
    assert fates(take(book, "id,parent\nB,C\nA,<clear>\n", "accounts")) == [CHANGED, CHANGED]


# own fields


def test_unknown_columns_become_fields_of_ones_own(book):
    text = "id,name,Colour,Budget\nA,X,red,5\nB,Y,,7.5\n"
    all_new(take(book, text, "accounts", keep_columns=True))
    nothing_changes(book, text, "accounts", keep_columns=True)
    assert book.read(taking.own_kinds, "accounts") == {"Colour": OwnKind.TEXT, "Budget": OwnKind.NUMBER}
    outcome = take(book, "id,x:Colour\nA,blue\nB,<clear>\n", "accounts")
    assert fates(outcome) == [CHANGED, UNCHANGED]
    assert outcome.rows[0].changes == [("x:Colour", "red", "blue")]
    assert rows(book, "SELECT own FROM account ORDER BY id") == [
        ('{"Budget": 5, "Colour": "blue"}',),
        ('{"Budget": 7.5}',),
    ]
    assert fates(take(book, "id,x:Colour\nA,<clear>\n", "accounts")) == [CHANGED]


def test_a_value_a_field_cannot_hold_is_refused(book):
    book.write(own_fields.define, entity=OwnOn.ACCOUNT, name="Size", kind=OwnKind.CHOICE, choices="S\nM")
    assert fates(take(book, "id,name,x:Size\nA,X,S\nB,Y,XXL\n", "accounts")) == [NEW, REFUSED]


def test_kinds_without_own_fields(book):
    assert book.read(taking.own_kinds, "tickets") == {}


# links: complaint 12


def test_links_by_id_domain_name_and_number(book):
    take(book, ACCOUNTS, "accounts")
    text = "name,email,account\nAna,a@x.fi,A-1\nBob,b@x.fi,oljy.fi\nCarl,c@x.fi,padaria\nDora,d@x.fi,#2\n"
    all_new(take(book, text, "contacts"))
    assert [row[0] for row in rows(book, "SELECT account_id FROM contact ORDER BY id")] == [1, 1, 2, 2]


def test_what_no_link_finds_is_listed_and_made_only_when_asked(book):
    text = "name,email,account\nAna,a@x.fi,New Ltd\nBob,b@x.fi,New Ltd\n"
    outcome = take(book, text, "contacts")
    assert reasons(outcome)[2] == "There is no account “New Ltd”."
    assert outcome.missing == {"New Ltd": 2}
    outcome = take(book, text, "contacts", create_missing=True)
    all_new(outcome)
    assert outcome.created == {"accounts": 1}
    assert names(book) == [("New Ltd", "New Ltd", None, None)]


def test_what_was_made_for_a_refused_row_is_not_made(book):
    text = f"name,email,account\n{'x' * 600},a@x.fi,New Ltd\nBob,b@x.fi,Other Ltd\n"
    outcome = take(book, text, "contacts", create_missing=True)
    assert (fates(outcome), outcome.created) == ([REFUSED, NEW], {"accounts": 1})
    assert names(book) == [("Other Ltd", "Other Ltd", None, None)]


def test_a_name_that_two_accounts_have_is_refused(book):
    take(book, "id,name\nA,Same\nB,Same\n", "accounts")
    assert "several records" in reasons(take(book, "name,account\nAna,Same\n", "contacts"))[2]


def test_one_of_several_ids_in_a_cell_is_enough(book):
    take(book, ACCOUNTS, "accounts")
    all_new(take(book, "name,account\nAna,99;A-2\n", "contacts"))


# taking back, rehearsing, cancelling: complaints 15 and 16


def test_an_import_is_one_deed_and_undo_takes_it_back_whole(book, done):
    batch = plan_for(book, ACCOUNTS, "accounts").batch()
    done(taking.take, batch)
    assert str(book.undoable()) == "Import file.csv"
    book.undo()
    assert names(book) == []


def test_the_preview_says_what_the_import_then_does(book):
    take(book, ACCOUNTS, "accounts")
    text = "id,name,tier\nA-1,Öljy Oy,Silver\nA-2,Padaria,Silver\nA-3,New,Gold\nA-3,New,Silver\n"
    batch = plan_for(book, text, "accounts").batch()
    before = rows(book, "SELECT * FROM account")
    preview = book.rehearse(taking.take, batch)
    assert rows(book, "SELECT * FROM account") == before
    outcome = book.write(taking.take, plan_for(book, text, "accounts").batch())
    assert [(r.line, r.fate, r.changes, str(r.reason)) for r in preview.rows] == [
        (r.line, r.fate, r.changes, str(r.reason)) for r in outcome.rows
    ]
    assert outcome.counts == {"new": 1, "changed": 1, "unchanged": 1, "refused": 1}


def test_cancelling_leaves_the_book_untouched(book):
    class Enough(Exception):
        pass

    def progress(done, total):
        seen.append((done, total))
        if done >= 500:
            raise Enough

    seen = []
    text = "id,name\n" + "".join(f"A-{n},X{n}\n" for n in range(1_200))
    with pytest.raises(Enough):
        book.write(taking.take, plan_for(book, text, "accounts").batch(), progress=progress)
    assert seen == [(0, 1_200), (500, 1_200)]
    assert names(book) == []


def test_progress_ends_with_all_rows(book):
    seen = []
    book.write(
        taking.take, plan_for(book, ACCOUNTS, "accounts").batch(), progress=lambda *of: seen.append(of)
    )
    assert seen[-1] == (2, 2)


def test_mappings_are_remembered_by_header(book):
    text = "id;account;start;end;mrr\nC;A-1;25/03/2024;31/12/2024;5\n"
    take(book, ACCOUNTS, "accounts")
    take(book, text, "contracts", end_is="after")
    assert plan_for(book, text.replace("25/", "05/"), "contracts").questions == ()
    take(book, text.replace(";5\n", ";6\n"), "contracts", end_is="last")
    assert 'end_is = "last"' in next(iter(book.read(taking.mappings, "contracts").values()))


def test_nothing_is_remembered_of_a_file_without_use(book):
    take(book, "name,account\nAna,Nobody\n", "contacts")
    assert book.read(taking.mappings, "contacts") == {}


# complaint 17: speed


def test_ten_thousand_rows_take_seconds(book):
    began = time.perf_counter()
    text = "id,name,domain,tier\n" + "".join(f"A-{n},Company {n},c{n}.example,Gold\n" for n in range(10_000))
    all_new(take(book, text, "accounts"))
    assert time.perf_counter() - began < 10  # half a second on an idle machine


def test_what_was_answered_before_is_said(book):
    take(book, "id,name\nA,X\n", "accounts")
    text = "id;account;start;end;mrr\nC;A;05/03/2024;06/12/2024;1.234\n"
    take(book, text, "contracts", end_is="last", day_first=True, decimal=",")
    notes = [str(note) for note in plan_for(book, text, "contracts").warnings]
    assert notes == [
        "Dates are read day first, as in the last file with this header.",
        "“,” is read as the decimal sign, as in the last file with this header.",
        "End dates are read as the last day covered, as in the last file with this header.",
    ]
