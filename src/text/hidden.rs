//! What a browser would not show, so that it is hidden from search, brief, model and screen alike.

use memchr::memchr2_iter;

use super::tag;

/// Words without which no attribute hides anything, and which of their letters is rare.
const SIGNS: [(&[u8], usize); 4] = [
    (b"hidden", 3),
    (b"style", 2),
    (b"sr-only", 2),
    (b"screen-reader", 6),
];

/// Says whether a browser would not show the element `name` with these attributes (what stands after the name in its
/// tag), or shows it only to decorate.
pub fn is_hidden(name: &str, attributes: &str) -> bool {
    // Nearly no tag is, and this is asked of each.
    if !SIGNS
        .iter()
        .any(|(word, rare)| holds(attributes, word, *rare))
    {
        return false;
    }
    tag::attributes(attributes).any(|(attribute, value)| {
        let is = |other: &str| attribute.eq_ignore_ascii_case(other);
        if is("hidden") {
            !value.eq_ignore_ascii_case("until-found")
        } else if is("aria-hidden") {
            // An icon, a second copy of a formula, or words for machines; on a whole page it is left by an open dialog.
            value.eq_ignore_ascii_case("true")
                && !["html", "body", "main", "article"]
                    .iter()
                    .any(|whole| name.eq_ignore_ascii_case(whole))
        } else if is("class") {
            value.split_ascii_whitespace().any(|class| {
                [
                    "sr-only",
                    "visually-hidden",
                    "screen-reader-text",
                    "visuallyhidden",
                    "hidden-text",
                ]
                .iter()
                .any(|hiding| class.eq_ignore_ascii_case(hiding))
            })
        } else {
            is("style") && is_style_hiding(value, name)
        }
    })
}

fn is_style_hiding(style: &str, name: &str) -> bool {
    let style: String = style
        .chars()
        .filter(|character| !character.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect();
    style.split(';').any(|declaration| {
        let Some((property, value)) = declaration.split_once(':') else {
            return false;
        };
        let value = value.trim_end_matches("!important");
        let number: Option<f32> = value
            .trim_end_matches(|character: char| character.is_ascii_alphabetic() || character == '%')
            .parse()
            .ok();
        match property {
            "display" => value == "none",
            "visibility" => matches!(value, "hidden" | "collapse"),
            // Scripts fade pictures in; text of no size or no opacity is meant for machines.
            "opacity" => !name.eq_ignore_ascii_case("img") && number == Some(0.0),
            "font-size" | "max-height" => number == Some(0.0),
            "left" | "right" | "top" | "bottom" | "text-indent" | "margin-left" | "margin-top" => {
                number.is_some_and(|number| number <= -500.0)
            }
            "clip" => value.starts_with("rect(0") || value.starts_with("rect(1px"),
            "clip-path" => value.starts_with("inset(50%") || value.starts_with("inset(100%"),
            "mso-hide" => value == "all",
            _ => false,
        }
    })
}

/// Says whether `word` is in the text, whatever its case. Its letter at `rare` is what is looked for.
fn holds(text: &str, word: &[u8], rare: usize) -> bool {
    let bytes = text.as_bytes();
    memchr2_iter(word[rare], word[rare].to_ascii_uppercase(), bytes).any(|at| {
        at.checked_sub(rare)
            .and_then(|start| bytes.get(start..start + word.len()))
            .is_some_and(|found| found.eq_ignore_ascii_case(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hides_is_told_from_what_only_sounds_like_it() {
        let cases = [
            ("p", " hidden", true),
            ("p", " HIDDEN=\"\"", true),
            ("p", " hidden=until-found", false),
            ("p", " class=hidden-gem", false),
            ("p", " data-hidden=1", false),
            ("span", " class=\"a Sr-Only\"", true),
            ("span", " aria-hidden=true", true),
            ("body", " aria-hidden=true", false),
            (
                "p",
                " style=\"color: red; DISPLAY : none !important\"",
                true,
            ),
            ("p", " style='opacity:0'", true),
            ("img", " style='opacity:0'", false),
            ("p", " style='opacity:0.5;font-size:0.9em'", false),
            ("p", " style='font-size:0px'", true),
            ("p", " style='left:-9999px'", true),
            ("p", " style='left:-1px'", false),
            ("p", " style='mso-hide:all'", true),
            ("p", " title='display:none'", false),
            ("p", "", false),
        ];
        for (name, attributes, expected) in cases {
            assert_eq!(
                is_hidden(name, attributes),
                expected,
                "<{name}{attributes}>"
            );
        }
    }
}
