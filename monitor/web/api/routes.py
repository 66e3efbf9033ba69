"""What answers under /api/v1: reads alone, as openapi.yaml describes it."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from importlib import resources
from ipaddress import IPv6Address
from typing import TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, TypeAdapter
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from monitor.kept import Freshness, Kept
from monitor.model import State
from monitor.web.api.answers import answer, problem
from monitor.web.api.outcomes import OutcomeView, ResultList
from monitor.web.api.query import NoQuery, QueryError, ResultsQuery, WindowsQuery, read_query
from monitor.web.api.telling import service_list, service_view, status_view, target_group
from monitor.web.api.views import TargetGroup
from monitor.web.inside import BusyError, HistoryError, Inside
from monitor.windowlist import as_csv, as_ics, as_json, window_list

PREFIX = "/api/v1"
FRESH = Freshness(settled=1.0, settling=1.0, stale=1.0)
"""What is asked for without any parameter is written once for all who ask within a second."""
_CSV = "text/csv; charset=utf-8; header=present"
_ICS = "text/calendar; charset=utf-8"
_TARGETS = TypeAdapter(tuple[TargetGroup, ...])
Q = TypeVar("Q", bound=BaseModel)
_Endpoint = Callable[[Request], Awaitable[Response]]


def api_routes(inside: Inside) -> list[Route]:
    """The routes of the API."""
    api = _Api(inside)
    endpoints: dict[str, _Endpoint] = {
        "/status": api.status,
        "/services": api.services,
        "/services/{service}": api.service,
        "/windows": api.windows,
        "/probes/{probe}/results": api.results,
        "/sd": api.targets,
        "/openapi.yaml": api.description,
        "/{elsewhere:path}": _nowhere,
    }
    return [Route(PREFIX + path, _guarded(endpoint)) for path, endpoint in endpoints.items()]


class _Api:
    def __init__(self, inside: Inside) -> None:
        self._inside = inside
        files = resources.files("monitor.web.api")
        self._description = files.joinpath("openapi.yaml").read_text(encoding="utf-8")
        self._status = Kept(self._write_status, FRESH, inside.clock)
        self._services = Kept(self._write_services, FRESH, inside.clock)

    async def status(self, request: Request) -> Response:
        self._query(NoQuery, request)
        return answer(request, await self._status.get(self._inside.overview.edition()))

    async def services(self, request: Request) -> Response:
        self._query(NoQuery, request)
        return answer(request, await self._services.get(self._inside.overview.edition()))

    async def service(self, request: Request) -> Response:
        self._query(NoQuery, request)
        wanted = request.path_params["service"]
        if wanted not in self._names():
            return _no_service()
        status = await self._inside.overview.services()
        for service in status.services:
            if service.info.id == wanted:
                return answer(request, service_view(service, status.at).model_dump_json())
        return _no_service()  # a new configuration has come meanwhile

    async def windows(self, request: Request) -> Response:
        query = self._query(WindowsQuery, request)
        now = self._inside.clock.now()
        since, until = query.span(now)
        if not self._names().keys() >= set(query.service):
            return _no_service()
        found = await self._inside.overview.windows(
            since,
            until,
            services=frozenset(query.service),
            severities=frozenset(map(State, query.severity)),
        )
        listing = window_list(found, since=since, until=until, now=now, limit=query.limit)
        if query.format == "json":
            return answer(request, as_json(listing))
        if query.format == "csv":
            return answer(request, as_csv(listing), _CSV, _named("attachment", "windows.csv"))
        page = self._inside.roster().page
        notice = " / ".join(dict.fromkeys(filter(None, (page.notice, page.notice_en))))
        text = as_ics(listing, self._names(), now, notice=notice)
        return answer(request, text, _ICS, _named("inline", "windows.ics"))

    async def results(self, request: Request) -> Response:
        query = self._query(ResultsQuery, request)
        since, until = query.span(self._inside.clock.now())
        probe = request.path_params["probe"]
        if all(info.id != probe for info in self._inside.roster().probes):
            return problem(HTTPStatus.NOT_FOUND, "no probe with this id is configured")
        found = await self._inside.overview.results(probe, since, until, query.limit)
        views = tuple(map(OutcomeView.model_validate, found))
        listing = ResultList(probe=probe, since=since, until=until, results=views)
        return answer(request, listing.model_dump_json())

    async def targets(self, request: Request) -> Response:
        self._query(NoQuery, request)
        scheme, address = request.scope["scheme"], _reached_at(request)
        groups = (target_group(info, scheme, address) for info in self._inside.roster().probes)
        return answer(request, _TARGETS.dump_json(tuple(groups)).decode())

    async def description(self, request: Request) -> Response:
        self._query(NoQuery, request)
        return answer(request, self._description, "application/yaml")

    async def _write_status(self) -> str:
        return status_view(await self._inside.overview.status()).model_dump_json()

    async def _write_services(self) -> str:
        return service_list(await self._inside.overview.services()).model_dump_json()

    def _query(self, model: type[Q], request: Request) -> Q:
        zone = ZoneInfo(self._inside.roster().timezone)
        return read_query(model, request.query_params.multi_items(), zone)

    def _names(self) -> dict[str, str]:
        return {service.id: service.name for service in self._inside.roster().services}


def _guarded(endpoint: _Endpoint) -> _Endpoint:
    """The endpoint, with what it raises told as a problem."""

    async def guarded(request: Request) -> Response:
        try:
            return await endpoint(request)
        except QueryError as error:
            return problem(HTTPStatus.BAD_REQUEST, "the query is wrong", *error.faults)
        except BusyError:
            detail = "too many ask the history at once; ask again in a second"
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, detail, retry_seconds=1)
        except HistoryError:
            detail = "the history cannot be read now; the monitor's log says why"
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, detail)

    return guarded


async def _nowhere(request: Request) -> Response:
    return problem(HTTPStatus.NOT_FOUND, f"there is no such path; see {PREFIX}/openapi.yaml")


def _no_service() -> Response:
    return problem(HTTPStatus.NOT_FOUND, "no service with this id is configured")


def _named(how: str, name: str) -> dict[str, str]:
    """A file to be kept, or a calendar that a phone may offer to take in at once."""
    return {"Content-Disposition": f'{how}; filename="{name}"'}


def _reached_at(request: Request) -> str:
    """The address at which this connection reached us: our own end of it, not what the client says
    in its Host header.
    """
    host, port = request.scope["server"]
    if ":" not in host:
        return f"{host}:{port}"
    inner = IPv6Address(host.partition("%")[0]).ipv4_mapped
    return f"{inner}:{port}" if inner else f"[{host}]:{port}"
