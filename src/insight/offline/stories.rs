//! Articles about the same story, put together: by the words they share that few others use, and by the names.
//!
//! Each article joins the story whose middle it is nearest to, or begins one of its own. Names are a channel of their own:
//! two floods share most words and no places.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::terms::{self, Hashed, Key, Weights};
use crate::text::language::{self, Language};
use crate::text::{printable, sentences};

/// How near an article must be to a story to join it.
const NEAR: f32 = 0.27;
/// Bytes of a text that are looked at: what happened stands at the beginning.
const LOOKED_AT: usize = 3_000;
/// Times a word of the title counts.
const TITLE: usize = 2;
/// Words that one in so many articles has say nothing about which story it is, where there are many articles.
const COMMON: usize = 4;
const MANY: usize = 40;

/// An article to be put with others.
#[derive(Debug, Clone, Copy, Default)]
pub struct Piece<'a> {
    pub title: &'a str,
    /// Plain text.
    pub text: &'a str,
    /// As the feed says, `de` or `de-AT`.
    pub language: Option<&'a str>,
}

/// Words and names of an article, each a vector of length one, or of none.
#[derive(Debug, Default)]
struct Described {
    words: Weights,
    names: Weights,
}

/// The stories so far, by one kind of words.
#[derive(Debug, Default)]
struct Channel {
    /// Of each word, the stories that have it and how much of it.
    stories: HashMap<Key, Vec<(usize, f32)>, BuildHasherDefault<Hashed>>,
    /// Squares of the lengths of the stories' sums.
    squares: Vec<f32>,
}

