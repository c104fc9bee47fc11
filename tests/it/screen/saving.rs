//! Saving a story from the screen.

use squelch::ui::Effect;

use super::world::World;

fn saved(world: &World) -> Vec<(i64, Option<String>)> {
    world
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::SaveArticle { id, path } => Some((id.get(), path.clone())),
            _ => None,
        })
        .collect()
}

#[test]
fn the_selected_story_and_the_open_one_are_saved() {
    let mut world = World::new(120, 40);
    let ids: Vec<i64> = world
        .state
        .headlines
        .rows
        .iter()
        .map(|row| row.id.get())
        .collect();
    world.play("w j w enter w :").type_text("save ~/notes/");
    world.play("enter");
    assert_eq!(
        saved(&world),
        [
            (ids[0], None),
            (ids[1], None),
            (ids[1], None),
            (ids[1], Some("~/notes/".to_owned())),
        ]
    );
}
