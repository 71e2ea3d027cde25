"""Every table, by the same name as in the database."""

from matcher.store.tables.audit import audit, audit_head, audit_subjects
from matcher.store.tables.facts import (
    bindings,
    budgets,
    candidates,
    clauses,
    employers,
    go_aheads,
    identities,
    municipality,
    offers,
    openings,
    outcomes,
    revisions,
    workplaces,
)
from matcher.store.tables.learning import drawn_lists, model_versions
from matcher.store.tables.matching import (
    LIVE,
    bookings,
    follow_ups,
    placements,
    plan_left_out,
    plan_placements,
    plans,
    resources,
    steps,
)
from matcher.store.tables.metadata import METADATA
from matcher.store.tables.people import accounts, answers, break_glass, counters, links, relations, sessions
from matcher.store.tables.working import imports, jobs

__all__ = [
    "LIVE",
    "METADATA",
    "accounts",
    "answers",
    "audit",
    "audit_head",
    "audit_subjects",
    "bindings",
    "bookings",
    "break_glass",
    "budgets",
    "candidates",
    "clauses",
    "counters",
    "drawn_lists",
    "employers",
    "follow_ups",
    "go_aheads",
    "identities",
    "imports",
    "jobs",
    "links",
    "model_versions",
    "municipality",
    "offers",
    "openings",
    "outcomes",
    "placements",
    "plan_left_out",
    "plan_placements",
    "plans",
    "relations",
    "resources",
    "revisions",
    "sessions",
    "steps",
    "workplaces",
]
