"""The demo company in a store: imported once, with sign-ins anybody may know."""

from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from assistant.surfaces import cli_output
from assistant.surfaces.cli_users import everyone

if TYPE_CHECKING:
    from crm_store.demo import World
    from crm_store.store import Store
    from crm_store.unit import Unit

PASSWORD = "parley-demo"
"""Printed and documented; only the demo company's people get it."""

ADMIN = "admin@example.com"
GENERATED = "XDEAL-"
"""How the external ids of generated deals begin."""


def add(store: "Store", scale: int, seed: int) -> str:
    """Bring the demo company in, as it stands on the store's day, and `scale` generated deals; says what was done.

    What is there already stays as it is.

    Raises:
        StoreError: other people are in this store, or another number of generated deals.
    """
    from crm_store.transfer import import_world

    with store.session(store.system()) as crm:
        people = {u.email for u in everyone(crm)}
        there, generated = ADMIN in people and _named(crm), _generated(crm)
    if people and not there:
        raise _not_alone()
    if there and scale in (0, generated):
        return cli_output.words("The demo company is there already.", "演示公司已存在。")
    if there and generated:
        raise _another_scale(generated, scale)
    world = _generated_only(_today(store), scale, seed) if there else _whole(_today(store), scale, seed)
    actor = store.actor(ADMIN) if there else None
    report = import_world(store, actor, world, now=store.clock())
    said: str = report.sentence(cli_output.language())
    return said


def sign_ins(store: "Store") -> list[dict[str, str]]:
    """The demo company's people with their passwords; whoever has none yet is given the demo password now."""
    from assistant.surfaces.passwords import hash_password, verify

    with store.session(store.system()) as crm:
        bare = any(u.password_hash is None and _is_demo(u.email) for u in everyone(crm))
    if bare:
        # One hash for all: a salt of one's own would hide nothing, and fifteen hashes take a second.
        shared = hash_password(PASSWORD)
        with store.session(store.system(), writes=True, tool="init") as crm:
            for user in everyone(crm):
                if user.password_hash is None and _is_demo(user.email):
                    user.password_hash = shared
    with store.session(store.system()) as crm:
        users = [u for u in everyone(crm) if _is_demo(u.email) and not u.disabled]
    good = {h for h in {u.password_hash for u in users} if verify(h, PASSWORD)}
    changed = cli_output.words("(changed)", "（已修改）")
    return [
        {
            "email": u.email,
            "name": u.name,
            "role": u.role.value,
            "lang": u.lang,
            "password": PASSWORD if u.password_hash in good else changed,
        }
        for u in sorted(users, key=lambda u: ("rep", "manager", "admin", "viewer").index(u.role.value))
    ]


def _is_demo(email: str) -> bool:
    from crm_store.demo.corpus_files import corpus

    return email in {str(u["email"]) for u in corpus("company")["users"]}


def _whole(today: date, scale: int, seed: int) -> "World":
    from crm_store.demo import demo_world

    return demo_world(today, scale=scale, seed=seed)


def _generated_only(today: date, scale: int, seed: int) -> "World":
    from crm_store.demo import World
    from crm_store.demo.clock import Clock
    from crm_store.demo.scale import scaled

    return World({}, scaled(Clock(today), scale, seed))


def _today(store: "Store") -> date:
    """The day it is where the demo company works."""
    from crm_store.demo.corpus_files import corpus

    return store.clock().astimezone(ZoneInfo(str(corpus("company")["timezone"]))).date()


def _named(crm: "Unit") -> bool:
    """Whether the first account of the story is there."""
    from crm_store.queries.find import Condition, Query, count

    return count(crm, Query("account", [Condition("external_id", "=", "ACC-001")])) > 0


def _generated(crm: "Unit") -> int:
    from crm_store.queries.find import Condition, Query, count

    return count(crm, Query("deal", [Condition("external_id", "~", GENERATED)]))


def _not_alone() -> Exception:
    from crm_store.errors import StoreError

    return StoreError(
        "There are people in this store, and the demo company wants one of its own. Try it elsewhere: PARLEY_HOME=./demo parley init --demo",
        "该数据库中已有用户，演示公司需要单独的数据库。请换一个目录：PARLEY_HOME=./demo parley init --demo",
    )


def _another_scale(there: int, wanted: int) -> Exception:
    from crm_store.errors import StoreError

    return StoreError(
        f"There are {there:,} generated deals already; nothing was added. For {wanted:,} start in a new PARLEY_HOME.",
        f"已有 {there:,} 个生成的商机，未添加任何内容。如需 {wanted:,} 个，请使用新的 PARLEY_HOME。",
    )
