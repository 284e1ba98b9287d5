"""What is sold."""

from decimal import Decimal
from typing import ClassVar

from crm_store.base import About, Record, flag, money, text


class Product(Record, table=True):
    """An item of the catalogue with its list price."""

    about: ClassVar[About] = About(
        "product",
        "P",
        "product",
        "产品",
        "products",
        also_en=("sku", "item"),
        also_zh=("商品",),
        names=("name", "sku"),
        shared=True,
        brief=("sku", "list_price", "unit", "active"),
    )
    sku: str | None = text("SKU", "编码", also="code|型号")
    name: str = text("name", "名称", required=True)
    series: str | None = text("series", "系列")
    unit: str | None = text("unit", "单位")
    list_price: Decimal | None = money("list price", "标价", also="price|价格|单价")
    currency: str | None = text("currency", "币种")
    active: bool = flag("active", "在售", default=True)
