"""The engine: facts in, plan out.

``pipeline`` reads as one stage per line; ``domain`` says what the words mean; ``assignment`` is the only
place that knows a solver.
"""

__version__ = "0.1.0"
