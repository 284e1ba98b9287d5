"""Parley as a person runs it, on the demo company as it stands on 2026-11-20: `python demo_server.py HOME PORT`."""

import sys
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import select

from assistant.conversation import Assistant
from assistant.settings import Settings
from assistant.surfaces.passwords import hash_password
from assistant.surfaces.server import serve
from crm_store.demo import demo_world
from crm_store.models import User
from crm_store.store import Store
from crm_store.transfer import import_world

NOW = datetime.fromisoformat("2026-11-20T09:00:00+08:00")
_ticks = count()


def clock() -> datetime:
    """NOW, a microsecond later at each look: on a clock that stands still, "the last turn" would be any of them."""
    return NOW + timedelta(microseconds=next(_ticks))


def main(home: str, port: str) -> None:
    settings = Settings(home=Path(home), port=int(port), brain="offline")
    store = Store.in_folder(settings.home, clock=clock)
    if not store.ready():
        store.upgrade()
        import_world(store, None, demo_world(NOW.date()))
        password = hash_password("open sesame")
        with store.session(store.system(), writes=True) as crm:
            for user in crm.exec(select(User)).scalars():
                user.password_hash = password
    store.close()
    assistant = Assistant.open(settings, clock=clock)
    serve(settings, assistant=assistant, ready=lambda address: print("READY", address, flush=True))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
