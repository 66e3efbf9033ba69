"""What a handshake showed, whichever kind of probe made it."""

from monitor.metrics import readings
from monitor.metrics.measure import Measure

TLS = (
    Measure(
        name="probe_ssl_earliest_cert_expiry",
        help="When the first certificate of the presented chain expires, "
        "whether or not the chain was accepted.",
        read=readings.of_tls(lambda tls: readings.one(readings.stamp(tls.earliest_expiry))),
    ),
    Measure(
        name="probe_ssl_last_chain_expiry_timestamp_seconds",
        help="When the first certificate of the verified chain expires.",
        read=readings.of_tls(lambda tls: readings.one(readings.stamp(tls.verified_expiry))),
    ),
    Measure(
        name="probe_ssl_last_chain_info",
        help="The server's own certificate, as the last handshake showed it.",
        further=("fingerprint_sha256", "issuer", "serialnumber", "subject", "subjectalternative"),
        read=readings.of_tls(readings.leaf),
    ),
    Measure(
        name="probe_tls_version_info",
        help="The TLS version of the last handshake.",
        further=("version",),
        read=readings.of_tls(lambda tls: readings.word(tls.version)),
    ),
    Measure(
        name="probe_tls_cipher_info",
        help="The cipher suite of the last handshake.",
        further=("cipher",),
        read=readings.of_tls(lambda tls: readings.word(tls.cipher)),
    ),
)
