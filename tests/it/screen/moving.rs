//! Moving through rows, pages and panes, by keys and by the mouse.

use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use squelch::domain::ArticleId;
use squelch::ui::{Effect, Msg, Pane, Screen, Shelf};

use super::world::{World, article};

fn mouse(kind: MouseEventKind, column: u16, row: u16, milliseconds: u64) -> Msg {
    Msg::Mouse {
        event: MouseEvent {
            kind,
            column,
            row,
            modifiers: KeyModifiers::NONE,
        },
        milliseconds,
    }
}

#[test]
fn j_and_k_move_and_stop_at_the_ends() {
    let mut world = World::new(80, 24);
    assert_eq!(world.selected(), "Port strike ends after eleven days");
    world.play("j");
    assert_eq!(world.selected(), "Compiler team drops the old solver");
    world.play("k k k");
    assert_eq!(world.selected(), "Port strike ends after eleven days");
    world.play("G j");
    assert_eq!(world.selected(), "Show: a clock that runs on tides");
    world.play("g g");
    assert_eq!(world.selected(), "Port strike ends after eleven days");
}

#[test]
fn n_goes_to_the_next_unread_story() {
    let mut world = World::new(80, 24);
    world.play("n n n");
    assert!(world.selected().starts_with("Scheduler"));
    world.play("n");
    assert!(
        world.selected().starts_with("漢字"),
        "the read one is skipped"
    );
    world.play("N");
    assert!(world.selected().starts_with("Scheduler"));
    world.play("G n");
    assert_eq!(world.said(), "nothing unread below");
}

#[test]
fn only_the_newest_page_is_taken() {
    let mut world = World::new(120, 40);
    world.is_slow = true;
    world.play("g f j");
    let older = world.take_answers();
    world.play("j");
    let newer = world.take_answers();
    world.is_slow = false;
    for answer in newer {
        world.send(answer);
    }
    assert_eq!(world.state.headlines.shelf, Shelf::Bookmarks);
    assert_eq!(world.state.headlines.rows.len(), 1);
    for answer in older {
        world.send(answer);
    }
    assert_eq!(
        world.state.headlines.rows.len(),
        1,
        "an old answer changes nothing"
    );
}

#[test]
fn scrolling_fast_asks_for_one_preview_at_a_time_and_keeps_the_newest() {
    let mut world = World::long(80, 24, 200);
    world.is_slow = true;
    world.effects.clear();
    for _ in 0..100 {
        world.play("j");
    }
    let answers = world.take_answers();
    let last = world.state.headlines.selected.unwrap();
    for answer in answers {
        world.send(answer);
    }
    assert!(world.state.preview_of(last).is_some());
}

#[test]
fn a_refresh_above_the_cursor_moves_neither_cursor_nor_scroll() {
    let mut world = World::long(80, 24, 500);
    for _ in 0..60 {
        world.play("j");
    }
    let before = (world.selected(), {
        let screen = &world.state.headlines;
        screen.index().unwrap() - screen.offset
    });
    let feed = world.feeds[0].clone();
    for number in 0..25 {
        let mut new = article(&feed, 0, &format!("New {number}"), "Short.");
        new.headline.id = ArticleId::new(2_000_000 + number);
        world.articles.push(new);
    }
    world.send(Msg::StoreChanged);
    let screen = &world.state.headlines;
    assert_eq!(screen.index().unwrap(), 85);
    let after = (world.selected(), screen.index().unwrap() - screen.offset);
    assert_eq!(after, before);
}

#[test]
fn long_lists_come_in_pages() {
    let mut world = World::long(80, 24, 2_000);
    let first = world.state.headlines.rows.len();
    assert!(first < 1_000);
    for _ in 0..30 {
        world.play("ctrl-f");
    }
    assert!(world.state.headlines.rows.len() > first);
    world.play("G");
    assert_eq!(world.selected(), "Story 1999");
}

#[test]
fn the_end_of_a_long_list_is_one_page_away_and_so_is_its_top() {
    for keys in ["", "S"] {
        let mut world = World::long(80, 24, 12_000);
        world.play(keys);
        let (first, last) = match keys {
            "S" => ("Story 11999", "Story 0"),
            _ => ("Story 0", "Story 11999"),
        };
        assert_eq!(world.selected(), first);
        world.effects.clear();
        world.play("G");
        assert_eq!(world.selected(), last);
        let pages = world
            .effects
            .iter()
            .filter(|effect| matches!(effect, Effect::LoadPage { .. }))
            .count();
        assert_eq!(pages, 1, "the rows between are not loaded");
        assert!(!world.state.headlines.has_more);
        world.play("g g");
        assert_eq!(world.selected(), first);
        assert!(!world.state.headlines.has_before);
    }
}

