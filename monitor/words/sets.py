"""What the small closed sets are called."""

from collections.abc import Mapping
from types import MappingProxyType

from monitor.model import Objective, Phase, Result, State
from monitor.words.phrase import Phrase

STATES: Mapping[State, Phrase] = MappingProxyType(
    {
        State.UP: Phrase("normal", "up"),
        State.DEGRADED: Phrase("terganggu", "degraded"),
        State.DOWN: Phrase("mati", "down"),
        State.UNKNOWN: Phrase("tidak diketahui", "unknown"),
        State.MAINTENANCE: Phrase("pemeliharaan", "maintenance"),
    }
)
RESULTS: Mapping[Result, Phrase] = MappingProxyType(
    {
        Result.OK: Phrase("baik", "ok"),
        Result.DEGRADED: Phrase("terganggu", "degraded"),
        Result.FAILED: Phrase("gagal", "failed"),
        Result.VOID: Phrase("tanpa bukti", "no evidence"),
    }
)
OBJECTIVES: Mapping[Objective, Phrase] = MappingProxyType(
    {
        Objective.AVAILABILITY: Phrase("Ketersediaan", "Availability"),
        Objective.LATENCY: Phrase("Kecepatan", "Latency"),
    }
)
PHASES: Mapping[Phase, Phrase] = MappingProxyType(
    {
        Phase.RESOLVE: Phrase("mencari alamat (DNS)", "look up the name (DNS)"),
        Phase.CONNECT: Phrase("menyambung", "connect"),
        Phase.TLS: Phrase("mengamankan (TLS)", "secure (TLS)"),
        Phase.PROCESSING: Phrase("menunggu jawaban", "wait for the answer"),
        Phase.TRANSFER: Phrase("menerima isi", "receive the content"),
        Phase.EXCHANGE: Phrase("tanya jawab", "exchange"),
    }
)
"""What a run spends its time with, in its order."""
STORES: Mapping[str, str] = MappingProxyType(
    {"app_store": "App Store", "play_store": "Google Play"}
)
"""Shops as people call them, in both languages."""
