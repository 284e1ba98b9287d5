"""The brains at work: which one answers a turn, what it is given, and what of its words is passed on."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, overload
from uuid import uuid4

from langchain_core.messages import HumanMessage

from assistant import summaries, tools
from assistant.agent import Agent, Run, history_messages, run_tool
from assistant.blocks import OnEvent, ToolEnded, ToolStarted, TurnResult
from assistant.brains.offline.model import OfflineModel, OfflineTurn
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Ask, Call, Named
from assistant.errors import ModelTrouble
from assistant.grounding import safe_markdown, untraced
from assistant.memory.embed import Multilingual
from assistant.prompting import fill
from assistant.settings import Settings
from assistant.threads import Mind
from crm_store.base import FieldSpec
from crm_store.models import entity_type
from crm_store.own_fields import spoken_specs
from crm_store.permissions import Actor
from crm_store.queries.mentions import Mention, mentions
from crm_store.queries.namesakes import Found, labels
from crm_store.queries.titled import in_titles
from crm_store.queries.views import views
from crm_store.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

log = logging.getLogger("parley")


class Linker:
    """Finds what a text mentions, in the actor's scope, in a reading unit of its own. Made anew for every turn: texts are looked up once."""

    def __init__(self, store: Store, actor: Actor) -> None:
        self.store, self.actor = store, actor
        self._linked: dict[str, list[Mention]] = {}
        self._views: list[str] | None = None
        self._custom: dict[str, list[FieldSpec]] | None = None
        self.readings: dict[tuple[object, ...], Reading] = {}

    def link(self, text: str) -> list[Mention]:
        if text not in self._linked:
            with self.store.session(self.actor) as crm:
                self._linked[text] = mentions(crm, text)
        return self._linked[text]

    def in_titles(self, piece: str, entities: Sequence[str]) -> tuple[str, Found] | None:
        """The part of `piece` that stands in the title of one record only, and that record."""
        with self.store.session(self.actor) as crm:
            return in_titles(crm, piece, entities)

    def custom(self, entity: str) -> list[FieldSpec]:
        """The fields the company added to a record type."""
        if self._custom is None:
            with self.store.session(self.actor) as crm:
                self._custom = spoken_specs(crm)
        return self._custom.get(entity, [])

    def views(self) -> list[str]:
        """What the saved views one may open are called."""
        if self._views is None:
            with self.store.session(self.actor) as crm:
                self._views = [v.name for v in views(crm)]
        return self._views


class Ear:
    """The built-in encoder, whichever encoder the notes are searched with: the sayings were encoded with this one."""

    def __init__(self) -> None:
        self._encoder = Multilingual()

    def vector(self, text: str) -> "NDArray[np.float32]":
        made: NDArray[np.float32] = self._encoder.embed([text or "?"])[0]
        return made


class TalkedAbout(Sequence[Named]):
    """The records talked about last that the actor still sees, newest first; read when they are first asked for."""

    def __init__(self, store: Store, actor: Actor, wanted: Sequence[tuple[str, int]]) -> None:
        self.store, self.actor, self.wanted = store, actor, wanted
        self._read: list[Named] | None = None

    def _names(self) -> list[Named]:
        if self._read is None:
            self._read = self._look_up() if self.wanted else []
        return self._read

    def _look_up(self) -> list[Named]:
        with self.store.session(self.actor) as crm:
            kinds = dict.fromkeys(e for e, _ in self.wanted)
            held = {kind: crm.many(kind, [n for e, n in self.wanted if e == kind]) for kind in kinds}
            records = [r for e, n in self.wanted if (r := held[e].get(n)) is not None]
            shown = labels(crm, records)
        return [Named(e, n, r.ref, shown[(e, n)]) for r in records for e, n in [(type(r).about.entity, r.id or 0)]]

    @overload
    def __getitem__(self, place: int) -> Named: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Named]: ...
    def __getitem__(self, place: int | slice) -> Named | Sequence[Named]:
        return self._names()[place]

    def __len__(self) -> int:
        return len(self._names())


