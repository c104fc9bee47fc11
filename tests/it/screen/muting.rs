//! Mute rules on the screen.

use insta::assert_snapshot;
use squelch::config::Preset;
use squelch::ui::{Effect, Shelf};

use super::world::World;

#[test]
fn a_rule_is_suggested_counted_made_and_taken_away_among_the_noise() {
    for (columns, rows) in [(80, 24), (120, 40)] {
        let mut world = World::new(columns, rows);
        let (title, total) = (world.selected(), world.state.library.counts.total);
        world.play("M");
        assert_snapshot!(format!("mute_prompt_{columns}x{rows}"), world.picture());
        let said = world.state.prompt.muting.said.clone();
        assert_eq!(said, format!("would hide 1 of {total} cached"));
        // By turns, and back to the first.
        let first = world.state.prompt.lines[0].1.text().to_owned();
        world.play("tab");
        assert_ne!(world.state.prompt.lines[0].1.text(), first);
        world.play("up");
        assert_eq!(world.state.prompt.lines[0].1.text(), first);
        world.play("enter");
        assert_ne!(world.selected(), title);
        assert_eq!(world.state.library.counts.muted, 1);

        world.play("g f j j j");
        assert_eq!(world.state.headlines.shelf, Shelf::Noise);
        world.play("g l");
        assert_eq!(world.selected(), title);
        assert_snapshot!(format!("noise_{columns}x{rows}"), world.picture());
        world.play("M");
        assert_eq!(world.state.library.counts.muted, 0);
        assert!(world.rules.is_empty());
    }
}

#[test]
fn a_rule_that_changes_by_itself_is_explained_and_not_made() {
    let mut world = World::new(80, 24);
    world.play("M ctrl-u").type_text("is:unread");
    let said = world.state.prompt.muting.said.clone();
    assert!(said.contains("`is:unread`"), "{said}");
    world.play("enter esc :").type_text("mute newer:7d");
    world.play("enter");
    assert!(world.said().contains("`newer:`"), "{}", world.said());
    world.play("esc :").type_text("mute title:strike");
    world.play("enter");
    assert_eq!(world.rules.len(), 1);
    let made = |effect: &&Effect| matches!(effect, Effect::Mute(_));
    assert_eq!(world.effects.iter().filter(made).count(), 1);
}

#[test]
fn every_preset_has_a_key_for_it() {
    for preset in [Preset::Vim, Preset::Newsboat, Preset::Arrows] {
        let keys = squelch::config::Keymap::defaults(preset);
        let table = squelch::config::listing::markdown(&keys);
        let line = table.lines().find(|line| line.contains("`mute QUERY`"));
        assert!(line.is_some_and(|line| line.contains("| `M` |")), "{table}");
    }
}
