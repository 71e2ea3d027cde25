"""The one place that speaks to HiGHS: programs as arrays in, typed answers out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from threading import Event, Thread
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from matcher.assignment.clock import Clock
from matcher.assignment.problem import Floats

TURN, PATIENCE = 0.05, 0.7
"""Seconds between two looks at a whole problem at work, and how long it is waited for once its time is over."""


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """Maximise ``worth @ x`` subject to ``lower <= matrix @ x <= upper`` and ``0 <= x <= most``.

    Attributes
    ----------
    worth, most
        float64[n].
    matrix
        CSC m x n.
    lower, upper
        float64[m].
    whole
        bool[n], which columns must be whole numbers in :func:`solve_whole`.
    """

    worth: Floats
    most: Floats
    matrix: sp.csc_matrix
    lower: Floats
    upper: Floats
    whole: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Relaxed:
    """Answer of a linear program.

    Attributes
    ----------
    x, dual
        float64[n] and float64[m]; a dual is what one more unit of ``upper`` is worth (negative at a binding ``lower``).
    solved
        Solved to the end; otherwise x and dual are only where it stopped.
    infeasible
        Proven to have no solution.
    effort
        Simplex iterations made.
    """

    x: Floats
    dual: Floats
    solved: bool
    infeasible: bool
    effort: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Whole:
    """Answer of an integer program.

    Attributes
    ----------
    x
        float64[n], the best found, or None.
    bound
        No solution is worth more.
    solved
        Solved to the asked gap.
    infeasible
        Proven to have no solution.
    effort
        Simplex iterations made: a measure of work that does not depend on the machine.
    """

    x: Floats | None
    bound: float
    solved: bool
    infeasible: bool
    effort: int


def solve_relaxed(
    program: Program, *, seconds: float, interior: bool, iterations: int | None = None, clock: Clock | None = None
) -> Relaxed:
    """Solve a program without its whole numbers.

    Parameters
    ----------
    program
        The program.
    seconds
        Time allowed.
    interior
        By interior point without crossover instead of by simplex. It gives a solution and duals from the middle of the
        optimal ones. HiGHS's own presolve is then off, because its way back to the duals is only right for corners
        (measured: a bound from such duals was off by 80 %).
    iterations
        Simplex iterations allowed; no limit when left out.
    clock
        Ends the search when it says stop.
    """
    if not len(program.worth):
        infeasible = not _keeps_rows_empty(program)
        return Relaxed(np.zeros(0), np.zeros(len(program.upper)), not infeasible, infeasible)
    highs, status = _model(program, {"time_limit": max(seconds, 0.01), "solver": "ipm" if interior else "simplex"})
    if interior:
        highs.setOptionValue("run_crossover", "off")
        highs.setOptionValue("presolve", "off")
    if iterations is not None:
        highs.setOptionValue("simplex_iteration_limit", iterations)
    _run(highs, clock)
    solution, found = highs.getSolution(), highs.getModelStatus()
    x, dual = np.array(solution.col_value), -np.array(solution.row_dual)
    return Relaxed(
        x=x if len(x) else np.zeros(len(program.worth)),
        dual=dual if len(dual) else np.zeros(len(program.upper)),
        solved=found == status.kOptimal,
        infeasible=found in (status.kInfeasible, status.kUnboundedOrInfeasible),
        effort=int(highs.getInfo().simplex_iteration_count),
    )


def solve_whole(
    program: Program,
    *,
    seconds: float,
    gap: float,
    seed: int,
    start: Floats | None = None,
    nodes: int | None = None,
    restarts: bool = True,
    clock: Clock | None = None,
) -> Whole:
    """Solve a program with its whole numbers.

    Parameters
    ----------
    program
        The program.
    seconds
        Time allowed.
    gap
        Relative gap to stop at.
    seed
        For the solver's own choices.
    start
        A solution to begin with.
    nodes
        Nodes of the search tree allowed; no limit when left out.
    restarts
        Whether presolve may begin again when much has been fixed: good for a proof, dear where a good answer will do.
    clock
        Ends the search when it says stop; the best solution until then is given. Without a limit of nodes that is soon,
        whatever HiGHS is at: it is then left behind and ends by itself at its next turn.
    """
    if not len(program.worth):
        infeasible = not _keeps_rows_empty(program)
        return Whole(None if infeasible else np.zeros(0), 0.0, not infeasible, infeasible, 0)
    options: dict[str, Any] = {
        "time_limit": max(seconds, 0.01),
        "mip_rel_gap": gap,
        "mip_abs_gap": 0.0,
        "mip_feasibility_tolerance": 1e-7,
        "mip_allow_restart": restarts,
        "random_seed": seed % 2**31,
    }
    if not program.whole.all():
        # With numbers that need not be whole, HiGHS 1.14 may cut off the best solution (its issues #2957 and #3073).
        options["presolve"] = "off"
    if nodes is not None:
        options["mip_max_nodes"] = nodes
    highs, status = _model(program, options, whole=True)
    if start is not None:
        _set_start(highs, start)
    if clock is None or nodes is not None:
        _run(highs, clock)
    elif (said := _run_apart(highs, clock)) is not None:
        return said
    info, found = highs.getInfo(), highs.getModelStatus()
    x = np.array(highs.getSolution().col_value)
    has_plan = bool(len(x)) and math.isfinite(info.objective_function_value) and info.primal_solution_status == 2
    return Whole(
        x=x if has_plan else None,
        bound=-info.mip_dual_bound if math.isfinite(info.mip_dual_bound) else math.inf,
        solved=found == status.kOptimal,
        infeasible=found in (status.kInfeasible, status.kUnboundedOrInfeasible),
        effort=int(info.simplex_iteration_count),
    )


def _keeps_rows_empty(program: Program) -> bool:
    """Tell whether choosing nothing keeps every row (HiGHS has an answer of its own for a program without columns)."""
    return bool(((program.lower <= 0) & (program.upper >= 0)).all())


def _model(program: Program, options: dict[str, Any], *, whole: bool = False) -> tuple[Any, Any]:
    """Pass a program on as arrays, as a minimisation (the sign that all of HiGHS's methods agree on)."""
    import highspy

    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = program.matrix.shape
    model.col_cost_ = -program.worth
    model.col_lower_ = np.zeros(len(program.worth))
    model.col_upper_ = program.most
    model.row_lower_ = program.lower
    model.row_upper_ = program.upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = program.matrix.indptr
    model.a_matrix_.index_ = program.matrix.indices
    model.a_matrix_.value_ = program.matrix.data
    if whole:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[flag] for flag in program.whole.tolist()]
    highs = highspy.Highs()
    # One thread: the answer is then the same on every machine, and the other cores stay free for other people.
    for name, value in {"output_flag": False, "threads": 1, **options}.items():
        highs.setOptionValue(name, value)
    highs.passModel(model)
    return highs, highspy.HighsModelStatus


