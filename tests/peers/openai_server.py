"""An OpenAI-compatible server on loopback that answers by a script, well or badly: every byte of the answer is the test's to choose."""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import uuid4


@dataclass(frozen=True)
class Call:
    """A tool call as a model writes it: `args` is JSON text, or a mapping that becomes such."""

    name: str
    args: Any = ""
    id: str = ""

    @property
    def text(self) -> str:
        return self.args if isinstance(self.args, str) else json.dumps(self.args, ensure_ascii=False)


@dataclass(frozen=True)
class Answer:
    """One answer of the server.

    Args:
        finish: the finish reason; "" leaves it out; None is the right one.
        end: `done` ends the stream as it should, `clean` closes it without `[DONE]`, `reset` tears the connection down.
        raw: sent as the whole body instead, with `content_type`.
        gap: seconds between the pieces of a stream; `wait` before the answer starts.
    """

    text: str | None = ""
    calls: Sequence[Call] = ()
    finish: str | None = None
    end: str = "done"
    usage: bool = True
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: str | None = None
    content_type: str = "application/json"
    gap: float = 0.0
    wait: float = 0.0
    choices: bool = True

    @property
    def reason(self) -> str | None:
        if self.finish is not None:
            return self.finish or None
        return "tool_calls" if self.calls else "stop"


@dataclass(frozen=True)
class Seen:
    """One request: its body, its headers and when it came in (`time.perf_counter`)."""

    body: dict[str, Any]
    headers: dict[str, str]
    at: float

    @property
    def messages(self) -> list[dict[str, Any]]:
        return list(self.body["messages"])

    @property
    def text(self) -> str:
        """Everything the model was told."""
        return json.dumps(self.body["messages"], ensure_ascii=False)


Script = Callable[[dict[str, Any]], Answer] | Sequence[Answer]


class OpenAIPeer:
    """A server in a thread of its own; `script` is a function of the request, or answers in order, the last one for good."""

    def __init__(self, script: Script = (Answer("…"),)) -> None:
        self.script = script
        self.seen: list[Seen] = []
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="openai-peer", daemon=True)
        self._served = 0

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def plan(self, *answers: Answer) -> None:
        """Answer with these from now on."""
        self.script, self._served = answers, 0
        self.seen.clear()

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._client, "127.0.0.1", 0, limit=2**24)
        self.port: int = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._one(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        headers = {
            k.strip().casefold(): v.strip() for k, _, v in (line.partition(":") for line in head.split("\r\n")[1:])
        }
        body = json.loads(await reader.readexactly(int(headers.get("content-length", 0))) or b"{}")
        self.seen.append(Seen(body, headers, time.perf_counter()))
        answer = self._next(body)
        if answer.wait:
            await asyncio.sleep(answer.wait)
        if answer.end == "reset" and answer.raw is None and not answer.text and not answer.calls:
            writer.transport.abort()
            return
        pieces, kind = self._body(answer, body)
        lines = [f"HTTP/1.1 {answer.status} Scripted", f"content-type: {kind}", "connection: close"]
        lines += [f"{k}: {v}" for k, v in answer.headers.items()]
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        for piece in pieces:
            writer.write(piece.encode())
            if answer.gap:
                await writer.drain()
                await asyncio.sleep(answer.gap)
        await writer.drain()
        if answer.end == "reset":
            await asyncio.sleep(0.02)
            writer.transport.abort()

    def _next(self, body: dict[str, Any]) -> Answer:
        if callable(self.script):
            return self.script(body)
        self._served += 1
        if not self.script:
            return Answer("Nothing was planned.")
        return self.script[min(self._served, len(self.script)) - 1]

    def _body(self, answer: Answer, body: dict[str, Any]) -> tuple[Iterator[str], str]:
        if answer.raw is not None:
            return iter((answer.raw,)), answer.content_type
        if answer.status >= 400:
            error = {"error": {"message": f"scripted {answer.status}", "type": "scripted", "code": None}}
            return iter((json.dumps(error),)), "application/json"
        if body.get("stream"):
            return _stream(answer, body), "text/event-stream"
        return iter((json.dumps(_whole(answer, body)),)), "application/json"


def _stream(answer: Answer, body: dict[str, Any]) -> Iterator[str]:
    base = {
        "id": f"chatcmpl-{uuid4().hex}",
        "object": "chat.completion.chunk",
        "created": int(time.time()),
        "model": body["model"],
    }

    def event(delta: dict[str, Any], finish: str | None = None) -> str:
        choices = [{"index": 0, "delta": delta, "finish_reason": finish}] if answer.choices else []
        return "data: " + json.dumps({**base, "choices": choices}, ensure_ascii=False) + "\n\n"

    yield event({"role": "assistant", "content": None if answer.text is None else ""})
    text = answer.text or ""
    size = max(4, len(text) // 400)
    for at in range(0, len(text), size):
        yield event({"content": text[at : at + size]})
    for index, call in enumerate(answer.calls):
        number = call.id or f"call_{uuid4().hex[:12]}"
        yield event(
            {
                "tool_calls": [
                    {"index": index, "id": number, "type": "function", "function": {"name": call.name, "arguments": ""}}
                ]
            }
        )
        size = max(7, len(call.text) // 400)
        for at in range(0, len(call.text), size):
            yield event({"tool_calls": [{"index": index, "function": {"arguments": call.text[at : at + size]}}]})
    if answer.end != "done":
        return
    yield event({}, answer.reason)
    if answer.usage and (body.get("stream_options") or {}).get("include_usage"):
        yield "data: " + json.dumps({**base, "choices": [], "usage": _USAGE}) + "\n\n"
    yield "data: [DONE]\n\n"


def _whole(answer: Answer, body: dict[str, Any]) -> dict[str, Any]:
    calls = [
        {"id": c.id or f"call_{i}", "type": "function", "function": {"name": c.name, "arguments": c.text}}
        for i, c in enumerate(answer.calls)
    ]
    message = {"role": "assistant", "content": answer.text or None, **({"tool_calls": calls} if calls else {})}
    return {
        "id": "chatcmpl-1", "object": "chat.completion", "created": int(time.time()), "model": body["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": answer.reason}], **({"usage": _USAGE} if answer.usage else {}),
    }  # fmt: skip


_USAGE = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
