-- Everything the data rules need, from the start. Read state is a table of its own: marking a feed read is one range
-- delete, and the unread lists are read from it directly.

CREATE TABLE feed (
    id            INTEGER PRIMARY KEY,
    url           TEXT    NOT NULL UNIQUE,
    title         TEXT    NOT NULL DEFAULT '',  -- as the feed says
    own_title     TEXT,                         -- as the person says
    folder        TEXT    NOT NULL DEFAULT '',
    site          TEXT,
    language      TEXT,
    icon          TEXT,
    is_builtin    INTEGER NOT NULL DEFAULT 0,
    added_at      INTEGER NOT NULL,
    removed_at    INTEGER,                      -- unsubscribed; the rows stay for undo, bookmarks and tombstones
    etag          TEXT,
    last_modified TEXT,
    fetched_at    INTEGER,
    succeeded_at  INTEGER,
    next_at       INTEGER,
    interval      INTEGER,
    tries         INTEGER NOT NULL DEFAULT 0,
    failing_since INTEGER,
    why           TEXT,
    paused        TEXT,                         -- why it is not fetched any more
    leased_until  INTEGER,                      -- some process fetches it right now
    total         INTEGER NOT NULL DEFAULT 0
);

-- Where a feed lived before, and where permanent redirects point until they are believed.
CREATE TABLE feed_address (
    feed_id INTEGER NOT NULL,
    url     TEXT    NOT NULL,
    seen_at INTEGER NOT NULL,
    kind    TEXT    NOT NULL,                   -- 'was' or 'redirect'
    times   INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (feed_id, url, kind)
) WITHOUT ROWID;

CREATE TABLE host_pause (
    host  TEXT    PRIMARY KEY,
    until INTEGER NOT NULL
) WITHOUT ROWID;

-- id = seconds since 2000 of the sort time << 10 | slot: by id is by date.
CREATE TABLE article (
    id           INTEGER PRIMARY KEY,
    feed_id      INTEGER NOT NULL,
    guid_hash    INTEGER NOT NULL,
    link_hash    INTEGER,
    content_hash INTEGER NOT NULL,
    published    INTEGER,
    first_seen   INTEGER NOT NULL,
    is_trimmed   INTEGER NOT NULL DEFAULT 0,
    language     TEXT,                          -- ISO 639-1
    title        TEXT    NOT NULL,
    UNIQUE (feed_id, guid_hash)
);
CREATE INDEX article_of_feed ON article (feed_id, id);
CREATE INDEX article_by_link ON article (feed_id, link_hash) WHERE link_hash IS NOT NULL;

CREATE TABLE body (
    id             INTEGER PRIMARY KEY,
    link           TEXT,
    author         TEXT,
    published_text TEXT,
    updated        INTEGER,
    comments       TEXT,
    enclosures     TEXT,                        -- JSON, NULL for none
    thumbnails     TEXT,                        -- JSON, NULL for none
    has_image      INTEGER NOT NULL DEFAULT 0,
    has_audio      INTEGER NOT NULL DEFAULT 0,
    content        BLOB NOT NULL                -- zstd: text, HTML and summary (see body.rs)
);

CREATE TABLE full_text (
    id         INTEGER PRIMARY KEY,
    fetched_at INTEGER NOT NULL,
    content    BLOB    NOT NULL
);

CREATE TABLE unread (
    feed_id INTEGER NOT NULL,
    id      INTEGER NOT NULL,
    PRIMARY KEY (feed_id, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX unread_by_id ON unread (id);

CREATE TABLE bookmark (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL
);

-- Other guids an article was seen under.
CREATE TABLE alias (
    feed_id   INTEGER NOT NULL,
    guid_hash INTEGER NOT NULL,
    id        INTEGER NOT NULL,
    PRIMARY KEY (feed_id, guid_hash)
) WITHOUT ROWID;

-- Articles that were deleted and must not come back as unread.
CREATE TABLE tombstone (
    feed_id   INTEGER NOT NULL,
    guid_hash INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    PRIMARY KEY (feed_id, guid_hash)
) WITHOUT ROWID;

-- Up to five earlier states of an article.
CREATE TABLE version (
    id      INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    title   TEXT    NOT NULL,
    content BLOB    NOT NULL,
    PRIMARY KEY (id, seen_at)
) WITHOUT ROWID;

-- What the feed itself calls a story's subjects.
CREATE TABLE category (
    id   INTEGER NOT NULL,
    name TEXT    NOT NULL,
    PRIMARY KEY (id, name)
) WITHOUT ROWID;

-- What the person calls them.
CREATE TABLE tag (
    tag TEXT    NOT NULL,
    id  INTEGER NOT NULL,
    PRIMARY KEY (tag, id)
) WITHOUT ROWID;
CREATE INDEX tag_of_article ON tag (id);

CREATE TABLE rule (
    id         INTEGER PRIMARY KEY,
    query      TEXT    NOT NULL,
    created_at INTEGER NOT NULL
);

-- Articles no list shows: by a rule, or (by 0) because their feed was unsubscribed. Never dropped.
CREATE TABLE hidden (
    id INTEGER PRIMARY KEY,
    by INTEGER NOT NULL
);
CREATE INDEX hidden_by_rule ON hidden (by);

CREATE TABLE saved_search (
    name     TEXT    PRIMARY KEY,
    query    TEXT    NOT NULL,
    position INTEGER NOT NULL
) WITHOUT ROWID;

-- What a person did, to be taken back; data is JSON (see journal.rs).
CREATE TABLE journal (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    label     TEXT    NOT NULL,
    count     INTEGER NOT NULL,
    data      BLOB    NOT NULL,
    is_undone INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE insight (
    id        INTEGER PRIMARY KEY,
    engine    TEXT    NOT NULL,
    text_hash INTEGER NOT NULL,
    json      TEXT    NOT NULL
);

CREATE TABLE reading_position (
    id    INTEGER PRIMARY KEY,
    share INTEGER NOT NULL
);

CREATE TABLE memory (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- Articles the search index does not have yet in their present state (or at all any more). A row each time one
-- changes, so that a change made while the index takes an older one over is not lost.
CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id  INTEGER NOT NULL
);

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
