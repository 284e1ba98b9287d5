"""Text cells never run as formulas, and come back as they were."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_store.transfer.guards import DANGEROUS, csv_line, guard, unguard

texts = st.text(st.sampled_from([*DANGEROUS, "'", "a", "1", " ", '"', ",", ";", "中"]), max_size=8)


@given(texts)
def test_what_was_guarded_comes_back(text: str) -> None:
    assert unguard(guard(text)) == text


@given(texts)
def test_no_guarded_cell_starts_a_formula(text: str) -> None:
    assert not guard(text) or guard(text)[0] not in DANGEROUS


@given(st.lists(texts.filter(lambda t: "\0" not in t), min_size=1, max_size=4).filter(lambda r: r != [""]))
def test_a_line_reads_back(cells: list[str]) -> None:
    assert list(csv.reader(io.StringIO(csv_line(cells), newline=""), strict=True)) == [cells]


@pytest.mark.parametrize("text", ["'quoted'", "rock 'n' roll", "12", "李娜"])
def test_plain_text_is_left_alone(text: str) -> None:
    assert guard(text) == text == unguard(text)
