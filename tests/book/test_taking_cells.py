"""What single cells of a file do to a record that is there already."""

from datetime import date

from taking_files import all_new, fates, given, nothing_changes, reasons, rows, take

from csdesk.model.draft import Fate


def test_clear_empties_tags_roles_and_yes_no(book):
    take(book, "id,name,tags,csm\nA,Alpha,a;b,Ana\n", "accounts")
    cleared = "id,tags,csm\nA,<clear>,<clear>\n"
    outcome = take(book, cleared, "accounts")
    assert fates(outcome) == [Fate.CHANGED], reasons(outcome)
    assert {name for name, _, _ in outcome.rows[0].changes} == {"tags", "role.csm"}
    header, (account,) = given(book, "accounts")
    assert account[header.index("tags")] == ""
    assert account[header.index("owner_roles")] == "csm - 2026-11-21 Ana"
    nothing_changes(book, cleared, "accounts")
    take(book, "id,account,start,mrr,auto renewal\nC,A,2026-01-01,5,yes\n", "contracts")
    assert fates(take(book, "id,auto renewal\nC,<clear>\n", "contracts")) == [Fate.CHANGED]
    assert rows(book, "SELECT auto_renews FROM contract") == [(0,)]


def test_several_people_of_one_tracker_row(book):
    text = (
        "id,name,stakeholders,contact 2 name,contact 2 title\n"
        "A,Alpha,Maria (CFO); Pekka <p@x.fi>,Ana,COO\nB,Beta,Li,,\n"
    )
    all_new(take(book, text, "tracker"))
    nothing_changes(book, text, "tracker")
    people = [("Maria", "CFO", None), ("Pekka", None, "p@x.fi"), ("Ana", "COO", None), ("Li", None, None)]
    found = rows(book, "SELECT name, title, email FROM contact")
    assert sorted(found, key=str) == sorted(people, key=str)


def test_tags_with_commas_come_back_as_they_were(book):
    take(book, 'id,name,tags\nA,Alpha,"\'x, y"\nB,Beta,"x,y;z"\nC,Gamma,"x,y"\n', "accounts")
    header, lines = given(book, "accounts")
    at = header.index("tags")
    assert [line[at] for line in lines] == ["x, y", "x,y;z", "x;y"]


def test_of_another_contract_only_a_won_deal_is_taken(book):
    text = "deal id,company,deal stage,mrr,start\n1,A,Closed Won,5,2024-01-15\n2,A,Closed Lost,5,2024-01-15\n"
    outcome = take(book, text, "contracts", create_missing=True)
    assert fates(outcome) == [Fate.NEW, Fate.REFUSED]
    assert rows(book, "SELECT external_id FROM contract") == [("1",)]


def test_a_ring_of_parents_is_told_and_left_open(book):
    text = "id,name,parent\nA,Alpha,B\nB,Beta,C\nC,Gamma,A\nD,Delta,D\n"
    outcome = take(book, text, "accounts")
    assert [str(note).split(":")[0] for note in outcome.warnings] == ["Line 4", "Line 5"]
    assert rows(book, "SELECT external_id, parent_id FROM account") == [
        ("A", 2),
        ("B", 3),
        ("C", None),
        ("D", None),
    ]


def test_a_ticket_finds_its_account_by_who_asked(book):
    take(book, "id,name,domain\nA,Alpha,alpha.fi\nB,Beta,beta.fi\n", "accounts")
    take(book, "name,email,account\nMaria,m@elsewhere.com,B\n", "contacts")
    text = "subject,opened,requester email\none,2024-01-15,m@elsewhere.com\ntwo,2024-01-16,new@alpha.fi\n"
    outcome = take(book, f"{text}three,2024-01-17,x@nowhere.fi\n", "tickets")
    assert fates(outcome) == [Fate.NEW, Fate.NEW, Fate.REFUSED]
    assert rows(book, "SELECT subject, account_id FROM ticket") == [("one", 2), ("two", 1)]
    nothing_changes(book, text, "tickets")
    assert fates(take(book, "subject,opened,website\nfour,2024-01-18,www.alpha.fi\n", "tickets")) == [
        Fate.NEW
    ]


