"""A customer's question, incident, complaint or request, and its service clocks."""

from datetime import datetime
from typing import ClassVar

from crm_store.base import About, Kind, Record, choice, column, link_to, long_text, moment, text
from crm_store.codes import Priority, TicketStatus, TicketType


class Ticket(Record, table=True):
    """A service request; its number is its reference (`T-1042`)."""

    about: ClassVar[About] = About(
        "ticket",
        "T",
        "ticket",
        "工单",
        "tickets",
        also_en=("case", "cases", "issue", "issues", "support request"),
        also_zh=("服务单", "报修", "客诉", "问题单"),
        title="subject",
        names=("subject",),
        search=("subject", "body", "resolution"),
        brief=("priority", "status", "account", "assignee", "resolution_due"),
    )
    number: str | None = text("number", "编号", editable=False)
    subject: str = text("subject", "主题", required=True, also="title|name|标题")
    body: str | None = long_text("description", "描述", also="text|body|details|内容|详情")
    type: TicketType | None = choice(TicketType, "type", "类型", also="kind")
    priority: Priority = choice(Priority, "priority", "优先级", default=Priority.NORMAL)
    status: TicketStatus = choice(TicketStatus, "status", "状态", default=TicketStatus.NEW)
    account_id: int | None = link_to("account", "account", "客户", also="company|customer|公司")
    contact_id: int | None = link_to("contact", "contact", "联系人")
    assignee_id: int | None = link_to("user", "assignee", "处理人", also="owner|assigned to|负责人|指派|分配给")
    team_id: int | None = link_to("team", "team", "团队")
    channel: str | None = text("channel", "渠道")
    first_response_due: datetime | None = moment("first response due", "首次响应时限")
    first_response_at: datetime | None = moment("first response at", "首次响应时间")
    resolution_due: datetime | None = moment("resolution due", "解决时限", also="due|sla|deadline|时限|截止")
    resolved_at: datetime | None = moment("resolved at", "解决时间")
    breached: bool = column(Kind.BOOL, "breached", "已超时", default=False, also="overdue|late|超时|违约")
    resolution: str | None = long_text("resolution", "解决方案", also="fix|solution|处理结果|解决办法")
    csat: int | None = column(Kind.INT, "satisfaction", "满意度", also="csat|score|评分")
    tags: list[str] = column(Kind.JSON, "tags", "标签", default=list)
