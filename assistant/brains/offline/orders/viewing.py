"""Saved views as people speak of them: this list kept under a name, shown again, listed, renamed, deleted, shared with the team."""

import re
from collections.abc import Sequence

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call

_I = re.IGNORECASE
_LONGEST = 160
GATE = re.compile(
    r"(?<![a-z])(?:views?|save|keep|store|remember (?:this|that|these|those|it|the|my)(?: (?:last|current))?(?: (?:list|view|table|search|results?|question|deals|accounts|records|one))? (?:as|under))(?![a-z])|视图|保存|另存|收藏|存为|存成",
    _I,
)
"""A message without one of these words is not about a saved view."""
_N = r"[\"'“”‘’「『]?(?P<n>[^\"“”「」『』]{1,80}?)[\"'“”‘’」』]?"
_Q = r"[\"'“”‘’「『](?P<n>[^\"“”「」『』]{1,80}?)[\"'“”‘’」』]"
_POLITE = r"(?:please |can you |could you |请|帮我|麻烦)*"
_VIEW = r"(?:saved )?(?:view|list|filter|search)"
_MY = r"(?: the| my| our| a| this| that)*"
_ORDERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (action, re.compile(rf"{_POLITE}(?:{pattern})(?: please)?", _I))
    for action, pattern in (
        ("save", rf"(?:save|keep|store|remember) (?:this|that|it|these|those|the last)(?: list| view| search| question| results?| one| table| deals| accounts| records)?(?: here)?(?: as| under)(?: the name)?(?: a| the| my)?(?: (?:new )?(?:saved )?view)?(?: called| named)?:? {_N}"),
        ("save", rf"(?:save|keep|store|remember)(?: the| my)?(?: current| last)? (?:list|view|search|results?|question)(?: as| under)(?: the name)?(?: a| the| my)?(?: (?:new )?(?:saved )?view)?(?: called| named)?:? {_N}"),
        ("save", rf"(?:把|将)?(?:这个|这份|上面的?|刚才的?|该|这张|当前的?)(?:列表|清单|结果|查询|视图|筛选)?(?:给我)?(?:保存|另存|收藏|存)(?:为|成|下来)(?:一个|我的)?(?:视图)?(?:，|,)?(?:名为|叫做?|名称为|：|:)? ?{_N}"),
        ("save", rf"(?:保存|另存|收藏)(?:这个|这份|当前的?)(?:列表|清单|结果|查询|筛选)(?:为|成)(?:一个|我的)?(?:视图)?(?:，|,)?(?:名为|叫做?|名称为|：|:)? ?{_N}"),
        ("save", rf"(?:给我|帮我)?(?:保存|存|另存|收藏)(?:成|为)(?:一个|我的)?视图(?:，|,)?(?:名为|叫做?|名称为|：|:)? ?{_N}"),
        ("save", rf"(?:save|keep|store) (?:it |this |that |them )?as (?:a |my )?(?:saved )?view(?: called| named)?:? {_N}"),
        ("list", r"(?:what|which|list|show|display)(?: me)?(?: all| of| my| the| our)*(?: saved)? views(?: do (?:i|we) have| have i saved| are there| i have)?|(?:my|all|our)(?: saved)? views"),
        ("list", r"(?:我|我们)?(?:都)?(?:有|保存了|存了)(?:哪些|什么)(?:保存的)?视图|(?:列出|查看|显示|看看)?(?:我的|所有的?|全部的?|保存的)视图(?:有哪些|列表)?|视图列表|有哪些视图"),
        ("unshare", rf"(?:stop sharing|unshare|do not share|don't share|no longer share){_MY} {_VIEW}(?: called| named)? {_N}(?: with (?:my|the|our) team)?(?: any ?more)?|(?:取消共享|不再共享|停止共享|取消分享)(?:我的)?视图(?:：|:)? ?{_N.replace('<n>', '<n2>')}"),
        ("share", r"share (?:this|that|the|my)(?: last)? view with (?:my|the|our|the whole) team|(?:把)?(?:这个|该|刚才的)视图(?:共享|分享)给(?:我的|我们的?)?(?:团队|小组|同事们?)"),
        ("share", rf"share{_MY} {_VIEW}(?: called| named)? {_N} with (?:my|the|our|the whole) team|(?:把|将)?(?:我的)?视图(?:：|:)? ?{_N.replace('<n>', '<n2>')}(?:共享|分享)给(?:我的|我们的?)?(?:团队|小组|同事们?)|(?:共享|分享)(?:我的)?视图(?:：|:)? ?{_N.replace('<n>', '<n3>')}给(?:我的|我们的?)?(?:团队|小组)"),
        ("rename", rf"(?:rename|call){_MY} {_VIEW}(?: called| named)? {_N} (?:to|into|as) [\"'“‘]?(?P<m>.{{1,80}}?)[\"'”’]?|(?:把|将)?(?:我的)?视图(?:：|:)? ?{_N.replace('<n>', '<n2>')}(?:改名|重命名|更名)(?:为|成)? ?[“\"「]?(?P<m2>.{{1,80}}?)[”\"」]?"),
        ("delete", rf"(?:delete|remove|drop|forget|throw away){_MY} (?:saved )?view(?: called| named)? {_N}|(?:删除|删掉|移除|去掉)(?:我的)?视图(?:：|:)? ?{_N.replace('<n>', '<n2>')}|(?:删除|删掉|移除)(?:我的)?[“\"「]?{_N.replace('<n>', '<n3>')}[”\"」]?(?:这个)?视图"),
        ("show", rf"(?:show|open|run|use|give|see|pull up|load|bring up)(?: me)?{_MY} (?:saved )?view(?: called| named)?:? {_N}|(?:show|open|run|load)(?: me)?(?: the| my| our)(?: saved)? {_Q.replace('<n>', '<n2>')}(?: view| list)"),
        ("show", rf"(?:打开|显示|查看|看一?下|看看|调出|用)(?:我的?)?(?:已?保存的)?视图(?:：|:)? ?{_N}|(?:打开|显示|查看|调出)(?:我的)?[“\"「]?{_N.replace('<n>', '<n2>')}[”\"」]?(?:这个)?视图"),
    )
)  # fmt: skip
_NO_NAME = frozenset("it this that them mine view views list 它 这个".split())


