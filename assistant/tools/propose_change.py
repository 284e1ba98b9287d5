"""Change records: create, update, advance, close, assign or delete one or many, as one proposal."""

from dataclasses import replace
from typing import Annotated, Any

from pydantic import Field

from assistant.blocks import Table
from assistant.cards import proposal_json
from assistant.errors import ToolProblem
from assistant.kinds import ChangeDraft
from assistant.reading import Asker, read_condition, read_fields
from assistant.relative import OPEN_AGAIN
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.tools._converting import DEAL, convert
from assistant.tools._meant import closed_deal, record_meant
from assistant.tools._ordered import read_order
from assistant.tools._sharing import share_out
from assistant.wording import listed, money_text
from crm_store.base import Kind, Record
from crm_store.changes import New
from crm_store.codes import TaskStatus
from crm_store.models import Account, Deal, Lead, Proposal, entity_type, fields_of
from crm_store.names import normal
from crm_store.proposals import MOST_CHANGES, Draft
from crm_store.queries.find import Condition, Query, count, records, total_of
from crm_store.queries.likeness import duplicates

ON_CARD = 12
"""Changes a card shows at once, each with what stands there now and what will; a table beside it would say them again."""
_LISTED = 200
_WHOLE = {
    "create": ("new", "新建"),
    "delete": ("deleted", "删除"),
    "restore": ("brought back", "恢复"),
    "merge": ("merged", "合并"),
}


@tool(
    effect="proposes",
    says=(
        "move Globex to negotiation, close date Dec 15",
        "mark Initech lost: price, competitor won",
        "set the amount of the Acme renewal to 60k",
        "Sara is now VP Ops, new mobile 138 0000 1234",
        "add Li Na, CFO at Huayang",
        "create an account called Blue Harbour",
        "new deal for Acme: pilot, 50k",
        "assign all of Chen's open leads to Zhao",
        "move my overdue tasks to Friday",
        "mark the quote task as done",
        "close ticket 1042: password reset fixed it",
        "delete task TK-3",
        "book 30 minutes with Li Na next Tuesday afternoon",
        "we won the Acme renewal",
        "把 Globex 推进到商务谈判，预计成交改成12月15日",
        "Initech 这单输了，原因价格，被竞品拿走",
        "把这单金额改成60万",
        "新增联系人李娜，华阳的CFO",
        "新建客户蓝港科技",
        "给 Acme 新建一个商机，试点，5万",
        "把陈晓的进行中线索都分配给赵敏",
        "把我逾期的任务改到周五",
        "把报价任务标记为完成",
        "关闭工单1042：重置密码已解决",
        "删除任务 TK-3",
        "下周二下午约李娜30分钟",
        "续约单子赢了",
    ),
)
def propose_change(
    ctx: ToolContext,
    changes: Annotated[
        list[ChangeDraft],
        Field(min_length=1, max_length=50, description="What to change; each with its record, or `where` for many."),
    ],
) -> ToolResult:
    """Propose creating, updating or deleting records. Nothing is written until the person saves the card.

    Stages, owners and dates are fields like any other: {"stage": "negotiation"}, {"owner": "Zhao"}, {"due_on": "Friday"}.
    A task or an appointment is named by what it is about: “Monday's call with Sara”. A lead with {"status": "Converted"} becomes an
    account and a contact, and a deal when it has an amount or {"deal": "yes"} asks for one.
    """
    asker = Asker(ctx.crm, ctx.language, ctx.focus)
    draft = Draft(ctx.crm)
    focus: list[tuple[str, int]] = []
    warnings: list[str] = []
    unchanged: list[str] = []
    made: dict[tuple[str, str], New] = {}
    for change in changes:
        if change.op == "create":
            beside = {
                n: made[of] for n, said in change.fields.items() if (of := _beside(change.entity, n, said)) in made
            }
            said = {n: v for n, v in change.fields.items() if n not in beside}
            values = read_fields(asker, change.entity, said) | beside
            _complete(ctx, asker, change.entity, values)
            warnings += _likenesses(ctx, change.entity, {n: v for n, v in values.items() if n not in beside})
            made[change.entity, normal(str(values.get("name", "")))] = draft.create(change.entity, values)
            continue
        if change.shares:
            warnings.append(share_out(ctx, asker, draft, change, _meant(ctx, asker, change)))
            continue
        if len(changes) > 1 and change.where and not count(ctx.crm, _query(asker, change)):
            about = entity_type(change.entity).about
            warnings.append(ctx.words(f"No {about.en_many} match that.", f"没有符合条件的{about.zh}。"))
            continue
        for record in _meant(ctx, asker, change):
            focus.append((change.entity, record.id or 0))
            if change.op == "delete":
                draft.delete(record)
                warnings += _left_behind(ctx, record)
                continue
            fields = dict(change.fields)
            if isinstance(record, Lead) and normal(fields.get("status", "")) == "converted":
                worth = read_fields(asker, "deal", {"amount": fields["amount"]}) if fields.get("amount") else {}
                warnings.append(convert(ctx, draft, record, deal=fields.get(DEAL), worth=worth))
                continue
            values = read_fields(asker, change.entity, fields, record)
            if not draft.update(record, values):
                unchanged.append(record.display)
            elif "owner" in values and isinstance(record, Account):
                _hand_over(ctx, draft, record, values["owner"])
    if not draft.changes and unchanged:
        names = ctx.words(", ", "、").join(unchanged[:5])
        return ToolResult(
            ctx.words(f"Nothing to change: {names} is so already.", f"无需更改：{names}已经是这样了。"), focus=focus
        )
    if not draft.changes:
        raise ToolProblem(
            "Nothing matches that, so there is nothing to change.", "没有符合条件的记录，因此没有可更改的内容。"
        )
    proposal = draft.save(thread=ctx.thread_id or None, tool="propose_change", language=ctx.language)
    say, show = _summary(ctx, draft, proposal)
    return ToolResult("\n".join(w for w in [say, *warnings] if w), show=show, proposal=proposal.id, focus=focus)


