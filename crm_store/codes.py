"""The closed sets of the data model, each code with its English and Chinese name and what else people call it."""

from enum import StrEnum
from typing import Self


class Codes(StrEnum):
    """A closed set: the value is the code of the data model; `also` lists other words, split by `|`."""

    en: str
    zh: str
    also: tuple[str, ...]

    def __new__(cls, value: str, en: str = "", zh: str = "", also: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.en = en or value.replace("_", " ").lower()
        member.zh = zh or value
        member.also = tuple(w for w in also.split("|") if w)
        return member

    def label(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


class AccountType(Codes):
    CUSTOMER = "customer", "customer", "客户", "client"
    PROSPECT = "prospect", "prospect", "潜在客户", "潜客"
    PARTNER = "partner", "partner", "合作伙伴", "伙伴"
    RESELLER = "reseller", "reseller", "经销商", "代理商"
    COMPETITOR = "competitor", "competitor", "竞争对手", "竞品"
    INVESTOR = "investor", "investor", "投资方"


class Band(Codes):
    B1 = "1-10", "1–10", "1–10人"
    B11 = "11-50", "11–50", "11–50人"
    B51 = "51-200", "51–200", "51–200人"
    B201 = "201-500", "201–500", "201–500人"
    B501 = "501-1000", "501–1000", "501–1000人"
    B1000 = "1000+", "1000+", "1000人以上"


class Level(Codes):
    A = "A", "A", "A级"
    B = "B", "B", "B级"
    C = "C", "C", "C级"


class BuyingRole(Codes):
    DECISION_MAKER = "decision_maker", "decision maker", "决策人", "decision-maker|decides|economic buyer|决策者|拍板"
    CHAMPION = "champion", "champion", "支持者", "sponsor|内线|拥护者"
    EVALUATOR = "evaluator", "evaluator", "评估人", "评估者|技术评估"
    INFLUENCER = "influencer", "influencer", "影响者", "影响人"
    BLOCKER = (
        "blocker",
        "blocker",
        "反对者",
        "阻碍者|blocking|blocking us|against us|opponent|detractor|反对|反对我们|唱反调|阻碍|阻挠",
    )


class LeadStatus(Codes):
    NEW = "New", "new", "新线索", "fresh|新"
    ASSIGNED = "Assigned", "assigned", "已分配"
    IN_PROCESS = "In Process", "in process", "跟进中", "working|in progress"
    CONVERTED = "Converted", "converted", "已转化"
    RECYCLED = "Recycled", "recycled", "已回收"
    DEAD = "Dead", "dead", "无效", "junk|死线索"


class StageKind(Codes):
    OPEN = "open", "open", "进行中", "active|未关闭|开放|未成交|在谈|在途|未签约|没成交|还没成交"
    WON = "won", "won", "赢单", "closed won|booked|win|成交|已赢|赢了|签下|签单"
    LOST = "lost", "lost", "输单", "closed lost|lose|丢单|丢了|已输|输了|失败"
    ON_HOLD = "on_hold", "on hold", "搁置", "paused|on-hold|parked|暂停"


class ForecastCategory(Codes):
    OMITTED = "omitted", "omitted", "不计入"
    PIPELINE = "pipeline", "pipeline", "管道"
    BEST_CASE = "best_case", "best case", "最佳情况", "best-case|乐观|最好情况|最好的情况|最乐观|乐观情况"
    COMMIT = "commit", "commit", "承诺", "committed"
    CLOSED = "closed", "closed", "已关闭"


class LostReason(Codes):
    PRICE = "price", "price", "价格", "too expensive|pricing|expensive|too pricey|the price|too costly|太贵|价格太高"
    COMPETITOR = "competitor", "competitor", "竞品", "went with|竞争对手|被竞品拿走|对手"
    NO_BUDGET = (
        "no_budget",
        "no budget",
        "没有预算",
        "budget cut|budget cuts|budget frozen|frozen budget|budget got frozen|budget was frozen|budget is frozen|budget got cut|budget was cut|budget is gone|budget dried up|budget got pulled|budget was pulled|budget got cancelled|ran out of budget|ran out of money|no more budget|lack of budget|missing budget|budget reasons|budget freeze|lack of funds|lack of money|no money|no funding|on budget|没预算|预算不足|预算被砍",
    )
    NO_DECISION = (
        "no_decision",
        "no decision",
        "未决策",
        "went silent|gone silent|indecision|lack of a decision|lack of decision|没有决定|不了了之|没有决策|没决策",
    )
    PRODUCT_FIT = (
        "product_fit",
        "product fit",
        "产品不匹配",
        "missing feature|missing features|missing functionality|poor fit|lack of fit|feature gap|feature gaps|功能不满足|不合适",
    )
    TIMING = "timing", "timing", "时机", "bad timing|wrong timing|wrong time|poor timing|时间不合适|时机不对"
    OTHER = "other", "other", "其他"


class Source(Codes):
    WEBSITE = "website", "website", "网站", "web|官网"
    REFERRAL = "referral", "referral", "转介绍", "referred|推荐|介绍"
    PARTNER = "partner", "partner", "合作伙伴", "伙伴"
    TRADE_FAIR = "trade_fair", "trade fair", "展会", "fair|trade show|expo|trade fairs|trade shows|exhibitions|events"
    WEBINAR = "webinar", "webinar", "网络研讨会", "研讨会|直播"
    COLD_CALL = "cold_call", "cold call", "陌拜电话", "陌拜|冷呼"
    EXISTING_CUSTOMER = "existing_customer", "existing customer", "老客户"
    OTHER = "other", "other", "其他"


class DealType(Codes):
    NEW = "new", "new business", "新签", "新单|新客户|新签单"
    EXPANSION = "expansion", "expansion", "增购", "upsell|扩容|增单|增购单|扩容单"
    RENEWAL = "renewal", "renewal", "续约", "renewals|续费|续签|续约单|续费单|续签单"


class ActivityKind(Codes):
    CALL = "call", "call", "电话", "called|phone|rang|phoned|打给|打电话|通话|致电|去电|通了电话"
    MEETING = "meeting", "meeting", "会议", "met|meet|demo|sat down|开会|见面|面谈|会面|聊了|演示|碰头|见了|开了"
    EMAIL = "email", "e-mail", "邮件", "emailed|mail|mailed|e-mailed|发邮件|写邮件"
    NOTE = "note", "note", "笔记", "备注|记一下|记录"
    MESSAGE = "message", "message", "消息", "wechat|chat|texted|whatsapp|微信|短信|钉钉|飞书"
    VISIT = "visit", "visit", "拜访", "visited|checked in|check in|on site|签到|上门|走访|去了"


class Direction(Codes):
    INBOUND = "inbound", "inbound", "呼入", "incoming|来电|来信"
    OUTBOUND = "outbound", "outbound", "呼出", "outgoing|去电"


class ActivityStatus(Codes):
    PLANNED = "planned", "planned", "计划中", "scheduled|upcoming|已安排|计划"
    HELD = "held", "held", "已完成", "done|took place|已举行"
    NOT_HELD = "not_held", "not held", "未接通", "no answer|no show|没人接|未举行|无人接听|没接"
    CANCELLED = "cancelled", "cancelled", "已取消", "canceled"


class TaskStatus(Codes):
    TODO = "todo", "to do", "待办", "open|not started|未完成|未开始"
    IN_PROGRESS = "in_progress", "in progress", "进行中"
    DONE = "done", "done", "已完成", "completed|finished|完成"
    CANCELLED = "cancelled", "cancelled", "已取消", "canceled|取消"
    DEFERRED = "deferred", "deferred", "已推迟", "postponed|推迟"


class Priority(Codes):
    LOW = "low", "low", "低", "low priority|低优先级|不急"
    NORMAL = "normal", "normal", "普通", "medium|正常|中"
    HIGH = "high", "high", "高", "high priority|important|高优先级|重要"
    URGENT = "urgent", "urgent", "紧急", "critical|asap|emergency|加急|特急|严重"


class TicketType(Codes):
    QUESTION = "question", "question", "咨询", "问题咨询"
    INCIDENT = "incident", "incident", "故障", "outage|fails|broken|down|无法|失败|报错|宕机"
    PROBLEM = "problem", "problem", "问题"
    COMPLAINT = "complaint", "complaint", "投诉", "complaints|complains|抱怨"
    REQUEST = "request", "request", "请求", "需求"


class TicketStatus(Codes):
    NEW = "new", "new", "新建"
    ASSIGNED = "assigned", "assigned", "已分配"
    PENDING = "pending", "pending", "处理中"
    WAITING_CUSTOMER = (
        "waiting_customer",
        "waiting for the customer",
        "等待客户",
        "waiting|waiting for customer|waiting on the customer|waiting on customer|awaiting customer|等客户|等客户回复|待客户|待客户回复|等待客户回复|等客户反馈",
    )
    RESOLVED = "resolved", "resolved", "已解决", "solved|fixed|解决"
    CLOSED = "closed", "closed", "已关闭", "关闭"
    REJECTED = "rejected", "rejected", "已拒绝"
    DUPLICATE = "duplicate", "duplicate", "重复"


class ArticleStatus(Codes):
    DRAFT = "draft", "draft", "草稿"
    IN_REVIEW = "in_review", "in review", "审核中"
    PUBLISHED = "published", "published", "已发布"
    ARCHIVED = "archived", "archived", "已归档"


class FactStatus(Codes):
    PROPOSED = "proposed", "proposed", "待确认"
    ACCEPTED = "accepted", "accepted", "已确认"
    SUPERSEDED = "superseded", "superseded", "已过时"


class Predicate(Codes):
    """What a fact says; others may be imported as they are called."""

    BUDGET = "budget", "budget", "预算"
    COMPETITOR = "competitor", "competitor", "竞品"
    DECISION_MAKER = "decision_maker", "decision maker", "决策人"
    OBJECTION = "objection", "objection", "顾虑", "worry|concern|担心|异议"
    PREFERENCE = "preference", "preference", "偏好"
    NEED = "need", "need", "需求"
    TIMELINE = "timeline", "timeline", "时间计划"
    PAIN = "pain", "pain", "痛点"
    CONTRACT_END = "contract_end", "contract end", "合同到期"
    OTHER = "other", "note", "其他"


def predicate_text(predicate: str, language: str) -> str:
    """What a fact is about, in words."""
    known = next((p for p in Predicate if p.value == predicate), None)
    return known.label(language) if known else predicate.replace("_", " ")


class Metric(Codes):
    BOOKED = "booked", "booked", "签约额", "bookings|revenue|签约|业绩"
    RECEIVED = "received", "received", "回款额", "回款"


class Kept(Codes):
    BIN = "bin", "deleted records", "已删除的记录"
    CONVERSATIONS = "conversations", "conversations", "对话记录"
    CLOSED_TICKETS = "closed_tickets", "closed tickets", "已关闭的工单"
    LOST_LEADS = "lost_leads", "lost leads", "丢掉的线索"
    LOST_DEALS = "lost_deals", "lost deals", "输掉的商机"


class RoleName(Codes):
    REP = "rep", "rep", "销售"
    MANAGER = "manager", "manager", "经理"
    ADMIN = "admin", "admin", "管理员"
    VIEWER = "viewer", "viewer", "只读"
