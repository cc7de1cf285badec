-- One row, by which a log is known to be of its file, and a file for the one that was being written.
-- file: another in every copy; state: another after every edit; log_from: the state at which the log
-- that lies beside begins.
CREATE TABLE file_marks (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    file TEXT NOT NULL,
    state TEXT NOT NULL,
    log_from TEXT NOT NULL
) STRICT;

INSERT INTO file_marks (one, file, state, log_from)
VALUES (1, lower(hex(randomblob(16))), lower(hex(randomblob(16))), '');
