"""A world whose truth is known: to see whether what is planted is found, and nothing where nothing was planted.

Its assumptions are declared one by one in `models.simulation.assumptions`. None of them is a claim about people; what
they are for is said with each.
"""
