"""One turn of a conversation from what was said to what is shown: the same for chat, command line and tests."""

import asyncio
import logging
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

from assistant import uploads
from assistant.agreeing import verdict
from assistant.blocks import Card, Chart, Language, OnEvent, Table, TurnResult
from assistant.buttons import by_button
from assistant.correcting import corrected, said_again, told
from assistant.decisions import Outcome, card, decide
from assistant.errors import Calm, ModelTrouble
from assistant.grounding import safe_markdown
from assistant.listening import unfit
from assistant.open_question import Answer, answer, calls_with, kept, only_names, put_again, sifted
from assistant.recognise.text import language as language_of
from assistant.recognise.text import strip_controls
from assistant.settings import Settings
from assistant.threads import Mind, kept_in_mind, recollect
from assistant.tools._base import ToolResult
from assistant.waiting import asked_again, let_go, settle, without_opening
from assistant.waking import wake
from crm_store.base import utc_now
from crm_store.errors import StoreError
from crm_store.permissions import Actor
from crm_store.sealing import key_beside
from crm_store.store import Clock, Store

log = logging.getLogger("parley")


class Assistant:
    """Everything a process needs to hold conversations: the store, the memory and the brain. One per process."""

    def __init__(self, store: Store, settings: Settings, memory: Any = None) -> None:
        self.store = store
        self.settings = settings
        self.memory = memory
        store.after_erasure = getattr(memory, "forget", None)
        self._brains: Any = None
        self._locks: dict[str, asyncio.Lock] = {}

    @classmethod
    def open(cls, settings: Settings, *, clock: Clock | None = None, own_index: bool = True) -> "Assistant":
        """The assistant of these settings.

        Raises:
            StoreError: there is no store yet, or one of another version.
        """
        clock, url = clock or utc_now, settings.database_url
        key = key_beside(settings.home)
        store = Store(url, clock=clock, key=key) if url else Store.in_folder(settings.home, clock=clock)
        store.must_be_usable()
        from assistant.memory import Memory

        wake(settings)
        return cls(store, settings, Memory(store, settings, own=own_index))

    def close(self) -> None:
        if self.memory is not None:
            self.memory.close()
        self.store.close()

    async def take_turn(
        self,
        actor: Actor,
        thread_id: str,
        say: str,
        *,
        files: Sequence[Path] = (),
        yes: bool = False,
        on_event: OnEvent | None = None,
    ) -> TurnResult:
        """Answer one message of a conversation. Never raises what a person should not see: every fault is a sentence in the reply.

        Args:
            files: files dropped in, to be imported after a preview.
            yes: save a proposal in the same turn.
        """
        started = time.perf_counter()
        async with self._locks.setdefault(thread_id, asyncio.Lock()):
            result = TurnResult(said=say, id=uuid4().hex, brain=self.settings.chosen_brain)
            result.language = self._language(say, actor, None)
            with Calm(result.language) as calm:
                try:
                    actor, mind = await asyncio.to_thread(self._begin, actor.email, thread_id)
                    result.language = self._language(say, actor, mind)
                    mind_after = await self._answer(actor, thread_id, say, files, mind, result, on_event)
                    if yes and result.proposal is not None and result.proposal["status"] == "pending":
                        await self._settle(actor, thread_id, result)
                    self._finish(result, started)
                    await asyncio.to_thread(kept_in_mind, self.store, actor, thread_id, result, mind_after)
                except StoreError as error:
                    self._say(result, error.sentence(result.language))
            if calm.sentence is not None:
                self._say(result, calm.sentence)
            self._finish(result, started)
            return result

    async def decide(
        self,
        actor: Actor,
        proposal_id: str,
        decision: Literal["save", "cancel", "undo", "redo", "theirs"],
        *,
        digest: str | None = None,
        edits: Mapping[str, Mapping[str, str]] | None = None,
        thread_id: str | None = None,
        language: Language | None = None,
    ) -> TurnResult:
        """Act on a card by its buttons: the same as saying yes, no or undo, for exactly the card that was shown.

        `edits` are texts by change index and field; refused ones come back as the reply with the card still pending.
        """
        words = {
            "save": ("Save", "保存"),
            "cancel": ("Cancel", "取消"),
            "undo": ("Undo", "撤销"),
            "redo": ("Redo", "重做"),
            "theirs": ("Keep theirs", "保留对方的"),
        }[decision]
        language = language or ("zh" if actor.lang.startswith("zh") else "en")
        started = time.perf_counter()
        result = TurnResult(
            said=words[language == "zh"], id=uuid4().hex, brain=self.settings.chosen_brain, language=language
        )
        with Calm(language) as calm:
            try:
                actor = await asyncio.to_thread(self.store.actor, actor.email)
                outcome = await asyncio.to_thread(
                    by_button, self.store, actor, self.settings.home, proposal_id, decision, digest, edits, language
                )
                self._say(result, outcome.say)
                result.proposal = outcome.proposal
                self._finish(result, started)
                if thread_id is not None:
                    await asyncio.to_thread(kept_in_mind, self.store, actor, thread_id, result)
            except StoreError as error:
                self._say(result, error.sentence(language))
        if calm.sentence is not None:
            self._say(result, calm.sentence)
        return result

    async def _answer(
        self,
        actor: Actor,
        thread_id: str,
        say: str,
        files: Sequence[Path],
        mind: Mind,
        result: TurnResult,
        on_event: OnEvent | None,
    ) -> Mind:
        zh = result.language == "zh"
        text = strip_controls(say).strip()
        if files:
            return await asyncio.to_thread(self._upload, actor, thread_id, files, mind, result)
        if (why := unfit(say, text, result.language)) is not None:
            self._say(result, why)
            result.said = text[:200] or say[:200]
            return mind
        decision = await asyncio.to_thread(verdict, self.store, actor, thread_id, text, carded=mind.waiting is not None)
        if decision is not None and not (
            decision in ("yes", "no") and mind.question is not None and mind.waiting is None
        ):
            await self._decided(actor, thread_id, decision, result)
            mind.question = None
            return mind
        if mind.question is not None:
            if decision == "no":
                mind.question = None
                self._say(result, "好的，已取消。" if zh else "All right, dropped.")
                return mind
            found = await asyncio.to_thread(self._meant, actor, text, decision, mind.question)
            if found is not None and found.refs:
                result.language = (
                    mind.language if mind.language and only_names(text, mind.question) else result.language
                )
                return await self._again(actor, thread_id, mind, found.refs, result)
            if found is not None and found.none:
                mind.question = None
                self._say(
                    result,
                    "好的，不是这几个，问题已放下。请说出您要的名称或编号。"
                    if zh
                    else "None of them, then; nothing was changed. Name the one you mean, or give its reference.",
                )
                return mind
            if found is not None:
                mind.question = put_again(mind.question, found.left, result)
                return mind
        refused, before = False, mind.question
        try:
            if await self._corrected(actor, thread_id, text, mind, result):
                return mind
        except StoreError as error:
            refused = True
            self._say(result, error.sentence(result.language))
        if not refused:
            wanted = without_opening(text) if mind.waiting and self.settings.chosen_brain == "offline" else text
            mind = await self._think(actor, thread_id, wanted, mind, result, on_event)
            if result.brain == "offline" and mind.question is not None and (some := sifted(mind.question)):
                mind = await self._sifted(actor, thread_id, mind, some, result)
        if mind.waiting is not None:
            mind.joined = await asyncio.to_thread(settle, self.store, actor, thread_id, mind.waiting, text, result)
        elif before is not None and asked_again(before, result):
            mind.question = before
        return mind

    def _meant(self, actor: Actor, text: str, decision: str | None, question: dict[str, Any]) -> Answer | None:
        """What a message answers to the open question."""
        offline = self.settings.chosen_brain == "offline"
        if decision == "yes" and offline and question["choices"]:
            return Answer(left=[c["ref"] for c in question["choices"]])
        with self.store.session(actor) as crm:
            return answer(crm, text, question, guarded=offline)

    async def _think(
        self, actor: Actor, thread_id: str, text: str, mind: Mind, result: TurnResult, on_event: OnEvent | None
    ) -> Mind:
        from assistant.thinking import Brains

        if self._brains is None:
            self._brains = Brains(self.store, self.settings)
        run = self._brains.run(actor, thread_id, result, text, mind, self.memory, on_event)
        trouble: ModelTrouble | None = None
        try:
            words = await self._brains.answer(run, mind, result)
        except ModelTrouble as error:
            log.warning("model trouble: %s", error.kind)
            trouble, words = error, ""
            if not any(r.proposal for _, _, _, r in run.results):
                run.results.clear()
                words = await self._brains.answer_offline(run, mind, result)
        await asyncio.to_thread(self._compose, actor, run, words, result, mind)
        if trouble is not None:
            zh, stood_in = result.language == "zh", result.brain == "offline"
            then = (
                ("以下由内置大脑回答。" if zh else " The built-in brain answered instead.") if stood_in
                else ("卡片上是它此前准备好的内容，请核对。" if zh else " The card holds what it had prepared by then; check that nothing is missing.")
            )  # fmt: skip
            note = trouble.sentence(result.language) + then
            result.words = f"{note}\n\n{result.words}".strip()
            result.reply = f"{note}\n\n{result.reply}".strip()
        return mind

    def _compose(self, actor: Actor, run: Any, words: str, result: TurnResult, mind: Mind) -> None:
        """Put what the tools returned into the turn: cards and tables by code, words from the brain where they hold."""
        results: list[ToolResult] = [r for _, _, _, r in run.results]
        result.calls = [{"tool": name, "args": args, "ok": r.ok} for _, name, args, r in run.results]
        for r in results:
            result.tables += [b for b in r.show if isinstance(b, Table)]
            result.charts += [b for b in r.show if isinstance(b, Chart)]
            result.cards += [b for b in r.show if isinstance(b, Card)]
            result.sources += r.sources
        mind.focus = run.focus
        mind.listed = next((len(r.focus) for _, name, _, r in reversed(run.results) if name == "find_records"), 0)
        for _, name, args, r in run.results:
            if len(r.rows) > 1:
                mind.rows, mind.list_of = r.rows, {"tool": name, "args": args}
        mind.question = kept(run.turn, result.said, run.results)
        result.question = next((r.question for r in results if r.question is not None), None)
        made = [r.proposal for r in results if r.proposal is not None and r.ok]
        result.words = words.strip()
        result.reply = result.words
        if made:
            mind.corrections = []
            result.proposal, text = card(self.store, actor, made[-1], result.language)
            self._with_card(result, text)
        if result.question is not None and result.question.text not in result.reply:
            result.words = result.reply = f"{result.reply}\n{result.question.text}".strip()

    def _with_card(self, result: TurnResult, text: str) -> None:
        assert result.proposal is not None
        if result.proposal["status"] == "pending":
            zh = result.language == "zh"
            head = "请确认以下更改：" if zh else "Here is what I would save:"
            tail = "保存吗？（确认 / 取消）" if zh else "Save it? (yes / no)"
            result.words = result.words or head.rstrip("：:") + ("。" if zh else ".")
            result.reply = "\n".join(p for p in (result.reply, head, text, tail) if p)
        else:
            result.reply = result.reply or text

    async def _again(self, actor: Actor, thread_id: str, mind: Mind, refs: Sequence[str], result: TurnResult) -> Mind:
        """Run what was asked about once more, with the chosen records in the place of the words that were unclear."""
        from assistant.thinking import Brains

        assert mind.question is not None
        question = mind.question
        if self._brains is None:
            self._brains = Brains(self.store, self.settings)
        run = self._brains.run(actor, thread_id, result, result.said, mind, self.memory, None)
        run.turn = question.get("turn") or run.turn
        for tool, args in calls_with(question, refs):
            await self._brains.call(run, tool, args)
        words = "\n".join(r.say for _, _, _, r in run.results if r.say)
        await asyncio.to_thread(self._compose, actor, run, words, result, mind)
        if mind.question is not None:
            mind.question["said"] = f"{question.get('said', '')} {result.said}"
        return mind

    async def _sifted(self, actor: Actor, thread_id: str, mind: Mind, some: Sequence[str], result: TurnResult) -> Mind:
        """Ask only about the records that other words of the message fit; a deal that alone fits them is the one meant."""
        assert mind.question is not None
        if len(some) == 1 and some[0].startswith("D-"):
            result.tables, result.charts, result.cards, result.sources = [], [], [], []
            return await self._again(actor, thread_id, mind, some, result)
        if len(some) > 1 and result.question is not None:
            mind.question["choices"] = [c for c in mind.question["choices"] if c["ref"] in some]
            result.question.choices[:] = [c for c in result.question.choices if c.ref in some]
        return mind

    async def _decided(self, actor: Actor, thread_id: str, decision: Any, result: TurnResult) -> None:
        def act() -> Outcome:
            waiting = uploads.pending(self.store, actor, thread_id) if decision == "yes" else None
            if waiting is not None:
                return uploads.apply(self.store, actor, self.settings.home, waiting, result.language)
            return decide(self.store, actor, decision, result.language, thread=thread_id, turn=result.id)

        outcome = await asyncio.to_thread(act)
        result.proposal = outcome.proposal
        self._say(result, outcome.say)

    async def _settle(self, actor: Actor, thread_id: str, result: TurnResult) -> None:
        """Save at once what was just proposed, as `--yes` asks."""
        assert result.proposal is not None
        number = result.proposal["id"]
        outcome = await asyncio.to_thread(
            by_button, self.store, actor, self.settings.home, number, "save", None, None, result.language
        )
        result.proposal = outcome.proposal
        result.reply = result.words = "\n".join(p for p in (result.reply.rsplit("\n", 1)[0], outcome.say) if p)

    async def _corrected(self, actor: Actor, thread_id: str, text: str, mind: Mind, result: TurnResult) -> bool:
        if mind.waiting is None and not mind.aside:
            return False
        found = await asyncio.to_thread(corrected, self.store, actor, thread_id, text, mind, result)
        number = found.card
        if found.calls:
            said = mind.corrections
            mind.question = {"calls": found.calls, "unclear": "", "turn": None, "choices": []}
            again = await self._again(actor, thread_id, mind, [""], result)
            if again.question is None and said:
                number = await asyncio.to_thread(said_again, self.store, actor, thread_id, said, result)
            mind.corrections = said
            if number is None:
                if mind.waiting is not None:
                    await asyncio.to_thread(let_go, self.store, actor, mind.waiting, result)
                return True
        elif number is None:
            return False
        else:
            told(found.unused, result)
            result.calls = []
        mind.corrections = [*mind.corrections, *([text] if found.card else [])][-8:]
        result.proposal, shown = await asyncio.to_thread(card, self.store, actor, number, result.language)
        if found.calls:
            result.words = result.reply = ""
        self._with_card(result, shown)
        return True

    def _upload(self, actor: Actor, thread_id: str, files: Sequence[Path], mind: Mind, result: TurnResult) -> Mind:
        shown = uploads.preview(self.store, actor, self.settings.home, thread_id, result.id, files, result.language)
        result.tables += shown.tables
        result.proposal = shown.proposal
        self._say(result, shown.say)
        if shown.proposal is not None:
            result.words = shown.say.rpartition("\n")[0] or shown.say  # the card has buttons for the question
        return mind

    def _begin(self, email: str, thread_id: str) -> tuple[Actor, Mind]:
        """Who speaks, read afresh, and where their conversation stands."""
        actor = self.store.actor(email)
        return actor, recollect(self.store, actor, thread_id)

    def _language(self, say: str, actor: Actor, mind: Mind | None) -> Language:
        own: Language = "zh" if actor.lang.startswith("zh") else "en"
        return language_of(say, (mind.language if mind and mind.language else own))

    def _say(self, result: TurnResult, text: str) -> None:
        result.reply = result.words = text

    def _finish(self, result: TurnResult, started: float) -> None:
        result.ms["total"] = round((time.perf_counter() - started) * 1000)
        result.reply, result.words = safe_markdown(result.reply), safe_markdown(result.words)
        result.sources = [s for i, s in enumerate(result.sources) if s not in result.sources[:i]]
