"""Contracts, people, usage, tickets and the other kinds: their keys, links, rules and parts."""

from datetime import date

import pytest
from taking_files import TODAY, all_new, fates, nothing_changes, reasons, rows, take

from csdesk.model.draft import CLEARED, Fate

NEW, CHANGED, UNCHANGED, REFUSED = Fate.NEW, Fate.CHANGED, Fate.UNCHANGED, Fate.REFUSED


@pytest.fixture
def two(book):
    take(book, "id,name,domain\nA,Öljy,oljy.fi\nB,Padaria,padaria.br\n", "accounts")
    return book


# contracts


CONTRACTS = (
    "id,account,product,start,last day,mrr,seats\n"
    "C-1,A,Pro,2024-01-01,2024-12-31,100,5\n"
    "C-2,B,Pro,2024-02-01,,50,\n"
)


def test_contracts_make_the_products_they_name(two):
    outcome = take(two, CONTRACTS, "contracts")
    all_new(outcome)
    assert outcome.created == {"products": 1}
    nothing_changes(two, CONTRACTS, "contracts")
    found = rows(
        two,
        "SELECT account_id, start, end_exclusive, amount, interval, currency, kind FROM contract ORDER BY id",
    )
    assert found == [
        (1, "2024-01-01", "2025-01-01", 10000, "month", "EUR", "paid"),
        (2, "2024-02-01", None, 5000, "month", "EUR", "paid"),
    ]


def test_a_contract_is_found_by_account_product_and_start(two):
    text = "account,product,start,mrr\nA,Pro,2024-01-01,100\nA,Basic,2024-01-01,100\n"
    all_new(take(two, text, "contracts"))
    nothing_changes(two, text, "contracts")
    outcome = take(two, "id,account,product,start,mrr\nC-1,A,Pro,2024-01-01,120\n", "contracts")
    assert (fates(outcome), [name for name, _, _ in outcome.rows[0].changes]) == (
        [CHANGED],
        ["external_id", "amount"],
    )
    assert fates(take(two, "id,account,product,start,mrr\nC-9,A,Pro,2024-01-01,120\n", "contracts")) == [NEW]


def test_two_equal_halves_of_one_contract_come_back_as_they_are(two):
    all_new(take(two, "id,account,start,mrr\n1,A,2024-01-01,100\n2,A,2024-01-01,200\n", "contracts"))
    two.write(lambda s: [setattr(s.get(_contract(), each), "external_id", None) for each in (1, 2)])
    nothing_changes(two, "account,start,mrr\nA,2024-01-01,200\nA,2024-01-01,100\n", "contracts")
    assert "Several" in reasons(take(two, "account,start,mrr\nA,2024-01-01,300\n", "contracts"))[2]


def _contract():
    from csdesk.model import Contract

    return Contract


def test_a_monthly_sum_that_says_the_same_leaves_the_price_as_it_stands(two):
    take(two, "id,account,start,amount,interval,quantity\nC,A,2024-01-01,1000,year,2\n", "contracts")
    nothing_changes(two, "id,mrr\nC,166.67\n", "contracts")
    nothing_changes(two, "id,arr\nC,2000\n", "contracts")
    take(two, "id,mrr\nC,200\n", "contracts")
    assert rows(two, "SELECT amount, interval, quantity FROM contract") == [(20000, "month", 1)]


def test_what_a_new_contract_needs(two):
    text = "id,account,start,mrr\n1,,2024-01-01,5\n2,A,,5\n3,A,2024-01-01,\n4,Nobody,2024-01-01,5\n"
    found = reasons(take(two, text, "contracts"))
    assert [found[line] for line in (2, 3, 4, 5)] == [
        "The row names no account.",
        "The row does not say when the contract starts; match a column to it, or name --start.",
        "The row does not say what the contract costs; match a column to its amount.",
        "There is no account “Nobody”.",
    ]


def test_a_trial_needs_no_amount(two):
    take(two, "id,account,start,is_trial\nC,A,2024-01-01,yes\n", "contracts")
    assert rows(two, "SELECT kind, amount, currency FROM contract") == [("trial", 0, "EUR")]