class Brains:
    """The brain of the settings, and the offline one that stands in when a provider fails."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store, self.settings = store, settings
        self.specs = tools.specs()
        self.ear = Ear()
        self._offline: Agent | None = None
        self._online: Agent | None = None

    def run(
        self,
        actor: Actor,
        thread: str,
        result: TurnResult,
        said: str,
        mind: Mind,
        memory: Any,
        on_event: OnEvent | None,
    ) -> Run:
        """A fresh run for a turn."""
        return Run(
            self.store, actor, thread, result.id, result.language, said, memory=memory, focus=list(mind.focus), on_event=on_event,
        )  # fmt: skip

    async def answer(self, run: Run, mind: Mind, result: TurnResult) -> str:
        """The brain's words for a turn; what its tools returned stands in `run.results`.

        Raises:
            ModelTrouble: the provider failed or its answer was cut off.
        """
        if self.settings.chosen_brain == "offline":
            return await self.answer_offline(run, mind, result)
        from assistant.brains import openai as online

        if (again := await asyncio.to_thread(self._kept, run, mind)) is not None:
            result.brain, result.model = "openai", self.settings.model
            self._measure(run, result)
            number, name, args, found = run.results[0]
            await run.tell(ToolStarted(number, name, args))
            await run.tell(ToolEnded(number, name, found.ok, found.say))
            return again
        try:
            if self._online is None:
                self._online = Agent(
                    online.model(self.settings), [online.AskedAgain()], 2 * self.settings.model_timeout_s
                )
            result.brain, result.model = "openai", self.settings.model
            run.system = await asyncio.to_thread(self._system, run, mind)
            run.passes = lambda text: (
                "" if text.lstrip()[:1] in ("{", "[", "<", "`") or untraced(text, _evidence(run, mind)) else text
            )
            words = await self._online.answer(run, history_messages(mind.turns, run.said))
        except Exception as error:
            trouble = online.trouble(error)
            if trouble is None:
                raise
            raise trouble from error
        finally:
            self._measure(run, result)
        told = self._grounded(run, mind, words)
        if told == safe_markdown(words) and [name for _, name, _, _ in run.results] == [summaries.TOOL]:
            (_, _, args, found) = run.results[0]
            mind.summary = summaries.to_keep(run.said, args, found, result.model, self._today(run))
        return told

    def _kept(self, run: Run, mind: Mind) -> str | None:
        """A summary told again without asking the model, when it was asked for in these words and stands on the same as then."""
        known = summaries.kept(self.store, run.actor, run.said, run.language, self.settings.model)
        if known is None:
            return None
        focus = list(run.focus)
        found = run_tool(run, summaries.TOOL, known.args)
        if found.ok and summaries.digest(found, self._today(run)) == known.digest:
            run.results.append((uuid4().hex, summaries.TOOL, known.args, found))
            if not untraced(known.words, _evidence(run, mind)):
                return summaries.told_again(known, run.language)
            run.results.clear()
        run.focus = focus
        return None

    def _today(self, run: Run) -> date:
        return run.actor.today(self.store.clock())

    async def answer_offline(self, run: Run, mind: Mind, result: TurnResult) -> str:
        """The built-in brain's answer: the tools' own sentences."""
        if self._offline is None:
            self._offline = Agent(OfflineModel())
        result.brain, result.model = "offline", None
        run.plain, run.system, run.passes = True, "", None
        run.model = OfflineModel(turn=await asyncio.to_thread(self._ask, run, mind))
        words = await self._offline.answer(run, [HumanMessage(run.said)])
        self._measure(run, result)
        return words

    async def call(self, run: Run, name: str, args: dict[str, Any]) -> None:
        """Call one tool outside any brain, as the answer to a question does."""
        number = uuid4().hex
        await run.tell(ToolStarted(number, name, args))
        found = await asyncio.to_thread(run_tool, run, name, args)
        run.results.append((number, name, args, found))
        await run.tell(ToolEnded(number, name, found.ok, found.say))

    def _ask(self, run: Run, mind: Mind) -> OfflineTurn:
        actor = run.actor
        now = self.store.clock().astimezone(actor.zone)
        ask = Ask(
            run.said, now.date(), now, run.language, actor.zone, actor.currency, actor.fiscal_year_start,
            TalkedAbout(self.store, actor, mind.focus[:12]), [Call(c["tool"], c["args"]) for c in mind.calls], mind.listed,
            TalkedAbout(self.store, actor, mind.rows), Call(mind.list_of["tool"], mind.list_of["args"]) if mind.list_of else None,
            [Call(c["tool"], c["args"]) for c in mind.made_by],
        )  # fmt: skip
        return OfflineTurn(ask, Linker(self.store, actor), self.specs, self.ear)

    def _system(self, run: Run, mind: Mind) -> str:
        with self.store.session(run.actor) as crm:
            lines = []
            for m in mentions(crm, run.said[:5000])[:12]:
                means = "; ".join(f"{c.label} [{c.ref}, {entity_type(c.entity).about.en}]" for c in m.candidates[:4])
                lines.append(f"- “{m.text}” may mean: {means}")
            local = crm.now.astimezone(run.actor.zone)
            actor = run.actor
        mentioned = "Names in the message, looked up on record:\n" + "\n".join(lines) if lines else ""
        return fill(
            "system", workspace="this company", name=actor.name, email=actor.email, role=actor.role.en, today=local.date().isoformat(),
            weekday=f"{local:%A}", timezone=actor.tz, currency=actor.currency, language="Chinese" if run.language == "zh" else "English",
            mentioned=mentioned, pending="", earlier=f"Earlier in this conversation, said and answered:\n{mind.earlier}" if mind.earlier else "",
        )  # fmt: skip

    def _grounded(self, run: Run, mind: Mind, words: str) -> str:
        """A model's words when every number in them stands in evidence; otherwise the tools' own sentences.

        Raises:
            ModelTrouble: there are no words, or they stand on nothing, and no tool was asked.
        """
        words = safe_markdown(words)
        untold = untraced(words, _evidence(run, mind))
        if words and not untold:
            return words
        log.warning("the model's answer was not passed on: %s", f"{len(untold)} untraced" if words else "empty")
        if run.results:
            return "\n".join(dict.fromkeys(r.say for _, _, _, r in run.results if r.say))
        if words:
            raise ModelTrouble(
                "ungrounded", "The language model's answer does not stand on record.", "语言模型的回答没有记录依据。"
            )
        raise ModelTrouble("empty", "The language model gave no answer.", "语言模型没有给出回答。")

    def _measure(self, run: Run, result: TurnResult) -> None:
        result.tokens = dict(run.tokens)
        result.ms["tools"] = round(run.tools_ms)
        result.ms["model"] = max(0, round(run.model_ms))


def _evidence(run: Run, mind: Mind) -> list[str]:
    """Everything a number in an answer may come from: what was said, asked, returned and shown."""
    made = [run.said, run.system, *(t for turn in mind.turns for t in turn)]
    for _, _, _, r in run.results:
        made += [r.say, str(r.data), *(s.quote for s in r.sources), *(str(b) for b in r.show)]
        if r.question is not None:
            made += [c.label for c in r.question.choices]
    return made
