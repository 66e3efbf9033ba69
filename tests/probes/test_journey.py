"""The journey kind: steps that build on one another, each asked of a real server."""

import asyncio
import gc
import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx
import pytest
from pydantic import ValidationError

from monitor.config.errors import ConfigError
from monitor.model import Outcome, Phase, Reason, Result
from monitor.net.stream import Stream
from tests.config.files import load_text
from tests.probes.conftest import probe_of, run_probe
from tests.support.certificates import Authority
from tests.support.hostile import PAGE, redirect, silence
from tests.support.names import name_server
from tests.support.servers import Peer, Script, answer, respond, route, say, serve

NAME = "jmo.example"
OTHER = "lain.example"
AT_HOME = {"resolve": {NAME: "127.0.0.1", OTHER: "127.0.0.1"}}
TOKEN = "token-of-a-session-1234"
SESSION = "session-id-5678"
LOGGED_IN = answer(
    200,
    json.dumps({"data": {"token": TOKEN, "number": 7}}).encode(),
    [("Set-Cookie", f"sid={SESSION}; Path=/; HttpOnly"), ("X-Token", TOKEN)],
)
JSON = {"token": {"json": "data.token"}}
page = answer(200, PAGE)


def came_to(outcome: Outcome) -> tuple[str, str | None]:
    return outcome.result.value, outcome.reason


def taken(outcome: Outcome) -> list[tuple[str, bool, int | None]]:
    """The steps as an outcome tells them, without their times."""
    return [(step.name, step.passed, step.status_code) for step in outcome.steps]


def step(name: str, url: str, **keys: Any) -> dict[str, Any]:
    return {"name": name, "url": url, **keys}


async def journey(*steps: dict[str, Any], **keys: Any) -> Outcome:
    return await run_probe(kind="journey", steps=list(steps), **keys)


async def account(peer: Peer) -> None:
    """A log-in and what only those may see who bring its cookie and its token."""
    request = await peer.request()
    known = request.header("cookie") == f"sid={SESSION}"
    shown = request.header("authorization") == f"Bearer {TOKEN}"
    if request.target == "/login" and request.method == "POST":
        await peer.send(LOGGED_IN)
    else:
        await peer.send(page if known and shown else answer(401, reason="Unauthorized"))


# what a journey is


async def test_a_log_in_lends_its_cookie_and_its_token_to_the_steps_after_it() -> None:
    async with serve(account) as server:
        outcome = await journey(
            step("login", server.url("/login"), method="POST", body="pin=1", carry=JSON),
            step("claims", server.url("/me"), headers={"Authorization": "Bearer {{ token }}"}),
        )
    assert came_to(outcome) == ("ok", None), outcome.detail
    assert taken(outcome) == [("login", True, 200), ("claims", True, 200)]
    assert server.requests[0].body == b"pin=1"
    assert server.requests[0].header("cookie") is None


@pytest.mark.parametrize(
    "carry",
    [
        {"json": "data.token"},
        {"json": "data.*|[?@ == 'token-of-a-session-1234']|[0]"},
        {"regex": '"token": "([^"]+)"'},
        {"regex": "(?i:TOKEN)-(?:of-a)-session-(1)?"},
        {"header": "x-token"},
    ],
    ids=["json", "json-query", "regex", "regex-part", "header"],
)
async def test_a_value_is_carried_from_wherever_it_stands(carry: dict[str, str]) -> None:
    async with serve(route({"/login": LOGGED_IN, "/me": page})) as server:
        outcome = await journey(
            step("login", server.url("/login"), carry={"token": carry}),
            step("claims", server.url("/me?t={{ token }}&u={{token}}")),
        )
    assert came_to(outcome) == ("ok", None), outcome.detail
    value = "1" if carry.get("regex", "").endswith("(1)?") else TOKEN
    assert server.requests[1].target == f"/me?t={value}&u={value}"


