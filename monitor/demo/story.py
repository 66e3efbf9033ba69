"""The story: a bad day after the pattern of 31 July to 5 August 2025, in three minutes.

Pure: a table of acts. What the monitor makes of each stands beside it, and tests hold it to that.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from monitor.demo.conduct import Conduct
from monitor.demo.hosts import CONTROL, HOSTS
from monitor.model import Reason, State, Verdict
from monitor.words import Phrase


@dataclass(frozen=True, slots=True)
class Effect:
    """What the monitor comes to say of a service."""

    service: str
    state: State
    reason: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What happens at a moment of the story, and goes on until a later act says otherwise."""

    at_seconds: float
    says: Phrase
    changes: Mapping[str, Conduct]
    """By service, in the order in which it happens."""
    verdict: Verdict
    """What the monitor comes to say of all."""
    effects: tuple[Effect, ...] = field(default=())


_SERVICES = tuple(service for service in HOSTS if service != CONTROL)

STORY: tuple[Act, ...] = (
    Act(
        at_seconds=0,
        says=Phrase(
            "Pagi yang biasa: semua layanan menjawab dengan cepat.",
            "An ordinary morning: everything answers at once.",
        ),
        changes={},
        verdict=Verdict.OPERATIONAL,
        effects=tuple(Effect(service, State.UP) for service in _SERVICES),
    ),
    Act(
        at_seconds=4,
        says=Phrase(
            "Akhir bulan: semua orang datang bersamaan; aplikasi dan halaman masuk melambat.",
            "Month-end: everybody comes at once; the app and the log-in slow down.",
        ),
        changes={"jmo-api": Conduct.SLOW, "sso": Conduct.SLOW},
        verdict=Verdict.DEGRADED,
        effects=(
            Effect("jmo-api", State.DEGRADED, Reason.SLOW_LATENCY),
            Effect("sso", State.DEGRADED, Reason.SLOW_LATENCY),
        ),
    ),
    Act(
        at_seconds=28,
        says=Phrase(
            "Gagal masuk: “akun tidak ditemukan”, kata server dengan galat 500."
            " Aplikasinya sendiri pulih sejenak.",
            "Log-in fails: “account not found”, the server says with an error 500."
            " The app itself recovers for a while.",
        ),
        changes={"sso": Conduct.BROKEN, "jmo-api": Conduct.WELL},
        verdict=Verdict.MAJOR_OUTAGE,
        effects=(
            Effect("sso", State.DOWN, Reason.CHECK_STATUS),
            Effect("jmo-api", State.UP),
        ),
    ),
    Act(
        at_seconds=48,
        says=Phrase(
            "Klaim ditolak: Lapak Asik menolak sambungan, dan pelacakan klaim tidak menjawab.",
            "Claims are refused: Lapak Asik takes no connection, claim tracking does not answer.",
        ),
        changes={"lapak-asik": Conduct.REFUSING, "tracking": Conduct.SILENT},
        verdict=Verdict.MAJOR_OUTAGE,
        effects=(
            Effect("lapak-asik", State.DOWN, Reason.CONNECT_REFUSED),
            Effect("tracking", State.DOWN, Reason.HTTP_TIMEOUT),
        ),
    ),
    Act(
        at_seconds=70,
        says=Phrase(
            "Aplikasi tertutup di layar pembuka: servernya menutup sambungan tanpa menjawab.",
            "The app closes at its splash screen: its server hangs up without an answer.",
        ),
        changes={"jmo-api": Conduct.HANGING_UP},
        verdict=Verdict.MAJOR_OUTAGE,
        effects=(Effect("jmo-api", State.DOWN, Reason.HTTP_CLOSED),),
    ),
    Act(
        at_seconds=92,
        says=Phrase(
            "Halaman pemeliharaan muncul di mana-mana: “sistem sedang dalam pemeliharaan”.",
            "A maintenance page wherever one looks: “the system is under maintenance”.",
        ),
        changes={
            "website": Conduct.MAINTENANCE,
            "sso": Conduct.MAINTENANCE,
            "lapak-asik": Conduct.MAINTENANCE,
        },
        verdict=Verdict.MAJOR_OUTAGE,
        effects=(
            Effect("website", State.DOWN, Reason.MAINTENANCE_PAGE),
            Effect("sso", State.DOWN, Reason.MAINTENANCE_PAGE),
            Effect("lapak-asik", State.DOWN, Reason.MAINTENANCE_PAGE),
        ),
    ),
    Act(
        at_seconds=114,
        says=Phrase(
            "Sebagian pulih; tetapi dalam ketergesaan SIPP dipasangi sertifikat yang kedaluwarsa.",
            "Most is back; but in the haste SIPP was given a certificate that has expired.",
        ),
        changes={
            "jmo-api": Conduct.WELL,
            "sso": Conduct.WELL,
            "lapak-asik": Conduct.WELL,
            "website": Conduct.WELL,
            "sipp": Conduct.EXPIRED,
        },
        verdict=Verdict.PARTIAL_OUTAGE,
        effects=(
            Effect("sipp", State.DOWN, Reason.TLS_CERT_EXPIRED),
            *(Effect(name, State.UP) for name in ("jmo-api", "sso", "lapak-asik", "website")),
        ),
    ),
    Act(
        at_seconds=134,
        says=Phrase(
            "Semuanya pulih, dan toko aplikasi menawarkan versi baru.",
            "Everything is back, and the shop offers a new version of the app.",
        ),
        changes={
            "sipp": Conduct.WELL,
            "tracking": Conduct.WELL,
            "app-stores": Conduct.UPDATED,
        },
        verdict=Verdict.OPERATIONAL,
        effects=(Effect("sipp", State.UP), Effect("tracking", State.UP)),
    ),
    Act(
        at_seconds=148,
        says=Phrase(
            "Sekarang jaringan kita sendiri yang putus: tidak satu layanan pun dianggap mati.",
            "Now it is our own network that is cut: no service is counted as down.",
        ),
        changes=dict.fromkeys((CONTROL, *_SERVICES), Conduct.REFUSING),
        verdict=Verdict.OWN_NETWORK,
        effects=tuple(Effect(service, State.UNKNOWN) for service in _SERVICES),
    ),
    Act(
        at_seconds=162,
        says=Phrase(
            "Jaringan kita tersambung lagi, dan semua layanan menjawab.",
            "Our network is back, and everything answers.",
        ),
        changes={
            **dict.fromkeys(_SERVICES, Conduct.WELL),
            "app-stores": Conduct.UPDATED,
            CONTROL: Conduct.WELL,
        },
        verdict=Verdict.OPERATIONAL,
        effects=tuple(Effect(service, State.UP) for service in _SERVICES),
    ),
)

ENDS_SECONDS = 172.0
"""The story is over; everything stays well."""
