"""Words that several dashboards use: states, verdicts, variables, links, columns."""

from grafana.builder.wording import Phrase

NO_DATA = Phrase("◌ tidak ada data", "◌ no data")
DOWN = Phrase("✖ mati", "✖ down")
DEGRADED = Phrase("▲ terganggu", "▲ degraded")
UP = Phrase("✔ normal", "✔ up")
MAINTENANCE = Phrase("⚒ pemeliharaan", "⚒ maintenance")
UNKNOWN = Phrase("? tidak diketahui", "? unknown")

OPERATIONAL = Phrase("✔ JMO berfungsi", "✔ JMO is operational")
PARTIAL_OUTAGE = Phrase("✖ sebagian JMO mati", "✖ parts of JMO are down")
MAJOR_OUTAGE = Phrase("✖✖ JMO mati", "✖✖ JMO is down")
OWN_NETWORK = Phrase("? jaringan pemantau sendiri putus", "? our own network is down")

DATA_SOURCE = Phrase("Sumber data", "Data Source")
SERVICE = Phrase("Layanan", "Service")
SERVICE_ID = Phrase("Id layanan", "Service id")
PLACE = Phrase("Lokasi", "Location")
RESOLUTION = Phrase("Ketelitian", "Resolution")
RESOLUTION_ABOUT = Phrase(
    "Seberapa rapat masa lalu dilihat untuk pola waktu dan waktu tanggap.",
    "How closely the past is looked at for patterns of time and for response times.",
)
PERIOD = Phrase("Periode kalender", "Calendar period")
SLO_WINDOW = Phrase("Rentang SLO", "SLO window")
SLO_WINDOW_ABOUT = Phrase(
    "Pilih rentang yang sama dengan yang dikonfigurasi; tabel memperlihatkannya.",
    "Choose the window that is configured; the table shows it.",
)
DATA_SOURCE_ABOUT = Phrase(
    "Prometheus, atau yang setara, yang mengumpulkan metrik pemantau.",
    "The Prometheus, or what speaks its language, that scrapes the monitors.",
)
SERVICE_ABOUT = Phrase("Layanan menurut konfigurasi pemantau.", "Services as configured.")
PLACE_ABOUT = Phrase(
    "Tempat-tempat pemantau melihat; tiap tempat punya satu suara.",
    "From where monitors look; each place has one vote.",
)
PERIOD_ABOUT = Phrase(
    "Periode dari kalender konfigurasi, misalnya akhir bulan.",
    "A period of the configured calendar, such as month-end.",
)

OTHER_LANGUAGE = Phrase("English", "Bahasa Indonesia")
OTHER_LANGUAGE_TIP = Phrase(
    "Dasbor yang sama dalam bahasa Inggris", "The same dashboard in Indonesian"
)
DASHBOARDS = Phrase("Dasbor JMO", "JMO dashboards")
DASHBOARDS_TIP = Phrase(
    "Rentang waktu dan pilihan tetap sama", "Time range and choices stay the same"
)
OPEN_SERVICE = Phrase("Buka layanan ini", "Open this service")

WINDOW_DOWN = Phrase("Periode mati", "Down windows")
WINDOW_DEGRADED = Phrase("Periode terganggu", "Degraded windows")
RELEASES = Phrase("Rilis aplikasi", "App releases")
CALENDAR = Phrase("Periode kalender", "Calendar period")
RELEASE_TEXT = Phrase("Versi lain di {{probe}}", "Another version at {{probe}}")
PERIOD_TEXT = Phrase("Periode {{period}}", "Period {{period}}")
WINDOW_TEXT = Phrase(
    "{{service}}, {{location}}: {{severity}}", "{{service}}, {{location}}: {{severity}}"
)

STATE = Phrase("Keadaan", "State")
NAME = Phrase("Nama", "Name")
UPTIME = Phrase("Uptime", "Uptime")
COVERAGE = Phrase("Cakupan", "Coverage")
PROBE = Phrase("Probe", "Probe")
KIND = Phrase("Jenis", "Kind")
CERTIFICATE = Phrase("Sertifikat (hari)", "Certificate (days)")
YES = Phrase("✔ ya", "✔ yes")
NO = Phrase("✖ tidak", "✖ no")
