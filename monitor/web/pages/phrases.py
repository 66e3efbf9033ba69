"""Everything that the pages say, in Indonesian and in English: one table."""

from collections.abc import Mapping
from types import MappingProxyType

from monitor.model import Role, Verdict
from monitor.words import Phrase

# the frame

SITE = Phrase("Pemantau JMO", "JMO monitor")
SKIP = Phrase("Langsung ke isi", "Skip to the content")
OTHER_LANGUAGE = Phrase("English", "Bahasa Indonesia")
HOME = Phrase("Keadaan sekarang", "Status now")
REFRESH = Phrase("Muat ulang", "Reload")
YOURS = Phrase("waktu Anda", "your time")
NOT_AFFILIATED = Phrase(
    "Halaman ini bukan milik BPJS Ketenagakerjaan dan tidak terhubung dengannya. Ini bukan"
    " pernyataan resmi.",
    "This page is not BPJS Ketenagakerjaan's and has no connection with it. It is no official"
    " statement.",
)
FOR_PROGRAMS = Phrase("Untuk program", "For programs")
FEED = Phrase("Umpan Atom", "Atom feed")
CALENDAR_FILE = Phrase("Kalender", "Calendar")
TABLE_FILE = Phrase("Tabel CSV", "CSV table")
METRICS = Phrase("Metrik Prometheus", "Prometheus metrics")
API = Phrase("API JSON", "JSON API")

# the verdict

HEADLINES: Mapping[Verdict, Phrase] = MappingProxyType(
    {
        Verdict.OPERATIONAL: Phrase("JMO berjalan normal", "JMO is working normally"),
        Verdict.DEGRADED: Phrase("JMO sedang terganggu", "JMO is having trouble"),
        Verdict.PARTIAL_OUTAGE: Phrase("Sebagian layanan JMO sedang mati", "A part of JMO is down"),
        Verdict.MAJOR_OUTAGE: Phrase("JMO sedang mati", "JMO is down"),
        Verdict.OWN_NETWORK: Phrase(
            "Kami sedang tidak bisa melihat JMO", "We cannot see JMO at the moment"
        ),
        Verdict.UNKNOWN: Phrase("Keadaan JMO belum diketahui", "It is not known how JMO is"),
        Verdict.MAINTENANCE: Phrase("JMO sedang dalam pemeliharaan", "JMO is under maintenance"),
    }
)
SINCE = Phrase("{headline} sejak {moment}", "{headline} since {moment}")
NOT_YOUR_PHONE = Phrase("{sentence} — bukan ponsel Anda", "{sentence} — it is not your phone")
EXPLANATIONS: Mapping[Verdict, Phrase] = MappingProxyType(
    {
        Verdict.OPERATIONAL: Phrase(
            "Semua yang kami periksa menjawab. Bila aplikasi Anda tetap bermasalah, penyebabnya"
            " mungkin ada pada ponsel, jaringan, atau akun Anda.",
            "Everything that we probe answers. If the app gives you trouble all the same, the cause"
            " may lie in your phone, your network or your account.",
        ),
        Verdict.DEGRADED: Phrase(
            "Layanan masih menjawab, tetapi lambat atau tersendat. Gangguan ini terlihat dari luar,"
            " bukan hanya di ponsel Anda.",
            "It answers still, but slowly or by fits and starts. This is seen from outside, and not"
            " on your phone alone.",
        ),
        Verdict.PARTIAL_OUTAGE: Phrase(
            "Sebagian layanan tidak menjawab, yang lain masih bisa dipakai.",
            "Some services do not answer, others can be used.",
        ),
        Verdict.MAJOR_OUTAGE: Phrase(
            "Layanan utama tidak menjawab siapa pun yang memeriksa dari tempat kami. Mencoba masuk"
            " berulang kali tidak akan menolong.",
            "Its main services do not answer anybody who asks from where we are. To try again and"
            " again will not help.",
        ),
        Verdict.OWN_NETWORK: Phrase(
            "Jaringan pemantau ini sendiri yang terputus. Selama itu kami tidak tahu apa-apa"
            " tentang JMO, dan tidak mencatatnya sebagai gangguan.",
            "It is this monitor's own network that is down. Meanwhile we know nothing of JMO, and"
            " count nothing against it.",
        ),
        Verdict.UNKNOWN: Phrase(
            "Belum cukup pemeriksaan yang selesai untuk mengatakan sesuatu.",
            "Too little has been seen to say anything.",
        ),
        Verdict.MAINTENANCE: Phrase(
            "Pemeliharaan ini sudah diumumkan sebelumnya.", "This maintenance was announced."
        ),
    }
)
ICONS: Mapping[str, str] = MappingProxyType(
    {"up": "✓", "degraded": "!", "down": "✕", "unknown": "?", "maintenance": "⚙"}
)
"""Beside the words: colour is never the only sign."""
AFFECTED = Phrase("Yang terasa", "What people notice")
ALSO_WELL = Phrase("Normal: {services}", "Working: {services}")
SEEN_FROM = Phrase(
    "Dilihat dari {location}, terakhir {moment}.", "As seen from {location}, last at {moment}."
)
NO_HISTORY = Phrase(
    "Catatan lampau sedang tidak bisa dibaca; yang di sini hanya keadaan sekarang.",
    "The history cannot be read now; only the present is told here.",
)