async def test_a_value_goes_into_a_path_a_query_a_header_and_a_body_each_in_its_own_way() -> None:
    value = 'a/b?c&d=e%20 "f"\\é'
    found = answer(200, json.dumps({"v": value, "n": 7, "f": 1.5, "b": True}).encode())
    names = {name: {"json": name} for name in ("v", "n", "f", "b")}
    async with serve(respond(200, PAGE)) as there, serve(say(found)) as first:
        outcome = await journey(
            step("first", first.url(), carry=names),
            step(
                "get", there.url("/x{{ v }}/{{ n }}?q={{ v }}"), headers={"X-N": "{{ f }}{{ b }}"}
            ),
            step(
                "json",
                there.url(),
                method="POST",
                headers={"content-type": "application/json"},
                body='{"v": "{{ v }}", "n": {{ n }}}',
            ),
            step(
                "form",
                there.url(),
                method="POST",
                headers={"Content-Type": "application/x-www-form-urlencoded"},
                body="v={{ v }}&n={{ n }}",
            ),
            step("plain", there.url(), method="POST", body="{{ v }}"),
        )
    assert came_to(outcome) == ("ok", None), outcome.detail
    get, of_json, of_form, plain = there.requests
    path, _, query = get.target.partition("?")
    assert path.count("/") == 2
    assert unquote(path) == f"/x{value}/7"
    assert query.count("&") == 0
    assert unquote(query) == f"q={value}"
    assert get.header("x-n") == "1.5true"
    assert json.loads(of_json.body) == {"v": value, "n": 7}
    assert httpx.QueryParams(of_form.body.decode()) == httpx.QueryParams({"v": value, "n": "7"})
    assert plain.body.decode() == value


async def test_a_later_step_may_carry_a_value_anew() -> None:
    first, then = answer(200, b"v=one;"), answer(200, b"v=two;")
    carry = {"v": {"regex": "v=(.*?);"}}
    async with serve(route({"/a": first, "/b": then, "/c": page})) as server:
        await journey(
            step("a", server.url("/a"), carry=carry),
            step("b", server.url("/b?{{ v }}"), carry=carry),
            step("c", server.url("/c?{{ v }}")),
        )
    assert [request.target for request in server.requests] == ["/a", "/b?one", "/c?two"]


async def test_a_step_asks_by_get_unless_its_method_is_written() -> None:
    async with serve(respond(200, b"")) as server:
        outcome = await journey(
            step("a", server.url()),
            *(
                step(m.lower(), server.url(), method=m)
                for m in ("HEAD", "PUT", "DELETE", "OPTIONS")
            ),
        )
    assert came_to(outcome) == ("ok", None), outcome.detail
    assert [r.method for r in server.requests] == ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"]
    assert {r.header("user-agent") for r in server.requests} == {"jmo-monitor-test"}


# cookies


async def test_cookies_end_with_the_attempt() -> None:
    async with serve(say(LOGGED_IN)) as server:
        for _ in range(2):
            await journey(step("a", server.url()), step("b", server.url()))
    sid = f"sid={SESSION}"
    assert [r.header("cookie") for r in server.requests] == [None, sid, None, sid]


async def test_cookies_go_to_no_other_host_nor_does_a_secure_one_go_in_the_clear() -> None:
    cookies = [("Set-Cookie", "a=mine"), ("Set-Cookie", "b=mine; Secure")]
    async with serve(respond(200, PAGE, cookies)) as server:
        await journey(
            step("a", server.url(host=NAME)),
            step("b", server.url(host=OTHER)),
            step("c", server.url(host=NAME)),
            **AT_HOME,
        )
    assert [request.header("cookie") for request in server.requests] == [None, None, "a=mine"]


async def test_a_cookie_of_a_redirect_is_kept_for_the_next_step() -> None:
    hop = answer(302, b"", [("Location", "/there"), ("Set-Cookie", "a=1; Path=/")])
    async with serve(route({"/": hop, "/there": page, "/next": page})) as server:
        outcome = await journey(step("a", server.url()), step("b", server.url("/next")))
    assert [request.header("cookie") for request in server.requests] == [None, "a=1", "a=1"]
    assert outcome.hops == (server.url(), server.url("/there"), server.url("/next"))


async def test_a_cookie_that_a_step_sends_itself_takes_the_place_of_those_that_were_kept() -> None:
    async with serve(say(LOGGED_IN)) as server:
        await journey(step("a", server.url()), step("b", server.url(), headers={"Cookie": "x=1"}))
    assert server.requests[1].header("cookie") == "x=1"


# phases, steps, and where it failed


async def test_phases_are_told_step_by_step_and_add_up() -> None:
    slow = respond(200, PAGE, header_delay=0.05)
    async with serve(slow) as server:
        outcome = await journey(*(step(name, server.url()) for name in "abc"))
    assert server.connections == 3
    for phase, seconds in outcome.phases.items():
        assert seconds == pytest.approx(sum(done.phases[phase] for done in outcome.steps))
    assert all(done.phases[Phase.PROCESSING] >= 0.045 for done in outcome.steps)


