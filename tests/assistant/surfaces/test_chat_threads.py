"""Past conversations: drawn again as they were, named, renamed and deleted, and closed to everybody else."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

MAYA, CHEN = "maya@example.com", "chen@example.com"


def test_an_old_conversation_is_drawn_again_with_everything_in_it(open_chat: Callable[..., Any]) -> None:
    chat = open_chat()
    chat.say("table of deals")
    chat.say("chart and card")
    before = {name: chat.drawn(name) for name in ("Chart", "RecordCard")}
    chat.close()
    again = open_chat(thread=chat.thread, cookie=chat.cookie)
    resumed = next(d for name, d in again.events if name == "resume_thread")
    said = [(s["type"], s["output"]) for s in resumed["steps"] if "message" in s["type"]]
    assert said[0] == ("user_message", "table of deals")
    assert said[1][1].startswith("Five deals are open.")
    assert [s["name"] for s in resumed["steps"] if s["type"] == "tool"] == ["Looked up records", "Looked up records"]
    assert {name: again.drawn(name) for name in before} == before
    assert {e["type"] for e in resumed["elements"]} == {"custom"}
    assert all(not e.get("url") for e in resumed["elements"])


def test_a_conversation_is_named_after_its_first_message(chat: Any, server: Any) -> None:
    chat.say("please   show me the table of deals\nthat close before the end of this quarter in all regions")
    name = listed(server, chat.cookie)[0]["name"]
    assert name == "please show me the table of deals that close before the end…"


def test_a_page_that_was_only_opened_leaves_no_trace(server: Any, open_chat: Callable[..., Any]) -> None:
    cookie = server.cookie(CHEN)
    before = len(listed(server, cookie))
    open_chat(CHEN, cookie=cookie).close()
    time.sleep(0.3)
    assert len(listed(server, cookie)) == before


def test_rename_search_and_delete(chat: Any, server: Any) -> None:
    chat.say("hello zanzibar")
    assert (
        server.ask(
            "/project/thread", {"threadId": chat.thread, "name": "Trip notes"}, method="PUT", cookie=chat.cookie
        ).status
        == 200
    )
    assert listed(server, chat.cookie)[0]["name"] == "Trip notes"
    assert [t["id"] for t in listed(server, chat.cookie, search="ZANZIBAR")] == [chat.thread]
    assert listed(server, chat.cookie, search="100%_sure") == []
    assert server.ask("/project/thread", {"threadId": chat.thread}, method="DELETE", cookie=chat.cookie).status == 200
    chat.close()
    time.sleep(0.3)
    assert chat.thread not in [t["id"] for t in listed(server, chat.cookie)]
    with closing(sqlite3.connect(server.home / "parley.db")) as db:
        left = [
            db.execute(f"SELECT count(*) FROM {table} WHERE thread_id = ?", (chat.thread,)).fetchone()[0]
            for table in ("message", "attachment", "turn")
        ]
    assert left == [0, 0, 0]


def test_the_list_comes_page_by_page_latest_first(server: Any, open_chat: Callable[..., Any]) -> None:
    cookie = server.cookie(MAYA)
    made = []
    for n in range(3):
        chat = open_chat(cookie=cookie)
        chat.say(f"hello {n}")
        made.append(chat.thread)
    first = server.ask("/project/threads", {"pagination": {"first": 2}, "filter": {}}, cookie=cookie).json
    assert [t["id"] for t in first["data"]] == [made[2], made[1]]
    assert first["pageInfo"]["hasNextPage"] is True
    after = {"first": 1, "cursor": first["pageInfo"]["endCursor"]}
    assert [
        t["id"] for t in server.ask("/project/threads", {"pagination": after, "filter": {}}, cookie=cookie).json["data"]
    ] == [made[0]]


def test_somebody_elses_conversation_does_not_open(chat: Any, server: Any, open_chat: Callable[..., Any]) -> None:
    chat.say("Met Ana at Acme today")
    card = next(d for name, d in chat.events if name == "element" and d["name"] == "ProposalCard")
    other = server.cookie(CHEN)
    thread = f"/project/thread/{chat.thread}"
    assert server.ask(thread, cookie=other).status in (401, 404)
    assert server.ask(f"{thread}/element/{card['id']}", cookie=other).status in (401, 404)
    assert server.ask(
        "/project/thread", {"threadId": chat.thread, "name": "mine now"}, method="PUT", cookie=other
    ).status in (401, 404)
    assert server.ask("/project/thread", {"threadId": chat.thread}, method="DELETE", cookie=other).status in (401, 404)
    assert server.ask(thread).status == 401
    assert refused(lambda: open_chat(CHEN, thread=chat.thread, cookie=other))
    assert server.ask(thread, cookie=chat.cookie).json["name"] == "Met Ana at Acme today"


def test_an_uploaded_file_is_served_to_its_owner_only_and_never_inline(chat: Any, server: Any) -> None:
    edge = "parleytest"
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="list.csv"\r\nContent-Type: text/csv\r\n\r\n'
    sent = server.ask(
        f"/project/file?session_id={chat.session}", head.encode() + b"a,b\n" + f"\r\n--{edge}--\r\n".encode(), cookie=chat.cookie,
        headers={"Content-Type": f"multipart/form-data; boundary={edge}"},
    )  # fmt: skip
    chat.say("", (sent.json["id"],))
    element = next(
        e
        for e in server.ask(f"/project/thread/{chat.thread}", cookie=chat.cookie).json["elements"]
        if e["type"] == "file"
    )
    mine = server.ask(element["url"], cookie=chat.cookie)
    assert (mine.status, mine.body) == (200, b"a,b\n")
    assert mine.headers["Content-Disposition"].startswith("attachment")
    assert mine.headers["X-Content-Type-Options"] == "nosniff"
    assert server.ask(element["url"], cookie=server.cookie(CHEN)).status == 404
    assert server.ask(element["url"]).status == 401


def test_feedback_reaches_only_ones_own_messages(chat: Any, server: Any) -> None:
    chat.say("hello")
    step = next(d for name, d in chat.events if name == "new_message" and d["type"] == "assistant_message")["id"]

    def rate(cookie: str, value: int) -> None:
        server.ask(
            "/feedback",
            {"feedback": {"forId": step, "value": value}, "sessionId": chat.session},
            method="PUT",
            cookie=cookie,
        )

    rate(chat.cookie, 1)
    rate(server.cookie(CHEN), 0)
    steps = server.ask(f"/project/thread/{chat.thread}", cookie=chat.cookie).json["steps"]
    assert [s["feedback"]["value"] for s in steps if s.get("feedback")] == [1]


def listed(server: Any, cookie: str, search: str = "") -> list[dict[str, Any]]:
    asked = {"pagination": {"first": 50}, "filter": {"search": search} if search else {}}
    found: list[dict[str, Any]] = server.ask("/project/threads", asked, cookie=cookie).json["data"]
    return found


def refused(connect: Callable[[], Any]) -> bool:
    from socketio.exceptions import ConnectionError as Refused

    try:
        connect()
    except Refused:
        return True
    return False
