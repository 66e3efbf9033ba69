"""The front page: every probe's last result, in Indonesian and English, without a script."""

from collections.abc import Mapping
from datetime import datetime
from html import escape

from monitor.model import Outcome, ProbeInfo, Result, Roster
from monitor.text import clean

DETAIL_CHARACTERS = 200
_RESULTS = {
    Result.OK: ("baik", "ok"),
    Result.DEGRADED: ("terganggu", "degraded"),
    Result.FAILED: ("gagal", "failed"),
    Result.VOID: ("tanpa bukti", "no evidence"),
}
_WAITING = ("menunggu", "waiting")
_LINKS = (("/metrics", "metrics"), ("/-/healthy", "healthy"), ("/-/ready", "ready"))
_COLUMNS = (
    ("Pemeriksaan", "Probe"),
    ("Hasil", "Result"),
    ("Sebab", "Reason"),
    ("Lama", "Took"),
    ("Yang lalu", "Ago"),
)


def front_page(roster: Roster, last: Mapping[str, Outcome], now: datetime) -> str:
    """The page as HTML; `last` has the last outcome by probe id, `now` is in UTC."""
    names = {service.id: (service.name, service.name_en) for service in roster.services}
    services = dict.fromkeys(probe.service for probe in roster.probes)
    sections = []
    for service in services:
        probes = [probe for probe in roster.probes if probe.service == service]
        title = names.get(service, ("Kontrol jaringan sendiri", "Controls of our own network"))
        sections.append(_section(title, probes, last, now))
    return _page(roster.location, "\n".join(sections), now)


def _page(location: str, sections: str, now: datetime) -> str:
    links = "\n".join(f'<a href="{path}">{word}</a>' for path, word in _LINKS)
    return f"""<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="30">
<title>Pemantau JMO</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<h1>Pemantau JMO</h1>
<p>Hasil terakhir setiap pemeriksaan, dilihat dari {_safe(location)}.</p>
<p lang="en">The last result of every probe, as seen from {_safe(location)}.</p>
<p>{now:%Y-%m-%d %H:%M:%S} UTC</p>
<nav>
{links}
</nav>
{sections}
</body>
</html>
"""


def _section(
    title: tuple[str, str], probes: list[ProbeInfo], last: Mapping[str, Outcome], now: datetime
) -> str:
    head = "".join(f'<th scope="col">{_both(column)}</th>' for column in _COLUMNS)
    rows = "\n".join(_row(probe, last.get(probe.id), now) for probe in probes)
    return f"""<h2>{_both(title)}</h2>
<table>
<thead><tr>{head}</tr></thead>
<tbody>
{rows}
</tbody>
</table>"""


def _row(probe: ProbeInfo, outcome: Outcome | None, now: datetime) -> str:
    name = f'<td class="probe" title="{_safe(probe.target)}">{_safe(probe.id)}</td>'
    if outcome is None:
        return f'<tr>{name}<td class="result waiting" colspan="4">{_both(_WAITING)}</td></tr>'
    words = _both(_RESULTS[outcome.result])
    ago = max(0.0, (now - outcome.started_at).total_seconds())
    return (
        f'<tr>{name}<td class="result {outcome.result}">{words}</td>'
        f'<td class="why" title="{_safe(outcome.detail)}">{_safe(outcome.reason or "")}</td>'
        f'<td class="number">{outcome.duration_seconds:.3f} s</td>'
        f'<td class="number">{ago:.0f} s</td></tr>'
    )


def _both(words: tuple[str, str]) -> str:
    """Indonesian, then English where that is another word."""
    indonesian, english = map(_safe, words)
    if indonesian == english:
        return indonesian
    return f'{indonesian} <span lang="en">· {english}</span>'


def _safe(text: str) -> str:
    return escape(clean(text, DETAIL_CHARACTERS))
