"""Draw the picture of the README: the summary of an invented municipality's plan, as SVG."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from matcher.catalogue.loader import load_catalogue
from matcher.demo import Size, make_municipality
from matcher.explanation import questions_worth_asking, resources_worth_finding
from matcher.pipeline import make_plan
from matcher.summary import summarise
from matcher.terminal.plan_view import show_summary
from matcher.terminal.screen import screen
from matcher.weights import load_weights

COLUMNS = 112
SEED = 1
TARGET = Path(__file__).with_name("picture.svg")


def picture(size: Size) -> str:
    """The summary of a plan for the demo of that size; the same size gives the same picture."""
    catalogue = load_catalogue()
    planned = make_plan(make_municipality(size, SEED, catalogue), catalogue, load_weights())
    console = screen(io.StringIO(), width=COLUMNS, record=True)
    questions, finds = questions_worth_asking(planned), resources_worth_finding(planned)
    show_summary(console, planned.plan, summarise(planned), questions, finds)
    drawn = console.export_svg(title=f"brobygger plan {size}.xlsx", unique_id="brobygger")
    return without_network(drawn)


def without_network(svg: str) -> str:
    """The picture without fonts from elsewhere: whoever looks at it tells nobody."""
    svg = re.sub(r"@font-face\s*\{[^}]*\}", "", svg)
    svg = re.sub(r"<!--.*?-->", "", svg.replace("Fira Code", "ui-monospace"), flags=re.DOTALL)
    return re.sub(r"[ \t]+\n", "\n", re.sub(r"\n\s*\n+", "\n", svg))


def main() -> None:
    """Write the picture beside this script."""
    TARGET.write_text(picture("village" if "village" in sys.argv[1:] else "kolding"), encoding="utf-8")
    sys.stdout.write(f"{TARGET}\n")


if __name__ == "__main__":
    main()