TERMS = (
    "id,account,start,last_day,amount,interval,steps,pauses,discounts\n"
    "C,A,2024-01-01,2026-12-31,100,month,2025-01-01 120.00 1 7;2026-01-01 130.00 2,"
    "2024-03-01 2024-04-01;2026-05-01 -,10% 2024-01-01 2024-06-01;5.50 - -\n"
)


def test_steps_pauses_and_discounts_are_taken_as_a_whole(two):
    all_new(take(two, TERMS, "contracts"))
    nothing_changes(two, TERMS, "contracts")
    assert rows(two, "SELECT since, amount, quantity, seats FROM contract_step ORDER BY since") == [
        ("2025-01-01", 12000, 1, 7),
        ("2026-01-01", 13000, 2, None),
    ]
    assert rows(two, "SELECT percent, amount FROM discount ORDER BY id") == [(1000, None), (None, 550)]
    outcome = take(two, "id,steps,pauses\nC,2025-01-01 120.00 1 7,<clear>\n", "contracts")
    assert [name for name, _, _ in outcome.rows[0].changes] == ["steps", "pauses"]
    assert rows(two, "SELECT count(*) FROM contract_step") == [(1,)]
    assert rows(two, "SELECT count(*) FROM contract_pause") == [(0,)]


@pytest.mark.parametrize(
    ("part", "cell"),
    [
        ("steps", "2030-01-01 5.00"),
        ("steps", "2024-01-01 5.00"),
        ("steps", "soon 5.00"),
        ("steps", "2025-01-01 much"),
        ("pauses", "2023-01-01 2024-02-01"),
        ("pauses", "2024-03-01 2024-02-01"),
        ("pauses", "2024-03-01 2030-01-01"),
        ("discounts", "10% 2024-06-01 2024-01-01"),
        ("discounts", "200% - -"),
        ("discounts", "some - -"),
        ("discounts", "x% - -"),
    ],
)
def test_terms_that_cannot_be_are_refused(two, part, cell):
    text = f"id,account,start,last_day,mrr,{part}\nC,A,2024-01-01,2026-12-31,100,{cell}\n"
    assert fates(take(two, text, "contracts")) == [REFUSED]


def test_a_term_that_its_steps_outlive_is_refused(two):
    take(two, TERMS, "contracts")
    assert "lies outside" in reasons(take(two, "id,last_day\nC,2025-12-31\n", "contracts"))[2]
    assert "before it starts" in reasons(take(two, "id,start\nC,2028-01-01\n", "contracts"))[2]
    assert (
        "needs an end"
        in reasons(take(two, "id,account,start,amount,interval\nD,A,2024-01-01,5,term\n", "contracts"))[2]
    )
    assert "too small" in reasons(take(two, "id,quantity\nC,0\n", "contracts"))[2]


def test_what_a_contract_renews_may_stand_further_down(two):
    text = (
        "id,account,start,mrr,renews\n"
        "N,A,2025-01-01,5,O\n"
        "O,A,2024-01-01,5,\n"
        "P,B,2024-01-01,5,O\n"
        "Q,A,2026-01-01,5,2025-01-01 A\n"
    )
    outcome = take(two, text, "contracts")
    all_new(outcome)
    assert rows(two, "SELECT external_id, renews_id FROM contract ORDER BY id") == [
        ("N", 2),
        ("O", None),
        ("P", None),
        ("Q", 1),
    ]
    assert "same account" in str(outcome.warnings[0])
    assert "no contract" in str(take(two, "id,renews\nO,ZZZ\n", "contracts").warnings[0])
    assert "several" in str(
        take(
            two,
            "id,account,start,mrr,renews\nR,A,2024-01-01,7,\nS,A,2027-01-01,5,2024-01-01 A\n",
            "contracts",
        ).warnings[0]
    )


def test_a_partner_of_a_contract_must_be_known(two):
    text = "id,account,start,mrr,partner\nC,A,2024-01-01,5,Revenda\n"
    assert "no partner" in reasons(take(two, text, "contracts"))[2]
    all_new(take(two, text, "contracts", create_missing=True))
    assert rows(two, "SELECT name FROM partner") == [("Revenda",)]
    assert fates(take(two, "id,partner\nC,<clear>\n", "contracts")) == [CHANGED]


# people


