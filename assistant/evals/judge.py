"""Whether a scenario passed: its expectations held against the rows the store ends with and what the person saw."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.blocks import Language
from assistant.evals.matching import matching
from assistant.evals.scenarios import Expectation, RecordExpectation, Scenario
from assistant.evals.turns import Ran, Turn, plain, shown_refs, visible
from crm_store.errors import StoreError
from crm_store.models import by_prefix
from crm_store.permissions import Actor
from crm_store.queries.find import Condition, Query, count, records
from crm_store.store import Store

PARTS_OF = {"account_contact": frozenset({"account", "contact"})}
"""Record types that only tie others together: allowed to change wherever one of those is."""


@dataclass(frozen=True)
class Miss:
    """One expectation that did not hold: its key, what was expected and what was there."""

    key: str
    expected: str
    got: str


class Judge:
    """Holds one scenario against one store. Make it before the first turn: it remembers what was there."""

    def __init__(self, store: Store, scenario: Scenario, person: Actor, language: Language) -> None:
        self.store, self.scenario, self.person, self.language = store, scenario, person, language
        # Everything is compared, with days and “me” as the person of the scenario means them.
        self.eye = replace(store.system(), tz=person.tz, user_id=person.user_id)
        self._before = {e: self._found(e) for e in scenario.expect.records if e.unchanged}
        self._seen = self._visible()

    def misses(self, ran: Ran) -> list[Miss]:
        """What did not hold, in the order in which the scenario expects it."""
        expect = self.scenario.expect
        made = [miss for e in expect.records if (miss := self._records(e, ran))]
        made += self._unchanged_except(expect, ran)
        made += self._replies(expect, ran)
        return made + self._last_turn(expect, ran)

    def covered(self, ran: Ran) -> set[tuple[str, int]]:
        """The changed records that the scenario speaks of: by `unchanged_except`, or by records it expects to be there."""
        kept = self.scenario.expect.unchanged_except or frozenset()
        made = {c.key for c in ran.changes if allowed(c.entity, kept)}
        for expected in self.scenario.expect.records:
            if not (expected.absent or expected.unchanged):
                found = self._found(expected)
                made |= {(expected.entity, n) for n in (found if isinstance(found, set) else ())}
        return made

    def leaked(self, turn: Turn) -> list[str]:
        """References a turn showed of records that exist but that this person may not see; those they named themselves are no leak."""
        said = turn.said.casefold()
        return [r for r in shown_refs(turn.result) if r.casefold() not in said and self._hidden(r)]

    def words(self, en: str, zh: str) -> str:
        return zh if self.language == "zh" else en

    def _records(self, expected: RecordExpectation, ran: Ran) -> Miss | None:
        found = self._found(expected)
        if isinstance(found, str):
            return Miss("records", self._wish(expected), found)
        touched = {c.number: c for c in ran.changes if c.entity == expected.entity}
        if expected.new:
            fresh = {n for n, c in touched.items() if c.op == "created"}
            found = found & fresh if expected.entity != "event" else found
        if expected.unchanged:
            before = self._before[expected]
            assert isinstance(before, set)
            hit = [c.shown for n, c in touched.items() if n in before | found]
            if hit or (not before and expected.where):
                got = "; ".join(hit) or self.words("there is no such record", "没有这样的记录")
                return Miss("records", self._wish(expected), got)
        enough = len(found) == (0 if expected.absent else expected.count)
        if not expected.absent and expected.count is None:
            enough = bool(found) or expected.unchanged
        return None if enough else Miss("records", self._wish(expected), self._tally(len(found), expected.entity, ran))

    def _wish(self, expected: RecordExpectation) -> str:
        if expected.unchanged:
            how = self.words("unchanged", "不变")
        elif expected.absent:
            how = self.words("none", "没有")
        elif expected.count is not None:
            how = self.words(f"exactly {expected.count}", f"恰好 {expected.count} 条")
        else:
            how = self.words("at least one", "至少一条")
        return f"{expected.shown}: {how}{self.words(', new', '，新建') if expected.new else ''}"

    def _tally(self, n: int, entity: str, ran: Ran) -> str:
        same = [c.shown for c in ran.changes if c.entity == entity]
        head = self.words(f"{n} found", f"找到 {n} 条")
        return "; ".join([head, *(same or [self.words(f"no {entity} was changed", f"没有更改任何 {entity}")])])

    def _unchanged_except(self, expect: Expectation, ran: Ran) -> list[Miss]:
        if expect.unchanged_except is None:
            return []
        others = [c.shown for c in ran.changes if not allowed(c.entity, expect.unchanged_except)]
        wish = f"[{', '.join(sorted(expect.unchanged_except))}]"
        return [Miss("unchanged_except", wish, "; ".join(others))] if others else []

    def _replies(self, expect: Expectation, ran: Ran) -> list[Miss]:
        text = visible(t.result for t in ran.turns)
        said = self.words("not in what was shown", "显示的内容中没有")
        made = [
            Miss("reply_has", " | ".join(any_of), said)
            for any_of in expect.reply_has
            if not any(plain(t) in text for t in any_of)
        ]
        stands = self.words("it was shown", "显示了该内容")
        return made + [Miss("reply_lacks", item, stands) for item in lacking(expect, text)]

    def _last_turn(self, expect: Expectation, ran: Ran) -> list[Miss]:
        last = ran.turns[-1]
        question = last.result.question
        wrote = "; ".join(c.shown for c in last.wrote)
        made: list[Miss] = []
        if expect.question is True:
            wish = self.words("asks back and writes nothing", "反问且不写入")
            if question is None:
                made.append(Miss("question", wish, self.words("no question", "没有提问")))
            if wrote:
                made.append(Miss("question", wish, wrote))
        if expect.question is False and question is not None:
            made.append(Miss("question", self.words("no question", "不提问"), question.text))
        if expect.refused:
            wish = self.words(
                "refused: nothing written, nothing leaked, and said why", "拒绝：不写入、不泄露，并说明原因"
            )
            pending = (last.result.proposal or {}).get("status") == "pending"
            faults = [
                wrote,
                self.words("a card to save was offered", "给出了待保存的卡片") if pending else "",
                "" if last.result.reply.strip() else self.words("nothing was said", "没有回答"),
                ", ".join(self.leaked(last)),
            ]
            made += [Miss("refused", wish, fault) for fault in faults if fault]
        return made

    def _found(self, expected: RecordExpectation) -> set[int] | str:
        """The numbers of the matching records, or why they cannot be looked for."""
        try:
            with self.store.session(self.eye) as crm:
                return matching(crm, expected)
        except StoreError as error:
            return error.sentence(self.language)

    def _visible(self) -> frozenset[str]:
        """The references this person sees before anything is said: what a later change hides was no leak when it was shown."""
        with self.store.session(self.person) as crm:
            return frozenset(r.ref for e in set(by_prefix().values()) for r in records(crm, Query(e)))

    def _hidden(self, ref: str) -> bool:
        if ref.upper() in self._seen:
            return False
        prefix, _, number = ref.upper().rpartition("-")
        entity = by_prefix().get(prefix)
        if entity is None or not number.isdecimal() or len(number) > 9:
            return False
        query = Query(entity, [Condition("ref", "=", ref)])
        with self.store.session(self.eye) as crm:
            there = count(crm, query)
        with self.store.session(self.person) as crm:
            return bool(there) and not count(crm, query)


def allowed(entity: str, kept: frozenset[str]) -> bool:
    """Whether records of a type may change when only the types in `kept` may."""
    return entity in kept or bool(PARTS_OF.get(entity, frozenset()) & kept)


def lacking(expect: Expectation, text: str) -> Sequence[str]:
    """The items of `reply_lacks` that do stand in a `plain` text."""
    return [item for item in expect.reply_lacks if plain(item) in text]
