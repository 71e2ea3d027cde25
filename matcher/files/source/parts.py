"""Which part of an .xlsx archive holds which sheet."""

from __future__ import annotations

import posixpath
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping

_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def sheet_parts(contents: Mapping[str, bytes]) -> dict[str, str]:
    """Sheet name to the name of its part; empty when the index cannot be read (the reader will then say so).

    Parameters
    ----------
    contents
        The small index parts of the archive. They have been searched for entity declarations before they come here.
    """
    try:
        book = ElementTree.fromstring(contents["xl/workbook.xml"])
        links = ElementTree.fromstring(contents["xl/_rels/workbook.xml.rels"])
    except (KeyError, ElementTree.ParseError):
        return {}
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    found = {}
    for sheet in book.iter():
        target = targets.get(sheet.get(_ID)) if sheet.tag.endswith("}sheet") else None
        if target:
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
            found[sheet.get("name", "")] = part
    return found
