//! The real program on a real terminal, in a sealed home without network: few, slow, precious.

use std::io::{Read, Write};
#[cfg(target_os = "linux")]
use std::os::unix::fs::OpenOptionsExt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use super::sealed::Home;

const ROWS: u16 = 40;
const COLUMNS: u16 = 120;

/// The program and the terminal it draws on.
struct Session {
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    screen: Arc<Mutex<vt100::Parser>>,
    /// What was seen of a store being brought over.
    brought: Arc<Mutex<Vec<String>>>,
    /// Keeps the terminal open.
    _master: Box<dyn MasterPty + Send>,
}

impl Session {
    fn start(home: &Home) -> Self {
        let pair = native_pty_system()
            .openpty(PtySize {
                rows: ROWS,
                cols: COLUMNS,
                pixel_width: 0,
                pixel_height: 0,
            })
            .unwrap();
        let sealed = home.command();
        let mut command = CommandBuilder::new(sealed.get_program());
        command.env_clear();
        for (name, value) in sealed.get_envs() {
            command.env(name, value.unwrap_or_default());
        }
        command.env("TERM", "xterm-256color");
        command.arg("--offline");
        command.cwd(home.path());
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let size = |count| std::num::NonZero::new(count).unwrap();
        let parser = vt100::Parser::new(size(ROWS), size(COLUMNS), 0);
        let screen = Arc::new(Mutex::new(parser));
        let mut output = pair.master.try_clone_reader().unwrap();
        let drawn = Arc::clone(&screen);
        let brought = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&brought);
        std::thread::spawn(move || {
            let mut bytes = [0; 8_192];
            while let Ok(count) = output.read(&mut bytes) {
                if count == 0 {
                    return;
                }
                let mut drawn = drawn.lock().unwrap();
                drawn.process(&bytes[..count]);
                let text = drawn.screen().contents();
                if text.contains("Bringing the store over") {
                    seen.lock().unwrap().push(text);
                }
            }
        });
        Self {
            child,
            keyboard: pair.master.take_writer().unwrap(),
            screen,
            brought,
            _master: pair.master,
        }
    }

    fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    fn text(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    /// Waits until the screen shows `words`.
    fn wait_for(&self, words: &str) {
        self.wait(words, |session| session.text().contains(words));
    }

    fn wait(&self, what: &str, is_done: impl Fn(&Self) -> bool) {
        for _ in 0..600 {
            if is_done(self) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("never came: {what}\n{}", self.text());
    }

    fn is_restored(&self) -> bool {
        let screen = self.screen.lock().unwrap();
        let screen = screen.screen();
        !screen.alternate_screen()
            && !screen.hide_cursor()
            && !screen.bracketed_paste()
            && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
    }
}

#[test]
fn a_first_session_reads_searches_and_leaves_the_terminal_as_it_was() {
    let home = Home::new();
    let mut session = Session::start(&home);
    session.wait_for("Start here");
    session.wait_for("Brief");
    assert!(session.screen.lock().unwrap().screen().alternate_screen());

    session.press("\r");
    session.wait("the story has the whole screen", |session| {
        !session.text().contains("Sources") && session.text().contains("Port strike")
    });
    session.press("q");
    session.wait_for("Sources");

    session.press("/palette");
    session.wait_for("Search");
    session.wait_for("ms");
    session.wait_for("Start here");
    session.press("\r\r");
    session.wait("the hit is open", |session| {
        !session.text().contains("╭ Search") && session.text().contains("Start here")
    });

    session.press("Q");
    let status = session.child.wait().unwrap();
    assert!(status.success(), "{status:?}");
    session.wait("the terminal is given back", Session::is_restored);

    // What was read stays read, and the session is found again.
    let mut again = Session::start(&home);
    again.wait_for("Start here");
    again.wait_for("6 unread");
    again.press("Q");
    assert!(again.child.wait().unwrap().success());
}

#[test]
fn a_story_is_saved_as_markdown_and_never_over_another() {
    let home = Home::new();
    let folder = home.path().join("kept");
    let config = format!("[save]\nfolder = {:?}\n", folder.display().to_string());
    std::fs::write(home.path().join("config.toml"), config).unwrap();
    let mut session = Session::start(&home);
    session.wait_for("Start here");
    session.press("w");
    session.wait_for("saved as ");
    session.press("\rw");
    let saved = || -> Vec<_> {
        let mut found: Vec<_> = std::fs::read_dir(&folder)
            .into_iter()
            .flatten()
            .map(|entry| entry.unwrap().path())
            .collect();
        found.sort();
        found
    };
    session.wait("the story is saved twice", |_| saved().len() == 2);
    session.press("Q");
    assert!(session.child.wait().unwrap().success());
    let texts: Vec<_> = saved()
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    for text in &texts {
        assert!(text.starts_with("---\ntitle: \""), "{text}");
        assert!(text.contains("\nbrief: ["), "{text}");
    }
    let exported = home.run(&["export", "markdown"]).out;
    let title = texts[0].lines().nth(1).unwrap();
    assert!(exported.contains(title), "{title} not in\n{exported}");
    let names: Vec<_> = saved()
        .iter()
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert!(
        names.iter().any(|name| name.ends_with(" (2).md")),
        "{names:?}"
    );
}

#[test]
fn a_signal_gives_the_terminal_back() {
    let home = Home::new();
    let mut session = Session::start(&home);
    session.wait_for("Start here");
    let id = session.child.process_id().unwrap();
    let sent = std::process::Command::new("kill")
        .args(["-TERM", &id.to_string()])
        .status()
        .unwrap();
    assert!(sent.success());
    session.child.wait().unwrap();
    session.wait("the terminal is given back", Session::is_restored);
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_that_vanishes_without_a_signal_ends_the_program() {
    // A program that another test starts at the wrong moment can hold this terminal open for as long as it runs.
    assert!(
        (0..3).any(|_| ends_with_its_terminal()),
        "still running without a terminal"
    );
}

/// Starts the program, takes its terminal away, and returns whether it ended.
#[cfg(target_os = "linux")]
fn ends_with_its_terminal() -> bool {
    let home = Home::new();
    let pair = native_pty_system()
        .openpty(PtySize {
            rows: ROWS,
            cols: COLUMNS,
            pixel_width: 0,
            pixel_height: 0,
        })
        .unwrap();
    let path = pair.master.tty_name().unwrap();
    let end = || {
        std::fs::OpenOptions::new()
            .read(true)
            .write(true)
            .custom_flags(NO_CONTROLLING_TERMINAL)
            .open(&path)
            .unwrap()
    };
    // Started without a controlling terminal, the program gets no signal when its terminal is closed.
    let mut child = home
        .command()
        .arg("--offline")
        .env("TERM", "xterm-256color")
        .stdin(end())
        .stdout(end())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    drop(pair.slave);
    let mut output = pair.master.try_clone_reader().unwrap();
    let mut drawn = [0; 4_096];
    assert!(output.read(&mut drawn).unwrap() > 0);
    drop(output);
    drop(pair.master);
    let ended = (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        child.try_wait().unwrap().is_some()
    });
    let _ = child.kill();
    let _ = child.wait();
    ended
}

#[cfg(target_os = "linux")]
/// `O_NOCTTY` as Linux has it.
const NO_CONTROLLING_TERMINAL: i32 = 0o400;

#[test]
fn a_store_of_an_older_squelch_is_brought_over_in_sight() {
    let home = Home::new();
    home.run(&["list"]);
    let items: Vec<String> = (0..4_000)
        .map(|number| {
            serde_json::json!({
                "title": format!("Kept {number}"),
                "published": 1_795_000_000 - number * 60,
                "alternate": [{"href": format!("https://kept.example/{number}")}],
                "categories": ["user/-/state/com.google/starred"],
                "origin": {"streamId": "feed/https://kept.example/feed"},
                "content": {"content": format!("<p>{}</p>", format!("Words of {number}. ").repeat(60))},
            })
            .to_string()
        })
        .collect();
    home.write("kept.json", format!("{{\"items\": [{}]}}", items.join(",")));
    assert_eq!(home.run(&["import", "kept.json"]).code, 0);
    let path = home.data().join("squelch.db");
    let back = || {
        rusqlite::Connection::open(&path)
            .unwrap()
            .execute_batch(crate::store_processes::TO_THE_FIRST_SCHEMA)
            .unwrap();
    };
    back();
    let mut session = Session::start(&home);
    session.wait_for("Kept 0");
    let brought = session.brought.lock().unwrap().clone();
    assert!(
        brought
            .iter()
            .any(|text| text.contains(" %") && text.contains("Ctrl-C stops")),
        "{brought:?}"
    );
    assert!(
        brought.iter().any(|text| text.contains("backup made: ")),
        "{brought:?}"
    );
    session.press("Q");
    session.wait("the terminal is given back", Session::is_restored);
    assert!(session.child.wait().unwrap().success());

    // The command line says it on stderr, and a script sees nothing of it.
    back();
    let ran = home.run(&["list", "--json", "--limit", "1"]);
    assert!(
        ran.err
            .contains("bringing the store over to this version: "),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("a copy from before"), "{}", ran.err);
    assert_eq!(ran.json().len(), 1);
    back();
    let quiet = home.run(&["list", "--quiet", "--limit", "1"]);
    assert_eq!((quiet.code, quiet.err.as_str()), (0, ""));

    // Stopped, it is as it was, and is brought over by the next start.
    back();
    let stop: squelch::store::Tell = Arc::new(|migrating| migrating.percent < 50);
    let stopped =
        squelch::store::Store::open_telling(&path, squelch::store::Settings::default(), &stop);
    assert!(
        matches!(stopped, Err(squelch::store::StoreError::Stopped)),
        "{stopped:?}"
    );
    let doctor = home.run(&["doctor", "--deep"]);
    assert_eq!(doctor.code, 0, "{}", doctor.out);
    assert_eq!(
        home.run(&["list", "is:bookmarked", "--json", "--limit", "10000"])
            .json()
            .len(),
        4_000
    );
}
