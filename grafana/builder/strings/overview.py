"""What the dashboard Overview says."""

from grafana.builder.wording import Phrase, Wording

BOARD = Wording(
    Phrase("JMO: Ikhtisar", "JMO: Overview"),
    Phrase(
        "Apakah JMO berfungsi, dilihat dari luar, dan seberapa sering tidak.",
        "Whether JMO works, as seen from outside, and how often it did not.",
    ),
)
NOW = Phrase("Sekarang", "Now")
RANGE = Phrase("Rentang yang dipilih", "The chosen range")
PAST = Phrase("Dari waktu ke waktu", "Over time")
VERDICT = Wording(
    Phrase("JMO sekarang", "JMO now"),
    Phrase(
        "Satu kata untuk seluruh JMO, menurut tiap pemantau. Jika jaringan pemantau sendiri putus, "
        "ia tidak tahu apa-apa tentang JMO.",
        "One word for the whole of JMO, by each monitor. One whose own network is down knows "
        "nothing about JMO.",
    ),
)
SERVICES_NOW = Wording(
    Phrase("Layanan sekarang", "Services now"),
    Phrase(
        "Keadaan tiap layanan setelah beberapa kali diperiksa. Tiap lokasi yang tahu punya satu "
        "suara, dan separuh suara cukup.",
        "The state of each service, after several runs have shown it. Each place that knows has "
        "one vote, and half of the votes are enough.",
    ),
)
UPTIME = Wording(
    Phrase("Uptime pada rentang ini", "Uptime in this range"),
    Phrase(
        "Bagian waktu yang diketahui ketika layanan tidak mati; terganggu dihitung hidup, "
        "pemeliharaan tidak dihitung. Satu lokasi: dari waktu yang sudah pasti, jadi terlambat "
        "beberapa menit. Beberapa lokasi: mati ketika separuh suara yang tahu mengatakannya, saat "
        "demi saat, sehingga lokasi yang baru ikut tidak mengubah masa lalu. Baca bersama "
        "cakupannya.",
        "The share of known time in which a service was not down; degraded counts as up, "
        "maintenance is left out. One place: from settled time, so some minutes late. Several: "
        "down while half of the votes of those that know say so, moment by moment, so that a place "
        "that joins later does not change the past. Read it with its coverage.",
    ),
)
COVERAGE = Wording(
    Phrase("Cakupan uptime itu", "Coverage of that uptime"),
    Phrase(
        "Bagian rentang, tanpa pemeliharaan, yang keadaannya diketahui oleh sedikitnya satu lokasi "
        "terpilih. Uptime dengan cakupan kecil tidak banyak artinya.",
        "The share of the range, maintenance left out, of which at least one of the chosen places "
        "knows the state. An uptime with little coverage says little.",
    ),
)
TIMELINE = Wording(
    Phrase("Keadaan dari waktu ke waktu", "States over time"),
    Phrase(
        "Keadaan terburuk yang diketahui pada tiap potongan waktu, menurut separuh suara lokasi. "
        "Tempat kosong: tidak ada data sama sekali.",
        "The worst known state in each stretch of time, by half of the places' votes. Where it is "
        "empty, there is no data at all.",
    ),
)
DAYS = Wording(
    Phrase("Keadaan terburuk per hari, 30 hari", "Worst state of each day, 30 days"),
    Phrase(
        "Satu sel per hari menurut WIB: keadaan terburuk yang diketahui hari itu, menurut separuh "
        "suara lokasi.",
        "One cell a day in western Indonesian time: the worst state known on that day, by half of "
        "the places' votes.",
    ),
)
TABLE = Wording(
    Phrase("Layanan", "Services"),
    Phrase(
        "Klik id untuk membuka layanan itu. Waktu respons: persentil ke-95 dari pemeriksaan yang "
        "lolos pada probe paling lambat. Periode: semua yang terbuka pada rentang ini, dihitung "
        "sendiri oleh tiap lokasi.",
        "Click an id to open that service. Response time: the 95th percentile of runs that passed, "
        "of the slowest probe. Windows: all that were open in this range, each place's own.",
    ),
)
DOWN_TIME = Phrase("Waktu mati", "Time down")
WINDOWS = Phrase("Gangguan", "Windows")
P95 = Phrase("Respons p95", "Response p95")
HOW = Wording(
    Phrase("Bagaimana angka ini dibuat", "How these numbers are made"),
    Phrase("Arti kata dan angka di dasbor ini.", "What words and numbers here mean."),
)
HOW_TEXT = Phrase(
    "**✔ normal**, **▲ terganggu**, **✖ mati**, **⚒ pemeliharaan** adalah keadaan layanan setelah "
    "beberapa pemeriksaan. **? tidak diketahui**: pemantau tidak punya bukti, misalnya karena "
    "jaringannya sendiri putus. **◌ tidak ada data**: Prometheus tidak menerima apa pun.\n\n"
    "Uptime dibagi atas waktu yang *diketahui*; cakupan di sampingnya mengatakan berapa banyak "
    "itu. Dilihat dari luar, dari tempat pemantau: peserta di tempat lain bisa mengalami hal lain.",
    "**✔ up**, **▲ degraded**, **✖ down**, **⚒ maintenance** are states of a service after several "
    "runs. **? unknown**: the monitor has no evidence, such as when its own network is down. "
    "**◌ no data**: nothing reached Prometheus.\n\n"
    "Uptime is a share of the *known* time; the coverage beside it says how much that is. All is "
    "seen from outside, from where the monitors are: a participant elsewhere may see otherwise.",
)