# what to do

ADVICE = Phrase("Yang bisa Anda lakukan sekarang", "What you can do now")
ADVICE_UP = (
    Phrase("Perbarui aplikasi JMO di toko aplikasi.", "Update the JMO app in the app store."),
    Phrase(
        "Hapus tembolok (cache) aplikasi, lalu buka lagi.",
        "Clear the app's cache, then open it.",
    ),
    Phrase(
        "Periksa sambungan internet Anda; hindari Wi-Fi umum.",
        "Check your connection, and avoid public Wi-Fi.",
    ),
    Phrase(
        "Bila kata sandi ditolak, pakai “Lupa Kata Sandi” di aplikasi.",
        "If the password is refused, use “Lupa Kata Sandi” (forgot password) in the app.",
    ),
    Phrase(
        "Pastikan ponsel Anda memakai Android 5.0 atau iOS 12, atau yang lebih baru.",
        "Make sure that your phone has Android 5.0 or iOS 12, or newer.",
    ),
)
ADVICE_DOWN = (
    Phrase(
        "Tunggu dulu: gangguannya bukan di ponsel Anda, jadi tidak ada yang perlu diubah di sana.",
        "Wait: the trouble is not in your phone, so nothing needs changing there.",
    ),
    Phrase(
        "Jangan menghapus aplikasi atau mengganti kata sandi: itu tidak menolong sekarang.",
        "Do not remove the app or change your password: neither helps now.",
    ),
    Phrase(
        "Bila mendesak, pakai saluran lain di bawah ini atau datang ke kantor cabang.",
        "If it is urgent, use another channel below, or go to a branch office.",
    ),
)
ADVICE_UNKNOWN = (
    Phrase(
        "Coba lagi beberapa menit lagi; halaman ini memperbarui diri.",
        "Look again in some minutes; this page renews itself.",
    ),
    Phrase(
        "Sementara itu, tanyakan lewat saluran resmi di bawah ini.",
        "Meanwhile ask by one of the official channels below.",
    ),
)
CHANNELS = Phrase("Saluran resmi", "Official channels")
CALL_CENTRE = Phrase("Pusat panggilan 175", "Call centre 175")
SOCIAL = Phrase("@bpjstkinfo di media sosial", "@bpjstkinfo on social media")
BRANCH = Phrase("Kantor cabang terdekat", "The nearest branch office")

# services

