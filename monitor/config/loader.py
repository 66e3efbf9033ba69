"""A configuration file to frozen, cross-checked settings, or to all that is wrong with it."""

from collections.abc import Mapping as Environment
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from monitor.config import crosscheck, outline, pings, timecheck, tls_files, wording
from monitor.config.assembly import assemble
from monitor.config.compose import compose
from monitor.config.crosscheck import Draft, Placed
from monitor.config.document import MOST_BYTES, DocumentError, decode, events
from monitor.config.errors import ConfigError
from monitor.config.json_schema import file_schema
from monitor.config.parts import sound
from monitor.config.schema import Defaults, File, MannersSection
from monitor.config.settings import Settings
from monitor.config.values import Values
from monitor.fields import Spec
from monitor.probes import KINDS, AnyProbe, Probe

S = TypeVar("S", bound=Spec)

_PROBE: TypeAdapter[Probe] = TypeAdapter(AnyProbe)
_MANNERS = TypeAdapter(MannersSection)


def load(path: Path, environ: Environment[str, str]) -> Settings:
    """Read a file; `${NAME}` takes its values from `environ`. Raises ConfigError."""
    try:
        root, problems = compose(events(decode(_read(path))))
    except DocumentError as error:
        raise ConfigError(str(path), [error.problem]) from error
    values = Values(environ)
    data = values.of(root)
    _apply_defaults(data)
    file, errors = _validated(File, data)
    problems += values.problems
    if errors:
        problems += wording.problems(errors, file_schema(), root, values)
    draft = Draft(
        root=root,
        data=data,
        probes=_probes(file, data),
        requests_per_minute=_requests_per_minute(file, data),
    )
    problems += [*crosscheck.check(draft), *tls_files.check_files(draft)]
    problems += timecheck.check_times(draft)
    problems += pings.check_permission(draft)
    if file is None or problems:
        raise ConfigError(str(path), problems)
    return assemble(file)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) else error
        raise DocumentError(f"cannot be read: {said}") from error


def _validated(spec: type[S], data: Any) -> tuple[S | None, list[ErrorDetails]]:
    """The section, or what pydantic says. Its exception, which shows secrets, goes no further."""
    try:
        return spec.model_validate(data), []
    except ValidationError as error:
        return None, error.errors(include_url=False)


def _apply_defaults(data: dict[str, Any]) -> None:
    """Give each probe the defaults that its kind knows and it does not set itself."""
    section = data.get("defaults")
    if not isinstance(section, dict):
        return
    _, errors = _validated(Defaults, section)
    wrong = {error["loc"][0] for error in errors}
    good = {key: value for key, value in section.items() if key not in wrong and value is not None}
    for _, probe in outline.probes(data):
        kind = probe.get("kind")
        known = KINDS[kind].model_fields if isinstance(kind, str) and kind in KINDS else {}
        for key in good.keys() & known.keys() - probe.keys():
            probe[key] = good[key]


def _probes(file: File | None, data: dict[str, Any]) -> tuple[Placed, ...]:
    """The probes that are well; in a broken file each is read for itself."""
    found = outline.probes(data)
    if file is None:
        read = ((path, sound(_PROBE, raw)) for path, raw in found)
        return tuple(Placed(path=path, probe=probe) for path, probe in read if probe is not None)
    controls = file.controls.probes if file.controls else ()
    probes = (*controls, *(probe for service in file.services for probe in service.probes))
    pairs = zip(found, probes, strict=True)
    return tuple(Placed(path=path, probe=probe) for (path, _), probe in pairs)


def _requests_per_minute(file: File | None, data: dict[str, Any]) -> int | None:
    manners = file.manners if file else sound(_MANNERS, data.get("manners", {}))
    return manners.requests_per_minute if manners else None
