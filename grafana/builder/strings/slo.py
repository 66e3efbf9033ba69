"""What the dashboard SLO says."""

from grafana.builder.wording import Phrase, Wording

BOARD = Wording(
    Phrase("JMO: SLO", "JMO: SLO"),
    Phrase(
        "Berapa anggaran galat yang tersisa, dan seberapa cepat habisnya.",
        "How much of the error budgets is left, and how fast they are spent.",
    ),
)
BUDGET = Phrase("Anggaran galat", "Error budgets")
BURN = Phrase("Laju pemakaian", "Burn rates")
LATENCY = Phrase("Kecepatan", "Latency")
ALERTS = Phrase("Peringatan", "Alerts")
NO_PROMISE = Phrase("◌ tanpa SLO, atau tidak ada data", "◌ no SLO, or no data")
LEFT = Wording(
    Phrase("Sisa anggaran, $slo_window", "Budget left, $slo_window"),
    Phrase(
        "1 dikurangi waktu mati dibagi waktu mati yang diizinkan, dari waktu yang sudah pasti; "
        "dari beberapa lokasi, yang paling buruk. Negatif: anggaran terlampaui.",
        "1 less the time down over the time that may be down, from settled time; of several "
        "places, the one that sees the worst. Negative: more was spent than there was.",
    ),
)
TABLE = Wording(
    Phrase("Janji dan kenyataan, ketersediaan", "Promise and performance, availability"),
    Phrase(
        "Tiap lokasi punya anggaran sendiri, seperti pada peringatan. Hari: panjang jendela yang "
        "dikonfigurasi; pilih rentang SLO yang sama di atas. Sisa waktu: berapa lama lagi boleh "
        "mati dalam jendela itu.",
        "Each place has a budget of its own, as the alerts have it. Days: how long the configured "
        "window is; choose the same SLO window above. Time left: for how much longer it may be "
        "down within that window.",
    ),
)
OBJECTIVE = Phrase("Janji", "Objective")
ACTUAL = Phrase("Nyata", "Actual")
TIME_LEFT = Phrase("Sisa waktu", "Time left")
BUDGET_LEFT = Phrase("Sisa anggaran", "Budget left")
WINDOW_DAYS = Phrase("Hari", "Days")
THRESHOLD = Phrase("Batas waktu", "Threshold")
RATES = Wording(
    Phrase("Laju pemakaian anggaran", "Burn rates"),
    Phrase(
        "Berapa kali lebih cepat dari yang diizinkan anggaran habis, pada tiap rentang sebelum "
        "sekarang; dari beberapa lokasi, yang paling cepat. Panggilan: 1 h dan 5 m di atas 14,4, "
        "atau 6 h dan 30 m di atas 6. Tiket: 1 d dan 2 h di atas 3, atau 3 d dan 6 h di atas 1.",
        "How many times faster than allowed the budget is spent, over each stretch before now; of "
        "several places, the fastest. Page: 1 h and 5 m above 14.4, or 6 h and 30 m above 6. "
        "Ticket: 1 d and 2 h above 3, or 3 d and 6 h above 1.",
    ),
)
RATE_OVER_TIME = Wording(
    Phrase("Laju pemakaian dari waktu ke waktu", "Burn rates over time"),
    Phrase(
        "Atas 1 jam dan 6 jam, dari lokasi yang paling cepat. Garis di 1: anggaran habis tepat di "
        "akhir jendela; di 6 dan 14,4: batas panggilan.",
        "Over 1 hour and 6 hours, of the place that sees the fastest. The line at 1: the budget "
        "lasts exactly for the window; at 6 and 14.4: the limits of a page.",
    ),
)
DAILY = Wording(
    Phrase("Anggaran terpakai per hari, 30 hari", "Budget spent each day, 30 days"),
    Phrase(
        "Bagian anggaran satu jendela SLO yang habis pada tiap hari menurut WIB; rata-rata lokasi "
        "yang ada pada hari itu.",
        "The share of one SLO window's budget that each day spent, by days of western Indonesia; "
        "the mean of the places that were there on that day.",
    ),
)
SPEED = Wording(
    Phrase("Janji dan kenyataan, kecepatan", "Promise and performance, latency"),
    Phrase(
        "Dari pemeriksaan yang lolos, bagian yang selesai dalam batas waktu; hanya probe yang "
        "menentukan layanan. Sisa anggaran: 1 dikurangi bagian lambat dibagi yang diizinkan.",
        "Of the runs that passed, the share within the threshold; only of the probes by which a "
        "service is judged. Budget left: 1 less the slow share over the allowed one.",
    ),
)
FIRING = Wording(
    Phrase("Peringatan yang menyala", "Alerts that are firing"),
    Phrase(
        "Dari aturan di prometheus/rules. Tanpa aturan itu tabel ini selalu kosong.",
        "From the rules in prometheus/rules. Without these this table is always empty.",
    ),
)
NONE_FIRING = Phrase(
    "◌ tidak ada yang menyala, atau aturan tidak dimuat",
    "◌ none firing, or the rules are not loaded",
)
ALERT = Phrase("Peringatan", "Alert")
SEVERITY = Phrase("Tingkat", "Severity")
