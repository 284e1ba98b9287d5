"""A world: the people of a company and its records in the native import layout."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Row = dict[str, str]

COLUMNS: dict[str, tuple[str, ...]] = {
    name: tuple(columns.split())
    for name, columns in {
        "accounts.csv": "external_id name name_zh name_en aliases domain type industry employees_band annual_revenue currency "
        "billing_address level owner team",
        "contacts.csv": "external_id name name_pinyin title account role email phone language wechat opted_out do_not_call owner",
        "leads.csv": "external_id name name_pinyin organization title email phone status source city est_amount currency "
        "owner team created_at",
        "deals.csv": "external_id name account contact contacts pipeline stage amount currency seats product "
        "forecast_category expected_close_date closed_at lost_reason lost_notes competitor next_step next_step_date source type owner created_at",
        "activities.csv": "external_id kind channel direction status starts_at ends_at subject body account contact deal owner",
        "tasks.csv": "external_id title status priority due_on due_at assignee account contact deal",
        "tickets.csv": "external_id number subject body type priority status account contact assignee team channel created_at "
        "first_response_due first_response_at resolution_due resolved_at breached resolution csat",
        "products.csv": "external_id sku name unit list_price currency active",
        "articles.csv": "external_id title language status published_on expires_on body",
        "deal_history.csv": "deal at field before after by",
    }.items()
}
"""The columns of every file: those of the native layout, and a lead's city and team and a deal's seats and product."""


@dataclass(frozen=True)
class World:
    """One company: `users` is the content of users.yaml, `files` the rows of each CSV by file name."""

    users: dict[str, Any]
    files: dict[str, list[Row]]


def write(world: World, folder: Path) -> None:
    """Write the world as a folder that `parley import` loads; existing files of the same names are replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(world.users, allow_unicode=True, sort_keys=False, width=120)
    (folder / "users.yaml").write_text(text, encoding="utf-8", newline="\n")
    for name, rows in world.files.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS[name], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
