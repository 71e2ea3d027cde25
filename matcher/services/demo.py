"""Filling an empty database with the invented municipality, for `brobygger serve` in the demo."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.catalogue.loader import load_catalogue
from matcher.demo import make_municipality
from matcher.demo.places import Size
from matcher.services.caller import SYSTEM
from matcher.services.demo_accounts import create_demo_accounts
from matcher.services.unit import Services
from matcher.settings import Settings
from matcher.store import Store
from matcher.store.facts import save_facts
from matcher.store.secrets import Cipher


def fill(settings: Settings, store: Store, size: Size, seed: int = 1) -> Iterator[str]:
    """Write the municipality and the marked accounts in one transaction, and say who may sign in.

    Yields
    ------
    str
        Sentences for whoever starts the demo.
    """
    facts = make_municipality(size, seed, load_catalogue())
    services = Services(store, Cipher(*settings.data_keys))
    with services.unit(SYSTEM) as unit:
        counts = save_facts(unit.connection, facts, unit.cipher, unit.now)
        accounts = create_demo_accounts(unit, facts, mode=settings.mode)
        rows = {name: count.new for name, count in counts.items()}
        unit.record("fill", "demo", size, rows=rows, seed=seed)
    yield f"{len(facts.candidates)} opdigtede borgere og {len(facts.openings)} stillinger"
    yield from accounts
