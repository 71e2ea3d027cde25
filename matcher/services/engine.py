"""The municipality's switch."""

from __future__ import annotations

from enum import StrEnum


class Engine(StrEnum):
    """How far the municipality lets the engine go (TRUST E4.5)."""

    ON = "on"
    RULES_ONLY = "rules_only"
    """Rules that are written down: the law, the musts and the experts' weights; nothing learned, nothing drawn."""
    OFF = "off"