async def test_the_first_step_that_fails_is_the_last_that_is_taken() -> None:
    async with serve(route({"/a": page, "/b": answer(500), "/c": page})) as server:
        outcome = await journey(*(step(name, server.url(f"/{name}")) for name in "abc"))
    assert came_to(outcome) == ("failed", Reason.CHECK_STATUS)
    assert taken(outcome) == [("a", True, 200), ("b", False, 500)]
    assert outcome.detail == "step b: expected: status is 200-299; seen: 500"
    assert [check.sentence for check in outcome.checks] == [
        "step a: status is 200-299",
        "step b: status is 200-299",
    ]
    assert [request.target for request in server.requests] == ["/a", "/b"]
    assert outcome.http is not None
    assert outcome.http.status_code == 500


async def test_a_deadline_in_a_step_tells_the_step_and_what_came_before_it() -> None:
    async with serve(respond(200, PAGE)) as well, serve(silence) as hung:
        outcome = await journey(
            step("a", well.url()), step("b", hung.url()), step("c", well.url()), timeout="400ms"
        )
    assert came_to(outcome) == ("failed", Reason.HTTP_TIMEOUT)
    assert outcome.phase is Phase.PROCESSING
    assert outcome.detail == "step b: not done within 0.4 s"
    assert taken(outcome) == [("a", True, 200), ("b", False, None)]
    assert set(outcome.steps[1].phases) == {Phase.RESOLVE, Phase.CONNECT}
    assert outcome.phases[Phase.PROCESSING] == outcome.steps[0].phases[Phase.PROCESSING]
    assert outcome.http is None
    assert outcome.duration_seconds < 2


async def test_a_step_that_no_connection_came_to_is_told_too() -> None:
    async with serve(respond(200, PAGE)) as server:
        urls = (server.url(), "http://127.255.255.255/")
        outcome = await journey(*(step(f"s{n}", url) for n, url in enumerate(urls)))
    assert came_to(outcome) == ("failed", Reason.CONNECT_UNREACHABLE)
    assert taken(outcome) == [("s0", True, 200), ("s1", False, None)]
    assert outcome.detail.startswith("step s1: ")


@pytest.mark.parametrize("status", [429, 511])
async def test_an_answer_that_is_not_the_services_own_voids_the_run_in_any_step(
    status: int,
) -> None:
    async with serve(route({"/a": page, "/b": answer(status), "/c": page})) as server:
        steps = [step(n, server.url(f"/{n}"), expect={"status": ["100-599"]}) for n in "abc"]
        outcome = await journey(*steps)
    assert outcome.result is Result.VOID
    assert outcome.detail.startswith("step b: ")
    assert [request.target for request in server.requests] == ["/a", "/b"]


async def test_latency_is_expected_of_a_step_and_slowness_is_of_the_whole_run() -> None:
    async with serve(respond(200, PAGE, header_delay=0.1)) as server:
        urls = [server.url()] * 3
        slow = await journey(
            *(step(f"s{n}", url) for n, url in enumerate(urls)), slow_after="250ms"
        )
        late = await journey(
            step("a", server.url()), step("b", server.url(), expect={"latency": "50ms"})
        )
    assert came_to(slow) == ("degraded", Reason.SLOW_LATENCY)
    assert all(done.passed for done in slow.steps)
    assert came_to(late) == ("failed", Reason.CHECK_LATENCY)
    assert late.detail.startswith("step b: expected: answers within 0.05 s; seen: 0.1")


async def test_a_chain_that_ends_soon_degrades_and_is_told_once(authority: Authority) -> None:
    context = authority.context(authority.ending_soon(NAME))
    async with serve(respond(200, PAGE), tls=context) as server:
        outcome = await journey(
            *(step(name, server.url(host=NAME)) for name in "ab"),
            tls={"ca_file": str(authority.root_file)},
            **AT_HOME,
        )
    assert came_to(outcome) == ("degraded", Reason.CHECK_CERTIFICATE)
    assert [check.passed for check in outcome.checks] == [True, True, False]
    assert outcome.detail.startswith("step a: expected: certificate is good for 14 more days")
    assert all(done.passed for done in outcome.steps)


