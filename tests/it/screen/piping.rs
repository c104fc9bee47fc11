//! Giving a story to a command.

use squelch::jobs::pipe::Piped;
use squelch::ui::{Effect, Msg};

use super::world::World;

fn piped(output: &str, failure: Option<&str>) -> Msg {
    Msg::Piped(Ok(Piped {
        command: "wc -w".to_owned(),
        output: output.to_owned(),
        failure: failure.map(str::to_owned),
    }))
}

#[test]
fn the_story_at_hand_goes_to_what_was_typed_and_what_comes_back_is_shown() {
    for (columns, rows) in [(80, 24), (120, 40)] {
        let mut world = World::new(columns, rows);
        let id = world.state.headlines.rows[0].id;
        world.play("|");
        assert!(
            world.picture().contains("Give “Port strike"),
            "{}",
            world.picture()
        );
        world.type_text("wc -w").play("enter");
        let command = "wc -w".to_owned();
        assert_eq!(world.effects.last(), Some(&Effect::Pipe { id, command }));
        let lines: String = (1..90).map(|line| format!("line {line}\n")).collect();
        world.send(piped(&lines, None));
        let picture = world.picture();
        assert!(picture.contains("What wc -w printed"), "{picture}");
        assert!(picture.contains("line 1 "), "{picture}");
        world.play("G");
        assert!(world.picture().contains("line 89"), "{}", world.picture());
        world.play("esc");
        assert!(!world.picture().contains("line 89"));
        // The command is there again the next time.
        world.play("| enter");
        let command = "wc -w".to_owned();
        assert_eq!(world.effects.last(), Some(&Effect::Pipe { id, command }));
    }
}

#[test]
fn a_command_with_nothing_to_say_or_that_fails_is_told_in_the_footer() {
    let mut world = World::new(80, 24);
    world.play(":").type_text("pipe wc -w").play("enter");
    assert!(matches!(world.effects.last(), Some(Effect::Pipe { .. })));
    world.send(piped("", None));
    assert_eq!(world.said(), "`wc -w` took the story");
    world.send(piped("", Some("it ended with code 3")));
    assert_eq!(world.said(), "`wc -w`: it ended with code 3");
    // Who types elsewhere by now goes on typing.
    world.play(":").send(piped("much", None));
    assert!(!world.picture().contains("much"), "{}", world.picture());
}
