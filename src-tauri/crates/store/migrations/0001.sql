PRAGMA application_id = 1735093858; -- "gknb", by which the file is known as ours

CREATE TABLE organs (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    due_month INTEGER,
    due_day INTEGER,
    removed_at TEXT,
    CHECK ((due_month IS NULL) = (due_day IS NULL))
) STRICT;

CREATE UNIQUE INDEX organ_of_name ON organs (name) WHERE removed_at IS NULL;

CREATE TABLE reports (
    id INTEGER PRIMARY KEY,
    organ_id INTEGER NOT NULL REFERENCES organs (id),
    year INTEGER NOT NULL,
    scope TEXT NOT NULL,
    edition TEXT,
    state TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    open_errors INTEGER,
    open_explains INTEGER,
    deleted_at TEXT
) STRICT;

CREATE UNIQUE INDEX report_of_year ON reports (organ_id, year, scope) WHERE deleted_at IS NULL;

-- figure: NULL is 未读到, '' is blank, anything else an exact decimal.
CREATE TABLE cells (
    report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    cell TEXT NOT NULL,
    figure TEXT,
    note TEXT,
    origin TEXT NOT NULL,
    PRIMARY KEY (report_id, cell)
) STRICT, WITHOUT ROWID;

-- preface is a JSON list of paragraphs, chapters one of objects.
CREATE TABLE texts (
    report_id INTEGER PRIMARY KEY REFERENCES reports (id) ON DELETE CASCADE,
    title TEXT,
    organ TEXT,
    preface TEXT NOT NULL CHECK (json_valid(preface)),
    chapters TEXT NOT NULL CHECK (json_valid(chapters)),
    signature TEXT,
    date TEXT
) STRICT;

CREATE TABLE sources (
    report_id INTEGER PRIMARY KEY REFERENCES reports (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    bytes BLOB NOT NULL,
    added_at TEXT NOT NULL
) STRICT;

CREATE TABLE reasons (
    report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    rule TEXT NOT NULL,
    text TEXT NOT NULL,
    who TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (report_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL CHECK (json_valid(value))
) STRICT, WITHOUT ROWID;
