"""The prefix that keeps a spreadsheet from running text as a formula, put on in CSV files and taken off again.

Quoting does not help: a quoted cell that begins with ``=`` is a formula all the same (OWASP ASVS 5.0, 1.2.10).
Workbooks do not need it, since their cells say that they are text.
"""

from __future__ import annotations

import re

_DANGEROUS = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n\0])")


def with_prefix(text: str) -> str:
    """The text with ``'`` before it when a spreadsheet might run it; a text that looks prefixed gets one more."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def without_prefix(text: str) -> str:
    """The text as it was before :func:`with_prefix`."""
    return text[1:] if text[:1] == "'" and _DANGEROUS.match(text, 1) else text
