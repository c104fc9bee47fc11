//! Tags on the screen.

use insta::assert_snapshot;
use squelch::ui::Effect;

use super::world::World;

fn tags(world: &World) -> Vec<(String, bool)> {
    world
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Tag { tag, on, .. } => Some((tag.clone(), *on)),
            _ => None,
        })
        .collect()
}

#[test]
fn tags_given_before_are_completed_in_searches_and_commands() {
    let mut world = World::new(80, 24);
    world.play("/").type_text("tag:tu").play("tab");
    assert_eq!(world.state.search.line.text(), "tag:tunnel");
    world.play("esc :").type_text("tag wo").play("tab");
    assert_eq!(world.state.command_line.line.text(), "tag work");
}

#[test]
fn a_story_is_tagged_from_a_line_or_by_a_command() {
    let mut world = World::new(80, 24);
    world.play("t").type_text(" work ");
    assert_snapshot!("tag_prompt", world.picture());
    world.play("enter t").type_text("-work");
    world.play("enter t enter t esc :").type_text("tag to read");
    world.play("enter");
    assert_eq!(
        tags(&world),
        [
            ("work".to_owned(), true),
            ("work".to_owned(), false),
            ("to read".to_owned(), true)
        ]
    );
}
