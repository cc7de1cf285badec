-- The past of a report. A version is a list of parts (JSON, ids of version_parts): the head, the
-- figures, the labels, each chapter; parts that stay the same are kept once. bytes is the part's JSON,
-- compressed; sha256 is over the JSON.
CREATE TABLE version_parts (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    sha256 BLOB NOT NULL,
    bytes BLOB NOT NULL,
    UNIQUE (report_id, sha256)
) STRICT;

-- seal: of a finalised version, SHA-256 over its parts, its name and its time.
CREATE TABLE versions (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    reason TEXT NOT NULL,
    who TEXT NOT NULL,
    made_at TEXT NOT NULL,
    name TEXT NOT NULL,
    parts TEXT NOT NULL CHECK (json_valid(parts)),
    seal BLOB,
    UNIQUE (report_id, number)
) STRICT;

-- How far a report came, when, by whom, and why.
CREATE TABLE trail (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    step TEXT NOT NULL,
    who TEXT NOT NULL,
    at TEXT NOT NULL,
    why TEXT NOT NULL,
    version INTEGER
) STRICT;

CREATE INDEX trail_of_report ON trail (report_id);
