//! Dictionaries: what the texts of a store have in common, so that each is packed to a fifth less.
//!
//! A store learns one from its own texts when it has some thousands, and another one each time it has grown much. Every
//! packed text names its dictionary in its first bytes; those packed without one name none. As no text can be read
//! without its dictionary, each lies in the store and, against damage to that, in a file beside it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OptionalExtension, params};
use xxhash_rust::xxh3::xxh3_64;
use zstd::bulk::{Compressor, Decompressor};
use zstd::zstd_safe;

use super::body::Content;
use super::connection::with_suffix;
use super::error::{Result, StoreError};

/// zstd's default: higher levels win a few per cent and cost several times the time.
const LEVEL: i32 = 3;
/// Bytes of a dictionary: half as many save 2 % less, twice as many 1 % more.
const SIZE: usize = 64 * 1024;
/// Texts a store has before it learns: below, there is little to save, and a first fetch of a few hundred feeds need not
/// wait for it.
const LEAST: i64 = 5_000;
/// A store learns anew when it has so many times the texts.
const GROWTH: i64 = 20;
/// Texts learnt from, and the bytes of each: some two megabytes in all, which zstd works on in memory.
const SAMPLES: i64 = 1_000;
const SAMPLE: usize = 3 * 1024;
/// Shorter ones teach nothing.
const SHORTEST: usize = 200;
/// Of so many samples one is kept back to see what the dictionary is worth.
const KEPT_BACK: usize = 10;
/// It has to save one byte in so many.
const WORTH: usize = 20;
/// Where it stands in the table `meta` how many texts there were when a dictionary was learnt last, or none was worth it.
const LEARNT: &str = "dictionary_learnt_at";

/// What the name of the file of a dictionary has behind the store's.
const BESIDE: &str = "-dictionary-";

/// Packs and unpacks with one dictionary, or none.
///
/// Making the tables of zstd anew for each text costs more than the work on a short one. Texts are packed on threads that
/// live for a moment and unpacked on threads that stay, so tools that were put down are kept for all of them.
pub(super) struct Packer {
    /// As zstd knows it; zero for none.
    id: u32,
    words: Vec<u8>,
    compressors: Mutex<Vec<Compressor<'static>>>,
    decompressors: Mutex<Vec<Decompressor<'static>>>,
}

impl std::fmt::Debug for Packer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Packer")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

static PLAIN: LazyLock<Arc<Packer>> = LazyLock::new(|| Arc::new(Packer::new(0, Vec::new())));
/// Those met by this process, of whichever store: zstd makes the number of a dictionary from what is in it.
static KNOWN: Mutex<Vec<Arc<Packer>>> = Mutex::new(Vec::new());

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs `work` with an idle tool, or with a new one.
fn with_idle<T, R>(
    idle: &Mutex<Vec<T>>,
    make: impl FnOnce() -> std::io::Result<T>,
    work: impl FnOnce(&mut T) -> std::io::Result<R>,
) -> std::io::Result<R> {
    let known = locked(idle).pop();
    let mut tool = known.map_or_else(make, Ok)?;
    let result = work(&mut tool);
    locked(idle).push(tool);
    result
}

impl Packer {
    const fn new(id: u32, words: Vec<u8>) -> Self {
        Self {
            id,
            words,
            compressors: Mutex::new(Vec::new()),
            decompressors: Mutex::new(Vec::new()),
        }
    }

    /// Returns the number zstd gives its dictionary; zero for none.
    pub(super) const fn id(&self) -> u32 {
        self.id
    }

    /// Whether it packed this text.
    pub(super) fn is_used_by(&self, packed: &[u8]) -> bool {
        zstd_safe::get_dict_id_from_frame(packed).map_or(0, std::num::NonZeroU32::get) == self.id
    }

    /// Returns the one without a dictionary.
    pub(super) fn plain() -> Arc<Self> {
        Arc::clone(&PLAIN)
    }

    pub(super) fn compress(&self, plain: &[u8]) -> std::io::Result<Vec<u8>> {
        with_idle(
            &self.compressors,
            || Compressor::with_dictionary(LEVEL, &self.words),
            |compressor| compressor.compress(plain),
        )
    }