def _beside(entity: str, name: str, said: str) -> tuple[str, str]:
    """The record made on the same card that a field of a new one names: the new customer of a new deal."""
    spec = fields_of(entity).get(name)
    return (spec.to or "" if spec is not None and spec.kind is Kind.REF else "", normal(str(said)))


def _meant(ctx: ToolContext, asker: Asker, change: ChangeDraft) -> list[Record]:
    if change.record:
        again = change.entity == "deal" and normal(str(change.fields.get("stage", ""))) in OPEN_AGAIN
        closed = closed_deal(asker, change.record) if again else None
        return [closed or record_meant(asker, change.record, (change.entity,))]
    if not change.where:
        about = entity_type(change.entity).about
        raise ToolProblem(f"Which {about.en}? Name it, or say which ones.", f"哪个{about.zh}？请说出名称或条件。")
    query = _query(asker, change)
    if change.limit:
        query = replace(query, sort=read_order(ctx, change.entity, change.sort), limit=change.limit)
    many = min(count(ctx.crm, query), change.limit or MOST_CHANGES + 1)
    about = entity_type(change.entity).about
    if many == 0:
        raise ToolProblem(
            f"No {about.en_many} match that, so there is nothing to change.",
            f"没有符合条件的{about.zh}，因此没有可更改的内容。",
        )
    if many > MOST_CHANGES:
        raise ToolProblem(
            f"That fits {many:,} {about.en_many}; narrow it to at most {MOST_CHANGES:,}.",
            f"符合条件的{about.zh}有 {many:,} 条，请缩小到最多 {MOST_CHANGES:,} 条。",
        )
    return records(ctx.crm, query)


def _query(asker: Asker, change: ChangeDraft) -> Query:
    return Query(
        change.entity, [read_condition(asker, change.entity, f.field, f.op, f.value) for f in change.where or ()]
    )


def _complete(ctx: ToolContext, asker: Asker, entity: str, values: dict[str, Any]) -> None:
    """What a new record of this type needs and was not said outright: a deal's name, a booked meeting's people."""
    if entity == "deal" and not values.get("name"):
        account = ctx.crm.many("account", [values["account"]]).get(values["account"]) if values.get("account") else None
        if account is None:
            raise ToolProblem("Which account is the new deal for?", "新商机属于哪个客户？")
        values["name"] = f"{account.display} {ctx.today:%Y-%m}"
    if entity == "contact" and not values.get("name"):
        raise ToolProblem("What is the contact's name?", "联系人叫什么名字？")
    if entity == "activity" and not values.get("account") and values.get("contact"):
        people = ctx.crm.many("contact", values["contact"]).values()
        values["account"] = sorted({p.account_id for p in people if getattr(p, "account_id", None)})  # type: ignore[attr-defined]
    if entity == "task" and values.get("status") is TaskStatus.DONE and not values.get("title"):
        raise ToolProblem("Which task is done?", "哪个任务完成了？")
    for spec in fields_of(entity).values():
        if spec.required and values.get(spec.name) in (None, ""):
            raise ToolProblem(f"What is the {spec.en}?", f"请问{spec.zh}是什么？")


