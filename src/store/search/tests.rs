//! Random queries over random small stores: index, SQL and the plain evaluator agree.

mod random;

use proptest::prelude::*;
use rusqlite::params;

use super::*;
use crate::domain::query::{Candidate, Query, TextField, Words};
use crate::domain::{ArticleId, FeedId, Timestamp};
use crate::store::id::{first_id_at, seconds_of};
use crate::store::index::{Document, Drained, Filled, Indexer, Outbox, Pace, Waiting, unfilled};
use crate::store::plan::{Facts, FeedFacts, compile};
use crate::text::language::Language;
use crate::text::words::marks;
use random::{Case, Story, case};

mod writing;

const NOW: Timestamp = Timestamp::from_seconds(1_795_348_800);

fn facts() -> Facts {
    let feeds = [
        ("Harbour Wire", "https://wire.example/feed", "World/Trade"),
        ("Port Ledger", "https://ledger.example/rss", "World"),
        ("東京ニュース", "https://example.jp/feed", ""),
    ];
    Facts {
        feeds: (1..)
            .zip(feeds)
            .map(|(id, (title, url, folder))| FeedFacts {
                id,
                title: title.into(),
                url: url.into(),
                folder: folder.into(),
            })
            .collect(),
        tags: vec!["Work".into(), "later".into(), "Büro".into()],
    }
}

/// The tables a search touches.
const TABLES: &str = "
    CREATE TABLE article (id INTEGER PRIMARY KEY, feed_id INTEGER, title TEXT, text TEXT, author TEXT, language TEXT);
    CREATE TABLE body (id INTEGER PRIMARY KEY, has_image INTEGER, has_audio INTEGER);
    CREATE TABLE full_text (id INTEGER PRIMARY KEY);
    CREATE INDEX body_with_image ON body (has_image) WHERE has_image = 1;
    CREATE INDEX body_with_audio ON body (has_audio) WHERE has_audio = 1;
    CREATE INDEX full_text_by_id ON full_text (id);
    CREATE TABLE unread (feed_id INTEGER, id INTEGER, PRIMARY KEY (feed_id, id)) WITHOUT ROWID;
    CREATE TABLE bookmark (id INTEGER PRIMARY KEY, at INTEGER);
    CREATE TABLE tag (id INTEGER, tag TEXT);
    CREATE TABLE outbox (seq INTEGER PRIMARY KEY AUTOINCREMENT, id INTEGER);
    CREATE TABLE hidden (id INTEGER PRIMARY KEY);
    CREATE TABLE feed (id INTEGER PRIMARY KEY, total INTEGER);
    INSERT INTO feed VALUES (1, 0), (2, 0), (3, 0);
    CREATE TRIGGER come AFTER INSERT ON article BEGIN
        UPDATE feed SET total = total + 1 WHERE id = NEW.feed_id;
    END;
    CREATE TRIGGER gone AFTER DELETE ON article BEGIN
        UPDATE feed SET total = total - 1 WHERE id = OLD.feed_id;
    END;
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);";

struct Tables;

