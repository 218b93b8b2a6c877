-- The tables of version 8.
CREATE TABLE cache_stamp (
  name TEXT NOT NULL,
  digest TEXT NOT NULL,
  PRIMARY KEY (name)
);
CREATE TABLE card (
  "key" TEXT NOT NULL,
  note_key TEXT NOT NULL,
  file TEXT NOT NULL,
  line INTEGER NOT NULL,
  "column" INTEGER NOT NULL,
  place INTEGER NOT NULL,
  position INTEGER NOT NULL,
  content TEXT NOT NULL,
  reveals TEXT NOT NULL,
  guid TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  retired_at_ms INTEGER,
  fields_digest TEXT,
  content_mod_s INTEGER,
  PRIMARY KEY ("key"),
  UNIQUE (guid)
);
CREATE INDEX ix_card_file ON card (file);
CREATE INDEX ix_card_note_key ON card (note_key);
CREATE TABLE card_state (
  card_key TEXT NOT NULL,
  standing TEXT NOT NULL,
  deck TEXT NOT NULL,
  position INTEGER NOT NULL,
  phase TEXT,
  step INTEGER,
  stability FLOAT,
  difficulty FLOAT,
  due_day INTEGER,
  due_at_ms INTEGER,
  last_day INTEGER,
  last_at_ms INTEGER,
  introduced_day INTEGER,
  reps INTEGER NOT NULL,
  lapses INTEGER NOT NULL,
  retired INTEGER NOT NULL,
  suspended INTEGER NOT NULL,
  buried_until_day INTEGER,
  flag INTEGER NOT NULL,
  forgotten_at_ms INTEGER,
  due_set_day INTEGER,
  due_set_at_ms INTEGER,
  known_until_day INTEGER,
  preset TEXT NOT NULL,
  PRIMARY KEY (card_key)
);
CREATE INDEX ix_card_state_introduced_day ON card_state (introduced_day);
CREATE INDEX ix_card_state_last_day ON card_state (last_day);
CREATE INDEX known_by_day ON card_state (known_until_day) WHERE standing = 'new' AND known_until_day IS NOT NULL;
CREATE INDEX learning_by_due ON card_state (due_at_ms) WHERE standing = 'learning';
CREATE INDEX live_by_deck ON card_state (deck, phase, preset) WHERE retired = 0;
CREATE INDEX load_by_day ON card_state (due_day) WHERE standing = 'review';
CREATE INDEX new_by_position ON card_state (position) WHERE standing = 'new';
CREATE INDEX new_in_order ON card_state (deck, position) WHERE standing = 'new';
CREATE INDEX reviews_by_due ON card_state (deck, due_day) WHERE standing = 'review';
CREATE TABLE device (
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (id)
);
CREATE TABLE event (
  uid TEXT NOT NULL,
  seq INTEGER NOT NULL,
  device TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  key_since_ms INTEGER DEFAULT '0' NOT NULL,
  "group" TEXT,
  payload TEXT NOT NULL,
  PRIMARY KEY (uid),
  UNIQUE (seq)
);
CREATE INDEX event_by_kind ON event (kind);
CREATE INDEX event_by_subject ON event (subject, kind);
CREATE TABLE fact (
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (name)
);
CREATE TABLE note (
  "key" TEXT NOT NULL,
  file TEXT NOT NULL,
  place INTEGER NOT NULL,
  line INTEGER NOT NULL,
  "column" INTEGER NOT NULL,
  outline TEXT NOT NULL,
  prompts TEXT,
  programme TEXT,
  sheet TEXT,
  PRIMARY KEY ("key")
);
CREATE INDEX ix_note_file ON note (file);
CREATE TABLE note_link (
  note TEXT NOT NULL,
  file TEXT NOT NULL,
  "to" TEXT NOT NULL,
  PRIMARY KEY (note, file, "to")
);
CREATE INDEX note_link_by_file ON note_link (file);
CREATE TABLE review (
  uid TEXT NOT NULL,
  seq INTEGER NOT NULL,
  device TEXT NOT NULL,
  card_key TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  moved_from_ms INTEGER,
  key_since_ms INTEGER DEFAULT '0' NOT NULL,
  rating INTEGER NOT NULL,
  duration_ms INTEGER NOT NULL,
  mode TEXT NOT NULL,
  due_day INTEGER,
  utc_offset_min INTEGER NOT NULL,
  origin TEXT NOT NULL,
  anki_id INTEGER,
  parts TEXT,
  PRIMARY KEY (uid),
  UNIQUE (seq),
  UNIQUE (at_ms),
  UNIQUE (anki_id)
);
CREATE INDEX review_by_card ON review (card_key, at_ms, mode, rating, due_day, duration_ms);
CREATE TABLE source_file (
  name TEXT NOT NULL,
  digest TEXT NOT NULL,
  deck TEXT NOT NULL,
  description TEXT NOT NULL,
  PRIMARY KEY (name)
);
