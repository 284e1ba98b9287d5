"""Records handed out among several colleagues in shares: "split the unassigned leads between Chen and Zhao 2:1", 平分给陈晓和赵敏."""

import re

from assistant.brains.offline.lists.conditions import conditions
from assistant.brains.offline.lists.heads import head
from assistant.brains.offline.meant import Meant
from assistant.brains.offline.reading import Reading
from assistant.brains.offline.terms import Call
from assistant.brains.offline.words.manner import asks

_OUT = re.compile(
    r"(?<![a-z])(?:split|divide|distribute|share(?: out)?|spread|hand out|dish out|deal out|assign|allocate|give|parcel out)(?![a-z])|分[给派配到摊]|平分|均分|分一?下"
)
_AMONG = re.compile(
    r"(?<![a-z])(?:between|among|amongst|across|to)(?![a-z])|(?:按照?|以)?\s*\d+ ?[:比：] ?\d+.{0,6}?(?:的比例)?(?:分配给|分给|派给|给)|(?:平均|均匀|对半|各一半|一人一半|平)?(?:分配给|分给|派给|平分给|均分给|分派给|分摊给)"
)
_RATIO = re.compile(r"(?<![\d:])(?P<r>\d{1,3}(?: ?(?:[:：比]|to) ?\d{1,3})+)(?![\d:])")
_PART = re.compile(
    r"(?<![a-z])(?:thirds?|quarters?|two to one|one to two|twice as many|most of)(?![a-z])|%|三分之|四分之|[一二三四五]成"
)
_MANY = re.compile(
    r"(?<![a-z])(?:leads|deals|accounts|contacts|tasks|tickets|opportunities|customers|prospects)(?![a-z])|线索|商机|客户|联系人|任务|工单"
)


def share_out(r: Reading) -> Meant | None:
    """Records that match, to two or more colleagues."""
    if asks(r) or not _OUT.search(r.whole) or not _MANY.search(r.whole):
        return None
    among = next(
        (
            m
            for m in _AMONG.finditer(r.text, r.lo, r.hi)
            if len([n for n in r.names if n.start >= m.end() and n.may_be("user")]) > 1
        ),
        None,
    )
    if among is None:
        return None
    people = [n for n in r.names if n.start >= among.end() and n.may_be("user")]
    if _PART.search(r.whole) and not _RATIO.search(r.text, r.lo, r.hi):
        return None  # parts that were said and not understood are not dealt out evenly
    ratio = _RATIO.search(r.text, r.lo, r.hi)
    parts = [int(p) for p in re.findall(r"\d+", ratio["r"])] if ratio else []
    if len(parts) != len(people) or not all(parts):
        parts = [1] * len(people)
    cut = min(among.start(), ratio.start()) if ratio and ratio.start() < among.start() else among.start()
    left = r.afresh(r.lo, cut)
    wanted = head(left)
    if wanted is None or wanted.entity in ("user", "team", "activity", "fact"):
        return None
    where = conditions(left, wanted).filters
    if not where:
        return None
    shares = {n.text: part for n, part in zip(people, parts, strict=True)}
    made = {"op": "update", "entity": wanted.entity, "where": where, "shares": shares}
    return Meant(0.95, (Call("propose_change", {"changes": [made]}),))
