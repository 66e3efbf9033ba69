"""Certificates of the demonstration: minted at its start, trusted by it alone."""

import ssl
from datetime import datetime, timedelta
from pathlib import Path

import trustme

from monitor.demo.hosts import EXPIRING

_DAY = timedelta(days=1)
_GOOD_DAYS = 90
_EXPIRING_DAYS = 5


class Authority:
    """Signs for whoever asks, and keeps no key outside of this process."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._authority = trustme.CA(organization_name="Peragaan Pemantau JMO")

    def write_root(self, file: Path) -> None:
        """Write what the monitor has to trust, in PEM."""
        self._authority.cert_pem.write_to_path(file)

    def good(self, host: str) -> ssl.SSLContext:
        """A server's context with a certificate that holds, for some time at least."""
        days = _EXPIRING_DAYS if host == EXPIRING else _GOOD_DAYS
        return self._context(host, self._now - _DAY, self._now + days * _DAY)

    def expired(self, host: str) -> ssl.SSLContext:
        """The same with one that was good until yesterday."""
        return self._context(host, self._now - 30 * _DAY, self._now - _DAY)

    def _context(self, host: str, since: datetime, until: datetime) -> ssl.SSLContext:
        leaf = self._authority.issue_cert(host, common_name=host, not_before=since, not_after=until)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        leaf.configure_cert(context)
        return context
