"""What people say, with the names in it replaced by records of the person's own."""

import re
from decimal import Decimal

from assistant.blocks import Language
from assistant.recognise.text import is_chinese
from assistant.wording import name_text
from crm_store.base import Record
from crm_store.models import Contact, Deal
from crm_store.queries.find import Condition, Query, records
from crm_store.queries.usual_currency import usual_currency
from crm_store.unit import Unit

_SAMPLES: dict[str, tuple[str, ...]] = {
    "deal": ("Acme renewal", "Globex rollout", "华阳试点", "Acme 续约"),
    "contact": ("Ana Ruiz", "Li Na", "Wang Wei", "Sara", "Ana", "Bob", "李娜", "王伟"),
    "account": ("Acme", "Globex", "Initech", "Northwind", "Umbra", "Huayang", "华阳", "苏州精工"),
}
"""Names that stand in the tools' examples, by record type; longer ones first."""

_REFERENCE = re.compile(r"\bD-\d+\b")
_OVER = re.compile(r"(?<=over )\d+k(?![a-z])|(?<=超过)\d+万")
"""A bare amount deals are held against."""
_BETWEEN = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_LOOKED_AT = 20


class OwnExamples:
    """Puts a customer of the person's own, somebody there and a deal with them into an example.

    Names in the language of the conversation are preferred; without records the example stays as it is.
    """

    def __init__(self, crm: Unit, language: Language) -> None:
        self.language = language
        chosen = _chosen(crm, language)
        self._names = {e: name_text(r, language) for e, r in chosen.items()}
        self._reference = chosen["deal"].ref if "deal" in chosen else None
        self._amount = _own_amount(crm)

    def fits(self, said: str) -> bool:
        """Whether every name in the example can be one of the person's own."""
        return not any(s in said for e, samples in _SAMPLES.items() if e not in self._names for s in samples)

    def own(self, said: str) -> str:
        """The example with the person's own names, and an amount some of their deals are over."""
        if self._amount is not None:
            said = _OVER.sub(lambda m: _short(self._amount or Decimal(0), zh="万" in m[0]), said)
        marks: dict[str, str] = {}
        for entity, samples in _SAMPLES.items():
            name = self._names.get(entity)
            for sample in samples if name else ():
                pattern = (
                    rf"(?<![A-Za-z]){re.escape(sample)}(?![A-Za-z]| GmbH| Industrial)"
                    if sample.isascii()
                    else rf"{re.escape(sample)}(?! GmbH| Industrial)"
                )
                mark = f"\x00{len(marks)}\x00"
                said, found = re.subn(pattern, mark, said)
                if found:
                    marks[mark] = str(name)
        for mark, name in marks.items():
            said = _BETWEEN.sub("", said.replace(mark, name))
        return _REFERENCE.sub(self._reference, said) if self._reference else said


def _own_amount(crm: Unit) -> Decimal | None:
    """A round amount (1, 2 or 5 and zeros) that about half of the person's open deals are over, in the currency a bare amount has."""
    mine = [Condition("owner", "=", "me"), Condition("stage.kind", "=", "open")]
    code = usual_currency(crm)
    deals = [d for d in records(crm, Query("deal", mine, limit=_LOOKED_AT)) if isinstance(d, Deal)]
    worth = sorted(d.amount for d in deals if d.amount and (d.currency or crm.actor.currency) == code)
    if not worth:
        return None
    middle = worth[len(worth) // 2]
    steps = (Decimal(n) * 10**zeros for zeros in range(3, 12) for n in (1, 2, 5))
    return max((step for step in steps if step < middle), default=None)


def _short(amount: Decimal, *, zh: bool) -> str:
    """200000 as 200k or 20万, 5000 as 5k or 5000."""
    if zh and amount >= 10_000:
        return f"{int(amount / 10_000)}万"
    return f"{int(amount)}" if zh else f"{int(amount / 1000)}k"


def _chosen(crm: Unit, language: Language) -> dict[str, Record]:
    """A contact with an account and, if there is one, a deal of that account."""
    mine = [Condition("owner", "=", "me")]
    people = records(crm, Query("contact", mine, limit=_LOOKED_AT)) or records(crm, Query("contact", limit=_LOOKED_AT))
    open_ = Condition("stage.kind", "=", "open")
    deals = next(
        (d for which in ([*mine, open_], mine, []) if (d := records(crm, Query("deal", which, limit=_LOOKED_AT)))), []
    )
    with_deals = {d.account_id for d in deals if isinstance(d, Deal)}

    def fit(r: Record) -> tuple[bool, bool]:
        return is_chinese(r.display) != (language == "zh"), getattr(r, "account_id", None) not in with_deals

    found: dict[str, Record] = {}
    person = min((p for p in people if isinstance(p, Contact) and p.account_id), key=fit, default=None)
    if person is not None and person.account_id is not None:
        found["contact"] = person
        for account in crm.many("account", [person.account_id]).values():
            found["account"] = account
        deals = [d for d in deals if isinstance(d, Deal) and d.account_id == person.account_id] or deals
    if deals:
        found["deal"] = min(deals, key=fit)
    return found
