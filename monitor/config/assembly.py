"""A file that is well to the settings that the program lives by."""

from zoneinfo import ZoneInfo

from monitor import __version__
from monitor.assess.calendar import Calendar
from monitor.config.hysteresis import StatesSection, state_rules
from monitor.config.objectives import slo
from monitor.config.recurring import PeriodSection
from monitor.config.schema import File, ServiceSection
from monitor.config.settings import Controls, History, Manners, Service, Settings
from monitor.model import PeriodInfo, ServiceInfo


def assemble(file: File) -> Settings:
    """The settings of a file that was checked as a whole."""
    zone = ZoneInfo(file.timezone)
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
        services=tuple(_service(section, file.defaults.states) for section in file.services),
        history=History(results=file.history.results, rollups=file.history.rollups),
        calendar=Calendar(periods=tuple(section.period(zone) for section in file.calendar)),
        periods=tuple(_period_info(section) for section in file.calendar),
        page=file.page.info,
        maintenance=tuple(section.maintenance(zone) for section in file.maintenance),
    )


def _service(section: ServiceSection, defaults: StatesSection | None) -> Service:
    info = ServiceInfo(
        id=section.id,
        name=section.name.id,
        name_en=section.name.en,
        symptom=section.symptom.id,
        symptom_en=section.symptom.en,
        essential=section.essential,
        slo=slo(section.slo) if section.slo else None,
    )
    states = state_rules(section.states, defaults)
    return Service(info=info, probes=section.probes, states=states)


def _period_info(section: PeriodSection) -> PeriodInfo:
    return PeriodInfo(id=section.id, name=section.name.id, name_en=section.name.en)
