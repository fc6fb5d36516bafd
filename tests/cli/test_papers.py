"""report and deck: files by command, refusals with words, exit statuses."""

import io

import pypdf
import pytest
from pptx import Presentation

from csdesk import cli

DAY = "2026-11-21"


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    path = tmp_path_factory.mktemp("papers") / "sample.csdesk"
    assert cli.main(["new", str(path), "--sample", "--currency", "EUR", "--today", DAY]) == 0
    return path


@pytest.fixture(autouse=True)
def _application(qapp):
    return qapp


@pytest.mark.parametrize("suffix", [".pdf", ".xlsx", ".csv", ".pptx", ".html"])
@pytest.mark.parametrize("kind", ["portfolio", "revenue"])
def test_reports_of_the_book(sample, tmp_path, capsys, kind, suffix):
    out = tmp_path / f"{kind}{suffix}"
    assert cli.main(["report", str(sample), kind, str(out), "--as-of", DAY]) == 0
    assert str(out) in capsys.readouterr().out
    assert out.stat().st_size > 500


def test_account_by_its_name_in_another_manner(sample, tmp_path):
    out = tmp_path / "account.pdf"
    words = ["report", str(sample), "account", str(out), "--account", "Hämeen Öljy Oy", "--as-of", DAY]
    assert cli.main([*words, "--paper", "Letter", "--lang", "pt-BR"]) == 0
    reader = pypdf.PdfReader(io.BytesIO(out.read_bytes()))
    assert round(reader.pages[0].mediabox.width) == 612
    assert "21 nov. 2026" in reader.pages[0].extract_text().replace("\u00a0", " ")


@pytest.mark.parametrize("name", ["2", "ACC-00002", "hameen oljy oy"])
def test_an_account_by_id_external_id_or_plain_name(sample, tmp_path, name):
    out = tmp_path / "deck.pptx"
    words = ["deck", str(sample), str(out), "--account", name, "--quarter", "2026-Q3", "--today", DAY]
    assert cli.main(words) == 0
    deck = Presentation(out)
    assert deck.slides[0].shapes.title.text == "Hämeen Öljy Oy"
    assert deck.slides[0].placeholders[1].text == "Business review, 3rd quarter 2026"


def test_deck_is_the_same_twice_and_says_what_is_left(sample, tmp_path, capsys):
    one, two = tmp_path / "one.pptx", tmp_path / "two.pptx"
    for out in (one, two):
        assert cli.main(["deck", str(sample), str(out), "--account", "2", "--today", DAY]) == 0
    assert one.read_bytes() == two.read_bytes()
    assert "- Summary: write the decision" in capsys.readouterr().out


def test_revenue_and_contract_stay_out_when_told(sample, tmp_path):
    decks = []
    for more in ([], ["--no-commercial"]):
        out = tmp_path / "deck.pptx"
        words = ["deck", str(sample), str(out), "--account", "Hämeen Öljy Oy", "--quarter", "2026-Q3"]
        assert cli.main([*words, "--today", DAY, *more]) == 0
        decks.append(everything(Presentation(out)))
    assert "Contract" in decks[0]
    assert "€" in decks[0]
    assert "€" not in decks[1]


def everything(deck):
    """Every word on the slides of a deck."""
    words = []
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                words.append(shape.text_frame.text)
            if shape.has_table:
                words += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(words)


def test_wrong_use_is_refused_with_words(sample, tmp_path, capsys):
    out = str(tmp_path / "x.pdf")
    assert cli.main(["report", str(sample), "account", out]) == 2
    assert "--account" in capsys.readouterr().err
    assert cli.main(["report", str(sample), "account", out, "--account", "No such"]) == 2
    assert cli.main(["report", str(sample), "portfolio", str(tmp_path / "x.doc")]) == 2
    assert "must end in" in capsys.readouterr().err
    assert cli.main(["report", str(sample), "nothing", out]) == 2
    assert cli.main(["report", str(sample), "portfolio", out, "--lang", "xx-nowhere"]) == 2
    assert cli.main(["deck", str(sample), str(tmp_path / "x.csv"), "--account", "2"]) == 2
    assert (
        cli.main(["deck", str(sample), str(tmp_path / "x.pptx"), "--account", "2", "--quarter", "2026-Q5"])
        == 2
    )
    assert list(tmp_path.iterdir()) == []


def test_several_accounts_of_a_name_are_listed(tmp_path, capsys):
    from datetime import date

    from csdesk.book import Book, accounts

    path = tmp_path / "twins.csdesk"
    today = date(2026, 11, 21)
    with Book.create(path, currency="EUR", today=today) as book:
        for country in ("FI", "SE"):
            book.write(accounts.add, today=today, name="Twin", country=country, external_id=f"T-{country}")
    out = tmp_path / "x.pdf"
    assert cli.main(["report", str(path), "account", str(out), "--account", "twin"]) == 2
    said = capsys.readouterr().err
    assert "T-FI" in said
    assert "T-SE" in said


@pytest.mark.parametrize(
    ("today", "first"),
    [
        ("2026-11-21", "3rd quarter 2026"),
        ("2026-12-31", "4th quarter 2026"),
        ("2026-01-15", "4th quarter 2025"),
    ],
)
def test_without_a_quarter_it_is_the_last_one_over(sample, tmp_path, today, first):
    out = tmp_path / "deck.pptx"
    assert cli.main(["deck", str(sample), str(out), "--account", "2", "--today", today]) == 0
    assert first in Presentation(out).slides[0].placeholders[1].text