SERVICES = Phrase("Layanan", "Services")
STATE_SINCE = Phrase("sejak {moment}", "since {moment}")
UPTIME = Phrase("Ketersediaan", "Uptime")
SPANS: Mapping[int, Phrase] = MappingProxyType(
    {
        86_400: Phrase("24 jam", "24 h"),
        604_800: Phrase("7 hari", "7 days"),
        2_592_000: Phrase("30 hari", "30 days"),
        7_776_000: Phrase("90 hari", "90 days"),
    }
)
SPAN = Phrase("Kurun", "Over")
COVERAGE = Phrase("Cakupan", "Coverage")
COVERED = Phrase("cakupan {share}", "coverage {share}")
NOTHING_KNOWN = Phrase("belum ada", "none yet")
DOWN_TIME = Phrase("Mati", "Down")
DEGRADED_TIME = Phrase("Terganggu", "Degraded")
UNKNOWN_TIME = Phrase("Tidak diketahui", "Unknown")
BAR = Phrase(
    "90 hari terakhir: {down} hari dengan waktu mati, {degraded} hari terganggu, {unknown} hari"
    " tidak diketahui",
    "The last 90 days: {down} with down time, {degraded} degraded, {unknown} unknown",
)
BAR_BEGIN = Phrase("90 hari lalu", "90 days ago")
BAR_END = Phrase("hari ini", "today")
PACE = Phrase("Waktu jawab, 24 jam", "Response time, 24 h")
PACE_TOLD = Phrase(
    "Waktu jawab rata-rata 24 jam terakhir: antara {least} dan {most} detik, terakhir {last} detik",
    "Mean response time over the last 24 hours: between {least} and {most} s, lately {last} s",
)
NO_PACE = Phrase("belum ada jawaban dalam 24 jam terakhir", "no answer in the last 24 hours")
SECONDS = Phrase("{seconds} dtk", "{seconds} s")
LEGEND = Phrase("Arti warna", "What the colours mean")
UPTIME_MEANING = Phrase(
    "Ketersediaan adalah bagian waktu yang diketahui ketika layanan tidak mati. Cakupan adalah"
    " bagian waktu yang diketahui: yang tidak kami lihat tidak kami sebut normal.",
    "Uptime is the share of known time in which the service was not down. Coverage is the share of"
    " time that is known: what we did not see we do not call up.",
)

# windows

WINDOWS = Phrase("Gangguan", "Degradation windows")
OPEN_WINDOWS = Phrase("Sedang berlangsung", "Going on")
PAST_WINDOWS = Phrase("30 hari terakhir", "The last 30 days")
NO_OPEN_WINDOWS = Phrase(
    "Tidak ada gangguan yang sedang berlangsung.", "Nothing is going on at the moment."
)
NO_WINDOWS = Phrase("Tidak ada gangguan yang tercatat.", "No window is on record.")
MORE_WINDOWS = Phrase(
    "{count} gangguan yang lebih lama ada di tabel CSV dan API.",
    "{count} earlier ones are in the CSV table and the API.",
)
SPAN_CLOSED = Phrase("{began} s.d. {ended}", "{began} to {ended}")
SPAN_OPEN = Phrase("sejak {began}", "since {began}")
LASTED = Phrase("{duration}", "{duration}")
LASTS = Phrase("{duration} sejauh ini", "{duration} so far")

# the calendar and the app

CALENDAR = Phrase("Kalender", "Calendar")
PERIODS_NOW = Phrase("Sekarang: {periods}.", "Now: {periods}.")
NO_PERIODS = Phrase(
    "Sekarang bukan salah satu masa yang dicatat.", "It is none of the times on record now."
)
BUSY_TIMES = Phrase(
    "Sekitar akhir bulan dan hari pencairan, beban tinggi biasa terjadi.",
    "Around month-end and on days of disbursement, high load is usual.",
)
APP = Phrase("Versi aplikasi", "App versions")
APP_VERSION = Phrase("{store}: versi {version}", "{store}: version {version}")
RELEASED = Phrase("dirilis {date}", "released {date}")
SEEN = Phrase("pertama terlihat {date}", "first seen {date}")
MINIMUM_OS = Phrase("perlu OS {version}", "needs OS {version}")
NO_RELEASES = Phrase("Belum ada versi yang terlihat.", "No version has been seen yet.")

# how we look

