-- What zstd packs the texts of this store with, learnt from them (see dictionary.rs). Each packed text names the one it
-- needs, so none is ever dropped; the newest packs what comes.

CREATE TABLE dictionary (
    number INTEGER PRIMARY KEY,
    id     INTEGER NOT NULL UNIQUE,             -- as zstd writes it into what it packed
    words  BLOB    NOT NULL,
    hash   INTEGER NOT NULL                     -- of the words, to tell a damaged one
);
