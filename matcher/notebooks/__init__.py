"""What the evaluator's notebooks call: a source of data, what is looked at, and how it is shown.

The notebooks in `notebooks/` hold no logic; it is here, and what is measured is in `models/evaluation/` and
`matcher/evaluating/`. Needs the extra `notebooks` (matplotlib) to draw; nothing else in the project imports this.
"""
