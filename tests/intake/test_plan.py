"""What a plan decides by itself, what it asks, and what it never guesses."""

from datetime import date

import pytest
from intake_files import drafts_of, plan_of, refusals_of, values_of

from csdesk.errors import Refused
from csdesk.intake.plan import Options
from csdesk.model import BillingCycle, ContractKind, Interval, OwnKind
from csdesk.model.draft import CLEARED


def codes(plan):
    return [question.code for question in plan.questions]


# dates: complaint 13


def test_day_or_month_first_is_decided_over_all_rows_of_the_column():
    rows = "".join(f"A-{n},05/03/2024\n" for n in range(500))
    assert codes(plan_of(f"id,start\n{rows}")) == ["day_order"]
    assert values_of(f"id,start\n{rows}Z,13/03/2024\n")[0]["contract.start"] == date(2024, 3, 5)
    assert values_of(f"id,start\n{rows}Z,03/13/2024\n")[0]["contract.start"] == date(2024, 5, 3)


def test_each_column_is_decided_for_itself():
    text = "id,create date,next follow-up\nA,05/03/2024,06/04/2024\nB,25/03/2024,07/05/2024\n"
    (question,) = plan_of(text).questions
    assert question.headers == ("next follow-up",)
    assert "--day-first" in str(question.note)


def test_flags_never_contradict_values_that_decide():
    text = "id,create date\nA,25/03/2024\nB,05/03/2024\n"
    assert values_of(text, day_first=False)[1]["signed_up_on"] == date(2024, 3, 5)


def test_an_impossible_date_refuses_its_row_and_says_why():
    text = "id,create date\nA,25/03/2024\nB,30/02/2024\nC,03/25/2024\n"
    assert refusals_of(text) == {
        3: "create date: “30/02/2024” is no date.",
        4: "create date: “03/25/2024” is no date.",
    }


def test_a_serial_number_is_a_date_only_in_a_date_column():
    (values,) = values_of("id,create date,seats,mrr,start\nA,45356,45356,45356,2024-01-01\n")
    assert values["signed_up_on"] == date(2024, 3, 5)
    assert (values["contract.seats"], values["contract.amount"]) == (45356, 4535600)


# numbers and money: complaint 14


def test_one_separator_with_three_digits_everywhere_is_asked():
    text = "id;mrr;start\nA;1.234;2024-01-01\nB;12.345;2024-01-01\n"
    (question,) = plan_of(text).questions
    assert (question.code, question.headers) == ("decimal", ("mrr",))
    assert "--decimal" in str(question.note)
    assert values_of(text, decimal=",")[0]["contract.amount"] == 123400
    assert values_of(text, decimal=".")[0]["contract.amount"] == 123


def test_a_named_decimal_sign_never_contradicts_the_values():
    assert values_of("id;mrr;start\nA;1.234,50;2024-01-01\n", decimal=".")[0]["contract.amount"] == 123450


@pytest.mark.parametrize(
    ("text", "options", "currency"),
    [
        ("R$ 5", {}, "BRL"),
        ("5 €", {}, "EUR"),
        ("CHF 5", {}, "CHF"),
        ("5", {}, "EUR"),
        ("5", {"currency": "GBP"}, "GBP"),
        ("5", {"book_currency": "SEK"}, "SEK"),
        ("$5", {}, "USD"),
        ("$5", {"book_currency": "CAD"}, "CAD"),
        ("$5", {"currency": "MXN"}, "MXN"),
        ("kr 5", {"currency": "NOK"}, "NOK"),
    ],
)
def test_currencies_of_signs(text, options, currency):
    (values,) = values_of(f"id;mrr;start\nA;{text};2024-01-01\n", **options)
    assert (values["contract.amount"], values["contract.currency"]) == (500, currency)


def test_a_dollar_sign_of_no_dollar_book_is_warned_about():
    batch = plan_of("id,mrr,start\nA,$5,2024-01-01\nB,$6,2024-01-01\n").batch()
    assert "“$” was read as US dollars (2 amounts)." in map(str, batch.warnings)


def test_crowns_must_be_named_even_in_a_book_of_crowns():
    (question,) = plan_of("id,mrr,start\nA,kr 5,2024-01-01\n", book_currency="SEK").questions
    assert question.code == "currency"
    assert "--currency" in str(question.note)
    assert values_of("id,mrr (NOK),start\nA,kr 5,2024-01-01\n")[0]["contract.currency"] == "NOK"
    text = "id,mrr,currency,start\nA,kr 5,DKK,2024-01-01\nB,kr 6,,2024-01-01\n"
    assert values_of(text.rsplit("B", 1)[0])[0]["contract.currency"] == "DKK"
    assert "kr" in refusals_of(text)[3]


