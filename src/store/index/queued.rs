//! An article on its way to the threads that index.
//!
//! tantivy queues ten thousand documents, however large; here they are counted by their bytes, and whoever adds one waits
//! for room.

use std::iter;
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use tantivy::schema::document::{ReferenceValue, ReferenceValueLeaf};
use tantivy::schema::{Document as IndexDocument, Field, Value};

use super::fields::{Document, Fields};
use super::tokens::Lists;
use crate::text::language::Language;

/// Bytes of text that may wait: enough to keep two threads busy while the next articles are read.
const ROOM: usize = 1 << 20;
/// The longest wait for room. It only ends so when the threads are gone, which adding the document then reports.
const PATIENCE: Duration = Duration::from_secs(20);

/// The bytes under way, shared by all documents.
#[derive(Debug, Clone, Default)]
pub(super) struct Room(Arc<(Mutex<usize>, Condvar)>);

impl Room {
    /// Waits until less than [`ROOM`] is under way, then takes so many bytes: a document of any size gets through.
    fn take(&self, bytes: usize) -> Place {
        let (taken, freed) = &*self.0;
        let waiting = taken.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut taken, _) = freed
            .wait_timeout_while(waiting, PATIENCE, |taken| *taken >= ROOM)
            .unwrap_or_else(PoisonError::into_inner);
        *taken += bytes;
        Place {
            room: self.clone(),
            bytes,
        }
    }
}

/// Bytes taken, given back when dropped.
#[derive(Debug)]
struct Place {
    room: Room,
    bytes: usize,
}

impl Drop for Place {
    fn drop(&mut self) {
        let (taken, freed) = &*self.room.0;
        *taken.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        freed.notify_one();
    }
}

/// A document in the queue. In a box, as tantivy's queue has room for 40,000 from the start: with the documents in
/// it, that were 20 MB that are never used.
#[derive(Debug)]
pub(super) struct Queued(Box<Article>);

#[derive(Debug)]
struct Article {
    fields: Fields,
    id: i64,
    feed: i64,
    language: Option<Language>,
    title: String,
    text: String,
    author: String,
    words: OnceLock<Words>,
    place: Place,
}

/// The words of a document, told once, on the thread that asks first.
#[derive(Debug)]
struct Words {
    title: Lists,
    text: Lists,
    author: Lists,
    stems: String,
}

impl Queued {
    /// Copies the article once there is room for it.
    pub(super) fn new(fields: Fields, article: &Document<'_>, room: &Room) -> Self {
        let place = room.take(article.title.len() + article.text.len() + article.author.len());
        Self(Box::new(Article {
            fields,
            id: article.id,
            feed: article.feed,
            language: article.language,
            title: article.title.to_owned(),
            text: article.text.to_owned(),
            author: article.author.to_owned(),
            words: OnceLock::new(),
            place,
        }))
    }

    /// Returns how many bytes of the room it takes.
    pub(super) fn bytes(&self) -> usize {
        self.0.place.bytes
    }

    /// Tells the words here and now, not on the thread that indexes.
    pub(super) fn tell(&mut self) {
        self.0.words();
        self.0.text = String::new();
    }
}

impl Article {
    fn words(&self) -> &Words {
        self.words.get_or_init(|| {
            let mut stems = String::with_capacity(self.text.len() / 2);
            let mut lists = |text, is_both| Lists::of(text, self.language, is_both, &mut stems);
            let (title, text, author) = (
                lists(&self.title, true),
                lists(&self.text, false),
                lists(&self.author, false),
            );
            Words {
                title,
                text,
                author,
                stems,
            }
        })
    }
}

/// What a field holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Held<'a> {
    Number(i64),
    Text(&'a str),
}

impl<'a> Value<'a> for Held<'a> {
    type ArrayIter = iter::Empty<Self>;
    type ObjectIter = iter::Empty<(&'a str, Self)>;

    fn as_value(&self) -> ReferenceValue<'a, Self> {
        ReferenceValue::Leaf(match *self {
            Self::Number(number) => ReferenceValueLeaf::I64(number),
            Self::Text(text) => ReferenceValueLeaf::Str(text),
        })
    }
}

impl IndexDocument for Queued {
    type Value<'a> = Held<'a>;
    type FieldsValuesIter<'a> = std::vec::IntoIter<(Field, Held<'a>)>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        let article = &*self.0;
        let (fields, words) = (article.fields, article.words());
        let mut held = vec![
            (fields.id, Held::Number(article.id)),
            (fields.feed, Held::Number(article.feed)),
            (fields.all, Held::Text(&words.title.words)),
            (fields.all, Held::Text(&words.text.words)),
            (fields.all, Held::Text(&words.author.words)),
            (fields.stems, Held::Text(&words.stems)),
            (fields.title, Held::Text(&words.title.both)),
            // Names have no other forms where they are asked for as names.
            (fields.author, Held::Text(&words.author.words)),
        ];
        if let Some(language) = article.language {
            held.push((fields.language, Held::Text(language.code())));
        }
        held.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_adds_waits_until_there_is_room() {
        let room = Room::default();
        let first = room.take(ROOM * 3);
        let waiting = {
            let room = room.clone();
            std::thread::spawn(move || drop(room.take(1)))
        };
        assert_eq!(*room.0.0.lock().unwrap(), ROOM * 3);
        drop(first);
        waiting.join().unwrap();
        assert_eq!(*room.0.0.lock().unwrap(), 0);
    }
}
