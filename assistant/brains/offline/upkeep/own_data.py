"""What a person may ask of what is kept about them: a copy of all of it, or that it be erased."""

import re

from assistant.brains.offline.names.subjects import RECORDS, pronoun, subjects
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.told.happenings import reports

_EXPORT = {
    False: re.compile(
        r"(?<![a-z])(?:export|download|extract|hand over|hand out|compile|package|give me (?:a|an) (?:export|copy)|subject access request|access request|sar|dsar|copy of).{0,60}(?:data|everything|information|record\w*|all|person\w*|request|file|we (?:have|hold|know|store))(?![a-z])|(?<![a-z])(?:gdpr|data|subject access|privacy) (?:export|request|report)(?![a-z])|(?<![a-z])(?:everything|all(?: of)?(?: the| their| her| his)? (?:data|information|info|records?)|what(?:ever)? (?:data|information|info)|the data) (?:that )?(?:we|you|the (?:crm|system))(?: have| are|'ve|'re)? ?(?:store[ds]?|hold(?:ing)?|held|keep(?:ing)?|kept|storing|saved?)(?![a-z])|(?<![a-z])personal data(?![a-z])|(?<![a-z])export (?!my|all|the|our|deals|contacts|accounts|leads|tasks|tickets)"
    ),
    True: re.compile(r"(?:导出|下载|提取|打包|汇总|提供|整理).{0,24}(?:全部|所有|个人|一切|存的|保存的|手上|我们有的)?.{0,8}(?:数据|信息|资料|记录)|(?:全部|所有|个人)的?(?:数据|信息|资料|记录).{0,6}(?:导出|打包|下载)|个人(?:数据|信息|资料)|数据主体|(?:数据|信息)副本"),
}  # fmt: skip
_ERASE = {
    False: re.compile(
        r"(?<![a-z])(?:erase|wipe|purge|anonymi[sz]e|scrub|(?<!i'll )(?<!i will )(?<!don't )(?<!dont )(?<!me )(?<!i )(?<!not )(?<!never )(?<!to )(?<!may )(?<!might )forget(?= \w)(?! (?:it|that|about|the (?:card|change)|this|to|what|how|who|when|everything$)(?![a-z]))|(?:get rid of|remove|delete|clear|scrub|wipe out) (?:every|all|any)(?: \w+){0,2} (?:traces?|thing|bit|scrap|mention)s? (?:of|about|on)|every (?:last )?trace of|right to be forgotten|be forgotten|delete (?:all|every(?:thing)?|any)(?: \w+){0,3} (?:data|information|traces?|about|of|on|we|we have)|permanently (?:delete|remove)|(?:delete|remove) .{2,40} (?:permanently|for good|completely|forever|for ever|entirely|from everywhere))(?![a-z])"
    ),
    True: re.compile(r"抹(?:除|掉|去)|(?:彻底|永久|完全|全部)(?:地)?(?:删除|清除|移除|删掉)|(?:数据|资料|信息|记录).{0,8}(?:全清|清干净|全删|清空|别留底|不要留|一点不留|删干净)|被遗忘权|清除.{0,16}(?:数据|信息|资料|痕迹)|(?:删除|删掉|销毁).{0,16}(?:所有|全部|一切|个人)的?(?:数据|信息|资料|痕迹)|匿名化"),
}  # fmt: skip


def privacy(r: Reading) -> Call | None:
    erase = _ERASE[r.zh].search(r.whole)
    export = None if erase else _EXPORT[r.zh].search(r.whole)
    if (not erase and not export) or (export and reports(r)):
        return None
    person = next(iter(subjects(r, "contact", "lead")), None) or pronoun(r, "contact", "lead")
    if person is None:
        return None
    if export and any(
        s.entity in ("deal", "account", "task", "ticket") for s in subjects(r, *RECORDS) if s.start != person.start
    ):
        return None
    return Call("erase_person" if erase else "export_person", {"person": person.text})
