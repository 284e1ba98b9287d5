"""Products and knowledge articles."""

from crm_store.demo.clock import Clock
from crm_store.demo.corpus_files import corpus
from crm_store.demo.records import flag, row
from crm_store.demo.world import Row


def products() -> list[Row]:
    """Ten products with list prices in CNY, one of them discontinued."""
    return [
        row("products.csv", external_id=key, sku=sku, name=name, unit=unit, list_price=f"{price}.00", currency="CNY",
            active=flag(active))
        for key, sku, name, unit, price, active in corpus("products")
    ]  # fmt: skip


def articles(clock: Clock) -> list[Row]:
    """Six articles in English and six in Chinese, of which one each is not published yet."""
    return [
        row("articles.csv", external_id=key, title=title, language=language, status=status, body=body,
            published_on="" if published is None else clock.day(-published).isoformat(),
            expires_on="" if expires is None else clock.day(expires).isoformat())
        for language in ("en", "zh")
        for key, title, status, published, expires, body in corpus(f"articles_{language}")
    ]  # fmt: skip
