-- A history as version 1 wrote it: one of each sort. Never changed, so that it stays readable.
PRAGMA application_id = 1246580584;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE checkpoint (id INTEGER PRIMARY KEY CHECK (id = 1), memory TEXT NOT NULL);
INSERT INTO "checkpoint" VALUES(1,'{"memory": 1}');
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE names (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
INSERT INTO "names" VALUES(1,'jmo-api-https');
INSERT INTO "names" VALUES(2,'jmo-api');
INSERT INTO "names" VALUES(3,'http');
INSERT INTO "names" VALUES(4,'jakarta');
CREATE TABLE releases (
    seq INTEGER PRIMARY KEY,
    service TEXT NOT NULL,
    probe TEXT NOT NULL,
    store TEXT NOT NULL,
    version TEXT NOT NULL,
    previous TEXT,
    minimum_os TEXT,
    released_at INTEGER,
    seen_at INTEGER NOT NULL
);
INSERT INTO "releases" VALUES(1,'jmo-app','jmo-app-store','app_store','7.1.0','7.0.9','15.0',1788138000000,1788141605000);
CREATE TABLE results (
    seq INTEGER PRIMARY KEY,
    probe INTEGER NOT NULL,
    service INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    location INTEGER NOT NULL,
    at INTEGER NOT NULL,
    duration REAL NOT NULL,
    timeout REAL NOT NULL,
    result TEXT NOT NULL,
    reason TEXT,
    phase TEXT,
    detail TEXT NOT NULL,
    attempts TEXT NOT NULL,
    resolve REAL,
    connect REAL,
    tls REAL,
    processing REAL,
    transfer REAL,
    exchange REAL,
    stalled INTEGER NOT NULL,
    way INTEGER,
    facts TEXT
);
INSERT INTO "results" VALUES(1,1,2,3,4,1788141600000,0.25,10.0,'ok',NULL,NULL,'','ok',0.01,0.02,0.04,0.08,0.1,NULL,0,1,'{"http":{"status_code":200,"http_version":"1.1","redirects":1,"ssl":true,"content_length":512,"body_bytes":500,"truncated":false,"last_modified":"2026-08-01T00:00:00Z","retry_after_seconds":null}}');
INSERT INTO "results" VALUES(2,1,2,3,4,1788141600000,0.25,10.0,'failed','connect_refused','connect','nobody listens','failed,failed',0.01,NULL,NULL,NULL,NULL,NULL,0,2,NULL);
CREATE TABLE rollups (
    grain INTEGER NOT NULL,
    probe INTEGER NOT NULL,
    at INTEGER NOT NULL,
    service INTEGER NOT NULL,
    ok INTEGER NOT NULL,
    degraded INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    void INTEGER NOT NULL,
    reasons TEXT,
    latency_counts TEXT NOT NULL,
    latency_sum INTEGER NOT NULL,
    latency_max INTEGER,
    PRIMARY KEY (grain, probe, at, service)
) WITHOUT ROWID;
INSERT INTO "rollups" VALUES(300,1,1788141600000,2,1,0,1,0,'{"connect_refused": 1}','[0,0,0,1,0,0,0,0,0,0,0,0,0,0]',250000,250000);
INSERT INTO "rollups" VALUES(3600,1,1788141600000,2,1,0,1,0,'{"connect_refused": 1}','[0,0,0,1,0,0,0,0,0,0,0,0,0,0]',250000,250000);
CREATE TABLE segments (
    service TEXT NOT NULL,
    began_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (service, began_at)
) WITHOUT ROWID;
INSERT INTO "segments" VALUES('a',1788141600000,1788141660000,'up');
CREATE TABLE transitions (
    seq INTEGER PRIMARY KEY,
    service TEXT NOT NULL,
    probe TEXT,
    old TEXT NOT NULL,
    new TEXT NOT NULL,
    began_at INTEGER NOT NULL,
    known_at INTEGER NOT NULL,
    reason TEXT
);
INSERT INTO "transitions" VALUES(1,'jmo-api','jmo-api-https','up','down',1788141660000,1788141780000,'connect_refused');
CREATE TABLE ways (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    used_at INTEGER NOT NULL,
    facts TEXT NOT NULL
);
INSERT INTO "ways" VALUES(1,X'9ADAA08838765815D65ECE491BEAB91A',1788141600000,'{"connection":{"address":"127.0.0.1","ip_version":4,"fallback":false},"tls":{"version":"TLS 1.3","cipher":"TLS_AES_128_GCM_SHA256","presented":[{"subject":"CN=jmo.example,O=JMO","issuer":"CN=Root","serial_number":"0a1b","alternative_names":[],"not_before":"2026-01-01T00:00:00Z","not_after":"2027-01-01T00:00:00Z","fingerprint_sha256":"abababababababababababababababababababababababababababababababab","spki_sha256":"qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq="}],"verified":[{"subject":"CN=jmo.example,O=JMO","issuer":"CN=Root","serial_number":"0a1b","alternative_names":[],"not_before":"2026-01-01T00:00:00Z","not_after":"2027-01-01T00:00:00Z","fingerprint_sha256":"abababababababababababababababababababababababababababababababab","spki_sha256":"qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq="}]},"hops":["https://jmo.example/","https://www.jmo.example/"]}');
INSERT INTO "ways" VALUES(2,X'33BF7255E1C43FB1C9FF757BCBC3352B',1788141600000,'{"connection":{"address":"127.0.0.1","ip_version":4,"fallback":false},"hops":["https://jmo.example/","https://www.jmo.example/"]}');
CREATE TABLE windows (
    id TEXT PRIMARY KEY,
    service TEXT NOT NULL,
    severity TEXT NOT NULL,
    began_after INTEGER,
    began_at INTEGER NOT NULL,
    ended_after INTEGER,
    ended_at INTEGER,
    degraded_seconds REAL NOT NULL,
    down_seconds REAL NOT NULL,
    unknown_seconds REAL NOT NULL,
    reason TEXT,
    phase TEXT,
    reasons TEXT NOT NULL,
    runs INTEGER NOT NULL,
    worst_latency_seconds REAL,
    median_latency_seconds REAL,
    probes TEXT NOT NULL,
    periods TEXT NOT NULL,
    maintenance TEXT NOT NULL,
    release TEXT
);
INSERT INTO "windows" VALUES('w1','jmo-api','down',1788141600000,1788141660000,1788141780000,1788141840000,0.5,120.25,0.0,'connect_refused','connect','{"connect_refused": 3, "dns_timeout": 1}',4,2.5,NULL,'["jmo-api-dns", "jmo-api-https"]','["akhir-bulan"]','["pemeliharaan \u2014 \u201crutin\u201d"]','app_store 7.1.0');
CREATE INDEX results_by_probe ON results (probe, at);
CREATE INDEX transitions_by_time ON transitions (known_at);
CREATE INDEX windows_by_time ON windows (began_at);
COMMIT;
