"""OR-Tools and highspy in one process."""

import subprocess
import sys

import pytest

FLOW = """
import numpy as np
from ortools.graph.python import min_cost_flow
flow = min_cost_flow.SimpleMinCostFlow()
flow.add_arcs_with_capacity_and_unit_cost(
    np.array([0, 0, 1, 1]), np.array([2, 3, 2, 3]), np.array([1, 1, 1, 1]), np.array([1, 5, 2, 9]))
flow.set_nodes_supplies(np.array([0, 1, 2, 3]), np.array([1, 1, -1, -1]))
assert flow.solve() == flow.OPTIMAL
assert flow.optimal_cost() == 7, flow.optimal_cost()
"""

PROGRAM = """
import numpy as np
import highspy
highs = highspy.Highs()
highs.setOptionValue("output_flag", False)
highs.addVars(2, np.zeros(2), np.ones(2))
highs.changeColsCost(2, np.array([0, 1], dtype=np.int32), np.array([-2.0, -1.0]))
highs.addRow(-highspy.kHighsInf, 1.0, 2, np.array([0, 1], dtype=np.int32), np.ones(2))
highs.run()
assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
assert highs.getObjectiveValue() == -2.0, highs.getObjectiveValue()
assert list(highs.getSolution().row_dual) == [-1.0]
"""


@pytest.mark.parametrize("order", [(FLOW, PROGRAM), (PROGRAM, FLOW)], ids=["flow first", "program first"])
def test_both_solvers_answer_in_one_process(order: tuple[str, str]) -> None:
    # Guards against an upgrade of either: from highspy 1.15 on, their HiGHS symbols clash and the process dies
    # (or-tools issue #5246). The flow: 0->3 and 1->2 cost 5 + 2 = 7 (the other way 1 + 9). The program: one unit
    # between two goods worth 2 and 1 gives 2, and one more unit in the row would be worth 1 (the second good).
    result = subprocess.run([sys.executable, "-c", "".join(order)], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
