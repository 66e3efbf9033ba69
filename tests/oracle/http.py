"""The http kind beside blackbox exporter's http module: of nginx, and of servers that break."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from tests.oracle.sides import (
    ALWAYS,
    CIPHER,
    JUDGED,
    NAME,
    PLAIN_HERE,
    REFUSED_SHOWN,
    SECURED,
    UNCONNECTED,
    VERIFIED,
    Aim,
    Case,
    Comparison,
    Ground,
    Stage,
)
from tests.oracle.stages import Make, at_port, endpoint, good
from tests.support.certificates import Authority
from tests.support.faults.tcp import close_at_once, reset_at_once, saying, silence
from tests.support.processes import free_ports, nginx
from tests.support.servers import Script, black_hole, head, refusing_port, respond, say

PAGE = "<title>JMO</title>\n" + "halaman JMO " * 200
LATER_SECONDS = 0.1
ANSWERED = ALWAYS | {
    "probe_http_status_code",
    "probe_http_version",
    "probe_http_redirects",
    "probe_http_content_length",
    "probe_http_uncompressed_body_length",
    "probe_http_ssl",
    "probe_failed_due_to_regex",
}
UNREAD = frozenset({"probe_http_uncompressed_body_length"})
"""There: Go closes the body of a redirect that is not followed."""
MODIFIED = frozenset({"probe_http_last_modified_timestamp_seconds"})
GZIP: Any = {"compression": "gzip", "headers": {"Accept-Encoding": "gzip"}}


def plain(path: str = "/") -> Stage:
    """A page of nginx."""
    return _of_nginx(0, "http", path)


def secure(path: str = "/") -> Stage:
    """A page of nginx over TLS."""
    return _of_nginx(1, "https", path)


def wrong(path: str = "/") -> Stage:
    """A page of nginx under another host's certificate."""
    return _of_nginx(2, "https", path)


def _of_nginx(place: int, scheme: str, path: str) -> Stage:
    @asynccontextmanager
    async def stage(ground: Ground) -> AsyncIterator[Aim]:
        yield _aim(f"{scheme}://127.0.0.1:{ground.ports[place]}{path}", ground)

    return stage


def at_url(where: Stage, *, tls: bool = False) -> Stage:
    """A server by its URL, not by its port."""

    @asynccontextmanager
    async def stage(ground: Ground) -> AsyncIterator[Aim]:
        async with where(ground) as aim:
            yield _aim(f"{'https' if tls else 'http'}://{aim.theirs}/", ground)

    return stage


def served(script: Script, pair: Make | None = None, *, host: str = "127.0.0.1") -> Stage:
    """A server that does as it is told, under TLS where there is a certificate."""
    return at_url(endpoint(script, pair, host=host), tls=pair is not None)


def _aim(url: str, ground: Ground) -> Aim:
    return Aim(url, {"url": url, "tls": ground.trust})


@contextmanager
def beside_nginx(folder: Path) -> Iterator[Ground]:
    """An authority, and nginx: plain, with a good certificate, and with another host's."""
    authority, ports = Authority(folder), free_ports(3)
    root = folder / "root"
    root.mkdir()
    for name in ("index.html", "chunked.html", "gzip.html"):
        (root / name).write_text(PAGE)
    pairs = {ports[1]: good(authority), ports[2]: authority.ending_soon("lain.example")}
    servers = _server(root, f"{ports[0]}", "")
    for port, pair in pairs.items():
        certificate, key = pair.write(folder, f"nginx-{port}")
        tls = f"ssl_certificate {certificate}; ssl_certificate_key {key};"
        servers += _server(root, f"{port} ssl http2", tls)
    with nginx(folder, servers, ports=ports):
        yield Ground(folder, authority, ports)


def _server(root: Path, listen: str, tls: str) -> str:
    return f"""
      server {{
        listen 127.0.0.1:{listen};
        {tls}
        root {root};
        absolute_redirect off;
        types {{ text/html html; }}
        add_header X-App jmo always;
        location /redirect {{ return 302 /again; }}
        location /again {{ return 301 /; }}
        location /204 {{ return 204; }}
        location /404 {{ return 404; }}
        location /503 {{ return 503 "tidak tersedia"; }}
        location /echo {{ return 200 "$request_method"; }}
        location /chunked.html {{ ssi on; }}
        location /gzip.html {{ gzip on; gzip_min_length 1; }}
      }}
    """


