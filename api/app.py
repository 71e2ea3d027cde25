"""The application: one router for each resource, nothing else."""

from __future__ import annotations

import gc
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from api import errors, headers, rendering
from api.accounts import routes as accounts
from api.audit import routes as audit
from api.auth import oidc, pages
from api.auth import routes as auth
from api.auth.identity_provider import IdentityProvider
from api.bindings import routes as bindings
from api.break_glass import routes as break_glass
from api.candidates import routes as candidates
from api.catalogue import routes as catalogue
from api.documentation import pages as documentation
from api.employers import routes as employers
from api.explanations import routes as explanations
from api.follow_ups import routes as follow_ups
from api.go_aheads import routes as go_aheads
from api.health import routes as health
from api.imports import routes as imports
from api.insight import routes as insight
from api.jobs import routes as jobs
from api.links import routes as links
from api.links.coming import PER_MINUTE
from api.middleware import Metrics, Surroundings
from api.models import routes as models
from api.municipality import routes as municipality
from api.openings import routes as openings
from api.outcomes import routes as outcomes
from api.pace import Pace
from api.placements import routes as placements
from api.plans import routes as plans
from api.readings import routes as readings
from api.reasons import routes as reasons
from api.relations import routes as relations
from api.resources import routes as resources
from api.shortlists import routes as shortlists
from api.statistics import routes as statistics
from api.suggestions import routes as suggestions
from api.support import routes as support
from api.workplaces import routes as workplaces
from matcher import __version__
from matcher.services.unit import Services
from matcher.services.warm import warm_up
from matcher.settings import Mode, Settings, load_settings
from matcher.store import open_store, schema
from matcher.store.secrets import Cipher
from matcher.taxonomy.linker import load_linker

PREFIX = "/api/v1"
DESCRIPTION = """
Matches people who need flexible work with work that can be shaped to fit them.

Done once: a write may carry an `Idempotency-Key` of the caller's own (1 to 200 visible characters). Sent again with
the same key within seven days it is not done again: the answer has the status, `Location` and `ETag` of the first,
`Idempotent-Replay: true`, and no body. What it made or changed is read where it stands: with access, a purpose and a
line in the log. The same call under way is waited for. A call that was refused may be sent again with its key; the
same key with another call gets 409 `key_used`. Answers with a secret in them are given once and take no key.

How much: a body may be 1 MiB long, a file sent to `/imports` 64 MiB, and 64 KiB without a sign-in.
""".strip()
ROUTERS = (
    auth.router,
    oidc.router,
    suggestions.router,
    accounts.router,
    relations.router,
    break_glass.router,
    candidates.router,
    bindings.router,
    go_aheads.router,
    employers.router,
    workplaces.router,
    openings.router,
    support.router,
    municipality.router,
    models.router,
    catalogue.router,
    audit.router,
    insight.router,
    statistics.router,
    explanations.router,
    shortlists.router,
    links.router,
    placements.router,
    follow_ups.router,
    outcomes.router,
    reasons.router,
    readings.router,
    plans.router,
    resources.router,
    imports.router,
    jobs.router,
)
"""In the order of the documentation, in which they are also looked through: what is asked most is found early."""


@asynccontextmanager
async def _kept_warm(app: FastAPI) -> AsyncIterator[None]:
    """Make ready what suggestions are made from as long as the server runs, so that callers seldom wait for it."""
    # An answer makes thousands of small objects and hardly a cycle; looking for those after every 700 takes time.
    gc.set_threshold(50_000, 20, 50)
    services, settings = app.state.services, app.state.settings
    stop = threading.Event()
    warm_up(services, stop)
    if settings.suggest_beside:
        services.thinking.begin_beside(settings.database, settings.log_format)
    yield
    stop.set()
    services.thinking.end()


def create_app(settings: Settings | None = None, services: Services | None = None) -> FastAPI:
    """The application over a database whose tables are the newest.

    Raises
    ------
    MatcherError
        When a setting is missing, the database is not ready, or an ESCO release is set that cannot be used.
    """
    settings = settings or load_settings()
    settings.require_startable()
    if services is None:
        store = open_store(settings.database)
        schema.require_current(store)
        services = Services(store, Cipher(*settings.data_keys))
    if settings.esco_folder is not None:
        # Here and not with the first text: a release that cannot be used keeps it from starting.
        load_linker(settings.esco_folder).make_ready()
    app = FastAPI(
        title="Brobygger",
        version=__version__,
        description=DESCRIPTION,
        # The framework's own page loads scripts from elsewhere; `api/documentation` is ours.
        docs_url=None,
        redoc_url=None,
        openapi_url=f"{PREFIX}/openapi.json",
        lifespan=_kept_warm,
    )
    metrics = Metrics()
    app.state.metrics = metrics
    equip(app, settings, services)
    errors.install(app)
    for router in ROUTERS:
        app.include_router(router, prefix=PREFIX)
    app.include_router(health.router)
    app.include_router(pages.router)
    app.include_router(documentation.router)
    app.mount("/static", StaticFiles(directory=rendering.STATIC), name="static")
    headers.describe(app)
    app.add_middleware(Surroundings, metrics=metrics, https=settings.mode is Mode.PRODUCTION)
    return app


def equip(app: FastAPI, settings: Settings, services: Services) -> None:
    """Give an application what its calls work with."""
    app.state.services = services
    app.state.settings = settings
    app.state.pace = Pace(settings.calls_per_minute)
    app.state.link_pace = Pace(PER_MINUTE)
    app.state.identity_provider = IdentityProvider(settings)
