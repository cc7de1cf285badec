-- Row labels of an imported table that read otherwise than the form's (政府集中釆购), under the
-- first cell of their row.
CREATE TABLE labels (
    report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    cell      TEXT    NOT NULL,
    label     TEXT    NOT NULL,
    PRIMARY KEY (report_id, cell)
) STRICT, WITHOUT ROWID;
