"""Facts turned into NumPy columns, once: ids outside, indices inside.

Every stage that needs speed reads these; none of them holds a name, a CPR number, a sex or an age,
because `Candidate` has none.
"""

from matcher.columns.candidates import CandidateColumns, candidate_columns
from matcher.columns.world import World, make_world

__all__ = ["CandidateColumns", "World", "candidate_columns", "make_world"]
