"""The bytes of a text file as text: UTF-8 with or without BOM, UTF-16, GB18030, Big5 and Windows-1252 told apart."""

import codecs
from itertools import pairwise

from crm_store.errors import StoreError

MAX_BYTES = 256 * 1024 * 1024
"""The largest file read in one import; a 100,000-row file of 50 columns has about 50 MB."""

HEAD = 4096
SAMPLE = 2**18
"""Bytes that show whether a file is text, and bytes an old encoding is told from."""

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_KNOWN = (
    (b"PK\x03\x04", "an Excel workbook or a zip file", "Excel 工作簿或压缩文件"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "旧版 Excel 工作簿"),
    (b"%PDF", "a PDF", "PDF 文件"),
    (b"BEGIN:VCARD", "a vCard file", "vCard 名片文件"),
)


def decode(file: str, data: bytes) -> tuple[str, str]:
    """The text of a file and the name of its encoding; raises as `encoding_of`."""
    encoding = encoding_of(file, data)
    return data.decode(encoding), encoding


def encoding_of(file: str, data: bytes) -> str:
    """The name of the encoding all of `data` decodes in.

    Raises:
        StoreError: the file is empty, too large, not text, or in an encoding that cannot be told.
    """
    if len(data) > MAX_BYTES:
        raise StoreError(
            f"{file} is larger than {MAX_BYTES // 2**20} MB. Split it into smaller files and import them one after the other.",
            f"{file} 超过 {MAX_BYTES // 2**20} MB。请拆分成较小的文件后依次导入。",
        )
    if not data[:HEAD].strip() and not data.strip():
        raise StoreError(
            f"{file} is empty. Put the column names into its first line and one record on each line below.",
            f"{file} 是空文件。请在第一行写列名，其后每行一条记录。",
        )
    for start, en, zh in _KNOWN:
        if data[: len(start)].upper() == start:
            raise StoreError(
                f"{file} is {en}, which cannot be imported yet. Save it as CSV (UTF-8) and import that.",
                f"{file} 是{zh}，暂不支持导入。请另存为 CSV（UTF-8）后再导入。",
            )
    encoding = next((e for bom, e in _BOMS if data.startswith(bom)), None) or _without_bom(file, data)
    if not _decodes(data, encoding) or _controls(data[:HEAD].decode(encoding, "ignore")) > 0.02:
        raise _not_text(file)
    return encoding


def _without_bom(file: str, data: bytes) -> str:
    """UTF-16 without its mark has its zeros on one side; a few stray ones are bad cells, reported by row."""
    head = data[:HEAD]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if even + odd > len(head) / 20 and len(data) % 2 == 0 and max(even, odd) > 9 * min(even, odd):
        return "utf-16-le" if odd > even else "utf-16-be"
    if _controls(head.decode("latin-1")) > 0.02:
        raise _not_text(file)
    return "utf-8" if _decodes(data, "utf-8") else _legacy(file, data)


def _legacy(file: str, data: bytes) -> str:
    """The likeliest encoding of bytes that are no UTF-8: the one in which most of them are common characters."""
    best, encoding = max(((_score(data[:SAMPLE], e), e) for e in ("gb18030", "big5", "cp1252")), key=lambda s: s[0])
    if best < 0.8:
        raise StoreError(
            f"The encoding of {file} cannot be told. Save it as CSV (UTF-8) and import that.",
            f"无法判断 {file} 的编码。请另存为 CSV（UTF-8）后再导入。",
        )
    return encoding


def _decodes(data: bytes, encoding: str) -> bool:
    """Whether all of it decodes; checked in pieces, so that a large file is never held twice."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(data), SAMPLE):
            decoder.decode(data[start : start + SAMPLE], final=start + SAMPLE >= len(data))
    except UnicodeDecodeError:
        return False
    return True


def _score(sample: bytes, encoding: str) -> float:
    text = sample.decode(encoding, "replace")
    foreign = [c for c in text if c > "\x7f"]
    if encoding == "cp1252":
        # In a Western text accented letters stand alone between ASCII letters; in a Chinese one high bytes come in rows.
        rows = sum(1 for a, b in pairwise(text) if a > "\x7f" and b > "\x7f")
        good = sum(1 for c in foreign if c.isalpha() or c in "€£§°±²³´·»«–—‘’“”„…•™®©")
        return (good - rows) / len(foreign) if foreign else 0.0
    codec = "gb2312" if encoding == "gb18030" else encoding
    return sum(_common(c, codec) for c in foreign) / len(foreign) if foreign else 0.0


def _common(char: str, codec: str) -> bool:
    """Whether a character is among the frequent ones of its standard: GB 2312 level 1 or Big5 level 1, and their punctuation."""
    try:
        raw = char.encode(codec)
    except UnicodeEncodeError:
        return False
    if len(raw) != 2:
        return False
    lead = raw[0]
    return 0xA1 <= lead <= 0xA3 or (0xB0 <= lead <= 0xD7 if codec == "gb2312" else 0xA4 <= lead <= 0xC6)


def _controls(head: str) -> float:
    return sum(1 for c in head if c < "\t" or "\r" < c < " ") / max(1, len(head))


def _not_text(file: str) -> StoreError:
    return StoreError(
        f"{file} is not a text file. Save the table as CSV (UTF-8) and import that.",
        f"{file} 不是文本文件。请把表格另存为 CSV（UTF-8）后再导入。",
    )
