//! Article, answer, help, palette, health, hints, choices: drawn, and driven by keys.

use insta::assert_snapshot;
use ratatui::style::Modifier;
use squelch::config::Depth;
use squelch::fetch::Candidate;
use squelch::ui::{Effect, Msg, Overlay, Screen};
use url::Url;

use super::stage::Stage;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (40, 15)];

fn snapshots(name: &str, keys: &str) {
    for (columns, rows) in SIZES {
        let mut stage = Stage::new(columns, rows);
        stage.play(keys);
        assert_snapshot!(format!("{name}_{columns}x{rows}"), stage.screen());
    }
}

#[test]
fn an_article_is_read_at_a_measure() {
    snapshots("article", "enter");
}

#[test]
fn an_article_read_further_says_how_far() {
    snapshots("article_end", "enter G");
}

#[test]
fn links_have_letters() {
    snapshots("links", "enter ctrl-d f");
}

#[test]
fn an_answer_cites_its_passages() {
    snapshots("answer", "enter 1");
}

#[test]
fn help_lists_the_keys() {
    snapshots("help", "enter ?");
}

#[test]
fn the_palette_offers_commands() {
    snapshots("palette", "enter ctrl-p");
}

#[test]
fn the_health_screen_says_why_feeds_fail() {
    snapshots("health", "E");
}

#[test]
fn starter_packs_are_chosen_from_a_list() {
    snapshots("starters", "enter g s j");
}

#[test]
fn nothing_panics_at_any_size() {
    let scripts = [
        "enter",
        "enter G tab tab enter",
        "enter f",
        "enter 1 j j G",
        "?",
        "? / q",
        "ctrl-p down down",
        "E j",
        "g s j",
        "g m",
    ];
    for columns in 1..=60 {
        for rows in 1..=20 {
            // Every size with two scripts, every script with many sizes.
            for step in 0..2 {
                let number =
                    (usize::from(columns) * 7 + usize::from(rows) * 3 + step * 5) % scripts.len();
                let mut stage = Stage::new(columns, rows);
                stage.play(scripts[number]);
                stage.screen();
            }
        }
    }
}

#[test]
fn an_unanswered_question_says_so() {
    let mut stage = Stage::new(80, 24);
    stage
        .play("enter @")
        .write("who owns the moon?")
        .play("enter");
    assert_eq!(stage.state.screen(), Screen::Ask);
    assert!(
        stage
            .screen()
            .contains("Nothing that is cached bears on this question")
    );
}

#[test]
fn a_citation_opens_its_story_and_back_returns_to_the_answer_and_the_first_story() {
    let mut stage = Stage::new(100, 20);
    stage.play("enter j j j 1 j enter");
    assert_eq!(stage.state.screen(), Screen::Article);
    assert_eq!(stage.state.article.id, Some(stage.articles[1].headline.id));
    stage.play("J");
    stage.play("q");
    assert_eq!(stage.state.screen(), Screen::Ask);
    assert!(stage.screen().contains("[2]"));
    stage.play("q");
    assert_eq!(stage.state.screen(), Screen::Article);
    assert_eq!(stage.state.article.id, Some(stage.articles[0].headline.id));
    assert_eq!(stage.state.article.offset(), 3);
    stage.play("q");
    assert_eq!(stage.state.screen(), Screen::Headlines);
}

#[test]
fn a_resized_article_stays_at_its_sentence() {
    let mut stage = Stage::new(100, 16);
    stage.play("j enter ctrl-d ctrl-d ctrl-d");
    let top = |stage: &Stage| stage.screen().lines().nth(2).unwrap_or_default().to_owned();
    let before = top(&stage);
    for (columns, rows) in [(44, 16), (30, 10), (120, 40), (60, 16)] {
        stage.resize(columns, rows);
    }
    stage.resize(100, 16);
    assert_eq!(top(&stage), before);
}

#[test]
fn leaving_an_article_keeps_its_position_to_the_line() {
    let mut stage = Stage::new(80, 12);
    stage.play("j enter ctrl-f ctrl-f j");
    let offset = stage.state.article.offset();
    let page = stage.state.article.page().unwrap();
    let position = page.position(offset);
    assert_eq!(page.row_of(page.anchor_of(position)), offset);
    stage.play("q");
    assert!(stage.effects.contains(&Effect::SavePosition(
        stage.articles[1].headline.id,
        position
    )));
}

#[test]
fn a_bullet_leads_to_its_sentence() {
    let mut stage = Stage::new(80, 12);
    stage.play("enter tab tab tab enter");
    assert!(stage.state.article.offset() > 3);
    let screen = stage.screen();
    assert!(
        screen.contains('▌') && screen.contains("A vote by members"),
        "{screen}"
    );
}

