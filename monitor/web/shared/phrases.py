"""Everything that badges, feed and preview say beyond the pages, in both languages: one table."""

from collections.abc import Mapping
from types import MappingProxyType

from monitor.model import Verdict
from monitor.words import Phrase

NAME = "JMO"

# badges

VERDICTS: Mapping[Verdict, Phrase] = MappingProxyType(
    {
        Verdict.OPERATIONAL: Phrase("normal", "up"),
        Verdict.DEGRADED: Phrase("terganggu", "degraded"),
        Verdict.PARTIAL_OUTAGE: Phrase("sebagian mati", "partly down"),
        Verdict.MAJOR_OUTAGE: Phrase("mati", "down"),
        Verdict.OWN_NETWORK: Phrase("tidak terlihat", "out of sight"),
        Verdict.UNKNOWN: Phrase("tidak diketahui", "unknown"),
        Verdict.MAINTENANCE: Phrase("pemeliharaan", "maintenance"),
    }
)
"""In a word or two."""
OVER = Phrase("{service}, {span}", "{service}, {span}")
PACE = Phrase("{service}, waktu jawab", "{service}, response time")
THIN = Phrase("{percent} (cakupan {coverage})", "{percent} (coverage {coverage})")
STATE_TOLD = Phrase("{service}: {state}", "{service}: {state}")
UPTIME_TOLD = Phrase(
    "{service}: ketersediaan {percent} selama {span}, cakupan {coverage}",
    "{service}: uptime {percent} over {span}, coverage {coverage}",
)
PACE_TOLD = Phrase(
    "{service}: waktu jawab rata-rata {seconds} dalam satu jam terakhir",
    "{service}: mean response time {seconds} over the last hour",
)
PACE_UNKNOWN = Phrase(
    "{service}: belum ada jawaban dalam satu jam terakhir",
    "{service}: no answer in the last hour",
)
AIM = Phrase("{told}, sasaran {aim}", "{told}, objective {aim}")
TOLD_FROM = Phrase("{told}. Dilihat dari {location}.", "{told}. As seen from {location}.")

# the feed

FEED_TITLE = Phrase("Pemantau JMO: gangguan", "JMO monitor: degradation windows")
LASTED = Phrase(
    "Berlangsung {duration}: mati {down}, terganggu {degraded}.",
    "Lasted {duration}: down for {down}, degraded for {degraded}.",
)
GOING_ON = Phrase("Masih berlangsung.", "It is going on.")
WHY = Phrase("Sebab utama: {reason}.", "Main reason: {reason}.")
NOTICED = Phrase("Yang terasa: {symptom}.", "What people notice: {symptom}.")
PERIODS = Phrase("Masa kalender: {periods}.", "Calendar periods: {periods}.")
ANNOUNCED = Phrase("Pemeliharaan yang diumumkan: {why}.", "Announced maintenance: {why}.")
RELEASE = Phrase("Rilis aplikasi sebelumnya: {release}.", "App release before it: {release}.")
FROM = Phrase("Dilihat dari {location}.", "As seen from {location}.")

# the preview

FROM_AT = Phrase("Dilihat dari {location}, {moment}", "As seen from {location}, {moment}")
NOTICED_OF = Phrase("{service}: {symptom}", "{service}: {symptom}")
MORE = Phrase("dan {count} layanan lain", "and {count} more")
NOT_OFFICIAL = Phrase(
    "Pemantau JMO. Bukan pernyataan resmi BPJS Ketenagakerjaan.",
    "JMO monitor. No official statement of BPJS Ketenagakerjaan.",
)
