"""What happened with a customer, or is planned to: calls, meetings, mails, notes, messages, visits."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlalchemy import text as plain
from sqlmodel import Field

from crm_store.base import About, Kind, Link, Record, Row, choice, column, link_to, long_text, moment, text
from crm_store.base import FieldSpec as Spec
from crm_store.codes import ActivityKind, ActivityStatus, Direction


class Activity(Record, table=True):
    """An interaction, tied to any number of contacts, accounts and deals."""

    # What is planned is little; an index of every status would lead SQLite to read all that was held.
    __table_args__ = (
        Index(
            "ix_activity_planned", "workspace_id", "starts_at",
            sqlite_where=plain("status = 'planned'"), postgresql_where=plain("status = 'planned'"),
        ),
    )  # fmt: skip

    about: ClassVar[About] = About(
        "activity",
        "A",
        "activity",
        "跟进记录",
        "activities",
        also_en=("interaction", "interactions", "note", "notes"),
        also_zh=("活动", "互动", "跟进", "沟通记录", "笔记"),
        title="subject",
        names=("subject",),
        search=("subject", "body"),
        brief=("kind", "starts_at", "contact", "deal", "owner"),
        fields=(
            Spec("contact", Kind.REFS, "contact", "联系人", ("contacts", "people", "with"), ("人",), to="contact"),
            Spec("account", Kind.REFS, "account", "客户", ("company",), ("公司",), to="account"),
            Spec("deal", Kind.REFS, "deal", "商机", ("opportunity",), ("单子",), to="deal"),
            Spec("participants", Kind.REFS, "colleagues", "参与同事", ("participants",), ("参与人",), to="user"),
        ),
        links={
            "contact": Link("activity_link", "activity_id", "target_id", "contact"),
            "account": Link("activity_link", "activity_id", "target_id", "account"),
            "deal": Link("activity_link", "activity_id", "target_id", "deal"),
            "participants": Link("activity_link", "activity_id", "target_id", "user"),
        },
    )
    kind: ActivityKind = choice(ActivityKind, "kind", "方式", default=ActivityKind.NOTE, also="type|类型")
    channel: str | None = text("channel", "渠道")
    direction: Direction | None = choice(Direction, "direction", "方向")
    status: ActivityStatus = choice(ActivityStatus, "status", "状态", default=ActivityStatus.HELD)
    starts_at: datetime | None = moment("when", "时间", also="date|start|starts|日期|开始时间")
    ends_at: datetime | None = moment("until", "结束时间", also="end|结束")
    subject: str | None = text("subject", "主题", also="title|标题")
    body: str | None = long_text("note", "内容", also="text|notes|content|备注|正文|纪要")
    owner_id: int | None = link_to("user", "owner", "负责人", also="by|logged by|记录人")
    team_id: int | None = link_to("team", "team", "团队")
    tags: list[str] = column(Kind.JSON, "tags", "标签", default=list)


class ActivityLink(Row, table=True):
    """One tie of an activity to a contact, account, deal or participating user."""

    __tablename__ = "activity_link"
    __table_args__ = (Index("ix_activity_link_target", "workspace_id", "target", "target_id", "activity_id"),)
    activity_id: int = Field(primary_key=True)
    target: str = Field(primary_key=True)
    target_id: int = Field(primary_key=True)
