"""What one deal is worth weighted: its amount times its probability, or the usual one of its stage, said with both."""

from decimal import Decimal

from assistant.tools._base import ToolContext
from assistant.wording import money_text, rounded
from crm_store.models import Deal, Stage
from crm_store.names import normal

_WEIGHTED = frozenset(
    normal(w)
    for w in "weighted|weighted amount|weighted value|expected value|weighted_amount|加权|加权金额|加权值|加权后金额".split(
        "|"
    )
)


def asks_weighted(said: str) -> bool:
    """Whether a field asked for is the weighted amount, which is figured and not kept."""
    return normal(said) in _WEIGHTED


def weighted_text(ctx: ToolContext, deal: Deal) -> str:
    """ "¥476,000 (¥680,000 × 70 %)"; empty when the deal has no amount or nothing says how likely it is."""
    stage = ctx.crm.many("stage", [deal.stage_id]).get(deal.stage_id) if deal.stage_id else None
    usual = stage.probability if isinstance(stage, Stage) else None
    chance = deal.probability if deal.probability is not None else usual
    if deal.amount is None or chance is None:
        return ""
    currency = deal.currency or ctx.actor.currency
    share = Decimal(chance)
    worth = money_text(rounded(deal.amount * share / 100, currency), currency, ctx.language)
    whole = money_text(deal.amount, currency, ctx.language)
    percent = f"{share.normalize():f}"
    return ctx.words(f"{worth} ({whole} × {percent} %)", f"{worth}（{whole} × {percent}%）")
