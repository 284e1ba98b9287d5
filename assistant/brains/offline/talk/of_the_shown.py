"""What is asked or ordered of the one record just shown, in words that name nothing: 哪家报的？, 他哪家公司的, 提到高优先级, "who reported it?", "bump it to high"."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.orders.proposing import call
from assistant.brains.offline.terms import Call, Named

_REPORT_ZH = r"(?:报修?|提|反映|反馈|投诉|提交|开|发|来|出问题|遇到)"
_IT_ZH = r"(?:(?:这|那)(?:个|张|条|单)?(?:工单|问题|单子)?|它)?(?:是|在)?"
_IT_EN = r"(?:it|that|this|this one|that one|(?:the|this|that) (?:ticket|case|issue|problem))"
_FIRM = re.compile(
    rf"(?:[他她](?:们)?|这(?:个)?人|这位|对方|{_IT_ZH})(?:现在|目前)?(?:是|在|属于|来自)?(?:哪一?[家个](?:公司|单位|客户|企业|厂)|哪家|什么(?:公司|单位|客户)|谁家|哪个?单位)(?:里|那边)?(?:的|上班|工作|任职|的人|的客户)?(?:来着)?"
    r"|(?:在|是)哪(?:里|儿)(?:上班|工作|任职)(?:的)?|[他她](?:在|是)?哪(?:里|儿)?(?:上班|工作|任职|的人)(?:的)?"
    r"|(?:which|what) (?:company|firm|account|customer|client|employer) (?:is|does|do|are) (?:he|she|they|it|that|this) (?:with|at|from|for|about|work(?:ing|s)? (?:for|at|with))|where (?:does|do|is) (?:he|she|they) (?:work|working|employed|from)|who (?:does|do|is) (?:he|she|they) (?:work|working) for"
    rf"|(?:which|what) (?:company|firm|account|customer|client) is {_IT_EN}|whose (?:ticket|case|issue) is (?:it|that|this)"
)
_FIRM_REPORTED = re.compile(
    rf"{_IT_ZH}(?:哪一?[家个](?:公司|单位|客户|企业|厂)?|什么(?:公司|客户)|哪个客户)(?:那边)?{_REPORT_ZH}(?:了)?(?:过来|上来)?的?(?:问题|工单)?(?:来着)?"
    rf"|(?:which|what) (?:company|firm|account|customer|client) (?:reported|raised|opened|logged|filed|submitted|sent|complained about|has|had) {_IT_EN}(?: in)?"
)
_WHO_REPORTED = re.compile(
    rf"{_IT_ZH}(?:谁|哪位|什么人|哪个人){_REPORT_ZH}(?:了)?(?:过来|上来)?的?(?:问题|工单)?(?:来着)?"
    rf"|who (?:reported|raised|opened|logged|filed|submitted|sent|complained about) {_IT_EN}(?: in)?|who(?: is|'s) {_IT_EN} from|who did {_IT_EN} come from"
)
_LEVELS = {"最高": "urgent", "紧急": "urgent", "加急": "urgent", "特急": "urgent", "urgent": "urgent", "critical": "urgent", "高": "high", "high": "high", "普通": "normal", "正常": "normal", "一般": "normal", "中": "normal", "normal": "normal", "medium": "normal", "低": "low", "low": "low"}  # fmt: skip
_LEVEL = "|".join(_LEVELS)
_RAISED = re.compile(
    rf"(?:(?:那就?|先|就|再|请|帮我|麻烦|给我|把|将|给|它|这[个张条单](?:工单|任务)?|那[个张条单](?:工单|任务)?|工单|任务|优先级(?:别)?|级别|的)[,，]?)*(?:提升|提高|提|升级|升|调高|调低|调整|调|拉高|拉|降低|降|改|设|标|换|定)(?:到|成|为|至|作|一下到)?(?P<a>{_LEVEL})(?:级别?)?(?:的)?(?P<n>优先级?别?)?(?:的)?(?:吧|了|去)?"
    rf"|(?:please |pls |then |now |ok |so )*(?:make|set|bump|raise|mark|put|move|change|escalate|lower|drop|upgrade|downgrade|flag)(?: (?:it|this|that|{_IT_EN}|(?:the |its )?priority))?(?: up| down)?(?: to| as| at)?(?: an?)? ?(?P<b>{_LEVEL})(?:[- ](?P<m>prio(?:rity)?))?(?: please| pls| now)?"
)
_WITH_PRIORITY = frozenset({"ticket", "task"})


def of_the_shown(said: str, shown: Named) -> Meant | None:
    """What such a message means about the record shown before; `said` without what it opens and ends with."""
    fields: list[str] = []
    if shown.entity in ("contact", "lead", "deal", "ticket", "task", "activity") and _FIRM.fullmatch(said):
        fields = ["organization" if shown.entity == "lead" else "account"]
    elif shown.entity == "ticket" and _FIRM_REPORTED.fullmatch(said):
        fields = ["account"]
    elif shown.entity == "ticket" and _WHO_REPORTED.fullmatch(said):
        fields = ["contact", "account"]
    if fields:
        return Meant(1.3, (Call("show_record", {"record": shown.ref, "fields": fields}),), whole=True)
    if shown.entity in _WITH_PRIORITY and (match := _RAISED.fullmatch(said)) is not None:
        level = _LEVELS[match["a"] or match["b"]]
        return Meant(1.3, (call("update", shown.entity, shown.ref, {"priority": level}),), whole=True)
    return None
