"""A configuration file to frozen, cross-checked settings, or to all that is wrong with it."""

from collections.abc import Mapping as Environment
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from monitor import __version__
from monitor.config import crosscheck, outline, tls_files, wording
from monitor.config.compose import compose
from monitor.config.crosscheck import Draft, Placed
from monitor.config.document import MOST_BYTES, DocumentError, decode, events
from monitor.config.errors import ConfigError
from monitor.config.json_schema import file_schema
from monitor.config.schema import Defaults, File, MannersSection, ServiceSection
from monitor.config.settings import Controls, Manners, Service, Settings
from monitor.config.values import Values
from monitor.fields import Spec
from monitor.model import ServiceInfo
from monitor.probes import KINDS, AnyProbe, Probe

S = TypeVar("S", bound=Spec)

_PROBE: TypeAdapter[Probe] = TypeAdapter(AnyProbe)


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
    if file is None or problems:
        raise ConfigError(str(path), problems)
    return _settings(file)


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


def _probe(data: Any) -> Probe | None:
    try:
        return _PROBE.validate_python(data)
    except ValidationError:
        return None  # told already, as a part of the file


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
        read = ((path, _probe(raw)) for path, raw in found)
        return tuple(Placed(path=path, probe=probe) for path, probe in read if probe is not None)
    controls = file.controls.probes if file.controls else ()
    probes = (*controls, *(probe for service in file.services for probe in service.probes))
    pairs = zip(found, probes, strict=True)
    return tuple(Placed(path=path, probe=probe) for (path, _), probe in pairs)


def _requests_per_minute(file: File | None, data: dict[str, Any]) -> int | None:
    manners = file.manners if file else _validated(MannersSection, data.get("manners", {}))[0]
    return manners.requests_per_minute if manners else None


def _settings(file: File) -> Settings:
    controls = file.controls
    return Settings(
        location=file.location,
        timezone=file.timezone,
        manners=Manners(
            requests_per_minute=file.manners.requests_per_minute,
            user_agent=f"jmo-monitor/{__version__} (+{file.contact})",
        ),
        controls=Controls(
            quorum=controls.quorum if controls else 0, probes=controls.probes if controls else ()
        ),
        services=tuple(_service(section) for section in file.services),
    )


def _service(section: ServiceSection) -> Service:
    info = ServiceInfo(
        id=section.id,
        name=section.name.id,
        name_en=section.name.en,
        symptom=section.symptom.id,
        symptom_en=section.symptom.en,
    )
    return Service(info=info, probes=section.probes)
