//! The right column as lines: brief above questions of the selected story.
//!
//! Pure, and used by the mouse as well as by drawing, so that a click hits what was drawn.

use ratatui::layout::{Position, Rect};

use crate::config::theme::Tone;
use crate::insight::Insight;
use crate::ui::msg::Preview;
use crate::ui::state::State;
use crate::ui::widgets::story;
use crate::ui::widgets::text::{width, wrap};
use crate::ui::{Pane, layout};

/// A line of the right column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// What stands in the margin: `• `, `1 `.
    pub mark: String,
    pub mark_tone: Option<Tone>,
    pub text: String,
    pub tone: Option<Tone>,
    /// The bullet or question it belongs to, counted through.
    pub item: Option<usize>,
}

impl Row {
    fn text(text: String, tone: Tone) -> Self {
        Self {
            text,
            tone: Some(tone),
            ..Self::default()
        }
    }
}

/// Where the two parts are and what they show.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Column {
    pub brief_area: Rect,
    pub brief: Vec<Row>,
    /// Where the line between the parts is; `None` when there are no questions.
    pub divider: Option<u16>,
    pub questions_area: Rect,
    pub questions: Vec<Row>,
}

/// Lays the column out in `area`, borders included, scrolled so that the selected item is in sight.
pub fn column(state: &State, area: Rect) -> Column {
    let inner = layout::inside(area);
    let columns = inner.width.saturating_sub(2);
    let Some(id) = state.selected_id() else {
        return Column {
            brief_area: inner,
            ..Column::default()
        };
    };
    let preview = state.preview_of(id);
    let is_beside_the_list = area.x > 0;
    let is_short = is_beside_the_list && inner.height < SHORT;
    let mut brief = heading(state, preview, columns, is_short);
    let insight = preview.and_then(|preview| preview.insight.as_ref());
    if let (Some(insight), Some(preview)) = (insight, preview) {
        brief.extend(bullets(insight, preview, columns));
    } else if let Some(preview) = preview {
        brief.extend(beginning(&preview.article.text, columns));
    } else if let Some(why) = state.previews.failure(id) {
        brief.extend(
            wrap(why, columns)
                .into_iter()
                .map(|line| Row::text(line, Tone::Error)),
        );
    }
    let questions = insight.map_or_else(Vec::new, |insight| questions(insight, columns));
    place(state, inner, brief, questions)
}

/// Shares the height out: each part what it needs, with air between the items where there is height to spare; else
/// questions at least two fifths.
fn place(state: &State, inner: Rect, mut brief: Vec<Row>, mut questions: Vec<Row>) -> Column {
    let height = usize::from(inner.height);
    // The pane shows its top until somebody is in it: the title belongs to the story that is looked at in the list.
    let in_sight = (state.headlines.pane == Pane::Insights).then_some(state.headlines.insight);
    if brief.len() + gaps(&brief) + questions.len() + gaps(&questions) + 2 <= height {
        brief = spread(brief);
        questions = spread(questions);
    }
    let wanted = questions.len() + 1;
    if questions.is_empty() || height < 6 {
        return Column {
            brief: scroll(brief, in_sight, height),
            brief_area: inner,
            ..Column::default()
        };
    }
    let lower = if brief.len() + 1 + wanted <= height {
        height - brief.len() - 1
    } else if brief.len() + wanted <= height {
        height - brief.len()
    } else {
        wanted.min((height * 2 / 5).max(height.saturating_sub(brief.len())))
    };
    let upper = height - lower;
    let rows = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
    let brief_area = Rect {
        height: rows(upper),
        ..inner
    };
    let divider = brief_area.bottom();
    let questions_area = Rect {
        y: divider + 1,
        height: rows(lower - 1),
        ..inner
    };
    Column {
        brief: scroll(brief, in_sight, upper),
        brief_area,
        divider: Some(divider),
        questions: scroll(questions, in_sight, lower - 1),
        questions_area,
    }
}

/// Returns how many empty rows [`spread`] adds.
fn gaps(rows: &[Row]) -> usize {
    rows.windows(2).filter(|pair| is_gap(pair)).count()
}

/// Whether one item ends and another begins between two rows.
fn is_gap(pair: &[Row]) -> bool {
    matches!(pair, [one, other] if one.item.is_some() && other.item.is_some() && one.item != other.item)
}

/// Returns the rows with an empty one between the items.
fn spread(rows: Vec<Row>) -> Vec<Row> {
    let mut airy: Vec<Row> = Vec::with_capacity(rows.len() + gaps(&rows));
    for row in rows {
        let begins = row.item.is_some()
            && airy
                .last()
                .is_some_and(|last| last.item.is_some() && last.item != row.item);
        if begins {
            airy.push(Row::default());
        }
        airy.push(row);
    }
    airy
}

/// Returns the `height` rows that hold the selected item, the first ones where there is none.
fn scroll(rows: Vec<Row>, selected: Option<usize>, height: usize) -> Vec<Row> {
    let last = rows
        .iter()
        .rposition(|row| selected.is_some() && row.item == selected);
    let skipped = last.map_or(0, |last| (last + 1).saturating_sub(height));
    rows.into_iter().skip(skipped).take(height).collect()
}

/// Rows below which the facts about a story take one of them: the list beside tells source and age anyway.
const SHORT: u16 = 24;

