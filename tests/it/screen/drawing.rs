//! Pictures of the screen, and that no size breaks it.

use insta::assert_snapshot;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use squelch::config::Theme;
use squelch::jobs::refresh::Progress;
use squelch::ui::{Msg, view};

use super::world::{World, article, feed};

#[test]
fn headlines_at_every_usual_size() {
    for (columns, rows) in [(80, 24), (120, 40), (200, 50), (40, 15)] {
        let world = World::new(columns, rows);
        assert_snapshot!(format!("headlines_{columns}x{rows}"), world.picture());
    }
}

#[test]
fn panes_come_one_at_a_time_where_it_is_narrow() {
    let mut world = World::new(60, 20);
    assert_snapshot!("narrow_list", world.picture());
    world.play("h");
    assert_snapshot!("narrow_sources", world.picture());
    world.play("g i");
    assert_snapshot!("narrow_insights", world.picture());
}

#[test]
fn sources_slide_in_at_medium_width() {
    let mut world = World::new(100, 24);
    world.play("g f");
    assert_snapshot!("medium_sources", world.picture());
    world.play("l");
    assert!(!world.picture().contains("Sources"));
}

#[test]
fn a_question_is_chosen_with_the_cursor() {
    let mut world = World::new(120, 40);
    world.play("g i G");
    assert_snapshot!("insights_focused", world.picture());
}

#[test]
fn an_unfinished_sequence_says_how_it_may_go_on() {
    let mut world = World::new(120, 24);
    world.play("g");
    let picture = world.picture();
    assert!(picture.contains("g g first"), "{picture}");
    world.play("esc");
    assert!(!world.picture().contains("g g first"));
}

#[test]
fn search_results_are_marked_counted_and_timed() {
    let mut world = World::new(100, 30);
    world.play("/").type_text("strike");
    assert_snapshot!("search", world.picture());
}

#[test]
fn a_wrong_query_is_explained_while_the_last_result_stays() {
    let mut world = World::new(100, 30);
    world.play("/").type_text("strike is:unred ");
    assert_snapshot!("search_wrong", world.picture());
}

#[test]
fn nothing_found_says_so() {
    let mut world = World::new(80, 24);
    world.play("/").type_text("zeppelin");
    assert_snapshot!("search_nothing", world.picture());
}

#[test]
fn the_forms_are_drawn_over_the_list() {
    let mut world = World::new(100, 24);
    world.play("a").type_text("example.org");
    assert_snapshot!("form_add", world.picture());
    world.play("esc g f j j j j j j");
    world.play("d d");
    assert_snapshot!("form_remove", world.picture());
}

#[test]
fn the_command_line_offers_what_fits() {
    let mut world = World::new(100, 24);
    world.play(":").type_text("re");
    assert_snapshot!("command_line", world.picture());
}

#[test]
fn a_refresh_shows_its_progress() {
    let mut world = World::new(100, 24);
    world.play("R");
    world.send(Msg::RefreshProgress(Progress {
        done: 412,
        total: 1_000,
        new: 37,
        failing: 2,
        current: "Harbour Wire".to_owned(),
    }));
    let picture = world.picture();
    assert!(picture.contains("⟳ 412/1000 · 37 new"), "{picture}");
}

#[test]
fn empty_lists_say_what_to_do() {
    let mut world = World::bare(80, 24, vec![feed(1, "Harbour Wire", "")], Vec::new());
    world.start();
    assert_snapshot!("empty", world.picture());
    world.play("U");
    assert!(world.picture().contains("Everything here is read"));
    world.play("U =").type_text("port");
    assert!(world.picture().contains("Nothing here matches the filter"));
}

#[test]
fn every_size_draws_without_a_panic() {
    let scripts = [
        "", "g f", "g i", "enter", "?", "ctrl-p", ":", "=", "/", "E", "a", "g s", "g m", "z z",
        "@", "1", "enter f",
    ];
    let theme = Theme::default();
    for script in scripts {
        let mut world = World::new(80, 24);
        world.play(script);
        for columns in 1..=60 {
            for rows in 1..=20 {
                world.send(Msg::Resize { columns, rows });
                let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
                terminal
                    .draw(|frame| view(&world.state, &theme, frame))
                    .unwrap();
            }
        }
    }
}

#[test]
fn an_emoji_of_several_is_one_picture_two_columns_wide() {
    let source = feed(1, "Harbour Wire", "");
    let stories = ["👩‍👩‍👧‍👦 at the harbour", "An at the harbour"]
        .iter()
        .zip(61..)
        .map(|(title, minutes)| article(&source, minutes, title, "Short."))
        .collect();
    let mut world = World::bare(80, 24, vec![source], stories);
    world.start();
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    terminal
        .draw(|frame| view(&world.state, &Theme::default(), frame))
        .unwrap();
    let buffer = terminal.backend().buffer();
    let at = |x, y| buffer.cell((x, y)).map(ratatui::buffer::Cell::symbol);
    let found = (0..24)
        .flat_map(|y| (0..80).map(move |x| (x, y)))
        .find(|(x, y)| at(*x, *y) == Some("👩‍👩‍👧‍👦"));
    let (x, y) = found.unwrap();
    let below = (1..4).find(|more| at(x, y + more) == Some("A")).unwrap();
    // Up to the border of the list.
    let columns = (x + 2..80).take_while(|column| at(*column, y) != Some("│"));
    assert!(columns.clone().count() > 20);
    for column in columns {
        assert_eq!(at(column, y), at(column, y + below), "column {column}");
    }
}

#[test]
fn what_was_searched_for_is_marked_in_the_story() {
    let mut world = World::new(80, 24);
    world.play("/").type_text("\"base pay\" OR strike");
    world.play("enter enter n");
    assert_snapshot!("article_matches", world.picture());
    let mut world = World::new(120, 24);
    world.play("/").type_text("strike");
    world.play("enter enter");
    assert!(!world.picture().contains("n next unread"));
    world.play("j");
    assert!(world.picture().contains("n next match"));
}
