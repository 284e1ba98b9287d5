"""A small company to test on: six people, eight accounts, twenty deals in three currencies, two Anas and a 李娜.

It is 2026-11-20 09:00 in Shanghai, a Friday. The workspace counts in CNY; USD is worth 7.10 until September and 7.20 from
October on, EUR 7.80 and 7.90 from November on; there is no rate for JPY. Lin (manager) has Chen and Maya below him; Tom
reports to nobody. Maya sits in New York, where it is still the 19th. Records are found by the key they are written with here: `world.number("deal", "acme-renewal")`.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import settings

from crm_store.permissions import Actor
from crm_store.store import Store
from crm_store.unit import Unit

MOMENT = datetime.fromisoformat("2026-11-20T09:00:00+08:00")
TODAY = MOMENT.date()

ADMIN, LIN, CHEN, MAYA, TOM, NINA = (f"{name}@example.com" for name in ("admin", "lin", "chen", "maya", "tom", "nina"))


def examples(by_day: int, at_night: int) -> int:
    """How many examples a slow property plays: few in every run, many in `make nightly`."""
    return at_night if settings.default is not None and settings.default.max_examples >= 1000 else by_day


_OWNERS = {"chen": CHEN, "maya": MAYA, "tom": TOM, "lin": LIN, "admin": ADMIN}

STAGES = (
    ("Qualification", "初步确认", "open", 10),
    ("Demo", "产品演示", "open", 25),
    ("Proposal", "方案报价", "open", 50),
    ("Negotiation", "商务谈判", "open", 70),
    ("On Hold", "搁置", "on_hold", 10),
    ("Won", "赢单", "won", 100),
    ("Lost", "输单", "lost", 0),
)

RATES = (
    ("USD", "2026-01-01", "7.10"),
    ("USD", "2026-10-01", "7.20"),
    ("EUR", "2026-01-01", "7.80"),
    ("EUR", "2026-11-01", "7.90"),
)

ACCOUNTS = (
    ("acme", "Acme Industrial", None, ["Acme"], "acme.example", "manufacturing", "chen", "East"),
    ("huayang", "华阳科技", "Huayang Technology", ["华阳"], "huayang.example", "electronics", "chen", "East"),
    ("suzhou", "苏州精工", "Suzhou Precision", [], "szjg.example", "manufacturing", "chen", "East"),
    ("vision", "远景能源", "Vision Energy", [], "vision.example", "energy", "chen", "East"),
    ("globex", "Globex", None, [], "globex.example", "logistics", "maya", "West"),
    ("initech", "Initech", None, [], "initech.example", "software", "maya", "West"),
    ("northwind", "Northwind Traders", None, ["Northwind"], "northwind.example", "retail", "maya", "West"),
    ("umbra", "Umbra Labs", None, ["Umbra"], "umbra.example", "pharma", "tom", "Berlin"),
)

CONTACTS = (
    ("ana-ruiz", "Ana Ruiz", None, "acme", "COO", "decision_maker", "ana.ruiz@acme.example", "+1 415 555 0130", "chen"),
    ("bob", "Bob Stone", None, "acme", "IT lead", "evaluator", "bob@acme.example", "+1 415 555 0131", "chen"),
    (
        "lina",
        "李娜",
        "Li Na",
        "huayang",
        "财务总监",
        "decision_maker",
        "lina@huayang.example",
        "+86 138 0000 2001",
        "chen",
    ),
    (
        "wangwei",
        "王伟",
        "Wang Wei",
        "suzhou",
        "采购经理",
        "champion",
        "wangwei@szjg.example",
        "+86 138 0000 2002",
        "chen",
    ),
    ("zhangmin", "张敏", "Zhang Min", "vision", "工程师", None, "zhangmin@vision.example", None, "chen"),
    (
        "ana-silva",
        "Ana Silva",
        None,
        "globex",
        "VP Operations",
        "champion",
        "ana.silva@globex.example",
        "+1 206 555 0140",
        "maya",
    ),
    ("sara", "Sara Klein", None, "initech", "Office manager", None, "sara@initech.example", None, "maya"),
    ("uma", "Uma Berg", None, "umbra", "Lab head", "decision_maker", "uma@umbra.example", None, "tom"),
)

# key, name, account, contact, stage, amount, currency, owner, expected close, closed, last activity (days ago), source, type, probability
DEALS = (
    ("acme-renewal", "Acme renewal", "acme", "ana-ruiz", "Negotiation", "600000", "CNY", "chen", "2026-12-15", None, 2, "existing_customer", "renewal", None),
    ("acme-sensors", "Acme sensors", "acme", "bob", "Demo", "120000.50", "CNY", "chen", "2026-11-10", None, 20, "website", "new", None),
    ("huayang-pilot", "华阳试点", "huayang", "lina", "Proposal", "300000", "CNY", "chen", "2026-12-01", None, 3, "referral", "new", None),
    ("huayang-phase2", "华阳二期", "huayang", "lina", "Qualification", None, "CNY", "chen", "2027-02-01", None, 5, "referral", "expansion", None),
    ("suzhou-line", "苏州产线", "suzhou", "wangwei", "Qualification", "80000", "CNY", "chen", "2026-12-20", None, 16, "trade_fair", "new", None),
    ("vision-grid", "远景电网", "vision", "zhangmin", "On Hold", "450000", "CNY", "chen", "2026-12-30", None, 40, "partner", "new", None),
    ("suzhou-old", "苏州升级", "suzhou", "wangwei", "Won", "200000", "CNY", "chen", "2026-10-20", "2026-10-25", 26, "existing_customer", "expansion", None),
    ("vision-first", "远景首单", "vision", "zhangmin", "Won", "150000", "CNY", "chen", "2026-08-15", "2026-08-20", 90, "partner", "new", None),
    ("acme-lost", "Acme analytics", "acme", "bob", "Lost", "90000", "CNY", "chen", "2026-10-30", "2026-11-02", 18, "website", "new", None),
    ("globex-rollout", "Globex rollout", "globex", "ana-silva", "Negotiation", "100000", "USD", "maya", "2026-11-28", None, 1, "webinar", "new", "80"),
    ("globex-support", "Globex support plan", "globex", "ana-silva", "Proposal", "30000", "USD", "maya", "2026-12-10", None, 4, "existing_customer", "expansion", None),
    ("initech-pilot", "Initech pilot", "initech", "sara", "Demo", "25000", "USD", "maya", "2026-11-15", None, 17, "cold_call", "new", None),
    ("northwind-pos", "Northwind POS", "northwind", None, "Proposal", "60000", "EUR", "maya", "2027-01-15", None, 6, "trade_fair", "new", None),
    ("northwind-hold", "Northwind stores", "northwind", None, "On Hold", "10000", "EUR", "maya", None, None, 60, "trade_fair", "new", None),
    ("globex-first", "Globex starter", "globex", "ana-silva", "Won", "50000", "USD", "maya", "2026-09-10", "2026-09-15", 66, "webinar", "new", None),
    ("initech-won", "Initech seats", "initech", "sara", "Won", "40000", "USD", "maya", "2026-10-30", "2026-10-31", 20, "cold_call", "new", None),
    ("initech-lost", "Initech archive", "initech", "sara", "Lost", "20000", "EUR", "maya", "2026-10-10", "2026-10-12", 39, "cold_call", "new", None),
    ("lin-direct", "Lin direct deal", "suzhou", None, "Proposal", "70000", "CNY", "lin", "2026-12-05", None, 8, "other", "new", None),
    ("umbra-lab", "Umbra lab", "umbra", "uma", "Proposal", "500000", "JPY", "tom", "2026-12-12", None, 9, "website", "new", None),
    ("umbra-won", "Umbra first", "umbra", "uma", "Won", "11000", "EUR", "tom", "2026-10-01", "2026-10-05", 46, "website", "new", None),
)  # fmt: skip

# key, kind, status, starts (Shanghai), minutes, subject, body, contacts, accounts, deals, owner
ACTIVITIES = (
    ("demo-today", "meeting", "planned", "2026-11-20T15:00", 60, "华阳演示", "演示数据迁移", ["lina"], ["huayang"], ["huayang-pilot"], "chen"),
    ("call-today", "call", "planned", "2026-11-20T10:30", 30, "Call Bob", None, ["bob"], ["acme"], ["acme-sensors"], "chen"),
    ("cancelled-today", "meeting", "cancelled", "2026-11-20T11:00", 30, "Old slot", None, [], ["acme"], [], "chen"),
    ("maya-today", "meeting", "planned", "2026-11-20T16:00", 45, "Globex workshop", None, ["ana-silva"], ["globex"], ["globex-rollout"], "maya"),
    ("lina-note", "meeting", "held", "2026-11-17T09:00", 40, "与李娜会面", "预算30万已批，下周二下午3点演示，担心数据迁移。", ["lina"], ["huayang"], ["huayang-pilot"], "chen"),
    ("acme-price", "call", "held", "2026-11-18T09:00", 20, "Price call", "Ana says the price per seat is too high. She wants a 10% discount before signing.",
     ["ana-ruiz"], ["acme"], ["acme-renewal"], "chen"),
    ("acme-migration", "note", "held", "2026-10-05T09:00", None, "Migration worries", "Bob worries about data migration from the old system.", ["bob"], ["acme"], [], "chen"),
    ("sensors-visit", "visit", "held", "2026-10-31T09:00", 90, "Plant visit", "Bob showed the plant. They compare us with two others.", ["bob"], ["acme"],
     ["acme-sensors"], "chen"),
    ("globex-price", "call", "held", "2026-11-19T09:00", 15, "Globex pricing", "Ana Silva accepts the price and asks for a quote for 200 seats.", ["ana-silva"], ["globex"],
     ["globex-rollout"], "maya"),
    ("umbra-note", "note", "held", "2026-11-11T09:00", None, "Umbra secret", "Umbra plans to cancel; price is the reason.", ["uma"], ["umbra"], ["umbra-lab"], "tom"),
)  # fmt: skip

# key, title, status, priority, due, assignee, account, contact, deal
TASKS = (
    ("quote", "Send the quote to Acme", "todo", "high", "2026-11-20", "chen", "acme", "ana-ruiz", "acme-renewal"),
    ("late", "回复李娜的迁移问题", "todo", "normal", "2026-11-18", "chen", "huayang", "lina", "huayang-pilot"),
    ("done", "Old paperwork", "done", "normal", "2026-11-17", "chen", "acme", None, None),
    ("later", "Prepare the Suzhou visit", "todo", "low", "2026-11-27", "chen", "suzhou", None, "suzhou-line"),
    (
        "maya-task",
        "Update the Globex plan",
        "in_progress",
        "normal",
        "2026-11-19",
        "maya",
        "globex",
        None,
        "globex-rollout",
    ),
)

# key, subject, type, priority, status, account, contact, assignee, opened (hours ago), first response due (hours from now), answered, resolution due (hours from now)
TICKETS = (
    ("login", "Login fails", "incident", "urgent", "assigned", "acme", "bob", "chen", 3, -2, True, 1),
    ("invoice", "发票金额有误", "complaint", "normal", "new", "huayang", "lina", "chen", 10, 5, False, 30),
    ("slow", "Reports are slow", "problem", "low", "pending", "globex", "ana-silva", "maya", 100, -76, True, -28),
    ("old", "Reset password", "request", "normal", "closed", "acme", "bob", "chen", 400, -392, True, -376),
)

TARGETS = ((CHEN, None, "1000000"), (MAYA, None, "800000"), (None, "Sales", "1700000"))


@dataclass
class World:
    """The store of the small world, its people, and the number of every record by record type and key."""

    store: Store
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def actor(self, email: str) -> Actor:
        return self.store.actor(email)

    def number(self, entity: str, key: str) -> int:
        return self.numbers[(entity, key)]

    def ref(self, entity: str, key: str) -> str:
        from crm_store.models import entity_type

        return f"{entity_type(entity).about.prefix}-{self.number(entity, key)}"

    def reading(self, email: str) -> Any:
        """`with world.reading(CHEN) as crm:` a unit of work that only reads."""
        return self.store.session(self.actor(email), now=MOMENT)

    def writing(self, email: str, **more: Any) -> Any:
        return self.store.session(self.actor(email), writes=True, **{"now": MOMENT, **more})


def empty_world(store: Store) -> World:
    """One admin and nothing else."""
    world = World(store)
    store.configure(name="Small", currency="CNY", timezone="Asia/Shanghai", fiscal_year_start=1)
    with store.session(store.system("import"), writes=True, now=MOMENT) as crm:
        _make(world, crm, "user", [("admin", {"email": ADMIN, "name": "Iris Holm", "role": "admin", "lang": "en"})])
    return world


def small_world(store: Store) -> World:
    """Fill an upgraded, empty store with the company above."""
    world = World(store)
    store.configure(name="Small", currency="CNY", timezone="Asia/Shanghai", fiscal_year_start=1)
    system = store.system("import")
    with store.session(system, writes=True, now=_at("2026-01-02T09:00")) as crm:
        _people(world, crm)
        _reference(world, crm)
    with store.session(system, writes=True, now=_at("2026-11-12T09:00")) as crm:
        _customers(world, crm)
    with store.session(system, writes=True, now=_at("2026-11-19T18:00")) as crm:
        _work(world, crm)
    with store.session(
        world.actor(CHEN), writes=True, turn="turn-1", tool="propose_change", now=_at("2026-11-18T11:00")
    ) as crm:
        deal = crm.get("deal", world.number("deal", "acme-renewal"))
        crm.update(deal, {"stage": world.number("stage", "Negotiation"), "amount": Decimal(600000)})
    return world


def _people(world: World, crm: Unit) -> None:
    _make(world, crm, "team", [("Sales", {"name": "Sales", "name_zh": "销售部"})])
    root = world.number("team", "Sales")
    below = (("East", "华东"), ("West", "西区"), ("Berlin", "柏林"))
    _make(world, crm, "team", [(name, {"name": name, "name_zh": zh, "parent": root}) for name, zh in below])
    rows = (
        ("Iris Holm", ADMIN, "admin", "Sales", None, "en", "Asia/Shanghai"),
        ("林涛", LIN, "manager", "Sales", None, "zh", "Asia/Shanghai"),
        ("陈晓", CHEN, "rep", "East", LIN, "zh", "Asia/Shanghai"),
        ("Maya Ortiz", MAYA, "rep", "West", LIN, "en", "America/New_York"),
        ("Tom Becker", TOM, "rep", "Berlin", None, "en", "Europe/Berlin"),
        ("Nina Falk", NINA, "viewer", "West", None, "en", "Europe/Berlin"),
    )
    for name, email, role, team, boss, lang, tz in rows:
        values = {
            "name": name,
            "email": email,
            "role": role,
            "team": world.number("team", team),
            "lang": lang,
            "tz": tz,
        }
        _make(world, crm, "user", [(email, values | ({"reports_to": world.number("user", boss)} if boss else {}))])


def _reference(world: World, crm: Unit) -> None:
    _make(world, crm, "pipeline", [("Sales", {"name": "Sales", "name_zh": "销售"})])
    pipeline = world.number("pipeline", "Sales")
    stages = [
        (
            name,
            {"name": name, "name_zh": zh, "kind": kind, "probability": Decimal(p), "position": n, "pipeline": pipeline},
        )
        for n, (name, zh, kind, p) in enumerate(STAGES)
    ]
    _make(world, crm, "stage", stages)
    rates = [
        (f"{c}{day}", {"base": c, "quote": "CNY", "starts_on": date.fromisoformat(day), "rate": rate})
        for c, day, rate in RATES
    ]
    _make(world, crm, "exchange_rate", rates)
    for who, team, amount in TARGETS:
        held: dict[str, Any] = {"period": "2026-Q4", "metric": "booked", "amount": Decimal(amount), "currency": "CNY"}
        held |= {"owner": world.number("user", who)} if who else {"team": world.number("team", str(team))}
        _make(world, crm, "target", [(who or str(team), held)])
    products = [("P-100", "Sensor kit", "1200"), ("P-200", "Data platform", "30000")]
    _make(
        world,
        crm,
        "product",
        [(s, {"sku": s, "name": n, "list_price": Decimal(p), "currency": "CNY"}) for s, n, p in products],
    )
    body = "Export your data first. Then start the migration assistant. It keeps the old system running."
    article = {"title": "How to migrate data", "language": "en", "status": "published", "body": body}
    _make(world, crm, "article", [("migrate", article)])


def _customers(world: World, crm: Unit) -> None:
    accounts = [
        (key, {"name": name, "name_en": english, "aliases": also, "domain": domain, "industry": industry, "type": "customer",
               "owner": _user(world, owner), "team": world.number("team", team)})
        for key, name, english, also, domain, industry, owner, team in ACCOUNTS
    ]  # fmt: skip
    _make(world, crm, "account", accounts)
    contacts = [
        (key, {"name": name, "name_pinyin": pinyin, "account": world.number("account", account), "title": title, "role": role,
               "email": email, "phone": phone, "owner": _user(world, owner), "opted_out": key == "sara"})
        for key, name, pinyin, account, title, role, email, phone, owner in CONTACTS
    ]  # fmt: skip
    _make(world, crm, "contact", contacts)
    leads = [("lead-1", "周洋", "宁波机械", "New"), ("lead-2", "Paula Reed", "Reed Robotics", "In Process")]
    _make(
        world,
        crm,
        "lead",
        [(k, {"name": n, "organization": o, "status": s, "owner": _user(world, "chen")}) for k, n, o, s in leads],
    )
    deals = []
    for (
        key,
        name,
        account,
        contact,
        stage,
        amount,
        currency,
        owner,
        close,
        closed,
        idle,
        source,
        kind,
        probability,
    ) in DEALS:
        if key == "acme-renewal":
            stage, amount = "Proposal", "500000"  # moved on by Chen on 18 November
        deals.append((key, {
            "name": name, "account": world.number("account", account), "contact": world.number("contact", contact) if contact else None,
            "contacts": [world.number("contact", contact)] if contact else [], "pipeline": world.number("pipeline", "Sales"),
            "stage": world.number("stage", stage), "amount": Decimal(amount) if amount else None, "currency": currency,
            "owner": _user(world, owner), "team": _team(world, owner), "expected_close_date": date.fromisoformat(close) if close else None,
            "closed_at": _at(f"{closed}T12:00") if closed else None, "last_activity_at": MOMENT - timedelta(days=idle), "source": source,
            "type": kind, "probability": Decimal(probability) if probability else None, "created_at": _at("2026-07-01T09:00"),
            "next_step": "Send the contract" if key == "acme-renewal" else None,
            "next_step_date": date(2026, 11, 19) if key == "acme-renewal" else None,
        }))  # fmt: skip
    _make(world, crm, "deal", deals)


def _work(world: World, crm: Unit) -> None:
    activities = []
    for key, kind, status, starts, minutes, subject, body, contacts, accounts, deals, owner in ACTIVITIES:
        at = _at(starts)
        activities.append((key, {
            "kind": kind, "status": status, "starts_at": at, "ends_at": at + timedelta(minutes=minutes) if minutes else None,
            "subject": subject, "body": body, "owner": _user(world, owner), "team": _team(world, owner),
            "contact": [world.number("contact", c) for c in contacts], "account": [world.number("account", a) for a in accounts],
            "deal": [world.number("deal", d) for d in deals],
        }))  # fmt: skip
    _make(world, crm, "activity", activities)
    tasks = []
    for key, title, status, priority, due, assignee, account, contact, deal in TASKS:
        links = {"account": account, "contact": contact, "deal": deal}
        held = {
            "title": title,
            "status": status,
            "priority": priority,
            "due_on": date.fromisoformat(due),
            "assignee": _user(world, assignee),
        }
        tasks.append((key, held | {e: world.number(e, k) for e, k in links.items() if k}))
    _make(world, crm, "task", tasks)
    tickets = []
    for key, subject, kind, priority, status, account, contact, assignee, opened, first, answered, last in TICKETS:
        created = MOMENT - timedelta(hours=opened)
        due = MOMENT + timedelta(hours=last)
        tickets.append((key, {
            "subject": subject, "type": kind, "priority": priority, "status": status, "account": world.number("account", account),
            "contact": world.number("contact", contact), "assignee": _user(world, assignee), "created_at": created,
            "first_response_due": MOMENT + timedelta(hours=first), "first_response_at": created + timedelta(minutes=20) if answered else None,
            "resolution_due": due, "resolved_at": due - timedelta(hours=1) if status == "closed" else None,
        }))  # fmt: skip
    _make(world, crm, "ticket", tickets)
    fact = {"subject_type": "account", "subject": world.number("account", "huayang"), "predicate": "budget", "value": "预算30万已批",
            "source": world.number("activity", "lina-note"), "quote": "预算30万已批", "owner": _user(world, "chen")}  # fmt: skip
    _make(world, crm, "fact", [("huayang-budget", fact)])


def _make(world: World, crm: Unit, entity: str, rows: list[tuple[str, dict[str, Any]]]) -> None:
    made = crm.create_many(entity, [{"external_id": f"{entity}:{key}", **values} for key, values in rows])
    world.numbers.update({(entity, key): number for (key, _), number in zip(rows, made, strict=True)})


def _user(world: World, name: str) -> int:
    return world.number("user", _OWNERS[name])


def _team(world: World, owner: str) -> int:
    return world.number(
        "team", {"chen": "East", "maya": "West", "tom": "Berlin", "lin": "Sales", "admin": "Sales"}[owner]
    )


def _at(local: str) -> datetime:
    """A moment by the clock of Shanghai."""
    return datetime.fromisoformat(f"{local}:00+08:00").astimezone(UTC)
