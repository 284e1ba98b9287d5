"""The people who use Parley, their teams and roles."""

from datetime import datetime
from typing import ClassVar

from sqlmodel import Field

from crm_store.base import About, Kind, Record, choice, column, flag, link_to, moment, text
from crm_store.codes import RoleName


class Team(Record, table=True):
    """A team in the tree of teams."""

    about: ClassVar[About] = About(
        "team",
        "TM",
        "team",
        "团队",
        "teams",
        names=("name", "name_zh"),
        also_en=("region", "office"),
        also_zh=("小组", "区域", "大区"),
        shared=True,
        brief=("parent",),
    )
    name: str = text("name", "名称", required=True)
    name_zh: str | None = text("Chinese name", "中文名")
    parent_id: int | None = link_to("team", "parent team", "上级团队")


class Role(Record, table=True):
    """What holders of a role may do beyond their built-in one; the words of `rights` and `fields` are those of `crm_store.rights`.

    `rights` holds lines such as `deal read all`, `fields` lines such as `contact.phone masked`. A role named like a built-in one
    (rep, manager, admin, viewer) adds nothing: its `fields` say what holders of that one are not shown.
    """

    about: ClassVar[About] = About("role", "R", "role", "角色", "roles", shared=True, brief=("rights", "fields"))
    name: str = text("name", "名称", required=True)
    rights: list[str] = column(Kind.JSON, "rights", "权限", default=list)
    fields: list[str] = column(Kind.JSON, "fields", "字段权限", default=list)


class Grant(Record, table=True):
    """A role given to somebody, for one team when `team` is set, until it expires."""

    about: ClassVar[About] = About(
        "grant", "GR", "granted role", "授予的角色", "granted roles", title="id", shared=True
    )
    user_id: int | None = link_to("user", "user", "用户")
    role_id: int | None = link_to("role", "role", "角色")
    team_id: int | None = link_to("team", "team", "团队")
    expires_at: datetime | None = moment("expires at", "到期时间")


class StandIn(Record, table=True):
    """Somebody who sees and does what an absent colleague may, until that one is back."""

    about: ClassVar[About] = About("stand_in", "SI", "stand-in", "代理", "stand-ins", title="id", shared=True)
    user_id: int | None = link_to("user", "away", "休假人")
    deputy_id: int | None = link_to("user", "stand-in", "代理人")
    starts_at: datetime | None = moment("from", "开始时间")
    expires_at: datetime | None = moment("until", "到期时间", required=True)


class User(Record, table=True):
    """Somebody who signs in, or who an import named and nobody invited yet (no password)."""

    about: ClassVar[About] = About(
        "user",
        "U",
        "user",
        "用户",
        "users",
        names=("name", "email"),
        also_en=("rep", "reps", "colleague", "salesperson"),
        also_zh=("同事", "销售", "业务员"),
        shared=True,
        brief=("email", "role", "team"),
    )
    email: str = text("e-mail", "邮箱", required=True, index=True, also="email|mail|邮件")
    name: str = text("name", "姓名", required=True)
    role: RoleName = choice(RoleName, "role", "角色", default=RoleName.REP)
    team_id: int | None = link_to("team", "team", "团队", also="region|大区|区域")
    reports_to_id: int | None = link_to("user", "reports to", "汇报对象", also="manager|boss|上级|经理")
    lang: str = text("language", "语言", default="en")
    tz: str | None = text("time zone", "时区")
    password_hash: str | None = Field(default=None)
    sign_in_stamp: int = Field(default=0)
    disabled: bool = flag("disabled", "停用")
