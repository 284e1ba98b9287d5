"""A lost deal opened again at a stage: 客户又回来谈了，重新打开，放初步确认; "came back, reopen it, put it in Qualification"."""

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.orders.plain_orders import one
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.words.frames import ANY, Fit, Rule, fitting, rule

_IT_ZH = r"(?:这一?单|那一?单|这个单子|那个单子|[这那]个?(?:商机|项目|单子)|项目|单子)?"
_NEWS_ZH = r"(?:[,，。；; ]*(?:客户|对方|他们|那边|又|现在|已经)?[^,，。；;?？§¤¶£]{1,16}?)?"
_OPEN_ZH = r"(?:帮我|请|麻烦|给我|就|先|把它|那就?)*(?:重新(?:打开|开启|激活|启动|捡起来|跟进|推进|立项)|重开|重启|再打开|再捡起来|恢复|打开|激活|复活)(?:一下|了|吧|起来|它)?"
_AT_ZH = rf"(?:(?:并|然后|先|再|把|就|直接|暂时|仍)*(?:阶段|状态)?(?:还是|仍)?(?:放回到?|放在?到?|退回到?|回到|改成|改为|改到|设为|设成|设到|推到|推进到|移到|挪到|调到|调回|从|定在|标成|到|为|是)(?P<stage>{ANY})(?:阶段)?(?:开始|起)?(?:吧|先|重新)?)"
_NEWS_EN = r"(?:[,;:.]|(?: is| are|'s| has| have| was| came| comes) |(?: -| –) ?)[^?§¤¶£]{0,50}?"
_IT_EN = r"(?: (?:it|that|this|that one|the deal))?"
_NOUN = r"(?:the |our |my |deal |opportunity )*"
_AT_EN = rf"(?:,? (?:and |then |please |straight )*(?:(?:put|move|set|start|bring|place|take){_IT_EN}(?: back| again)?(?: in| into| at| to| on| from)|at|in|into|back (?:at|in|to|into)|from|with)(?: the)? (?:stage )?(?P<stage>{ANY})(?: stage)?(?: again)?)"


def _reopened(fit: Fit) -> Meant | None:
    if not fit.type_of("x", "deal", "account"):
        return None
    return one("deal", fit["x"], {"stage": fit["stage"]})


_RULES: list[Rule] = rule(
    _reopened,
    rf"[把将]?(?:商机|单子)?(?P<x>{ANY})的?{_IT_ZH}{_NEWS_ZH}[,，。；; ]*{_OPEN_ZH}[,，。；; ]*{_AT_ZH}",
    rf"(?:重新(?:打开|开启|激活|启动)|重开|重启|再打开|恢复)(?:商机|单子)?(?P<x>{ANY})的?{_IT_ZH}[,，。；; ]*{_AT_ZH}",
    rf"{_NOUN}(?P<x>{ANY})(?: deal)?{_NEWS_EN}(?:[,;:.]? ?(?:so |please |and |let's |can you )*)(?:re-?open|revive|reactivate|open|resume){_IT_EN}(?: again)?{_AT_EN}",
    rf"(?:re-?open|revive|reactivate|resume) {_NOUN}(?P<x>{ANY})(?: deal)?{_AT_EN}",
)


def reopened_at(r: Reading) -> Meant | None:
    """The deal that is on again, in the stage it goes on from."""
    return fitting(r, _RULES)