fn heading(state: &State, preview: Option<&Preview>, columns: u16, is_short: bool) -> Vec<Row> {
    let Some(headline) = state.selected() else {
        return Vec::new();
    };
    let mut rows: Vec<Row> = wrap(&headline.title, columns)
        .into_iter()
        .take(4)
        .map(|line| Row::text(line, Tone::Title))
        .collect();
    let facts = preview.map_or_else(
        || {
            format!(
                "{} · {}",
                headline.source,
                headline.sorted_at.readable(&state.zone)
            )
        },
        |preview| story::byline(&preview.article, &state.zone),
    );
    let mut facts = join(&facts, columns);
    if is_short {
        // The last are those that the list does not tell.
        facts.drain(..facts.len().saturating_sub(1));
    }
    rows.extend(facts.into_iter().map(|line| Row::text(line, Tone::Muted)));
    rows.push(Row::default());
    rows
}

/// Breaks facts joined by ` · ` into lines, between them rather than within.
fn join(facts: &str, columns: u16) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for fact in facts.split(" · ") {
        match lines.last_mut() {
            Some(line) if width(line) + width(fact) + 3 <= columns => {
                line.push_str(" · ");
                line.push_str(fact);
            }
            _ => lines.extend(wrap(fact, columns)),
        }
    }
    lines
}

fn bullets(insight: &Insight, preview: &Preview, columns: u16) -> Vec<Row> {
    let mut rows = Vec::new();
    for (index, bullet) in insight.brief.iter().enumerate() {
        rows.extend(marked(
            "• ",
            Tone::Bullet,
            &bullet.text,
            Tone::Text,
            columns,
            index,
        ));
    }
    if insight.brief.is_empty() {
        if let Some(note) = &insight.note {
            rows.extend(
                wrap(note, columns)
                    .into_iter()
                    .map(|line| Row::text(line, Tone::Muted)),
            );
            rows.push(Row::default());
        }
        rows.extend(beginning(&preview.article.text, columns));
        return rows;
    }
    rows
}

/// The first sentences of the text, where there is no brief.
fn beginning(text: &str, columns: u16) -> Vec<Row> {
    const CHARACTERS: usize = 700;
    let end = text
        .char_indices()
        .nth(CHARACTERS)
        .map_or(text.len(), |(at, _)| at);
    let mut rows: Vec<Row> = Vec::new();
    for paragraph in text.get(..end).unwrap_or_default().split("\n\n") {
        if !rows.is_empty() {
            rows.push(Row::default());
        }
        rows.extend(
            wrap(paragraph, columns)
                .into_iter()
                .map(|line| Row::text(line, Tone::Text)),
        );
    }
    if end < text.len()
        && let Some(last) = rows.last_mut()
    {
        last.text.push('…');
    }
    rows
}

fn questions(insight: &Insight, columns: u16) -> Vec<Row> {
    let mut rows = Vec::new();
    for (index, question) in insight.questions.iter().enumerate() {
        let number = index + 1;
        // Only one digit can be pressed; the others are reached with the cursor.
        let mark = if number <= 9 {
            format!("{number} ")
        } else {
            "· ".to_owned()
        };
        rows.extend(marked(
            &mark,
            Tone::Number,
            &question.text,
            Tone::Question,
            columns,
            insight.brief.len() + index,
        ));
    }
    rows
}

/// Returns what made an insight in the words of the screen.
pub fn maker(engine: &str) -> &str {
    if engine.starts_with("squelch") {
        "squelch"
    } else {
        engine
    }
}

fn marked(
    mark: &str,
    mark_tone: Tone,
    text: &str,
    tone: Tone,
    columns: u16,
    item: usize,
) -> Vec<Row> {
    let indent = width(mark);
    wrap(text, columns.saturating_sub(indent))
        .into_iter()
        .enumerate()
        .map(|(line, text)| Row {
            mark: if line == 0 {
                mark.to_owned()
            } else {
                " ".repeat(usize::from(indent))
            },
            mark_tone: Some(mark_tone),
            text,
            tone: Some(tone),
            item: Some(item),
        })
        .collect()
}

/// Returns the bullet or question drawn at a position of the column in `area`.
pub fn item_at(state: &State, area: Rect, at: Position) -> Option<usize> {
    let column = column(state, area);
    let parts = [
        (column.brief_area, &column.brief),
        (column.questions_area, &column.questions),
    ];
    parts.into_iter().find_map(|(part, rows)| {
        if !part.contains(at) {
            return None;
        }
        rows.get(usize::from(at.y - part.y))?.item
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_top_is_shown_until_an_item_is_selected() {
        let row = |text: &str, item| Row {
            text: text.to_owned(),
            item,
            ..Row::default()
        };
        let rows = || {
            vec![
                row("title", None),
                row("one", Some(0)),
                row("of it", Some(0)),
                row("two", Some(1)),
            ]
        };
        let shown = |selected| {
            let rows = scroll(rows(), selected, 2);
            rows.into_iter().map(|row| row.text).collect::<Vec<_>>()
        };
        assert_eq!(shown(None), ["title", "one"]);
        assert_eq!(shown(Some(0)), ["one", "of it"]);
        assert_eq!(shown(Some(1)), ["of it", "two"]);
    }
}
