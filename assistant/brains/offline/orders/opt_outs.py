"""Whether a person may be called and mailed, as it is told: "he is fine with being called again", 把勿扰取消, "don't call her any more"."""

import re

from assistant.brains.offline.pieces.flags import NO_CALL, NO_MAIL
from assistant.brains.offline.reading import Reading

_CALLED = r"(?:called|phoned|rung|telephoned|calls?|calling|phone calls?|phoning|ringing)"
_MAILS = r"(?:e-?mails?|mails?|mailings?|newsletters?|marketing|promotions?)"
_GLAD = r"(?:fine|okay|ok|happy|comfortable|cool|good|alright|all right) (?:with|to|for|about|if)(?: (?:us|we|i|me))?(?: be| being| get| getting| receive| receiving| take| taking)?"
_AWAY = r"(?:remove|lift|clear|drop|delete|take (?:off|away|out)|take|undo|unset|untick|uncheck|cancel|reset|switch off|turn off)"
_WORDS = r"(?:do[- ]not[- ]call|dnc|no[- ]call|call ban|don'?t[- ]call)"
_MAIL_WORDS = r"(?:opt(?:ed)?[- ]?out|unsubscribed?)"
_FLAG = r"(?: (?:flag|mark|note|setting|status|tick|box))?"
_ZH_CALL = (
    r"(?:勿扰电话|勿打电话|电话勿扰|电话免打扰|免打扰|勿扰|不要打电话|别打电话|不接电话|拒接电话|不接来电|不打电话)"
)
_ZH_MAIL = r"(?:已?退订(?:邮件)?|邮件退订)"
_ZH_OFF = r"(?:取消|去掉|解除|撤掉|撤销|关掉|关闭|拿掉|去除|清掉|清除|解禁|解开|删掉|删除|勾掉)"
_ZH_MARK = r"(?:的?(?:标记|设置|标志|限制|标签|勾|状态))?"
_AGAIN = r"(?=[^.;!?\n]{0,30}(?<![a-z])(?:again|now|after all|by us)(?![a-z])|\s*(?:[,.;!]|$| and ))"

