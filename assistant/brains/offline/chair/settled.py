"""Messages that need no ear: a manager's question the rules know word for word, and what leans on the answer before it.

A saying knows nothing of what was talked about: after a pipeline, “as of September 1” asks for that day, and is no new close date.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.brains.offline.chair.chair import chair
from assistant.brains.offline.chair.chair_follow import follow_chair
from assistant.brains.offline.interpret import interpret
from assistant.brains.offline.plainer.shorthand import written_out
from assistant.brains.offline.plainer.spoken import plainly
from assistant.brains.offline.reading import read
from assistant.brains.offline.terms import CHAIR, Ask, Linker, ToolSpec, Understanding

_MAYBE = re.compile(
    r"pipeline|funnel|forecast|predict|estimate|risk|slip|worr|push|thread|contact|decision|stuck|stall|next|move|quota|target|goal|attain|behind|lead|cycle|loss|lose|lost|why|close|quarter|q[1-4]|compare|versus|\bvs\b|against|than|over|year|month|same|ahead|better|busier|activ|busiest|check.?in|catch.?up|sit.?down|talking point|1[ :-]?1|one.?on|one.?to|calls|meetings|visits|doing|did|done|velocity|conver|drop|bottleneck|commit|coverage|number|accurate"
    r"|管道|漏斗|盘子|管线|在途|在谈|预测|预估|估计|区间|风险|担心|滑单|推迟|延期|单线|联系人|决策|停滞|阶段|下一步|接下来|推进|精力|建议|目标|指标|完成|达标|线索|周期|丢|输|为什么|季度|承诺|覆盖|能签|准|比|同期|谁|还是|跟|转化|流速|卡|最久|停留|一对一|对1|面谈|单独|工作|做了|忙了|活动|跟进|电话|会",
    re.IGNORECASE,
)
_LONGEST = 160


def settled(ask: Ask, tools: Sequence[ToolSpec], linker: Linker) -> Understanding | None:
    """What such a message means; None for any other, which is to be heard as well as read."""
    follows = bool(ask.previous) and ask.previous[-1].tool in CHAIR | {"pipeline_summary"}
    if len(ask.text) > _LONGEST or not (follows or _MAYBE.search(ask.text)):
        return None
    r = read(replace(ask, text=plainly(written_out(ask.text))), linker)
    meant = (follow_chair(r) if follows else None) or chair(r)
    if meant is None:
        return None
    found = interpret(ask, tools, linker)
    return found if found.calls == meant.calls else None