def test_contacts_are_found_by_id_then_mail_then_name(two):
    text = "id,name,email,account\nP-1,Ana,ana@oljy.fi,A\n,Bob,,A\n,Bob,,B\n"
    all_new(take(two, text, "contacts"))
    nothing_changes(two, text, "contacts")
    assert fates(take(two, "email,title\nANA@oljy.fi,CEO\n", "contacts")) == [CHANGED]
    assert fates(take(two, "name,account,title\nbob,A,CTO\n", "contacts")) == [CHANGED]
    assert fates(take(two, "name,account,email\nBob,B,bob@padaria.br\n", "contacts")) == [CHANGED]
    assert fates(take(two, "name,title\nBob,CTO\n", "contacts", match="name")) == [REFUSED]
    assert fates(take(two, "email,title\nbob@padaria.br,CFO\n", "contacts", match="email")) == [CHANGED]
    assert fates(take(two, "email,title\n,CFO\n", "contacts", match="email")) == [REFUSED]
    assert fates(take(two, "name,account,title\nBob,A,COO\n", "contacts", match="name")) == [CHANGED]


def test_a_person_without_account_is_found_by_the_domain_of_the_mail(two):
    all_new(take(two, "name,email\nAna,ana@oljy.fi\n", "contacts"))
    assert rows(two, "SELECT account_id FROM contact") == [(1,)]
    assert "names no account" in reasons(take(two, "name,email\nBob,bob@mail.example\n", "contacts"))[2]


def test_a_contact_without_name_is_called_by_the_mail(two):
    take(two, "email,account\nana@oljy.fi,A\n", "contacts")
    assert rows(two, "SELECT name FROM contact") == [("ana@oljy.fi",)]


def test_contacts_of_partners_and_successors(two):
    take(two, "name\nRevenda\n", "partners")
    text = (
        "name,email,partner,successor\n"
        "Ana,a@r.br,Revenda,b@r.br\n"
        "Bob,b@r.br,Revenda,Nobody\n"
        "Carla,c@r.br,Revenda,Bob\n"
    )
    outcome = take(two, text, "contacts")
    all_new(outcome)
    assert rows(two, "SELECT successor_id FROM contact ORDER BY id") == [(2,), (None,), (2,)]
    assert "no contact “Nobody”" in str(outcome.warnings[0])


# usage


USAGE = (
    "usage_id,subscription_id,usage_date,feature,count,secs,is_beta\n"
    "U-1,C-1,2024-02-01,f,9,100,true\nU-2,C-1,2024-02-02,f,8,90,false\nU-1,C-1,2024-02-01,g,1,1,true\n"
)


def test_readings_find_their_account_through_the_contract(two):
    take(two, CONTRACTS, "contracts")
    outcome = take(two, USAGE, "usage")
    assert (fates(outcome), reasons(outcome)[4]) == (
        [NEW, NEW, REFUSED],
        "The same id as line 2, with other contents.",
    )
    assert fates(take(two, USAGE, "usage")) == [UNCHANGED, UNCHANGED, REFUSED]
    assert rows(
        two, "SELECT account_id, contract_id, measure, value FROM usage_reading ORDER BY id LIMIT 2"
    ) == [
        (1, 1, "count", 9.0),
        (1, 1, "secs", 100.0),
    ]
    assert rows(two, "SELECT DISTINCT attributes FROM usage_reading WHERE external_id = 'U-2'") == [
        ('{"is_beta": false}',)
    ]


def test_a_reading_without_id_is_known_by_account_measure_feature_and_day(two):
    text = "account,date,logins,clicks\nA,2024-01-01,5,7\nA,2024-01-02,6,\n"
    all_new(take(two, text, "usage"))
    nothing_changes(two, text, "usage")
    outcome = take(two, text.replace("5,7", "5,8"), "usage")
    assert (fates(outcome), outcome.rows[0].changes) == ([CHANGED, UNCHANGED], [("value", 7.0, 8.0)])
    outcome = take(two, "account,date,logins,taps\nA,2024-01-01,5,1\n", "usage")
    assert (fates(outcome), outcome.rows[0].changes) == ([CHANGED], [("taps", None, 1.0)])