async def test_a_step_may_go_to_a_private_host_of_ones_own_but_a_redirect_may_not() -> None:
    async with (
        serve(respond(200, PAGE)) as inside,
        serve(say(redirect(inside.url()))) as outside,
    ):
        asked = await journey(step("a", inside.url()), step("b", inside.url()), **AT_HOME)
        sent = await journey(step("a", outside.url(host=NAME)), **AT_HOME)
    assert came_to(asked) == ("ok", None)
    assert came_to(sent) == ("failed", Reason.HTTP_REDIRECT_BLOCKED)


async def test_a_second_attempt_begins_at_the_first_step() -> None:
    async def script(peer: Peer) -> None:
        await peer.request()
        await peer.send(answer(500) if peer.server.connections == 2 else LOGGED_IN)

    async with serve(script) as server:
        outcome = await journey(step("a", server.url()), step("b", server.url()), attempts=2)
    assert came_to(outcome) == ("degraded", Reason.SLOW_FLAKY)
    assert "at first check_status: step b: expected: status is 200-299" in outcome.detail
    assert taken(outcome) == [("a", True, 200), ("b", True, 200)]
    sid = f"sid={SESSION}"
    assert [r.header("cookie") for r in server.requests] == [None, sid, None, sid]


async def test_a_journey_leaves_nothing_to_the_garbage_collector() -> None:
    def heavy() -> list[object]:
        return [thing for thing in gc.get_objects() if isinstance(thing, Stream | httpx.Response)]

    async with serve(say(LOGGED_IN)) as server:
        gc.collect()
        gc.disable()
        try:
            before = heavy()
            await journey(
                step("a", server.url(), carry=JSON), step("b", server.url("/{{ token }}"))
            )
            await asyncio.sleep(0.01)  # the loop ends a body's generators in turns of its own
            assert len(heavy()) == len(before)
        finally:
            gc.enable()


# secrets


async def _echo(peer: Peer) -> None:
    """Say again, in a page and a header, all that was brought."""
    request = await peer.request()
    said = f"{request.target} {request.headers} {request.body.decode()}"
    await peer.send(answer(200, said.encode(), [("X-Echo", said), ("Set-Cookie", "t=other-sess")]))


def _location(text: str) -> Script:
    return say(answer(302, b"", [("Location", text)]))


AGAIN: dict[str, Script] = {
    "echo": _echo,
    "path": route({"/": redirect(f"/welcome/{TOKEN};jsessionid={SESSION}")}),
    "host": _location(f"http://{TOKEN}.{SESSION}.invalid./"),
    "bad_host": _location(f"http://{TOKEN}..{SESSION}/"),
    "scheme": _location(f"{TOKEN}://{SESSION}/"),
    "status_line": say(f"HTTP/1.1 {TOKEN} {SESSION}\r\n\r\n".encode()),
    "part": say(f"HTTP/1.1 {TOKEN[:14]}\r\n\r\n".encode()),
    "header": say(f"HTTP/1.1 200 OK\r\n{TOKEN} : {SESSION}\r\n\r\n".encode()),
    "encoding": say(answer(200, b"x", [("Content-Encoding", f"{TOKEN}-{SESSION}")])),
    "long_path": route({"/": redirect("/" + "a" * 460 + TOKEN + SESSION)}),
}


@pytest.mark.parametrize("again", AGAIN.values(), ids=AGAIN)
@pytest.mark.parametrize(
    "expect",
    [{"body": [{"contains": "lain"}]}, {"headers": [{"name": "X-Echo", "contains": "lain"}]}],
    ids=["body", "header"],
)
async def test_what_a_server_gave_us_to_keep_is_in_no_outcome(
    again: Script, expect: dict[str, Any]
) -> None:
    async with serve(say(LOGGED_IN)) as first, serve(again) as then, name_server({}) as dns:
        outcome = await journey(
            step("login", first.url(), carry=JSON),
            step("echo", then.url("/?t={{ token }}"), headers={"X": "{{ token }}"}, expect=expect),
            resolver=[f"127.0.0.1:{dns.port}"],
        )
    assert outcome.result is Result.FAILED
    assert outcome.detail.startswith("step echo: ")
    for secret in (TOKEN, SESSION, TOKEN[:12], "other-sess"):
        assert secret not in repr(outcome)


