"""A leading apostrophe keeps a spreadsheet from running a text cell as a formula; reading takes it off again."""

import re

DANGEROUS = "+-@=\t\r\n\0＝＋－＠"
"""First characters a spreadsheet may take for the start of a formula (OWASP's list, with the full-width forms Excel folds)."""

_SPLIT = re.compile('[,;"\t\r\n]')
_GUARDED = re.compile(f"^'+[{re.escape(DANGEROUS)}]")


def guard(text: str) -> str:
    """`text` as a cell that stays text; a text that looks guarded already gets one more, so that `unguard` is exact."""
    if text and (text[0] in DANGEROUS or (text[0] == "'" and _GUARDED.match(text))):
        return "'" + text
    return text


def unguard(text: str) -> str:
    """The inverse of `guard`; an apostrophe before anything else is part of the text."""
    return text[1:] if text[:1] == "'" and _GUARDED.match(text) else text


def cell(text: str) -> str:
    """A CSV cell, quoted where any spreadsheet's separator could split it."""
    if text and (_SPLIT.search(text) or text != text.strip()):
        return '"' + text.replace('"', '""') + '"'
    return text


def csv_line(cells: list[str]) -> str:
    """One line of a CSV file with its line end (RFC 4180)."""
    return ",".join(map(cell, cells)) + "\r\n"
