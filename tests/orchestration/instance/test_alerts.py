"""Alerts: every way that is set up is tried, and a way that is broken is said, not raised."""

from __future__ import annotations

import json
import smtplib
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from pipelines.orchestration.instance.alerts import Alert, is_set_up, send

ALERT = Alert(
    "ingest: 1 check failed: a.pdf: The file is empty.",
    "/srv/tongbao",
    ("raw/documents no_document_is_quarantined: 3",),
)


@pytest.fixture
def hook() -> Iterator[tuple[str, list[dict[str, object]]]]:
    posted: list[dict[str, object]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(500 if self.path == "/broken" else 204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", posted
    server.shutdown()
    server.server_close()


class Mailbox:
    """Stands for the mail server: keeps what is sent, and how."""

    sent: list[EmailMessage]
    calls: list[tuple[object, ...]]

    def __init__(self, host: str, port: int, timeout: float) -> None:
        Mailbox.sent, Mailbox.calls = [], [("connect", host, port)]

    def __enter__(self) -> Mailbox:
        return self

    def __exit__(self, *_: object) -> None: ...

    def has_extn(self, name: str) -> bool:
        return name == "starttls"

    def starttls(self) -> None:
        self.calls.append(("starttls",))

    def login(self, user: str, password: str) -> None:
        self.calls.append(("login", user, password))

    def send_message(self, message: EmailMessage) -> None:
        self.sent.append(message)


def test_nothing_is_sent_where_nothing_is_set_up() -> None:
    assert not is_set_up({"TONGBAO_SMTP": "smtp://a"})
    assert send(ALERT, {}) == []


def test_a_webhook_gets_text_home_and_facts(hook: tuple[str, list[dict[str, object]]]) -> None:
    address, posted = hook
    assert send(ALERT, {"TONGBAO_ALERT_WEBHOOK": address}) == []
    assert posted == [
        {
            "text": "ingest: 1 check failed: a.pdf: The file is empty.",
            "home": "/srv/tongbao",
            "facts": ["raw/documents no_document_is_quarantined: 3"],
        }
    ]


def test_a_mail_goes_over_starttls_with_the_password_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtplib, "SMTP", Mailbox)
    settings = {
        "TONGBAO_ALERT_MAIL": "ops@example.org",
        "TONGBAO_SMTP": "smtp://bot%40example.org:a%2Fb@mail.example.org:587",
    }
    assert send(ALERT, settings) == []
    assert Mailbox.calls == [
        ("connect", "mail.example.org", 587),
        ("starttls",),
        ("login", "bot@example.org", "a/b"),
    ]
    message = Mailbox.sent[0]
    assert (message["To"], message["From"]) == ("ops@example.org", "bot@example.org")
    assert message["Subject"] == "[tongbao] ingest: 1 check failed: a.pdf: The file is empty."
    assert "no_document_is_quarantined: 3" in message.get_content()


def test_a_broken_way_is_said_and_does_not_hide_the_other(
    hook: tuple[str, list[dict[str, object]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtplib, "SMTP", Mailbox)
    address, _ = hook
    settings = {
        "TONGBAO_ALERT_WEBHOOK": f"{address}/broken",
        "TONGBAO_ALERT_MAIL": "ops@example.org",
        "TONGBAO_SMTP": "smtp://mail.example.org:25",
    }
    failures = send(ALERT, settings)
    assert len(failures) == 1 and "TONGBAO_ALERT_WEBHOOK" in failures[0] and "500" in failures[0]
    assert len(Mailbox.sent) == 1


def test_mail_without_a_server_says_how_to_name_one() -> None:
    (failure,) = send(ALERT, {"TONGBAO_ALERT_MAIL": "ops@example.org"})
    assert "TONGBAO_SMTP must be smtp://" in failure
