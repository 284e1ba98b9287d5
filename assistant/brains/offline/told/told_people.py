"""Who took part in a report by office (刘厂长), how long from when to when, and whether they were there at all."""

import re

from assistant.brains.offline.parts.clauses import clauses
from assistant.brains.offline.reading import Reading

SURNAMES = "骆王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强丘华喻欧阳司马上官诸葛"
_OFFICES = "总经理|副总|总监|厂长|科长|部长|院长|所长|处长|主管|校长|局长|书记|董事长|总裁|博士|教授|律师|班长|组长|经理|主任|总"
_HOLDER = re.compile(rf"(?P<n>[{SURNAMES}](?:{_OFFICES}))(?![\u3400-\u9fff]?(?:部|室|办))")
_BESIDE = frozenset("跟和与见找给约同、了访的是让问")
"""What may stand right before a surname."""
_NOT_ABSENT = re.compile(r"乎|意|话下|预算|范围|考虑|计划|名单|一个|同一|这[里儿个]|那[里儿个]|系统|线上")
_THING = re.compile(
    r"^\s*(?:(?:and|but|because|so) )?(?:the|their|our|its|that|this|an?) (?!phone|line|client|customer|call|meeting|contact|guy|lady|person)"
)


def holders(region: Reading) -> list[str]:
    """People called by surname and office whom no name was linked for: 丁厂长."""
    found: list[str] = []
    for match in _HOLDER.finditer(region.said, region.lo, region.hi):
        start, end = match.span("n")
        alone = not re.match(r"[\u3400-\u9fff]", region.said[start - 1 : start]) or region.said[start - 1] in _BESIDE
        behind = any(n.end == start and n.entity == "account" for n in region.names)
        if (alone or behind) and not any(n.start < end and start < n.end for n in region.names):
            found.append(match["n"])
    return found


def missed(r: Reading, people: list[str]) -> bool:
    """Whether those it was to be with were not reached; that somebody else was away says nothing of them."""
    known = {c.number for n in r.names if n.text in people for c in n.candidates if c.entity == "contact"}
    for hit in r.hits("not held"):
        clause = next((c for c in clauses(r) if c.lo <= hit.start < c.hi), r)
        if r.text[hit.start : hit.end] == "不在" and _NOT_ABSENT.match(r.text, hit.end, r.hi):
            continue
        if _THING.search(r.text[clause.lo : hit.start]):
            continue
        others = [
            n
            for n in clause.names
            if n.end <= hit.start
            and n.entity in ("contact", "user")
            and n.text not in people
            and n.candidates[0].number not in known
        ]
        offices = [m["n"] for m in _HOLDER.finditer(clause.said, clause.lo, hit.start)]
        if people and (others or any(o not in people and not _linked(r, o, known) for o in offices)):
            continue
        return True
    return False


def _linked(r: Reading, office: str, known: set[int]) -> bool:
    return any(office in n.text and n.candidates[0].number in known for n in r.names)


def lasted(region: Reading) -> int | None:
    """Minutes from a time to another: "from 2 to 3:30pm"."""
    for day in region.past_days:
        if day.value.time and day.value.until:
            begin, end = day.value.time, day.value.until
            minutes = (end.hour - begin.hour) * 60 + end.minute - begin.minute
            return minutes if 0 < minutes <= 720 else None
    return None


_ABSENT = re.compile(
    r"不在|没来|没到|请假|出差|没在|缺席|调走|离职|没见|(?<![a-z])(?:not there|wasn't|out sick|on leave|absent|away)(?![a-z])"
)
_PRESENT = re.compile(
    r"在$|都在|也在|在场|参加|出席|接待|[聊谈见](?:了|到)|见的|过来(?:坐|聊|听|看|待)了|(?<![a-z])(?:in the room|were there|was there|both there|all there|present|attended|joined(?: us)?|took part|at the table|on the call|in the meeting)(?![a-z])"
)
_FIRST_CLAUSES = 4


