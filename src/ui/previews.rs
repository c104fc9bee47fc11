//! Brief and questions of the stories looked at last, so that going back and forth draws them at once.

use std::collections::VecDeque;

use super::load::Ticket;
use super::msg::{Answer, Preview};
use crate::domain::{ArticleId, Flag};

/// How many are kept: a screenful either way, a few hundred kilobytes of ordinary articles.
const KEPT: usize = 24;

/// The latest previews, and the one asked for.
#[derive(Debug, Clone, Default)]
pub struct Previews {
    /// Newest last.
    kept: VecDeque<Preview>,
    waiting: Option<(Ticket, ArticleId)>,
    /// Flags of the story waited for that were turned since it was asked for: its answer may be older than they are.
    turned: Vec<(Flag, bool)>,
    failed: Option<(ArticleId, String)>,
}

impl Previews {
    pub fn get(&self, id: ArticleId) -> Option<&Preview> {
        self.kept.iter().find(|preview| preview.id() == id)
    }

    /// Returns the previews at hand, those asked for last first.
    pub fn iter(&self) -> impl Iterator<Item = &Preview> {
        self.kept.iter().rev()
    }

    /// Returns why there is no preview of this story.
    pub fn failure(&self, id: ArticleId) -> Option<&str> {
        self.failed
            .as_ref()
            .filter(|(failed, _)| *failed == id)
            .map(|(_, why)| why.as_str())
    }

    pub fn is_waiting_for(&self, id: ArticleId) -> bool {
        self.waiting.is_some_and(|(_, waiting)| waiting == id)
    }

    /// Notes that `id` was asked for; answers to earlier tickets are ignored from now on.
    pub fn expect(&mut self, ticket: Ticket, id: ArticleId) {
        self.waiting = Some((ticket, id));
        self.turned.clear();
    }

    /// Takes an answer; false when something newer was asked for since.
    pub fn settle(&mut self, ticket: Ticket, answer: Answer<Option<Preview>>) -> bool {
        let Some((waiting, id)) = self.waiting else {
            return false;
        };
        if waiting != ticket {
            return false;
        }
        self.waiting = None;
        self.kept.retain(|preview| preview.id() != id);
        match answer {
            Ok(Some(mut preview)) => {
                for (flag, on) in self.turned.drain(..) {
                    turn(&mut preview, flag, on);
                }
                if self.kept.len() >= KEPT {
                    self.kept.pop_front();
                }
                self.kept.push_back(preview);
                self.failed = None;
            }
            Ok(None) => self.failed = Some((id, "this story is no longer cached".to_owned())),
            Err(why) => self.failed = Some((id, why)),
        }
        true
    }

    /// Forgets a story whose text changed.
    pub fn forget(&mut self, id: ArticleId) {
        self.kept.retain(|preview| preview.id() != id);
    }

    /// Forgets all but one story: the store's texts may have changed. That one stays drawn until it is asked again.
    pub fn forget_except(&mut self, id: Option<ArticleId>) {
        self.kept.retain(|preview| Some(preview.id()) == id);
        self.failed = None;
    }

    /// Keeps the flags of kept stories true, and of the one on its way.
    pub fn set_flag(&mut self, id: ArticleId, flag: Flag, on: bool) {
        for preview in self.kept.iter_mut().filter(|preview| preview.id() == id) {
            turn(preview, flag, on);
        }
        if self.is_waiting_for(id) {
            self.turned.push((flag, on));
        }
    }
}

const fn turn(preview: &mut Preview, flag: Flag, on: bool) {
    match flag {
        Flag::Unread => preview.article.headline.is_unread = on,
        Flag::Bookmarked => preview.article.headline.is_bookmarked = on,
    }
}
