"""A CSV is read as text, row by row; what is wrong with a row is said of that row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_store.errors import StoreError
from crm_store.transfer.sheets import MAX_CELL, Sheet
from crm_store.transfer.sheets import parse as parse_bytes


def parse(file: str, text: str) -> Sheet:
    return parse_bytes(file, text.encode())


def rows(sheet: Sheet) -> list[tuple[int, list[str]]]:
    return list(sheet.rows())


def test_everything_stays_text() -> None:
    sheet = parse("x.csv", "phone,company,number\n0012345,NA,12345678901234567890\n")
    assert rows(sheet) == [(2, ["0012345", "NA", "12345678901234567890"])]


def test_rows_count_as_a_spreadsheet_counts_them() -> None:
    sheet = parse("x.csv", 'a,b\n"two\nlines",1\n\nx,y\n')
    assert [n for n, _ in rows(sheet)] == [2, 4]
    assert sheet.count == 2


def test_a_ragged_row_is_left_out_by_name() -> None:
    sheet = parse("x.csv", "a,b\n1\n1,2\n1,2,3\n1,2,,\n")
    assert [n for n, _ in rows(sheet)] == [3, 5]
    assert {n: d.value for n, (_, d) in sheet.defects.items()} == {2: "1 cells", 4: "3 cells"}


def test_zero_bytes_and_huge_cells_are_row_errors() -> None:
    sheet = parse("x.csv", f"a,b\nx\0y,1\n{'z' * (MAX_CELL + 1)},1\nok,1\n")
    assert [n for n, _ in rows(sheet)] == [4]
    assert [d.column for _, d in sheet.defects.values()] == ["a", "a"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('a,b\n1,2\n"open,3\n4,5\n', "line 3"),
        ('a,b\n"x"y,2\n', "line 2"),
        ("a,A\n1,2\n", "two columns called “A”"),
        (",,\n1,2,3\n", "no column names"),
    ],
)
def test_a_broken_file_says_where(text: str, said: str) -> None:
    with pytest.raises(StoreError, match=said):
        parse("x.csv", text)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_separators_of_other_spreadsheets(mark: str) -> None:
    assert rows(parse("x.csv", f"a{mark}b\r\n1{mark}2\r\n")) == [(2, ["1", "2"])]


@given(st.text(st.sampled_from("ab,;\"\n\r\t\0 é中'"), max_size=60))
def test_any_text_is_rows_or_a_sentence(text: str) -> None:
    try:
        sheet = parse("x.csv", text)
    except StoreError:
        pass
    else:
        assert len(rows(sheet)) + len(sheet.defects) == sheet.count
        assert all(len(cells) == len(sheet.heading) for _, cells in rows(sheet))
