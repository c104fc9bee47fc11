//! What things look like: tones with a meaning, and files that colour them.
//!
//! The screen asks for a [`Tone`], never for a colour. A theme file gives each tone a style in a small notation:
//! `bright on raised bold`. Nothing is told by colour alone: where colours are taken away (`NO_COLOR`), marks,
//! weight and reversal stay.
//!
//! `tone` lists the tones, `depth` fits a style to a terminal of fewer colours.

mod depth;
mod tone;

pub use depth::Depth;
pub use tone::Tone;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

use self::depth::at_depth;
use crate::config::file::Background;

/// The themes that are built in.
const BUILT_IN: &[(&str, &str)] = &[
    (
        "squelch-dark",
        include_str!("../../../assets/themes/squelch-dark.toml"),
    ),
    (
        "squelch-light",
        include_str!("../../../assets/themes/squelch-light.toml"),
    ),
    (
        "contrast-dark",
        include_str!("../../../assets/themes/contrast-dark.toml"),
    ),
    (
        "contrast-light",
        include_str!("../../../assets/themes/contrast-light.toml"),
    ),
    ("plain", include_str!("../../../assets/themes/plain.toml")),
];

/// Styles of all tones, ready for the terminal at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    pub name: String,
    /// In the order of [`Tone::ALL`].
    styles: Vec<Style>,
}

/// Why a theme cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ThemeError {
    #[error("there is no theme `{name}`{}; themes: {}", nearest.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default(), names().collect::<Vec<_>>().join(", "))]
    Unknown {
        name: String,
        nearest: Option<&'static str>,
    },
    #[error("theme `{name}`: {why}")]
    Wrong { name: String, why: String },
}

/// Returns the names of the built-in themes.
pub fn names() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|(name, _)| *name)
}

