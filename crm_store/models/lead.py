"""Somebody who might become a customer, before it is known."""

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from crm_store.base import About, Kind, Record, choice, column, link_to, moment, money, text
from crm_store.codes import LeadStatus


class Lead(Record, table=True):
    """A lead keeps its organisation as text until it is converted."""

    about: ClassVar[About] = About(
        "lead",
        "L",
        "lead",
        "线索",
        "leads",
        also_en=("prospect", "inquiry"),
        also_zh=("潜在线索", "询盘"),
        names=("name", "name_pinyin", "organization", "email"),
        brief=("organization", "status", "source", "owner"),
    )
    name: str = text("name", "姓名", required=True)
    name_pinyin: str | None = text("pinyin", "拼音")
    organization: str | None = text("organisation", "公司", also="company|organization|单位")
    title: str | None = text("title", "职务", also="job title|职位")
    email: str | None = text("e-mail", "邮箱", also="email|mail|mail address|e-mail address|email address")
    phone: str | None = text("phone", "电话", also="mobile|手机")
    status: LeadStatus = choice(LeadStatus, "status", "状态", default=LeadStatus.NEW)
    source: str | None = text("source", "来源", also="channel|渠道")
    city: str | None = text("city", "城市", also="location|地区")
    est_amount: Decimal | None = money("estimated amount", "预估金额", also="estimate|预算|预估")
    currency: str | None = text("currency", "币种")
    converted_at: datetime | None = moment("converted at", "转化时间", editable=False)
    converted_account_id: int | None = link_to("account", "converted account", "转化客户", editable=False)
    converted_contact_id: int | None = link_to("contact", "converted contact", "转化联系人", editable=False)
    converted_deal_id: int | None = link_to("deal", "converted deal", "转化商机", editable=False)
    owner_id: int | None = link_to("user", "owner", "负责人", also="owned by|assigned to|归属|分配给")
    team_id: int | None = link_to("team", "team", "团队")
    tags: list[str] = column(Kind.JSON, "tags", "标签", default=list)
