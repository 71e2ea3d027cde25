"""The model card: what a model is for and not for, what it learned from, how good it is, where its limits are."""

from models.cards.card import barely_ahead_of, beaten_by, card, moved, outdone_by

__all__ = ["barely_ahead_of", "beaten_by", "card", "moved", "outdone_by"]
