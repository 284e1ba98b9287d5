"""Something learnt about a customer, with the words it came from."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from crm_store.base import About, FieldSpec, Kind, Record, choice, column, day, link_to, money, text
from crm_store.codes import FactStatus


class Fact(Record, table=True):
    """One statement about an account, contact or deal: predicate and value, quoted from its source."""

    about: ClassVar[About] = About(
        "fact",
        "F",
        "fact",
        "事实",
        "facts",
        also_en=("preference", "preferences"),
        also_zh=("信息点", "偏好", "要点"),
        title="value",
        search=("predicate", "value", "quote"),
        brief=("subject", "predicate", "value", "source"),
        fields=(
            FieldSpec(
                "subject", Kind.SUBJECT, "about", "对象", ("subject", "on"), ("主体", "关于"), column="subject_id"
            ),
        ),
    )
    subject_type: str | None = text("subject type", "对象类型", editable=False)
    subject_id: int | None = None
    predicate: str = text("category", "类别", required=True, also="predicate|what|kind|topic|属性|类型")
    value: str = text("value", "内容", required=True)
    amount: Decimal | None = money("amount", "金额")
    currency: str | None = text("currency", "币种")
    source_id: int | None = link_to("activity", "source", "来源")
    quote: str | None = text("quote", "原文")
    span_start: int | None = column(Kind.INT, "span start", "起点", editable=False)
    span_end: int | None = column(Kind.INT, "span end", "终点", editable=False)
    valid_from: date | None = day("valid from", "生效日期")
    valid_to: date | None = day("valid to", "失效日期")
    status: FactStatus = choice(FactStatus, "status", "状态", default=FactStatus.ACCEPTED)
    owner_id: int | None = link_to("user", "owner", "记录人")
