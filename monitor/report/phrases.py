"""Everything that a report says, in Indonesian and in English: one table."""

from monitor.words import Phrase

# the head

TITLE = Phrase("Laporan ketersediaan JMO — {month}", "JMO availability report — {month}")
INTRODUCTION = Phrase(
    "Diukur dari luar dengan memeriksa alamat publik yang menjadi tumpuan JMO (Jamsostek Mobile)."
    " Ini bukan pernyataan resmi BPJS Ketenagakerjaan.",
    "Measured from outside by probing the public endpoints that JMO (Jamsostek Mobile) depends on."
    " This is no official statement of BPJS Ketenagakerjaan.",
)
SERVICES = Phrase("Layanan yang diamati", "Services watched")
MONTH = Phrase("Bulan", "Month")
LOCATION = Phrase("Dilihat dari", "Seen from")
ZONE = Phrase("Zona waktu", "Time zone")
RUNS_IN_ALL = Phrase("Jumlah pemeriksaan", "Runs")
COVERAGE = Phrase("Cakupan", "Coverage")
OF_ALL_TIME = Phrase("{share} dari waktu semua layanan", "{share} of the time of all services")
MADE_AT = Phrase("Dibuat", "Made")
NOT_OVER = Phrase(
    "Bulan ini belum selesai: angka-angkanya baru sampai {until}.",
    "This month is not over: the figures go up to {until}.",
)
NO_HISTORY = Phrase(
    "Tidak ada catatan untuk bulan ini: apakah layanan mati atau tidak, tidak diketahui.",
    "There is no history of this month: nobody knows whether the services were down.",
)
FLOOR = Phrase(
    "Cakupan adalah bagian waktu (di luar pemeliharaan) yang diketahui keadaannya. Bila cakupannya"
    " di bawah {floor}, cakupan itu terlalu rendah untuk menyebut angka, dan persentase tidak"
    " disebut.",
    "Coverage is the share of time (outside of maintenance) of which the state is known. Where it"
    " is below {floor}, coverage is too low to name a figure, and no percentage is named.",
)
UPTIME_MEANING = Phrase(
    "Ketersediaan adalah bagian waktu yang diketahui ketika layanan tidak mati; layanan yang"
    " terganggu masih dihitung tersedia.",
    "Uptime is the share of known time in which the service was not down; a degraded service"
    " counts as up.",
)

# tables of figures

OVERVIEW = Phrase("Ringkasan", "Overview")
OVERVIEW_CAPTION = Phrase("Ketersediaan per layanan", "Uptime by service")
SERVICE = Phrase("Layanan", "Service")
UPTIME = Phrase("Ketersediaan", "Uptime")
RUNS = Phrase("Pemeriksaan", "Runs")
WINDOWS = Phrase("Gangguan", "Windows")
ALL_SERVICES = Phrase("Semua layanan", "All services")
TOO_LOW = Phrase("cakupan terlalu rendah", "coverage too low")
ALL_MAINTENANCE = Phrase("seluruhnya pemeliharaan", "all of it maintenance")
NO_TIME = Phrase("tidak ada waktunya", "no such time")
NO_LONGER_COUNTED = Phrase("tidak disimpan lagi", "no longer kept")
RUNS_BY_RESULT = Phrase("{count} ({results})", "{count} ({results})")
DEGRADED = Phrase("Terganggu", "Degraded")
DOWN = Phrase("Mati", "Down")
UNKNOWN = Phrase("Tidak diketahui", "Unknown")
MAINTENANCE = Phrase("Pemeliharaan", "Maintenance")

SLO = Phrase("Sasaran (SLO) bulan ini", "Objectives (SLO) over this month")
NO_SLO = Phrase("Layanan ini tidak punya sasaran.", "This service has no objectives.")
OBJECTIVE = Phrase("Sasaran", "Objective")
TARGET = Phrase("Target", "Target")
UNDER = Phrase("{target} di bawah {under}", "{target} within {under}")
ACHIEVED = Phrase("Tercapai", "Achieved")
MET = Phrase("Terpenuhi", "Met")
YES = Phrase("ya", "yes")
NO = Phrase("tidak", "no")
NOT_KNOWN = Phrase("tidak diketahui", "not known")
SPENT = Phrase("Jatah terpakai", "Budget spent")
SPENT_TIME = Phrase("{spent} mati dari jatah {allowed}", "{spent} down of {allowed} allowed")
SPENT_RUNS = Phrase(
    "{spent} pemeriksaan lambat dari jatah {allowed}", "{spent} slow runs of {allowed} allowed"
)
LEFT = Phrase("Sisa jatah", "Budget left")
OVERSPENT = Phrase("habis, terlampaui {share}", "none, overspent by {share}")

