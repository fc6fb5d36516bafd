"""What single cells of a file do to a record that is there already."""

from taking_files import fates, given, nothing_changes, reasons, rows, take

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
