"""Ranking short texts by likeness, with care for Danish: which labels mean what somebody wrote.

``danish`` reads a text, ``compounds`` splits its words, ``spaces`` turns it into vectors, ``senses`` and ``bridge``
know which labels mean the same, ``features`` compares a query with its candidates, ``weighing`` learns what each
comparison is worth, and ``ranker`` puts them together.
"""

from models.linking.ranker import TextRanker as TextRanker
from models.linking.senses import Senses as Senses
