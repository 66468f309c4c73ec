"""Telling an operator that something broke: a webhook, mail, or both, when they are set up.

`TONGBAO_ALERT_WEBHOOK` is an address that takes a JSON object by POST: `{text, home, facts}`; `text` alone is
what chat programs show. `TONGBAO_ALERT_MAIL` is who gets a mail, `TONGBAO_SMTP` the server that sends it:
`smtp://user:password@host:587` (STARTTLS where the server has it) or `smtps://…:465`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

WEBHOOK, MAIL, SMTP = "TONGBAO_ALERT_WEBHOOK", "TONGBAO_ALERT_MAIL", "TONGBAO_SMTP"
_TIMEOUT_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing that broke: a line for a person, and the facts behind it."""

    text: str
    home: str
    facts: Sequence[str] = ()


def is_set_up(environment: Mapping[str, str] = os.environ) -> bool:
    return bool(environment.get(WEBHOOK) or environment.get(MAIL))


def send(alert: Alert, environment: Mapping[str, str] = os.environ) -> list[str]:
    """Send it every way that is set up; return a line for each way that failed, never raise for one."""
    failures = []
    for variable, way in ((WEBHOOK, _post), (MAIL, _mail)):
        if not environment.get(variable):
            continue
        try:
            way(alert, environment)
        except Exception as error:  # one way that is broken must not hide the other
            failures.append(f"{variable}: not sent ({type(error).__name__}: {error}); check the setting")
    return failures


def _post(alert: Alert, environment: Mapping[str, str]) -> None:
    import httpx
    import stamina

    body = {"text": alert.text, "home": alert.home, "facts": list(alert.facts)}
    for attempt in stamina.retry_context(on=httpx.TransportError, attempts=3, timeout=_TIMEOUT_SECONDS):
        with attempt:
            httpx.post(environment[WEBHOOK], json=body, timeout=_TIMEOUT_SECONDS).raise_for_status()


def _mail(alert: Alert, environment: Mapping[str, str]) -> None:
    import smtplib

    server = urlsplit(environment.get(SMTP, ""))
    if server.scheme not in ("smtp", "smtps") or not server.hostname:
        raise ValueError(f"{SMTP} must be smtp://user:password@host:587 or smtps://user:password@host:465")
    message = EmailMessage()
    message["Subject"] = f"[tongbao] {alert.text.splitlines()[0][:120]}"
    message["To"] = environment[MAIL]
    user = unquote(server.username or "")
    message["From"] = user if "@" in user else environment[MAIL]
    message.set_content("\n".join([alert.text, "", *alert.facts, "", alert.home]))
    connect = smtplib.SMTP_SSL if server.scheme == "smtps" else smtplib.SMTP
    with connect(server.hostname, server.port or 0, timeout=_TIMEOUT_SECONDS) as connection:
        if server.scheme == "smtp" and connection.has_extn("starttls"):
            connection.starttls()
        if user:
            connection.login(user, unquote(server.password or ""))
        connection.send_message(message)
