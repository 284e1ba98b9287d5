"""The people who use Parley, their teams and roles."""

from typing import Any, ClassVar

from sqlalchemy import JSON
from sqlmodel import Field

from crm_store.base import About, Record, choice, flag, link_to, text
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
    """What holders of a role may do: per record type the reach of read and write, plus named rights."""

    about: ClassVar[About] = About("role", "R", "role", "角色", "roles", shared=True)
    name: str = text("name", "名称", required=True)
    grants: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


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
