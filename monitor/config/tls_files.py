"""The files that TLS settings name: whether they are there and can be used."""

from collections.abc import Iterator
from pathlib import Path

from monitor.config.crosscheck import Draft, Placed
from monitor.config.errors import Problem, shortened
from monitor.net.tls import TlsOptions, build_context

_FILES = ("ca_file", "cert_file", "key_file")


def check_files(draft: Draft) -> Iterator[Problem]:
    """Each named file that cannot be used, at its key; equal settings are tried once."""
    tried: dict[TlsOptions, tuple[str, str] | None] = {}
    for placed, name, options in _options(draft):
        if options not in tried:
            tried[options] = _trouble(options)
        trouble = tried[options]
        if trouble is not None:
            key, said = trouble
            yield draft.problem((*placed.path, name, key), said)


def _options(draft: Draft) -> Iterator[tuple[Placed, str, TlsOptions]]:
    for placed in draft.probes:
        for name in type(placed.probe).model_fields:
            options = getattr(placed.probe, name)
            if isinstance(options, TlsOptions):
                yield placed, name, options


def _trouble(options: TlsOptions) -> tuple[str, str] | None:
    """The first key whose file cannot be used, and why."""
    for key in _FILES:
        file: Path | None = getattr(options, key)
        said = _unreadable(file) if file is not None else None
        if said is not None:
            return key, said
    for key, part in (
        ("ca_file", options.model_copy(update={"cert_file": None, "key_file": None})),
        ("key_file" if options.key_file else "cert_file", options),
    ):
        file = getattr(options, key)
        said = _unusable(part) if file is not None else None
        if said is not None:
            return key, f"{_named(file)} cannot be used: {said}"
    return None


def _unreadable(file: Path) -> str | None:
    try:
        with file.open("rb"):
            return None
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) else error
        return f"{_named(file)} cannot be read: {said}"


def _unusable(options: TlsOptions) -> str | None:
    try:
        build_context(options, ())
    except OSError as error:
        reason: str | None = getattr(error, "reason", None)
        return (reason or error.strerror or "it is not PEM").lower().replace("_", " ")
    return None


def _named(file: Path) -> str:
    return shortened(repr(str(file)))