def test_a_currency_column_then_a_code_in_the_header_then_the_book():
    text = "id,mrr_usd,currency,start\nA,5,GBP,2024-01-01\nB,5,,2024-01-01\n"
    assert [v["contract.currency"] for v in values_of(text)] == ["GBP", "USD"]


def test_a_sign_beats_a_column_that_says_otherwise_with_a_warning():
    batch = plan_of("id,mrr,currency,start\nA,£5,USD,2024-01-01\n").batch()
    assert batch.drafts[0].values["contract.currency"] == "GBP"
    assert any("another currency" in str(note) for note in batch.warnings)


def test_minor_units_follow_the_currency():
    text = "id,mrr,currency,start\nA,1500,JPY,2024-01-01\nB,1.5,KWD,2024-01-01\nC,10.005,EUR,2024-01-01\n"
    batch = plan_of(text).batch()
    assert [draft.values["contract.amount"] for draft in batch.drafts] == [1500, 1500, 1001]
    assert any("rounded" in str(note) for note in batch.warnings)


def test_an_amount_beyond_everything_is_refused():
    assert "too large" in refusals_of("id,mrr,start\nA,1e30,2024-01-01\nB,1,2024-01-01\n")[2]


# contracts


def test_monthly_and_yearly_amounts():
    head = "id,account,start"
    assert values_of(f"{head},arr\nA,X,2024-01-01,1200\n", "contracts")[0]["interval"] is Interval.YEAR
    batch = plan_of(
        f"{head},mrr,arr\nA,X,2024-01-01,100,1200\nB,X,2024-01-01,100,1300\n", "contracts"
    ).batch()
    assert batch.drafts[1].values["amount"] == 10000
    assert "1 rows give a yearly amount" in str(batch.warnings[0])
    assert values_of(f"{head},mrr,arr\nA,X,2024-01-01,,1200\n", "contracts")[0]["amount"] == 120000


def test_an_amount_without_interval_is_monthly_with_a_warning():
    batch = plan_of("id,account,start,amount\nA,X,2024-01-01,5\n", "contracts").batch()
    assert batch.drafts[0].values["interval"] is Interval.MONTH
    assert "monthly" in str(batch.warnings[0])


def test_billing_and_trials():
    text = "id,account,start,mrr,billing_frequency,is_trial\n"
    text += "A,X,2024-01-01,0,annual,TRUE\nB,X,2024-01-01,5,monthly,FALSE\n"
    first, second = values_of(text, "contracts")
    assert (first["kind"], first["billing_cycle"]) == (ContractKind.TRIAL, BillingCycle.YEARLY)
    assert (second["kind"], second["billing_cycle"]) == (ContractKind.PAID, BillingCycle.MONTHLY)


END = "id,account,start,end date,mrr\nA,X,2024-01-01,2024-12-31,5\nB,X,2024-01-01,,5\n"


def test_what_an_end_date_means_is_asked():
    (question,) = plan_of(END, "contracts").questions
    assert (question.code, question.headers) == ("end_is", ("end date",))
    assert "last" in str(question.note)
    assert "after" in str(question.note)
    assert values_of(END, "contracts", end_is="last")[0]["end_exclusive"] == date(2025, 1, 1)
    assert values_of(END, "contracts", end_is="after")[0]["end_exclusive"] == date(2024, 12, 31)
    assert "end_exclusive" not in values_of(END, "contracts", end_is="after")[1]


def test_an_end_column_without_values_asks_nothing():
    assert codes(plan_of("id,account,start,end,mrr\nA,X,2024-01-01,,5\n", "contracts")) == []


@pytest.mark.parametrize(
    ("header", "end"),
    [
        ("Last day", date(2025, 1, 1)),
        ("End date (inclusive)", date(2025, 1, 1)),
        ("last_day", date(2025, 1, 1)),
        ("Renewal date", date(2024, 12, 31)),
        ("end_exclusive", date(2024, 12, 31)),
        ("Data de renovação", date(2024, 12, 31)),
    ],
)
def test_headers_that_say_what_an_end_means(header, end):
    text = END.replace("end date", header)
    assert values_of(text, "contracts")[0]["end_exclusive"] == end


def test_the_end_of_time_is_an_open_end_and_no_date_elsewhere():
    assert (
        values_of(END.replace("2024-12-31", "9999-12-31"), "contracts", end_is="last")[0]["end_exclusive"]
        is CLEARED
    )
    assert 2 in refusals_of("id,create date\nA,9999-12-31\n", "accounts")


