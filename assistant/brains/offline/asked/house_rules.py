"""What one may do oneself and who has to agree, which a house rule says: "how much discount can I give", 软件席位最多能让几个点，8个点找谁批."""

import re

from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call

_LESS = r"(?:\d+(?:\.\d+)?\s?(?:个点|折|%|％|个百分点)|[一二三四五六七八九十]+(?:个点|折|个百分点)|折扣|优惠|让价|让利|降价|打折)"
_ALLOWED_ZH = re.compile(
    r"(?:最多|最高|自己|有权|权限|能|可以|允许)[^，,。；;?？]{0,8}?(?:让|打|给|降|优惠|下浮|便宜|批)[^，,。；;?？]{0,4}?(?:几个?(?:点|折|百分点)|几折|多少(?:个点|折扣|折|优惠)|多大折扣|百分之几)"
    rf"|{_LESS}[^。；;?？]{{0,14}}?(?:找谁|谁来?|要谁|哪[位个级]|什么人|经理还是)[^。；;?？]{{0,6}}?(?:批|同意|签字|点头|拍板|审)"
    rf"|{_LESS}[^，,。；;?？]{{0,4}}?(?:权限|上限|审批|规定|红线|底线)[^。；;?？]{{0,8}}?(?:是|有|怎么|多少|几|什么|谁|在哪|到哪)"
)
_ALLOWED_EN = re.compile(
    r"(?<![a-z])(?:how (?:much|big|high|large)|what|which|how many percent)(?![a-z])[^?.;]{0,24}?(?<![a-z])(?:discounts?|percent|reduction|off)(?![a-z])[^?.;]{0,24}?(?<![a-z])(?:can|may|could|am|are|allowed) (?:i|we|reps?|a rep|sales)(?![a-z])"
    r"|(?<![a-z])(?:can|may|could) (?:i|we|reps?) (?:give|grant|offer|go|approve)[^?.;]{0,30}?(?:discounts?(?![a-z])|%|percent(?![a-z]))[^?.;]{0,40}?(?:myself|on my own|without (?:approval|asking)|alone)"
    r"|(?<![a-z])who (?:approves|has to approve|must approve|needs to approve|signs off(?: on)?|decides(?: on)?|can approve|may approve)(?![a-z])[^?.;]{0,30}?(?:discounts?(?![a-z])|%|percent(?![a-z]))"
)


def house_rules(r: Reading) -> Meant | None:
    """The passage of the discount policy; what a customer or a deal got is on record, and no rule."""
    if (
        r.named("account", "contact", "deal", "lead")
        or r.refs
        or not (_ALLOWED_ZH if r.zh else _ALLOWED_EN).search(r.whole)
    ):
        return None
    about = "折扣政策" if r.zh else "discount policy"
    return Meant(0.98, (Call("recall_notes", {"query": f"{about} {r.ask.text.strip(' ?？。.')}"}),), whole=True)