_MAY_CALL = re.compile(
    rf"(?<![a-z])(?<!not )(?:{_GLAD} (?:our |any |phone )*{_CALLED}(?! off)|(?:can|may|could|is (?:now )?allowed to|is free to|wants to|agreed to|agrees to) (?:now )?be (?:now )?(?:called|phoned|rung)(?! (?:off|on|back))(?![a-z]){_AGAIN}"
    rf"|(?:i|we|one|you) (?:can|may) (?:now )?(?:call|phone|ring) (?:him|her|them) (?:again|now)|(?:takes|accepts|welcomes|wants|allows) (?:our |any |phone )*calls (?:again|now)|(?:no objections? to|doesn't mind|does not mind|no longer minds) (?:being |getting |our |any )*{_CALLED}"
    rf"|{_AWAY} (?:the |his |her |their |that |[a-z]+ [a-z]+'s |[a-z]+'s )*{_WORDS}{_FLAG}|{_WORDS}{_FLAG}(?: (?:on|of|for|at) [a-z]+(?: [a-z]+)?)? (?:off|is gone|is over|no longer applies|(?:is |can be |to be |should be )?(?:lifted|removed|cleared|taken off|switched off|false|no)|to (?:no|false|off))(?![a-z])"
    rf"|no longer (?:a |on )?(?:the )?{_WORDS}|(?:calls|calling (?:him|her|them)) (?:is|are) (?:okay|ok|fine|allowed|welcome)(?: again| now)?)(?![a-z])"
    rf"|{_ZH_OFF}了?(?:[他她]的?|[\u3400-\u9fff]{{2,4}}的)?{_ZH_CALL}|{_ZH_CALL}{_ZH_MARK}(?:帮我|给我|都|可以|请|就|也)*(?:给)?{_ZH_OFF}"
    r"|(?<!不)(?:可以|能|同意|允许|愿意|接受|方便)(?:再|重新|继续|让?我们)*(?:给.{0,5}?)?(?:打|接|拨)(?:我们的?)?(?:电话|来电)了|(?:又|重新|再次)(?:可以|能)(?:给.{0,5}?)?打电话|(?:现在|以后|今后)(?:可以|能|愿意|同意)(?:给.{0,5}?)?(?:打|接)(?:我们的?)?电话|不(?:介意|反对)(?:再|我们|给.{0,4}?)*(?:打|接)?电话|(?:同意|愿意|接受)(?:再|继续)?(?:被)?(?:电话联系|接我们的?电话|接电话)"
)
_MAY_MAIL = re.compile(
    rf"(?<![a-z])(?<!not )(?:{_GLAD} (?:our |any |the )*{_MAILS}|(?:wants|takes|accepts|welcomes) (?:our |any |the )*{_MAILS} (?:again|now|after all)|(?:can|may) (?:now )?be (?:now )?(?:e-?mailed|mailed|written to){_AGAIN}|resubscribed?|re-subscribed?|subscribed? again|opt(?:s|ed)? (?:back )?in(?! to (?:a|the) )"
    rf"|{_AWAY} (?:the |his |her |their |that |[a-z]+ [a-z]+'s |[a-z]+'s )*{_MAIL_WORDS}{_FLAG}|{_MAIL_WORDS}{_FLAG}(?: (?:on|of|for) [a-z]+(?: [a-z]+)?)? (?:off|is gone|(?:is |can be |to be )?(?:lifted|removed|cleared|taken off)|to (?:no|false|off))|(?:doesn't|does not) mind (?:our |getting |receiving )*{_MAILS})(?![a-z])"
    rf"|重新订阅|{_ZH_OFF}了?(?:[他她]的?)?{_ZH_MAIL}|{_ZH_MAIL}{_ZH_MARK}(?:帮我|给我|都|可以|请|就|也)*(?:给)?{_ZH_OFF}|(?<!不)(?:可以|能|同意|愿意|接受)(?:再|重新|继续|让?我们)*(?:给.{{0,5}}?)?(?:发|收|接收)(?:我们的?)?(?:营销|推广)?邮件了"
)
_MARKED = re.compile(
    rf"(?<![a-z])(?:mark|flag|set|put|make|tick|add|list)(?: [^,.;]{{0,40}})?(?: (?:as|on|to|down as|the))*(?: a| the)? {_WORDS}(?! (?:flag |mark )?(?:to )?(?:no|false|off)(?![a-z]))|(?<![a-z])(?:no (?:more )?(?:phone )?calls (?:to|for)|stop (?:calling|phoning|ringing))(?![a-z])"
    rf"|(?:标(?:记)?(?:为|成|上)?|设(?:为|成|上)?|打上|加上?|改(?:为|成)){_ZH_CALL}|(?:别|不要|请勿|不能|勿)再?(?:给|打给).{{1,8}}(?:打电话|打)了?$|(?<=[\u3400-\u9fffA-Za-z])(?<!的)(?:勿扰电话|勿打电话)(?:了|吧)?[。.!！]?$"
)
_MARKED_MAIL = re.compile(
    r"(?<![a-z])(?:mark|flag|set|put|make|tick)(?: [^,.;]{0,40})?(?: (?:as|to|down as))?(?: the)? (?:unsubscribed|opted[- ]out)|(?<![a-z])opt(?:ed|s)?[- ]out|(?<![a-z])unsubscrib|(?:别|不要|请勿)再?给.{1,8}发(?:营销|推广|群发)?邮件了?|退订"
)
_OURS = re.compile(
    r"(?<![a-z])(?:i|we)(?:'ve| have)? (?:can|could|did|do|had|will|would|should)(?:not|n't| not)(?![a-z])|(?<![a-z])did(?: not|n't) (?:call|ring|phone|pick|answer)|没(?:接|打)"
)
"""What we could or did not do says nothing of what a person wishes."""


def told_flags(r: Reading) -> dict[str, str]:
    """The flags of a contact a message sets, as field values; none when it plans a call for a day."""
    ahead = any(d.value.day > r.ask.today for d in r.days)
    if ahead or r.durations or _OURS.search(r.whole):
        return {}
    found: dict[str, str] = {}
    for name, yes, no in (
        ("do_not_call", _MAY_CALL, (_MARKED, NO_CALL)),
        ("opted_out", _MAY_MAIL, (_MARKED_MAIL, NO_MAIL)),
    ):
        if yes.search(r.text, r.lo, r.hi):
            found[name] = "false"
        elif any(p.search(r.text, r.lo, r.hi) for p in no):
            found[name] = "true"
    return found