def test_conversations_without_a_type_come_once(book):
    text = "account,date,text\nA,2024-01-15,hello\nA,2024-01-16,again\n"
    all_new(take(book, text, "activities", create_missing=True))
    nothing_changes(book, text, "activities")
    assert rows(book, "SELECT DISTINCT type FROM activity") == [("note",)]


def test_a_row_that_says_too_little_keeps_later_ones_of_its_id_out(book):
    """Else the first row, refused for want of a name, would change the record of the second next time."""
    for text, kind in (
        ("id,name,tier\nA,,Gold\nA,Alpha,Silver\nB,Beta,\n", "accounts"),
        ("id,account,start,mrr\n1,,2024-01-15,5\n1,B,2024-01-15,6\n2,B,2024-01-15,7\n", "contracts"),
        ("id,company,opened,subject\n1,,2024-01-15,x\n1,B,2024-01-15,y\n2,B,2024-01-15,z\n", "tickets"),
    ):
        assert fates(take(book, text, kind)) == [Fate.REFUSED, Fate.REFUSED, Fate.NEW], kind
        outcome = take(book, text, kind)
        assert fates(outcome) == [Fate.REFUSED, Fate.REFUSED, Fate.UNCHANGED], kind
        assert "line 2" in reasons(outcome)[3]


def test_rows_that_contradict_each_other_do_not_take_turns(book):
    """What hangs on a record counts like its fields: the first row is taken, the second refused, always."""
    for kind, text in (
        ("tracker", "id,name,health\nA,X,green\nA,X,red\n"),
        ("tracker", "id,name,csm\nB,Y,Ana\nB,Y,Bo\n"),
        ("tracker", "id,name,seats used\nC,Z,5\nC,Z,6\n"),
        ("accounts", "id,name,links\nD,V,https://a.fi\nD,V,https://b.fi\n"),
        ("partners", "id,name,links\nP,Rev,https://a.fi\nP,Rev,https://b.fi\n"),
        (
            "contracts",
            "id,account,start,mrr,pauses\n1,A,2024-01-15,5,2024-02-01 2024-03-01\n1,A,2024-01-15,5,<clear>\n",
        ),
    ):
        assert fates(take(book, text, kind)) == [Fate.NEW, Fate.REFUSED], text
        for day in (21, 22):
            outcome = take(book, text, kind, today=date(2026, 11, day))
            assert fates(outcome) == [Fate.UNCHANGED, Fate.REFUSED], text
            assert "line 2" in reasons(outcome)[3]


def test_an_id_whose_first_row_was_refused_for_another_one_waits(book):
    text = "id,name,tier\n,Alpha,Gold\nA,Alpha,Silver\nA,Beta,Silver\n"
    assert fates(take(book, text, "accounts")) == [Fate.NEW, Fate.REFUSED, Fate.REFUSED]
    assert fates(take(book, text, "accounts")) == [Fate.UNCHANGED, Fate.REFUSED, Fate.REFUSED]


def test_contracts_without_a_start_hold_from_the_named_day(book):
    text = "account,mrr\nA,100\n"
    all_new(take(book, text, "contracts", start=date(2026, 1, 1), create_missing=True))
    nothing_changes(book, text, "contracts", start=date(2026, 3, 1))
    nothing_changes(book, text, "contracts", start=date(2026, 1, 1))
    raised = text.replace("100", "150")
    assert fates(take(book, raised, "contracts", start=date(2026, 3, 1))) == [Fate.CHANGED]
    nothing_changes(book, raised, "contracts", start=date(2026, 4, 1))
    assert rows(book, "SELECT since, amount FROM contract_step") == [("2026-03-01", 15000)]


def test_parents_of_new_and_of_known_accounts(book):
    all_new(take(book, "id,name,parent\nA,Alpha,\nB,Beta,A\n", "accounts"))
    outcome = take(book, "id,name,parent\nB,Beta,A\nC,Gamma,A\nA,Alpha,\n", "accounts")
    assert fates(outcome) == [Fate.UNCHANGED, Fate.NEW, Fate.UNCHANGED]
    assert rows(book, "SELECT parent_id FROM account ORDER BY external_id") == [(None,), (1,), (1,)]


def test_another_key_gives_no_account_the_id_of_a_second(book):
    take(book, "id,name\nA,Alpha\nB,Beta\n", "accounts")
    assert "another account" in reasons(take(book, "id,name\nA,Beta\n", "accounts", match="name"))[2]