/// Returns which articles are about the same story, as their places in `pieces`: the stories in the order of their first
/// article, and so the articles of each.
pub fn group(pieces: &[Piece<'_>]) -> Vec<Vec<usize>> {
    let described = describe(pieces);
    let (mut words, mut names) = (Channel::default(), Channel::default());
    let mut stories: Vec<Vec<usize>> = Vec::new();
    for (index, piece) in described.iter().enumerate() {
        let by_words = words.nearness(&piece.words);
        let by_names = names.nearness(&piece.names);
        let nearest = by_words
            .iter()
            .map(|(story, (near, _))| {
                let named = by_names.get(story).map_or(0.0, |(near, _)| *near);
                (*story, f32::midpoint(*near, named))
            })
            // Of two as near the older, so that the order of a map decides nothing.
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
            .filter(|(_, near)| *near >= NEAR);
        let story = if let Some((story, _)) = nearest {
            story
        } else {
            stories.push(Vec::new());
            stories.len() - 1
        };
        words.add(
            story,
            &piece.words,
            by_words.get(&story).map_or(0.0, |near| near.1),
        );
        names.add(
            story,
            &piece.names,
            by_names.get(&story).map_or(0.0, |near| near.1),
        );
        if let Some(articles) = stories.get_mut(story) {
            articles.push(index);
        }
    }
    stories
}

impl Channel {
    /// Returns how near a vector is to each story that shares anything with it: as the cosine, and as the product.
    fn nearness(&self, vector: &Weights) -> HashMap<usize, (f32, f32)> {
        let mut products: HashMap<usize, f32> = HashMap::new();
        for (key, weight) in vector {
            for (story, sum) in self.stories.get(key).into_iter().flatten() {
                *products.entry(*story).or_default() += weight * sum;
            }
        }
        products
            .into_iter()
            .map(|(story, product)| {
                let length = self.squares.get(story).copied().unwrap_or_default().sqrt();
                let near = if length > 0.0 { product / length } else { 0.0 };
                (story, (near, product))
            })
            .collect()
    }

    /// Adds a vector to a story; `product` is what the two have in common.
    fn add(&mut self, story: usize, vector: &Weights, product: f32) {
        if self.squares.len() <= story {
            self.squares.resize(story + 1, 0.0);
        }
        for (key, weight) in vector {
            let sums = self.stories.entry(*key).or_default();
            match sums.iter_mut().find(|(of, _)| *of == story) {
                Some((_, sum)) => *sum += weight,
                None => sums.push((story, *weight)),
            }
        }
        if let Some(square) = self.squares.get_mut(story) {
            let own: f32 = vector.values().map(|weight| weight * weight).sum();
            *square += 2.0f32.mul_add(product, own);
        }
    }
}

/// Weighs the words of all articles, the rare ones most.
fn describe(pieces: &[Piece<'_>]) -> Vec<Described> {
    let counted: Vec<(Weights, Weights)> = pieces.iter().map(count).collect();
    let mut articles = Weights::default();
    for (words, names) in &counted {
        for key in words
            .keys()
            .chain(names.keys().filter(|key| !words.contains_key(key)))
        {
            *articles.entry(*key).or_default() += 1.0;
        }
    }
    let all = terms::weight(pieces.len());
    let most = if pieces.len() >= MANY {
        terms::weight(pieces.len() / COMMON)
    } else {
        all
    };
    let weigh = |counts: Weights| {
        let mut weights: Weights = counts
            .into_iter()
            .filter_map(|(key, count)| {
                let having = articles.get(&key).copied().unwrap_or(1.0);
                let rarity = ((all + 1.0) / (having + 0.5)).ln();
                (having <= most).then(|| (key, (1.0 + count.ln()) * rarity))
            })
            .collect();
        let length = weights
            .values()
            .map(|weight| weight * weight)
            .sum::<f32>()
            .sqrt();
        if length > 0.0 {
            for weight in weights.values_mut() {
                *weight /= length;
            }
        }
        weights
    };
    counted
        .into_iter()
        .map(|(words, names)| Described {
            words: weigh(words),
            names: weigh(names),
        })
        .collect()
}

/// Counts words, and names among them: what is written large inside of a sentence.
fn count(piece: &Piece<'_>) -> (Weights, Weights) {
    let text = printable::head(piece.text, LOOKED_AT);
    let language: Option<Language> = piece
        .language
        .and_then(Language::from_code)
        .or_else(|| language::detect(text, None));
    let (mut words, mut names) = (Weights::default(), Weights::default());
    for term in terms::of(piece.title, language) {
        *words.entry(term.key).or_default() += terms::weight(TITLE);
    }
    let begins: Vec<usize> = sentences::ranges(text)
        .into_iter()
        .map(|range| range.start)
        .collect();
    for term in terms::of(text, language) {
        *words.entry(term.key).or_default() += 1.0;
        let written = text.get(term.range.clone()).unwrap_or_default();
        if written.starts_with(char::is_uppercase)
            && begins.binary_search(&term.range.start).is_err()
        {
            *names.entry(term.key).or_default() += 1.0;
        }
    }
    (words, names)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pieces<'a>(texts: &[(&'a str, &'a str)]) -> Vec<Piece<'a>> {
        texts
            .iter()
            .map(|(title, text)| Piece {
                title,
                text,
                language: Some("en"),
            })
            .collect()
    }

    #[test]
    fn the_same_story_in_other_words_is_one_and_another_of_its_kind_is_not() {
        let pieces = pieces(&[
            (
                "Flood barrier opens in Lisbrook",
                "The new barrier across the Tarn opened in Lisbrook on Monday. Engineers of the Harbour Board say that it is \
                 too low for the storms of the next decades. The mayor, Ada Venn, called it a start.",
            ),
            (
                "Solver of the Halyard compiler is gone",
                "The Halyard team dropped its old solver after four years. Builds of large projects, said Ilse Brandt, take \
                 a third less memory with the new one, and two known bugs are gone with it.",
            ),
            (
                "Lisbrook's barrier is too low, its engineers warn",
                "On Monday Lisbrook opened a barrier that shall keep storms out of the Tarn. The Harbour Board, whose engineers \
                 planned it, holds it for too low. Mayor Ada Venn said that a start had been made.",
            ),
            (
                "Flood barrier opens in Marwick",
                "A new barrier across the Oder opened in Marwick on Monday. Engineers of the City Works say that it is high \
                 enough for the storms of the next decades. The mayor, Jon Falk, thanked those who built it.",
            ),
        ]);
        assert_eq!(group(&pieces), [vec![0, 2], vec![1], vec![3]]);
    }

    #[test]
    fn nothing_and_empty_articles_are_no_story() {
        assert!(group(&[]).is_empty());
        let pieces = pieces(&[("", ""), ("", ""), ("One", "")]);
        assert_eq!(group(&pieces), [vec![0], vec![1], vec![2]]);
    }

    proptest! {
        #[test]
        fn every_article_is_in_one_story(texts in prop::collection::vec("[A-Da-d ]{0,30}[.] [A-D][a-d ]{0,20}", 0..30)) {
            let pieces: Vec<Piece<'_>> =
                texts.iter().map(|text| Piece { title: "", text, language: None }).collect();
            let stories = group(&pieces);
            let mut all: Vec<usize> = stories.iter().flatten().copied().collect();
            all.sort_unstable();
            prop_assert_eq!(all, (0..texts.len()).collect::<Vec<_>>());
            prop_assert!(stories.iter().all(|story| story.is_sorted() && !story.is_empty()));
            prop_assert!(stories.is_sorted_by_key(|story| story[0]));
        }
    }

    /// `SQUELCH_STORIES=stories.jsonl cargo test --lib stories_of_a_file -- --nocapture` measures a file of `text` and
    /// `cluster`, one object a line.
    #[test]
    fn stories_of_a_file() {
        let Ok(path) = std::env::var("SQUELCH_STORIES") else {
            return;
        };
        let lines: Vec<serde_json::Value> = std::fs::read_to_string(path)
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let pieces: Vec<Piece<'_>> = lines
            .iter()
            .map(|line| Piece {
                title: line["title"].as_str().unwrap_or_default(),
                text: line["text"].as_str().unwrap(),
                language: None,
            })
            .collect();
        let stories = group(&pieces);
        let of = |index: usize| &lines[index]["cluster"];
        let (mut precision, mut recall) = (0.0, 0.0);
        for story in &stories {
            for one in story {
                let same = story.iter().filter(|other| of(**other) == of(*one)).count();
                let all = (0..lines.len())
                    .filter(|other| of(*other) == of(*one))
                    .count();
                precision += f64::from(u32::try_from(same).unwrap())
                    / f64::from(u32::try_from(story.len()).unwrap());
                recall += f64::from(u32::try_from(same).unwrap())
                    / f64::from(u32::try_from(all).unwrap());
            }
        }
        let count = f64::from(u32::try_from(lines.len()).unwrap());
        let (precision, recall) = (precision / count, recall / count);
        let f1 = 2.0 * precision * recall / (precision + recall);
        #[expect(clippy::print_stderr, reason = "a measurement")]
        {
            eprintln!(
                "{} stories of {} articles: precision {precision:.3}, recall {recall:.3}, F1 {f1:.3}",
                stories.len(),
                lines.len()
            );
        }
        assert!(f1 > 0.5);
    }
}
