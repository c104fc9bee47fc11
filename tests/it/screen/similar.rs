//! "More like this" on the screen.

use insta::assert_snapshot;
use squelch::ui::{Effect, Screen};

use super::world::{World, feed};

#[test]
fn stories_like_one_are_listed_at_any_size() {
    for (columns, rows) in [(80, 24), (200, 50), (40, 15)] {
        let mut world = World::new(columns, rows);
        world.play("g m");
        assert_snapshot!(format!("similar_{columns}x{rows}"), world.picture());
    }
}

#[test]
fn back_leads_where_one_came_from() {
    let mut world = World::new(100, 30);
    world.play("g m q");
    assert_eq!(world.state.screen(), Screen::Headlines);
    let title = world.selected();

    world.play("enter g m j enter");
    assert_eq!(world.state.screen(), Screen::Article);
    assert_eq!(world.selected(), "Central bank holds, hints at spring");
    world.play("q");
    assert_eq!(world.state.screen(), Screen::Similar);
    world.play("q");
    assert_eq!(world.state.screen(), Screen::Article);
    assert_eq!(world.selected(), title);
    world.play("q");
    assert_eq!(world.state.screen(), Screen::Headlines);
}

#[test]
fn the_list_is_read_through_and_marked_like_any_other() {
    let mut world = World::new(100, 30);
    world.play("g m enter J");
    assert_eq!(world.selected(), "Central bank holds, hints at spring");
    world.play("J");
    assert_eq!(world.said(), "this is the last story of the list");
    world.play("q b");
    let row = world.state.selected().unwrap();
    assert!(!row.is_bookmarked, "it was bookmarked before");
    assert!(
        world
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::Mark { .. }))
    );
}

#[test]
fn stories_like_one_of_a_search_come_above_the_search() {
    let mut world = World::new(100, 30);
    world.play("/").type_text("strike");
    world.play("enter g m");
    assert_eq!(world.state.screen(), Screen::Similar);
    world.play("q");
    assert_eq!(world.state.screen(), Screen::Search);
    assert_eq!(world.state.search.searched, "strike");
}

#[test]
fn nothing_like_it_is_said() {
    let mut world = World::new(80, 24);
    world.articles.truncate(1);
    world.play("g m");
    assert!(
        world.picture().contains("Nothing like it"),
        "{}",
        world.picture()
    );
    world.play("j enter G");
    let mut world = World::bare(80, 24, vec![feed(1, "Empty", "")], Vec::new());
    world.start();
    world.play("g m");
    assert_eq!(world.said(), "select a story first");
}

#[test]
fn another_spelling_is_offered_when_nothing_is_found_and_one_key_takes_it() {
    let mut world = World::new(80, 24);
    world.play("/").type_text("port strkie");
    assert_snapshot!("did_you_mean", world.picture());
    world.play("enter");
    assert_eq!(world.state.search.line.text(), "port strike");
    assert_eq!(world.state.search.result.total, 1);
    assert!(!world.picture().contains("Did you mean"));
    // Out of the line, too.
    world.play("ctrl-u").type_text("strkie");
    world.play("tab enter");
    assert_eq!(world.state.search.line.text(), "strike");
}

#[test]
fn nothing_is_offered_for_filters_and_wrong_queries() {
    let mut world = World::new(80, 24);
    world.play("/").type_text("feed:strkie");
    assert!(
        world.picture().contains("Nothing found"),
        "{}",
        world.picture()
    );
    world.play("ctrl-u").type_text("strkie is:foo");
    assert!(
        !world.picture().contains("Did you mean"),
        "{}",
        world.picture()
    );
}
