"""A real headless Chromium on a real server with the demo company; every request to another host fails the test."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SCREENS = ROOT / "artifacts" / "screens"
PASSWORD = "open sesame"
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
]
WELCOME = {"en": ("maya@example.com", "en-US"), "zh": ("chen@example.com", "zh-CN")}


@dataclass(frozen=True)
class Demo:
    """The running server."""

    base: str
    home: Path


@dataclass
class Visit:
    """Somebody's page of the chat."""

    demo: Demo
    page: Page
    language: str
    size: str
    outside: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def sign_in(self, password: str = PASSWORD) -> "Visit":
        self.page.goto(self.demo.base)
        self.page.wait_for_selector("#password")
        self.page.fill("#email", WELCOME[self.language][0])
        self.page.fill("#password", password)
        self.page.click("button[type=submit]")
        return self

    def ready(self) -> "Visit":
        """Wait until the next message could be sent."""
        self.page.wait_for_selector("#chat-submit", timeout=60_000)
        self.page.wait_for_function("() => !document.querySelector('.loading-shimmer, .blinking-cursor')")
        self.page.wait_for_timeout(200)
        return self

    def new_chat(self) -> "Visit":
        self.page.click("#new-chat-button >> visible=true")
        self.page.wait_for_selector("#starters")
        self.page.wait_for_timeout(300)
        return self.ready()

    def click_starter(self, words: str) -> "Visit":
        self.page.click(f"#starters button:has-text('{words}') >> visible=true")
        self.page.wait_for_selector("[data-step-type=assistant_message]", timeout=60_000)
        return self.ready()

    def say(self, words: str) -> "Visit":
        before = self.page.locator("[data-step-type=assistant_message]").count()
        self.page.fill("#chat-input", words)
        self.page.press("#chat-input", "Enter")
        self.page.wait_for_function(
            f"() => document.querySelectorAll('[data-step-type=assistant_message]').length > {before}", timeout=60_000
        )
        return self.ready()

    def shot(self, name: str) -> None:
        """A picture of the page as it is, for people to look at."""
        SCREENS.mkdir(parents=True, exist_ok=True)
        self.page.wait_for_timeout(500)
        self.page.screenshot(path=SCREENS / f"{self.language}-{self.size}-{name}.png", animations="disabled")

    def settle(self, selector: str) -> None:
        """Bring something to the top of the page."""
        self.page.locator(selector).last.evaluate("e => e.scrollIntoView({block: 'start'})")
        self.page.wait_for_timeout(300)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """Parley on the demo company, started once for all browser tests."""
    folder = tmp_path_factory.mktemp("browser")
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    paths = [str(ROOT / "tests" / "offline"), str(ROOT)]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}
    env.pop("CHAINLIT_APP_ROOT", None)
    log = folder / "log.txt"
    with log.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, str(HERE / "demo_server.py"), str(folder / "home"), str(port)],
            cwd=folder,
            env=env,
            stdout=out,
            stderr=out,
        )
    deadline = time.monotonic() + 170
    while "READY" not in log.read_text("utf-8", "replace"):
        assert server.poll() is None, log.read_text("utf-8", "replace")
        assert time.monotonic() < deadline, log.read_text("utf-8", "replace")
        time.sleep(0.1)
    yield Demo(f"http://127.0.0.1:{port}", folder / "home")
    server.terminate()
    server.wait(30)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser per module, never longer: while Playwright is open its event loop counts as running, and asyncio.run() is refused."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("needs chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def open_page(demo: Demo, chromium: Browser) -> Iterator[Callable[..., Visit]]:
    """Open a page: `open_page("zh", "phone")`; when the module ends, no request may have gone anywhere else."""
    visits: list[Visit] = []

    def open_one(language: str, size: str, *, dark: bool = False) -> Visit:
        width, height = SIZES[size]
        context = chromium.new_context(
            locale=WELCOME[language][1],
            viewport={"width": width, "height": height},
            has_touch=size == "phone",
            timezone_id="Asia/Shanghai",
        )
        if dark:
            context.add_init_script("localStorage.setItem('vite-ui-theme', 'dark')")
        page = context.new_page()
        page.set_default_timeout(30_000)
        visit = Visit(demo, page, language, size)
        page.on(
            "request",
            lambda r: visit.outside.append(r.url) if not r.url.startswith((demo.base, "data:", "blob:")) else None,
        )
        page.on("pageerror", lambda e: visit.troubles.append(str(e)))
        page.on("console", lambda m: visit.troubles.append(m.text) if "Content Security Policy" in m.text else None)
        visits.append(visit)
        return visit

    yield open_one
    for visit in visits:
        visit.page.context.close()
    assert [url for v in visits for url in v.outside] == []
    assert [trouble for v in visits for trouble in v.troubles] == []


@pytest.fixture
def deal(demo: Demo) -> Callable[[str], dict[str, Any]]:
    """A deal as the store holds it now, by its reference: {"stage", "amount", "seats"}."""
    from crm_store.store import Store

    def read(ref: str) -> dict[str, Any]:
        store = Store.in_folder(demo.home)
        try:
            with store.session(store.actor("admin@example.com")) as crm:
                record: Any = crm.get("deal", int(ref.removeprefix("D-")))
                stage: Any = crm.get("stage", record.stage_id)
                return {"stage": stage.name, "amount": record.amount, "seats": record.seats}
        finally:
            store.close()

    return read