HOW = Phrase("Bagaimana kami memeriksa", "How we look")
HOW_OFTEN = Phrase(
    "Kami memeriksa {count} alamat publik dari {location}, paling sering setiap {interval}."
    " Satu tempat hanya melihat apa yang terlihat dari sana.",
    "We probe {count} public endpoints from {location}, at most every {interval}."
    " One place sees only what can be seen from there.",
)
HOW_STATES = Phrase(
    "Layanan disebut mati setelah beberapa pemeriksaan gagal, dan normal lagi setelah beberapa yang"
    " berhasil. Bila jaringan kami sendiri terputus, tidak ada yang dihitung.",
    "A service is called down when several runs have failed, and up again after several that"
    " passed. While our own network is down, nothing counts.",
)
NETWORK: Mapping[bool | None, Phrase] = MappingProxyType(
    {
        True: Phrase("Jaringan kami sendiri sekarang baik.", "Our own network is well now."),
        False: Phrase("Jaringan kami sendiri sekarang terputus.", "Our own network is down now."),
        None: Phrase(
            "Jaringan kami sendiri belum diperiksa.", "Our own network has not been looked at yet."
        ),
    }
)
HOW_NOT = Phrase(
    "Kami tidak masuk ke akun, tidak mengisi formulir, dan tidak melihat data siapa pun. Pintu"
    " depan yang terbuka tidak menjamin semua ruang di belakangnya baik.",
    "We do not log in, fill in forms or look at anybody's data. A front door that opens says"
    " nothing of the rooms behind it.",
)

# a service

SERVICE_TITLE = Phrase("{service}: {state}", "{service}: {state}")
SYMPTOM = Phrase("Bila terganggu: {symptom}", "When it fails: {symptom}")
SYMPTOM_NOW = Phrase("Yang terasa: {symptom}", "What people notice: {symptom}")
DEPTH = Phrase("Seberapa dalam masih sehat", "How deep it is well")
DEPTH_TOLD = Phrase(
    "{host}: sehat sampai lapisan {healthy}, putus di lapisan {broken}",
    "{host}: well down to {healthy}, broken at {broken}",
)
NOT_EVEN_DNS = Phrase("tidak satu pun", "nothing")
HOURS = Phrase("Jam demi jam, 90 hari terakhir", "Hour by hour, the last 90 days")
HOURS_TOLD = Phrase(
    "Setiap lajur satu hari, setiap baris satu jam ({zone}). Jam dengan waktu mati: {down},"
    " terganggu: {degraded}, tidak diketahui: {unknown}",
    "Each column is a day, each row an hour ({zone}). Hours with down time: {down}, degraded:"
    " {degraded}, unknown: {unknown}",
)
LATENCY = Phrase("Waktu jawab", "Response time")
LATENCY_CAPTION = Phrase(
    "Pemeriksaan yang berhasil; separuh lebih cepat dari p50, satu dari seratus lebih lambat dari"
    " p99",
    "Runs that passed; half were faster than p50, one in a hundred was slower than p99",
)
RUNS = Phrase("Pemeriksaan", "Runs")
PHASES = Phrase("Waktu per tahap, 24 jam", "Time by phase, 24 h")
PHASES_AROUND = Phrase("Waktu per tahap, sekitar gangguan", "Time by phase, around it")
PHASES_TOLD = Phrase(
    "Waktu tengah per tahap pemeriksaan {probe} yang berhasil, dari {since} sampai {until}; sumbu"
    " tegak sampai {most} detik",
    "Median time by phase of the runs of {probe} that passed, from {since} to {until}; the vertical"
    " axis goes up to {most} s",
)
NO_RUNS = Phrase(
    "Belum ada pemeriksaan yang berhasil dalam 24 jam terakhir.",
    "No run has passed in the last 24 hours.",
)
PHASE = Phrase("Tahap", "Phase")
MEDIAN = Phrase("Waktu tengah", "Median")
PROBES = Phrase("Pemeriksaan layanan ini", "Its probes")
PROBE = Phrase("Nama", "Probe")
KIND = Phrase("Jenis", "Kind")
ROLE = Phrase("Peran", "Role")
ROLES: Mapping[Role, Phrase] = MappingProxyType(
    {
        Role.CRITICAL: Phrase("menentukan", "critical"),
        Role.SUPPORTING: Phrase("mendukung", "supporting"),
    }
)
TARGET = Phrase("Sasaran", "Target")
INTERVAL = Phrase("Setiap", "Every")
STATE = Phrase("Keadaan", "State")
LAST = Phrase("Terakhir", "Last run")
NOT_RUN = Phrase("belum pernah", "not yet")
LAST_EVIDENCE = Phrase("Bukti terakhir", "Latest evidence")
CERTIFICATE = Phrase(
    "Sertifikat {subject} berlaku sampai {date} ({days} hari lagi)",
    "The certificate of {subject} is valid until {date} ({days} days left)",
)
CERTIFICATE_OVER = Phrase(
    "Sertifikat {subject} tidak berlaku lagi sejak {date}",
    "The certificate of {subject} has been out of date since {date}",
)
ALL_WELL = Phrase("Pemeriksaan terakhir semuanya baik.", "Every probe's last run was well.")

