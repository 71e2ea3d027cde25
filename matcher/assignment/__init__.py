"""Who goes where: the heart, and the only place that knows a solver or a compiler.

``problem`` says what is asked, ``solver`` answers with a ``result``, ``check`` verifies any answer without sharing code
with what made it. The solver picks a method by the structure it finds: ``flow`` when only places bind, ``exact`` for
small problems, ``pool`` for large ones. A method is one function in its own file (see ``method``).

Importing this package is light: OR-Tools, HiGHS and the compiler are loaded when a method needs them.
"""

from matcher.assignment.check import Violation, check
from matcher.assignment.clash import Clash
from matcher.assignment.method import Progress
from matcher.assignment.problem import Labels, Problem, ProblemError
from matcher.assignment.reading import read_problem
from matcher.assignment.result import Result, Status, relative_gap
from matcher.assignment.solver import solve, solve_file
from matcher.assignment.writing import result_document, write_json, write_npz

__all__ = [
    "Clash",
    "Labels",
    "Problem",
    "ProblemError",
    "Progress",
    "Result",
    "Status",
    "Violation",
    "check",
    "read_problem",
    "relative_gap",
    "result_document",
    "solve",
    "solve_file",
    "write_json",
    "write_npz",
]
