-- What is merely not filled in yet is counted apart from what must be changed. Counts of drafts made
-- before held both; they are made anew when the report is opened.
ALTER TABLE reports ADD COLUMN open_unfilled INTEGER;
UPDATE reports SET open_errors = NULL, open_explains = NULL WHERE state = 'draft';
