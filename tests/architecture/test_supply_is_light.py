"""Answering between plans needs no solver."""

import subprocess
import sys

from tests.project import ROOT

ASK = """
import sys
from matcher.supply import make_supply
from matcher.weights import load_weights
from tests.municipality import CATALOGUE, asta, helper, municipality, must

facts = municipality(candidates=(asta(text="hjælp i butik"),), openings=(helper(), helper(id="anden", danish=None)))
supply = make_supply(facts, CATALOGUE, load_weights(), {"place:hjælper": 0.1})
found = supply.suggest(facts.candidates[0])
assert found.suggestions and found.possible
assert supply.explain(facts.candidates[0], "hjælper").possible is not None
assert supply.explain(asta(needs=(must("PHY-03"),)), "hjælper").reasons
assert supply.shortlist(facts.candidates, "hjælper").listed
heavy = {"sklearn", "ortools", "highspy", "numba", "pandas"}
print(sorted(name for name in sys.modules if name.split(".")[0] in heavy or name.startswith("matcher.assignment")))
"""


def test_suggesting_explaining_and_shortlisting_load_no_solver() -> None:
    # Guards against a web process that takes seconds and half a gigabyte before its first answer: the supply is what
    # the service keeps warm, and the solver belongs to the worker.
    result = subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "[]"