    pub(super) fn decompress(&self, packed: &[u8], size: usize) -> std::io::Result<Vec<u8>> {
        with_idle(
            &self.decompressors,
            || Decompressor::with_dictionary(&self.words),
            |decompressor| decompressor.decompress(packed, size),
        )
    }
}

/// Returns what packs the texts that come.
pub(super) fn newest(connection: &Connection) -> Result<Arc<Packer>> {
    let id: Option<u32> = connection
        .prepare_cached("SELECT id FROM dictionary ORDER BY number DESC LIMIT 1")?
        .query_row([], |row| row.get(0))
        .optional()?;
    Ok(id
        .and_then(|id| find(connection, id))
        .unwrap_or_else(Packer::plain))
}

/// Returns what a text was packed with.
///
/// # Errors
/// [`StoreError::Damaged`] when that is lost.
pub(super) fn of(connection: &Connection, packed: &[u8]) -> Result<Arc<Packer>> {
    match zstd_safe::get_dict_id_from_frame(packed) {
        None => Ok(Packer::plain()),
        Some(id) => find(connection, id.get())
            .ok_or_else(|| StoreError::Damaged("what a text was packed with is lost".to_owned())),
    }
}

/// Returns what a text was packed with, among what this process met.
pub(super) fn met(packed: &[u8]) -> Option<Arc<Packer>> {
    match zstd_safe::get_dict_id_from_frame(packed) {
        None => Some(Packer::plain()),
        Some(id) => known(id.get()),
    }
}

fn known(id: u32) -> Option<Arc<Packer>> {
    locked(&KNOWN).iter().find(|known| known.id == id).cloned()
}

/// Finds a dictionary: among those met, in the store, in the file beside it.
fn find(connection: &Connection, id: u32) -> Option<Arc<Packer>> {
    known(id).or_else(|| {
        let words = stored(connection, id).or_else(|| beside(connection, id))?;
        Some(add(id, words))
    })
}

fn add(id: u32, words: Vec<u8>) -> Arc<Packer> {
    let mut all = locked(&KNOWN);
    // Another thread may have been quicker.
    if let Some(known) = all.iter().find(|known| known.id == id) {
        return Arc::clone(known);
    }
    let packer = Arc::new(Packer::new(id, words));
    all.push(Arc::clone(&packer));
    packer
}

/// Meets all dictionaries of a store that may be damaged: those it has, and those beside it.
pub(super) fn meet(connection: &Connection, store: &Path) {
    let listed = || -> rusqlite::Result<Vec<u32>> {
        connection
            .prepare("SELECT id FROM dictionary")?
            .query_map([], |row| row.get(0))?
            .collect()
    };
    for id in listed().unwrap_or_default() {
        find(connection, id);
    }
    let (Some(folder), Some(name)) = (store.parent(), store.file_name()) else {
        return;
    };
    let start = format!("{}{BESIDE}", name.to_string_lossy());
    for file in fs::read_dir(folder).into_iter().flatten().flatten() {
        let id = file
            .file_name()
            .to_str()
            .and_then(|name| u32::from_str_radix(name.strip_prefix(&start)?, 16).ok());
        if let Some(id) = id
            && known(id).is_none()
            && let Some(words) = read_file(&file.path())
        {
            add(id, words);
        }
    }
}

fn stored(connection: &Connection, id: u32) -> Option<Vec<u8>> {
    let (words, hash): (Vec<u8>, i64) = connection
        .prepare_cached("SELECT words, hash FROM dictionary WHERE id = ?1")
        .and_then(|mut statement| statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))))
        .ok()?;
    (xxh3_64(&words).cast_signed() == hash).then_some(words)
}

fn beside(connection: &Connection, id: u32) -> Option<Vec<u8>> {
    read_file(&file(Path::new(connection.path()?), id))
}