def test_what_a_reading_needs(two):
    take(two, CONTRACTS, "contracts")
    text = (
        "account,subscription id,date,logins\n"
        ",,2024-01-01,5\n"
        "A,,,5\n"
        "B,C-1,2024-01-01,5\n"
        "Z,,2024-01-01,5\n"
        "A,ZZ,2024-01-01,5\n"
    )
    outcome = take(two, text, "usage")
    assert list(reasons(outcome).values()) == [
        "The row names no account.",
        "The row has no date.",
        "The contract belongs to another account.",
        "There is no account “Z”.",
        "There is no contract “ZZ”.",
    ]
    assert outcome.missing == {"Z": 1, "ZZ": 1}


# tickets, surveys, invoices, activities, churns, partners, products, rates


def test_tickets(two):
    take(two, "name,email,account\nAna,ana@oljy.fi,A\n", "contacts")
    text = (
        "ticket,account,requester,opened,closed,priority,satisfaction\n"
        "T-1,A,Ana,2024-01-01,2024-01-02 03:00,P1,4\nT-2,A,Nobody,2024-01-01,,low,\n"
        "T-3,,ana@oljy.fi,2024-01-01,,low,5\n"
        "T-4,A,,2024-01-05,2024-01-01,low,\nT-5,,,2024-01-01,,,\n"
    )
    outcome = take(two, text, "tickets")
    assert fates(outcome) == [NEW, NEW, NEW, REFUSED, REFUSED]
    assert outcome.missing == {"Nobody": 1}
    assert "no contact" in str(outcome.warnings[0])
    assert rows(two, "SELECT contact_id, satisfaction_scale FROM ticket ORDER BY id") == [
        (1, "1-5"),
        (None, None),
        (1, "1-5"),
    ]
    assert fates(take(two, text, "tickets"))[:3] == [UNCHANGED] * 3
    assert fates(take(two, "ticket,closed\nT-2,2024-02-01\n", "tickets")) == [CHANGED]
    assert (
        "outside"
        in reasons(take(two, "ticket,account,opened,csat,scale\nT-9,A,2024-01-01,9,1-5\n", "tickets"))[2]
    )


def test_records_without_id_are_known_by_all_they_say(two):
    text = (
        "account,subject,opened,priority\n"
        "A,Help,2024-01-01,low\n"
        "A,Help,2024-01-01,high\n"
        "A,Help,2024-01-01,low\n"
    )
    assert fates(take(two, text, "tickets")) == [NEW, NEW, UNCHANGED]
    nothing_changes(two, text, "tickets")


def test_surveys(two):
    text = (
        "id,account,survey,score,scale,answered\n1,A,NPS,9,,2024-01-01\n2,A,CSAT,4,1–5,2024-01-01\n3,A,NPS,11,,2024-01-01\n"
        "4,A,NPS,5,odd,2024-01-01\n5,A,,5,0-10,2024-01-01\n"
    )
    outcome = take(two, text, "surveys")
    assert fates(outcome) == [NEW, NEW, REFUSED, REFUSED, REFUSED]
    assert rows(two, "SELECT kind, scale FROM survey_response ORDER BY id") == [
        ("nps", "0-10"),
        ("csat", "1-5"),
    ]


def test_a_score_column_can_say_which_survey_it_is(two):
    all_new(take(two, "account,NPS,date\nA,9,2024-01-01\n", "surveys"))
    assert rows(two, "SELECT kind, score FROM survey_response") == [("nps", 9.0)]


def test_invoices(two):
    take(two, CONTRACTS, "contracts")
    text = (
        "number,account,contract,date,due,amount,type\n"
        "F-1,A,,2024-01-01,2024-02-01,€100.50,\nF-2,,C-2,2024-01-01,,-5,credit\nF-3,A,C-2,2024-01-01,,5,\n"
    )
    outcome = take(two, text, "invoices")
    assert fates(outcome) == [NEW, NEW, REFUSED]
    assert rows(two, "SELECT account_id, amount, currency, kind FROM invoice ORDER BY id") == [
        (1, 10050, "EUR", "recurring"),
        (2, -500, "EUR", "credit"),
    ]