impl Outbox for Tables {
    fn waiting(
        &self,
        connection: &Connection,
        after: i64,
        most: usize,
    ) -> rusqlite::Result<Waiting> {
        let rows: Vec<(i64, i64)> = connection
            .prepare("SELECT seq, id FROM outbox WHERE seq > ?1 ORDER BY seq LIMIT ?2")?
            .query_map([after, i64::try_from(most).unwrap()], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?
            .collect::<rusqlite::Result<_>>()?;
        let mut ids: Vec<i64> = rows.iter().map(|(_, id)| *id).collect();
        ids.sort_unstable();
        ids.dedup();
        Ok(Waiting {
            ids,
            last: rows.last().map_or(0, |(seq, _)| *seq),
        })
    }

    fn backlog(&self, connection: &Connection) -> rusqlite::Result<i64> {
        connection.query_row("SELECT count(*) FROM outbox", [], |row| row.get(0))
    }

    fn read(
        &self,
        connection: &Connection,
        ids: &[i64],
        index: &mut dyn FnMut(&Document<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut statement = connection
            .prepare("SELECT feed_id, title, text, author, language FROM article WHERE id = ?1")?;
        for id in ids {
            let mut rows = statement.query([id])?;
            while let Some(row) = rows.next()? {
                let language: Option<String> = row.get(4)?;
                index(&Document {
                    id: *id,
                    feed: row.get(0)?,
                    title: row.get_ref(1)?.as_str().unwrap(),
                    text: row.get_ref(2)?.as_str().unwrap(),
                    author: row.get_ref(3)?.as_str().unwrap(),
                    language: language.as_deref().and_then(Language::from_code),
                })?;
            }
        }
        Ok(())
    }

    fn before(
        &self,
        connection: &Connection,
        below: i64,
        most: usize,
    ) -> rusqlite::Result<Vec<i64>> {
        connection
            .prepare("SELECT id FROM article WHERE id < ?1 ORDER BY id DESC LIMIT ?2")?
            .query_map((below, i64::try_from(most).unwrap()), |row| row.get(0))?
            .collect()
    }

    fn done(
        &self,
        connection: &mut Connection,
        last: i64,
        filled: Option<Filled>,
    ) -> rusqlite::Result<bool> {
        connection.execute("DELETE FROM outbox WHERE seq <= ?1", [last])?;
        filled.map_or(Ok(true), |filled| filled.note(connection))
    }
}

/// Goes on for so many looks, and waits for nothing.
struct Looks(usize);

impl Pace for Looks {
    fn awaits_more(&mut self, _asked: usize) -> bool {
        false
    }

    fn goes_on(&mut self) -> bool {
        self.0 = self.0.saturating_sub(1);
        self.0 > 0
    }
}

struct World {
    folder: tempfile::TempDir,
    connection: Connection,
    index: SearchIndex,
    indexer: Indexer,
    stories: Vec<(i64, Story)>,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(TABLES).unwrap();
        let index = SearchIndex::new(folder.path().join("index"));
        assert!(index.ensure(&connection).unwrap());
        let mut world = Self {
            folder,
            connection,
            index,
            indexer: Indexer::default(),
            stories: Vec::new(),
        };
        assert_eq!(world.drain(), Drained::All(0));
        world
    }

    fn add(&mut self, story: Story) {
        let mut id = first_id_at(NOW.plus(-story.age));
        while self.stories.iter().any(|(other, _)| *other == id) {
            id += 1;
        }
        self.put(id, story);
    }

    /// Puts a story into the tables, under an id that is free there.
    fn put(&mut self, id: i64, story: Story) {
        let feed = i64::try_from(story.feed).unwrap() + 1;
        let connection = &self.connection;
        connection
            .execute(
                "INSERT INTO article VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![
                    id,
                    feed,
                    story.title,
                    story.text,
                    story.author,
                    story.language
                ],
            )
            .unwrap();
        connection
            .execute(
                "INSERT INTO body VALUES (?1, ?2, ?3)",
                params![id, story.has_image, story.has_audio],
            )
            .unwrap();
        for (is_there, sql) in [
            (story.has_full_text, "INSERT INTO full_text VALUES (?1)"),
            (story.is_unread, "INSERT INTO unread VALUES (?2, ?1)"),
            (story.is_bookmarked, "INSERT INTO bookmark VALUES (?1, ?2)"),
            (story.is_hidden, "INSERT INTO hidden VALUES (?1)"),
        ] {
            if is_there {
                let mut statement = connection.prepare(sql).unwrap();
                statement.raw_bind_parameter(1, id).unwrap();
                if statement.parameter_count() > 1 {
                    statement.raw_bind_parameter(2, feed).unwrap();
                }
                statement.raw_execute().unwrap();
            }
        }
        for tag in &story.tags {
            connection
                .execute("INSERT INTO tag VALUES (?1, ?2)", params![id, tag])
                .unwrap();
        }
        connection
            .execute("INSERT INTO outbox (id) VALUES (?1)", [id])
            .unwrap();
        self.stories.push((id, story));
    }

    /// Takes a story out of the tables; the index is told.
    fn take(&mut self, id: i64) {
        for table in [
            "article",
            "body",
            "full_text",
            "unread",
            "bookmark",
            "hidden",
            "tag",
        ] {
            self.connection
                .execute(&format!("DELETE FROM {table} WHERE id = ?1"), [id])
                .unwrap();
        }
        self.connection
            .execute("INSERT INTO outbox (id) VALUES (?1)", [id])
            .unwrap();
        self.stories.retain(|(other, _)| *other != id);
    }

    fn drain(&mut self) -> Drained {
        self.drain_for(usize::MAX)
    }

    fn drain_for(&mut self, looks: usize) -> Drained {
        let pace = &mut Looks(looks);
        self.indexer
            .drain(&mut self.connection, &self.index, &Tables, pace)
            .unwrap()
    }

    fn generations(&self) -> usize {
        let folders = std::fs::read_dir(self.folder.path().join("index")).unwrap();
        folders.count()
    }

    fn find(&self, query: &Query, order: Order, limit: usize) -> Ranked {
        let hidden = Condition::Not(Box::new(Condition::Set(Set::Hidden)));
        let condition = compile(query, &facts(), NOW).and(hidden);
        let mut memory = Memory::default();
        find(
            &self.connection,
            &self.index,
            &mut memory,
            &condition,
            order,
            limit,
            &Freshness::default(),
        )
        .unwrap()
    }

    fn expected(&self, query: &Query) -> Vec<i64> {
        let facts = facts();
        let mut ids: Vec<i64> = self
            .stories
            .iter()
            .filter(|(id, story)| {
                let feed = &facts.feeds[story.feed];
                let candidate = Candidate {
                    id: ArticleId::new(*id),
                    feed: FeedId::new(feed.id),
                    title: &story.title,
                    text: &story.text,
                    author: &story.author,
                    feed_title: &feed.title,
                    feed_url: &feed.url,
                    folder: &feed.folder,
                    tags: &story.tags,
                    language: story.language,
                    sorted_at: Timestamp::from_seconds(seconds_of(*id)),
                    has_image: story.has_image,
                    has_audio: story.has_audio,
                    has_full_text: story.has_full_text,
                    is_unread: story.is_unread,
                    is_bookmarked: story.is_bookmarked,
                    is_muted: false,
                };
                !story.is_hidden && query.matches(&candidate, NOW)
            })
            .map(|(id, _)| *id)
            .collect();
        ids.sort_unstable_by(|one, other| other.cmp(one));
        ids
    }
}