/// Reads the file of a dictionary: eight bytes of hash, then its words.
fn read_file(path: &Path) -> Option<Vec<u8>> {
    let bytes = fs::read(path).ok()?;
    let (hash, words) = bytes.split_first_chunk::<8>()?;
    (u64::from_le_bytes(*hash) == xxh3_64(words)).then(|| words.to_vec())
}

fn file(store: &Path, id: u32) -> PathBuf {
    with_suffix(store, &format!("{BESIDE}{id:08x}"))
}

fn write_beside(store: &Path, id: u32, words: &[u8]) -> std::io::Result<()> {
    let path = file(store, id);
    let partial = with_suffix(&path, ".partial");
    let mut out = fs::File::create(&partial)?;
    out.write_all(&xxh3_64(words).to_le_bytes())?;
    out.write_all(words)?;
    // No text may need it before it is on disk for good.
    out.sync_all()?;
    fs::rename(partial, path)
}

/// What a store's texts taught.
pub(super) enum Learnt {
    /// There is nothing to learn yet.
    NotDue,
    /// Of so many texts; `None` when it was not worth it.
    From(i64, Option<Vec<u8>>),
}

/// Learns from a sample of the store's texts, where that is due: about half a second.
pub(super) fn learn(connection: &Connection) -> Result<Learnt> {
    let texts: i64 = connection
        .prepare_cached("SELECT coalesce(max(number), 0) FROM packed")?
        .query_row([], |row| row.get(0))?;
    let learnt_at: Option<i64> = connection
        .prepare_cached("SELECT CAST(value AS INTEGER) FROM meta WHERE key = ?1")?
        .query_row([LEARNT], |row| row.get(0))
        .optional()?;
    if texts < learnt_at.map_or(LEAST, |at| at.saturating_mul(GROWTH)) {
        return Ok(Learnt::NotDue);
    }
    let mut statement = connection
        .prepare("SELECT content FROM packed WHERE number >= ?1 ORDER BY number LIMIT 1")?;
    let mut samples = Samples::default();
    for place in 0..SAMPLES {
        let packed: Option<Vec<u8>> = statement
            .query_row([texts * place / SAMPLES], |row| row.get(0))
            .optional()?;
        if let Some(plain) = packed.and_then(|packed| Content::plain(connection, &packed).ok()) {
            samples.add(&plain);
        }
    }
    Ok(Learnt::From(texts, samples.worthwhile()))
}

/// Beginnings of texts, one behind the other as zstd wants them, so that they are in memory once.
#[derive(Default)]
struct Samples {
    seen: Vec<u8>,
    lengths: Vec<usize>,
    /// Those kept back.
    unseen: Vec<Vec<u8>>,
}

impl Samples {
    fn add(&mut self, plain: &[u8]) {
        if plain.len() < SHORTEST {
            return;
        }
        let sample = plain.get(..SAMPLE).unwrap_or(plain);
        if (self.lengths.len() + self.unseen.len()).is_multiple_of(KEPT_BACK) {
            self.unseen.push(sample.to_vec());
        } else {
            self.seen.extend_from_slice(sample);
            self.lengths.push(sample.len());
        }
    }

    /// Makes a dictionary of them and returns it where it saves enough of those it did not see.
    fn worthwhile(&self) -> Option<Vec<u8>> {
        // zstd refuses what is too little to learn from.
        let words = zstd::dict::from_continuous(&self.seen, &self.lengths, SIZE).ok()?;
        let size = |packer: &Packer| -> Option<usize> {
            let packed = self
                .unseen
                .iter()
                .map(|plain| Some(packer.compress(plain).ok()?.len()));
            packed.sum()
        };
        let (with, without) = (size(&Packer::new(0, words.clone()))?, size(&PLAIN)?);
        (with + without / WORTH <= without).then_some(words)
    }
}

