"""A company one sells to, buys from or competes with."""

from decimal import Decimal
from typing import ClassVar

from crm_store.base import About, Kind, Record, choice, column, link_to, money, text
from crm_store.codes import AccountType, Band, BuyingRole, Level


class Account(Record, table=True):
    """A company, known by its name in either script, its aliases and its domain."""

    about: ClassVar[About] = About(
        "account",
        "ACC",
        "account",
        "客户",
        "accounts",
        also_en=("company", "companies", "customer", "customers", "client", "clients", "organisation", "organization"),
        also_zh=("公司", "企业", "客户公司", "单位"),
        names=("name", "name_zh", "name_en", "aliases", "domain"),
        brief=("type", "industry", "level", "owner"),
    )
    name: str = text("name", "名称", required=True)
    name_zh: str | None = text("Chinese name", "中文名")
    name_en: str | None = text("English name", "英文名")
    aliases: list[str] = column(Kind.JSON, "aliases", "别名", default=list)
    domain: str | None = text("domain", "域名", also="website|homepage|网站|官网|网址|主页")
    type: AccountType | None = choice(AccountType, "type", "类型", also="kind")
    industry: str | None = text("industry", "行业", also="sector")
    employees_band: Band | None = choice(Band, "employees", "员工规模", also="size|headcount|规模|人数")
    annual_revenue: Decimal | None = money("annual revenue", "年收入", also="revenue|营收|年营收")
    currency: str | None = text("currency", "币种")
    billing_address: str | None = text("address", "地址", also="city|location|province|城市|省|所在地")
    level: Level | None = choice(Level, "level", "级别", also="tier|等级")
    parent_id: int | None = link_to("account", "parent company", "母公司", also="subsidiary of|上级公司")
    owner_id: int | None = link_to("user", "owner", "负责人", also="account manager|owned by|归属|所有人")
    team_id: int | None = link_to("team", "team", "团队")
    tags: list[str] = column(Kind.JSON, "tags", "标签", default=list)


class AccountContact(Record, table=True):
    """A person's further tie to a company besides the main one, with its role."""

    about: ClassVar[About] = About(
        "account_contact", "AX", "account contact", "客户联系人", "account contacts", title="id"
    )
    account_id: int | None = link_to("account", "account", "客户", required=True)
    contact_id: int | None = link_to("contact", "contact", "联系人", required=True)
    role: BuyingRole | None = choice(BuyingRole, "role", "角色")
    inactive: bool = column(Kind.BOOL, "inactive", "停用", default=False)