# evidence

RESULT_AT = Phrase("{probe}, {moment}: {result}", "{probe}, {moment}: {result}")
WHY = Phrase("Sebab", "Reason")
DETAIL = Phrase("Pesan", "Detail")
AT_PHASE = Phrase("saat {phase}", "at this phase: {phase}")
DURING = Phrase("Saat", "During")
TOOK = Phrase("Lama", "Took")
ADDRESS = Phrase("Alamat", "Address")
ANSWER = Phrase("Status HTTP", "HTTP status")
ASKED = Phrase("Yang diminta", "Asked")
CHECKS = Phrase("Syarat yang tidak terpenuhi", "Checks that failed")
CHECK = Phrase("Syarat", "Check")
EXPECTED = Phrase("Seharusnya", "Expected")
OBSERVED = Phrase("Yang terlihat", "Seen")

# a window

WINDOW_TITLE = Phrase("{service}: {severity}, {span}", "{service}: {severity}, {span}")
BEGAN = Phrase("Mulai", "Began")
ENDED = Phrase("Selesai", "Ended")
GOES_ON = Phrase("masih berlangsung", "going on")
DURATION = Phrase("Lamanya", "Duration")
SEVERITY = Phrase("Terburuk", "Severity")
EARLIER = Phrase(
    "{moment}, paling awal {duration} sebelumnya", "{moment}, or up to {duration} sooner"
)
DURATIONS = Phrase(
    "mati {down}, terganggu {degraded}, tidak diketahui {unknown}",
    "down {down}, degraded {degraded}, unknown {unknown}",
)
OF_WHICH = Phrase("Di antaranya", "Of which")
MAIN_REASON = Phrase("Sebab utama", "Main reason")
REASON_COUNTS = Phrase("Sebab, menurut banyaknya pemeriksaan", "Reasons, by number of runs")
COUNT = Phrase("Banyaknya", "Count")
SLOWEST = Phrase("Paling lama", "Slowest run")
MEDIAN_RUN = Phrase("Lama tengah", "Median run")
CONCERNED = Phrase("Pemeriksaan yang terkena", "Probes concerned")
PERIODS = Phrase("Masa kalender", "Calendar periods")
MAINTENANCE = Phrase("Pemeliharaan yang diumumkan", "Announced maintenance")
RELEASE_BEFORE = Phrase("Rilis aplikasi sebelumnya", "App release before it")
EVIDENCE = Phrase("Bukti", "Evidence")
NO_EVIDENCE = Phrase(
    "Hasil satu per satu tidak lagi disimpan; angka-angka di atas tetap.",
    "Single runs are no longer kept; the figures above stay.",
)

# nothing here

MISSING = Phrase("Tidak ada halaman ini", "There is no such page")
MISSING_TOLD = Phrase(
    "Layanan atau gangguan dengan nama ini tidak ada, atau tidak ada lagi.",
    "No service or window has this name, or none has it any longer.",
)
UNREADABLE = Phrase("Catatan sedang tidak bisa dibaca", "The history cannot be read now")
UNREADABLE_TOLD = Phrase("Coba lagi sebentar lagi.", "Try again in a little while.")