/// Returns the theme a config asks for: `auto` is dark or light by the background, dark where it is not known.
pub fn name_for(configured: &str, background: Background) -> &str {
    match (configured, background) {
        ("auto", Background::Light) => "squelch-light",
        ("auto", _) => "squelch-dark",
        (name, _) => name,
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    inherits: Option<String>,
    #[serde(default)]
    palette: BTreeMap<String, String>,
    #[serde(default)]
    tones: BTreeMap<String, String>,
}

impl Theme {
    /// Returns the theme of a name: the file at `own` where there is one, else the built-in theme.
    ///
    /// # Errors
    /// [`ThemeError::Unknown`] with the nearest name; [`ThemeError::Wrong`] names what cannot be understood in the file.
    pub fn load(name: &str, own: Option<&Path>, depth: Depth) -> Result<Self, ThemeError> {
        match own.map(std::fs::read_to_string) {
            Some(Ok(text)) => Self::parse(name, &text, depth),
            Some(Err(error)) if error.kind() != io::ErrorKind::NotFound => Err(ThemeError::Wrong {
                name: name.to_owned(),
                why: format!("its file cannot be read: {error}"),
            }),
            _ => Self::built_in(name, depth),
        }
    }

    /// Returns a built-in theme for a terminal of so many colours.
    ///
    /// # Errors
    /// [`ThemeError::Unknown`] with the nearest name.
    pub fn built_in(name: &str, depth: Depth) -> Result<Self, ThemeError> {
        let text = BUILT_IN
            .iter()
            .find(|(built_in, _)| *built_in == name)
            .map(|(_, text)| *text)
            .ok_or_else(|| ThemeError::Unknown {
                name: name.to_owned(),
                nearest: crate::config::nearest(name, names()),
            })?;
        Self::parse(name, text, depth)
    }

    /// Reads a theme file. Tones it leaves out come from the theme it inherits, `squelch-dark` unless it says else.
    ///
    /// # Errors
    /// [`ThemeError::Wrong`] names the tone or colour that cannot be understood.
    pub fn parse(name: &str, text: &str, depth: Depth) -> Result<Self, ThemeError> {
        let wrong = |why: String| ThemeError::Wrong {
            name: name.to_owned(),
            why,
        };
        let file = merged(name, text, 0)?;
        for tone in file.tones.keys() {
            if !Tone::ALL.iter().any(|(_, known)| known == tone) {
                let hint = crate::config::nearest(tone, Tone::ALL.iter().map(|(_, name)| *name))
                    .map(|name| format!("; did you mean `{name}`?"))
                    .unwrap_or_default();
                return Err(wrong(format!("there is no tone `{tone}`{hint}")));
            }
        }
        if depth <= Depth::Basic && name != "plain" {
            let plain = Self::built_in("plain", depth)?;
            return Ok(Self {
                name: name.to_owned(),
                ..plain
            });
        }
        let styles = Tone::ALL
            .iter()
            .map(|(_, tone)| {
                let notation = file.tones.get(*tone).map_or("default", String::as_str);
                style(notation, &file.palette)
                    .map(|style| at_depth(style, depth))
                    .map_err(|why| wrong(format!("`{tone}`: {why}")))
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            name: name.to_owned(),
            styles,
        })
    }

    /// Returns how a tone looks.
    pub fn style(&self, tone: Tone) -> Style {
        self.styles.get(tone as usize).copied().unwrap_or_default()
    }
}

impl Default for Theme {
    /// The plain theme.
    fn default() -> Self {
        Self::built_in("plain", Depth::Basic).unwrap_or_else(|_| Self {
            name: String::new(),
            styles: Vec::new(),
        })
    }
}

/// Reads a theme file with what it inherits. A chain longer than a few themes is a circle.
fn merged(name: &str, text: &str, depth: usize) -> Result<File, ThemeError> {
    let wrong = |why: String| ThemeError::Wrong {
        name: name.to_owned(),
        why,
    };
    let file: File =
        toml::from_str(text).map_err(|error| wrong(crate::config::file::explain(&error, text)))?;
    let parent = match &file.inherits {
        None if BUILT_IN.iter().any(|(built_in, _)| *built_in == name) => return Ok(file),
        None => "squelch-dark",
        Some(parent) => parent,
    };
    let parent_text = BUILT_IN
        .iter()
        .find(|(built_in, _)| *built_in == parent && depth < 4)
        .map(|(_, text)| *text)
        .ok_or_else(|| {
            wrong(format!(
                "it inherits `{parent}`, which is not a built-in theme"
            ))
        })?;
    let mut whole = merged(parent, parent_text, depth + 1)?;
    whole.palette.extend(file.palette);
    whole.tones.extend(file.tones);
    Ok(whole)
}

/// Reads `[COLOUR] [on COLOUR] [bold|italic|underlined|dim|reversed|crossed-out]…`.
fn style(notation: &str, palette: &BTreeMap<String, String>) -> Result<Style, String> {
    let mut style = Style::new();
    let mut words = notation.split_whitespace();
    while let Some(word) = words.next() {
        let modifier = match word {
            "bold" => Modifier::BOLD,
            "italic" => Modifier::ITALIC,
            "underlined" => Modifier::UNDERLINED,
            "dim" => Modifier::DIM,
            "reversed" => Modifier::REVERSED,
            "crossed-out" => Modifier::CROSSED_OUT,
            "on" => {
                let name = words
                    .next()
                    .ok_or_else(|| "a colour is missing after `on`".to_owned())?;
                style = style.bg(colour(name, palette)?);
                continue;
            }
            name => {
                style = style.fg(colour(name, palette)?);
                continue;
            }
        };
        style = style.add_modifier(modifier);
    }
    Ok(style)
}

/// The sixteen colours every terminal names for itself.
const BASIC: &[(&str, Color)] = &[
    ("default", Color::Reset),
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("white", Color::Gray),
    ("bright-black", Color::DarkGray),
    ("bright-red", Color::LightRed),
    ("bright-green", Color::LightGreen),
    ("bright-yellow", Color::LightYellow),
    ("bright-blue", Color::LightBlue),
    ("bright-magenta", Color::LightMagenta),
    ("bright-cyan", Color::LightCyan),
    ("bright-white", Color::White),
];

fn colour(name: &str, palette: &BTreeMap<String, String>) -> Result<Color, String> {
    let value = palette.get(name).map_or(name, String::as_str);
    if let Some(hex) = value.strip_prefix('#') {
        return match u32::from_str_radix(hex, 16) {
            Ok(number) if hex.len() == 6 => Ok(Color::from_u32(number)),
            _ => Err(format!(
                "`{value}` is not a colour; colours are written `#82b5e4`"
            )),
        };
    }
    BASIC
        .iter()
        .find(|(basic, _)| *basic == value)
        .map(|(_, colour)| *colour)
        .ok_or_else(|| {
            let known = BASIC
                .iter()
                .map(|(basic, _)| *basic)
                .chain(palette.keys().map(String::as_str));
            let hint = crate::config::nearest(value, known)
                .map(|name| format!("; did you mean `{name}`?"))
                .unwrap_or_default();
            format!("there is no colour or style `{value}`{hint}")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(colour: Color) -> f64 {
        let Color::Rgb(red, green, blue) = colour else {
            panic!("{colour:?} has no fixed luminance");
        };
        let part = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.03928 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue)
    }

    /// Contrast as WCAG 2.2 defines it.
    fn contrast(one: Color, other: Color) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn has_no_text(tone: Tone) -> bool {
        matches!(tone, Tone::Border | Tone::BorderFocused)
    }

    #[test]
    fn text_is_readable_on_every_ground_it_is_drawn_on() {
        for (name, least) in [
            ("squelch-dark", 4.5),
            ("squelch-light", 4.5),
            ("contrast-dark", 7.0),
            ("contrast-light", 7.0),
        ] {
            let theme = Theme::built_in(name, Depth::True).unwrap();
            let grounds = [
                Tone::Base,
                Tone::Popup,
                Tone::Selection,
                Tone::SelectionIdle,
            ];
            for (tone, tone_name) in Tone::ALL {
                let style = theme.style(*tone);
                let Some(ink) = style.fg else { continue };
                if has_no_text(*tone) {
                    continue;
                }
                let own = style.bg.map(|ground| vec![ground]);
                // Numbers of links and bullets stand in an article only.
                let grounds = if *tone == Tone::Furniture {
                    &grounds[..1]
                } else {
                    &grounds[..]
                };
                for ground in own.unwrap_or_else(|| {
                    grounds
                        .iter()
                        .filter_map(|ground| theme.style(*ground).bg)
                        .collect()
                }) {
                    let found = contrast(ink, ground);
                    assert!(
                        found >= least,
                        "{name}: {tone_name} on {ground:?}: {found:.2}"
                    );
                }
            }
        }
    }

    #[test]
    fn built_in_themes_name_every_tone() {
        for (name, text) in BUILT_IN {
            let file = merged(name, text, 0).unwrap();
            assert_eq!(file.tones.len(), Tone::ALL.len(), "{name}");
        }
    }

    #[test]
    fn without_colours_no_style_has_one_and_marks_stay() {
        for name in names() {
            let theme = Theme::built_in(name, Depth::None).unwrap();
            for (tone, tone_name) in Tone::ALL {
                let style = theme.style(*tone);
                assert_eq!((style.fg, style.bg), (None, None), "{name}: {tone_name}");
            }
            for tone in [
                Tone::Selection,
                Tone::Unread,
                Tone::Match,
                Tone::MatchCurrent,
                Tone::Hint,
                Tone::Link,
            ] {
                assert!(
                    !theme.style(tone).add_modifier.is_empty(),
                    "{name}: {tone:?}"
                );
            }
        }
    }

    #[test]
    fn fewer_colours_are_the_nearest_ones() {
        let theme = Theme::built_in("squelch-dark", Depth::Palette).unwrap();
        assert!(matches!(
            theme.style(Tone::Base).bg,
            Some(Color::Indexed(_))
        ));
    }

    #[test]
    fn a_wrong_theme_is_explained() {
        for (text, expected) in [
            (
                "[tones]\nlinc = \"blue\"",
                "theme `mine`: there is no tone `linc`; did you mean `link`?",
            ),
            (
                "[tones]\nlink = \"bleu\"",
                "theme `mine`: `link`: there is no colour or style `bleu`; did you mean `blue`?",
            ),
            (
                "[palette]\nsea = \"#12\"\n[tones]\nlink = \"sea\"",
                "theme `mine`: `link`: `#12` is not a colour; colours are written `#82b5e4`",
            ),
            (
                "inherits = \"mine\"",
                "theme `mine`: it inherits `mine`, which is not a built-in theme",
            ),
        ] {
            let error = Theme::parse("mine", text, Depth::True).unwrap_err();
            assert_eq!(error.to_string(), expected);
        }
        assert!(
            Theme::built_in("squelch-drak", Depth::True)
                .unwrap_err()
                .to_string()
                .contains("`squelch-dark`?")
        );
    }

    #[test]
    fn a_theme_of_ones_own_changes_only_what_it_names() {
        let theme = Theme::parse("mine", "[tones]\nlink = \"#010203 bold\"", Depth::True).unwrap();
        let dark = Theme::built_in("squelch-dark", Depth::True).unwrap();
        assert_eq!(theme.style(Tone::Link).fg, Some(Color::Rgb(1, 2, 3)));
        assert_eq!(theme.style(Tone::Text), dark.style(Tone::Text));
    }
}