def test_activities(two):
    take(two, "name\nRevenda\n", "partners")
    text = (
        "account,partner,type,date,text,minutes\n"
        "A,,call,2024-01-01,Hello,5\n"
        ",Revenda,reunião,2024-01-02,Olá,\n"
        ",,call,2024-01-01,Lost,\n"
    )
    assert fates(take(two, text, "activities")) == [NEW, NEW, REFUSED]
    assert fates(take(two, text, "activities")) == [UNCHANGED, UNCHANGED, REFUSED]
    assert fates(take(two, text.replace("Hello,5", "Hello,9"), "activities"))[0] == CHANGED


def test_churns(two):
    text = "account,churn date,reason,refund_amount_usd\nA,2024-01-01,price,4.03\n"
    all_new(take(two, text, "churns"))
    nothing_changes(two, text, "churns")
    assert rows(two, "SELECT refund, currency FROM churn") == [(403, "USD")]
    assert fates(take(two, "id,account,churn date,reason\nX,A,2024-01-01,other\n", "churns")) == [CHANGED]
    assert fates(take(two, "id,account,churn date\nY,A,2024-01-01\n", "churns")) == [NEW]


def test_partners_with_links_and_own_fields(two):
    text = "id,name,type,status,links,x:Fee\nP-1,Revenda,reseller,active,https://r.br Site,5\n"
    all_new(take(two, text, "partners"))
    nothing_changes(two, text, "partners")
    assert fates(take(two, "name,tier\nrevenda,Gold\n", "partners")) == [CHANGED]
    outcome = take(two, "name,links\nRevenda,<clear>\n", "partners")
    assert [name for name, _, _ in outcome.rows[0].changes] == ["links"]
    assert rows(two, "SELECT name, tier FROM partner") == [("Revenda", "Gold")]


def test_products(two):
    text = "sku,name,list price,per\nS-1,Pro,€99.90,month\n"
    all_new(take(two, text, "products"))
    nothing_changes(two, text, "products")
    assert fates(take(two, "name,family\npro,Suite\n", "products")) == [CHANGED]
    assert fates(take(two, "name,family\nPro,X\n", "products", match="name")) == [CHANGED]


def test_rates(two):
    text = "month,currency,rate\n2024-01,USD,0.92\n2024-02-15,USD,0.93\n2024-01,EUR,1\n2024-01,BRL,0\n"
    outcome = take(two, text, "rates")
    assert fates(outcome) == [NEW, NEW, REFUSED, REFUSED]
    assert fates(take(two, text, "rates")) == [UNCHANGED, UNCHANGED, REFUSED, REFUSED]
    assert rows(two, "SELECT month, rate FROM rate ORDER BY month") == [
        ("2024-01-01", 0.92),
        ("2024-02-01", 0.93),
    ]
    assert fates(take(two, "month,currency,rate\n2024-01,USD,0.95\n", "rates")) == [CHANGED]


# trackers


TRACKER = (
    "id,name,start,ARR,seats,health,usage,NPS,contact,email,influence,last contact,licences used,"
    "onboarding stage,next step\n"
    "A-1,Öljy,2024-01-01,1200,10,green,80,9,Ana,ana@oljy.fi,high,2026-11-01,7,live,Call\n"
    "A-2,Tyhjä,,,,,,,,,,,,,\nA-3,Alku,2024-01-01,,,yellow,,,,,,,,,\n"
)


def test_a_tracker_row_makes_all_its_columns_say(book):
    all_new(take(book, TRACKER, "tracker"))
    nothing_changes(book, TRACKER, "tracker")
    assert rows(book, "SELECT amount, interval, seats, end_exclusive, kind FROM contract") == [
        (120000, "year", 10, None, "paid")
    ]
    assert rows(
        book, "SELECT measure, value, day FROM health_input WHERE account_id = 1 ORDER BY measure"
    ) == [
        ("health", "green", "2026-11-21"),
        ("nps", "9", "2026-11-21"),
        ("usage", "80", "2026-11-21"),
    ]
    assert rows(book, "SELECT name, influence, last_contact_on FROM contact") == [
        ("Ana", "high", "2026-11-01")
    ]
    assert rows(book, "SELECT type, day, text FROM activity") == [("call", "2026-11-01", "Last contact")]
    assert rows(book, "SELECT measure, active, entitled FROM usage_reading") == [("seats_used", 7, 10)]
    assert rows(book, "SELECT count(*) FROM account") == [(3,)]