/// Keeps what was learnt, within a transaction.
pub(super) fn keep(connection: &Connection, texts: i64, words: Option<&[u8]>) -> Result<()> {
    if let (Some(words), Some(store)) = (words, connection.path())
        && let Some(id) = zstd_safe::get_dict_id_from_dict(words)
    {
        // What is in one place only is not used.
        match write_beside(Path::new(store), id.get(), words) {
            Ok(()) => put(connection, id.get(), words)?,
            Err(error) => tracing::warn!(%error, "a dictionary has no file beside the store"),
        }
    }
    connection
        .prepare_cached(
            "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        )?
        .execute(params![LEARNT, texts.to_string()])?;
    Ok(())
}

fn put(connection: &Connection, id: u32, words: &[u8]) -> Result<()> {
    connection
        .prepare_cached("INSERT OR IGNORE INTO dictionary (id, words, hash) VALUES (?1, ?2, ?3)")?
        .execute(params![id, words, xxh3_64(words).cast_signed()])?;
    Ok(())
}

/// Writes the files of dictionaries that have none, as in a store that was restored from a copy.
pub(super) fn keep_beside(connection: &Connection) -> Result<()> {
    let Some(store) = connection.path().map(PathBuf::from) else {
        return Ok(());
    };
    let ids: Vec<u32> = connection
        .prepare_cached("SELECT id FROM dictionary")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for id in ids {
        if beside(connection, id).is_none()
            && let Some(words) = stored(connection, id)
            && let Err(error) = write_beside(&store, id, &words)
        {
            tracing::warn!(%error, "a dictionary has no file beside the store");
        }
    }
    Ok(())
}

/// Gives a store that was salvaged the dictionaries its texts need, from wherever they can still be read.
pub(super) fn salvage(damaged: &Connection, fresh: &Connection) -> Result<()> {
    // Rows that came over may be damaged; those without their words are no use.
    let came: Vec<u32> = fresh
        .prepare("SELECT id FROM dictionary")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for id in came {
        if stored(fresh, id).is_none() {
            fresh.execute("DELETE FROM dictionary WHERE id = ?1", [id])?;
        }
    }
    let mut statement = fresh.prepare(
        "SELECT content FROM packed UNION ALL SELECT content FROM full_text UNION ALL SELECT content FROM version",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let Some(id) = zstd_safe::get_dict_id_from_frame(row.get_ref(0)?.as_blob().unwrap_or(&[]))
        else {
            continue;
        };
        if stored(fresh, id.get()).is_none()
            && let Some(packer) = find(damaged, id.get())
        {
            put(fresh, id.get(), &packer.words)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::connection;

    const WORDS: &[&str] = &[
        "harbour", "minister", "strike", "the", "of", "council", "budget", "river", "election",
        "station", "and", "a", "railway", "weather", "court",
    ];

    /// Stores of different topics have different dictionaries, as all tests share those that are known.
    fn content(topic: &str, number: usize) -> Content {
        let mut rng = fastrand::Rng::with_seed(number as u64);
        let text: Vec<&str> = (0..120).map(|_| WORDS[rng.usize(..WORDS.len())]).collect();
        let text = format!("{topic} {} {number}", text.join(" "));
        Content {
            html: format!("<p class=\"story\">{text}</p>"),
            text,
            summary: String::new(),
        }
    }

    fn add(connection: &Connection, topic: &str, number: usize) {
        let packed = content(topic, number)
            .pack(&newest(connection).unwrap())
            .unwrap();
        connection
            .execute(
                "INSERT INTO packed (number, content) VALUES (?1, ?2)",
                params![number, packed],
            )
            .unwrap();
    }

    fn read(connection: &Connection, number: usize) -> Result<Content> {
        let packed: Vec<u8> = connection
            .query_row(
                "SELECT content FROM packed WHERE number = ?1",
                [number],
                |row| row.get(0),
            )
            .unwrap();
        Content::unpack(connection, &packed)
    }

    fn size(connection: &Connection, number: usize) -> usize {
        connection
            .query_row(
                "SELECT length(content) FROM packed WHERE number = ?1",
                [number],
                |row| row.get(0),
            )
            .unwrap()
    }

    fn open(path: &Path) -> Connection {
        connection::open(path, &mut Vec::new(), &(Arc::new(|_| true) as _)).unwrap()
    }

    /// A store that learnt, with one more text that was packed so. Returns the number of the dictionary as well.
    fn learnt(path: &Path, topic: &str) -> (Connection, u32) {
        let connection = open(path);
        let texts = usize::try_from(LEAST).unwrap();
        for number in 1..texts {
            add(&connection, topic, number);
        }
        assert!(matches!(learn(&connection).unwrap(), Learnt::NotDue));
        add(&connection, topic, texts);
        let Learnt::From(at, words) = learn(&connection).unwrap() else {
            panic!("there is enough to learn from");
        };
        keep(&connection, at, words.as_deref()).unwrap();
        add(&connection, topic, texts + 1);
        let id = connection
            .query_row("SELECT id FROM dictionary", [], |row| row.get(0))
            .unwrap();
        (connection, id)
    }

    /// As a process that has not met it.
    fn forget(id: u32) {
        locked(&KNOWN).retain(|known| known.id != id);
    }

    #[test]
    fn texts_are_packed_to_less_once_the_store_has_learnt_and_earlier_ones_stay_readable() {
        let folder = tempfile::tempdir().unwrap();
        let (connection, id) = learnt(&folder.path().join("squelch.db"), "harbours");
        let last = usize::try_from(LEAST).unwrap() + 1;
        assert!(size(&connection, last) * 10 < size(&connection, last - 1) * 9);
        for number in [1, last - 1, last] {
            assert_eq!(
                read(&connection, number).unwrap(),
                content("harbours", number)
            );
        }
        forget(id);
        assert_eq!(read(&connection, last).unwrap(), content("harbours", last));
        assert!(matches!(learn(&connection).unwrap(), Learnt::NotDue));
    }

    #[test]
    fn a_dictionary_lost_in_one_place_is_found_in_the_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("squelch.db");
        let (connection, id) = learnt(&path, "courts");
        let last = usize::try_from(LEAST).unwrap() + 1;
        connection
            .execute("UPDATE dictionary SET words = zeroblob(length(words))", [])
            .unwrap();
        forget(id);
        assert_eq!(read(&connection, last).unwrap(), content("courts", last));

        // A store that is salvaged has it in both again.
        let fresh_path = folder.path().join("fresh.db");
        let fresh = open(&fresh_path);
        fresh
            .execute("ATTACH ?1 AS damaged", [path.to_str().unwrap()])
            .unwrap();
        fresh
            .execute_batch(
                "INSERT INTO packed SELECT * FROM damaged.packed; INSERT INTO dictionary SELECT * FROM damaged.dictionary; \
                 DETACH damaged",
            )
            .unwrap();
        salvage(&connection, &fresh).unwrap();
        keep_beside(&fresh).unwrap();
        forget(id);
        assert_eq!(read(&fresh, last).unwrap(), content("courts", last));
        assert!(stored(&fresh, id).is_some() && beside(&fresh, id).is_some());

        fs::write(file(&path, id), b"torn").unwrap();
        forget(id);
        assert!(matches!(
            read(&connection, last),
            Err(StoreError::Damaged(_))
        ));
        // What needs none is not lost with it.
        assert_eq!(read(&connection, 1).unwrap(), content("courts", 1));
    }

    #[test]
    fn a_dictionary_that_saves_nothing_is_not_kept_and_not_tried_again_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let connection = open(&folder.path().join("squelch.db"));
        for number in 1..=usize::try_from(LEAST).unwrap() {
            let mut rng = fastrand::Rng::with_seed(number as u64);
            let noise = Content {
                text: std::iter::repeat_with(|| rng.alphanumeric())
                    .take(3_000)
                    .collect(),
                ..Content::default()
            };
            connection
                .execute(
                    "INSERT INTO packed (content) VALUES (?1)",
                    [noise.pack(&PLAIN).unwrap()],
                )
                .unwrap();
        }
        let Learnt::From(at, words) = learn(&connection).unwrap() else {
            panic!("there are enough texts");
        };
        assert!(words.is_none());
        keep(&connection, at, None).unwrap();
        assert!(matches!(learn(&connection).unwrap(), Learnt::NotDue));
        assert!(newest(&connection).unwrap().words.is_empty());
    }
}
