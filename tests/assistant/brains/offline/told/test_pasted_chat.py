"""A chat pasted turn by turn is kept as a message; what I said I would do is a task."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "who", "tasks"),
    [
        ("把这段微信存下来 周启明：二期啥时候能报价 我：下周三前发你初稿 周启明：行。另外夜班误报又来两次", "周启明", [("给周启明发初稿", "2026-11-25")]),
        ("这段聊天记录帮我存一下 李娜：合同盖好了吗 我：周五前寄你 李娜：好的", "李娜", [("寄给李娜", "2026-11-27")]),
        ("存一下微信聊天：王伟(泽禾)：维护费怎么算 我：明天发你明细", "王伟", [("给王伟发明细", "2026-11-21")]),
        ("帮我把跟李娜的微信记录存一下。李娜：二期范围定了吗？我：我周四把范围说明发给你。李娜：好", "李娜", [("把范围说明发给李娜", "2026-11-26")]),
        ("下面的钉钉对话归档一下：张伟：备件到了没？我：下周一到。张伟：收到", "张伟", []),
        ("Save this WhatsApp chat: Ivan Novak: when do we get the quote? Me: by next Wednesday. Ivan Novak: ok", "Ivan Novak", [("Send it to Ivan Novak", "2026-11-25")]),
        ("Log this chat. Me: did the samples arrive? Ivan Novak: yes. Me: great, I'll call you on Tuesday.", "Ivan Novak", [("Call Ivan Novak", "2026-11-24")]),
    ],
)  # fmt: skip
def test_the_chat_is_kept_with_what_i_promised(text: str, who: str, tasks: list[tuple[str, str]], brain: Any, ear: Any) -> None:  # fmt: skip
    (call,) = brain(text, ear=ear).calls
    assert (call.tool, call.args["kind"], call.args["with_people"]) == ("log_interaction", "message", [who])
    assert call.args["note"] == text
    assert [(t["title"], t["due"]) for t in call.args.get("tasks", ())] == tasks


def test_a_number_on_wechat_is_no_chat(brain: Any, ear: Any) -> None:
    assert [c.tool for c in brain("周启明的微信是多少", ear=ear).calls] == ["show_record"]