def test_a_later_tracker_changes_what_it_says_otherwise(book):
    take(book, TRACKER, "tracker")
    later = (
        TRACKER.replace("green", "red")
        .replace("Ana,", "Ana Maria,")
        .replace(",7,", ",8,")
        .replace("2026-11-01", "2026-11-20")
    )
    outcome = take(book, later, "tracker", today=date(2026, 12, 1))
    assert fates(outcome) == [CHANGED, UNCHANGED, UNCHANGED]
    names = [name for name, _, _ in outcome.rows[0].changes]
    assert names == ["contact.name", "contact.last_contact_on", "health.health", "usage", "activity"]
    assert rows(
        book, "SELECT value, day FROM health_input WHERE measure = 'health' AND account_id = 1 ORDER BY day"
    ) == [
        ("green", "2026-11-21"),
        ("red", "2026-12-01"),
    ]


def test_two_states_of_one_day_are_one(book):
    take(book, "id,name,health\nA,X,green\n", "tracker")
    outcome = take(book, "id,name,health\nA,X,red\n", "tracker")
    assert outcome.rows[0].changes == [("health.health.value", "green", "red")]


def test_a_date_of_health_makes_each_day_its_own(book):
    text = "id,name,health,as of\nA,X,green,2026-01-01\n"
    all_new(take(book, text, "tracker"))
    all_changed = take(book, text.replace("2026-01-01", "2026-02-01"), "tracker")
    assert fates(all_changed) == [CHANGED]
    nothing_changes(book, text, "tracker")


def test_an_amount_without_start_needs_one_named(book):
    text = "id,name,mrr\nA,X,100\nB,Y,\n"
    outcome = take(book, text, "tracker")
    assert fates(outcome) == [REFUSED, NEW]
    assert "--start" in reasons(outcome)[2]
    all_new(
        take(
            book,
            text.replace("B", "C").replace("A", "D").replace("X", "Z").replace("Y", "W"),
            "tracker",
            start=date(2026, 1, 1),
        )
    )
    assert rows(book, "SELECT start, amount FROM contract") == [("2026-01-01", 10000)]


def test_a_new_amount_from_a_named_day_is_a_step_and_the_past_stays(book):
    text = "id,name,mrr\nA,X,100\n"
    take(book, text, "tracker", start=date(2026, 1, 1))
    nothing_changes(book, text, "tracker", start=date(2026, 3, 1))
    outcome = take(book, text.replace("100", "150"), "tracker", start=date(2026, 4, 1))
    assert [name for name, _, _ in outcome.rows[0].changes] == ["contract.steps"]
    nothing_changes(book, text.replace("100", "150"), "tracker", start=date(2026, 5, 1))
    assert rows(book, "SELECT start, amount FROM contract") == [("2026-01-01", 10000)]
    assert rows(book, "SELECT since, amount FROM contract_step") == [("2026-04-01", 15000)]
    assert fates(take(book, "id,name,mrr\nA,X,$70\n", "tracker", start=date(2026, 5, 1))) == [CHANGED]


def test_a_tracker_row_is_taken_whole_or_not_at_all(book):
    text = f"id,name,start,mrr,contact,email\nA,X,2024-01-01,5,{'x' * 600},a@x.fi\n"
    assert fates(take(book, text, "tracker")) == [REFUSED]
    assert rows(book, "SELECT count(*) FROM account") == [(0,)]
    assert rows(book, "SELECT count(*) FROM contract") == [(0,)]


def test_amounts_below_zero_are_kept(book):
    take(book, "id,name,start,mrr\nA,X,2024-01-01,-150.25\nB,Y,2024-01-01,0\n", "tracker")
    assert rows(book, "SELECT amount FROM contract ORDER BY id") == [(-15025,), (0,)]


def test_what_was_said_last_is_the_text_of_the_conversation(book):
    text = "id,name,last contact,last conversation\nA,X,2026-11-01,They will renew\n"
    all_new(take(book, text, "tracker"))
    nothing_changes(book, text, "tracker")
    nothing_changes(book, "id,name,last contact\nA,X,2026-11-01\n", "tracker")
    assert rows(book, "SELECT text FROM activity") == [("They will renew",)]


def test_cleared_says_so():
    assert repr(CLEARED) == "<clear>"
    assert TODAY.year == 2026
