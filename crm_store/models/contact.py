"""A person at a company."""

from typing import ClassVar

from crm_store.base import About, Kind, Record, choice, column, flag, link_to, text
from crm_store.codes import BuyingRole


class Contact(Record, table=True):
    """A person, with the main company and general buying role; further companies are account–contact links."""

    about: ClassVar[About] = About(
        "contact",
        "C",
        "contact",
        "联系人",
        "contacts",
        also_en=("person", "people", "stakeholder", "stakeholders"),
        also_zh=("人", "对接人"),
        names=("name", "name_pinyin", "email"),
        brief=("title", "account", "role", "email", "phone"),
    )
    name: str = text("name", "姓名", required=True)
    name_pinyin: str | None = text("pinyin", "拼音")
    title: str | None = text("title", "职务", also="job title|position|职位|头衔")
    account_id: int | None = link_to("account", "account", "客户", also="company|at|公司|单位")
    role: BuyingRole | None = choice(BuyingRole, "role", "角色", also="buying role|采购角色")
    email: str | None = text(
        "e-mail", "邮箱", index=True, also="email|mail|mail address|e-mail address|email address|address|邮件|邮箱地址"
    )
    phone: str | None = text("phone", "电话", also="mobile|number|telephone|cell|手机|手机号|号码|联系方式")
    language: str | None = text("language", "语言")
    wechat: str | None = text("WeChat", "微信", also="wechat id|微信号")
    opted_out: bool = flag("opted out of e-mail", "已退订邮件", also="opted out|unsubscribed|opt out|退订")
    do_not_call: bool = flag("do not call", "勿扰电话", also="dnc|不要打电话")
    owner_id: int | None = link_to("user", "owner", "负责人", also="owned by|归属|所有人")
    team_id: int | None = link_to("team", "team", "团队")
    tags: list[str] = column(Kind.JSON, "tags", "标签", default=list)
