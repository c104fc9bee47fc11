-- Texts lie in the order they came, beside the rows that are looked for by date. Stories come in any order of dates, and
-- with a text of 1 kB in each row their pages stood half empty: 1.5 kB an article.

CREATE TABLE packed (
    number  INTEGER PRIMARY KEY,
    content BLOB NOT NULL                       -- zstd: text, HTML and summary (see body.rs)
);

ALTER TABLE body RENAME TO body_with_content;

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
    packed         INTEGER NOT NULL
);

INSERT INTO packed (number, content) SELECT id, content FROM body_with_content ORDER BY id;

INSERT INTO body (id, link, author, published_text, updated, comments, enclosures, thumbnails, has_image, has_audio, packed)
SELECT id, link, author, published_text, updated, comments, enclosures, thumbnails, has_image, has_audio, id
FROM body_with_content ORDER BY id;

DROP TABLE body_with_content;
