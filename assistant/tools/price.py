"""What goods cost at list price: so many of each, a discount taken off, in the currency asked for."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, Field

from assistant.blocks import Block, Table
from assistant.errors import ToolProblem
from assistant.kinds import RecordName
from assistant.reading import Asker, record_named
from assistant.recognise.percents import parse_percent
from assistant.tools._base import ToolContext, ToolResult, tool
from assistant.wording import money_text, number_text, rounded
from crm_store.errors import Ambiguous
from crm_store.models import Product
from crm_store.queries.find import Condition, Query, records
from crm_store.queries.fx import Rates


class Item(BaseModel):
    """A product of the catalogue, and how many of it."""

    product: RecordName
    quantity: Annotated[int, Field(ge=1, le=1_000_000)] = 1


@tool(
    effect="reads",
    says=(
        "what would 40 vibration sensors cost?",
        "how much are 12 edge gateways at list price?",
        "what do 20 seats of Flow cost with 10% off?",
        "price for 3 gateways and 50 humidity sensors",
        "calculate 15 sensors with a 5% discount",
        "list price of 30 gateways",
        "what would we charge for 100 sensors in euros?",
        "quote me 8 gateways less 12%",
        "40个振动传感器多少钱？",
        "12台边缘网关按标价一共多少？",
        "20个席位打九折是多少？",
        "3台网关加50个温湿度传感器总价多少？",
        "算一下15个传感器打九五折",
        "100个传感器换成欧元多少钱？",
        "网关买8台优惠12%要多少？",
        "30个席位的总价是多少？",
    ),
)
def price(
    ctx: ToolContext,
    items: Annotated[list[Item], Field(min_length=1, max_length=20)],
    discount: Annotated[
        str | None, Field(default=None, description="What is taken off the list price, e.g. “10%”.")
    ] = None,
    currency: Annotated[
        str | None, Field(default=None, pattern=r"^[A-Z]{3}$", description="ISO code to tell the sum in.")
    ] = None,
) -> ToolResult:
    """Work out what products of the catalogue cost at list price, less a discount. Nothing is written."""
    asker = Asker(ctx.crm, ctx.language, ctx.focus)
    ctx.crm.must_read("product", "list_price")
    off = _discount(discount)
    lines: list[tuple[Product, int, Decimal, str]] = []
    for item in items:
        product = _product(asker, item.product)
        if product.list_price is None:
            raise ToolProblem(f"{product.display} has no list price on record.", f"{product.display}没有登记标价。")
        lines.append((product, item.quantity, product.list_price, product.currency or ctx.crm.actor.currency))
    shown, rated = _one_currency(ctx, lines, currency)
    rated = [rounded(each, shown) for each in rated]
    sums = [each * n for (_, n, _, _), each in zip(lines, rated, strict=True)]
    whole = sum(sums, Decimal(0))
    less = rounded(whole * (100 - off) / 100, shown)

    def money(amount: Decimal) -> str:
        return money_text(rounded(amount, shown), shown, ctx.language)

    said = [
        f"{n} × {p.display} × {money(each)} = {money(total)}"
        for (p, n, _, _), each, total in zip(lines, rated, sums, strict=True)
    ]
    head = "; ".join(said) if ctx.language == "en" else "；".join(said)
    parts = [head]
    if len(lines) > 1:
        parts.append(ctx.words(f"together {money(whole)}", f"合计 {money(whole)}"))
    if off:
        parts.append(
            ctx.words(
                f"less {number_text(off)} %: **{money(less)}** ({money(whole - less)} off)",
                f"优惠 {number_text(off)}% 后 **{money(less)}**（省 {money(whole - less)}）",
            )
        )
    gone = [p.display for p, *_ in lines if not p.active]
    notes = [ctx.words("List prices of today.", "按今天的标价计算。")]
    if any(c != shown for *_, c in lines):
        notes.append(ctx.words("At today's rate.", "按今天的汇率折算。"))
    if gone:
        notes.append(ctx.words(f"No longer sold: {', '.join(gone)}.", f"已停售：{'、'.join(gone)}。"))
    show: list[Block] = []
    if len(lines) > 1:
        heads = [ctx.words(*w) for w in (("Product", "产品"), ("Quantity", "数量"), ("List price", "标价"), ("Sum", "小计"))]  # fmt: skip
        body = [
            [p.display, number_text(Decimal(n)), money(each), money(total)]
            for (p, n, _, _), each, total in zip(lines, rated, sums, strict=True)
        ]
        show.append(Table("", heads, body))
    stop, gap = ctx.words(". ", "。"), ctx.words("; ", "；")
    return ToolResult(
        gap.join(parts) + stop + ctx.words(" ", "").join(notes),
        show=show,
        data={"total": str(less), "list_total": str(whole), "currency": shown, "discount": str(off)},
        focus=[("product", p.id or 0) for p, *_ in lines],
    )


def _product(asker: Asker, name: str) -> Product:
    """The product of that name, or the only one whose name holds these words, in the singular too.

    Raises:
        NotFound: none. Ambiguous: several.
    """
    for words in dict.fromkeys((name, name.removesuffix("s"), name.split()[-1].removesuffix("s"))):
        held = records(asker.crm, Query("product", [Condition("name", "~", words), Condition("active", "=", "true")]))
        if len(held) > 1:
            raise Ambiguous(name, [(p.ref, p.display) for p in held[:12]])
        if held:
            return held[0]  # type: ignore[return-value]
    product = record_named(asker, name, ("product",))
    assert isinstance(product, Product)
    return product


def _discount(said: str | None) -> Decimal:
    if not said:
        return Decimal(0)
    found = parse_percent(said.strip().lstrip("-"))
    if found is None or not 0 <= found.points < 100:
        raise ToolProblem(
            f"“{said}” is no discount I can take off. Give it in percent, such as 10%.",
            f"“{said}”不是可以计算的折扣。请用百分比，例如优惠10%。",
        )
    return found.points


def _one_currency(
    ctx: ToolContext, lines: list[tuple[Product, int, Decimal, str]], wanted: str | None
) -> tuple[str, list[Decimal]]:
    """The currency the sum is told in, and each price in it."""
    held = list(dict.fromkeys(c for *_, c in lines))
    shown = wanted or (held[0] if len(held) == 1 else ctx.crm.actor.currency)
    rates = Rates(ctx.crm)
    prices = [rates.convert(each, own, shown, ctx.crm.today) for _, _, each, own in lines]
    missing = next((own for p, (*_, own) in zip(prices, lines, strict=True) if p is None), None)
    if missing is not None:
        raise ToolProblem(
            f"There is no rate from {missing} to {shown} on record. Ask without a currency, or add the rate.",
            f"没有登记 {missing} 到 {shown} 的汇率。请不指定币种再问，或先补充汇率。",
        )
    return shown, [p for p in prices if p is not None]
