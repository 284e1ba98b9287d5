"""What is drawn can be taken away as a file: by whoever it was drawn for, with the right to export, and by nobody else."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

CHEN = "chen@example.com"


def test_a_table_and_a_chart_are_downloaded(chat: Any, server: Any) -> None:
    chat.say("chart and table")
    for name in ("Chart", "DataTable"):
        for props in chat.drawn(name):
            csv = server.ask(f"/download/{props['element']}.csv", cookie=chat.cookie)
            assert csv.status == 200
            assert csv.headers["content-disposition"].startswith("attachment")
            assert props["title"] is None or csv.body.decode("utf-8-sig").count("\r\n") >= 2
            xlsx = server.ask(f"/download/{props['element']}.xlsx", cookie=chat.cookie)
            assert zipfile.ZipFile(io.BytesIO(xlsx.body)).testzip() is None


def test_nobody_else_gets_it(chat: Any, server: Any, open_chat: Callable[..., Any]) -> None:
    chat.say("chart and table")
    element = chat.drawn("Chart")[0]["element"]
    assert server.ask(f"/download/{element}.csv", cookie=server.cookie(CHEN)).status == 404
    assert server.ask(f"/download/{element}.csv").status == 401
    assert server.ask(f"/download/{element}.exe", cookie=chat.cookie).status in (404, 422)
    assert server.ask("/download/nothing.csv", cookie=chat.cookie).status == 404
