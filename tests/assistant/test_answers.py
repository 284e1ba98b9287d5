"""An answer to a question: by number, ordinal, label or a part that fits one choice; else nothing is guessed."""

from typing import Any

import pytest

from assistant.answers import answered

QUESTION: dict[str, Any] = {
    "choices": [
        {"label": "Acme renewal (Acme Industrial)", "ref": "D-1"},
        {"label": "Acme sensors (Acme Industrial)", "ref": "D-2"},
        {"label": "华阳试点（华阳科技）", "ref": "D-3"},
        {"label": "李娜 (Huayang Technology)", "ref": "C-3"},
    ]
}


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("1", "D-1"), ("2", "D-2"), (" 3. ", "D-3"), ("number 4", "C-3"), ("the first", "D-1"), ("the second one", "D-2"), ("2nd", "D-2"), ("third", "D-3"),
        ("第三个", "D-3"), ("第四位", "C-3"), ("第2个", "D-2"), ("选1", "D-1"), ("最后一个", "C-3"), ("the last one", "C-3"), ("D-2", "D-2"), ("d-2", "D-2"),
        ("Acme renewal", "D-1"), ("renewal", "D-1"), ("the renewal one please", "D-1"), ("sensors", "D-2"), ("试点", "D-3"), ("华阳那个", "D-3"),
        ("李娜", "C-3"), ("Li Na", "C-3"), ("Huayang", "C-3"), ("四", "C-3"), ("i mean the sensors", "D-2"), ("就是试点吧", "D-3"),
    ],
)  # fmt: skip
def test_one_choice_is_meant(text: str, ref: str) -> None:
    assert answered(text, QUESTION) == ref


@pytest.mark.parametrize(
    "text",
    [
        "5",
        "0",
        "第九个",
        "Acme",
        "industrial",
        "",
        "  ",
        "?",
        "what is the weather like?",
        "show me the pipeline of last quarter",
        "99999999999999999999",
    ],
)
def test_none_or_several_are_meant(text: str) -> None:
    assert answered(text, QUESTION) is None
