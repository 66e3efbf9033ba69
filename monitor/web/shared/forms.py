"""Templates in XML, filled in: whatever is put into them is cleaned and escaped."""

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from monitor.text import clean

MOST_CHARACTERS = 4000
"""Of one text."""


def fill(name: str, values: Mapping[str, Any]) -> str:
    """What the template says with these values: well-formed XML, whatever they are."""
    return _FORMS.get_template(name).render(**values)


def _cleaned(value: Any) -> Any:
    """Without what XML forbids: control characters, lone surrogates."""
    return clean(value, MOST_CHARACTERS) if isinstance(value, str) else value


_FORMS = Environment(
    loader=PackageLoader("monitor.web.shared"),
    autoescape=True,
    undefined=StrictUndefined,
    finalize=_cleaned,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
