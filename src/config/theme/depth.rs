//! How many colours the terminal shows, and what a style becomes where there are fewer than it names.

use ratatui::style::{Color, Style};

use crate::config::file::Colours;

/// How many colours the terminal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Depth {
    None,
    Basic,
    Palette,
    True,
}

impl Depth {
    /// Decides from the config file, else from the environment, how many colours to use.
    ///
    /// `NO_COLOR` and `CLICOLOR_FORCE` as on <https://no-color.org> and <https://bixense.com/clicolors>; a setting in
    /// the config file is the person's more particular wish and wins over both.
    pub fn detect(colours: Colours, variable: impl Fn(&str) -> Option<String>) -> Self {
        match colours {
            Colours::True => return Self::True,
            Colours::Palette => return Self::Palette,
            Colours::Basic => return Self::Basic,
            Colours::None => return Self::None,
            Colours::Auto => {}
        }
        let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
        if is_set("NO_COLOR") {
            return Self::None;
        }
        let is_forced =
            is_set("CLICOLOR_FORCE") && variable("CLICOLOR_FORCE").as_deref() != Some("0");
        let colour_term = variable("COLORTERM")
            .unwrap_or_default()
            .to_ascii_lowercase();
        let term = variable("TERM").unwrap_or_default().to_ascii_lowercase();
        let program = variable("TERM_PROGRAM").unwrap_or_default();
        let is_capable = ["truecolor", "24bit"].contains(&colour_term.as_str())
            || term.ends_with("-direct")
            || ["kitty", "alacritty", "ghostty", "wezterm", "foot"]
                .iter()
                .any(|name| term.contains(name))
            || ["iTerm.app", "WezTerm", "ghostty", "vscode", "Hyper"].contains(&program.as_str())
            || is_set("WT_SESSION");
        if is_capable {
            Self::True
        } else if term.contains("256") {
            Self::Palette
        } else if !is_forced && (term == "dumb" || term.ends_with("-m") || term.ends_with("-mono"))
        {
            Self::None
        } else {
            Self::Basic
        }
    }
}

pub(super) fn at_depth(mut style: Style, depth: Depth) -> Style {
    let lower = |colour: Color| match (depth, colour) {
        (Depth::None, _) => None,
        (Depth::Palette, Color::Rgb(red, green, blue)) => {
            Some(Color::Indexed(nearest_of_256(red, green, blue)))
        }
        (_, colour) => Some(colour),
    };
    style.fg = style.fg.and_then(lower);
    style.bg = style.bg.and_then(lower);
    style
}

/// Returns the nearest colour of xterm's fixed ones: the 6×6×6 cube (16–231) and the greys (232–255).
fn nearest_of_256(red: u8, green: u8, blue: u8) -> u8 {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let distance = |other: (u8, u8, u8)| {
        let part = |one: u8, two: u8| {
            let apart = i32::from(one) - i32::from(two);
            apart * apart
        };
        // The eye is most sensitive to green, least to blue.
        3 * part(red, other.0) + 6 * part(green, other.1) + part(blue, other.2)
    };
    let cube = (0..216_u8).map(|index| {
        let step = |divisor: u8| STEPS[usize::from(index / divisor % 6)];
        (16 + index, (step(36), step(6), step(1)))
    });
    let greys = (0..24_u8).map(|index| {
        let level = 8 + 10 * index;
        (232 + index, (level, level, level))
    });
    cube.chain(greys)
        .min_by_key(|(_, colour)| distance(*colour))
        .map_or(7, |(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_of_the_fixed_colours_is_found() {
        for ((red, green, blue), expected) in [
            ((0, 0, 0), 16),
            ((255, 255, 255), 231),
            ((255, 0, 0), 196),
            ((20, 23, 28), 233),
            ((130, 181, 228), 110),
        ] {
            assert_eq!(
                nearest_of_256(red, green, blue),
                expected,
                "{red} {green} {blue}"
            );
        }
    }

    #[test]
    fn the_environment_says_how_many_colours_there_are() {
        for (variables, expected) in [
            (&[("TERM", "xterm-256color")][..], Depth::Palette),
            (
                &[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")],
                Depth::True,
            ),
            (&[("TERM", "xterm-kitty")], Depth::True),
            (&[("TERM", "linux")], Depth::Basic),
            (&[("TERM", "dumb")], Depth::None),
            (&[("TERM", "dumb"), ("CLICOLOR_FORCE", "1")], Depth::Basic),
            (
                &[("COLORTERM", "truecolor"), ("NO_COLOR", "1")],
                Depth::None,
            ),
            (&[("COLORTERM", "truecolor"), ("NO_COLOR", "")], Depth::True),
            (&[], Depth::Basic),
        ] {
            let variable = |name: &str| {
                variables
                    .iter()
                    .find(|(known, _)| *known == name)
                    .map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(
                Depth::detect(Colours::Auto, variable),
                expected,
                "{variables:?}"
            );
        }
        let no_color = |name: &str| (name == "NO_COLOR").then(|| "1".to_owned());
        assert_eq!(Depth::detect(Colours::True, no_color), Depth::True);
    }
}
