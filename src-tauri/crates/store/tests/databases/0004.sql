-- A database of the fourth step, before reports had versions.
PRAGMA foreign_keys = OFF;
PRAGMA application_id = 1735093858;
PRAGMA user_version = 4;
BEGIN TRANSACTION;
CREATE TABLE cells (
    report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    cell TEXT NOT NULL,
    figure TEXT,
    note TEXT,
    origin TEXT NOT NULL,
    PRIMARY KEY (report_id, cell)
) STRICT, WITHOUT ROWID;
INSERT INTO "cells" VALUES(1,'disclosure/coercion/decisions','',NULL,'typed');
INSERT INTO "cells" VALUES(1,'disclosure/fees/amount','3.20','3.20（万元）','imported');
INSERT INTO "cells" VALUES(1,'disclosure/licensing/decisions','0',NULL,'typed');
INSERT INTO "cells" VALUES(1,'disclosure/normative_documents/in_force','',NULL,'typed');
INSERT INTO "cells" VALUES(1,'disclosure/normative_documents/issued','',NULL,'typed');
INSERT INTO "cells" VALUES(1,'disclosure/normative_documents/repealed','',NULL,'typed');
INSERT INTO "cells" VALUES(1,'disclosure/penalty/decisions',NULL,NULL,'imported');
INSERT INTO "cells" VALUES(1,'disclosure/rules/in_force','',NULL,'typed');
INSERT INTO "cells" VALUES(1,'disclosure/rules/issued','',NULL,'typed');
INSERT INTO "cells" VALUES(1,'disclosure/rules/repealed','',NULL,'typed');
INSERT INTO "cells" VALUES(1,'requests/new/total','',NULL,'typed');
CREATE TABLE labels (
    report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    cell      TEXT    NOT NULL,
    label     TEXT    NOT NULL,
    PRIMARY KEY (report_id, cell)
) STRICT, WITHOUT ROWID;
INSERT INTO "labels" VALUES(1,'disclosure/fees/amount','行政事业性收费（旧称）');
CREATE TABLE organs (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    due_month INTEGER,
    due_day INTEGER,
    removed_at TEXT,
    CHECK ((due_month IS NULL) = (due_day IS NULL))
) STRICT;
INSERT INTO "organs" VALUES(1,'青铜镇人民政府','township',1,26,NULL);
CREATE TABLE reasons (
    report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    rule TEXT NOT NULL,
    text TEXT NOT NULL,
    who TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (report_id, key)
) STRICT, WITHOUT ROWID;
INSERT INTO "reasons" VALUES(1,'fee:3.20','fee','收费标准调整','张三','2027-01-20T10:32:05+08:00');
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
, open_unfilled INTEGER, published_on TEXT NOT NULL DEFAULT '', published_at TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO "reports" VALUES(1,1,2025,'own','2021','imported','2027-01-20T10:32:05+08:00',0,1,NULL,NULL,'','');
INSERT INTO "reports" VALUES(2,1,2024,'own','2021','draft','2027-01-20T10:32:05+08:00',NULL,NULL,'2027-01-20T10:32:05+08:00',NULL,'','');
CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL CHECK (json_valid(value))
) STRICT, WITHOUT ROWID;
INSERT INTO "settings" VALUES('page','{"seal":"space"}');
CREATE TABLE sources (
    report_id INTEGER PRIMARY KEY REFERENCES reports (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    bytes BLOB NOT NULL,
    added_at TEXT NOT NULL
) STRICT;
INSERT INTO "sources" VALUES(1,'去年 年报.txt',X'E58E9FE69687E4BBB6','2027-01-20T10:32:05+08:00');
CREATE TABLE texts (
    report_id INTEGER PRIMARY KEY REFERENCES reports (id) ON DELETE CASCADE,
    title TEXT,
    organ TEXT,
    preface TEXT NOT NULL CHECK (json_valid(preface)),
    chapters TEXT NOT NULL CHECK (json_valid(chapters)),
    signature TEXT,
    date TEXT
) STRICT;
INSERT INTO "texts" VALUES(1,'青铜镇人民政府2025年政府信息公开工作年度报告','青铜镇人民政府','["根据条例编制本报告。"]','[{"id":"overview","number":"一","heading":"总体情况","paragraphs":["（一）主动公开。","（二）依申请公开。"],"table_at":0},{"id":"disclosure","number":"二","heading":"主动公开政府信息情况","paragraphs":[],"table_at":0},{"id":"requests","number":"三","heading":"收到和处理政府信息公开申请情况","paragraphs":[],"table_at":0},{"id":"cases","number":"四","heading":"政府信息公开行政复议、行政诉讼情况","paragraphs":[],"table_at":0},{"id":"improvement","number":"五","heading":"存在的主要问题及改进情况","paragraphs":[],"table_at":0},{"id":"other","number":"六","heading":"其他需要报告的事项","paragraphs":[],"table_at":0}]','青铜镇人民政府','2026年1月20日');
INSERT INTO "texts" VALUES(2,NULL,'青铜镇人民政府','[]','[]','青铜镇人民政府',NULL);
CREATE UNIQUE INDEX organ_of_name ON organs (name) WHERE removed_at IS NULL;
CREATE UNIQUE INDEX report_of_year ON reports (organ_id, year, scope) WHERE deleted_at IS NULL;
COMMIT;