CASES = {
    "page": Case(at=plain(), both=ANSWERED | MODIFIED),
    "page_over_tls": Case(at=secure(), both=ANSWERED | SECURED | MODIFIED),
    "page_over_http_2": Case(
        at=secure(),
        theirs={"enable_http2": True},
        ours={"http2": True, "expect": {"http_versions": ["2"]}},
        both=ANSWERED | SECURED,
    ),
    "page_over_tls_1_2": Case(
        at=secure(),
        theirs={"tls_config": {"max_version": "TLS12"}},
        ours={"tls": {"max_version": "1.2"}},
        both=SECURED,
    ),
    "redirects": Case(at=plain("/redirect"), both=ANSWERED),
    "redirects_over_tls": Case(
        at=secure("/redirect"),
        both=ANSWERED | SECURED,
        facts={
            "probe_http_status_code": 200,
            "probe_http_redirects": 2,
            "probe_http_ssl": 1,
            "probe_http_uncompressed_body_length": len(PAGE),
            "probe_ip_protocol": 4,
        },
    ),
    "redirect_not_followed": Case(
        at=plain("/redirect"),
        theirs={"follow_redirects": False},
        ours={"redirects": {"follow": False}},
        both=ANSWERED,
        wrong_there=UNREAD,
        success=False,
    ),
    "redirect_expected": Case(
        at=plain("/redirect"),
        theirs={"follow_redirects": False, "valid_status_codes": [302]},
        ours={"redirects": {"follow": False}, "expect": {"status": [302]}},
        both=ANSWERED,
        wrong_there=UNREAD,
    ),
    "no_content": Case(at=plain("/204"), both=ANSWERED),
    "not_found": Case(at=plain("/404"), both=ANSWERED, success=False),
    "server_error": Case(at=plain("/503"), both=ANSWERED, success=False),
    "server_error_expected": Case(
        at=plain("/503"),
        theirs={"valid_status_codes": [503]},
        ours={"expect": {"status": [503]}},
        both=ANSWERED,
    ),
    "chunked": Case(at=plain("/chunked.html"), both=ANSWERED),
    "gzip": Case(at=plain("/gzip.html"), theirs=GZIP, ours={"compression": "gzip"}, both=ANSWERED),
    "head": Case(at=plain(), theirs={"method": "HEAD"}, ours={"method": "HEAD"}, both=ANSWERED),
    "post": Case(
        at=plain("/echo"),
        theirs={"method": "POST", "body": "JMO"},
        ours={"method": "POST", "body": "JMO"},
        both=ANSWERED,
    ),
    "body_matches": Case(
        at=plain(),
        theirs={"fail_if_body_not_matches_regexp": ["J[AM]O"]},
        ours={"expect": {"body": [{"matches": "J[AM]O"}]}},
        both=ANSWERED,
    ),
    "body_does_not_match": Case(
        at=plain(),
        theirs={"fail_if_body_not_matches_regexp": ["^tidak"]},
        ours={"expect": {"body": [{"matches": "^tidak"}]}},
        both=ANSWERED,
        success=False,
    ),
    "body_matches_what_it_must_not": Case(
        at=plain(),
        theirs={"fail_if_body_matches_regexp": ["J.O"]},
        ours={"expect": {"body": [{"not_matches": "J.O"}]}},
        both=ANSWERED,
        success=False,
    ),
    "header_matches": Case(
        at=plain(),
        theirs={"fail_if_header_not_matches": [{"header": "X-App", "regexp": "^jmo$"}]},
        ours={"expect": {"headers": [{"name": "X-App", "matches": "^jmo$"}]}},
        both=ANSWERED,
    ),
    "header_matches_what_it_must_not": Case(
        at=plain(),
        theirs={"fail_if_header_matches": [{"header": "X-App", "regexp": "jmo"}]},
        ours={"expect": {"headers": [{"name": "X-App", "not_matches": "jmo"}]}},
        both=ANSWERED,
        success=False,
    ),
    "tls_forbidden": Case(
        at=secure(),
        theirs={"fail_if_ssl": True},
        ours={"expect": {"ssl": False}},
        both=ANSWERED | SECURED,
        success=False,
    ),
    "tls_required": Case(
        at=plain(),
        theirs={"fail_if_not_ssl": True},
        ours={"expect": {"ssl": True}},
        both=ANSWERED,
        success=False,
    ),
    "version_not_accepted": Case(
        at=plain(),
        theirs={"valid_http_versions": ["HTTP/1.0"]},
        ours={"expect": {"http_versions": ["1.0"]}},
        both=ANSWERED,
        success=False,
    ),
    "certificate_of_another_host": Case(at=wrong(), more_here=REFUSED_SHOWN, success=False),
    "certificate_unverified": Case(
        at=wrong(),
        theirs={"tls_config": {"insecure_skip_verify": True}},
        ours={"tls": {"verify": False}},
        both=ANSWERED | SECURED - VERIFIED,
        more_there=VERIFIED,
    ),
    "page_over_ip6": Case(
        at=served(respond(200, b"halaman"), host="::1"),
        theirs={"preferred_ip_protocol": "ip6"},
        both=ANSWERED,
    ),
    "slow_page": Case(
        at=served(respond(200, b"halaman", header_delay=LATER_SECONDS, body_delay=LATER_SECONDS)),
        both=ANSWERED,
        took={"processing": LATER_SECONDS, "transfer": LATER_SECONDS},
    ),
    "certificate_expired": Case(
        at=served(respond(200), lambda a: a.expired(NAME)), more_here=REFUSED_SHOWN, success=False
    ),
    "no_tls": Case(at=at_url(endpoint(saying(b"220 a\r\n")), tls=True), success=False),
    "no_http": Case(at=served(saying(b"220 a\r\n")), success=False),
    "closed": Case(at=served(close_at_once), success=False),
    "reset": Case(at=served(reset_at_once), success=False),
    "silence": Case(at=served(silence), seconds=0.3, success=False),
    "body_cut": Case(
        at=served(say(head(200, [("Content-Length", "10")]) + b"hala")),
        both=ANSWERED - JUDGED,
        success=False,
    ),
    "refused": Case(at=at_url(at_port(refusing_port)), **UNCONNECTED),
    "no_answer": Case(at=at_url(at_port(black_hole)), seconds=0.3, **UNCONNECTED),
}
HTTP = Comparison(
    kind="http",
    prober="http",
    cases=CASES,
    theirs={"enable_http2": False},
    ours={"certificate_days": 0},
    there=frozenset(),
    here=PLAIN_HERE | CIPHER,
    ground=beside_nginx,
)
