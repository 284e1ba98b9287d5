"""Amounts from texts: the amount itself, so much more or less than now, a share of what it is now."""

from decimal import Decimal

from assistant.errors import ToolProblem
from assistant.reading_days import Asker
from assistant.recognise.money import parse_money
from assistant.recognise.percents import percents
from crm_store.base import FieldSpec, Record
from crm_store.values import bad_value, check_amount


def amount_of(asker: Asker, spec: FieldSpec, text: str) -> Decimal:
    """An amount as a field takes it.

    Raises:
        BadValue: none, or a negative one.
    """
    if text.lstrip().startswith(("-", "−", "负")):
        raise bad_value(spec, text)
    money = parse_money(text, asker.crm.actor.currency)
    if money is None:
        raise bad_value(spec, text)
    return check_amount(spec, money.amount)


def added(asker: Asker, spec: FieldSpec, text: str, record: Record | None) -> Decimal | None:
    """+5000 or −1500 EUR: what the record holds now with that much more or less; None when `text` is no such step."""
    if record is None or not asker.steps or text[:1] not in ("+", "-", "−"):
        return None
    money, held = parse_money(text[1:].strip(), asker.crm.actor.currency), getattr(record, spec.column, None)
    if money is None or held is None:
        return None
    own = str((getattr(record, spec.currency, None) if spec.currency else None) or asker.crm.actor.currency)
    if money.currency and money.currency != own:
        raise ToolProblem(
            f"{record.display} is in {own}. Say the step in {own}, or the new amount.",
            f"{record.display}的币种是{own}。请用{own}说明增减多少，或直接说新的金额。",
        )
    return check_amount(spec, held + money.amount if text[0] == "+" else held - money.amount)


def by_share(spec: FieldSpec, text: str, record: Record | None) -> Decimal | None:
    """+10 % or −5 % of what the record holds now."""
    if record is None or text[:1] not in "+-−" or not percents(text):
        return None
    share = percents(text)[0].value.points / 100
    held = getattr(record, spec.column) or Decimal(0)
    return check_amount(spec, (held * (1 + (share if text[0] == "+" else -abs(share)))).quantize(Decimal("0.01")))