def _run(highs: Any, clock: Clock | None) -> None:
    """Run, asking the clock at every turn of the solver (measured: 30,000 questions in 18 s cost nothing)."""
    failed: list[BaseException] = []
    if clock is not None and clock.watched:

        def beat(event: Any) -> None:
            try:
                if clock.beat():
                    event.interrupt()
            except BaseException as error:  # no exception may cross the solver's own code
                failed.append(error)
                event.interrupt()

        for turn in (highs.cbSimplexInterrupt, highs.cbIpmInterrupt, highs.cbMipInterrupt):
            turn.subscribe(beat)
    highs.run()
    if failed:
        raise failed[0]


def _run_apart(highs: Any, clock: Clock) -> Whole | None:
    """Run an integer program in a thread; give what it has said so far when it does not end in time.

    Cuts and heuristics take no turns: on the demo's municipality HiGHS was seen to hear nothing for 20 s.
    """
    over = Event()
    x: list[Floats] = []
    bound = [math.inf]

    def turn(event: Any) -> None:
        if over.is_set():
            event.interrupt()
        if math.isfinite(event.data_out.mip_dual_bound):
            bound[0] = -event.data_out.mip_dual_bound

    highs.cbMipInterrupt.subscribe(turn)
    highs.cbMipImprovingSolution.subscribe(lambda event: x.append(np.array(event.data_out.mip_solution)))
    thread = Thread(target=highs.run)
    thread.start()
    try:
        while thread.is_alive() and not clock.beat() and clock.left > 0:
            thread.join(TURN)
    finally:
        over.set()
    thread.join(PATIENCE)
    if not thread.is_alive():
        return None
    return Whole(x=x[-1] if x else None, bound=bound[0], solved=False, infeasible=False, effort=0)


def _set_start(highs: Any, start: Floats) -> None:
    import highspy

    solution = highspy.HighsSolution()
    solution.col_value = start.tolist()
    highs.setSolution(solution)