def test_an_end_before_the_start_is_refused_and_the_same_day_is_kept():
    text = "id,account,start,last day,mrr\nA,X,2024-01-02,2024-01-01,5\nB,X,2024-01-02,2023-12-31,5\n"
    drafts = drafts_of(text, "contracts")
    assert drafts[0].values["end_exclusive"] == date(2024, 1, 2)
    assert "before it starts" in str(drafts[1].refused)


@pytest.mark.parametrize(
    ("term", "end"), [("12", 2025), ("12 months", 2025), ("2 years", 2026), ("24 kk", 2026), ("1 año", 2025)]
)
def test_a_term_gives_the_end(term, end):
    text = f"id,account,start,term,mrr\nA,X,2024-03-31,{term},5\n"
    assert values_of(text, "contracts")[0]["end_exclusive"] == date(end, 3, 31)


# matching, ignoring, keeping


def test_unknown_columns_are_listed_and_kept_on_request():
    text = "id,name,Colour,Score2,Since,VIP,Code,Story\n"
    text += 'A,X,red,5,2024-01-02,yes,007,"a\nb"\nB,Y,blue,6.5,2024-02-03,no,010,c\n'
    plan = plan_of(text, "accounts")
    assert plan.ignored == ("Colour", "Score2", "Since", "VIP", "Code", "Story")
    batch = plan.with_(keep_columns=True).batch()
    assert batch.own == {
        "Colour": OwnKind.TEXT,
        "Score2": OwnKind.NUMBER,
        "Since": OwnKind.DATE,
        "VIP": OwnKind.YES_NO,
        "Code": OwnKind.TEXT,
        "Story": OwnKind.LONG_TEXT,
    }
    assert batch.drafts[0].values["own"] == {
        "Colour": "red",
        "Score2": 5,
        "Since": "2024-01-02",
        "VIP": True,
        "Code": "007",
        "Story": "a\nb",
    }


def test_own_fields_are_known_by_their_mark():
    text = "id,name,x:Colour,x:Budget\nA,X,red,1000\n"
    batch = plan_of(text, "accounts", own={"Budget": OwnKind.MONEY}).batch()
    assert batch.drafts[0].values["own"] == {"Colour": "red", "Budget": 100000}
    assert dict(batch.own) == {"Colour": OwnKind.TEXT}
    assert plan_of(text, "products").ignored == ("x:Colour", "x:Budget")


def test_columns_are_matched_by_hand_and_ignored_by_hand():
    plan = plan_of(
        "k,n,industry\nA,X,Tech\n", "accounts", columns={"k": "external_id", "n": "name", "industry": ""}
    )
    assert plan.batch().drafts[0].values == {"external_id": "A", "name": "X"}
    swapped = plan.with_(columns={"n": "why_bought", "k": "name"})
    assert swapped.batch().drafts[0].values["name"] == "A"
    with pytest.raises(Refused, match="colour"):
        plan.with_(columns={"n": "colour"})
    with pytest.raises(Refused, match="both"):
        plan.with_(columns={"k": "external_id", "n": "external_id"})
    assert "no column “zzz”" in str(plan.with_(columns={"zzz": "name"}).warnings[0])


def test_a_file_without_any_known_column_says_which_it_needs():
    (question,) = plan_of("foo,bar\n1,2\n", "accounts").questions
    assert question.code == "columns"
    with pytest.raises(Refused, match="external_id"):
        plan_of("foo,bar\n1,2\n", "accounts").batch()


def test_a_column_whose_values_are_of_another_kind_is_ignored_with_a_warning():
    plan = plan_of("id,name,stage\nA,X,Customer\nB,Y,Opportunity\n", "accounts")
    assert plan.ignored == ("stage",)
    assert "stage" in str(plan.warnings[0])
    text = "id,name,stage\nA,X,Customer\nB,Y,Live\n"
    assert refusals_of(text, "accounts")[2].startswith("stage: “Customer” is none of")


def test_empty_cells_say_nothing_and_clear_does():
    (values,) = values_of("id,name,industry,city,region\nA,N/A,NULL,<clear>,-\n", "accounts")
    assert values == {"external_id": "A", "city": CLEARED}


def test_leading_zeros_stay_and_ids_a_spreadsheet_cut_are_refused():
    assert values_of("id,name\n00123,X\n", "accounts")[0]["external_id"] == "00123"
    assert "lost digits" in refusals_of("id,name\n1.82E+10,X\n", "accounts")[2]
    assert values_of("id,name\nzcrm_99,X\n", "accounts")[0]["external_id"] == "99"


