"""The server: health, sign-in, files, and the chat at "/", behind the guards. It refuses to start when that would be unsafe."""

import asyncio
import gc
import importlib
import logging
import os
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from assistant.errors import SettingProblem
from assistant.settings import Settings
from assistant.surfaces import chat_home, guards
from assistant.surfaces.running import Talks, run_with

if TYPE_CHECKING:
    from fastapi import FastAPI

log = logging.getLogger("parley.server")

REPORTS_EVERY_S = 30
"""How often the server looks for scheduled reports that are due."""


def serve(settings: Settings, *, assistant: Talks | None = None, ready: Callable[[str], None] | None = None) -> None:
    """Serve until told to stop. `ready` is called once with the address, when the first page can be asked for.

    Raises:
        SettingProblem: a setting makes it unsafe, or the port is taken; nothing was started.
        StoreError: there is no store yet.
    """
    check(settings)
    _free(settings.host, settings.port)
    secret = chat_home.cookie_secret(settings.home)
    talks = assistant or _open(settings)
    app = create_app(settings, talks, secret, ready=ready)
    import uvicorn

    uvicorn.Server(
        uvicorn.Config(
            app, host=settings.host, port=settings.port, log_level="warning", access_log=False, server_header=False,
            ws_max_size=guards.MAX_FRAME + 2**20, timeout_graceful_shutdown=5,
        )
    ).run()  # fmt: skip


def check(settings: Settings) -> None:
    """SettingProblem when serving like this would be unsafe; its sentence says what to set."""
    remote = not guards.is_loopback(settings.host)
    if remote and not (settings.allow_remote and settings.origins.strip()):
        raise SettingProblem(
            f"{settings.host} can be reached from other machines. Set PARLEY_ALLOW_REMOTE=true and PARLEY_ORIGINS to the address "
            "people will use, such as https://crm.company.com, or serve on 127.0.0.1.",
            f"{settings.host} 可被其他机器访问。请设置 PARLEY_ALLOW_REMOTE=true，并把 PARLEY_ORIGINS 设为用户访问的地址"
            "（例如 https://crm.company.com），或改用 127.0.0.1。",
        )
    for origin in filter(None, (o.strip() for o in settings.origins.split(","))):
        if "*" in origin or not origin.startswith(("https://", "http://")):
            raise SettingProblem(
                f"PARLEY_ORIGINS holds “{origin}”. Give whole addresses such as https://crm.company.com, separated by commas, no wildcards.",
                f"PARLEY_ORIGINS 中的“{origin}”无效。请给出完整地址，例如 https://crm.company.com，用逗号分隔，不能使用通配符。",
            )
    refused = {
        "CHAINLIT_COOKIE_SAMESITE": ("none",),
        "CHAINLIT_CUSTOM_AUTH": None,
        "CHAINLIT_DEBUG": None,
        "CHAINLIT_CUSTOM_AUTH_SECRET": None,
    }
    for name, values in refused.items():
        held = os.environ.get(name, "").strip().casefold()
        if held and held not in ("0", "false") and (values is None or held in values):
            raise SettingProblem(
                f"{name} makes the chat unsafe. Unset it and start again.",
                f"{name} 会使聊天不安全，请取消该设置后重新启动。",
            )


def create_app(
    settings: Settings, assistant: Talks, secret: str, *, ready: Callable[[str], None] | None = None
) -> "FastAPI":
    """The whole server as an ASGI app; the chat comes last, because it takes every path the others leave."""
    origins = guards.origins_of(settings.host, settings.port, settings.origins)
    chat_home.prepare(settings.home, origins)
    os.environ["CHAINLIT_AUTH_SECRET"] = secret
    run_with(assistant)

    from fastapi import FastAPI
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if assistant.memory is not None:
            assistant.memory.start()
        opened = asyncio.create_task(_opened(settings, assistant, ready))
        clock = asyncio.create_task(_reports(settings, assistant))
        yield
        opened.cancel()
        clock.cancel()
        await asyncio.to_thread(assistant.close)

    app = FastAPI(title="Parley", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    _health(app, assistant)
    from assistant.surfaces import chat_mount

    page = chat_mount.mount(app, assistant, origins)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=guards.hosts_of(origins))
    app.add_middleware(guards.Envelope, policy=guards.content_policy(page, origins), origins=origins)
    return app


def _health(app: "FastAPI", assistant: Talks) -> None:
    from starlette.responses import JSONResponse

    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz")
    async def readyz() -> JSONResponse:
        """Whether the store answers, and whether the index does; without the index the chat works, with a notice."""
        try:
            store = await asyncio.to_thread(assistant.store.ready)
        except Exception:
            log.exception("the store did not answer")
            store = False
        index = assistant.memory is not None and assistant.memory.notice() is None
        return JSONResponse({"ready": store, "store": store, "index": index}, 200 if store else 503)


def _open(settings: Settings) -> Talks:
    from assistant.conversation import Assistant

    return Assistant.open(settings)


def _free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise SettingProblem(
                f"Port {port} on {host} is taken. Stop what runs there, or choose another: parley serve --port {port + 1}",
                f"{host} 的端口 {port} 已被占用。请停止占用它的程序，或换一个端口：parley serve --port {port + 1}",
            ) from None


async def _opened(settings: Settings, assistant: Talks, ready: Callable[[str], None] | None) -> None:
    """Say the address once somebody would get an answer there; then load what the first turn would wait for."""
    while True:
        try:
            _, writer = await asyncio.open_connection(settings.host, settings.port)
        except OSError:
            await asyncio.sleep(0.05)
            continue
        writer.close()
        break
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    if ready is not None:
        ready(f"http://{host}:{settings.port}")
    await asyncio.to_thread(_warm, assistant)


async def _reports(settings: Settings, assistant: Talks) -> None:
    """Make the scheduled reports that are due, again and again; what is claimed twice by two servers runs once."""
    while True:
        await asyncio.sleep(REPORTS_EVERY_S)
        try:
            reporting = await asyncio.to_thread(importlib.import_module, "assistant.reporting")
            await asyncio.to_thread(reporting.run_due, assistant.store, settings)
        except Exception:
            log.exception("the scheduled reports could not be looked through")


def _warm(assistant: Talks) -> None:
    """Load what the first turn would wait for, sample the tables, and keep what stays out of the garbage collector's rounds."""
    importlib.import_module("assistant.thinking")
    with suppress(Exception):
        assistant.store.tune()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
