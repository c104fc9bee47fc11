//! Holds the table of allowed arrows between modules and names the file that breaks it.

use std::fs;
use std::path::{Path, PathBuf};

/// Module, and what it may use.
const ARROWS: &[(&str, &[&str])] = &[
    (
        "cli",
        &[
            "ui", "jobs", "config", "store", "fetch", "read", "insight", "domain", "text",
        ],
    ),
    (
        "ui",
        &[
            "jobs", "config", "store", "fetch", "read", "insight", "domain", "text",
        ],
    ),
    (
        "jobs",
        &[
            "fetch", "read", "store", "insight", "config", "net", "domain", "text",
        ],
    ),
    ("fetch", &["net", "domain", "text"]),
    ("insight", &["net", "domain", "text"]),
    ("read", &["domain", "text"]),
    ("store", &["domain", "text"]),
    ("config", &["domain", "text"]),
    // A server's own words pass the sanitiser before they are quoted.
    ("net", &["text"]),
    ("text", &[]),
    ("domain", &["text"]),
];

/// What the pure part of the screen must not mention: it neither waits, reads, writes nor looks at a clock.
const IMPURE: &[&str] = &[
    "tokio",
    "std::fs",
    "std::net",
    "std::process",
    "reqwest",
    "rusqlite",
    "Instant::now",
    "SystemTime",
    "jobs::clock",
    "jiff::Timestamp::now",
];

/// The files of `ui` that touch the world.
const IMPURE_FILES: &[&str] = &["src/ui/runtime", "src/ui/terminal"];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap()
        .to_string_lossy()
        .replace('\\', "/")
}

/// Code without comments, so that docs may name any module.
fn code(path: &Path) -> String {
    fs::read_to_string(path)
        .unwrap()
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The modules of the crate a piece of code names: `crate::store::…` and `use crate::{store, text}`.
fn used(code: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.chars()
            .take_while(|character| character.is_ascii_alphanumeric() || *character == '_')
            .collect()
    };
    let mut found = Vec::new();
    for part in code.split("crate::").skip(1) {
        match part.strip_prefix('{') {
            Some(group) => {
                let mut depth = 0;
                let mut is_start = true;
                for (at, character) in group.char_indices() {
                    match character {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => is_start = true,
                        character if is_start && character.is_ascii_alphabetic() => {
                            found.push(name(&group[at..]));
                            is_start = false;
                        }
                        _ => {}
                    }
                }
            }
            None => found.push(name(part)),
        }
    }
    found
}

#[test]
fn modules_use_only_what_is_below_them() {
    let mut faults = Vec::new();
    for (module, allowed) in ARROWS {
        for path in sources(&root().join("src").join(module)) {
            for name in used(&code(&path)) {
                let is_module = ARROWS.iter().any(|(other, _)| *other == name);
                if is_module && name != *module && !allowed.contains(&name.as_str()) {
                    faults.push(format!("{}: {module} must not use {name}", relative(&path)));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_module_of_the_crate_is_in_the_table() {
    let lib = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    for module in lib.lines().filter_map(|line| line.strip_prefix("pub mod ")) {
        let module = module.trim_end_matches(';');
        assert!(
            ARROWS.iter().any(|(name, _)| *name == module),
            "{module} has no arrows"
        );
    }
}

#[test]
fn the_pure_part_of_the_screen_touches_nothing_outside() {
    let mut faults = Vec::new();
    for path in sources(&root().join("src/ui")) {
        let name = relative(&path);
        if IMPURE_FILES.iter().any(|impure| name.starts_with(impure)) {
            continue;
        }
        let code = code(&path);
        // Tests inside a file may use what they like.
        let code = code.split("#[cfg(test)]").next().unwrap_or_default();
        for word in IMPURE {
            if code.contains(word) {
                faults.push(format!("{name}: mentions {word}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_planted_fault_is_seen() {
    let code =
        "use crate::{domain::ArticleId, ui::{State, Msg}};\nlet x = crate::net::Client::new();";
    assert_eq!(used(code), ["domain", "ui", "net"]);
}

#[test]
fn no_source_file_holds_more_than_one_subject() {
    let mut faults = Vec::new();
    for path in sources(&root().join("src")) {
        let text = fs::read_to_string(&path).unwrap();
        // Tests and tables of cases may run longer.
        let lines = text
            .split("#[cfg(test)]\nmod tests")
            .next()
            .unwrap_or_default()
            .lines()
            .count();
        // A file that is all tests is as long as what it tests.
        let is_of_tests = path.ends_with("tests.rs");
        if lines > 400 && !is_of_tests {
            faults.push(format!("{}: {lines} lines", relative(&path)));
        }
    }
    assert!(faults.is_empty(), "over 400 lines:\n{}", faults.join("\n"));
}
