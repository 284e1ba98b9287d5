"""Encodings are told apart; what is no text says so."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_store.errors import StoreError
from crm_store.transfer.decode import decode

CHINESE = "name,account,phone\n李娜,华阳科技有限公司,0012345\n王小明,北京测试公司，销售部,13800138000\n"
WESTERN = "name,city\nJürgen Müller,Köln\nRenée,Besançon\n"
TRADITIONAL = "姓名,公司,備註\n陳怡君,台灣測試股份有限公司,已經聯絡過兩次，預算還沒有確定\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_chinese_text_survives(encoding: str) -> None:
    assert decode("x.csv", CHINESE.encode(encoding))[0].removeprefix("\ufeff") == CHINESE


def test_utf16_big_endian_with_its_mark() -> None:
    assert decode("x.csv", codecs.BOM_UTF16_BE + CHINESE.encode("utf-16-be")) == (CHINESE, "utf-16")


@pytest.mark.parametrize(("text", "encoding"), [(WESTERN, "cp1252"), (WESTERN, "latin-1"), (TRADITIONAL, "big5")])
def test_other_excels_are_read_too(text: str, encoding: str) -> None:
    assert decode("x.csv", text.encode(encoding))[0] == text


def test_rare_gb18030_characters_do_not_hide_it() -> None:
    text = "name\n" + "张伟李娜王芳\n" * 5 + "㐀𠀀\n"
    assert decode("x.csv", text.encode("gb18030")) == (text, "gb18030")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"PK\x03\x04abc", "Excel workbook"),
        (b"%PDF-1.7", "PDF"),
        (b"BEGIN:VCARD\nFN:Ana\nEND:VCARD", "vCard"),
        (bytes(range(256)) * 20, "not a text file"),
        (b"\x89PNG\r\n\x1a\n" + b"\0\1\2\3" * 100, "not a text file"),
        (b"\xef\xbb\xbfname\n\xff\xfe", "not a text file"),
    ],
)
def test_what_is_no_table_says_what_to_do(data: bytes, said: str) -> None:
    with pytest.raises(StoreError, match=said) as refused:
        decode("deals.csv", data)
    assert "deals.csv" in refused.value.zh


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_a_sentence(data: bytes) -> None:
    try:
        text, _ = decode("x.csv", data)
    except StoreError:
        pass
    else:
        assert isinstance(text, str)
