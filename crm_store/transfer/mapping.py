"""map.yaml: how files that are not in the native layout become records.

```yaml
setup: {pipelines: [...], teams: [...]}   # optional: the keys of users.yaml, made before any file
clean:                                    # optional: spellings put right wherever the file's column is used
  deals.csv: {product: {GTXPro: GTX Pro}}
files:
  customers.csv:                          # one row may make several records
    - entity: contact
      key: {external_id: customer_id}     # or the fields that identify a record, such as {email: mail}
      fields:
        name: customer_name               # a column, or a mapping of the options below
```

Options of a field: `column`; `values` (spelling to value; a spelling not listed is read as it stands); `default` (when the cell is
empty); `empty` (spellings that mean not known); `format` (strptime, for days and moments); `custom: text|number|date|bool` (a custom
field of that name); `ref` (the record type a cell names, for documentation: the field knows it); `const`; `template` (texts with
`{column}` or `{column|slug}` in them, or a list: the first whose columns are all filled); `multiply` (an exact factor);
`band: true` (a head count as its band).
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from crm_store.base import FieldSpec, Kind
from crm_store.models import entities, fields_of
from crm_store.names import pinyin
from crm_store.transfer.layout import Column, Row, Table, spec_of
from crm_store.transfer.plainyaml import shape
from crm_store.transfer.sheets import Sheet

_OPTIONS = frozenset("column values default empty format custom ref const template multiply band".split())
_CUSTOM = ("text", "number", "date", "bool")
_HOLE = re.compile(r"\{([^{}|]+)(?:\|(slug|lower|upper))?\}")


@dataclass(frozen=True)
class Mapped:
    """A map: what it sets up, the record types each file makes, and spellings to put right."""

    name: str
    setup: Mapping[str, Any]
    files: Mapping[str, Sequence[Mapping[str, Any]]]
    clean: Mapping[str, Mapping[str, Mapping[str, str]]]

    def tables(self, sheet: Sheet) -> tuple[list[Table], list[str]] | None:
        """The tables a sheet makes and its columns that are not used; None when the map does not speak of it."""
        recipes = self.files.get(sheet.file.casefold())
        if recipes is None:
            return None
        source = _Source(self.name, sheet, self.clean.get(sheet.file.casefold(), {}))
        tables = [source.table(recipe, several=len(recipes) > 1) for recipe in recipes]
        return tables, [h or f"column {n + 1}" for n, h in enumerate(sheet.heading) if h not in source.used]


def mapped(name: str, content: Mapping[str, Any]) -> Mapped:
    """A map from the content of a map.yaml; StoreError says what is wrong with it."""
    files = content.get("files") or {}
    if not isinstance(files, Mapping) or not all(_recipes(r) for r in files.values()):
        raise shape(
            name,
            "files",
            "for each file a list of “entity:” and “fields:”",
            "每个文件对应一个含 “entity:” 与 “fields:” 的列表",
        )
    clean = content.get("clean") or {}
    if not isinstance(clean, Mapping) or not all(
        isinstance(columns, Mapping) and all(isinstance(v, Mapping) for v in columns.values())
        for columns in clean.values()
    ):
        raise shape(name, "clean", "file, column and spellings", "文件、列与写法的对应")
    setup = content.get("setup") or {}
    if not isinstance(setup, Mapping):
        raise shape(name, "setup", "the keys of users.yaml", "users.yaml 的键")
    unknown = set(content) - {"files", "clean", "setup"}
    if unknown or not (files or setup):
        raise shape(
            name,
            ", ".join(sorted(unknown)),
            "the keys files, clean and setup only",
            "只能使用 files、clean、setup 这几个键",
        )
    return Mapped(name, setup, {k.casefold(): v for k, v in files.items()}, {k.casefold(): v for k, v in clean.items()})


def slug(text: str) -> str:
    """A text as the local part of an e-mail address: "Mei-Mei Johns" is "mei-mei.johns", "李娜" is "lina"."""
    spoken = "".join(pinyin(c)[0] if "\u3400" <= c <= "\u9fff" else c for c in text)
    plain = "".join(c for c in unicodedata.normalize("NFKD", spoken).casefold() if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9-]+", ".", plain).strip(".-")


_FILTERS: Mapping[str, Callable[[str], str]] = {"slug": slug, "lower": str.lower, "upper": str.upper, "": str}


class _Source:
    """Builds tables on one sheet and remembers which columns were used."""

    def __init__(self, name: str, sheet: Sheet, clean: Mapping[str, Mapping[str, str]]) -> None:
        self.name = name
        self.sheet = sheet
        self.clean = clean
        self.used: set[str] = set()

    def table(self, recipe: Mapping[str, Any], several: bool) -> Table:
        entity = str(recipe.get("entity"))
        if entity not in entities():
            raise shape(
                self.name,
                f"{self.sheet.file} / entity",
                f"one of {', '.join(entities())}",
                f"以下之一：{'、'.join(entities())}",
            )
        key = recipe.get("key") or {}
        fields = recipe.get("fields") or {}
        if not isinstance(key, Mapping) or not isinstance(fields, Mapping) or not {*key, *fields}:
            raise shape(
                self.name, f"{self.sheet.file} / {entity}", "“fields:” with field names", "带字段名的 “fields:”"
            )
        columns = [self.column(entity, field, said) for field, said in {**key, **fields}.items()]
        natural = tuple(f for f in key if f != "external_id")
        return Table(self.sheet, entity, columns, key=natural, optional=several and bool(key))

    def column(self, entity: str, field: str, said: Any) -> Column:
        options = {"column": said} if isinstance(said, str) else said
        where = f"{self.sheet.file} / {entity} / {field}"
        if not isinstance(options, Mapping) or not options or set(options) - _OPTIONS:
            allowed = ", ".join(sorted(_OPTIONS))
            raise shape(self.name, where, f"a column name, or options among {allowed}", f"列名，或以下选项：{allowed}")
        custom = str(options.get("custom", ""))
        if custom and custom not in _CUSTOM:
            raise shape(
                self.name, where, f"custom: one of {', '.join(_CUSTOM)}", f"custom 为以下之一：{'、'.join(_CUSTOM)}"
            )
        spec = spec_of(entity, field)
        if not custom and spec is None:
            names = ", ".join(fields_of(entity))
            raise shape(
                self.name,
                where,
                f"a field of {entity} ({names}), or “custom: text”",
                f"{entity} 的字段（{names}），或 “custom: text”",
            )
        if custom and spec is not None:
            raise shape(
                self.name,
                where,
                "another name: this is a field already, so leave out “custom”",
                "该字段已存在，请去掉 “custom”",
            )
        self._check(where, spec, options)
        text = self.text(where, options)
        heading = str(options.get("column") or field)
        return Column(
            f"custom.{field}" if custom else field, heading, text, custom=field if custom else "", kind=custom,
            pattern=str(options.get("format", "")), scale=str(options.get("multiply", "")), band=options.get("band") == "true",
        )  # fmt: skip

    def text(self, where: str, options: Mapping[str, Any]) -> Callable[[Row], str]:
        """What takes the field's text out of a row: cleaned, renamed, with its default."""
        if "const" in options:
            const = str(options["const"])
            return lambda row: const
        if "template" in options:
            found = self.template(where, options["template"])
        elif "column" in options:
            found = self.cell(where, str(options["column"]))
        else:
            raise shape(self.name, where, "“column”, “template” or “const”", "“column”、“template” 或 “const”")
        values = {str(k).strip(): str(v) for k, v in (options.get("values") or {}).items()}
        folded = {k.casefold(): v for k, v in values.items()}
        empty = options.get("empty") or ()
        nothing = {str(e).casefold() for e in ([empty] if isinstance(empty, str) else empty)}
        default = str(options.get("default", ""))
        if not values and not nothing and not default:
            return found

        def renamed(row: Row) -> str:
            text = found(row).strip()
            if text.casefold() in nothing:
                text = ""
            text = values.get(text, folded.get(text.casefold(), text))
            return text or default

        return renamed

    def cell(self, where: str, heading: str) -> Callable[[Row], str]:
        folded = [h.casefold() for h in self.sheet.heading]
        if heading.strip().casefold() not in folded:
            there = ", ".join(h for h in self.sheet.heading if h)
            raise shape(
                self.name,
                where,
                f"a column of {self.sheet.file} ({there}), not “{heading}”",
                f"{self.sheet.file} 中的列（{there}），没有“{heading}”",
            )
        index = folded.index(heading.strip().casefold())
        name = self.sheet.heading[index]
        self.used.add(name)
        right = self.clean.get(name)
        return (lambda row: right.get(row[index].strip(), row[index])) if right else lambda row: row[index]

    def template(self, where: str, said: Any) -> Callable[[Row], str]:
        """The first of the templates whose columns are all filled; "" when none is."""
        patterns = [
            (str(t), {m[0]: (_FILTERS[m[2] or ""], self.cell(where, m[1])) for m in _HOLE.finditer(str(t))})
            for t in (said if isinstance(said, list) else [said])
        ]

        def fill(row: Row) -> str:
            for pattern, holes in patterns:
                found = {hole: change(get(row).strip()) for hole, (change, get) in holes.items()}
                if all(found.values()):
                    return _HOLE.sub(lambda m, texts=found: texts[m[0]], pattern)  # type: ignore[misc]
            return ""

        return fill

    def _check(self, where: str, spec: FieldSpec | None, options: Mapping[str, Any]) -> None:
        if not isinstance(options.get("values") or {}, Mapping):
            raise shape(self.name, where, "“values” as spelling: value", "“values” 写成 原值: 新值")
        to = (spec.to or "account, contact, deal") if spec and spec.kind in (Kind.REF, Kind.REFS, Kind.SUBJECT) else ""
        if "ref" in options and str(options["ref"]) not in to.split(", "):
            raise shape(
                self.name, where, f"“ref: {to}”" if to else "no “ref”", f"“ref: {to}”" if to else "不带 “ref” 的写法"
            )
        if "multiply" in options:
            try:
                fits = (
                    Decimal(str(options["multiply"])) > 0
                    and spec is not None
                    and spec.kind in (Kind.MONEY, Kind.NUMBER)
                )
            except InvalidOperation:
                fits = False
            if not fits:
                raise shape(
                    self.name,
                    where,
                    "“multiply” with a number above 0, on an amount",
                    "“multiply” 为大于 0 的数，且用于数额",
                )


def _recipes(said: Any) -> bool:
    return isinstance(said, list) and bool(said) and all(isinstance(r, Mapping) for r in said)