#[test]
fn who_goes_up_from_the_end_of_a_long_list_meets_every_row() {
    let mut world = World::long(80, 24, 3_000);
    world.play("G");
    for number in (0..2_999).rev() {
        world.play("k");
        assert_eq!(world.selected(), format!("Story {number}"));
        let screen = &world.state.headlines;
        assert!((screen.offset..screen.offset + 20).contains(&screen.index().unwrap()));
    }
    assert!(!world.state.headlines.has_before);
    assert_eq!(world.state.headlines.rows.len(), 3_000);
}

#[test]
fn a_change_does_not_move_the_reader_at_the_end_of_a_long_list() {
    let mut world = World::long(80, 24, 12_000);
    world.play("G k k k k k");
    let line = |world: &World| {
        let screen = &world.state.headlines;
        (world.selected(), screen.index().unwrap() - screen.offset)
    };
    let before = line(&world);
    world.send(Msg::StoreChanged);
    assert_eq!(line(&world), before);
    assert!(world.state.headlines.rows.len() < 1_000);
}

#[test]
fn the_unread_story_before_is_found_beyond_what_is_loaded() {
    let mut world = World::long(80, 24, 9_000);
    for article in &mut world.articles {
        article.headline.is_unread = article.headline.title == "Story 500";
    }
    world.play("U U");
    world.play("G N");
    assert_eq!(world.selected(), "Story 500");
    world.play("N");
    assert_eq!(world.said(), "nothing unread above");
    world.play("n");
    assert_eq!(world.said(), "nothing unread below");
}

#[test]
fn who_moves_on_the_way_to_the_end_stays_there() {
    let mut world = World::long(80, 24, 12_000);
    world.is_slow = true;
    world.play("G j");
    let answers = world.take_answers();
    world.is_slow = false;
    for answer in answers {
        world.send(answer);
    }
    assert_eq!(world.selected(), "Story 1");
}

#[test]
fn the_next_unread_story_is_found_beyond_what_is_loaded() {
    let mut world = World::long(80, 24, 3_000);
    for article in &mut world.articles {
        article.headline.is_unread = article.headline.title == "Story 2500";
    }
    world.play("U U");
    world.play("g g n");
    assert_eq!(world.selected(), "Story 2500");
}

#[test]
fn the_sources_pane_lists_what_is_under_its_cursor() {
    let mut world = World::new(120, 40);
    world.play("g f j j j j");
    assert_eq!(
        world.state.headlines.shelf,
        Shelf::Folder("Tech".to_owned())
    );
    assert_eq!(world.state.headlines.rows.len(), 6);
    world.play("h");
    assert!(world.state.headlines.folded.contains("Tech"));
    world.play("j");
    assert_eq!(
        world.state.headlines.shelf,
        Shelf::Folder("World".to_owned())
    );
    world.play("k enter j");
    assert!(matches!(world.state.headlines.shelf, Shelf::Feed(_)));
}

#[test]
fn a_click_selects_and_a_double_click_opens() {
    let mut world = World::new(120, 40);
    let list = squelch::ui::layout(world.state.area(), &world.state)
        .list
        .unwrap();
    let down = MouseEventKind::Down(MouseButton::Left);
    world.send(mouse(down, list.x + 10, list.y + 3, 0));
    assert_eq!(world.selected(), "Compiler team drops the old solver");
    world.send(mouse(down, list.x + 10, list.y + 3, 200));
    assert_eq!(world.state.screen(), Screen::Article);
}

#[test]
fn a_dragged_border_resizes() {
    let mut world = World::new(120, 40);
    let width = |world: &World| {
        squelch::ui::layout(world.state.area(), &world.state)
            .sources
            .unwrap()
            .width
    };
    let before = width(&world);
    world.send(mouse(
        MouseEventKind::Down(MouseButton::Left),
        before - 1,
        10,
        0,
    ));
    world.send(mouse(
        MouseEventKind::Drag(MouseButton::Left),
        before + 9,
        10,
        10,
    ));
    world.send(mouse(
        MouseEventKind::Up(MouseButton::Left),
        before + 9,
        10,
        20,
    ));
    assert_eq!(width(&world), before + 10);
    assert!(matches!(world.effects.last(), Some(Effect::Remember(_))));
}

#[test]
fn the_wheel_scrolls_what_is_under_it() {
    let mut world = World::long(120, 40, 300);
    let list = squelch::ui::layout(world.state.area(), &world.state)
        .list
        .unwrap();
    world.send(mouse(MouseEventKind::ScrollDown, list.x + 2, list.y + 2, 0));
    assert_eq!(world.selected(), "Story 3");
}

#[test]
fn tab_goes_round_the_panes() {
    let mut world = World::new(120, 40);
    world.play("tab");
    assert_eq!(world.state.headlines.pane, Pane::Insights);
    world.play("tab");
    assert_eq!(world.state.headlines.pane, Pane::Sources);
    world.play("shift-tab");
    assert_eq!(world.state.headlines.pane, Pane::Insights);
}
