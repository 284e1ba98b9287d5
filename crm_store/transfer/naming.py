"""References as a file writes them: the natural key an import resolves again."""

from collections import Counter
from collections.abc import Iterable, Sequence

from crm_store.base import FieldSpec, Kind, Record
from crm_store.models import Contact, User, entities, fields_of
from crm_store.unit import Unit


class Naming:
    """Natural keys of what records refer to, loaded in batches and in scope: what nobody may see has no name.

    A user is its e-mail address, a contact its e-mail address or `Name @ Account`, everything else its name; a record without
    a name its external id.
    """

    def __init__(self, crm: Unit) -> None:
        self.crm = crm
        self._known: dict[tuple[str, int], str] = {}
        self._links: dict[str, dict[int, list[int]]] = {}

    def load(self, entity: str, records: Sequence[Record]) -> None:
        """Make ready for these records."""
        numbers = [r.id or 0 for r in records]
        self._links = {f: self.crm.links(entity, f, numbers) for f in entities()[entity].about.links}
        wanted: dict[str, set[int]] = {}
        for spec in (s for s in fields_of(entity).values() if s.kind in (Kind.REF, Kind.REFS, Kind.SUBJECT)):
            for r in records:
                for to, n in self._raw(spec, r):
                    wanted.setdefault(to, set()).add(n)
        for to, ns in wanted.items():
            self._load(to, {n for n in ns if (to, n) not in self._known})

    def held(self, spec: FieldSpec, record: Record) -> list[tuple[str, int]]:
        """What a field of a record refers to, as (record type, number), leaving out what may not be seen."""
        return [x for x in self._raw(spec, record) if x in self._known]

    def key(self, entity: str, number: int) -> str:
        return self._known[(entity, number)]

    def ref(self, entity: str, number: int) -> str:
        return f"{entities()[entity].about.prefix}-{number}"

    def _raw(self, spec: FieldSpec, record: Record) -> Iterable[tuple[str, int]]:
        if spec.kind is Kind.REFS:
            return [(spec.to, n) for n in self._links.get(spec.name, {}).get(record.id or 0, [])]
        if spec.kind not in (Kind.REF, Kind.SUBJECT):
            return []
        number = getattr(record, spec.column)
        to = spec.to if spec.kind is Kind.REF else str(getattr(record, "subject_type", None) or "account")
        return [] if number is None else [(to, number)]

    def _load(self, entity: str, numbers: Iterable[int]) -> None:
        found = self.crm.many(entity, numbers)
        if entity == "contact":
            self._contacts({n: c for n, c in found.items() if isinstance(c, Contact)})
            return
        for number, record in found.items():
            name = record.email if isinstance(record, User) else str(getattr(record, type(record).about.title) or "")
            self._known[(entity, number)] = name or record.external_id or record.ref

    def _contacts(self, found: dict[int, Contact]) -> None:
        accounts = self.crm.many("account", {c.account_id for c in found.values() if c.account_id})
        shared = Counter((c.email or "").casefold() for c in found.values())
        for number, c in found.items():
            account = accounts.get(c.account_id or 0)
            if c.email and shared[c.email.casefold()] == 1:
                self._known[("contact", number)] = c.email
            else:
                self._known[("contact", number)] = f"{c.name} @ {account.display}" if account else c.name
