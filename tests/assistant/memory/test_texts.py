"""Cutting texts, finding terms in them, and vectors from an endpoint."""

import itertools
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.brains.embeddings import OpenAIEmbedder
from assistant.errors import ModelTrouble
from assistant.memory.chunks import OVERLAP, WHOLE, passages, sentences
from assistant.memory.keyword import evidence, language_of, stem, terms, weights
from assistant.settings import Settings


def test_a_note_stays_whole_and_a_long_text_overlaps_at_sentences() -> None:
    assert [(p.start, p.end) for p in passages("short note")] == [(0, 10)]
    text = "".join(f"This is sentence number {n} of a long protocol. " for n in range(200))
    cut = passages(text)
    assert len(cut) > 5
    assert all(len(p.text) <= WHOLE and p.text.endswith(".") and p.text.startswith("This") for p in cut)
    assert all(0 < a.end - b.start <= OVERLAP for a, b in itertools.pairwise(cut))


@given(st.text(alphabet="ab 。.\n!？x7，", max_size=4000))
def test_passages_and_sentences_are_verbatim_and_cover_the_text(text: str) -> None:
    covered = set[int]()
    for passage in passages(text):
        assert text[passage.start : passage.end] == passage.text
        covered.update(range(passage.start, passage.end))
    assert all(c.isspace() or i in covered for i, c in enumerate(text))
    spans = list(sentences(text))
    assert all(a < b for a, b in spans)
    assert sum(not c.isspace() for a, b in spans for c in text[a:b]) == sum(not c.isspace() for c in text)


def test_sentences_end_where_people_end_them() -> None:
    text = "It cost 3.5 k. He said no! 预算已批。下周见？好"
    assert [text[a:b] for a, b in sentences(text)] == ["It cost 3.5 k.", "He said no!", "预算已批。", "下周见？", "好"]


@pytest.mark.parametrize(
    ("a", "b"),
    [("renewals", "renewal"), ("renewed", "renew"), ("prices", "price"), ("pricing", "price"), ("companies", "company"), ("stopped", "stop"),
     ("migration", "migrate"), ("meetings", "meeting")],
)  # fmt: skip
def test_forms_of_a_word_meet(a: str, b: str) -> None:
    assert stem(a) == stem(b)


def test_terms_keep_codes_numbers_and_chinese_pairs() -> None:
    assert set(terms("Invoice INV-2041 over 1,200.50 from the O'Neill group")) >= {
        "inv-2041",
        "inv",
        "2041",
        "1200.50",
        "invoic",
    }
    assert set(terms("李娜的预算30万")) >= {"李娜", "预算", "30"}
    assert "的预" not in terms("李娜的预算")
    assert terms("遷移") == terms("迁移")
    assert "the" not in terms("the price")


def test_common_words_hardly_count_and_rare_ones_do() -> None:
    asked = weights({"price": 1, "orbilab": 1}, {"price": 400, "orbilab": 2}, 1000)
    assert asked["orbilab"] > 5 * asked["price"]
    assert evidence(asked, {"orbilab": 1}) > 0.8 > 0.2 > evidence(asked, {"price": 3})
    assert evidence({}, {"x": 1}) == 0.0


def test_a_language_is_told_by_its_writing() -> None:
    assert [language_of(t) for t in ("hello", "你好", "Flow 的价格太高", "Met 李娜 at the fair in Hannover today")] == [
        "en",
        "zh",
        "zh",
        "en",
    ]


class _Endpoint(BaseHTTPRequestHandler):
    broken = False

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        rows = [
            {"object": "embedding", "index": i, "embedding": [float(len(t)), 3.0]} for i, t in enumerate(asked["input"])
        ]
        body = json.dumps(
            {"object": "list", "model": asked["model"], "data": rows[:-1] if self.broken else rows[::-1]}
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def endpoint() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Endpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


def test_vectors_from_an_endpoint_come_in_order_and_of_unit_length(
    endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", endpoint)
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    embedder = OpenAIEmbedder(Settings(embeddings="openai", model_timeout_s=5))
    rows = embedder.embed(["four", "a" * 9])
    assert rows.round(3).tolist() == [pytest.approx([0.8, 0.6]), pytest.approx([0.949, 0.316])]
    monkeypatch.setattr(_Endpoint, "broken", True)
    with pytest.raises(ModelTrouble, match="embedding service"):
        embedder.embed(["a", "b"])