PERIODS_CAPTION = Phrase(
    "Ketersediaan di dalam dan di luar setiap periode kalender",
    "Uptime inside and outside of each calendar period",
)
PERIOD = Phrase("Periode", "Period")
INSIDE = Phrase("Di dalam", "Inside")
INSIDE_COVERAGE = Phrase("Cakupan di dalam", "Coverage inside")
OUTSIDE = Phrase("Di luar", "Outside")
OUTSIDE_COVERAGE = Phrase("Cakupan di luar", "Coverage outside")

# windows

WINDOWS_CAPTION = Phrase("Gangguan yang menyentuh bulan ini", "Windows that touch this month")
NO_WINDOWS = Phrase("Tidak ada gangguan yang tercatat.", "No window was recorded.")
LONGEST_ONLY = Phrase(
    "Yang tampil {shown} gangguan terlama dari {all}; semuanya ada di bentuk JSON.",
    "The {shown} longest of {all} windows are shown; all of them are in the JSON form.",
)
BEGAN = Phrase("Mulai", "Began")
ENDED = Phrase("Selesai", "Ended")
LASTED = Phrase("Lama", "Lasted")
SEVERITY = Phrase("Tingkat", "Severity")
WHY = Phrase("Sebab", "Reason")
CALENDAR = Phrase("Periode kalender", "Calendar periods")
RELEASE_BEFORE = Phrase("Rilis sebelumnya", "Release before it")
EARLIER = Phrase("{moment} (hingga {seconds} lebih awal)", "{moment} (up to {seconds} earlier)")
EARLIER_UNKNOWN = Phrase(
    "{moment} (mungkin sudah sebelum itu)", "{moment} (perhaps already before it)"
)
GOES_ON = Phrase("masih berlangsung", "goes on")
SO_FAR = Phrase("{duration} sejauh ini", "{duration} so far")
ANNOUNCED = Phrase(
    "{reason}; pemeliharaan diumumkan di dekatnya: {why}",
    "{reason}; maintenance was announced next to it: {why}",
)

# hours and days

HEAT = Phrase("Jam dan hari", "Hours and days")
HEAT_CAPTION = Phrase(
    "Persen waktu yang diketahui ketika terganggu atau mati, per jam ({zone})",
    "Percent of known time that was degraded or down, by hour ({zone})",
)
LEGEND = Phrase(
    "· tidak ada gangguan; angka: persen; ? terlalu sedikit yang diketahui;"
    " angka dengan ? : sebagian tidak diketahui; P pemeliharaan; — jam yang tidak ada atau"
    " belum lewat.",
    "· nothing bad; a number: percent; ? too little is known; a number with ?: part of it is"
    " unknown; M maintenance; — an hour that does not exist or has not passed.",
)
DAY = Phrase("Hari", "Day")
MAINTENANCE_MARK = Phrase("P", "M")
WORST_CAPTION = Phrase(
    "Jam dengan gangguan terbanyak sepanjang bulan", "Hours of the day with most trouble"
)
NO_WORST = Phrase(
    "Tidak ada jam yang terganggu atau mati.", "No hour of the day was degraded or down."
)
WORST_TOO_LOW = Phrase(
    "Jam terburuk tidak disebut: cakupannya terlalu rendah.",
    "The worst hours are not named: coverage is too low.",
)
HOUR = Phrase("Jam", "Hour")
BAD_SHARE = Phrase("Terganggu atau mati", "Degraded or down")
BAD_TIME = Phrase("Lamanya", "For how long")

# releases

RELEASES = Phrase("Rilis aplikasi", "App releases")
RELEASES_CAPTION = Phrase(
    "Versi yang pertama kali terlihat bulan ini", "Versions first seen this month"
)
NO_RELEASES = Phrase("Tidak ada rilis baru yang terlihat.", "No new release was seen.")
SEEN = Phrase("Terlihat", "Seen")
STORE = Phrase("Toko", "Store")
VERSION = Phrase("Versi", "Version")
PREVIOUS = Phrase("Sebelumnya", "Before")
MINIMUM_OS = Phrase("OS minimum", "Minimum OS")
RELEASED = Phrase("Dirilis menurut toko", "Released, says the store")
