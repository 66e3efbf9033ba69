"""What the dashboard Monitor health says."""

from grafana.builder.wording import Phrase, Wording

BOARD = Wording(
    Phrase("JMO: Kesehatan pemantau", "JMO: Monitor health"),
    Phrase(
        "Apakah pemantau sendiri bisa dipercaya: tepat waktu, terhubung, dan menyimpan.",
        "Whether the monitors themselves can be trusted: in time, connected, and writing.",
    ),
)
NOW = Phrase("Sekarang", "Now")
TIME = Phrase("Tepat waktu", "In time")
EVIDENCE = Phrase("Bukti", "Evidence")
STORE = Phrase("Penyimpanan", "Store")
PROCESS = Phrase("Proses dan pengumpulan metrik", "Process and scrape")
NONE = Phrase("◌ tidak ada, atau tidak ada data", "◌ none, or no data")

UP = Wording(
    Phrase("Pemantau bisa dibaca", "Monitor can be scraped"),
    Phrase(
        "Apakah Prometheus berhasil membaca metrik, pada tiap potongan waktu.",
        "Whether Prometheus could scrape the metrics, in each stretch of time.",
    ),
)
UP_YES = Phrase("✔ terbaca", "✔ scraped")
UP_NO = Phrase("✖ tidak terbaca", "✖ not scraped")
NETWORK = Wording(
    Phrase("Jaringan sendiri", "Own network"),
    Phrase(
        "Apakah cukup banyak kontrol menjawab saat terakhir ditanya.",
        "Whether enough controls answered when they were last asked.",
    ),
)
NETWORK_YES = Phrase("✔ terhubung", "✔ connected")
NETWORK_NO = Phrase("✖ terputus", "✖ cut off")
CONFIGURATION = Wording(
    Phrase("Konfigurasi", "Configuration"),
    Phrase(
        "Ditolak: berkas terakhir salah, dan konfigurasi sebelumnya masih berlaku.",
        "Refused: the file was wrong when last read, and the one before it is still in force.",
    ),
)
CONFIGURATION_YES = Phrase("✔ diterima", "✔ accepted")
CONFIGURATION_NO = Phrase("✖ ditolak", "✖ refused")
STORE_UP = Wording(
    Phrase("Penyimpanan riwayat", "History store"),
    Phrase(
        "Apakah percobaan terakhir menulis riwayat berhasil; pemeriksaan jalan terus.",
        "Whether the last try to write the history went well; probing goes on anyway.",
    ),
)
STORE_YES = Phrase("✔ tertulis", "✔ written")
STORE_NO = Phrase("✖ gagal menulis", "✖ writing fails")
FLIGHT = Wording(
    Phrase("Pemeriksaan berlangsung", "Runs in flight"),
    Phrase("Pemeriksaan yang sedang berjalan.", "Runs that are under way."),
)
STEPS = Wording(
    Phrase("Lompatan jam", "Clock steps"),
    Phrase(
        "Berapa kali jam dinding melompat pada rentang ini.",
        "How often the wall clock jumped in this range.",
    ),
)
LATENESS = Wording(
    Phrase("Keterlambatan mulai", "Lateness of runs"),
    Phrase(
        "Dari jadwal sampai pemeriksaan mulai; persentil dari histogram, jadi kira-kira.",
        "From a tick to the start of its run; percentiles from a histogram, so roughly.",
    ),
)
LAG = Wording(
    Phrase("Kelambatan loop", "Event loop lag"),
    Phrase(
        "Seberapa terlambat loop pemeriksaan: yang terburuk tiap menit, dan persentil ke-99 dari "
        "histogram. Saat lambat, waktu respons tidak dapat dipercaya dan dibuang.",
        "By how much the probing loop was late: the worst of each minute, and the 99th percentile "
        "from a histogram. While it lags, timings cannot be trusted and are left out.",
    ),
)
WORST = Phrase("terburuk", "worst")
MISSED = Wording(
    Phrase("Jadwal terlewat per jam, menurut sebab", "Missed ticks per hour, by cause"),
    Phrase(
        "overrun: pemeriksaan sebelumnya belum selesai; budget: jatah permintaan habis; "
        "retry_after: diminta menjauh.",
        "overrun: the run before was still under way; budget: the host's requests were spent; "
        "retry_after: we were asked to stay away.",
    ),
)
MISSED_TABLE = Wording(
    Phrase("Jadwal terlewat per probe, rentang ini", "Missed ticks by probe, this range"),
    Phrase("Probe dengan jadwal terlewat, yang terbanyak dulu.", "The most frequent first."),
)
CAUSE = Phrase("Sebab", "Cause")
TICKS = Phrase("Terlewat", "Missed")
VOIDS = Wording(
    Phrase("Pemeriksaan tanpa bukti per jam, menurut alasan", "Void runs per hour, by reason"),
    Phrase(
        "Pemeriksaan yang tidak mengatakan apa-apa tentang layanan: gangguan di pihak sendiri "
        "(local_) atau pihak lain di tengah jalan (interference_).",
        "Runs that say nothing about a service: faults on our own side (local_) or of others on "
        "the way (interference_).",
    ),
)
VOID_SHARE = Wording(
    Phrase("Bagian pemeriksaan tanpa bukti", "Share of void runs"),
    Phrase("Dari semua pemeriksaan pada rentang ini.", "Of all runs in this range."),
)
STALE = Wording(
    Phrase("Probe tanpa bukti baru", "Probes without fresh evidence"),
    Phrase(
        "Yang bukti terakhirnya lebih tua dari tiga selang. Kosong berarti tidak ada.",
        "Those whose last evidence is older than three intervals. Empty means that there is none.",
    ),
)
AGE = Phrase("Umur bukti", "Age of evidence")
QUEUE = Wording(
    Phrase("Antrean tulis", "Write queue"),
    Phrase("Hal yang menunggu ditulis.", "Items that wait to be written."),
)
COMMIT = Wording(
    Phrase("Sejak penulisan terakhir", "Since the last write"),
    Phrase(
        "Berapa lama sejak sesuatu ditulis ke riwayat.",
        "How long ago something was written to the history.",
    ),
)
LOST = Wording(
    Phrase("Hilang atau galat, rentang ini", "Lost and errors, this range"),
    Phrase(
        "Hal yang dibuang karena antrean penuh, percobaan menulis yang gagal, dan berkas rusak "
        "yang disisihkan.",
        "Items dropped for want of room, tries to write that failed, and broken files put aside.",
    ),
)
DROPPED = Phrase("dibuang", "dropped")
ERRORS = Phrase("galat", "errors")
ASIDE = Phrase("berkas disisihkan", "files put aside")
SIZE = Wording(
    Phrase("Ukuran riwayat", "Size of the history"),
    Phrase("Berkas riwayat di cakram.", "The history's file on disk."),
)
SCRAPE = Wording(
    Phrase("Lama pengumpulan metrik", "Scrape duration"),
    Phrase("Berapa lama Prometheus membaca metrik.", "How long Prometheus took to scrape."),
)
SAMPLES = Wording(
    Phrase("Sampel per pengumpulan", "Samples per scrape"),
    Phrase(
        "Berapa banyak angka tiap kali; tumbuh dengan banyaknya probe.",
        "How many figures there are each time; it grows with the number of probes.",
    ),
)
MEMORY = Wording(
    Phrase("Memori", "Memory"),
    Phrase("Memori yang dipakai proses pemantau.", "Memory in use by the monitor's process."),
)
CPU = Wording(
    Phrase("CPU", "CPU"),
    Phrase("Bagian satu inti yang dipakai.", "The share of one core in use."),
)
FILES = Wording(
    Phrase("Berkas terbuka", "Open files"),
    Phrase(
        "Bagian deskriptor berkas yang terpakai dari yang diizinkan.",
        "The share of the allowed file descriptors in use.",
    ),
)
RUNNING = Wording(
    Phrase("Berjalan selama", "Running for"),
    Phrase("Sejak proses dimulai.", "Since the process started."),
)
