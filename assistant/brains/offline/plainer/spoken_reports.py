"""Reports as Chinese gives them, their label or their place turned to the front: 记会议：…, …，记个备注, 我在X，打卡."""

from assistant.brains.offline.plainer.turns import Turns

_PLEASE = r"(?:帮我|给我|替我|请|麻烦[你您]?|帮忙)*"
_MADE = r"(?:写|记|加|做|留|存|放|添|补|录|登记|备注)"

REPORTS = Turns((
    # A note asked for behind what it holds
    (rf"^(?P<told>.{{6,}}?)[，,。；;]\s?(?:这条|这个|这些|这事|把这[条个些]|以上)?{_PLEASE}{_MADE}(?:一?[个条笔]|进|到|在|入|成|上)?(?:他们|它|他|她|客户|系统|这家|那边)?的?(?:备注|笔记|记录)(?:里面?|中|下来|一下|上|吧)*[。.]?$", r"备注：\g<told>"),
    (rf"^{_PLEASE}(?:在|往|给)\s?(?P<who>[^，,：:。]{{2,16}}?)\s?(?:那边|这边|下面|名下|上面?|里面?|那儿)*\s?(?:写|加|做|留|存|放|添|补)(?:上)?(?:一?[笔条个下]|一下)[：:，,]\s?", r"备注\g<who>："),
    # There, and checked in
    (rf"^{_PLEASE}(?:我)?(?:现在|刚|已经|人|正)*(?:在|到了?)\s?(?P<place>[^，,。]{{2,14}}?)(?:了)?[，,]\s?{_PLEASE}(?:打卡|签到|拜访打卡|拜访签到|打个卡|签个到|登记拜访|记拜访)(?:拜访|一下|签到)*[。.]?$", r"在\g<place>签到"),
    (rf"^{_PLEASE}(?:拜访|外勤|现场)?(?:签到|打卡)(?:拜访)?[，,：:]\s?(?:地点|位置|客户|对象|公司)?(?:是|为|在|[：:])?\s?(?P<place>[^，,。]{{2,14}})[。.]?$", r"在\g<place>签到"),
    # Spaces for commas
    (r"(?<=[\u3400-\u9fff]{4}) (?=[\u3400-\u9fff\d][^，,。；;]{5,}$)", "，"),
    # A reminder within a report
    (rf"(?P<before>[，,。；;])\s?{_PLEASE}(?:建|加|设|定|来|弄|记)(?:一)?[个条](?:提醒|待办|任务)[：:，, ]*", r"\g<before>提醒我"),
    (rf"(?P<before>[，,。；;])\s?{_PLEASE}(?:建|加|设|定|来|弄|设置)(?:一)?[个条](?P<what>[^，,。；;：:]{{3,24}}?)的(?:提醒|待办)(?=[，,。；;]|$)", r"\g<before>提醒我\g<what>"),
))  # fmt: skip
