"""What people do and say in a CRM: the verbs of each act in both languages, every form spelt out or made by rule."""

from collections.abc import Iterator

REGULAR: dict[str, str] = {
    "move": "move advance push progress shift bump",
    "set": "change update adjust correct edit modify amend set",
    "raise": "raise increase lift",
    "lower": "lower reduce decrease",
    "mark": "mark flag",
    "close": "close resolve",
    "assign": "assign reassign transfer delegate allocate hand",
    "delete": "delete remove erase trash",
    "create": "create add register enter",
    "postpone": "postpone delay reschedule defer move push",
    "book": "book schedule arrange organise organize",
    "convert": "convert",
    "cancel": "cancel",
    "rename": "rename",
    "show": "show list display find pull search fetch filter count",
}
"""English verbs that take -s, -ed and -ing."""

FORMS: dict[str, str] = {
    "move": "bring|take|推进到|推进至|推进|推到|推至|移到|移至|移动到|挪到|转到|转入|转为|调到|升到|进到|进入|走到|退回到|退回|回退到|拖到|放到",
    "set": "make|put|fix|改成|改为|改到|改|设为|设成|设置为|设置成|设定为|调整为|调整到|调整成|调成|调到|更新为|更新到|更新成|变成|变更为|变为|修改为|修改成|修改|更新|更改为|更改|换成|换为|定为|填|填成|填为|写成|定在|定到|改在|记为|编辑|纠正",
    "raise": "go up|提高|上调|涨到|增加到|提高到|上浮|加到|提升到",
    "lower": "cut|bring down|go down|降低|下调|降到|减到|减少到|降价|砍到",
    "mark": "标记为|标记成|标为|标成|标记|算作|算成|判为|置为",
    "close": "close out|wrap up|关闭|关掉|关了|结单|结案|解决了|处理完|办结|关单",
    "reopen": "reopen|re-open|open again|重新打开|重开|重新开启|再打开",
    "finish": "complete|completed|finish|finished|tick off|check off|done with|is done|are done|as done|done|i did|i have done|做完|完成了|完成|搞定|办完|办好|处理好了|已办|打勾|勾掉",
    "assign": "give|hand over|hand off|pass|turn over|分配给|分给|转给|转交给|移交给|移交|交给|交接给|指派给|指派|派给|划给|过户给|让给|归给|改由|给到",
    "delete": "get rid of|drop|throw away|删除|删掉|删了|删|移除|去掉|清掉|干掉",
    "create": "new|set up|open a|open an|start a|put in|新建|新增|创建|添加|建一个|建个|建一|加一个|加个|加一条|加上|录入|录一个|登记|开一个|开个|增加一个|增加|建立|新开|录个",
    "postpone": "put off|推迟到|推迟|延到|延期到|延后到|延后|延期|改到|顺延到|顺延|往后推|推到|挪到|提前到",
    "book": "set up a|set up an|put in the calendar|put on the calendar|pencil in|block|约一下|约个|约了|约好|约|预约|预定|安排一次|安排一个|安排个|安排|定个|订个|排个|排一个|敲定",
    "remind": "remind|remind me|reminder|don't let me forget|do not let me forget|don't forget|do not forget|dont forget|remember to|make sure i|ping me|nudge me|提醒我|提醒|别忘了|记得提醒|记得|叫我",
    "to do": "task|tasks|to-do|todo|follow-up|follow up|任务|待办|跟进任务|待办事项",
    "convert": "qualify|转成|转化为|转化|转为客户|转客户",
    "cancel": "call off|取消",
    "log": "debrief from|debrief of|debrief on|debrief|takeaways from|readout from|write-up of|here is the transcript|here's the transcript|transcript of|meeting notes|minutes of|call notes|notes of|会议纪要|通话记录|log|logged|record|note|note on|note for|note about|notes from|jot down|jot|write down|file|save this|fyi|for the record|记录|记一下|记到|记下|记一笔|备注|登记一下|录一下|存档|归档|写个记录|记个|补记|记：|记录一下|小记",
    "win": "赢的|won|win|signed|closed won|landed the|we got|in the bag|signed off|赢了|赢下|签了|签下|签下来|签约了|成交了|拿下|拿下来|中标|搞定了这单|赢单|成交",
    "lose": "输的|丢的|lost|lose|loses|losing|went with|gone to|fell through|fell apart|deal died|slipped away to|got beaten to|got beaten on|project died|has died|deal collapsed|went south|is dead|we're out|输给|输了|丢了|丢单|输单|没戏了|没戏|黄了|凉了|飞了|吹了|泡汤了|没拿下|没签|被拿走|失单|丢掉",
    "undo": "undo|undo that|revert|revert that|roll back|rollback|take that back|take it back|put it back|撤销|撤回|撤消|还原|回滚|取消刚才|恢复刚才|反悔",
    "called": "zoom with|zoom call|teams call|zoom|teams with|called|rang|phoned|rung|spoke with|spoke to|talked to|talked with|had a call|had a quick call|had a phone call|off the phone|on the phone with|got a call|phone call with|call with|quick call with|call to|left a voicemail|left a message|left voicemail|tried calling|tried to call|tried to reach|tried reaching|couldn't reach|could not reach|gave a call|dialed|dialled|打给|打了电话|打电话|打过电话|通了电话|通电话|通过电话|通了个电话|电话联系|电话沟通|电话里|来电|致电|去电|回电|回了电话|回过电话|回了个电话|接了电话|接到电话|电话响了|电话没人接|电话聊|打了个电话|通话|电联|语音|视频通话",
    "met": "met|met with|meeting with|had a meeting|had lunch|had coffee|had dinner|had a demo|lunch with|coffee with|dinner with|demo with|sat down|caught up|saw|presented to|presented|demoed|demo'd|gave a demo|did a demo|walked through|workshop with|discussed|discussion with|sync with|review with|talked through|good meeting|great meeting|just met|开了会|开完会|会开完了|会开完|开完了会|开会|开了个会|开过会|开了|见了|见了面|见面|见过|碰了|碰面|碰了个头|面谈|会面|会谈|聊了|聊过|聊天|谈了|谈过|沟通了|沟通|交流|吃饭|吃了|喝了|演示了|做了演示|讲了方案|讨论了|讨论|对接了|过了一遍|会议|确认了|谈妥|谈定|对齐了|达成一致|确认",
    "emailed": "emailed|e-mailed|mailed|wrote to|wrote an email|sent an email|sent a mail|sent an e-mail|got an email|received an email|email from|e-mail from|email to|replied|wrote back|发了邮件|发邮件|发了封邮件|邮件回复|来信|收到邮件|写了邮件|邮件里|邮件说|回了邮件",
    "texted": "texted|messaged|whatsapped|whatsapp|wechatted|wechat with|wechat thread|chatted|slacked|dm'd|pinged|微信里|微信说|微信聊|发微信|发了微信|微信|钉钉|飞书|短信|发消息|发了消息|发信息|微信记录",
    "visited": "visited|was at|was on site|went to|went by|stopped by|dropped by|dropped in|checked in|checked-in|check in at|site visit|on-site at|onsite at|toured|拜访了|拜访|走访了|走访|上门|去了|去过|签到|到访|到了|踏勘|参观了|现场",
    "not held": "nobody answered|no one answered|nobody picked up|no one picked up|nobody there|wasn't reachable|not answering|no response|no pickup|rang out|line was busy|was engaged|no answer|no-answer|didn't answer|did not answer|didn't pick up|did not pick up|not picking up|no pick up|voicemail|no show|no-show|didn't happen|did not happen|never showed|never showed up|never turned up|didn't turn up|did not turn up|no one showed|nobody showed|didn't take place|didn't show|did not show|couldn't reach|could not reach|not reachable|unreachable|line busy|not available|wasn't available|was not there|wasn't there|wasn't in|stood me up|没人接|没接|没接通|未接|未接通|无人接听|没打通|打不通|占线|没见到|没碰上|放鸽子|没来|不在|没联系上|联系不上|没接电话|关机|爽约|不接电话|不接|拒接|没人应|没打着|打不着|没人听|没接着|没见着|没碰到|没遇到|没见上|没堵到|扑了个空|扑了空|扑空|白跑一趟|白跑了一趟|没开成|没见成|没聊成|没打成|没谈成|没去成|没约成",
    "said": "say|says|said|saying|mention|mentions|mentioned|mentioning|talk about|talked about|bring up|brought up|raise|raised|complain|complained|complaining|ask for|asked for|ask about|asked about|want from|tell us|told us|promise|promised|agree on|agreed on|feedback|feedbacks|opinion|opinions|view on|think about|thinks about|feel about|讲过|说过|说了|说的|说|讲了|提过|提到|提到过|提了|提出|提及|聊过什么|聊了啥|聊了些|聊了什么|聊些什么|都聊了|聊的什么|谈了什么|谈了些|谈了啥|谈到|谈过|反馈|反映|答应|承诺|要求过|问过|怎么看|看法|意见|评价|谈价|谈的价|讲价|砍价|压价|还价|怎么谈|谈过什么|说了啥|说了些|讲了啥|谈了哪些|都说了",
    "worry": "worry|worries|worried|concern|concerns|concerned|objection|objections|object to|objected|afraid|hesitation|hesitations|hesitant|doubt|doubts|pushback|issue with|problem with|unhappy|dislike|pain|pains|pain points|pain point|blocker|blockers|担心|顾虑|疑虑|异议|担忧|不满|抱怨|吐槽|痛点|反对|犹豫|害怕|顾忌|介意|问题是",
    "care": "care about|cares about|prefer|prefers|preference|preferences|like|likes|want|wants|need|needs|looking for|interested in|important to|priority for|expect|expects|expectation|expectations|requirement|requirements|ask|asks|关心|在意|看重|偏好|喜好|喜欢|需求|想要|需要|要求|期望|希望|在乎|重视|诉求",
    "changed": "changed|edited|modified|updated|moved|set|touched|altered|raised|lowered|改了|改过|改的|改动|修改|修改过|动过|调整过|变更|变过|变化|改变|更改|动了|调过|换过|改成|修改了|调整了",
}
"""Everything else, as said: irregular forms, phrasal verbs and Chinese."""

_DOUBLED = {"set": "setting", "flag": "flagging", "plan": "planning", "transfer": "transferring", "defer": "deferring"}
_SAME_PAST = {"set"}


def verb_phrases() -> Iterator[tuple[str, str]]:
    """(phrase, act) for every verb in every form."""
    for act, verbs in REGULAR.items():
        for verb in verbs.split():
            for form in _forms(verb):
                yield form, act
    for act, phrases in FORMS.items():
        for phrase in phrases.split("|"):
            yield phrase, act


def _forms(verb: str) -> Iterator[str]:
    yield verb
    stem = verb.removesuffix("e") if verb.endswith("e") else verb
    if verb.endswith("y") and verb[-2] not in "aeiou":
        yield from (verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
        return
    yield verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")
    if verb not in _SAME_PAST:
        yield _DOUBLED[verb][:-3] + "ed" if verb in _DOUBLED else stem + "ed"
    yield _DOUBLED.get(verb, stem + "ing")
