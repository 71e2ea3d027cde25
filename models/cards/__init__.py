"""The model card: what a model is for and not for, what it learned from, how good it is, where its limits are."""

from models.cards.card import beaten_by, card, outdone_by

__all__ = ["beaten_by", "card", "outdone_by"]
