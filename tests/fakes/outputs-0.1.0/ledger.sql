BEGIN TRANSACTION;
CREATE TABLE office (
    folder text primary key, name text not null, short_name text not null,
    fingerprint text not null, engine text, files text not null
);
INSERT INTO "office" VALUES('2563/สพป.ภูเก็ต','สำนักงานเขตพื้นที่การศึกษาประถมศึกษาภูเก็ต','สพป.ภูเก็ต','5c6fffb742f79f0c4993734dccf486a86c75b21b37c656faf57fdd6566249b51',NULL,'[["2563/\u0e2a\u0e1e\u0e1b.\u0e20\u0e39\u0e40\u0e01\u0e47\u0e15/\u0e21\u0e32\u0e15\u0e23\u0e01\u0e32\u0e23-2563-\u0e2a\u0e1e\u0e1b.\u0e20\u0e39\u0e40\u0e01\u0e47\u0e15.docx", 28683, "7fd407e9142355cfdae3c3dd8f8f42f3669bb2805170247aced70b5994ab8749"]]');
COMMIT;
PRAGMA user_version = 1;