const NEWEST: Order = Order::Newest { after: None };
const BEST: Order = Order::Relevance {
    now: Some(NOW.seconds()),
};

fn text(words: &str) -> Query {
    Query::Text {
        field: TextField::Any,
        words: Words {
            words: words.split(' ').map(str::to_owned).collect(),
            is_prefix: false,
            is_exact: words.contains(' '),
        },
    }
}

fn plain(title: &str, text: &str, days: i64) -> Story {
    Story {
        feed: 0,
        age: days * 86_400,
        title: title.into(),
        text: text.into(),
        author: String::new(),
        language: Some("en"),
        tags: Vec::new(),
        is_unread: true,
        is_bookmarked: false,
        is_hidden: false,
        has_image: false,
        has_audio: false,
        has_full_text: false,
    }
}

/// So many cases, unless the environment asks for another number of them.
fn cases(usual: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok();
    ProptestConfig {
        cases: asked.and_then(|asked| asked.parse().ok()).unwrap_or(usual),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn index_and_sql_mean_what_the_plain_evaluator_means(
        Case { stories, more, changes, queries } in case(),
    ) {
        let mut world = World::new();
        for story in stories {
            world.add(story);
        }
        world.drain();
        // A second commit, so that there is more than one segment, and what was changed stands in the first yet.
        for story in more {
            world.add(story);
        }
        for (which, story) in changes {
            if world.stories.is_empty() {
                break;
            }
            let id = which.get(&world.stories).0;
            world.take(id);
            if let Some(story) = story {
                world.put(id, story);
            }
        }
        world.drain();
        for query in &queries {
            let expected = world.expected(query);
            let newest = world.find(query, NEWEST, 100);
            prop_assert_eq!(&newest.ids, &expected, "newest of {}", query);
            prop_assert_eq!(newest.total, expected.len() as u64, "count of {}", query);
            let mut best = world.find(query, BEST, 100).ids;
            best.sort_unstable_by(|one, other| other.cmp(one));
            prop_assert_eq!(&best, &expected, "best of {}", query);
            let after = expected.get(1).copied();
            let page = world.find(query, Order::Newest { after }, 2).ids;
            let rest: Vec<i64> = expected.iter().copied().filter(|id| after.is_none_or(|after| *id < after)).take(2).collect();
            prop_assert_eq!(page, rest, "page of {}", query);
            let mut oldest = world.find(query, Order::Oldest { after: None }, 100).ids;
            oldest.reverse();
            prop_assert_eq!(&oldest, &expected, "oldest of {}", query);
            // What is shown as found is what was found.
            let condition = compile(query, &facts(), NOW);
            for (_, pattern) in condition.patterns() {
                for (_, story) in &world.stories {
                    let language = story.language.and_then(Language::from_code);
                    for text in [&story.title, &story.text] {
                        let is_marked = !marks(text, &[pattern], language).is_empty();
                        prop_assert_eq!(is_marked, pattern.matches(text, language), "marks of {} in {}", query, text);
                    }
                }
            }
        }
    }
}

#[test]
fn titles_and_new_stories_come_first() {
    let mut world = World::new();
    let filler = "Some other words of no importance stand here and there.";
    world.add(plain(
        "Weather",
        &format!("A strike was mentioned. {filler}"),
        1,
    ));
    world.add(plain("Strike at the port", filler, 30));
    world.add(plain("Old strike", filler, 900));
    world.add(plain("New strike", filler, 0));
    for days in 0..20 {
        world.add(plain("Nothing", filler, days));
    }
    world.drain();
    let ids = world.find(&text("strike"), BEST, 10).ids;
    let titles: Vec<&str> = ids
        .iter()
        .map(|id| {
            let (_, story) = world.stories.iter().find(|(other, _)| other == id).unwrap();
            story.title.as_str()
        })
        .collect();
    assert_eq!(
        titles,
        ["New strike", "Old strike", "Strike at the port", "Weather"]
    );
    assert_eq!(
        world.find(&text("strike"), BEST, 2).total,
        4,
        "all are counted, not only those shown"
    );
}

#[test]
fn a_newer_search_ends_an_older_one() {
    let mut world = World::new();
    world.add(plain("Strike", "", 1));
    world.drain();
    let freshness = Freshness::default();
    let old = freshness.renew();
    let new = freshness.renew();
    let condition = compile(&text("strike"), &facts(), NOW);
    let mut memory = Memory::default();
    let mut run = |freshness: &Freshness| {
        find(
            &world.connection,
            &world.index,
            &mut memory,
            &condition,
            BEST,
            9,
            freshness,
        )
    };
    assert!(matches!(run(&old), Err(IndexError::Superseded)));
    assert_eq!(run(&new).unwrap().total, 1);
}
