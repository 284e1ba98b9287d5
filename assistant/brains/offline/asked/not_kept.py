"""What a CRM might keep and this one does not: phones of companies and colleagues, targets set in the chat. Said, with what there is instead."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.frames import ANY, MONEY, WHEN, Fit, Rule, fitting, rule

_PHONE = r"(?:tele)?(?:phone|mobile)(?: number)?s?"
_PHONE_ZH = r"(?:电话|手机|座机)(?:号码?)?"


def _said(fit: Fit, en: str, zh: str) -> Meant:
    return Meant(1.0, reply=zh if fit.r.zh else en)


def _phones_there(fit: Fit) -> Meant:
    """A company is reached through its people: they and their numbers."""
    filters = [{"field": "account", "op": "=", "value": fit["account"]}]
    args = {"entity": "contact", "filters": filters, "columns": ["phone"]}
    return Meant(1.0, (Call("find_records", args),), whole=True)


def _no_company_phone(fit: Fit) -> Meant:
    return _said(
        fit,
        "Companies have no phone number of their own here: numbers are kept with their contacts, so nothing was changed. Say “change Ana's phone to …”, or “contacts without a phone number”.",
        "客户公司没有单独的电话字段：电话记在联系人上，因此没有做任何更改。可以说“把李娜的电话改成…”，或“没有电话的联系人”。",
    )


def _no_colleague_phone(fit: Fit) -> Meant:
    return _said(
        fit,
        f"Phone numbers of colleagues are not kept here; their mail addresses are: “what is {fit['user']}'s e-mail?”.",
        f"系统里没有同事的电话，只有邮箱：“{fit['user']}的邮箱是多少”。",
    )


def _no_targets(fit: Fit) -> Meant:
    return _said(
        fit,
        "Targets cannot be set in the chat, so nothing was changed: an administrator imports them. I can show how a target stands: “how am I doing against target this quarter?”.",
        "不能在对话里设置目标，因此没有做任何更改：目标由管理员导入。可以查看完成情况：“我本季度目标完成了多少”。",
    )


def _no_list_of_targets(fit: Fit) -> Meant:
    return _said(
        fit,
        "I cannot list all targets. I can show how one stands: “how is my team doing against target this quarter?”, “how is Tom doing against target?”.",
        "我不能列出所有目标。可以查看某人或某团队的完成情况：“我们组本季度目标完成了多少”“陈晓本季度目标完成了多少”。",
    )


def _private(fit: Fit) -> Meant:
    """No field holds it; whether a note does is another question."""
    who = fit["contact"]
    return _said(
        fit,
        f"Not on record: there is no field for that here. What notes say can be asked for: “what do the notes say about {who}?”.",
        f"没有记录：系统里没有这一项。可以问跟进记录里说了什么：“{who}的跟进记录里提到了什么”。",
    )


_FIELDS = (
    ("phone", rf"{_PHONE}|{_PHONE_ZH}"),
    ("email", r"e-?mails?(?: address)?|mail(?: address)?|邮箱|邮件地址?|电子邮箱"),
    ("wechat", r"wechat(?: id)?|微信号?"),
    ("title", r"(?:job )?title|position|职务|职位"),
)
_FIELD = "|".join(words for _, words in _FIELDS)


def _both_fields(fit: Fit) -> Meant | None:
    asked = [next((f for f, words in _FIELDS if re.fullmatch(words, fit[g].strip())), None) for g in ("a", "b")]
    if None in asked or asked[0] == asked[1]:
        return None
    return Meant(1.0, (Call("show_record", {"record": fit["contact"], "fields": asked}),), whole=True)


_RULES: list[Rule] = [
    *rule(
        _private,
        rf"(?:when(?:'s| is| was)|what(?:'s| is)) (?P<contact>{ANY})(?:'s|’s) (?:birthday|date of birth|wedding day|wedding anniversary)",
        rf"how old is (?P<contact>{ANY})|(?:is (?P<contact2>{ANY}) married|does (?P<contact3>{ANY}) have (?:kids|children|a family))",
        rf"(?P<contact>{ANY})的?(?:生日|出生日期|结婚纪念日)(?:是)?(?:哪天|几号|什么时候|几月几号|多少)?|(?P<contact2>{ANY})(?:今年)?(?:多大|几岁)(?:了|年纪)?|(?P<contact3>{ANY})(?:的)?(?:年龄|年纪)(?:是)?(?:多大|多少)?|(?P<contact4>{ANY})(?:结婚|成家)了(?:吗|没有?)|(?P<contact5>{ANY})有(?:孩子|小孩)(?:吗|没有)?",
    ),
    *rule(
        _both_fields,
        rf"(?:what(?:'s| are| is) |give me |send me |show me )?(?P<contact>{ANY})(?:'s|’s) (?P<a>{_FIELD})(?: and|,|,? and| &) (?P<b>{_FIELD})",
        rf"(?P<contact>{ANY})的?(?P<a>{_FIELD})(?:和|、|跟|与|以及|,|，| )?(?P<b>{_FIELD})(?:号)?(?:都)?(?:是)?(?:多少|什么|发我|给我|发一?下|告诉我|报一?下)?",
    ),
    *rule(
        _phones_there,
        rf"(?:what(?:'s| is)|give me|show me|tell me) the {_PHONE} (?:of|for|at) (?:account |the )?(?P<account>{ANY})",
        rf"(?:(?:what(?:'s| is)|give me|show me) )?(?P<account>{ANY})(?:'s|’s) {_PHONE}",
        rf"(?P<account>{ANY})的?{_PHONE_ZH}(?:是?多少|是什么|号码?)?",
    ),
    *rule(
        _no_colleague_phone,
        rf"(?:what(?:'s| is)|give me|show me|tell me) the {_PHONE} (?:of|for) (?P<user>{ANY})",
        rf"(?:(?:what(?:'s| is)|give me|show me) )?(?P<user>{ANY})(?:'s|’s) {_PHONE}",
        rf"(?P<user>{ANY})的?{_PHONE_ZH}(?:是?多少|是什么|号码?)?",
    ),
    *rule(
        _no_company_phone,
        rf"(?:which |show |list |all )*(?:accounts|companies|customers|clients) (?:with no|without(?: an?| any)?|missing(?: an?| their)?|have no|lack(?:ing)?(?: an?)?|with(?: an?)?|have an?) {_PHONE}",
        rf"(?:change|set|update|correct|add) the {_PHONE} (?:of|for|to) (?P<account>{ANY})(?: (?:to|as|:)? ?.+)?",
        rf"(?:change|set|update|correct) (?P<account>{ANY})(?:'s|’s) {_PHONE} to .+",
        rf"(?:哪些)?(?:客户|公司)(?:没有?|缺|未)(?:填写?|留|登记)?{_PHONE_ZH}|(?:没有?|缺|未)(?:填写?|留|登记)?{_PHONE_ZH}的?(?:客户|公司)(?:有哪些)?",
        rf"[把将]?(?P<account>{ANY})的?{_PHONE_ZH}(?:改成|改为|设成|设为|更新为|换成|是|改)[+\d][\d -]{{5,20}}",
    ),
    *rule(
        _no_targets,
        rf"(?:set|change|raise|lower|update|make) (?:my|our|the|(?P<who>{ANY})(?:'s|’s)) (?:sales )?(?:target|quota|goal)(?: (?:of|for) {ANY})?(?: (?:for|in|of) (?:the )?{WHEN})? (?:to|at) {MONEY}(?: (?:for|in) {WHEN})?",
        rf"(?:set|change|raise|lower|update|make) (?:my|our|the|{ANY}(?:'s|’s)) {WHEN}(?:'s|’s)? (?:target|quota|goal) (?:to|at) {MONEY}",
        rf"[把将]?(?:我|我们|{ANY})?的?{WHEN}?的?(?:销售)?(?:目标|指标|任务额)(?:改成|改为|设成|设为|调到|调成|定为|提高到|降到|设置为){MONEY}",
    ),
    *rule(
        _no_list_of_targets,
        r"(?:show|list|give)(?: me| us)? (?:all |the |our )*(?:sales )?(?:targets|quotas)|what are (?:all |the |our )*(?:sales )?(?:targets|quotas)",
        r"(?:列出|显示|看看?|查看)?(?:所有|全部|大家)的?(?:销售)?(?:目标|指标)(?:有哪些|是多少)?",
    ),
]  # fmt: skip


def not_kept(r: Reading) -> Meant | None:
    """Change the phone of Acme; 陈晓的电话."""
    return fitting(r, _RULES)
