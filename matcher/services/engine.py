"""The municipality's switch."""

from __future__ import annotations

from enum import StrEnum


class Engine(StrEnum):
    """How far the municipality lets the engine go (TRUST E4.5)."""

    ON = "on"
    RULES_ONLY = "rules_only"
    """The hard rules, and nothing that weighs or ranks."""
    OFF = "off"
