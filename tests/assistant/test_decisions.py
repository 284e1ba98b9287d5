"""The card's buttons: edits before saving, exactly the card that was shown, one decision each, conflicts by name."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from parley_peer import Answer, Call
from parley_worlds import ADMIN, CHEN, LIN

from assistant.decisions import decide, decision_of
from crm_store import proposals
from crm_store.errors import Busy, Crossed, DiskFull, StoreError, Unsure


@pytest.fixture
def chat(online: Any, peer: Any) -> Any:
    """A card: Acme renewal to 700,000 in Proposal, and a task."""
    fields = {"amount": "700k", "stage": "Proposal"}
    calls = [
        Call("propose_change", {"changes": [{"entity": "deal", "record": "Acme renewal", "fields": fields}]}),
        Call("create_task", {"title": "Send the quote", "due": "Monday"}),
    ]
    peer.plan(Answer("", calls), Answer("Have a look."))
    online.card = online.say("Acme renewal 700k to proposal; send the quote Monday").proposal
    online.deal = online.world.number("deal", "acme-renewal")
    online.before = online.dump()
    online.chen = online.world.actor(CHEN)
    peer.plan()
    return online


def amount(chat: Any) -> Decimal:
    return Decimal(chat.values("deal", chat.deal, "amount")["amount"])


def test_save_with_edits(chat: Any) -> None:
    edits = {"0": {"amount": "€55k", "stage": "Demo"}, "1": {"title": "Send the new quote", "due_on": "next Friday"}}
    turn = chat.decide(CHEN, chat.card["id"], "save", digest=chat.card["digest"], edits=edits, thread_id="t1")
    assert turn.proposal["status"] == "applied"
    stands = chat.values("deal", chat.deal, "amount", "currency", "stage")
    assert stands == {"amount": Decimal(55_000), "currency": "EUR", "stage": chat.world.number("stage", "Demo")}
    assert [str(t.due_on) for t in chat.rows("task", title="Send the new quote")] == ["2026-11-27"]
    assert chat.say("undo").proposal["undone"]
    assert amount(chat) == 600_000


@pytest.mark.parametrize(
    "edits",
    [
        {"0": {"amount": "-5"}},
        {"0": {"amount": "lots"}},
        {"0": {"stage": "Nowhere"}},
        {"1": {"due_on": "30 February"}},
        {"1": {"title": ""}},
        {"0": {"nonsense": "x"}},
        {"0": {"stage_entered_at": "today"}},
    ],
)
def test_a_refused_edit_leaves_the_card_waiting(chat: Any, edits: dict[str, Any]) -> None:
    turn = chat.decide(CHEN, chat.card["id"], "save", edits=edits)
    assert turn.reply
    assert "编号" not in turn.reply
    assert turn.proposal["status"] == "pending"
    assert chat.dump() == chat.before
    assert chat.decide(CHEN, chat.card["id"], "save").proposal["status"] == "applied"
    assert amount(chat) == 700_000


def test_a_line_taken_off_is_not_written(chat: Any) -> None:
    turn = chat.decide(CHEN, chat.card["id"], "save", edits={"1": {"_drop": "1"}})
    assert turn.proposal["status"] == "applied"
    assert not chat.rows("task", title="Send the quote")
    assert amount(chat) == 700_000


def test_an_edit_of_a_line_that_is_not_there_saves_nothing(chat: Any) -> None:
    for edits in ({"99": {"amount": "1"}}, {"-1": {"amount": "1"}}, {"x": {"amount": "1"}}, {"2": {"_drop": "1"}}):
        turn = chat.decide(CHEN, chat.card["id"], "save", edits=edits)
        assert "没有这项更改" in turn.reply
        assert turn.proposal["status"] == "pending"
    assert chat.dump() == chat.before


def test_only_the_card_that_was_seen_is_saved(chat: Any) -> None:
    other = chat.decide(CHEN, chat.card["id"], "save", digest="0" * 64)
    assert other.proposal is None or other.proposal["status"] != "applied"
    assert chat.dump() == chat.before


def test_a_card_of_somebody_else_is_not_found(chat: Any) -> None:
    for who in (LIN, ADMIN):
        assert chat.decide(who, chat.card["id"], "save").proposal is None
    assert chat.decide(CHEN, "nonsense", "save").proposal is None
    assert chat.dump() == chat.before


def test_twenty_saves_at_once_write_once(chat: Any) -> None:
    actor = chat.world.actor(CHEN)

    async def rush() -> list[Any]:
        return await asyncio.gather(
            *(chat.assistant.decide(actor, chat.card["id"], "save", digest=chat.card["digest"]) for _ in range(20))
        )

    turns = chat.run(rush())
    assert {t.proposal["status"] for t in turns} == {"applied"}
    assert len(chat.rows("task", title="Send the quote")) == 1


def test_a_deal_changed_meanwhile_is_shown_afresh(chat: Any) -> None:
    with chat.world.writing(LIN) as crm:
        crm.update(crm.get("deal", chat.deal), {"amount": Decimal(650_000)})
    turn = chat.say("yes")
    assert turn.proposal["id"] != chat.card["id"]
    assert turn.proposal["status"] == "pending"
    assert "Acme renewal" in turn.reply
    assert "650,000" in turn.reply
    assert chat.status(chat.card) == "refused"
    assert amount(chat) == 650_000
    assert chat.say("yes").proposal["status"] == "applied"
    assert amount(chat) == 700_000


def test_a_deal_deleted_meanwhile_is_refused_by_name(chat: Any) -> None:
    with chat.world.writing(ADMIN) as crm:
        crm.delete(crm.get("deal", chat.deal))
    turn = chat.say("yes")
    assert turn.reply
    assert turn.proposal is None or turn.proposal["status"] != "applied"
    assert not chat.rows("task", title="Send the quote"), "all or nothing"


def test_undo_is_refused_by_name_when_somebody_wrote_since(chat: Any) -> None:
    chat.say("yes")
    with chat.world.writing(LIN) as crm:
        crm.update(crm.get("deal", chat.deal), {"amount": Decimal(650_000)})
    after = chat.dump()
    turn = chat.say("undo")
    assert "Acme renewal" in turn.reply
    assert chat.dump() == after


def test_an_old_card_expires(chat: Any) -> None:
    clock = chat.world.store.clock
    chat.world.store.clock = lambda: clock() + timedelta(hours=30)
    turn = chat.say("yes")
    assert "too old" in turn.reply
    assert chat.dump() == chat.before
    assert chat.status(chat.card) == "cancelled"


@pytest.mark.parametrize(
    ("text", "decision"),
    [("YES", "yes"), ("ｙｅｓ", "yes"), ("yes!!!", "yes"), ("  ok  ", "yes"), ("确认。", "yes"), ("確認", "yes"), ("取消！", "no"), ("撤銷", "undo"), ("重做", "redo"), ("✅", "yes"),
     ("yes " * 30, None), ("not yes", None), ("undo everything of last year", None), ("", None), ("不知道", None), ("1", None), ("yesterday", None)],
)  # fmt: skip
def test_words_that_decide(text: str, decision: str | None) -> None:
    assert decision_of(text) == decision


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (
            "yes",
            "yep, save it | Yes, log it | yep, both | right, do it | yes please, go ahead | ok save it | sure thing | fine by me | looks good, save | save it please | go ahead and save it",
        ),
        (
            "yes",
            "好的，保存 | 好，存吧 | 对，改 | OK，save | 好的，改吧 | 可以，保存吧 | 行，建吧 | 对，就这样 | 确认，谢谢 | 没问题，确认删除 | 行，就这么定 | 唉，保存吧 | 保存一下",
        ),
        (
            "no",
            "nah | cancel it please | no don't save it | never mind, forget it | 算了，不要了 | 不用了谢谢 | 先不存 | 算了，不改了 | 那就算了",
        ),
        (
            "undo",
            "undo that please | no wait undo that | undo the last change | take it all back | 撤销刚才那步 | 把刚才的撤了吧 | 刚才的导入撤回 | 帮我撤销一下",
        ),
        ("redo", "redo that please | 还是恢复吧 | 重做一下"),
    ],
)
def test_agreeing_and_declining_in_more_words(decision: str, said: str) -> None:
    assert {s.strip(): decision_of(s) for s in said.split("|")} == {s.strip(): decision for s in said.split("|")}


@pytest.mark.parametrize(
    "said",
    [
        "yes but Thursday",
        "ok make it 60k",
        "no, the other Ana",
        "no, 31万",
        "不对，是昨天",
        "取消任务",
        "delete it",
        "改成周五",
        "好的，改到周五",
        "move it",
        "cancel Monday's call",
        "undo the stage change on D-7",
        "ok thanks",
        "好的 谢谢",
        "good call with Bob",
        "记一下",
        "save it as draft",
        "create a task",
        "close D-7",
        "对华阳报价",
    ],
)
def test_what_says_more_is_no_decision(said: str) -> None:
    assert decision_of(said) is None


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("create an account called Blue Harbour", "1 new record is taken away again"),
        ("set the amount of the Acme renewal to 610k", "1 record is as before"),
        ("新建客户蓝港科技", "1 条新建的记录已移除"),
    ],
)
def test_undo_says_what_it_did(chat: Any, said: str, told: str) -> None:
    chinese = not said.isascii()
    chat.say(said)
    chat.say("确认" if chinese else "yes")
    assert told in chat.say("撤销" if chinese else "undo").reply


@pytest.mark.parametrize("words", [("theirs", "mine"), ("用对方的", "用我的"), ("keep the current value", "overwrite")])
def test_of_two_values_for_one_field_a_person_chooses(chat: Any, words: tuple[str, str]) -> None:
    """Shown what it was, what the other made of it and what they want; the rest of the card is saved either way."""
    with chat.world.writing(LIN) as crm:
        crm.update(crm.get("deal", chat.deal), {"amount": Decimal(650_000)})
    turn = chat.say("yes")
    assert turn.proposal["status"] == "pending"
    assert turn.proposal["contested"]
    field = turn.proposal["changes"][0]["fields"]["amount"]
    assert (field["shown_original"], field["shown_before"], field["shown_after"]) == (
        "¥600,000",
        "¥650,000",
        "¥700,000",
    )
    assert "it was ¥600,000; 林涛 made it ¥650,000" in turn.reply
    assert "you want ¥700,000" in turn.reply
    chat.say(words[0])
    assert amount(chat) == 650_000
    assert chat.rows("task", title="Send the quote")
    assert chat.values("deal", chat.deal, "stage")["stage"] == chat.world.number("stage", "Proposal")


@pytest.mark.parametrize("decision", ["save", "theirs"])
def test_the_choice_has_buttons(chat: Any, decision: str) -> None:
    with chat.world.writing(LIN) as crm:
        crm.update(crm.get("deal", chat.deal), {"amount": Decimal(650_000)})
    card = chat.decide(CHEN, chat.card["id"], "save", thread_id="t1").proposal
    turn = chat.decide(CHEN, card["id"], decision, digest=card["digest"], thread_id="t1")
    assert turn.proposal["status"] == "applied"
    assert amount(chat) == (700_000 if decision == "save" else 650_000)


def test_mine_is_no_decision_where_nothing_is_contested(chat: Any) -> None:
    chat.peer.plan(Answer("Which?"))
    assert chat.say("mine").proposal is None or amount(chat) == 600_000
    assert amount(chat) == 600_000


# ---------------------------------------------------------------- when the database is in the way


class Failing:
    """The store's units of work, of which some fail: before their work, or at their commit, which was done or not."""

    def __init__(self, store: Any, *errors: Exception | None, commit: bool | None = None) -> None:
        self.store, self.errors, self.commit, self.real = store, list(errors), commit, store.session

    @contextmanager
    def __call__(self, *args: Any, **more: Any) -> Iterator[Any]:
        error = self.errors.pop(0) if self.errors else None
        if error is not None and self.commit is None:
            raise error
        with self.real(*args, **more) as crm:
            yield crm
            if error is not None and not self.commit:
                raise error
        if error is not None:
            raise error


