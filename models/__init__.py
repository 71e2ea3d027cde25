"""Numbers in, numbers out: text similarity, fit scores and their evaluation.

Knows no candidate, no opening and no HTTP. Imports neither ``matcher`` nor ``api``.
"""

__version__ = "0.1.0"