def test_first_and_last_names_make_a_name():
    assert values_of("first name,last name,email\nAna,Lopes,a@x.fi\n", "contacts")[0]["name"] == "Ana Lopes"


def test_what_is_no_address_is_refused():
    assert 2 in refusals_of("name,email\nA,no mail\nB,b@x.fi\n", "contacts")
    assert values_of("name,domain\nA,https://www.Example.com/x\n", "accounts")[0]["domain"] == "example.com"


# usage and tickets


def test_every_number_of_a_usage_row_is_a_reading():
    text = "usage_id,subscription_id,usage_date,feature,count,secs,is_beta\nU,S,2024-01-02,f,9,,true\n"
    (values,) = values_of(text, "usage")
    assert values["readings"] == [("count", 9.0, None, None)]
    assert (values["attributes"], values["feature"]) == ({"is_beta": True}, "f")
    assert "no number" in refusals_of(text + "V,S,2024-01-02,f,,,\n", "usage")[3]


def test_a_usage_file_with_measures_gives_one_reading_a_row():
    text = "account,date,measure,value,active,entitled\nX,2024-01-02,logins,5,3,10\n"
    assert values_of(text, "usage")[0]["readings"] == [("logins", 5.0, 3, 10)]


def test_active_users_of_a_wide_file_tell_how_many_use_it():
    text = "account,date,active users,seats\nX,2024-01-02,3,10\n"
    assert values_of(text, "usage")[0]["readings"] == [("active users", 3.0, 3, 10)]


def test_scores_from_1_to_5_are_on_that_scale():
    text = "ticket,account,opened,satisfaction\nT,X,2024-01-02,4\nU,X,2024-01-02,\n"
    first, second = values_of(text, "tickets")
    assert (first["satisfaction_scale"], "satisfaction_scale" in second) == ("1-5", False)
    assert "satisfaction_scale" not in values_of(text.replace(",4", ",8"), "tickets")[0]


# remembering


def test_a_mapping_file_names_what_nobody_else_names():
    text = '[file]\nkind = "contracts"\nend_is = "after"\nday_first = false\n[columns]\n"K" = "account_id"\n'
    options = Options(end_is="last").with_mapping(text, "contracts")
    assert (options.end_is, options.day_first, options.columns) == ("last", False, {"K": "account_id"})
    with pytest.raises(Refused, match="contracts"):
        Options().with_mapping(text, "accounts")


def test_the_last_file_with_this_header_answers_for_the_next():
    text = "id;account;start;end;mrr\nA;X;25/03/2024;31/12/2024;5\n"
    signature, mapping = plan_of(text, "contracts", end_is="after").remembered()
    again = plan_of(
        text.replace("25/", "05/").replace("31/", "01/"), "contracts", remembered={signature: mapping}
    )
    assert again.questions == ()
    assert again.batch().drafts[0].values["start"] == date(2024, 3, 5)
    assert "as in the last file" in str(again.warnings[0])


def test_the_column_of_reasons_is_no_column():
    text = "id,name,industry,csdesk: reason\nA,X,Tech,was wrong\n"
    plan = plan_of(text, "accounts", keep_columns=True)
    assert plan.ignored == ()
    assert plan.batch().drafts[0].values == {"external_id": "A", "name": "X", "industry": "Tech"}
    assert plan.remembered()[0] == plan_of("id,name,industry\nA,X,Tech\n", "accounts").remembered()[0]


def test_a_memory_that_cannot_be_read_does_no_harm():
    text = "id,name\nA,X\n"
    signature, _ = plan_of(text, "accounts").remembered()
    assert values_of(text, "accounts", remembered={signature: "no toml ["}) == [
        {"external_id": "A", "name": "X"}
    ]


def test_a_plan_can_be_saved_and_read_as_a_mapping():
    plan = plan_of(
        "k;name;end;start;mrr;account\nA;X;31/12/2024;01/02/2024;1,5;Z\n", "contracts", end_is="last"
    )
    options = Options().with_mapping(plan.mapping(), "contracts")
    assert (options.end_is, options.day_first, options.decimal) == ("last", True, ",")
    assert options.columns["end"] == "end"


def test_another_encoding_or_separator_lays_the_file_out_anew():
    plan = plan_of("id;name\nA;Ñandú\n".encode("cp1252"), "accounts")
    assert plan.with_(encoding="latin-1").laid.encoding == "iso8859-1"
    assert plan.with_(separator=",").header == ("id;name",)
    assert plan.row(2) == ["A", "Ñandú"]


@pytest.mark.parametrize("kind", ["", "nonsense"])
def test_an_unknown_kind_is_refused(kind):
    with pytest.raises(Refused):
        plan_of("id\n1\n", kind)
