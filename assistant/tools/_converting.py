"""A lead becomes a customer: the account and contact it repeats are used, else made, and a deal where there is an amount."""

from collections.abc import Mapping
from typing import Any

from assistant.errors import ToolProblem
from assistant.tools._base import ToolContext
from crm_store.base import FieldSpec
from crm_store.changes import New
from crm_store.codes import LeadStatus
from crm_store.errors import BadValue
from crm_store.models import Account, Contact, Lead, fields_of
from crm_store.proposals import Draft
from crm_store.queries.find import read_choice
from crm_store.queries.likeness import duplicates

DEAL = "deal"
"""A field of the change that asks for a deal, by name or with a plain "yes"."""


def convert(ctx: ToolContext, draft: Draft, lead: Lead, *, deal: str | None, worth: Mapping[str, Any]) -> str:
    """Draft the conversion of a lead; returns what the card does not say by itself.

    Args:
        deal: the name of a deal that was asked for, "yes" for one without a name, "no" for none.
        worth: amount and currency of that deal; without them the estimate of the lead.

    Raises:
        ToolProblem: it is converted already.
    """
    if lead.status is LeadStatus.CONVERTED:
        raise ToolProblem(
            f"{lead.name} ({lead.ref}) was already converted; there is nothing to do.",
            f"{lead.name}（{lead.ref}）已经转化过了，无需再转。",
        )
    owner = {"owner": lead.owner_id} if lead.owner_id else {}
    account, said = _account(ctx, draft, lead, owner)
    contact, again = _contact(ctx, draft, lead, account, owner)
    values: dict[str, Any] = {
        "status": LeadStatus.CONVERTED, "converted_at": ctx.now, "converted_account": account, "converted_contact": contact,
    }  # fmt: skip
    if deal != "no" and (deal or lead.est_amount is not None):
        values["converted_deal"] = _deal(
            ctx, draft, lead, account, contact, None if deal in (None, "yes") else deal, worth
        )
    draft.update(lead, values)
    return " ".join(w for w in (said, again) if w)


def _account(ctx: ToolContext, draft: Draft, lead: Lead, owner: dict[str, Any]) -> tuple[int | New, str]:
    name = lead.organization or lead.name
    held = [a for a in duplicates(ctx.crm, "account", {"name": name}) if isinstance(a, Account)]
    if held:
        there = f"{held[0].display} ({held[0].ref})"
        return held[0].id or 0, ctx.words(
            f"The account {there} is on record already and is used.", f"客户{there}已有记录，直接沿用。"
        )
    return draft.create("account", {"name": name, **owner}), ""


def _contact(
    ctx: ToolContext, draft: Draft, lead: Lead, account: int | New, owner: dict[str, Any]
) -> tuple[int | New, str]:
    known = {"name": lead.name, "email": lead.email}
    held: list[Any] = []
    if isinstance(account, int):
        held = [c for c in duplicates(ctx.crm, "contact", {**known, "account": account}) if isinstance(c, Contact)]
        held = [c for c in held if c.account_id == account]
    if held:
        there = f"{held[0].display} ({held[0].ref})"
        return held[0].id or 0, ctx.words(
            f"The contact {there} is on record already and is used.", f"联系人{there}已有记录，直接沿用。"
        )
    more = {k: v for k in ("name_pinyin", "title", "phone") if (v := getattr(lead, k))}
    return draft.create("contact", {**known, **more, "account": account, **owner}), ""


def _deal(
    ctx: ToolContext,
    draft: Draft,
    lead: Lead,
    account: int | New,
    contact: int | New,
    name: str | None,
    worth: Mapping[str, Any],
) -> New:
    values: dict[str, Any] = {
        "name": name or f"{lead.organization or lead.name} {ctx.today:%Y-%m}", "account": account, "contact": contact,
    }  # fmt: skip
    if lead.owner_id:
        values["owner"] = lead.owner_id
    if worth:
        values |= worth
    elif lead.est_amount is not None:
        values |= {"amount": lead.est_amount, "currency": lead.currency or ctx.actor.currency}
    if lead.source and (source := _choice(fields_of("deal")["source"], lead.source)) is not None:
        values["source"] = source
    return draft.create("deal", values)


def _choice(spec: FieldSpec, text: str) -> Any:
    try:
        return read_choice(spec, text)
    except BadValue:
        return None
