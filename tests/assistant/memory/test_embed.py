"""Two encoders in one row: what lies near what, in which language."""

from pathlib import Path

import numpy as np
import pytest

from assistant.memory.embed import BuiltIn, Multilingual, nearness
from assistant.memory.english import English
from assistant.memory.index import Home

NOTES = (
    "Sara keeps the weekly numbers in a notebook and types them into the sheet on Monday.",
    "The compressor seized on Saturday night and the hall stood still until Monday.",
    "样品台账还是纸质的，找一份要翻半天。",
)


@pytest.fixture(scope="module")
def both() -> BuiltIn:
    return BuiltIn()


def test_rows_are_of_unit_length_in_any_language_and_order(both: BuiltIn) -> None:
    rows = both.embed(NOTES)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_a_texts_numbers_do_not_depend_on_the_texts_beside_it() -> None:
    encoder = English()
    assert np.array_equal(encoder.embed(NOTES)[1], encoder.embed([NOTES[1]])[0])


def test_an_english_question_is_near_an_english_text_by_both_and_near_any_other_by_meaning_alone(both: BuiltIn) -> None:
    question = "a breakdown at the weekend stopped production"
    (u,), (e,) = Multilingual().embed([question]), English().embed([question])
    meaning, finer = Multilingual().embed(NOTES) @ u, English().embed(NOTES) @ e
    near = nearness(both.embed(NOTES), both.ask(question))
    assert near[:2] == pytest.approx(np.maximum(meaning, (meaning + finer) / 2)[:2], abs=1e-4)
    assert near[2] == pytest.approx(meaning[2], abs=1e-4)
    assert int(np.argmax(near)) == 1


def test_a_chinese_question_is_near_all_texts_by_meaning_alone(both: BuiltIn) -> None:
    question = "谁家还在用纸记录样品？"
    asked = both.ask(question)
    meaning = Multilingual().embed(NOTES) @ Multilingual().embed([question])[0]
    assert len(asked) == 1
    assert nearness(both.embed(NOTES), asked) == pytest.approx(meaning, abs=1e-4)


def test_the_english_encoder_knows_a_paraphrase_without_a_word_in_common() -> None:
    told, same, other = English().embed(
        ["The customer wants a lower price.", "They ask for a discount.", "The lift is out of order."]
    )
    assert told @ same > told @ other + 0.2


@pytest.mark.parametrize("text", ["?", "\ud800", "🙂", "word " * 4000])
def test_odd_texts_have_a_vector_too(both: BuiltIn, text: str) -> None:
    assert np.isfinite(both.embed([text])).all()
    assert np.isfinite(both.ask(text)).all()


def test_the_index_finds_by_the_best_row_whether_few_or_all_are_compared(both: BuiltIn, tmp_path: Path) -> None:
    home = Home(tmp_path, None, 1, both.name)
    index = home.open()
    ids = [f"activity:{n}:0" for n in range(len(NOTES))]
    rows = both.embed(NOTES)
    index.upsert(ids, rows, ["d"] * 3, [1] * 3)
    for question in ("the machine broke down", "纸质台账"):
        asked = both.ask(question)
        exact = nearness(rows, asked)
        for found in (index.nearest(asked, 3), index.nearest(asked, 3, within=[*ids, "activity:9:0"])):
            assert {n.id: n.cosine for n in found} == pytest.approx(dict(zip(ids, exact, strict=True)), abs=1e-3)
            assert [n.cosine for n in found] == sorted((n.cosine for n in found), reverse=True)
        assert index.around(asked, 3) == [n.id for n in index.nearest(asked, 3)]
    home.close()
