"""File formats. To add one: a module with a Writer, and its name in WRITERS. Libraries load when used."""

from csdesk.i18n import mark
from csdesk.reports.document import Document
from csdesk.reports.writers.csv_text import CSV
from csdesk.reports.writers.html import HTML
from csdesk.reports.writers.writer import Writer


def _pdf(document: Document) -> bytes:
    from csdesk.reports.writers import pdf

    return pdf.render(document)


def _xlsx(document: Document) -> bytes:
    from csdesk.reports.writers import xlsx

    return xlsx.render(document)


def _pptx(document: Document) -> bytes:
    from csdesk.reports.writers import pptx

    return pptx.render(document)


def _counted(data: bytes, document: Document) -> None:
    from csdesk.reports.writers import pptx

    pptx.count(data, document)


PDF = Writer(mark("Paper (PDF)"), ".pdf", _pdf)
XLSX = Writer(mark("Workbook (XLSX)"), ".xlsx", _xlsx)
PPTX = Writer(mark("Slides (PPTX)"), ".pptx", _pptx, _counted)

WRITERS: tuple[Writer, ...] = (PDF, XLSX, CSV, PPTX, HTML)


def writer_for(suffix: str) -> Writer | None:
    """Return the writer of a suffix such as ``.pdf``."""
    return next((writer for writer in WRITERS if writer.suffix == suffix.lower()), None)


__all__ = ["CSV", "HTML", "PDF", "PPTX", "WRITERS", "XLSX", "Writer", "writer_for"]
