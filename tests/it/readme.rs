//! What the README says is what the program has.

use std::path::Path;

use squelch::config::{Keymap, Preset, listing};

use crate::sealed::Home;

const START: &str =
    "<!-- keys: written by `cargo test`, from the table in src/config/command.rs -->\n";
const END: &str = "<!-- end of keys -->";

fn readme() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

#[test]
fn the_table_of_keys_is_the_one_of_the_program() {
    let text = readme();
    let (before, rest) = text.split_once(START).unwrap();
    let (table, after) = rest.split_once(END).unwrap();
    let expected = format!(
        "\n{}\n",
        listing::markdown(&Keymap::defaults(Preset::Vim)).trim()
    );
    if table != expected {
        let mended = format!("{before}{START}{expected}{END}{after}");
        std::fs::write(
            Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"),
            mended,
        )
        .unwrap();
        panic!(
            "README.md had other keys than the program; it was written anew, look at it and commit it"
        );
    }
}

#[test]
fn every_command_of_the_program_is_in_the_readme() {
    let text = readme();
    let help = Home::new().run(&["--help"]).out;
    let commands = help
        .lines()
        .skip_while(|line| !line.starts_with("Commands:"))
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next())
        .filter(|word| word.chars().all(|character| character.is_ascii_lowercase()));
    let mut count = 0;
    for command in commands {
        assert!(
            text.contains(&format!("squelch {command}")),
            "{command} is not in the README"
        );
        count += 1;
    }
    assert!(count >= 20, "only {count} commands found in:\n{help}");
}

#[test]
fn the_settings_shown_in_the_readme_are_settings() {
    let text = readme();
    let example = text
        .split("```toml\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    let home = Home::new();
    home.write("config.toml", example);
    let ran = home.run(&["config", "check"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn the_picture_and_the_licences_are_there() {
    for name in [
        "assets/screen.png",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "CHANGELOG.md",
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        assert!(path.metadata().unwrap().len() > 200, "{name}");
    }
}
