-- The copy of a report that came back from review, as app writes it: JSON, compressed.
CREATE TABLE returned_copies (
    report_id INTEGER PRIMARY KEY REFERENCES reports (id) ON DELETE CASCADE,
    bytes BLOB NOT NULL
) STRICT;

-- What others noted on a report. place: JSON of where in the text, null where that is not known; cell: of a
-- figure; done_at: when it was ticked off.
CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    place TEXT NOT NULL CHECK (json_valid(place)),
    cell TEXT,
    quoted TEXT NOT NULL,
    text TEXT NOT NULL,
    who TEXT NOT NULL,
    at TEXT NOT NULL,
    done_at TEXT,
    UNIQUE (report_id, text, who, at, quoted)
) STRICT;
