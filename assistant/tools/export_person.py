"""Everything on record about one person, to hand out."""

from assistant.blocks import Table
from assistant.kinds import RecordName
from assistant.reading import Asker, record_named
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.wording import count_text, listed
from crm_store.models import entities, field_of
from crm_store.queries.person import person_data


@tool(
    effect="reads",
    says=(
        "export everything we have about Li Na",
        "export Bob's personal data",
        "data export for Ana Ruiz",
        "give me a copy of all data we hold on Li Na",
        "subject access request for Bob",
        "GDPR export for Ana Ruiz",
        "download all information about Li Na",
        "hand over all personal data of Bob",
        "导出李娜的全部数据",
        "导出王伟的个人信息",
        "提供我们保存的李娜的所有资料",
        "王伟要求查阅个人数据，请导出",
        "下载李娜的个人数据副本",
        "整理一份李娜的个人信息",
        "把李娜的所有数据导出来",
        "给王伟导出个人资料",
    ),
)
def export_person(ctx: ToolContext, person: RecordName) -> ToolResult:
    """Put together everything on record about a contact or lead: their fields, what they took part in, and every change.

    For a person's request to see their data. Only what the asker may see is in it.
    """
    found = record_named(Asker(ctx.crm, ctx.language, ctx.focus), person, ("contact", "lead"))
    data = person_data(ctx.crm, found)
    tables, parts = [], []
    for kind, rows in data.items():
        about = entities()[kind].about if kind in entities() else None
        title = about.label(ctx.language, many=True) if about else ctx.words("Changes", "修改记录")
        columns = [c for c in rows[0] if any(r.get(c) not in (None, "", [], {}) for r in rows)] if rows else []
        heads = [spec.label(ctx.language) if (spec := field_of(kind, c) if about else None) else c for c in columns]
        tables.append(Table(title, heads, [[_shown(r.get(c)) for c in columns] for r in rows], total=len(rows)))
        parts.append(
            count_text(len(rows), about.en, about.en_many, f" 条{about.zh}", ctx.language) if about
            else count_text(len(rows), "change", "changes", " 次修改", ctx.language)
        )  # fmt: skip
    many = listed([p.strip() for p in parts], ctx.language)
    say = ctx.words(
        f"Everything you can see about {found.display} ({found.ref}): {many}. It is in the tables below; for a file run "
        f"“parley privacy export {found.ref} --to FILE.json”.",
        f"您能看到的关于“{found.display}”（{found.ref}）的全部内容：{many}。详见下表；如需文件请运行“parley privacy export {found.ref} --to 文件.json”。",
    )
    return ToolResult(say, show=list(tables), data={"person": data}, focus=[(type(found).about.entity, found.id or 0)])


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return (
            f"{value['amount']} {value['currency']}"
            if "amount" in value and "currency" in value
            else "; ".join(f"{k}: {_shown(v)}" for k, v in value.items())
        )
    if isinstance(value, list):
        return "; ".join(_shown(v) for v in value)
    return "" if value is None else str(value)
