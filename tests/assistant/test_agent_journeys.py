"""The three journeys in both languages over the wire: a scripted OpenAI-compatible server drives the same agent, and the rows count."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from parley_peer import Answer, Call
from parley_worlds import CHEN, LIN

from assistant.blocks import Token, ToolEnded, ToolStarted


def kinds(events: list[Any]) -> list[type]:
    return [type(e) for e in events]


@pytest.mark.parametrize(
    ("said", "filters", "answer"),
    [
        (
            "My open deals over 100k?",
            [{"field": "amount", "op": ">", "value": "100k"}],
            "You have 3 open deals over ¥100,000, worth ¥1,020,000.5 in all.",
        ),
        (
            "我超过10万的进行中商机？",
            [{"field": "amount", "op": ">", "value": "10万"}],
            "您有3个超过10万的商机，合计 ¥1,020,000.5。",
        ),
    ],
)
def test_ask_with_a_filter_and_a_total(online: Any, peer: Any, said: str, filters: list[Any], answer: str) -> None:
    filters = [*filters, {"field": "owner", "value": "me"}, {"field": "stage.kind", "value": "open"}]
    before = online.dump()
    peer.plan(
        Answer("", [Call("find_records", {"entity": "deal", "filters": filters, "sort": "amount desc"})]),
        Answer(answer),
    )
    turn = online.say(said)
    assert turn.reply == answer
    assert (turn.brain, turn.model, turn.proposal) == ("openai", "scripted", None)
    assert [c["tool"] for c in turn.calls] == ["find_records"]
    assert len(turn.tables[0].rows) == 3
    assert turn.tokens == {"in": 22, "out": 14}
    assert {ToolStarted, ToolEnded, Token} == set(kinds(online.events))
    assert kinds(online.events).index(ToolEnded) < kinds(online.events).index(Token)
    assert "".join(e.text for e in online.events if isinstance(e, Token)).strip() == answer
    assert online.dump() == before
    assert peer.seen[0].body["stream"] is True
    assert peer.seen[1].messages[-1]["role"] == "tool"


def meeting(note: str, people: str, account: str, **more: Any) -> Call:
    return Call(
        "log_interaction", {"note": note, "kind": "meeting", "with_people": [people], "account": account, **more}
    )


@pytest.mark.parametrize(
    ("said", "call", "yes", "undo", "deal", "stage", "amount", "task"),
    [
        (
            "Met Ana at Acme today, moved Acme renewal to proposal, 650k, send the quote by Tuesday",
            {"people": "Ana Ruiz", "account": "Acme", "deal": "Acme renewal", "deal_fields": '{"stage": "Proposal", "amount": "650k"}',
             "tasks": [{"title": "Send the new quote", "due": "next Tuesday"}]},
            "yes", "undo", "acme-renewal", "Proposal", Decimal(650000), "Send the new quote",
        ),
        (
            "今天和华阳的李娜开了会，推进到商务谈判，金额35万，下周二前发报价",
            {"people": "李娜", "account": "华阳", "deal": "华阳试点", "deal_fields": {"stage": "商务谈判", "amount": "35万"},
             "tasks": '[{"title": "发报价", "due": "下周二"}]'},
            "确认", "撤销", "huayang-pilot", "Negotiation", Decimal(350000), "发报价",
        ),
    ],
)  # fmt: skip
def test_log_a_meeting_save_and_undo(
    online: Any,
    peer: Any,
    said: str,
    call: dict[str, Any],
    yes: str,
    undo: str,
    deal: str,
    stage: str,
    amount: Decimal,
    task: str,
) -> None:
    world = online.world
    number = world.number("deal", deal)
    before = online.dump()
    old = online.values("deal", number, "stage", "amount")
    peer.plan(Answer("", [meeting(said, **call)]), Answer("Have a look at the card." if yes == "yes" else "请看卡片。"))
    turn = online.say(said)
    assert turn.proposal is not None
    assert turn.proposal["status"] == "pending"
    assert [c["entity"] for c in turn.proposal["changes"]] == ["activity", "deal", "task"]
    assert online.dump() == before, "a card writes nothing"

    peer.plan()
    saved = online.say(yes)
    assert saved.proposal["status"] == "applied"
    assert online.values("deal", number, "stage", "amount") == {"stage": world.number("stage", stage), "amount": amount}
    [made] = online.rows("task", title=task)
    assert (made.due_on, made.deal_id) == (date(2026, 11, 24), number)
    [note] = online.rows("activity", body=said)
    assert online.values("activity", note.id, "deal")["deal"] == [number]

    assert online.say(yes).proposal["status"] == "applied"
    assert len(online.rows("task", title=task)) == 1, "a second yes changes nothing"
    undone = online.say(undo)
    assert undone.proposal["undone"]
    assert online.values("deal", number, "stage", "amount") == old
    assert not online.rows("task", title=task)
    assert peer.seen == [], "decisions need no model"


@pytest.mark.parametrize(
    ("who", "said", "args", "answer"),
    [
        (LIN, "How is the pipeline by stage?", {"by": "stage"}, "Here is the pipeline by stage."),
        (CHEN, "本季度管道怎么样？", {"period": "本季度", "by": "stage"}, "这是本季度的管道。"),
    ],
)
def test_summarise_the_pipeline(online: Any, peer: Any, who: str, said: str, args: dict[str, Any], answer: str) -> None:
    peer.plan(Answer(None, [Call("pipeline_summary", args)]), Answer(answer))
    turn = online.say(said, who)
    assert turn.reply.startswith(answer)
    assert turn.tables
    assert turn.charts
    assert turn.calls[0]["ok"]
    told = peer.seen[1].messages[-1]["content"]
    assert "¥" in told, "the model is told the figures"


def test_what_was_said_before_goes_along(online: Any, peer: Any) -> None:
    peer.plan(Answer("Hello."))
    online.say("hello there Parley")
    online.say("and what did I say?")
    assert [m["content"] for m in peer.seen[1].messages if m["role"] != "system"] == [
        "hello there Parley",
        "Hello.",
        "and what did I say?",
    ]


def test_the_key_stays_on_the_wire(online: Any, peer: Any) -> None:
    peer.plan(Answer("Hello."))
    turn = online.say("hello there Parley")
    assert peer.seen[0].headers["authorization"] == "Bearer sk-canary-key"
    assert "sk-canary-key" not in repr(turn) + peer.seen[0].text + repr(online.assistant.settings)
