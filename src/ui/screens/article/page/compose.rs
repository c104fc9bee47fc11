//! Composing a page: byline and brief above the body, where `Tab` stops within it, questions and links below.

use url::Url;

use super::{Page, Parts, Stop, shown_address};
use crate::config::Tone;
use crate::domain::Article;
use crate::insight::Insight;
use crate::ui::screens::headlines::brief::maker;
use crate::ui::widgets::rich::{self, LinkSpan, Row, Run};
use crate::ui::widgets::{story, wrap};

impl Page {
    pub(super) fn head(&mut self, parts: Parts<'_>) {
        let article = &parts.opened.article;
        self.text(&article.headline.title, Tone::Title, Place::Head);
        self.text(
            &story::byline(article, parts.zone),
            Tone::Muted,
            Place::Head,
        );
        if let Some(changed) = parts.changed {
            self.text(changed, Tone::Muted, Place::Head);
        }
        self.head.push(Row::default());
        if let Some(insight) = parts.insight {
            self.brief(insight);
        }
        if let Some(note) = missing_body(article) {
            self.text(note, Tone::Muted, Place::Head);
        }
    }

    fn brief(&mut self, insight: &Insight) {
        if insight.brief.is_empty() {
            if let Some(note) = &insight.note {
                self.text(&format!("Brief: {note}"), Tone::Muted, Place::Head);
                self.head.push(Row::default());
            }
            return;
        }
        let width = usize::from(self.width);
        // Without room for a frame the sentences stand alone.
        let is_framed = width >= 24;
        let inner = if is_framed { width - 4 } else { width };
        if is_framed {
            self.head
                .push(rule('╭', " Brief ", Tone::PaneTitle, '╮', width, false));
        }
        for (index, bullet) in insight.brief.iter().enumerate() {
            let mut text = bullet.text.clone();
            if bullet.is_shortened && !text.ends_with('…') {
                text.push('…');
            }
            self.stops.push((self.head.len(), Stop::Bullet(index)));
            for (number, line) in wrap::wrap(&text, inner.saturating_sub(2))
                .into_iter()
                .enumerate()
            {
                let line = text.get(line).unwrap_or_default();
                let mark = if number == 0 { "• " } else { "  " };
                let mut runs = vec![Run::new(mark, Tone::Bullet), Run::new(line, Tone::Text)];
                if is_framed {
                    let air = inner.saturating_sub(2 + wrap::columns(line));
                    runs.insert(0, Run::new("│ ", Tone::Border));
                    runs.push(Run::new(format!("{} │", " ".repeat(air)), Tone::Border));
                }
                self.head.push(Row { runs });
            }
        }
        let made_by = format!(" quoted from the article by {} ", maker(&insight.engine));
        if is_framed {
            self.head
                .push(rule('╰', &made_by, Tone::Muted, '╯', width, true));
        } else {
            self.text(made_by.trim(), Tone::Muted, Place::Head);
        }
        self.head.push(Row::default());
    }

    pub(super) fn body_stops(&mut self) {
        let first = self.head.len();
        let mut known = vec![false; self.links.len()];
        for (index, line) in self.body.lines.iter().enumerate() {
            for LinkSpan { link, .. } in rich::body_links(line) {
                // A link that goes on over a line is one stop.
                if let Some(is_known) = known.get_mut(link)
                    && !std::mem::replace(is_known, true)
                {
                    self.stops.push((first + index, Stop::Link(link)));
                }
            }
        }
    }