async def test_a_value_in_a_path_is_told_in_no_url_however_it_is_written() -> None:
    value = "aB/c d+e~é(f)"
    found = answer(200, json.dumps({"v": value}).encode())
    async with serve(route({"/": found})) as server:
        outcome = await journey(
            step("a", server.url(), carry={"v": {"json": "v"}}),
            step("b", server.url("/of/{{ v }}/end"), expect={"status": [404]}),
        )
    assert came_to(outcome) == ("ok", None)
    assert outcome.hops == (server.url(), server.url("/of/***/end"))


async def test_an_answer_that_was_not_yet_carried_is_not_repeated_either() -> None:
    async with serve(say(LOGGED_IN)) as server:
        outcome = await journey(
            step("login", server.url(), expect={"body": [{"contains": "welcome"}]}, carry=JSON)
        )
    assert came_to(outcome) == ("failed", Reason.CHECK_CONTENT)
    assert "withheld" in outcome.detail
    assert TOKEN not in repr(outcome)


async def test_what_a_step_was_given_before_it_broke_is_not_repeated() -> None:
    hop = answer(302, b"", [("Location", f"/in/{SESSION}"), ("Set-Cookie", f"sid={SESSION}")])
    async with serve(route({"/": hop, f"/in/{SESSION}": b"HTTP/1.1 \r\n"})) as server:
        outcome = await journey(step("login", server.url()))
    assert outcome.hops == (server.url(), server.url("/in/***"))
    assert SESSION not in repr(outcome)


async def test_the_secrets_of_an_attempt_that_failed_are_kept_after_it_too() -> None:
    async def script(peer: Peer) -> None:
        await peer.request()
        turn = peer.server.connections
        given = answer(200, json.dumps({"data": {"token": f"{TOKEN}-{turn}"}}).encode())
        await peer.send(redirect(f"http://{TOKEN}-1.invalid./") if turn == 2 else given)

    async with serve(script) as server, name_server({}) as dns:
        outcome = await journey(
            step("a", server.url(), carry=JSON),
            step("b", server.url("/{{ token }}")),
            attempts=2,
            resolver=[f"127.0.0.1:{dns.port}"],
        )
    assert came_to(outcome) == ("degraded", Reason.SLOW_FLAKY)
    assert "dns_nxdomain: step b: " in outcome.detail
    assert TOKEN not in repr(outcome)


async def test_no_secret_of_the_configuration_is_in_an_outcome_or_a_probe() -> None:
    keys: dict[str, Any] = {
        "auth": {"bearer": "canary-bearer"},
        "headers": {"X-Key": "canary-header"},
        "body": "canary-body",
        "method": "POST",
    }
    async with serve(_echo) as server:
        expect = {"body": [{"contains": "lain"}]}
        outcome = await journey(step("a", server.url(), expect=expect, **keys))
    assert outcome.result is Result.FAILED
    assert "canary" not in repr(outcome)
    probe = probe_of(kind="journey", steps=[step("a", "http://jmo.example/", **keys)])
    assert "canary" not in repr(probe)
    assert {"canary-bearer", "canary-header", "canary-body"} <= set(probe.secrets)


async def test_headers_and_body_follow_a_redirect_to_no_other_server() -> None:
    async with (
        serve(respond(200, PAGE)) as elsewhere,
        serve(route({"/login": LOGGED_IN, "/": redirect(elsewhere.url(host=OTHER))})) as server,
    ):
        await journey(
            step("login", server.url("/login", host=NAME), carry=JSON),
            step("a", server.url(host=NAME), headers={"X-Token": "{{ token }}"}),
            **AT_HOME,
        )
    (request,) = elsewhere.requests
    assert request.header("x-token") is None
    assert request.header("cookie") is None


# configuration


def config(*steps: dict[str, Any], **keys: Any) -> dict[str, Any]:
    return {"kind": "journey", "steps": list(steps), **keys}


