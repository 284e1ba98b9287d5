"""One turn after another: decisions and answers without any model, corrections of the card on the table, and what nobody should say."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from parley_peer import Answer, Call
from parley_worlds import ADMIN, CHEN, LIN, MAYA, TOM

from assistant import threads
from crm_store.errors import DiskFull

CHANGE = {
    "changes": [
        {"entity": "deal", "record": "Acme renewal", "fields": {"amount": "700k", "expected_close_date": "2026-12-20"}}
    ]
}


@pytest.fixture
def chat(online: Any, peer: Any) -> Any:
    """A card is on the table: Acme renewal to 700,000, closing on 20 December. From here on the model is not needed."""
    peer.plan(Answer("", [Call("propose_change", CHANGE)]), Answer("Have a look."))
    online.card = online.say("Acme renewal: 700k, closing December 20").proposal
    online.deal = online.world.number("deal", "acme-renewal")
    online.before = online.dump()
    assert online.card["status"] == "pending"
    peer.plan()
    return online


def amount(chat: Any) -> Decimal:
    return Decimal(chat.values("deal", chat.deal, "amount")["amount"])


YES = ["yes", "Yes.", "ok", "save it", "go ahead", "👍", "确认", "好的", "保存", "是", "没问题！", "OK, save"]
NO = ["no", "No!", "cancel", "never mind", "don't save", "取消", "不用了", "算了", "先不要"]
UNDO = ["undo", "Undo that", "revert that", "take it back", "撤销", "撤回", "还原", "撤销刚才的操作"]
REDO = ["redo", "bring it back", "重做", "恢复"]


@pytest.mark.parametrize("word", YES)
def test_yes_saves_once_without_a_model(chat: Any, peer: Any, word: str) -> None:
    assert chat.say(word).proposal["status"] == "applied"
    assert amount(chat) == 700_000
    saved = chat.dump()
    again = chat.say(word)
    assert again.proposal["id"] == chat.card["id"]
    assert again.proposal["status"] == "applied"
    assert "already" in again.reply or "之前已经" in again.reply
    assert chat.dump() == saved
    assert peer.seen == []


@pytest.mark.parametrize("word", NO)
def test_no_cancels_without_a_model(chat: Any, peer: Any, word: str) -> None:
    assert chat.say(word).proposal["status"] == "cancelled"
    assert chat.status(chat.card) == "cancelled"
    assert chat.say("yes").proposal["status"] == "cancelled"
    assert chat.dump() == chat.before
    assert peer.seen == []


@pytest.mark.parametrize(("undo", "redo"), [(u, REDO[i % len(REDO)]) for i, u in enumerate(UNDO)])
def test_undo_and_redo_without_a_model(chat: Any, peer: Any, undo: str, redo: str) -> None:
    chat.say("yes")
    undone = chat.say(undo)
    assert amount(chat) == 600_000
    assert (undone.proposal["status"], undone.proposal["undone"]) == ("cancelled", True)
    assert chat.say(redo).proposal["status"] == "applied"
    assert amount(chat) == 700_000
    assert peer.seen == []


@pytest.mark.parametrize("word", ["yes", "no", "undo", "redo", "确认", "取消", "撤销", "重做"])
def test_with_nothing_waiting_it_says_so(online: Any, peer: Any, word: str) -> None:
    turn = online.say(word, MAYA, thread="fresh")
    assert turn.proposal is None
    assert turn.language == ("en" if word.isascii() else "zh")
    assert turn.reply
    assert peer.seen == []


@pytest.mark.parametrize(
    "word",
    [
        "yes, and what is the weather?",
        "no idea",
        "undo the top button",
        "好的，那华阳呢？",
        "no problem, show my deals",
    ],
)
def test_a_sentence_is_no_decision(chat: Any, peer: Any, word: str) -> None:
    peer.plan(Answer("Hm."))
    chat.say(word)
    assert chat.status(chat.card) == "pending"
    assert peer.seen


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        ("make it 60k", "amount", Decimal(60_000)),
        ("no, 650k", "amount", Decimal(650_000)),
        ("改成65万", "amount", Decimal(650_000)),
        ("actually 1.2 million", "amount", Decimal(1_200_000)),
        ("yes but Thursday", "expected_close_date", "2026-11-26"),
        ("no, December 22", "expected_close_date", "2026-12-22"),
        ("改成周五", "expected_close_date", "2026-11-27"),
        ("不对，12月25日", "expected_close_date", "2026-12-25"),
    ],
)
def test_a_correction_replaces_the_card(chat: Any, peer: Any, said: str, field: str, value: Any) -> None:
    turn = chat.say(said)
    assert turn.proposal["status"] == "pending"
    assert turn.proposal["id"] != chat.card["id"]
    assert chat.status(chat.card) == "cancelled"
    assert chat.dump() == chat.before
    assert peer.seen == []
    assert chat.say("yes").proposal["status"] == "applied"
    stands = chat.values("deal", chat.deal, "amount", "expected_close_date")
    assert str(stands.pop(field)) == str(value)
    [(other, kept)] = stands.items()
    assert str(kept) == {"amount": "700000", "expected_close_date": "2026-12-20"}[other]


def test_an_amount_joins_a_card_that_had_none(online: Any, peer: Any) -> None:
    call = Call(
        "log_interaction",
        {"note": "Met Ana", "with_people": ["Ana Ruiz"], "deal": "Acme renewal", "deal_fields": {"stage": "Proposal"}},
    )
    peer.plan(Answer("", [call]), Answer("Have a look."))
    online.say("Met Ana, moved Acme renewal to proposal")
    turn = online.say("make it 60k")
    assert [c["entity"] for c in turn.proposal["changes"]] == ["activity", "deal"]
    assert set(turn.proposal["changes"][1]["fields"]) >= {"stage", "amount"}
    assert online.say("yes").proposal["status"] == "applied"
    assert Decimal(online.values("deal", online.world.number("deal", "acme-renewal"), "amount")["amount"]) == 60_000


def test_the_other_person_of_that_name(online: Any, peer: Any) -> None:
    peer.plan(
        Answer("", [Call("log_interaction", {"note": "Met Ana", "kind": "meeting", "with_people": ["Ana Ruiz"]})]),
        Answer("Have a look."),
    )
    first = online.say("Met Ana", LIN)
    turn = online.say("no, the other Ana", LIN)
    assert online.status(first.proposal) == "cancelled"
    assert turn.proposal["changes"][0]["fields"]["contact"]["shown_after"] == "Ana Silva"
    assert turn.proposal["changes"][0]["fields"]["account"]["shown_after"] == "Globex"


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("", "请说点什么"),
        ("   \n ", "请说点什么"),
        ("\u200b", "请说点什么"),
        ("x" * 200_001, "more than I can take"),
        ("好" * 200_001, "太长"),
    ],
)
def test_nothing_and_far_too_much(online: Any, peer: Any, said: str, part: str) -> None:
    turn = online.say(said)
    assert part in turn.reply
    assert peer.seen == []


@pytest.mark.parametrize(
    "said",
    [
        "\x00\x01\x02\x03" * 50,
        "\ufffd" * 100,
        "".join(map(chr, range(0xE000, 0xE100))),
        bytes(range(128, 256)).decode("latin-1") * 3 + "\x00" * 200,
    ],
)
def test_junk_is_no_text(online: Any, peer: Any, said: str) -> None:
    assert online.say(said).reply
    assert peer.seen == []


def test_lone_surrogates_and_odd_marks_are_survived(online: Any, peer: Any) -> None:
    peer.plan(Answer("Hello."))
    assert online.say("hello \u202e\u2066 there \U000e0041 Parley, how are you?").reply == "Hello."
    assert online.say("hello \ud800 there Parley, how are you?").reply


def test_the_conversation_of_another_is_not_entered(chat: Any, peer: Any) -> None:
    for said in ("yes", "undo", "hello", "1"):
        turn = chat.say(said, MAYA)
        assert turn.proposal is None
        assert "no such conversation" in turn.reply
    assert chat.status(chat.card) == "pending"
    assert chat.dump() == chat.before
    assert peer.seen == []
    refused = chat.decide(TOM, chat.card["id"], "save")
    assert refused.proposal is None
    assert chat.status(chat.card) == "pending"


def test_somebody_switched_off_in_the_middle_gets_no_further(chat: Any, peer: Any) -> None:
    actor = chat.world.actor(CHEN)
    with chat.world.writing(ADMIN) as crm:
        crm.update(crm.get("user", actor.user_id), {"disabled": True})
    before = chat.dump()
    for said in ("yes", "show my deals"):
        turn = chat.run(chat.assistant.take_turn(actor, "t1", said))
        assert turn.proposal is None
        assert not turn.tables
    assert chat.run(chat.assistant.decide(actor, chat.card["id"], "save")).proposal is None
    assert chat.dump() == before
    assert peer.seen == []


def test_a_role_taken_away_in_the_middle_counts_at_once(chat: Any) -> None:
    actor = chat.world.actor(CHEN)
    with chat.world.writing(ADMIN) as crm:
        crm.update(crm.get("user", actor.user_id), {"role": "viewer"})
    before = chat.dump()
    chat.run(chat.assistant.take_turn(actor, "t1", "yes"))
    assert chat.dump() == before


def test_yes_in_the_same_turn(online: Any, peer: Any) -> None:
    peer.plan(Answer("", [Call("propose_change", CHANGE)]), Answer("Have a look."))
    turn = online.say("Acme renewal: 700k, closing December 20", yes=True)
    assert turn.proposal["status"] == "applied"
    assert Decimal(online.values("deal", online.world.number("deal", "acme-renewal"), "amount")["amount"]) == 700_000


def test_replies_hold_no_pictures_from_records(offline: Any, tmp_path: Path) -> None:
    world = offline.world
    with world.writing(CHEN) as crm:
        note = crm.get("activity", world.number("activity", "acme-price"))
        crm.update(note, {"body": "Price ![x](http://evil.example/p.png) too high [a](http://evil.example)"})
    for said in ("what did Acme say about price?", "tell me about Acme", "show A-6"):
        assert "](" not in offline.say(said).reply


def test_a_card_that_was_not_saved_is_not_dropped_without_a_word(offline: Any) -> None:
    first = offline.say("remind me to call Ana Ruiz tomorrow")
    assert first.proposal is not None
    second = offline.say("remind me to send the offer to Ana Ruiz on Friday")
    assert second.proposal is not None
    assert second.proposal["id"] != first.proposal["id"]
    assert "set aside" in second.reply
    assert "set aside" not in offline.say("yes").reply


@pytest.mark.parametrize(
    "said", ["what is due tomorrow?", "what's on tomorrow?", "明天有什么安排？", "which tasks are due on Friday"]
)
def test_a_question_leaves_the_waiting_card_as_it_is(offline: Any, said: str) -> None:
    card = offline.say("remind me to call Ana Ruiz on Thursday at 4pm").proposal
    assert card is not None
    answer = offline.say(said)
    assert answer.proposal is None
    saved = offline.say("yes").proposal
    assert (saved["id"], saved["status"]) == (card["id"], "applied")
    assert saved["changes"][0]["fields"]["due_at"] == card["changes"][0]["fields"]["due_at"]


BOOKED = "book a call with Ana Ruiz next Wednesday at 11am for 30 minutes"


def fields(chat: Any) -> dict[str, Any]:
    return {k: v["after"] for k, v in chat.proposal["changes"][0]["fields"].items()}


@pytest.mark.parametrize(
    ("said", "starts", "ends"),
    [
        *[(w, "2026-11-26T03:00:00Z", "2026-11-26T03:30:00Z") for w in (
            "yes but Thursday", "ok, but Thursday", "make it Thursday", "sorry, Thursday", "push it to Thursday", "no, Thursday please",
            "改成周四", "可以，不过放到周四", "好的，但是周四", "还是周四吧", "挪到周四",
        )],
        *[(w, "2026-11-25T07:00:00Z", "2026-11-25T07:30:00Z") for w in ("make it 3pm", "actually 3pm", "改成下午3点", "不对，下午三点")],
        *[(w, "2026-11-25T03:00:00Z", "2026-11-25T04:00:00Z") for w in ("make it an hour", "no, 60 minutes", "改成一个小时")],
        ("make it Thursday 3pm", "2026-11-26T07:00:00Z", "2026-11-26T07:30:00Z"),
    ],
)  # fmt: skip
def test_a_correction_moves_an_appointment_and_keeps_what_was_not_said(
    offline: Any, said: str, starts: str, ends: str
) -> None:
    first = offline.say(BOOKED)
    assert fields(first)["starts_at"] == "2026-11-25T03:00:00Z"
    again = fields(offline.say(said))
    assert (again["starts_at"], again["ends_at"]) == (starts, ends)


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        ("make it urgent", "priority", "urgent"),
        ("high priority please", "priority", "high"),
        ("urgent", "priority", "urgent"),
        ("改成紧急", "priority", "urgent"),
        ("标成高优先级", "priority", "high"),
        ("call it Price talk with Ana", "title", "Price talk with Ana"),
        ("the title should be Price talk", "title", "Price talk"),
        ("sorry, Dec 22", "due_on", "2026-12-22"),
    ],
)
def test_a_correction_sets_any_field_of_a_task(offline: Any, said: str, field: str, value: str) -> None:
    offline.say("remind me to call Ana Ruiz next Tuesday")
    turn = offline.say(said)
    assert fields(turn)[field] == value
    assert turn.proposal["status"] == "pending"


def test_a_request_about_another_record_is_no_correction(offline: Any) -> None:
    first = offline.say("set the amount of the Acme renewal to 700k")
    other = offline.say("把华阳联系人李娜的职务改成总监")
    assert all(c["entity"] != "deal" for c in (other.proposal or {"changes": []})["changes"])
    assert other.proposal is None or other.proposal["id"] != first.proposal["id"]


def test_a_card_offers_the_stages_of_its_own_pipeline(offline: Any) -> None:
    store = offline.world.store
    with store.session(store.system(), writes=True) as crm:
        other = crm.create("pipeline", {"name": "Partner sales"})
        crm.flush()
        crm.create("stage", {"name": "Negotiation", "pipeline": other.id, "kind": "open"})
    turn = offline.say("move Acme renewal to proposal")
    assert turn.proposal is not None
    offered = [c["value"] for c in turn.proposal["changes"][0]["fields"]["stage"]["choices"]]
    assert offered.count("Negotiation") == 1
    assert len(offered) == len(set(offered))


def test_deleting_an_account_tells_what_hangs_on_it_and_undo_shows_it_back(offline: Any) -> None:
    turn = offline.say("delete Acme")
    assert turn.proposal is not None
    assert "they stay on record" in turn.reply
    assert any(kind in turn.reply for kind in ("contact", "deal"))
    assert "− account" in turn.reply
    offline.say("yes")
    assert "+ account" in offline.say("undo").reply


def test_undo_of_a_new_record_shows_it_gone(offline: Any) -> None:
    assert "+ task" in offline.say("remind me to call Ana Ruiz tomorrow").reply
    offline.say("yes")
    back = offline.say("undo").reply
    assert "− task" in back
    assert "due" not in back


@pytest.mark.parametrize(
    ("word", "note", "why"),
    [("yes", "could not be kept in the conversation", "disk is full"), ("确认", "这一轮对话未能保存", "磁盘已满")],
)
def test_what_was_saved_stays_said_when_the_turn_cannot_be_kept(
    chat: Any, monkeypatch: pytest.MonkeyPatch, word: str, note: str, why: str
) -> None:
    def full(*args: Any, **more: Any) -> None:
        raise DiskFull

    monkeypatch.setattr(threads, "keep_turn", full)
    turn = chat.say(word)
    assert turn.proposal["status"] == "applied"
    assert "D-" in turn.reply.splitlines()[0]
    assert note in turn.reply
    assert why in turn.reply.casefold()
    assert amount(chat) == 700_000
    monkeypatch.undo()
    assert chat.say("undo").proposal["undone"]


@pytest.mark.parametrize("decision", ["save", "cancel"])
def test_a_bug_while_the_turn_is_kept_takes_nothing_back_of_what_was_done(
    chat: Any, monkeypatch: pytest.MonkeyPatch, decision: str
) -> None:
    monkeypatch.setattr(threads, "keep_turn", None)
    turn = chat.decide(CHEN, chat.card["id"], decision, thread_id="t1")
    assert turn.proposal["status"] == ("applied" if decision == "save" else "cancelled")
    assert "what is said above holds" in turn.reply or "仍然有效" in turn.reply
    assert "unexpected" not in turn.reply
