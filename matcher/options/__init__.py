"""Options: what a placement could be, and what it would use up."""

from matcher.options.build import AS_AGREED, Options, build_options
from matcher.options.clashing import clashing, job_hours_max, jobs_at_once
from matcher.options.lookup import options_at
from matcher.options.measures import NO_SOURCE, OWN, Ways
from matcher.options.resources import Resources, find_resources

__all__ = [
    "AS_AGREED",
    "NO_SOURCE",
    "OWN",
    "Options",
    "Resources",
    "Ways",
    "build_options",
    "clashing",
    "find_resources",
    "job_hours_max",
    "jobs_at_once",
    "options_at",
]
