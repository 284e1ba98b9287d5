"""A turn in the chat, over the wire: what arrives, what never does, and what happens when it is stopped or goes wrong."""

import json
import re
from pathlib import Path
from typing import Any


def test_a_reply_streams_with_its_step_folded_and_its_table_drawn(chat: Any) -> None:
    chat.say("table of deals")
    assert any(name == "stream_token" for name, _ in chat.events)
    steps = [d for name, d in chat.events if name == "update_message" and d["type"] == "tool"]
    assert [(s["name"], s["output"], s["defaultOpen"]) for s in steps] == [("Looked up records", "3 deals", False)]
    (table,) = chat.drawn("DataTable")
    assert table["columns"] == ["Deal", "Stage", "Amount", "Close date"]
    assert (len(table["rows"]), table["total"], table["refs"][0]) == (5, 42, "D-1")


def test_steps_are_named_in_the_language_of_the_message(chat: Any) -> None:
    chat.say("我的商机")
    assert {d["name"] for name, d in chat.events if name == "new_message" and d["type"] == "tool"} == {"查找记录"}


def test_footnotes_lead_to_the_sources_below(chat: Any) -> None:
    chat.say("table of deals")
    assert "at €5,000.00[1](#source-1), owned by Maya[2](#source-2)." in chat.replies[-1]
    (sources,) = chat.drawn("Sources")
    assert [(s["n"], s["ref"], s["quote"]) for s in sources["sources"]] == [
        (1, "A-88", "They want 50 seats and a quote before Friday."),
        (2, "D-5", "Maya Ortiz"),
    ]


def test_a_question_is_drawn_as_buttons_that_say_the_answer(chat: Any) -> None:
    chat.say("which ana")
    (question,) = chat.drawn("Choices")
    assert [(c["label"], c["say"]) for c in question["choices"]] == [
        ("Ana Ruiz (Acme)", "Ana Ruiz"),
        ("Ana Lim (Globex)", "Ana Lim"),
    ]


def test_a_reply_holds_no_images(chat: Any) -> None:
    chat.say("image please")
    everything = json.dumps(chat.events)
    assert "![" not in everything


def test_an_exception_stays_in_the_log(chat: Any, server: Any) -> None:
    chat.say("explode")
    assert "hunter2" not in json.dumps(chat.events)
    (said,) = chat.replies
    number = re.findall(r"\b[0-9a-f]{8}\b", said)[0]
    assert number in server.said()
    chat.say("hello")
    assert chat.replies == ["You said: hello"]


def test_what_the_person_can_mend_is_said_in_their_language(chat: Any) -> None:
    chat.say("refuse this")
    assert chat.replies == ["Amount cannot be -5. Give an amount from 0."]
    chat.say("refuse 这个")
    assert chat.replies == ["金额不能是 -5。"]


def test_a_message_of_a_megabyte_gets_a_sentence_and_the_line_holds(chat: Any) -> None:
    chat.say("x" * 1_200_000)
    assert "more than 200 KB" in chat.replies[-1]
    chat.say("hello")
    assert chat.replies == ["You said: hello"]


def test_an_empty_message_gets_a_sentence(chat: Any) -> None:
    chat.say("   ")
    assert chat.replies == ["Your message is empty. Type a question, or tell me what happened."]


def test_stop_ends_the_turn_with_a_sentence_and_leaves_nothing_waiting(chat: Any) -> None:
    chat.say("slow answer", wait=False)
    while not any(name == "stream_token" for name, _ in chat.events):
        chat.io.sleep(0.05)
    chat.io.emit("stop")
    chat.ended()
    assert chat.replies[-1].endswith("Stopped. Nothing was changed.")
    last = [
        d for name, d in chat.events if name in ("new_message", "update_message") and d["type"] == "assistant_message"
    ][-1]
    assert last["streaming"] is False
    chat.say("hello")
    assert chat.replies == ["You said: hello"]


def test_a_dropped_csv_reaches_the_conversation_under_its_own_name(chat: Any, server: Any) -> None:
    file = upload(server, chat, "Q4 deals.csv", "text/csv", b"name,amount\nAcme,5\n")
    assert file.status == 200, file.body
    chat.say("", (file.json["id"],))
    assert chat.replies == ["Files: Q4 deals.csv (19 bytes)"]


def test_a_hostile_file_name_stays_inside_its_folder(chat: Any, server: Any) -> None:
    file = upload(server, chat, "../../..\\evil;rm -rf.csv", "text/csv", b"a\n")
    chat.say("", (file.json["id"],))
    assert chat.replies == ["Files: evil_rm -rf.csv (2 bytes)"]
    kept = [p for p in Path(server.home).rglob("evil*") if p.is_file()]
    assert kept
    assert all(p.is_relative_to(server.home / "files") for p in kept)


def test_files_that_are_not_csv_are_refused(chat: Any, server: Any) -> None:
    assert upload(server, chat, "page.html", "text/html", b"<script>1</script>").status == 400
    assert upload(server, chat, "page.html", "text/csv", b"<script>1</script>").status == 400


def upload(server: Any, chat: Any, name: str, kind: str, content: bytes) -> Any:
    edge = "parleytest"
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: {kind}\r\n\r\n'
    body = head.encode() + content + f"\r\n--{edge}--\r\n".encode()
    path = f"/project/file?session_id={chat.session}"
    return server.ask(path, body, cookie=chat.cookie, headers={"Content-Type": f"multipart/form-data; boundary={edge}"})
