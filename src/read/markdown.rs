//! Blocks as Markdown, for saving an article and passing it on.

use super::document::{Block, Definition, Document, Figure, FigureKind, List, Numbering, Table};
use super::inline::Inline;
use super::links::Link;
use super::render::marker;

/// Returns the document as Markdown (`CommonMark` with tables and strikethrough), links in place, ending in a newline.
pub fn to_markdown(document: &Document) -> String {
    let mut text = blocks(&document.blocks, &document.links);
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

fn blocks(blocks: &[Block], links: &[Link]) -> String {
    let parts: Vec<String> = blocks
        .iter()
        .map(|block| write_block(block, links))
        .collect();
    parts.join("\n\n")
}

fn write_block(block: &Block, links: &[Link]) -> String {
    match block {
        Block::Heading { level, text } => {
            let marks = "#".repeat(usize::from(*level));
            format!("{marks} {}", inline(text, links).replace("  \n", " "))
        }
        Block::Paragraph(text) => inline(text, links),
        Block::Caption(text) => format!("*{}*", text.text().replace('*', "\\*")),
        Block::List(list) => write_list(list, links),
        Block::Quote(inner) => prefixed(&blocks(inner, links), "> ", "> "),
        Block::Code { text, language } => {
            let fence = fence(text);
            format!(
                "{fence}{}\n{text}\n{fence}",
                language.as_deref().unwrap_or_default()
            )
        }
        Block::Table(table) => write_table(table, links),
        Block::Figure(figure) => write_figure(figure, links),
        Block::Rule => "---".to_owned(),
        Block::Definitions(definitions) => {
            let parts: Vec<String> = definitions
                .iter()
                .map(|definition| match definition {
                    Definition::Term(term) => {
                        format!("**{}**", escape(&term.text().replace('\n', " ")))
                    }
                    Definition::Meaning(inner) => blocks(inner, links),
                })
                .collect();
            parts.join("\n\n")
        }
        Block::Details {
            summary,
            blocks: inner,
        } => {
            format!(
                "**{}**\n\n{}",
                escape(&summary.text().replace('\n', " ")),
                blocks(inner, links)
            )
        }
    }
}

/// Returns a fence longer than any run of backticks in the code.
fn fence(text: &str) -> String {
    let longest = text
        .split(|character| character != '`')
        .map(str::len)
        .max()
        .unwrap_or(0);
    "`".repeat((longest + 1).max(3))
}

fn prefixed(text: &str, first: &str, rest: &str) -> String {
    let lines: Vec<String> = text
        .lines()
        .enumerate()
        .map(|(index, line)| {
            let prefix = if index == 0 { first } else { rest };
            format!("{prefix}{line}").trim_end().to_owned()
        })
        .collect();
    lines.join("\n")
}

fn write_list(list: &List, links: &[Link]) -> String {
    let mut items = Vec::with_capacity(list.items.len());
    for (index, item) in list.items.iter().enumerate() {
        let mark = if list.numbering.is_some() {
            let number = list.numbers.get(index).copied().unwrap_or(1).max(0);
            format!("{} ", marker(Numbering::Decimal, number))
        } else {
            "- ".to_owned()
        };
        items.push(prefixed(
            &blocks(item, links),
            &mark,
            &" ".repeat(mark.len()),
        ));
    }
    items.join("\n")
}

fn write_table(table: &Table, links: &[Link]) -> String {
    let mut written = Vec::new();
    let columns = table.rows.first().map_or(0, |row| row.cells.len());
    let rule = format!("|{}", " --- |".repeat(columns));
    let is_headless = table.rows.first().is_some_and(|row| !row.is_header);
    if is_headless {
        written.push(format!("|{}", "  |".repeat(columns)));
        written.push(rule.clone());
    }
    for (index, row) in table.rows.iter().enumerate() {
        let cells: Vec<String> = row
            .cells
            .iter()
            .map(|cell| {
                inline(cell, links)
                    .replace("  \n", "<br>")
                    .replace('|', "\\|")
            })
            .collect();
        written.push(format!("| {} |", cells.join(" | ")));
        if index == 0 && !is_headless {
            written.push(rule.clone());
        }
    }
    if let Some(caption) = &table.caption {
        written.push(format!("\n*{}*", escape(&caption.text())));
    }
    written.join("\n")
}

fn write_figure(figure: &Figure, links: &[Link]) -> String {
    let description = escape(&figure.description);
    let mut text = match (&figure.source, figure.kind) {
        (Some(source), FigureKind::Image) => {
            let image = format!("![{description}](<{source}>)");
            match figure.link.and_then(|link| links.get(link)) {
                Some(link) if link.url != *source => format!("[{image}](<{}>)", link.url),
                _ => image,
            }
        }
        (Some(source), _) => format!("[{description}](<{source}>)"),
        (None, _) => description,
    };
    if let Some(caption) = &figure.caption {
        text.push_str("\n\n*");
        text.push_str(&escape(&caption.text().replace('\n', " ")));
        text.push('*');
    }
    text
}

fn inline(text: &Inline, links: &[Link]) -> String {
    let mut written = String::new();
    let mut runs = text.runs.iter().peekable();
    let mut open_link: Option<usize> = None;
    while let Some(run) = runs.next() {
        if run.link != open_link
            && let Some(link) = run.link
            && links.get(link).is_some()
        {
            written.push('[');
        }
        open_link = run.link;
        // Marks must touch the words they mark.
        let core = run.text.trim();
        let lead = run.text.len() - run.text.trim_start().len();
        let trail = run.text.trim_end().len().max(lead);
        written.push_str(run.text.get(..lead).unwrap_or_default());
        if !core.is_empty() {
            let style = run.style;
            let mut marks = Vec::new();
            if style.is_strong {
                marks.push("**");
            }
            if style.is_emphasis {
                marks.push("*");
            }
            if style.is_strikethrough {
                marks.push("~~");
            }
            written.extend(marks.iter().copied());
            if style.is_code {
                let ticks = "`".repeat(if core.contains('`') { 2 } else { 1 });
                written.extend([ticks.as_str(), core, ticks.as_str()]);
            } else {
                written.push_str(&escape(core));
            }
            written.extend(marks.iter().rev().copied());
        }
        written.push_str(run.text.get(trail..).unwrap_or_default());
        let next = runs.peek().and_then(|next| next.link);
        if let Some(link) = run.link.filter(|_| next != run.link)
            && let Some(link) = links.get(link)
        {
            written.extend(["](<", link.url.as_str(), ">)"]);
            open_link = None;
        }
    }
    let guarded: Vec<String> = written.lines().map(guard_line_start).collect();
    guarded.join("  \n")
}

/// Returns a line of text as it is written in Markdown, with nothing in it that marks up.
pub fn escape_markdown(line: &str) -> String {
    guard_line_start(&escape(line))
}

/// Escapes the characters that mark up text anywhere in a line.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// Escapes what would begin a heading, a list or a quote.
fn guard_line_start(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let after = line.get(digits..).unwrap_or_default();
    if digits > 0 && (after.starts_with(". ") || after.starts_with(") ")) {
        return format!("{}\\{after}", line.get(..digits).unwrap_or_default());
    }
    if line.starts_with('#')
        || line.starts_with('>')
        || line.starts_with("- ")
        || line.starts_with("+ ")
    {
        return format!("\\{line}");
    }
    line.to_owned()
}
