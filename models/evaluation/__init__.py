"""How good is it? Measures of models and plans: arrays in, numbers with intervals out.

One file holds one family. Every estimate says from how many it comes and how far chance alone could move it; below
`models.evaluation.estimate.TOO_SMALL` rows it says that they are too few. Nothing here knows what a row stands for.
"""
