-- Steps of undo of a report, so that they survive the end of the program: JSON, compressed.
CREATE TABLE steps (
    report_id INTEGER PRIMARY KEY REFERENCES reports (id) ON DELETE CASCADE,
    bytes BLOB NOT NULL
) STRICT;
