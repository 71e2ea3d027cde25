"""What `If-Match` may say here: the strong entity tag of one version, as the last read gave it (RFC 9110, 13.1.1)."""

from __future__ import annotations

import re

_STRONG = r'"[\x21\x23-\x7e\x80-\xff]*"'
_TAG = rf"(?:W/)?{_STRONG}"
_LIST = re.compile(rf"{_TAG}(?:[ \t]*,[ \t]*{_TAG})+")
_HOW = 'send ETag fra sidste læsning som den står, med anførselstegn: If-Match: "v3"'


def unlike_a_version(said: str | None) -> tuple[int, str] | None:
    """The status and the way out of an `If-Match` that names no single version; None when it names one.

    A weak tag is well formed and by definition equal to nothing: the condition fails (412). The rest is no condition
    that can be met here (400).
    """
    if said is None:
        return None
    said = said.strip()
    if said == "*":
        return 400, f"If-Match: * siger ikke, hvilken udgave du har læst; {_HOW}"
    if re.fullmatch(_STRONG, said):
        return None
    if re.fullmatch(_TAG, said):
        return 412, f"If-Match er et svagt ETag (W/), og et svagt er aldrig lig med noget; {_HOW}"
    if _LIST.fullmatch(said):
        return 400, f"If-Match skal nævne én udgave, den du har læst; {_HOW}"
    return 400, f"If-Match har ikke form af et ETag; {_HOW}"
