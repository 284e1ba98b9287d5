"""A view saved in one breath with what it shows: 存个视图，叫「年底冲刺」，我的、10万以上; 'save a view called "Big ones": my open deals over 100k'."""

import json
import re
from collections.abc import Callable
from dataclasses import replace

from assistant.brains.offline.terms import Ask, Call, Understanding

_I = re.IGNORECASE
_LONGEST = 160
_QUOTED = r"[\"'“”‘’「『《](?P<{n}>[^\"“”「」『』《》]{{1,60}})[\"'“”‘’」』》]"
_N1, _N2, _N3, _N4 = (_QUOTED.format(n=f"n{i}") for i in range(1, 5))
_PATTERNS = tuple(
    re.compile(p, _I)
    for p in (
        rf"(?:请|麻烦|帮我|给我|我想|我要)*(?:存|保存|建|新建|做|设|加|创建)(?:一?[个张])?(?:我的|新的?)?(?:筛选)?视图[，,：: ]*(?:名字|名称)?(?:就?叫做?|名为|名称?是|命名为|取名)?[：: ]*(?:{_N1}|(?P<n5>[^，,：:「“\"]{{2,20}}?))[，,：:。；; ]+(?:条件是?|包括|包含|内容是?|里面?(?:是|放)|只?(?:看|要|放|显示))?[：: ]*(?P<rest1>.{{3,100}})",
        rf"(?:请|麻烦|帮我|给我)*[把将](?P<rest2>.{{3,80}}?)(?:存|保存|另存)(?:为|成)(?:一?个)?视图[，,：: ]*(?:名字|名称)?(?:就?叫做?|名为|名称?是|命名为)?[：: ]*{_N2}",
        rf"(?:please |can you |could you )*(?:save|create|make|add|set up|build)(?: me)? (?:an? |my )?(?:new )?(?:saved )?(?:view|filter|list view) (?:called |named )?{_N3}\s*[:,;.-]*\s*(?:of |with |showing |for |that shows )?(?P<rest3>.{{3,100}})",
        rf"(?:please |can you |could you )*(?:save|keep) (?P<rest4>.{{3,80}}?) as (?:an? |my )?(?:new )?(?:saved )?view (?:called |named )?{_N4}",
    )
)
_TYPES = re.compile(r"商机|客户|联系人|线索|任务|待办|工单|单子|(?<![a-z])(?:deals?|accounts?|customers?|contacts?|leads?|tasks?|tickets?)(?![a-z])", _I)  # fmt: skip
_THIS = re.compile(r"(?:这个|这份|这些|上面|刚才|当前|this|that|it|these|those)", _I)
_TO_CLOSE = re.compile(r"(?<=[前内底初中月年周])(?:要|会|能|该)?(?:成交|签约?|签单|关单)(?!日期)")


def view_of(ask: Ask, plain: Callable[[Ask], Understanding]) -> Understanding | None:
    """The view with the list it shows; None where no list is told or it is not understood.

    Args:
        plain: understands what the view is to show.
    """
    text = ask.text.strip().rstrip(" 。.!！")
    if len(text) > _LONGEST or not re.search(r"视图|view|filter", text, _I):
        return None
    match = next((m for p in _PATTERNS if (m := p.fullmatch(text)) is not None), None)
    if match is None:
        return None
    held = match.groupdict()
    name = next(v for k, v in held.items() if k[0] == "n" and v).strip()
    rest = next(v for k, v in held.items() if k[:4] == "rest" and v).strip(" ，,。：:的")
    if _THIS.match(rest):
        return None
    if ask.language == "zh":
        rest = _TO_CLOSE.sub("预计成交", rest)
        rest = rest if _TYPES.search(rest) else f"{rest}的进行中商机"
    elif not _TYPES.search(rest):
        rest = f"{rest} open deals"
    found = plain(replace(ask, text=rest, previous=(), focus=(), rows=(), listed=0))
    if [c.tool for c in found.calls] != ["find_records"] or found.unsure or found.left:
        return None
    shown = {"tool": "find_records", "arguments": json.dumps(found.calls[0].args, ensure_ascii=False)}
    return Understanding((Call("saved_view", {"action": "save", "name": name, **shown}),), 1.0)
