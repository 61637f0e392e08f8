"""A real headless Chromium in front of a real server on a populated network."""

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler

from config import Config
from eboard.app import create_app
from eboard.core.db import db
from eboard.core.jobs import registered
from tests.conftest import close_connections, migrate

AXE = (Path(__file__).parent.parent / "vendor" / "axe.min.js").read_text()
# Nothing that a browser does on its own may reach for the network.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


class Handler(WSGIRequestHandler):
    """Gives up a connection that a browser opened and never used."""

    timeout = 30


class PooledServer(BaseWSGIServer):
    """Serves from threads that stay: each new one would have to be traced anew, and two at once cannot be."""

    multithread = True

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.pool = ThreadPoolExecutor(64)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.pool.submit(self._answer, request, client_address)

    def server_close(self) -> None:
        super().server_close()
        self.pool.shutdown(wait=False)

    def _answer(self, request: Any, client_address: Any) -> None:
        try:
            self.finish_request(request, client_address)
        except Exception:  # noqa: BLE001 - as socketserver does: one request may not end the others
            self.handle_error(request, client_address)
        finally:
            self.shutdown_request(request)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("EBOARD_CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.fail("The browser tests need Chromium: install it, or set EBOARD_CHROMIUM to its path.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


class Site:
    """A served application."""

    def __init__(self, app: Flask, url: str) -> None:
        self.app = app
        self.url = url

    def run(self, job: str) -> int:
        """Run a job now, as the scheduler would."""

        def work() -> int:
            with self.app.app_context():
                handled = registered()[job].run()
                db.session.remove()
                return handled

        return copy_context().run(work)

    def mails(self) -> list[EmailMessage]:
        """What was sent, oldest first."""
        folder: Path = self.app.config["EBOARD"].mail_dir
        files = sorted(folder.glob("*.eml"))
        return [message_from_bytes(file.read_bytes(), policy=default) for file in files]


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory, config_for: Callable[..., Config]) -> Iterator[Callable[..., Site]]:
    """Serve an application on a SQLite database of its own; ``fill`` populates it first."""
    running = []

    def start(fill: Callable[[Flask], object], **settings: object) -> Site:
        folder = tmp_path_factory.mktemp("site")
        app = create_app(config_for(f"sqlite:///{folder}/eboard.sqlite", mail_dir=folder / "mail", **settings))
        migrate(app)
        fill(app)
        server = PooledServer("127.0.0.1", 0, app, Handler)
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        running.append((app, server, thread))
        return Site(app, f"http://127.0.0.1:{server.port}")

    yield start
    for app, server, thread in running:
        server.shutdown()
        thread.join()
        server.server_close()
        with app.app_context():
            close_connections()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page of a size and colour scheme; errors of its scripts and refused requests fail the test."""
    contexts, problems = [], []

    def start(width: int = 1440, height: int = 1000, scheme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]
            reduced_motion="reduce",
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda said: problems.append(said.text) if "Content Security Policy" in said.text else None)
        contexts.append(context)
        return page

    yield start
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """What axe finds on a page under WCAG 2.2 A and AA: rule, help and place of each violation."""

    def check(page: Page) -> list[str]:
        page.evaluate(AXE)
        found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})")
        return [
            f"{violation['id']}: {violation['help']} at {node['target']}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]

    return check
