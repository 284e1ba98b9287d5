"""Saved views in many wordings, in both languages."""

from typing import Any

import pytest

NAME, ZH = "big ones in Berlin", "柏林大单"
SAYS: dict[str, dict[str, str]] = {
    "save this list as 'big ones in Berlin'": {"action": "save", "name": NAME},
    "save this list as “big ones in Berlin”": {"action": "save", "name": NAME},
    "please save this as a view called big ones in Berlin": {"action": "save", "name": NAME},
    "keep that list under the name big ones in Berlin": {"action": "save", "name": NAME},
    "show my view big ones in Berlin": {"action": "show", "name": NAME},
    "open the view 'big ones in Berlin'": {"action": "show", "name": NAME},
    "what views do I have?": {"action": "list"},
    "list my saved views": {"action": "list"},
    "delete the view big ones in Berlin": {"action": "delete", "name": NAME},
    "rename the view big ones in Berlin to Berlin": {"action": "rename", "name": NAME, "new_name": "Berlin"},
    "share this view with my team": {"action": "share"},
    "share the view big ones in Berlin with my team": {"action": "share", "name": NAME},
    "stop sharing the view big ones in Berlin": {"action": "unshare", "name": NAME},
    "把这个列表保存为视图“柏林大单”": {"action": "save", "name": ZH},
    "把这个列表存为柏林大单": {"action": "save", "name": ZH},
    "打开视图柏林大单": {"action": "show", "name": ZH},
    "查看我的视图“柏林大单”": {"action": "show", "name": ZH},
    "我有哪些视图？": {"action": "list"},
    "列出所有视图": {"action": "list"},
    "删除视图柏林大单": {"action": "delete", "name": ZH},
    "把视图柏林大单改名为柏林": {"action": "rename", "name": ZH, "new_name": "柏林"},
    "把这个视图共享给我的团队": {"action": "share"},
    "把视图柏林大单分享给团队": {"action": "share", "name": ZH},
    "取消共享视图柏林大单": {"action": "unshare", "name": ZH},
}


@pytest.mark.parametrize(("said", "meant"), SAYS.items())
def test_an_order_about_a_view_is_read(said: str, meant: dict[str, str], brain: Any) -> None:
    (call,) = brain(said).calls
    assert (call.tool, call.args) == ("saved_view", meant)


@pytest.mark.parametrize("said", ["save it", "keep Acme posted about the view from the roof", "保存"])
def test_other_words_of_saving_make_no_view(said: str, brain: Any) -> None:
    assert not [c for c in brain(said).calls if c.tool == "saved_view"]
