"""Signs of currencies and the order of a day, alike in the window (Qt) and on paper (Babel)."""

NBSP = "\u00a0"

# signs people know that mean one currency only; every other is shown by its ISO code
SIGNS = {
    "EUR": "€", "USD": "US$", "BRL": "R$", "GBP": "£", "JPY": "¥", "MXN": "MX$", "ARS": "AR$", "CLP": "CL$",
    "COP": "CO$", "UYU": "UY$", "PEN": "S/", "CAD": "CA$", "AUD": "AU$", "INR": "₹", "CHF": "CHF",
}  # fmt: skip

# languages that write the month of a short date in figures (CLDR); the others by its short name
_IN_FIGURES = {"de": "dd.MM.yyyy", "fi": "d.M.yyyy"}


def beside(digits: str, sign: str, *, first: bool, apart: bool) -> str:
    """Put a sign and an amount together; a sign of several letters never touches a figure."""
    if not first:
        return f"{digits}{NBSP}{sign}"
    return f"{sign}{NBSP if apart or len(sign) > 1 else ''}{digits}"


def day_pattern(locale: str) -> str:
    """Return the pattern of a day for a locale such as ``pt_BR``."""
    return _IN_FIGURES.get(locale[:2], "d MMM yyyy")