def _likenesses(ctx: ToolContext, entity: str, values: dict[str, Any]) -> list[str]:
    found = duplicates(ctx.crm, entity, values)
    if not found:
        return []
    names = ctx.words(", ", "、").join(f"{r.display} ({r.ref})" for r in found[:3])
    return [ctx.words(f"⚠ Looks like one on record already: {names}.", f"⚠ 与已有记录相似：{names}。")]


def _left_behind(ctx: ToolContext, record: Record) -> list[str]:
    """What hangs on a record that is to be deleted, and stays."""
    about = type(record).about
    if about.entity not in ("account", "contact", "deal"):
        return []
    parts = []
    for entity in ("contact", "deal", "ticket", "task"):
        if about.entity in fields_of(entity) and entity != about.entity:
            n = count(ctx.crm, Query(entity, [Condition(about.entity, "=", record.id)]))
            other = entity_type(entity).about
            parts += [ctx.words(f"{n} {other.label('en', n != 1)}", f"{n} 条{other.zh}")] if n else []
    if not parts:
        return []
    all_ = ctx.words(", ", "、").join(parts)
    return [
        ctx.words(f"{record.display} has {all_}; they stay on record.", f"{record.display}还有{all_}，这些记录会保留。")
    ]


def _hand_over(ctx: ToolContext, draft: Draft, account: Account, owner: Any) -> None:
    """Handing over an account takes its contacts, open deals and open tasks along; each can be taken off the card."""
    for entity, conditions in (
        ("contact", [Condition("account", "=", account.id)]),
        ("deal", [Condition("account", "=", account.id), Condition("stage.kind", "in", ["open", "on_hold"])]),
        (
            "task",
            [Condition("account", "=", account.id), Condition("status", "in", ["todo", "in_progress", "deferred"])],
        ),
    ):
        field = "assignee" if entity == "task" else "owner"
        for record in records(ctx.crm, Query(entity, conditions)):
            if getattr(record, f"{field}_id") == account.owner_id or entity == "task":
                draft.update(record, {field: owner})


def _summary(ctx: ToolContext, draft: Draft, proposal: Proposal) -> tuple[str, list[Any]]:
    """For several records: how many, what they are worth, and of more than the card shows at once the list of them."""
    if len(draft.changes) < 2 or (len(draft.changes) < 4 and any(c.op == "create" for c in draft.changes)):
        return "", []
    by_type: dict[str, int] = {}
    for change in draft.changes:
        by_type[change.entity] = by_type.get(change.entity, 0) + 1
    parts = []
    for entity, number in by_type.items():
        about = entity_type(entity).about
        parts.append(ctx.words(f"{number} {about.label('en', number != 1)}", f" {number} 条{about.zh}"))
    say = ctx.words(f"This changes {listed(parts, 'en')}.", f"这将更改{'、'.join(parts)}。")
    held = ctx.crm.many("deal", [c.number for c in draft.changes if c.entity == "deal" and c.number]).values()
    worth = [
        (d.amount, d.currency or ctx.actor.currency, ctx.today)
        for d in held
        if isinstance(d, Deal) and d.amount is not None
    ]
    if worth:
        sum_ = total_of(ctx.crm, worth)[0]
        currency = ctx.actor.currency
        say += ctx.words(
            f" The deals are worth {money_text(sum_, currency, 'en')} in all.",
            f"这些商机合计 {money_text(sum_, currency, 'zh')}。",
        )
    if len(draft.changes) <= ON_CARD:
        return say, []
    columns = [ctx.words(*c) for c in (("Record", "记录"), ("Field", "字段"), ("Before", "原值"), ("After", "新值"))]
    rows_, refs = [], []
    for change in proposal_json(ctx.crm, proposal, ctx.language)["changes"][:_LISTED]:
        fields = [f for f in change["fields"].values() if not f["minor"] and change["op"] != "delete"]
        told = [[f["label"], f["shown_before"], f["shown_after"]] for f in fields]
        for row in told or [[ctx.words(*_WHOLE.get(change["op"], ("", ""))), "", ""]]:
            rows_.append([change["label"] or change["entity_label"], *row])
            refs.append(change["ref"] or "")
    total = max(len(rows_), len(draft.changes))
    return say, [Table(ctx.words("Changes", "更改"), columns, rows_, refs, total=total)]
