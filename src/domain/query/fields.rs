//! The one table of fields: names, what they take, what they are for.

/// What stands before the colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Feed,
    Folder,
    Tag,
    Author,
    Lang,
    Has,
    Is,
    After,
    Before,
    Newer,
    Older,
    Id,
}

pub(super) struct Spec {
    pub(super) field: Field,
    pub(super) name: &'static str,
    /// For the person, beside a completion.
    pub(super) about: &'static str,
    /// All values there are, or examples of values.
    pub(super) values: &'static [&'static str],
}

const fn spec(
    field: Field,
    name: &'static str,
    about: &'static str,
    values: &'static [&'static str],
) -> Spec {
    Spec {
        field,
        name,
        about,
        values,
    }
}

pub(super) const FIELDS: &[Spec] = &[
    spec(Field::Title, "title", "words in the headline", &[]),
    spec(
        Field::Feed,
        "feed",
        "part of the feed's title or address",
        &[],
    ),
    spec(Field::Folder, "folder", "a folder and those below it", &[]),
    spec(Field::Tag, "tag", "a tag", &[]),
    spec(Field::Author, "author", "words in the author's name", &[]),
    spec(
        Field::Lang,
        "lang",
        "language code",
        &["en", "de", "fr", "es", "ja"],
    ),
    spec(
        Field::Has,
        "has",
        "what comes with it",
        &["image", "audio", "fulltext"],
    ),
    spec(
        Field::Is,
        "is",
        "flags",
        &["unread", "read", "bookmarked", "muted"],
    ),
    spec(
        Field::After,
        "after",
        "from that day on",
        &["today", "yesterday", "2026-11-01"],
    ),
    spec(
        Field::Before,
        "before",
        "before that day",
        &["today", "yesterday", "2026-11-01"],
    ),
    spec(
        Field::Newer,
        "newer",
        "at most that old",
        &["1h", "1d", "7d", "1m"],
    ),
    spec(
        Field::Older,
        "older",
        "more than that old",
        &["1d", "7d", "1m", "1y"],
    ),
    spec(Field::Id, "id", "exactly these articles", &[]),
];

impl Field {
    pub(super) fn named(name: &str) -> Option<Self> {
        FIELDS
            .iter()
            .find(|spec| spec.name.eq_ignore_ascii_case(name))
            .map(|spec| spec.field)
    }

    pub(super) fn spec(self) -> &'static Spec {
        FIELDS
            .iter()
            .find(|spec| spec.field == self)
            .unwrap_or(&FIELDS[0])
    }

    pub(super) fn name(self) -> &'static str {
        self.spec().name
    }
}

/// Returns the field name a person most likely meant.
pub(super) fn nearest_name(name: &str) -> Option<&'static str> {
    nearest(name, FIELDS.iter().map(|spec| spec.name))
}

/// Returns the candidate nearest to what was written, if any is near enough to be a slip.
pub(super) fn nearest<'a>(
    written: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let written = written.to_lowercase();
    candidates
        .map(|candidate| (strsim::osa_distance(&written, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 2 && *distance < candidate.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
