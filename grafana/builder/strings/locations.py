"""What the dashboard Locations says."""

from grafana.builder.wording import Phrase, Wording

BOARD = Wording(
    Phrase("JMO: Lokasi", "JMO: Locations"),
    Phrase(
        "Apa yang dilihat tiap pemantau dari tempatnya, dan apa kata mereka bersama.",
        "What each monitor sees from its place, and what they say together.",
    ),
)
TOGETHER = Phrase("Bersama-sama", "Together")
EACH = Phrase("Tiap lokasi", "Each place")
MONITORS = Phrase("Pemantau", "Monitors")
QUORUM = Wording(
    Phrase("Menurut semua lokasi", "By all places"),
    Phrase(
        "Mati atau terganggu bila separuh lokasi yang tahu mengatakannya; dengan satu lokasi, "
        "lokasi itu yang menentukan.",
        "Down or degraded where half of the places that know say so; with one place that place "
        "decides.",
    ),
)
REPORTING = Wording(
    Phrase("Lokasi yang melapor", "Places that report"),
    Phrase(
        "Banyaknya lokasi yang pemantaunya bisa dibaca sekarang.",
        "How many places have a monitor that can be scraped now.",
    ),
)
MISSING = Wording(
    Phrase("Lokasi yang hilang", "Places that are missing"),
    Phrase(
        "Lokasi yang ada dalam sehari terakhir dan sekarang tidak bisa dibaca.",
        "Places that were there within the last day and cannot be scraped now.",
    ),
)
MATRIX = Wording(
    Phrase("Layanan × lokasi, sekarang", "Service × location, now"),
    Phrase(
        "Keadaan tiap layanan dari tiap lokasi. ◌: lokasi itu tidak memantaunya, atau "
        "tidak ada data.",
        "The state of each service from each place. ◌: that place does not watch it, "
        "or there is no data.",
    ),
)
TIMELINE = Wording(
    Phrase("Keadaan dari tiap lokasi", "States from each place"),
    Phrase(
        "Keadaan terburuk yang diketahui pada tiap potongan waktu. Kosong: tidak ada data.",
        "The worst known state in each stretch of time. Empty: no data.",
    ),
)
SHARE = Wording(
    Phrase("Bagian lokasi yang melihat gangguan", "Share of the places that see a fault"),
    Phrase(
        "Dari lokasi yang tahu, bagian yang melihat layanan terganggu atau mati. Lama di bawah "
        "separuh: gangguan di jalan, bukan di layanan.",
        "Of the places that know, the share that sees the service degraded or down. Below a half "
        "for long: a fault on the way, not of the service.",
    ),
)
UPTIME = Wording(
    Phrase("Uptime per lokasi, rentang ini", "Uptime by location, this range"),
    Phrase(
        "Rata-rata layanan terpilih: bagian waktu yang diketahui ketika tidak mati.",
        "The chosen services together: the share of known time in which they were not down.",
    ),
)
COVERAGE = Wording(
    Phrase("Cakupan per lokasi", "Coverage by location"),
    Phrase(
        "Bagian rentang, tanpa pemeliharaan, yang diketahui keadaannya.",
        "The share of the range, maintenance left out, of which the states are known.",
    ),
)
SPEED = Wording(
    Phrase("Waktu respons per lokasi", "Response time by location"),
    Phrase(
        "Median pemeriksaan terakhir yang lolos dari layanan terpilih, pada tiap potongan waktu.",
        "The median of the last runs that passed, of the chosen services, in each stretch of time.",
    ),
)
VERDICT = Wording(
    Phrase("JMO menurut tiap lokasi", "JMO as each place sees it"),
    Phrase("Satu kata untuk seluruh JMO.", "One word for the whole of JMO."),
)
NETWORK = Wording(
    Phrase("Jaringan tiap pemantau", "The monitors' own networks"),
    Phrase(
        "Apakah cukup banyak kontrol menjawab. Bila tidak, lokasi itu tidak punya suara.",
        "Whether enough controls answered. Where they did not, that place has no vote.",
    ),
)
NETWORK_UP = Phrase("✔ terhubung", "✔ connected")
NETWORK_DOWN = Phrase("✖ terputus", "✖ cut off")
VERSIONS = Wording(
    Phrase("Pemantau di tiap lokasi", "The monitor in each place"),
    Phrase(
        "Versi program dan Python, dan berapa lama sudah berjalan.",
        "The versions of the program and of Python, and for how long it has been running.",
    ),
)
VERSION = Phrase("Versi", "Version")
PYTHON = Phrase("Python", "Python")
RUNNING = Phrase("Berjalan selama", "Running for")
