-- A database as criskit 0.1.0 left it (tables version 1), written out by sqlite3's .dump. README.md here says what is in it.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE category (
  category_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('alert', 'ignorable')),
  rank INTEGER NOT NULL,
  is_outcome INTEGER NOT NULL CHECK (is_outcome IN (0, 1))
) STRICT;
INSERT INTO category VALUES(1,'known-victim','Known victim','alert',0,1);
INSERT INTO category VALUES(2,'unidentified','Unidentified','alert',1,1);
INSERT INTO category VALUES(3,'system-files','System files','ignorable',2,0);
CREATE TABLE media (
  media_id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 4),
  size_bytes INTEGER,
  canonical_id INTEGER REFERENCES media (media_id)
) STRICT;
INSERT INTO media VALUES(1,1,5,NULL);
INSERT INTO media VALUES(2,1,5,NULL);
INSERT INTO media VALUES(3,1,5,NULL);
INSERT INTO media VALUES(4,1,NULL,NULL);
INSERT INTO media VALUES(5,1,NULL,NULL);
INSERT INTO media VALUES(8,4,NULL,NULL);
CREATE TABLE digest (
  algorithm INTEGER NOT NULL CHECK (algorithm BETWEEN 1 AND 4),
  value BLOB NOT NULL CHECK (length(value) IN (16, 20, 32)),
  media_id INTEGER NOT NULL REFERENCES media (media_id),
  import_id INTEGER REFERENCES import (import_id),
  in_force INTEGER NOT NULL CHECK (in_force IN (0, 1)),
  PRIMARY KEY (algorithm, value, media_id)
) STRICT, WITHOUT ROWID;
INSERT INTO digest VALUES(1,X'0cc175b9c0f1b6a831c399e269772661',1,NULL,1);
INSERT INTO digest VALUES(1,X'4a8a08f09d37b73795649038408b5f33',3,NULL,1);
INSERT INTO digest VALUES(1,X'8277e0910d750195b448797616e091ad',4,3,1);
INSERT INTO digest VALUES(1,X'8fa14cdd754f91cc6554c9e71929cce7',8,5,1);
INSERT INTO digest VALUES(1,X'92eb5ffee6ae2fec3ad71c777531578f',2,NULL,1);
INSERT INTO digest VALUES(1,X'e1671797c52e15f763380b45e841ec32',5,4,0);
INSERT INTO digest VALUES(2,X'3c363836cf4e16666669a25da280a1865c2d2874',4,3,1);
INSERT INTO digest VALUES(2,X'58e6b3a414a1e090dfc6029add0f3555ccba127f',5,4,0);
INSERT INTO digest VALUES(2,X'84a516841ba77a5b4648de2cd0dfcb30ea46dbb4',3,NULL,1);
INSERT INTO digest VALUES(2,X'86f7e437faa5a7fce15d1ddcb9eaeaea377667b8',1,NULL,1);
INSERT INTO digest VALUES(2,X'e9d71f5ee7c92d6dc9e92ffdad17b8bd49418f98',2,NULL,1);
CREATE TABLE lab_case (
  case_id INTEGER PRIMARY KEY,
  case_number TEXT NOT NULL UNIQUE,
  agency TEXT NOT NULL,
  agency_case_number TEXT NOT NULL,
  officer TEXT,
  examiner TEXT,
  created_at_utc TEXT NOT NULL,
  created_by TEXT NOT NULL
) STRICT;
INSERT INTO lab_case VALUES(1,'24-0001','PD','A-24-0001','Det. B','Robin','2026-03-01T10:01:00.000Z','Examiner');
INSERT INTO lab_case VALUES(2,'24-0002','PD','A-24-0002','Det. B','Robin','2026-03-01T10:02:00.000Z','Examiner');
CREATE TABLE submission (
  submission_id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES lab_case (case_id),
  prepared_at_utc TEXT NOT NULL,
  prepared_by TEXT NOT NULL,
  mailed_on TEXT,
  sources TEXT NOT NULL,
  algorithms TEXT NOT NULL,
  files INTEGER NOT NULL,
  images INTEGER NOT NULL,
  videos INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL
) STRICT;
INSERT INTO submission VALUES(1,1,'2026-03-01T10:03:00.000Z','Examiner',NULL,'["x"]','["md5","sha1"]',3,3,0,15);
CREATE TABLE submission_item (
  submission_id INTEGER NOT NULL REFERENCES submission (submission_id),
  item_number INTEGER NOT NULL,
  media_id INTEGER NOT NULL REFERENCES media (media_id),
  path TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 4),
  md5 BLOB,
  sha1 BLOB,
  sha256 BLOB,
  blake3 BLOB,
  PRIMARY KEY (submission_id, item_number)
) STRICT, WITHOUT ROWID;
INSERT INTO submission_item VALUES(1,1,1,'a.jpg',5,1,X'0cc175b9c0f1b6a831c399e269772661',X'86f7e437faa5a7fce15d1ddcb9eaeaea377667b8',NULL,NULL);
INSERT INTO submission_item VALUES(1,2,2,'b.jpg',5,1,X'92eb5ffee6ae2fec3ad71c777531578f',X'e9d71f5ee7c92d6dc9e92ffdad17b8bd49418f98',NULL,NULL);
INSERT INTO submission_item VALUES(1,3,3,'c.jpg',5,1,X'4a8a08f09d37b73795649038408b5f33',X'84a516841ba77a5b4648de2cd0dfcb30ea46dbb4',NULL,NULL);
CREATE TABLE document (
  sha256 BLOB PRIMARY KEY CHECK (length(sha256) = 32),
  size_bytes INTEGER NOT NULL,
  compression TEXT NOT NULL CHECK (compression IN ('deflate')),
  content BLOB NOT NULL
) STRICT;
INSERT INTO document VALUES(X'7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed',3,'deflate',X'789ccbcf4b050002910143');
INSERT INTO document VALUES(X'3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3',3,'deflate',X'789c2b29cf070002bc015b');
INSERT INTO document VALUES(X'8b5b9db0c13db24256c829aa364aa90c6d2eba318b9232a4ab9313b954d3555f',5,'deflate',X'789c2bc9284a4d0500066e0219');
INSERT INTO document VALUES(X'04efaf080f5a3e74e1c29d1ca6a48569382cbbcd324e8d59d2b83ef21c039f00',4,'deflate',X'789c4bcb2f2d0200044501bd');
INSERT INTO document VALUES(X'6ee0eb490ff832101cf82a3d387c35f29e4230be786978f7acf9e811febf6723',3,'deflate',X'789c2b4e2d0100029a014d');
CREATE TABLE import (
  import_id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('report', 'hash-set')),
  case_id INTEGER REFERENCES lab_case (case_id),
  submission_id INTEGER REFERENCES submission (submission_id),
  document_name TEXT NOT NULL,
  document_sha256 BLOB NOT NULL CHECK (length(document_sha256) = 32),
  document_size_bytes INTEGER NOT NULL,
  format TEXT NOT NULL,
  set_name TEXT,
  category_id INTEGER REFERENCES category (category_id),
  records INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('in-force', 'undone', 'superseded')),
  supersedes_import_id INTEGER REFERENCES import (import_id),
  imported_at_utc TEXT NOT NULL,
  imported_by TEXT NOT NULL,
  ended_at_utc TEXT,
  ended_by TEXT,
  ended_reason TEXT,
  split_rule_version INTEGER,
  accepted_difference TEXT,
  summary TEXT NOT NULL,
  CHECK ((state = 'in-force') = (ended_at_utc IS NULL))
) STRICT;
INSERT INTO import VALUES(1,'report',1,1,'one.csv',X'7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed',3,'status-column',NULL,NULL,3,'superseded',NULL,'2026-03-01T10:04:00.000Z','Examiner','2026-03-01T10:05:00.000Z','Examiner','a corrected report took its place',1,NULL,'{"text":"one"}');
INSERT INTO import VALUES(2,'report',1,NULL,'two.csv',X'3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3',3,'status-column',NULL,NULL,1,'in-force',1,'2026-03-01T10:05:00.000Z','Examiner',NULL,NULL,NULL,1,'by phone','{"text":"two"}');
INSERT INTO import VALUES(3,'report',2,NULL,'three.csv',X'8b5b9db0c13db24256c829aa364aa90c6d2eba318b9232a4ab9313b954d3555f',5,'status-column',NULL,NULL,2,'in-force',NULL,'2026-03-01T10:06:00.000Z','Examiner',NULL,NULL,NULL,1,NULL,'{"text":"three"}');
INSERT INTO import VALUES(4,'report',1,NULL,'four.csv',X'04efaf080f5a3e74e1c29d1ca6a48569382cbbcd324e8d59d2b83ef21c039f00',4,'status-column',NULL,NULL,1,'undone',NULL,'2026-03-01T10:07:00.000Z','Examiner','2026-03-01T10:08:00.000Z','Examiner','wrong case',1,NULL,'{"text":"four"}');
INSERT INTO import VALUES(5,'hash-set',NULL,NULL,'set.csv',X'6ee0eb490ff832101cf82a3d387c35f29e4230be786978f7acf9e811febf6723',3,'plain','set',3,3,'in-force',NULL,'2026-03-01T10:09:00.000Z','Examiner',NULL,NULL,NULL,NULL,NULL,'null');
CREATE TABLE assertion (
  media_id INTEGER NOT NULL REFERENCES media (media_id),
  import_id INTEGER NOT NULL REFERENCES import (import_id),
  ordinal INTEGER NOT NULL,
  category_id INTEGER REFERENCES category (category_id),
  outcome INTEGER CHECK (outcome BETWEEN 1 AND 4),
  kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 4),
  stated INTEGER NOT NULL,
  place_line INTEGER,
  place TEXT,
  file_name TEXT,
  attributes TEXT,
  PRIMARY KEY (media_id, import_id, ordinal)
) STRICT, WITHOUT ROWID;
INSERT INTO assertion VALUES(1,1,1,2,2,1,3,2,NULL,NULL,NULL);
INSERT INTO assertion VALUES(1,2,1,1,1,1,3,2,NULL,NULL,NULL);
INSERT INTO assertion VALUES(1,3,1,2,2,1,1,2,NULL,NULL,NULL);
INSERT INTO assertion VALUES(1,5,1,3,NULL,4,1,1,NULL,NULL,NULL);
INSERT INTO assertion VALUES(2,1,2,2,3,1,1,3,NULL,NULL,NULL);
INSERT INTO assertion VALUES(3,1,3,1,1,1,3,4,NULL,NULL,NULL);
INSERT INTO assertion VALUES(4,3,2,2,3,1,3,3,NULL,NULL,NULL);
INSERT INTO assertion VALUES(4,5,3,3,NULL,4,1,3,NULL,NULL,NULL);
INSERT INTO assertion VALUES(5,4,1,1,1,1,3,2,NULL,NULL,NULL);
INSERT INTO assertion VALUES(8,5,2,3,NULL,4,1,2,NULL,NULL,NULL);
CREATE TABLE import_issue (
  import_id INTEGER NOT NULL REFERENCES import (import_id),
  ordinal INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (import_id, ordinal)
) STRICT, WITHOUT ROWID;
INSERT INTO import_issue VALUES(1,1,'{"code":"no-digest","message":"m","place":{"line":5}}');
CREATE TABLE import_finding (
  import_id INTEGER NOT NULL REFERENCES import (import_id),
  ordinal INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (import_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE TABLE media_link (
  import_id INTEGER NOT NULL,
  media_id INTEGER NOT NULL REFERENCES media (media_id),
  other_media_id INTEGER NOT NULL REFERENCES media (media_id),
  PRIMARY KEY (import_id, media_id, other_media_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE membership (
  category_id INTEGER NOT NULL REFERENCES category (category_id),
  media_id INTEGER NOT NULL REFERENCES media (media_id),
  import_id INTEGER NOT NULL REFERENCES import (import_id),
  PRIMARY KEY (category_id, media_id)
) STRICT, WITHOUT ROWID;
INSERT INTO membership VALUES(1,1,3);
INSERT INTO membership VALUES(2,4,3);
INSERT INTO membership VALUES(3,4,5);
INSERT INTO membership VALUES(3,8,5);
CREATE TABLE conflict (
  conflict_id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('digest-collision', 'alert-and-ignorable', 'outcome-backwards', 'outcomes-differ')),
  media_id INTEGER NOT NULL REFERENCES media (media_id),
  other_media_id INTEGER REFERENCES media (media_id),
  algorithm INTEGER,
  value BLOB,
  import_id INTEGER REFERENCES import (import_id),
  message TEXT NOT NULL,
  raised_at_utc TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'settled', 'withdrawn')),
  decision TEXT,
  decision_reason TEXT,
  settled_by TEXT,
  settled_at_utc TEXT,
  settled_up_to_import INTEGER,
  withdrawn_at_utc TEXT
) STRICT;
INSERT INTO "conflict" VALUES(1,'outcome-backwards',1,NULL,NULL,NULL,3,'A later report takes back what an earlier report said of this media.','2026-03-01T10:06:00.000Z','settled','{"kind":"category","categoryId":"known-victim"}','seen','Examiner','2026-03-01T10:10:00.000Z',5,NULL);
INSERT INTO "conflict" VALUES(2,'alert-and-ignorable',1,NULL,NULL,NULL,5,'The same media is filed in a category that alerts and in one that is ignorable.','2026-03-01T10:09:00.000Z','withdrawn',NULL,NULL,NULL,NULL,NULL,'2026-03-01T10:10:00.000Z');
INSERT INTO "conflict" VALUES(3,'alert-and-ignorable',4,NULL,NULL,NULL,5,'The same media is filed in a category that alerts and in one that is ignorable.','2026-03-01T10:09:00.000Z','open',NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE export (
  export_id INTEGER PRIMARY KEY,
  category_id INTEGER NOT NULL REFERENCES category (category_id),
  format TEXT NOT NULL,
  algorithm INTEGER,
  as_of_utc TEXT,
  file_name TEXT NOT NULL,
  records INTEGER NOT NULL,
  sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
  exported_at_utc TEXT NOT NULL,
  exported_by TEXT NOT NULL
) STRICT;
INSERT INTO export VALUES(1,1,'plain',1,NULL,'k.txt',1,X'8254c329a92850f6d539dd376f4816ee2764517da5e0235514af433164480d7a','2026-03-01T10:11:00.000Z','Examiner');
CREATE TABLE tracker_cell (
  case_id INTEGER NOT NULL REFERENCES lab_case (case_id),
  column_name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (case_id, column_name)
) STRICT, WITHOUT ROWID;
INSERT INTO tracker_cell VALUES(1,'total','3');
CREATE TABLE tracker_pending (
  case_id INTEGER PRIMARY KEY REFERENCES lab_case (case_id),
  since_utc TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;
INSERT INTO tracker_pending VALUES(2,'2026-03-01T10:13:00.000Z','locked');
CREATE TABLE audit (
  audit_id INTEGER PRIMARY KEY,
  at_utc TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  body TEXT NOT NULL,
  previous_sha256 BLOB NOT NULL CHECK (length(previous_sha256) = 32),
  sha256 BLOB NOT NULL CHECK (length(sha256) = 32)
) STRICT;
INSERT INTO audit VALUES(1,'2026-03-01T10:00:00.000Z','Examiner','categories','{"categories":[{"id":"known-victim","title":"Known victim","kind":"alert"},{"id":"unidentified","title":"Unidentified","kind":"alert"},{"id":"system-files","title":"System files","kind":"ignorable"}],"outcomeCategoryIds":["known-victim","unidentified"],"mediaChanged":0}',X'0000000000000000000000000000000000000000000000000000000000000000',X'cfc24864b1276f684b7eaa0e350e8b161daf46295cd548aaa49e3d3263cf6294');
INSERT INTO audit VALUES(2,'2026-03-01T10:01:00.000Z','Examiner','case-add','{"caseNumber":"24-0001","agency":"PD","agencyCaseNumber":"A-24-0001","officer":"Det. B","examiner":"Robin","case":"24-0001"}',X'cfc24864b1276f684b7eaa0e350e8b161daf46295cd548aaa49e3d3263cf6294',X'1b5110f21ca3f6c41bacbcbff745e300498929ef1658079e855923ce5d4727a6');
INSERT INTO audit VALUES(3,'2026-03-01T10:02:00.000Z','Examiner','case-add','{"caseNumber":"24-0002","agency":"PD","agencyCaseNumber":"A-24-0002","officer":"Det. B","examiner":"Robin","case":"24-0002"}',X'1b5110f21ca3f6c41bacbcbff745e300498929ef1658079e855923ce5d4727a6',X'c756ca0f4681c4a54f63a925bb066f24a6bbeab8874b754d3ad8c156c82ebab8');
INSERT INTO audit VALUES(4,'2026-03-01T10:03:00.000Z','Examiner','submission-prepare','{"submission":1,"case":"24-0001","files":3,"images":3,"videos":0,"sizeBytes":15}',X'c756ca0f4681c4a54f63a925bb066f24a6bbeab8874b754d3ad8c156c82ebab8',X'ecfb8ea78fdee9c0a85bcb34fb4661a1022bd3b61bc0cba5c5280b77d149ecd8');
INSERT INTO audit VALUES(5,'2026-03-01T10:04:00.000Z','Examiner','import','{"import":1,"case":"24-0001","submission":1,"document":"one.csv","sha256":"7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed","layout":"status-column","records":3,"issues":1,"added":3,"promoted":0,"conflicts":0,"supersedes":null,"splitRuleVersion":1,"acceptedDifference":null}',X'ecfb8ea78fdee9c0a85bcb34fb4661a1022bd3b61bc0cba5c5280b77d149ecd8',X'597c01b06a2459a9347a1b245ec9803e421f314ed485245e58a2c93b9b07facf');
INSERT INTO audit VALUES(6,'2026-03-01T10:05:00.000Z','Examiner','import','{"import":2,"case":"24-0001","submission":null,"document":"two.csv","sha256":"3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3","layout":"status-column","records":1,"issues":0,"added":0,"promoted":1,"conflicts":0,"supersedes":1,"splitRuleVersion":1,"acceptedDifference":"by phone"}',X'597c01b06a2459a9347a1b245ec9803e421f314ed485245e58a2c93b9b07facf',X'613ed2f15d261610622ddca7b233134ea9b561494a2512ba9f4bebd565b22b66');
INSERT INTO audit VALUES(7,'2026-03-01T10:06:00.000Z','Examiner','import','{"import":3,"case":"24-0002","submission":null,"document":"three.csv","sha256":"8b5b9db0c13db24256c829aa364aa90c6d2eba318b9232a4ab9313b954d3555f","layout":"status-column","records":2,"issues":0,"added":1,"promoted":0,"conflicts":1,"supersedes":null,"splitRuleVersion":1,"acceptedDifference":null}',X'613ed2f15d261610622ddca7b233134ea9b561494a2512ba9f4bebd565b22b66',X'89dc1f3cba3f1cae14dd089cc8899e069fe09919f69529cc0c69ac9157dcaea8');
INSERT INTO audit VALUES(8,'2026-03-01T10:07:00.000Z','Examiner','import','{"import":4,"case":"24-0001","submission":null,"document":"four.csv","sha256":"04efaf080f5a3e74e1c29d1ca6a48569382cbbcd324e8d59d2b83ef21c039f00","layout":"status-column","records":1,"issues":0,"added":1,"promoted":0,"conflicts":0,"supersedes":null,"splitRuleVersion":1,"acceptedDifference":null}',X'89dc1f3cba3f1cae14dd089cc8899e069fe09919f69529cc0c69ac9157dcaea8',X'8a272f8730d676eaf02a2543178e0d8db08ef9e69d8c6fc7fe81a6e9844cf97b');
INSERT INTO audit VALUES(9,'2026-03-01T10:08:00.000Z','Examiner','undo','{"import":4,"case":"24-0001","document":"four.csv","reason":"wrong case","mediaChanged":1,"revived":null}',X'8a272f8730d676eaf02a2543178e0d8db08ef9e69d8c6fc7fe81a6e9844cf97b',X'61ae3095f306f39a44f8b01142db55a73894e73820e8c658e59c91f8bfeb1f97');
INSERT INTO audit VALUES(10,'2026-03-01T10:09:00.000Z','Examiner','hash-set-import','{"import":5,"category":"system-files","set":"set","document":"set.csv","sha256":"6ee0eb490ff832101cf82a3d387c35f29e4230be786978f7acf9e811febf6723","importId":5,"records":3,"added":3,"known":0,"duplicates":0,"conflicts":2}',X'61ae3095f306f39a44f8b01142db55a73894e73820e8c658e59c91f8bfeb1f97',X'c1915f63620edf829cdb7aa7acabd186dcd261603209d0034011fa092681efdc');
INSERT INTO audit VALUES(11,'2026-03-01T10:10:00.000Z','Examiner','conflict-settle','{"conflict":1,"settlement":{"kind":"category","categoryId":"known-victim"},"reason":"seen"}',X'c1915f63620edf829cdb7aa7acabd186dcd261603209d0034011fa092681efdc',X'564127516ebac68bbc8912f66a5d4d8ee04baf72201e73cfeb2d2c1b9bc0479a');
INSERT INTO audit VALUES(12,'2026-03-01T10:11:00.000Z','Examiner','export','{"categoryId":"known-victim","format":"plain","algorithm":"md5","asOfUtc":null,"fileName":"k.txt","records":1,"sha256":"8254c329a92850f6d539dd376f4816ee2764517da5e0235514af433164480d7a","export":1}',X'564127516ebac68bbc8912f66a5d4d8ee04baf72201e73cfeb2d2c1b9bc0479a',X'e035ba5291d1cee0d3638311966123810e3a17af1f3d424278e7445a149c01f5');
INSERT INTO audit VALUES(13,'2026-03-01T10:12:00.000Z','Examiner','tracker-sync','{"case":"24-0001","cells":{"total":"3"}}',X'e035ba5291d1cee0d3638311966123810e3a17af1f3d424278e7445a149c01f5',X'04b4f0bd957b91242974163ee5ecc3baa597dc12c1e641547b428ef7cf285a3e');
INSERT INTO audit VALUES(14,'2026-03-01T10:13:00.000Z','Examiner','tracker-pending','{"case":"24-0002","reason":"locked"}',X'04b4f0bd957b91242974163ee5ecc3baa597dc12c1e641547b428ef7cf285a3e',X'542bbd211224f467d88723458f315f5a8188b6ec49404b9a0077a86ded7a813a');
CREATE INDEX media_canonical ON media (canonical_id) WHERE canonical_id IS NOT NULL;
CREATE INDEX digest_media ON digest (media_id, in_force, algorithm, value);
CREATE INDEX submission_case ON submission (case_id);
CREATE INDEX submission_item_media ON submission_item (media_id);
CREATE INDEX import_document ON import (document_sha256);
CREATE INDEX import_case ON import (case_id);
CREATE INDEX assertion_report ON assertion (import_id) WHERE outcome IS NOT NULL;
CREATE INDEX conflict_media ON conflict (media_id);
CREATE INDEX conflict_other_media ON conflict (other_media_id) WHERE other_media_id IS NOT NULL;
CREATE TRIGGER audit_is_append_only_update BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_is_append_only_delete BEFORE DELETE ON audit
BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;
COMMIT;
PRAGMA application_id = 0x6372736b;
PRAGMA user_version = 1;
