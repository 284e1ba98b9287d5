"""What somebody on the card is by profession, put right: "sorry, she's head of maintenance, not quality", 不对，他是质量总监."""

import re

from assistant.card_values import Edits
from crm_store.models import Proposal

_JOB = r"(?:c[efot]o|cio|cmo|vp|svp|evp|head|director|manager|engineer|buyer|officer|president|lead|chief|founder|owner|purchas\w+|procurement|analyst|consultant|architect|assistant|specialist|supervisor|controller|technician|planner|scientist|chemist|administrator|accountant|operator|coordinator|executive|developer|researcher|inspector|auditor|foreman|maintenance|quality|production|finance)"
_EN = re.compile(
    rf"^\W*(?:(?:no|nope|sorry|oops|wait|actually|ah|oh|correction|my mistake)\W+)*(?:he|she|they)(?:['’](?:s|re)| is| are)(?: actually| really| the| an?| their| our)*\s+(?P<t>(?=[^,;?]*(?<![a-z]){_JOB}(?![a-z]))[a-z][a-z &/-]{{2,50}}?)(?:,? (?:and )?not .{{2,40}})?\W*$",
    re.IGNORECASE,
)
_ZH = re.compile(
    r"^\W*(?:不对|不是|错了|哦|抱歉|更正)*[，,、 ]*(?:他|她|职务|职位)(?:现在)?(?:是|应该是|改成|改为)(?P<t>[\u3400-\u9fff]{0,8}?(?:总监|经理|总裁|董事长|主任|主管|科长|部长|厂长|处长|院长|所长|工程师|专员|顾问|助理|会计|副总|总工))(?:[，,、 ]*不是.{1,10})?[。!！]*$"
)


def title_said(proposal: Proposal, text: str) -> Edits:
    """The title of the one contact on the card as it was said; empty for any other message."""
    match = _EN.match(text) or _ZH.match(text)
    people = [i for i, c in enumerate(proposal.changes) if c["entity"] == "contact" and c["op"] in ("create", "update")]
    if match is None or len(people) != 1:
        return {}
    return {people[0]: {"title": match["t"].strip()}}
