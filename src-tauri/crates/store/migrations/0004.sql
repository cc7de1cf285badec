-- When and where a report was published, as the user has noted it; '' when it was not told.
ALTER TABLE reports ADD COLUMN published_on TEXT NOT NULL DEFAULT '';
ALTER TABLE reports ADD COLUMN published_at TEXT NOT NULL DEFAULT '';
