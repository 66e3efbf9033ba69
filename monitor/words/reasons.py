"""What each reason is called."""

from collections.abc import Mapping
from types import MappingProxyType

from monitor.model import Reason
from monitor.words.phrase import Phrase

REASONS: Mapping[Reason, Phrase] = MappingProxyType(
    {
        Reason.DNS_NXDOMAIN: Phrase(
            "nama situsnya tidak terdaftar di DNS", "its name does not exist in DNS"
        ),
        Reason.DNS_NO_DATA: Phrase(
            "nama situsnya ada di DNS, tetapi tanpa alamat", "its name in DNS has no address"
        ),
        Reason.DNS_SERVFAIL: Phrase("server DNS gagal menjawab", "the DNS server could not answer"),
        Reason.DNS_TIMEOUT: Phrase(
            "server DNS tidak menjawab tepat waktu", "the DNS server did not answer in time"
        ),
        Reason.DNS_INVALID_NAME: Phrase(
            "nama situsnya tidak sah untuk DNS", "its name is not valid in DNS"
        ),
        Reason.CONNECT_REFUSED: Phrase(
            "server menolak sambungan", "the server refused the connection"
        ),
        Reason.CONNECT_TIMEOUT: Phrase(
            "sambungan ke server tidak terbentuk tepat waktu",
            "no connection to the server came about in time",
        ),
        Reason.CONNECT_UNREACHABLE: Phrase(
            "tidak ada jalan ke server", "there is no way to the server"
        ),
        Reason.CONNECT_RESET: Phrase(
            "server memutus saat disambungi", "the server cut the connection as it was made"
        ),
        Reason.TLS_TIMEOUT: Phrase(
            "pengamanan sambungan (TLS) tidak selesai tepat waktu",
            "securing the connection (TLS) was not done in time",
        ),
        Reason.TLS_CLOSED: Phrase(
            "server menutup sambungan saat pengamanan (TLS)",
            "the server closed the connection while it was being secured (TLS)",
        ),
        Reason.TLS_RESET: Phrase(
            "server memutus sambungan saat pengamanan (TLS)",
            "the server cut the connection while it was being secured (TLS)",
        ),
        Reason.TLS_NOT_TLS: Phrase(
            "server tidak menjawab dengan sambungan aman (TLS)", "the server does not speak TLS"
        ),
        Reason.TLS_ALERT: Phrase(
            "server menolak pengamanan sambungan (TLS)",
            "the server refused to secure the connection (TLS)",
        ),
        Reason.TLS_VERSION: Phrase(
            "server hanya mengenal versi TLS yang sudah usang",
            "the server knows outdated versions of TLS only",
        ),
        Reason.TLS_CERT_EXPIRED: Phrase(
            "sertifikat keamanannya kedaluwarsa", "its certificate has expired"
        ),
        Reason.TLS_CERT_NOT_YET_VALID: Phrase(
            "sertifikat keamanannya belum berlaku", "its certificate is not valid yet"
        ),
        Reason.TLS_CERT_HOSTNAME: Phrase(
            "sertifikat keamanannya milik nama lain", "its certificate is for another name"
        ),
        Reason.TLS_CERT_UNTRUSTED: Phrase(
            "penerbit sertifikat keamanannya tidak dipercaya",
            "its certificate comes from nobody who is trusted",
        ),
        Reason.TLS_CERT_WEAK: Phrase(
            "sertifikat keamanannya terlalu lemah", "its certificate is too weak"
        ),
        Reason.TLS_CERT_INVALID: Phrase(
            "sertifikat keamanannya tidak sah", "its certificate is not valid"
        ),
        Reason.HTTP_TIMEOUT: Phrase(
            "server tersambung, tetapi tidak menjawab tepat waktu",
            "the server took the request and did not answer in time",
        ),
        Reason.HTTP_CLOSED: Phrase(
            "server menutup sambungan tanpa jawaban",
            "the server closed the connection without an answer",
        ),
        Reason.HTTP_RESET: Phrase(
            "server memutus sambungan sebelum menjawab",
            "the server cut the connection before it answered",
        ),
        Reason.HTTP_MALFORMED: Phrase(
            "jawaban server tidak terbaca", "the server's answer cannot be read"
        ),
        Reason.HTTP_HEADERS_TOO_LARGE: Phrase(
            "kepala jawaban server terlalu besar", "the head of the server's answer is too large"
        ),
        Reason.HTTP_TOO_MANY_REDIRECTS: Phrase(
            "pengalihan tidak ada ujungnya", "it redirects without end"
        ),
        Reason.HTTP_BAD_REDIRECT: Phrase(
            "pengalihannya tidak menuju ke mana pun", "it redirects to nowhere"
        ),
        Reason.HTTP_REDIRECT_BLOCKED: Phrase(
            "pengalihannya menuju alamat yang tidak boleh diikuti",
            "it redirects to where nobody should follow",
        ),
        Reason.EXCHANGE_TIMEOUT: Phrase("tidak ada balasan tepat waktu", "no reply came in time"),
        Reason.EXCHANGE_CLOSED: Phrase(
            "sambungan ditutup di tengah tanya jawab",
            "the connection was closed in the middle of the exchange",
        ),
        Reason.EXCHANGE_RESET: Phrase(
            "sambungan diputus di tengah tanya jawab",
            "the connection was cut in the middle of the exchange",
        ),
        Reason.BODY_TIMEOUT: Phrase(
            "isi jawaban tidak selesai tepat waktu", "the answer's content did not come in time"
        ),
        Reason.BODY_TRUNCATED: Phrase("isi jawaban terpotong", "the answer's content broke off"),
        Reason.BODY_RESET: Phrase(
            "sambungan diputus di tengah isi jawaban",
            "the connection was cut in the middle of the answer's content",
        ),
        Reason.BODY_TOO_LARGE: Phrase(
            "isi jawaban terlalu besar", "the answer's content is too large"
        ),
        Reason.BODY_UNDECODABLE: Phrase("isi jawaban rusak", "the answer's content is garbled"),
        Reason.CHECK_STATUS: Phrase(
            "server menjawab dengan status yang salah", "the server answered with a wrong status"
        ),
        Reason.CHECK_HEADER: Phrase(
            "kepala jawaban tidak seperti yang diharapkan",
            "the head of the answer is not what it should be",
        ),
        Reason.CHECK_CONTENT: Phrase(
            "isi halaman tidak seperti yang diharapkan", "the page is not what it should be"
        ),
        Reason.CHECK_JSON: Phrase(
            "data jawaban tidak seperti yang diharapkan",
            "the data in the answer are not what they should be",
        ),
        Reason.CHECK_LATENCY: Phrase(
            "lebih lambat daripada batasnya", "it is slower than its limit"
        ),
        Reason.CHECK_CERTIFICATE: Phrase(
            "sertifikat keamanannya tidak seperti yang diharapkan",
            "its certificate is not what it should be",
        ),
        Reason.CHECK_RECORDS: Phrase(
            "isi DNS tidak seperti yang diharapkan", "DNS does not say what it should"
        ),
        Reason.CHECK_PACKET_LOSS: Phrase(
            "terlalu banyak paket hilang di jalan", "too many packets were lost on the way"
        ),
        Reason.SLOW_LATENCY: Phrase("berhasil, tetapi lambat", "it worked, slowly"),
        Reason.SLOW_FLAKY: Phrase(
            "baru berhasil pada percobaan berikutnya", "it worked only when tried again"
        ),
        Reason.INTERFERENCE_BLOCKPAGE: Phrase(
            "yang menjawab halaman blokir penyedia internet",
            "an internet provider's block page answered in its place",
        ),
        Reason.INTERFERENCE_CAPTIVE_PORTAL: Phrase(
            "yang menjawab halaman masuk Wi-Fi", "a Wi-Fi log-in page answered in its place"
        ),
        Reason.INTERFERENCE_CHALLENGE: Phrase(
            "pemantau diminta membuktikan diri bukan robot",
            "the monitor was asked to prove that it is no robot",
        ),
        Reason.INTERFERENCE_DNS_HIJACK: Phrase(
            "jawaban DNS dibelokkan di jalan", "the DNS answer was diverted on the way"
        ),
        Reason.INTERFERENCE_RATE_LIMITED: Phrase(
            "pemantau diminta mengurangi pemeriksaan", "the monitor was told to ask less often"
        ),
        Reason.MAINTENANCE_PAGE: Phrase(
            "layanan menampilkan halaman pemeliharaan", "the service shows a maintenance page"
        ),
        Reason.LOCAL_RESOURCES: Phrase(
            "komputer pemantau kehabisan sumber daya", "the monitor's machine ran out of resources"
        ),
        Reason.LOCAL_NETWORK_DOWN: Phrase(
            "jaringan pemantau sendiri yang terputus", "the monitor's own network was down"
        ),
        Reason.LOCAL_OVERLOAD: Phrase(
            "komputer pemantau terlalu sibuk", "the monitor's machine was too busy"
        ),
        Reason.LOCAL_INTERNAL: Phrase(
            "kesalahan di dalam pemantau sendiri", "the monitor itself had a fault"
        ),
    }
)
"""Why a run is not ok, in plain words, to stand behind a colon."""
