"""Services that can be told how to be, the configuration that watches them, and what was before."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support import files
from tests.support.certificates import Authority
from tests.support.story import HOST, Actor, Mood

INTERVAL_SECONDS = 1.0
CALENDAR = [
    {"id": "akhir-bulan", "name": {"id": "Akhir bulan", "en": "Month-end"}, "days": "25..5"}
]


@dataclass(frozen=True, slots=True)
class Part:
    """A service as people know it, in Indonesian and in English."""

    name: tuple[str, str]
    symptom: tuple[str, str]
    essential: bool = False


PARTS: Mapping[str, Part] = {
    "jmo-api": Part(
        ("Aplikasi JMO", "JMO app"),
        ("Aplikasi tidak bisa dibuka", "The app does not open"),
        essential=True,
    ),
    "lapak-asik": Part(
        ("Klaim JHT — Lapak Asik", "JHT claims — Lapak Asik"),
        ("Klaim JHT gagal diajukan", "JHT claims cannot be filed"),
    ),
    "app-stores": Part(
        ("Toko aplikasi", "App stores"),
        ("Aplikasi tidak bisa dipasang", "The app cannot be installed"),
    ),
    "sipp": Part(
        ("SIPP Online", "SIPP Online"),
        ("Pemberi kerja tidak bisa melapor", "Employers cannot report"),
    ),
}
"""Four of those that the shipped configuration watches."""
_WORD = "Ketenagakerjaan" * 6
LONG_PARTS: Mapping[str, Part] = {
    **PARTS,
    "long-names": Part(
        (f"Layanan {_WORD} dan seterusnya", f"The service {_WORD} and so on"),
        (f"Yang namanya panjang: {_WORD}", f"Whose name is long: {_WORD}"),
    ),
}
"""And one whose names are as long as they may be, without a place to break."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What a program watches."""

    config: Path
    actors: Mapping[str, Actor]

    async def all_become(self, mood: Mood, *names: str) -> None:
        """Have these be so."""
        for name in names:
            await self.actors[name].become(mood)


@asynccontextmanager
async def stage(folder: Path, parts: Mapping[str, Part] = PARTS) -> AsyncIterator[Stage]:
    """Servers on loopback that are well, and a configuration that asks each once a second."""
    authority = Authority(folder)
    actors = {name: Actor(name, authority) for name in (*parts, "control")}
    try:
        for actor in actors.values():
            await actor.become(Mood.WELL)
        whole = _configuration(authority, actors, parts)
        yield Stage(files.write(folder / "probes.yaml", whole), actors)
    finally:
        for actor in actors.values():
            await actor.leave()


def _configuration(
    authority: Authority, actors: Mapping[str, Actor], parts: Mapping[str, Part]
) -> dict[str, Any]:
    def probe(name: str) -> files.Probe:
        often = {"interval": f"{INTERVAL_SECONDS:g}s", "timeout": "900ms", "slow_after": "300ms"}
        tls = {"ca_file": str(authority.root_file)}
        url = f"https://{HOST}:{actors[name].port}/"
        return files.probe(f"{name}-page", url, family="ip4", tls=tls, **often)

    services = [
        {
            "id": name,
            "name": dict(zip(("id", "en"), part.name, strict=True)),
            "symptom": dict(zip(("id", "en"), part.symptom, strict=True)),
            "essential": part.essential,
            "probes": [probe(name)],
        }
        for name, part in parts.items()
    ]
    states = {"down": "3 of 5", "degraded": "3 of 5", "recover": 3, "merge_gap": "1s"}
    return files.configuration(
        services=services,
        controls=[probe("control")],
        defaults={"states": states},
        calendar=CALENDAR,
        location="jakarta",
    )