    pub(super) fn tail(&mut self, parts: Parts<'_>) {
        let article = &parts.opened.article;
        if let Some(insight) = parts.insight
            && !insight.questions.is_empty()
        {
            self.heading("Insight questions");
            for (index, question) in insight.questions.iter().enumerate() {
                self.stop_in_tail(Stop::Question(index));
                let number = format!("{:>2} ", index + 1);
                self.item(&number, Tone::Number, &question.text, Tone::Question, None);
            }
        }
        let mut links: Vec<(String, Url)> = Vec::new();
        if let Some(link) = &article.link {
            links.push(("This story".to_owned(), link.clone()));
        }
        if let Some(comments) = &article.comments {
            links.push(("Comments".to_owned(), comments.clone()));
        }
        for enclosure in &article.enclosures {
            let kind = enclosure.mime_type.as_deref().unwrap_or("file");
            let length = enclosure.duration.map_or_else(String::new, |seconds| {
                format!(", {}:{:02}", seconds / 60, seconds % 60)
            });
            links.push((format!("Attached {kind}{length}"), enclosure.url.clone()));
        }
        if links.is_empty() && self.body.links.is_empty() {
            return;
        }
        self.heading("Links");
        let in_body: Vec<(String, usize)> = self
            .body
            .links
            .iter()
            .enumerate()
            .map(|(number, link)| (link.text.clone(), number))
            .collect();
        for (text, url) in links {
            self.links.push(url);
            let number = self.links.len() - 1;
            self.stop_in_tail(Stop::Link(number));
            self.link_row("   ", &text, number);
        }
        for (text, number) in in_body {
            self.link_row(&format!("{:>2} ", number + 1), &text, number);
        }
    }

    fn link_row(&mut self, mark: &str, text: &str, number: usize) {
        let Some(url) = self.links.get(number) else {
            return;
        };
        let address = shown_address(url);
        let text = if text.trim().is_empty() {
            address
        } else {
            format!("{} — {address}", text.trim())
        };
        let room = usize::from(self.width).saturating_sub(wrap::columns(mark));
        let text = wrap::fit(&text, room).into_owned();
        self.tail.push(Row {
            runs: vec![
                Run::new(mark, Tone::Number),
                Run {
                    text,
                    tone: Tone::Link,
                    link: Some(number),
                },
            ],
        });
    }

    fn heading(&mut self, text: &str) {
        self.tail.push(Row::default());
        self.text(text, Tone::Heading2, Place::Tail);
    }

    fn stop_in_tail(&mut self, stop: Stop) {
        let row = self.head.len() + self.body.lines.len() + self.tail.len();
        self.stops.push((row, stop));
    }

    /// Adds a wrapped text behind a mark, the later lines under the first.
    fn item(&mut self, mark: &str, mark_tone: Tone, text: &str, tone: Tone, link: Option<usize>) {
        let indent = wrap::columns(mark);
        let room = usize::from(self.width).saturating_sub(indent).max(1);
        for (number, line) in wrap::wrap(text, room).into_iter().enumerate() {
            let mark = if number == 0 {
                mark.to_owned()
            } else {
                " ".repeat(indent)
            };
            self.tail.push(Row {
                runs: vec![
                    Run::new(mark, mark_tone),
                    Run {
                        text: text.get(line).unwrap_or_default().to_owned(),
                        tone,
                        link,
                    },
                ],
            });
        }
    }

    fn text(&mut self, text: &str, tone: Tone, place: Place) {
        let rows = wrap::wrap(text, usize::from(self.width))
            .into_iter()
            .map(|line| Row::of(text.get(line).unwrap_or_default(), tone));
        match place {
            Place::Head => self.head.extend(rows),
            Place::Tail => self.tail.extend(rows),
        }
    }
}

#[derive(Clone, Copy)]
enum Place {
    Head,
    Tail,
}

fn missing_body(article: &Article) -> Option<&'static str> {
    if article.is_trimmed {
        Some(
            "The text of this old story was let go to save space. `o` opens its page in the browser.",
        )
    } else if article.html.trim().is_empty() && article.text.trim().is_empty() {
        Some("The feed gives only the headline of this story. `o` opens its page in the browser.")
    } else {
        None
    }
}

/// A horizontal border with a label near its left, or near its right, end.
fn rule(left: char, label: &str, tone: Tone, right: char, width: usize, is_right: bool) -> Row {
    let label = wrap::fit(label, width.saturating_sub(4)).into_owned();
    let rest = width.saturating_sub(3 + wrap::columns(&label));
    let (before, after) = if is_right { (rest, 1) } else { (1, rest) };
    Row {
        runs: vec![
            Run::new(format!("{left}{}", "─".repeat(before)), Tone::Border),
            Run::new(label, tone),
            Run::new(format!("{}{right}", "─".repeat(after)), Tone::Border),
        ],
    }
}
