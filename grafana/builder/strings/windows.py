"""What the dashboard Degradation windows says."""

from grafana.builder.wording import Phrase, Wording

BOARD = Wording(
    Phrase("JMO: Periode gangguan", "JMO: Degradation windows"),
    Phrase(
        "Kapan layanan terganggu atau mati, berapa lama, dan pada jam dan tanggal berapa. Semua "
        "waktu WIB.",
        "When services were degraded or down, for how long, and at which hours and days. All "
        "times are western Indonesian.",
    ),
)
SUMMARY = Phrase("Ringkasan rentang ini", "This range in short")
LIST = Phrase("Daftar periode", "The windows")
PATTERN = Phrase("Pola menurut waktu (WIB)", "Patterns by the clock (WIB)")
RELEASES = Phrase("Rilis aplikasi", "App releases")
NONE = Phrase("◌ tidak ada, atau tidak ada data", "◌ none, or no data")
_EACH = Phrase(
    "Tiap lokasi menghitung periodenya sendiri: pilih satu lokasi untuk satu jawaban.",
    "Each place has windows of its own: choose one place for one answer.",
)


def _summed(indonesian: str, english: str) -> Phrase:
    return Phrase(f"{indonesian} {_EACH.indonesian}", f"{english} {_EACH.english}")


COUNT = Wording(
    Phrase("Banyaknya periode", "Windows"),
    _summed(
        "Periode yang terbuka pada rentang ini, juga yang belum berakhir.",
        "Those that were open in this range, the unfinished ones too.",
    ),
)
COUNT_DOWN = Wording(
    Phrase("Di antaranya mati", "Of these, down"),
    _summed("Periode yang pernah mencapai mati.", "Windows that came to be down."),
)
TOTAL = Wording(
    Phrase("Lama seluruhnya", "Total time"),
    _summed(
        "Jumlah lama semua periode sejauh berada dalam rentang ini.",
        "The durations of all windows together, as far as they lie in this range.",
    ),
)
LONGEST = Wording(
    Phrase("Paling lama", "Longest"),
    _summed(
        "Periode terlama, sejauh berada dalam rentang ini.",
        "The longest window, as far as it lies in this range.",
    ),
)
OPEN = Wording(
    Phrase("Sedang terbuka", "Open now"),
    _summed("Periode yang belum berakhir.", "Windows that have not ended yet."),
)
TABLE = Wording(
    Phrase("Semua periode pada rentang ini", "All windows in this range"),
    _summed(
        "Mulai: pemeriksaan pertama yang memperlihatkannya. Selesai: pemeriksaan baik pertama "
        "sesudahnya. Keduanya dan lamanya tepat sampai milidetik; periode yang bersambung adalah "
        "satu. Yang masih terbuka dihitung sampai sekarang, dan bila pemantaunya diam sampai "
        "pemeriksaan terakhirnya.",
        "Start: the first run that showed it. End: the first good run after it. Both and the "
        "duration are exact to the millisecond; windows that were merged are one. What is still "
        "open counts until now or, where its monitor is silent, until that one's last run.",
    ),
)
START = Phrase("Mulai", "Start")
END = Phrase("Selesai", "End")
DURATION = Phrase("Lama", "Duration")
SEVERITY = Phrase("Tingkat", "Severity")
STILL = Phrase("Masih terbuka", "Still open")
ENDED = Phrase("○ selesai", "○ ended")
STILL_OPEN = Phrase("● terbuka", "● open")
UNHEARD = Phrase("? pemantau diam", "? monitor is silent")
HOUR = Wording(
    Phrase("Menurut jam (WIB)", "By hour of the day (WIB)"),
    Phrase(
        "Bagian waktu yang diketahui pada tiap jam ketika layanan terpilih terganggu atau mati, "
        "rata-rata layanan dan lokasi.",
        "The share of the known time in each hour in which the chosen services were degraded or "
        "down, the mean of services and places.",
    ),
)
DAY = Wording(
    Phrase("Menurut tanggal (WIB)", "By day of the month (WIB)"),
    Phrase(
        "Bagian waktu yang diketahui pada tiap tanggal ketika layanan terpilih terganggu atau "
        "mati.",
        "The share of the known time on each day of the month in which the chosen services were "
        "degraded or down.",
    ),
)
MATRIX = Wording(
    Phrase("Tanggal × jam (WIB)", "Day of the month × hour (WIB)"),
    Phrase(
        "Bagian waktu yang diketahui ketika layanan terpilih terganggu atau mati. ◌ t/d: tidak "
        "diketahui.",
        "The share of known time in which the chosen services were degraded or down. ◌ n/k: "
        "nothing is known.",
    ),
)
NOT_KNOWN = Phrase("◌ t/d", "◌ n/k")
"""In a cell that is as narrow as a number."""
PERIOD = Wording(
    Phrase("Pada $period dan di luarnya", "During $period and otherwise"),
    Phrase(
        "Bagian waktu yang diketahui ketika tiap layanan terganggu atau mati, pada periode "
        "kalender terpilih (misalnya akhir bulan) dibandingkan waktu lain.",
        "The share of known time in which each service was degraded or down, during the chosen "
        "period of the calendar (such as month-end) against all other time.",
    ),
)
DURING = Phrase("pada periode itu", "during it")
OTHERWISE = Phrase("waktu lain", "otherwise")
HOUR_NAME = Phrase("Jam", "Hour")
DAY_NAME = Phrase("Tgl", "Day")
SHARE = Phrase("Terganggu atau mati", "Degraded or down")
RELEASE_TABLE = Wording(
    Phrase("Versi di toko aplikasi", "Versions in the app stores"),
    Phrase(
        "Versi yang ditawarkan tiap toko sekarang, sejak kapan menurut toko, dan berapa kali "
        "versinya berganti pada rentang ini.",
        "The version that each shop offers now, since when as the shop says, and how often it "
        "changed in this range.",
    ),
)
STORE = Phrase("Toko", "Store")
VERSION = Phrase("Versi", "Version")
SINCE = Phrase("Dirilis", "Released")
CHANGES = Phrase("Pergantian", "Changes")
