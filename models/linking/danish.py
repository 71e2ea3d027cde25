"""How a Danish job text is read: letters kept, signs and endings evened out, abbreviations written in full."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

ABBREVIATIONS = {
    "adm": "administrerende",
    "afd": "afdeling",
    "afdl": "afdeling",
    "ass": "assistent",
    "ast": "assistent",
    "asst": "assistent",
    "dir": "direktør",
    "ekskl": "eksklusive",
    "forr": "forretning",
    "ing": "ingeniør",
    "inkl": "inklusive",
    "insp": "inspektør",
    "inst": "institution",
    "komm": "kommunal",
    "kons": "konsulent",
    "med.arb": "medarbejder",
    "medarb": "medarbejder",
    "medhj": "medhjælper",
    "off": "offentlig",
    "pæd": "pædagogisk",
    "rengør": "rengøring",
    "rengørings.ass": "rengøringsassistent",
    "sekr": "sekretær",
    "selvst": "selvstændig",
    "spec": "special",
    "tekn": "teknisk",
    "udd": "uddannelse",
    "vikar.ass": "vikarassistent",
    "øk": "økonomisk",
}
"""Shortened words of job titles, as they stand before a full stop, and what they are short for."""

SMALL = frozenset(
    "af at da de den der det eller en er et for fra har i ikke inden indenfor med og om på samt som til uden under ved"
    " a an and at by for from in of on or the to with".split()
)
"""Words that carry no meaning of their own in a title, Danish and English."""

_WORD = re.compile(r"[^\W_]+")
_SEX = re.compile(r"[(\[]\s*(?:[mkfdxw]\s*/\s*){1,3}[mkfdxw]\s*[)\]]")
_SHORT = re.compile(
    r"(?<!\w)(" + "|".join(sorted(map(re.escape, ABBREVIATIONS), key=len, reverse=True)) + r")\.(?=\W|$|\w)"
)
_SHORT_END = re.compile(r"(?<=\w\w\w)(ass|medarb|kons|insp)\.(?=\W|$)")
_MARKS = {"\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": " - ", "\u00ad": "", "\u2019": "'"}
_MARK = str.maketrans(_MARKS)
_OPEN = re.compile(r"([^\W\d_]{2,})-\s+(og|eller|samt)\s+([^\W\d_]{5,})")
_LEARNER = re.compile(r"(?<=[^\W_]{3})-?(?:elev|lærling|aspirant|praktikant|trainee)(?=\W|$)")
_TAIL = re.compile(
    r"\s*(?:,|\(|\[|;|:|\s-\s|\s(?:inden\s+for|indenfor|i|på|til|for|af|med|ved|hos|under|der|som|of|in|at|for|with)\s)"
)
_ENDINGS = (
    "ernes",
    "enes",
    "erne",
    "erens",
    "eren",
    "erer",
    "ets",
    "ens",
    "ers",
    "ene",
    "ere",
    "es",
    "er",
    "en",
    "et",
    "ne",
)
_LONGEST_WORD = 64


def plain(text: str) -> str:
    """Lower-case letters and digits of any language, æøå among them, with single spaces: what two titles must share.

    >>> plain("IT-Chef (Ældrepleje)")
    'it chef ældrepleje'
    """
    return " ".join(_WORD.findall(text.translate(_MARK).casefold()))


@lru_cache(maxsize=200_000)
def written_out(text: str) -> str:
    """The text in lower case with "(m/k)" left out and abbreviations written in full; its signs are kept.

    >>> written_out("Adm. Rengøringsass. (m/k)")
    'administrerende rengøringsassistent'
    """
    lower = _SEX.sub(" ", text.translate(_MARK).casefold())
    lower = _SHORT.sub(lambda found: ABBREVIATIONS[found.group(1)] + " ", lower)
    lower = _SHORT_END.sub(lambda found: ABBREVIATIONS[found.group(1)], lower)
    return " ".join(lower.split())


def words(text: str) -> list[str]:
    """The words of a text as `written_out` leaves it; overlong ones (no word is) are cut.

    >>> words("Bager/konditor, afd. Ærø")
    ['bager', 'konditor', 'afdeling', 'ærø']
    """
    return [word[:_LONGEST_WORD] for word in _WORD.findall(written_out(text))]


def alternatives(text: str) -> list[str]:
    """The titles that a text with slashes names side by side; the text itself when it names one.

    >>> alternatives("Bager/konditor (m/k)")
    ['bager', 'konditor']
    >>> alternatives("Kok")
    ['kok']
    """
    whole = written_out(text)
    found = [piece.strip() for piece in re.split(r"\s*/\s*", whole)]
    if len(found) > 1 and all(len(piece) >= 3 and any(map(str.isalpha, piece)) for piece in found):
        return found
    return [whole]


def main_part(text: str) -> str:
    """What the title is before it says where, of what or with what; the whole text where that would leave nothing.

    >>> main_part("leder af rejsebureau")
    'leder'
    >>> main_part("Souschef, institution for ældre")
    'souschef'
    """
    lower = written_out(text)
    found = _TAIL.split(lower, maxsplit=1)[0].strip()
    return found if _WORD.search(found) else lower


def head_word(text: str) -> str:
    """The last word of the main part, the one that says what kind of person it is; empty for a text without words.

    >>> head_word("teknisk assistent inden for fødevarer")
    'assistent'
    """
    found = _WORD.findall(main_part(text))
    return found[-1][:_LONGEST_WORD] if found else ""


def trade(text: str) -> str:
    """The text with what only says that somebody is learning the trade taken away; else the text as it is written out.

    >>> trade("Bagerlærling")
    'bager'
    >>> trade("Elev")
    'elev'
    """
    lower = written_out(text)
    found = _LEARNER.sub("", lower)
    return found if len(_WORD.findall(found)) and found != lower and len(found) >= 3 else lower


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A word without its inflection: light, so that no two different words of a title become one.

    >>> [stem(word) for word in ("butikkerne", "butik", "assistenter", "lærer", "lærere")]
    ['butik', 'butik', 'assistent', 'lær', 'lær']
    """
    if word.isdigit():
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    else:
        if len(word) > 4 and word[-1] in "es":
            word = word[:-1]
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "aeiouyæøå":
        word = word[:-1]
    return word


def open_ended(text: str, split: Callable[[str], tuple[str, ...]]) -> str:
    """The text with words that a hyphen leaves open completed by the last part of the word that follows.

    Parameters
    ----------
    text
        "Import- og eksportchef".
    split
        The parts of one lower-case word.
    """

    def complete(found: re.Match[str]) -> str:
        parts = split(found[3].casefold())
        return f"{found[1]}{parts[-1]} {found[2]} {found[3]}" if len(parts) > 1 else found[0]

    return _OPEN.sub(complete, text)