def present(r: Reading, region: Reading) -> list[str]:
    """Who was there when only the place was said first: 去了趟甬澄，方厂长在."""
    found: list[str] = []
    for clause in [c for c in clauses(r) if c.lo >= region.hi][:_FIRST_CLAUSES]:
        if _ABSENT.search(clause.whole) or not _PRESENT.search(clause.whole):
            continue
        named = clause.names
        if not r.zh:  # "Lars and Gwen both in the room"
            begin = max((r.text.rfind(mark, region.hi, clause.hi) for mark in (". ", "; ", "! ")), default=-1)
            named = [n for n in r.names if max(begin, region.hi) <= n.start < clause.hi]
        found += [n.text for n in named if n.entity == "contact"] + holders(clause)
    return list(dict.fromkeys(found))


_JOINS = re.compile(r"\s?(?:,|&|\+|和|跟|与|及|以及|还有|(?<![a-z])and(?![a-z])|, ?and(?![a-z]))\s?")
_CAME = re.compile(
    r"\s?(?:(?:也|都|还|全程|一起|一块儿?|亲自|今天|当时|两位|几位|三位|俩|两个|他们|临时|后来|专门)*"
    r"(?:在(?:场|座|现场|会上|旁边)?(?=[,.;!。]|$|一起)|到了|到场|到会|赶来|来了(?!电话|邮件|微信|消息|短信|信)|过来(?:了|坐|聊|听|看|待|打)|一起(?=$|[,.;，。])|跟着|参加|参会|出席|列席|接待|陪(?!标)|带着|带我|带队|作陪|同行|旁听|加入)"
    r"|(?:(?:were|was|is|are|both|all|also|too|then|later|kindly|had|have|has|,) )*(?:there(?![a-z])|present(?![a-z])|in the room|on the call|joined(?! (?:the company|them|their|as))|attended|came (?:too|along|as well)|sat in|dialled in|dialed in|showed (?:me|us)|walked (?:me|us)|took (?:me|us) (?:round|around|through)|hosted (?:me|us)|accompanied))"
)
_LISTED_AS = re.compile(
    r"(?:(?:参加|到场|出席|在场|参会|与会|陪同|接待|到会|一起)(?:的|人员?|者|我们?)*(?:还?有|是|为|包括|:)+|(?:attendees|present|participants|those present|in the room)(?: were)?:?) ?$"
)


_AWAY = re.compile(
    r"\s?(?:(?:今天|昨天|当时|也|又|都|临时|刚好|正好|那天)*(?:没在|不在(?!乎|意|话下|预算|范围)|没来|没到|没参加|没空|没出现|未到|缺席|请假|出差)|(?:(?:was|were|is|had|also|again|unfortunately) )*(?:not there|wasn't there|weren't there|couldn't (?:make it|come|join)|didn't (?:come|show|join|make it)|absent|away|out (?:sick|today)|on leave|ill)(?![a-z]))"
)


def away(r: Reading) -> set[str]:
    """Those a report says were not there: 方厂长没在."""
    said = {n.text for n in r.names if n.entity == "contact" and _AWAY.match(r.text, n.end, r.hi)}
    return said | {m["n"] for m in _HOLDER.finditer(r.said, r.lo, r.hi) if _AWAY.match(r.text, m.end("n"), r.hi)}


_MET = re.compile(r"(?:会见|约见|碰见|遇见|拜见|见)(?:了|到|着|过)(?:他们的?|对方的?|客户的?|那边的?)?$")


def also_there(r: Reading) -> list[str]:
    """Who was there beside those met, as said: 魏慧敏、郑月华都到了, 罗小满陪着, "Ana and Bob joined"; in order, several joined by a comma."""
    own = [(n.start, n.end, n.text) for n in r.names if n.entity == "contact"]
    own += [
        (*m.span("n"), m["n"])
        for m in _HOLDER.finditer(r.said, r.lo, r.hi)
        if not any(n.start < m.end("n") and m.start("n") < n.end for n in r.names)
    ]
    groups: list[list[tuple[int, int, str]]] = []
    for one in sorted(own):
        if groups and _JOINS.fullmatch(r.text[groups[-1][-1][1] : one[0]]):
            groups[-1].append(one)
        else:
            groups.append([one])
    return [
        name
        for group in groups
        for _, _, name in group
        if _CAME.match(r.text, group[-1][1], r.hi)
        or _MET.search(r.text[r.lo : group[0][0]])
        or _LISTED_AS.search(r.text[r.lo : group[0][0]])
    ]
