"""An answer to a question the assistant asked: by number, by label, or by any part that fits exactly one choice."""

import re
from typing import Any

from crm_store.names import normal, pinyin

_ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5, "sixth": 6, "6th": 6,
    **{f"{lead}{c}": n for n, c in enumerate("一二三四五六七八九十", 1) for lead in ("", "第")}, **{f"第{n}": n for n in range(1, 13)},
}  # fmt: skip
_LEAD = re.compile(
    r"^(?:the|i mean|i meant|it s|its|it is|number|no|option|choose|take|pick|is|选择?|是|我?(?:指|说|选|要|找|问|想要?|想选)的(?:就)?(?:是|为)|我是(?:说|指|要)|我(?:要|选)|就是?|应该是|那就|要)\s*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*(?:one|please|那个|那位|那条|那单|那家|那项|那张|这个|这位|这条|这单|这家|的那个|的|吧|啊|哈|个|位|家|条|项)$"
)


def answered(text: str, question: dict[str, Any]) -> str | None:
    """The reference of the choice `text` means; None when it means none or several."""
    choices: list[dict[str, str]] = question["choices"]
    said = normal(text)
    for _ in range(3):
        said = _TAIL.sub("", _LEAD.sub("", said)).strip()
    if not said:
        return None
    number = (
        int(said)
        if said.isdigit()
        else _ORDINALS.get(said) or _ORDINALS.get(normal(text).removeprefix("the ").removesuffix(" one"))
    )
    if number is not None and 1 <= number <= len(choices):
        return choices[number - 1]["ref"]
    if said in ("last", "最后", "最后一"):
        return choices[-1]["ref"]
    for fits in (
        lambda c: text.strip().casefold() == c["ref"].casefold(),
        lambda c: said == normal(c["label"]),
        lambda c: (
            said in normal(c["label"])
            if not said.isascii()
            else re.search(rf"\b{re.escape(said)}", normal(c["label"])) is not None
        ),
        lambda c: "的" in said and all(w in normal(c["label"]) for w in said.split("的")),
        lambda c: said.replace(" ", "") in pinyin(c["label"])[0].replace(" ", "") and len(said) > 2,
        lambda c: all(w in normal(c["label"]).split() for w in said.split()),
        lambda c: _shares_word(said, normal(c["label"]), [normal(o["label"]) for o in choices]),
    ):
        found = [c for c in choices if fits(c)]
        if len(found) == 1:
            return found[0]["ref"]
    return None


def _shares_word(said: str, label: str, labels: list[str]) -> bool:
    """A word of the answer stands in this label and in no other: “the one at Globex”."""
    if len(said.split()) > 6:
        return False
    common = set(said.split()) & set(label.split())
    return any(sum(w in other.split() for other in labels) == 1 and len(w) > 2 for w in common)