@pytest.mark.parametrize("times", [1, 2])
def test_two_that_crossed_are_tried_again(chat: Any, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    store = chat.world.store
    monkeypatch.setattr(store, "session", Failing(store, *[Crossed()] * times))
    done = decide(store, chat.chen, "yes", "en", number=chat.card["id"])
    assert done.ok
    assert amount(chat) == 700_000


@pytest.mark.parametrize(("language", "said"), [("en", "same moment"), ("zh", "同样的记录")])
def test_two_that_cross_for_ever_are_told(chat: Any, monkeypatch: pytest.MonkeyPatch, language: Any, said: str) -> None:
    store = chat.world.store
    monkeypatch.setattr(store, "session", Failing(store, *[Crossed()] * 3))
    told = decide(store, chat.chen, "yes", language, number=chat.card["id"])
    assert (told.ok, said in told.say) == (False, True)
    monkeypatch.undo()
    assert chat.dump() == chat.before


@pytest.mark.parametrize(("language", "said"), [("en", "but it is done"), ("zh", "操作已完成")])
def test_a_commit_that_was_done_but_not_answered_is_found(
    chat: Any, monkeypatch: pytest.MonkeyPatch, language: Any, said: str
) -> None:
    store = chat.world.store
    monkeypatch.setattr(store, "session", Failing(store, Unsure(), commit=True))
    told = decide(store, chat.chen, "yes", language, number=chat.card["id"])
    assert (told.ok, said in told.say) == (True, True)
    assert told.proposal is not None
    assert told.proposal["status"] == "applied"
    assert amount(chat) == 700_000


@pytest.mark.parametrize(("language", "said"), [("en", "nothing was changed"), ("zh", "未做任何更改")])
def test_a_commit_that_was_not_done_is_found_too(
    chat: Any, monkeypatch: pytest.MonkeyPatch, language: Any, said: str
) -> None:
    store = chat.world.store
    monkeypatch.setattr(store, "session", Failing(store, Unsure(), commit=False))
    told = decide(store, chat.chen, "yes", language, number=chat.card["id"])
    assert (told.ok, said in told.say) == (False, True)
    assert chat.status(chat.card) == "pending"


@pytest.mark.parametrize("error", [Unsure(), DiskFull(), Busy()])
def test_a_database_that_stays_away_leaves_a_sentence(
    chat: Any, monkeypatch: pytest.MonkeyPatch, error: StoreError
) -> None:
    store = chat.world.store
    monkeypatch.setattr(store, "session", Failing(store, *[error] * 4))
    assert decide(store, chat.chen, "yes", "en", number=chat.card["id"]).say == error.en


@pytest.mark.parametrize(
    ("language", "shared", "taken_back", "deleted"),
    [
        ("en", "Shared: Acme renewal (D-1) → ", "No longer shared: Acme renewal (D-1) → ", "Deleted: deal D-2. "),
        ("zh", "已共享：Acme renewal (D-1) → ", "已取消共享：Acme renewal (D-1) → ", "已删除：商机 D-2。"),
    ],
)
def test_what_a_yes_did_is_called_by_its_name(
    small_world: Any, language: Any, shared: str, taken_back: str, deleted: str
) -> None:
    from assistant.outcome_words import saved
    from assistant.tools import ToolContext, call

    said = []
    for tool, args in (
        ("share_record", {"record": "D-1", "person": "Maya"}),
        ("share_record", {"record": "D-1", "person": "Maya", "stop": True}),
        ("propose_change", {"changes": [{"op": "delete", "entity": "deal", "record": "D-2"}]}),
    ):
        with small_world.writing(CHEN) as crm:
            made = call(tool, ToolContext(crm, language), args).proposal
            crm.flush()
            done = proposals.apply(crm, proposals.get(crm, made))
            said.append(saved(crm, done, language))
    for told, starts in zip(said, (shared, taken_back, deleted), strict=True):
        assert told.startswith(starts)
        assert "undo" in told or "撤销" in told