#[test]
fn letters_open_a_link_and_shift_copies_it() {
    let mut stage = Stage::new(80, 40);
    stage.play("enter f");
    assert_eq!(stage.state.overlay, Some(Overlay::Links));
    stage.play("s");
    let opened = stage.effects.iter().find_map(|effect| match effect {
        Effect::Browse(url) => Some(url.to_string()),
        _ => None,
    });
    assert_eq!(opened.as_deref(), Some("https://union.example/vote"));
    stage.play("f A");
    assert!(
        stage
            .effects
            .contains(&Effect::Copy("https://harbour.example/deal".to_owned()))
    );
    assert_eq!(stage.state.overlay, None);
}

#[test]
fn help_is_searched() {
    let mut stage = Stage::new(80, 24);
    stage.play("? /").write("undo");
    let screen = stage.screen();
    assert!(screen.contains("Take the last change back"), "{screen}");
    assert!(!screen.contains("Set or clear the bookmark"));
    stage.play("esc esc");
    assert_eq!(stage.state.overlay, None);
}

#[test]
fn the_palette_runs_what_a_few_letters_mean() {
    let mut stage = Stage::new(80, 24);
    stage.play("ctrl-p").write("health").play("enter");
    assert_eq!(stage.state.screen(), Screen::Health);
    stage.play("ctrl-p").write("squelch-light").play("enter");
    assert!(
        stage
            .effects
            .contains(&Effect::ChangeTheme("squelch-light".to_owned()))
    );
    stage.play("ctrl-p").write("kn");
    assert!(stage.screen().contains("Kernel Notes"));
}

#[test]
fn several_feeds_of_a_page_are_chosen_from() {
    let candidates: Vec<Candidate> = ["all", "comments", "podcast"]
        .into_iter()
        .map(|name| Candidate {
            url: Url::parse(&format!("https://site.example/{name}.xml")).unwrap(),
            title: Some(format!("Site: {name}")),
            entries: Some(12),
        })
        .collect();
    let mut stage = Stage::new(80, 24);
    stage.play("enter");
    stage.send(Msg::Candidates {
        candidates: candidates.clone(),
        title: None,
        folder: "Tech".to_owned(),
    });
    stage.play("space j space");
    assert_snapshot!(stage.screen());
    stage.play("enter");
    let expected = Effect::SubscribeAll {
        candidates: vec![candidates[0].clone(), candidates[2].clone()],
        title: None,
        folder: "Tech".to_owned(),
    };
    assert!(stage.effects.contains(&expected), "{:?}", stage.effects);
    assert_eq!(stage.state.overlay, None);
}

#[test]
fn a_starter_pack_is_added_and_fetched() {
    let mut stage = Stage::new(80, 24);
    stage.play("g s j enter");
    assert!(stage.effects.contains(&Effect::AddStarter(1)));
    stage.send(Msg::Imported(Ok("World: added 10 sources".to_owned())));
    assert!(stage.effects.contains(&Effect::Refresh {
        only: None,
        force: false
    }));
}

#[test]
fn the_health_screen_keeps_the_failing_first_and_acts_on_the_selected() {
    let mut stage = Stage::new(100, 24);
    stage.play("E");
    let screen = stage.screen();
    let failing = screen.find("Big Forum").unwrap();
    assert!(failing < screen.find("Old Ledger").unwrap());
    stage.play("r");
    let asked = stage.effects.iter().any(|effect| {
        matches!(effect, Effect::Refresh { only: Some(only), .. } if only == &[super::stage::feeds()[2].id])
    });
    assert!(asked, "{:?}", stage.effects);
}

#[test]
fn what_is_chosen_shows_without_colour() {
    let mut stage = Stage::new(80, 40);
    stage.play("enter tab tab tab tab");
    assert!(
        stage
            .cells_with(Modifier::REVERSED)
            .contains("text of the deal")
    );
    assert!(
        stage
            .cells_with(Modifier::BOLD)
            .contains("Port strike ends after eleven days")
    );
}

#[test]
fn terminal_links_take_no_room_and_hold_nothing_but_the_address() {
    let mut stage = Stage::new(80, 40);
    stage.play("enter");
    let plain = stage.screen();
    stage.state.options.has_links = true;
    let terminal = stage.terminal("squelch-dark", Depth::True);
    let buffer = terminal.backend().buffer();
    let mut linked = 0;
    let mut stripped = String::new();
    for cell in buffer.content() {
        match cell.symbol().strip_prefix("\u{1b}]8;;https://") {
            Some(rest) => {
                linked += 1;
                let (address, rest) = rest.split_once("\u{1b}\\").unwrap();
                assert!(address.chars().all(|c| c.is_ascii_graphic()), "{address}");
                stripped.push_str(rest.strip_suffix("\u{1b}]8;;\u{1b}\\").unwrap());
            }
            None => stripped.push_str(cell.symbol()),
        }
    }
    assert!(linked > 20, "{linked}");
    let text: String = plain.lines().map(|line| line.trim_matches('"')).collect();
    assert_eq!(stripped.replace(' ', ""), text.replace(' ', ""));
}
