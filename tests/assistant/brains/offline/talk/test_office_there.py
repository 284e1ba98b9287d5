"""After somebody was shown, whoever holds an office at the same customer."""

from typing import Any

import pytest

from assistant.brains.offline.terms import Call, Named

SHOWN = Call("show_record", {"record": "李娜", "fields": ["phone"]})


@pytest.mark.parametrize(
    ("text", "office", "columns"),
    [
        ("他们厂长的呢", "厂长", ["phone"]),
        ("他们厂长的邮箱是多少", "厂长", ["email"]),
        ("那边质量经理是谁", "质量经理", ["phone"]),
        ("and their plant manager?", "plant manager", ["phone"]),
        ("what's their head of quality's e-mail?", "head of quality", ["email"]),
    ],
)
def test_it_is_asked_of_the_same_customer(text: str, office: str, columns: list[str], brain: Any) -> None:
    (call,) = brain(text, previous=(SHOWN,), focus=(Named("account", 1, "ACC-1", "华阳"),)).calls
    filters = [{"field": "account", "op": "=", "value": "ACC-1"}, {"field": "title", "op": "~", "value": office}]
    assert call == Call("find_records", {"entity": "contact", "filters": filters, "columns": columns})