def viewing(r: Reading) -> Meant | None:
    """Save this list as "big ones in Berlin"; 打开视图柏林大单; what views do I have?"""
    said = r.said[r.lo : r.hi].strip(" \t\n.!?。！？")
    if len(said) > _LONGEST:
        return None
    for action, pattern in _ORDERS:
        match = pattern.fullmatch(said)
        if match is None:
            continue
        named = match.groupdict()
        name = next((v.strip(" \"'“”‘’：:") for g, v in named.items() if v and g.startswith("n")), "")
        other = next((v.strip(" \"'“”‘’") for g, v in named.items() if v and g.startswith("m")), "")
        if name.casefold() in _NO_NAME and action != "save":
            name = ""
        if action == "save" and not name:
            return None
        args = {"action": action, **({"name": name} if name else {}), **({"new_name": other} if other else {})}
        return Meant(1.0, (Call("saved_view", args),), whole=True)
    return None


_OPENS = re.compile(
    r"(?:(?:please|can you|could you|ok|now|again)[, ]+)*(?:show|open|run|see|load|pull up|bring up|give me|display)(?: me)?(?: the| my| our)*(?: saved)? [\"'“‘]?(?P<en>[^\"”]{1,80}?)[\"'”’]?(?: again| please| list| view)*[\s.!?]*|(?:请|帮我|给我|再|把)*(?:打开|显示|展示|查看|看一?下|看看|调出|看)?(?:一下)?(?:我的?|那个|保存的)*[“\"「]?(?P<zh>[^”\"」]{1,80}?)[”\"」]?(?:这个|那个)?(?:列表|清单)?(?:打开|调出来|拿出来)?[\s。.!！?？]*|(?P<bare>[^?？]{2,80})",
    _I,
)


def view_called(text: str, names: Sequence[str]) -> Call | None:
    """A view opened by its name alone: 打开年底大单, "show December biggies"; the longest name said counts."""
    match = _OPENS.fullmatch(text.strip()) if names else None
    if match is None:
        return None
    said = " ".join(str(match["en"] or match["zh"] or match["bare"]).split()).casefold()
    known = next((n for n in names if " ".join(n.split()).casefold() == said), None)
    return Call("saved_view", {"action": "show", "name": known}) if known is not None else None
