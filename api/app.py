"""The application: one router for each resource, nothing else."""

from __future__ import annotations

from fastapi import FastAPI

from api import errors
from api.audit import routes as audit
from api.candidates import routes as candidates
from api.health import routes as health
from api.middleware import Metrics, Surroundings
from api.pace import Pace
from matcher import __version__
from matcher.services.unit import Services
from matcher.settings import Mode, Settings, load_settings
from matcher.store import open_store, schema
from matcher.store.secrets import Cipher

PREFIX = "/api/v1"
ROUTERS = (candidates.router, audit.router)
"""In the order of the documentation."""


def create_app(settings: Settings | None = None, services: Services | None = None) -> FastAPI:
    """The application over a database whose tables are the newest.

    Raises
    ------
    MatcherError
        When a setting is missing, or the database is not ready.
    """
    settings = settings or load_settings()
    settings.require_startable()
    if services is None:
        store = open_store(settings.database)
        schema.require_current(store)
        services = Services(store, Cipher(*settings.data_keys))
    app = FastAPI(
        title="Brobygger",
        version=__version__,
        description="Matches people who need flexible work with work that can be shaped to fit them.",
        # The framework's own page loads scripts from elsewhere; `api/docs` has ours.
        docs_url=None,
        redoc_url=None,
        openapi_url=f"{PREFIX}/openapi.json",
    )
    metrics = Metrics()
    app.state.services = services
    app.state.settings = settings
    app.state.metrics = metrics
    app.state.pace = Pace(settings.calls_per_minute)
    errors.install(app)
    for router in ROUTERS:
        app.include_router(router, prefix=PREFIX)
    app.include_router(health.router)
    app.add_middleware(Surroundings, metrics=metrics, https=settings.mode is Mode.PRODUCTION)
    return app
