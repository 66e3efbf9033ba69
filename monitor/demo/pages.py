"""What the stand-ins answer, as bytes on the wire."""

import json
from http import HTTPStatus

from monitor.demo.conduct import Conduct
from monitor.demo.hosts import CONTROL

OLD_VERSION, NEW_VERSION = "2.19.0", "2.19.1"
_RELEASED = {OLD_VERSION: "2025-07-14T03:00:00Z", NEW_VERSION: "2025-08-05T03:00:00Z"}
_SAID = {
    Conduct.BROKEN: "Akun tidak ditemukan",
    Conduct.MAINTENANCE: "Sistem kami sedang dalam pemeliharaan",
}
_STATUS = {
    Conduct.BROKEN: HTTPStatus.INTERNAL_SERVER_ERROR,
    Conduct.MAINTENANCE: HTTPStatus.SERVICE_UNAVAILABLE,
}


def answer(service: str, host: str, conduct: Conduct) -> bytes:
    """The whole answer of a host, after which the connection closes."""
    status = _STATUS.get(conduct, HTTPStatus.NO_CONTENT if service == CONTROL else HTTPStatus.OK)
    kind, body = _listing(conduct) if host.startswith("apps.") else _page(host, conduct)
    if status is HTTPStatus.NO_CONTENT:
        return _head(status, "Connection: close")
    length = f"Content-Length: {len(body)}"
    return _head(status, f"Content-Type: {kind}", length, "Connection: close") + body


def _head(status: HTTPStatus, *headers: str) -> bytes:
    lines = (f"HTTP/1.1 {status.value} {status.phrase}", *headers, "", "")
    return "\r\n".join(lines).encode()


def _page(host: str, conduct: Conduct) -> tuple[str, bytes]:
    said = _SAID.get(conduct, "Selamat datang")
    text = (
        f'<!doctype html><html lang="id"><title>{host}</title>'
        f"<h1>{said}</h1><p>Peragaan: server ini tiruan, bukan JMO yang sebenarnya.</p>"
    )
    return "text/html; charset=utf-8", text.encode()


def _listing(conduct: Conduct) -> tuple[str, bytes]:
    """The answer to a look-up, in the form of Apple's."""
    version = NEW_VERSION if conduct is Conduct.UPDATED else OLD_VERSION
    app = {
        "trackName": "JMO (peragaan)",
        "bundleId": "example.jmo",
        "version": version,
        "currentVersionReleaseDate": _RELEASED[version],
        "minimumOsVersion": "12.0",
    }
    return "application/json", json.dumps({"resultCount": 1, "results": [app]}).encode()
