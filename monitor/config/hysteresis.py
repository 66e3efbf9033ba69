"""When a state changes: the section `states`, and the rules that come of it."""

from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, Field

from monitor.assess.rules import Quota as RunQuota
from monitor.assess.rules import StateRules
from monitor.fields import MOST_RUNS, Pause, Quota, Spec, between, given


class StatesSection(Spec):
    """How much must be seen before a state changes."""

    down: Quota | None = Field(
        None, description="A probe is down when so many of its last runs failed; built in: 3 of 5"
    )
    degraded: Quota | None = Field(
        None,
        description="A probe is degraded when so many of its last runs failed or were degraded;"
        " built in: 3 of 5",
    )
    recover: Annotated[int, Field(strict=True, ge=1, le=MOST_RUNS)] | None = Field(
        None, description="A probe is up again after so many good runs in a row; built in: 3"
    )
    merge_gap: Annotated[Pause, AfterValidator(between(timedelta(0), timedelta(days=1)))] | None = (
        Field(None, description="Windows that are closer than this are one; built in: 5m")
    )


def state_rules(own: StatesSection | None, defaults: StatesSection | None) -> StateRules:
    """A service's rules: key by key its own, or else the file's defaults, or else ours."""
    keys = tuple(StatesSection.model_fields)
    sections = (section for section in (defaults, own) if section is not None)
    values = {key: getattr(section, key) for section in sections for key in given(section, keys)}
    ours = StateRules()
    gap = values.get("merge_gap")
    return StateRules(
        down=_quota(values.get("down"), ours.down),
        degraded=_quota(values.get("degraded"), ours.degraded),
        recover=values.get("recover", ours.recover),
        merge_gap_seconds=ours.merge_gap_seconds if gap is None else gap.total_seconds(),
    )


def _quota(pair: tuple[int, int] | None, otherwise: RunQuota) -> RunQuota:
    return RunQuota(needed=pair[0], of=pair[1]) if pair else otherwise
