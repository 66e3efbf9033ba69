"""What the dashboard Service says."""

from grafana.builder.wording import Phrase, Wording

BOARD = Wording(
    Phrase("JMO: Layanan", "JMO: Service"),
    Phrase(
        "Satu layanan: keadaannya, seberapa dalam ia sehat, ke mana waktunya pergi, dan mengapa "
        "pemeriksaan gagal.",
        "One service: its state, how deep it is well, where the time goes, and why runs fail.",
    ),
)
NOW = Phrase("Sekarang dan pada rentang ini", "Now and in this range")
STATES = Phrase("Keadaan", "States")
TIMES = Phrase("Waktu respons", "Response times")
FAILURES = Phrase("Kegagalan", "Failures")
PROBES = Phrase("Probe", "Probes")
STATE = Wording(
    Phrase("Keadaan sekarang", "State now"),
    Phrase(
        "Menurut separuh suara lokasi yang tahu, setelah beberapa pemeriksaan.",
        "By half of the votes of the places that know, after several runs have shown it.",
    ),
)
SYMPTOM = Wording(
    Phrase("Yang dirasakan peserta", "What a participant notices"),
    Phrase(
        "Bila layanan ini mati. Dari konfigurasi; bukan hasil ukur.",
        "When this service fails. From the configuration; nothing measured.",
    ),
)
UPTIME = Wording(
    Phrase("Uptime pada rentang ini", "Uptime in this range"),
    Phrase(
        "Bagian waktu yang diketahui ketika layanan tidak mati. Satu lokasi: dari waktu yang sudah "
        "pasti. Beberapa: mati ketika separuh suara yang tahu mengatakannya, saat demi saat.",
        "The share of known time in which the service was not down. One place: from settled time. "
        "Several: down while half of the votes of those that know say so, moment by moment.",
    ),
)
COVERAGE = Wording(
    Phrase("Cakupannya", "Its coverage"),
    Phrase(
        "Bagian rentang, tanpa pemeliharaan, yang keadaannya diketahui oleh sedikitnya satu lokasi "
        "terpilih.",
        "The share of the range, maintenance left out, of which at least one of the chosen places "
        "knows the state.",
    ),
)
P95 = Wording(
    Phrase("Respons p95", "Response p95"),
    Phrase(
        "95 dari 100 pemeriksaan yang lolos pada rentang ini tidak lebih lama dari ini, pada probe "
        "paling lambat. Yang gagal tidak dihitung.",
        "95 of 100 runs that passed in this range took no longer, at the slowest probe. Failed "
        "runs are left out.",
    ),
)
CERTIFICATE = Wording(
    Phrase("Sertifikat berlaku (hari)", "Certificate valid (days)"),
    Phrase(
        "Hari sampai sertifikat pertama kedaluwarsa; negatif bila sudah.",
        "Days until the first certificate expires; negative once it has.",
    ),
)
BY_PLACE = Wording(
    Phrase("Keadaan per lokasi", "State by location"),
    Phrase(
        "Keadaan terburuk yang diketahui pada tiap potongan waktu, dari tiap lokasi. Kosong: tidak "
        "ada data.",
        "The worst known state in each stretch of time, as each place sees it. Empty: no data.",
    ),
)
DEPTH = Wording(
    Phrase("Kedalaman: apa yang masih sehat", "Depth: what is still well"),
    Phrase(
        "Keadaan probe menurut jenisnya, dari dangkal ke dalam: dns, tcp, tls, http. Bila yang "
        "dangkal sehat dan yang dalam mati, gangguannya di atas lapisan itu.",
        "The state of the probes by kind, the shallow ones being dns, tcp and tls, the deep ones "
        "http and journey. Where the shallow are up and the deep are down, the fault lies above.",
    ),
)
PHASES = Wording(
    Phrase("Ke mana waktunya pergi", "Where the time goes"),
    Phrase(
        "Lama rata-rata tiap fase percobaan terakhir, ditumpuk: mencari nama, menyambung, TLS, "
        "menunggu jawaban, menerima isi. Rata-rata semua probe terpilih.",
        "The mean time of each phase of the last attempts, upon each other: look the name up, "
        "connect, TLS, wait for the answer, receive it. The mean of all probes of this service.",
    ),
)
PERCENTILES = Wording(
    Phrase("Persentil waktu respons", "Response time percentiles"),
    Phrase(
        "Dari pemeriksaan yang lolos pada tiap potongan waktu, semua probe bersama. Yang gagal "
        "tidak dihitung.",
        "Of the runs that passed in each stretch of time, of the slowest probe. Failed runs are "
        "left out.",
    ),
)
HEATMAP = Wording(
    Phrase("Sebaran waktu respons", "Response time distribution"),
    Phrase(
        "Berapa pemeriksaan yang lolos jatuh di tiap rentang waktu; makin pekat makin banyak.",
        "How many runs that passed fell into each band of time; the darker, the more.",
    ),
)
BY_REASON = Wording(
    Phrase("Pemeriksaan tidak baik per jam, menurut alasan", "Runs not ok per hour, by reason"),
    Phrase(
        "Yang gagal, terganggu, dan tanpa bukti. Alasan berawalan local_ atau interference_ tidak "
        "mengatakan apa-apa tentang layanan.",
        "Failed, degraded and void ones. Reasons that start with local_ or interference_ say "
        "nothing about the service.",
    ),
)
REASONS = Wording(
    Phrase("Alasan pada rentang ini", "Reasons in this range"),
    Phrase(
        "Banyaknya pemeriksaan yang tidak baik menurut alasan, yang terbanyak dulu; nol tidak "
        "diperlihatkan. Kosong berarti semuanya baik atau tidak ada data.",
        "How many runs were not ok, by reason, the most frequent first; zeros are not shown. "
        "Empty means that all were ok, or that there is no data.",
    ),
)
NONE_FAILED = Phrase("◌ tidak ada, atau tidak ada data", "◌ none, or no data")
PROBE_TABLE = Wording(
    Phrase("Probe layanan ini", "Probes of this service"),
    Phrase(
        "Hasil terakhir tiap probe dari tiap lokasi. ◌: tidak diukur oleh jenis itu, "
        "atau pemeriksaan terakhir tanpa bukti.",
        "The last result of each probe from each place. ◌: this kind does not "
        "measure it, or the last run was no evidence.",
    ),
)
ROLE = Phrase("Peran", "Role")
LAST = Phrase("Terakhir lolos", "Last run passed")
DURATION = Phrase("Lama", "Duration")
STATUS = Phrase("Status HTTP", "HTTP status")
AGE = Phrase("Umur bukti", "Age of evidence")
INTERVAL = Phrase("Selang", "Interval")
