//! What a feed changed in a story, on the screen.

use insta::assert_snapshot;
use squelch::jobs::versions::Revision;
use squelch::text::revision::{compare, count};
use squelch::ui::{Effect, Screen};

use super::world::{NOW, World};

fn revision(hours: i64, title: (&str, &str), text: (&str, &str)) -> Revision {
    let title = compare(title.0, title.1);
    let text = compare(text.0, text.1);
    let (added, removed) = count(&text);
    let of_title = count(&title);
    Revision {
        at: NOW.plus(-3_600 * hours),
        title,
        text,
        added: added + of_title.0,
        removed: removed + of_title.1,
    }
}

/// A world whose first story was changed twice.
fn changed(columns: u16, rows: u16) -> World {
    let mut world = World::new(columns, rows);
    let title = world.articles[0].headline.title.clone();
    let text = world.articles[0].text.clone();
    let earlier = text.replace("11 per cent over three years", "9 per cent over four years");
    let earliest = earlier
        .split("\n\n")
        .filter(|paragraph| !paragraph.starts_with("Retailers"))
        .collect::<Vec<_>>()
        .join("\n\n");
    let tail = (0..9)
        .map(|number| format!("\n\nParagraph {number} stayed."))
        .collect::<String>();
    let with_tail = |text: &str| format!("{text}{tail}\n\nThe end is near.");
    world.revisions = vec![
        revision(
            1,
            (&title, &title),
            (
                &with_tail(&earlier),
                &with_tail(&text).replace("near", "here"),
            ),
        ),
        revision(
            5,
            ("Port strike goes on", &title),
            (&with_tail(&earliest), &with_tail(&earlier)),
        ),
    ];
    world
}

#[test]
fn a_change_is_told_word_by_word_at_any_size() {
    for (columns, rows) in [(80, 24), (200, 50), (40, 15)] {
        let mut world = changed(columns, rows);
        world.play("D");
        assert_eq!(world.state.screen(), Screen::Versions);
        assert_snapshot!(format!("versions_{columns}x{rows}"), world.picture());
    }
    let mut world = changed(80, 24);
    world.play("enter D tab");
    assert_snapshot!("versions_before", world.picture());
}

#[test]
fn changes_are_stepped_through_and_back_leads_where_one_came_from() {
    let mut world = changed(80, 24);
    world.play("enter");
    assert!(
        world
            .picture()
            .contains("changed it 2 times; `D` shows how")
    );
    world.play("D");
    assert!(world.picture().contains("the latest of 2 changes"));
    for key in ["tab", "D"] {
        world.play(key);
        assert!(world.picture().contains("change 1 of 2"), "{key}");
        world.play("shift-tab");
        assert!(world.picture().contains("the latest of 2 changes"), "{key}");
    }
    world.play("q");
    assert_eq!(world.state.screen(), Screen::Article);
    world.play("q D h");
    assert_eq!(world.state.screen(), Screen::Headlines);
    world.play("D enter");
    assert_eq!(world.state.screen(), Screen::Article);
}

#[test]
fn n_goes_from_change_to_change() {
    let mut world = changed(40, 12);
    world.play("D");
    assert!(!world.picture().contains("[near]"));
    world.play("n n");
    assert!(world.picture().contains("[near]"), "{}", world.picture());
    world.play("n");
    assert!(
        world.said().starts_with("no change further down"),
        "{}",
        world.said()
    );
    world.play("N N N N");
    assert_eq!(world.said(), "no change further up");
}

#[test]
fn a_story_that_never_changed_says_so() {
    let mut world = changed(80, 24);
    world.play("j D");
    assert_eq!(world.state.screen(), Screen::Headlines);
    assert_eq!(world.said(), "this story has not changed since it came");
}

#[test]
fn an_answer_for_a_story_that_was_left_is_dropped() {
    let mut world = changed(80, 24);
    world.is_slow = true;
    world.play("D j");
    assert!(
        world
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::LoadVersions { .. }))
    );
    world.settle();
    assert_eq!(world.state.screen(), Screen::Headlines);
}

#[test]
fn no_size_breaks_it() {
    for columns in [1, 10, 24, 30, 60, 130] {
        for rows in [1, 5, 9, 30] {
            let mut world = changed(columns, rows);
            world.play("D G n N tab g g");
            assert!(!world.picture().is_empty());
        }
    }
}
