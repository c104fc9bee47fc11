-- All that rules match, whether it is hidden for that or not: bookmarked and tagged articles are not, and one that two rules
-- match stays hidden when one of them goes. What is hidden follows from this, from marks and from removed feeds.

CREATE TABLE muted (
    rule INTEGER NOT NULL,
    id   INTEGER NOT NULL,
    PRIMARY KEY (rule, id)
) WITHOUT ROWID;
CREATE INDEX muted_article ON muted (id);

INSERT INTO muted (rule, id) SELECT by, id FROM hidden WHERE by > 0 AND by IN (SELECT id FROM rule);
