"""Numbers in an answer stand in evidence; nothing in an answer makes the reader's machine fetch anything."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.grounding import numbers, safe_markdown, untraced

EVIDENCE = [
    "3 open deals, worth ¥1,020,000.50 in all. Win rate 62.5%.",
    "Acme renewal D-12: €50,000, closes 2026-12-15 (Tue) at 15:00",
    "预算30万已批，合计 ¥300,000；赢单率 38.4%；2026年11月24日；电话 +86 138 0000 2001",
    "ana.ruiz@acme.example",
]


@pytest.mark.parametrize(
    "reply",
    [
        "You have 3 deals.",
        "They are worth ¥1,020,000.50.",
        "They are worth 1020000.5.",
        "About ¥1.02M in all.",
        "合计约102万。",
        "Acme is at 50,000.",
        "Acme is at 50000 EUR.",
        "Acme is at 50k.",
        "Acme is at €50K.",
        "预算 ¥300,000。",
        "预算30万。",
        "预算300k元。",
        "这单5万欧元。",
        "预算 300k.",
        "It closes on 2026-12-15 at 15:00.",
        "It closes on 15 December 2026.",
        "It closes on Dec 15.",
        "11月24日前回复。",
        "The win rate is 62.5%.",
        "The win rate is about 62%.",
        "赢单率约38%。",
        "See D-12.",
        "Write to ana.ruiz@acme.example or call +86 138 0000 2001.",
        "1. Acme\n2. Globex\n11. Initech",
        "No figures here.",
        "Both 7 and 9 are read off a list by eye.",
    ],
)
def test_what_stands_in_evidence_passes(reply: str) -> None:
    assert untraced(reply, EVIDENCE) == []


@pytest.mark.parametrize(
    ("reply", "made_up"),
    [
        ("You have 42 deals.", ["42"]),
        ("They are worth ¥1,020,002.", ["1,020,002"]),
        ("Acme is at 60k.", ["60k"]),
        ("Acme is at 50M.", ["50M"]),
        ("预算31万。", ["31万"]),
        ("预算 30亿。", ["30亿"]),
        ("预算31万元，42个席位。", ["31万", "42"]),
        ("About ¥1.03M.", ["1.03M"]),
        ("The win rate is 63.5%.", ["63.5%"]),
        ("The win rate is 75%.", ["75%"]),
        ("It closes on 2026-12-16.", ["16"]),
        ("It closes in 2027.", ["2027"]),
        ("See D-13.", ["13"]),
        ("Write to evil@x.example.", ["evil@x.example"]),
        ("一共 1234567 元", ["1234567"]),
    ],
)
def test_what_does_not_is_named(reply: str, made_up: list[str]) -> None:
    assert untraced(reply, EVIDENCE) == made_up


@given(st.decimals(min_value=11, max_value=10**12, places=2))
def test_a_number_traces_to_itself_however_it_is_written(value: object) -> None:
    assert untraced(f"It is {value:,}.", [f"{value}"]) == []
    assert untraced(f"It is {value}.", [f"{value:,}"]) == []


@given(st.integers(11, 10**9), st.integers(11, 10**9))
def test_another_number_does_not(said: int, held: int) -> None:
    assert (untraced(f"It is {said:,}.", [f"{held:,}"]) == []) == (said == held)


@pytest.mark.parametrize(
    ("text", "value"),
    [("50k", 50_000), ("1.5M", 1_500_000), ("30万", 300_000), ("2.4亿", 240_000_000), ("3 million", 3_000_000)],
)
def test_scales(text: str, value: int) -> None:
    assert numbers(text) == {value}


FETCHING = [
    "![x](http://evil.example/x.png)",
    "![x](<http://evil.example/x y.png>)",
    '![x](http://evil.example/x.png "title (a)")',
    "![a[b]c](http://evil.example/x.png)",
    "![a\\]b](http://evil.example/x.png)",
    "![a\n\nb](http://evil.example/x.png)",
    "![a][r]\n\n[r]: http://evil.example/y.png",
    "![a][]\n\n[a]: http://evil.example/y.png",
    "![r]\n\n[r]: http://evil.example/y.png",
    "![r]\n\n> [r]: http://evil.example/y.png",
    "![r]\n\n- [r]: http://evil.example/y.png",
    "![r]\n\n[r]:\n   http://evil.example/y.png",
    "![v](http://evil.example/x.mp4)",
    ":::note\n![x](http://evil.example/x.png)\n:::",
    "<img src=http://evil.example/x.png>",
    '<IMG\nSRC="http://evil.example/x.png"\n>',
    "<img src=http://evil.example/x.png",
    "<video src='http://evil.example/x.mp4' autoplay></video>",
    "<svg><image href='http://evil.example/x.png'/></svg>",
    "<iframe src=http://evil.example></iframe><link rel=stylesheet href=http://evil.example/x.css>",
    "[![x](http://evil.example/x.png)](http://evil.example)",
    "[click me](http://evil.example/?q=secret)",
    "[click me](http://evil.example/a_(b))",
    "[click [me]](http://evil.example/)",
    "[click me][r] and [r]: http://evil.example",
]

_MADE_IMAGE = re.compile(r"!\[|\]\(|\]\[|<(?:img|video|svg|image|iframe|link)", re.IGNORECASE)
_DEFINITION = re.compile(r"^[ \t>*+\-\d.)]*\[[^\[\]]+\]:\s*\S", re.MULTILINE)


@pytest.mark.parametrize("text", FETCHING)
def test_pictures_players_and_hidden_links_are_gone(text: str) -> None:
    safe = safe_markdown(f"Before. {text}\n\nAfter.")
    assert not _MADE_IMAGE.search(safe)
    assert not _DEFINITION.search(safe)
    assert safe.startswith("Before.")
    assert "After." in safe or "<img src=http://evil.example/x.png" in text
    assert safe_markdown(safe) == safe


@given(st.text(alphabet="![]()<>: \nahimg=/.", max_size=40))
def test_nothing_that_fetches_is_left_of_any_text(text: str) -> None:
    assert not _MADE_IMAGE.search(safe_markdown(text))


@pytest.mark.parametrize(
    "text",
    [
        "**Acme renewal** closes on 2026-12-15 [1].",
        "- one\n- two",
        "a < b and b > c",
        "3 deals [1] [2]",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "价格 <= 30万",
    ],
)
def test_ordinary_answers_stay_as_they_are(text: str) -> None:
    assert safe_markdown(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "[" * 40_000,
        "![" * 20_000,
        "<img " * 8_000,
        "[a](" * 10_000,
        "1," * 20_000,
        "9" * 40_000,
        "a@" * 20_000,
        "[x]:" * 10_000,
    ],
)
def test_no_text_takes_long(text: str) -> None:
    started = time.perf_counter()
    safe_markdown(text)
    untraced(text, [text])
    assert time.perf_counter() - started < 3