LOGIN = step("login", "https://jmo.example/login", carry=JSON)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (config(), "at least 1"),
        (config(step("a", "http://h/"), step("a", "http://h/")), "two steps are called 'a'"),
        (config(*(step(f"s{n}", "http://h/") for n in range(21))), "at most 20"),
        (config(step("a", "http://h/{{ token }}")), "needs 'token', which no step before it"),
        (config(step("a", "http://h/{{ token }}", carry=JSON)), "needs 'token'"),
        (config(LOGIN, step("b", "http://{{ token }}/")), "only in the path and the query"),
        (config(LOGIN, step("b", "http://h:{{ token }}/")), "is not a URL"),
        (config(LOGIN, step("b", "{{ token }}")), "is not a URL"),
        (config(LOGIN, step("b", "http://h/{{ Token }}")), "write {{ name }}"),
        (config(LOGIN, step("b", "http://h/" + "{{ token }}" * 6)), "longer than 65536"),
        (config(LOGIN, step("b", "http://h/", headers={"X": "{{token"})), "write {{ name }}"),
        (config(LOGIN, step("b", "http://h/", headers={"X": "{{ x }}"})), "needs 'x'"),
        (config(LOGIN, step("b", "http://h/", headers={"Host": "{{ token }}"})), "chooses no host"),
        (config(LOGIN, step("b", "http://h/", body="{{ x }}", method="POST")), "needs 'x'"),
        (config(LOGIN, step("b", "http://h/", auth={"bearer": "{{token}}"})), "Bearer {{ name }}"),
        (config(step("a", "http://h/", carry={"T": {"json": "a"}})), "is no name for a value"),
        (config(step("a", "http://h/", carry={"t": {}})), "exactly one of json, regex, header"),
        (config(step("a", "http://h/", carry={"t": {"json": "a", "header": "b"}})), "json, header"),
        (config(step("a", "http://h/", carry={"t": {"regex": "a"}})), "it has 0 groups"),
        (config(step("a", "http://h/", carry={"t": {"regex": "(a)(b)"}})), "it has 2 groups"),
        (config(step("a", "http://h/", carry=JSON, method="HEAD")), "an answer to HEAD"),
        (config(step("a", "http://h/", expect={"body": []}, colour="red")), "Extra inputs"),
        (config(step("a", "http://h/", expect={"http_versions": ["2"]})), "http2: true"),
        (config(step("A b", "http://h/")), "is not an id"),
        (config(step("a", "http://h/", method="TRACE")), "Input should be"),
        (config(LOGIN, url="http://h/"), "Extra inputs"),
    ],
)
def test_a_journey_that_makes_no_sense_is_refused_at_load(keys: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        probe_of(**keys)
    assert said in str(caught.value)


def test_a_header_from_a_body_may_be_carried_of_head() -> None:
    carry = {"t": {"header": "X-Token"}}
    assert probe_of(**config(step("a", "http://h/", method="HEAD", carry=carry)))


def test_a_journey_is_named_by_its_first_step_and_public_by_any() -> None:
    inside, outside = step("a", "http://localhost/a"), step("b", "https://www.jmo.com/b")
    probe = probe_of(**config(inside, outside))
    assert (probe.target, probe.host) == ("http://localhost/a", "localhost")
    assert probe.is_public
    assert probe.step_names == ("a", "b")
    assert not probe_of(**config(inside)).is_public
    assert not probe_of(**config(outside, resolve={"www.jmo.com": "127.0.0.1"})).is_public


def test_a_journey_has_the_reasons_of_http() -> None:
    assert probe_of(**config(LOGIN)).reasons == probe_of(url="http://h/").reasons


FILE = """\
location: here
contact: mailto:a@jmo.com
services:
  - id: s
    name: s
    symptom: s
    probes:
      - id: p
        kind: journey
        steps:
"""


def _file(steps: int) -> str:
    one = "          - {{name: s{0}, url: 'https://www.jmo.com/{0}'}}\n"
    return FILE + "".join(one.format(number) for number in range(steps))


def test_each_step_counts_in_the_budget_of_its_host(tmp_path: Path) -> None:
    settings = load_text(tmp_path, _file(12))
    assert settings.roster.probes[0].steps == tuple(f"s{number}" for number in range(12))
    with pytest.raises(ConfigError, match=r"ask www.jmo.com 13 times a minute"):
        load_text(tmp_path, _file(13))


def test_a_mistake_in_a_step_is_told_at_its_place(tmp_path: Path) -> None:
    text = _file(1).replace("url:", "carry: {t: {regex: a}}, url:")
    with pytest.raises(ConfigError) as caught:
        load_text(tmp_path, text)
    assert "steps[0].carry.t.regex: it has 0 groups" in str(caught.value)


def test_hosts_are_those_of_the_urls() -> None:
    probe = probe_of(**config(LOGIN, step("b", "https://jmo.example/{{ token }}?a={{ token }}")))
    assert urlsplit(probe.target).hostname == probe.host == "jmo.example"
