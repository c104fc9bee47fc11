//! Commands typed by name, keys that mean nothing, what runs while nobody is there, and what a session leaves to the next.

use squelch::jobs::refresh::RefreshSummary;
use squelch::jobs::upkeep::IDLE;
use squelch::ui::{Effect, Msg};

use super::world::World;

#[test]
fn typed_commands_run_and_wrong_ones_are_explained() {
    let mut world = World::new(80, 24);
    world.play(":").type_text("sort oldest").play("enter");
    assert_eq!(world.selected(), "Show: a clock that runs on tides");
    world.play(":").type_text("srot").play("enter");
    assert!(
        world.said().contains("did you mean `sort`?"),
        "{}",
        world.said()
    );
    world.play(":").type_text("unr").play("tab");
    assert_eq!(world.state.command_line.line.text(), "unread-only");
    world.play("esc");
    world.play(":").type_text("open-feed kernel").play("enter");
    assert_eq!(world.state.headlines.rows.len(), 2);
}

#[test]
fn a_key_bound_to_nothing_says_so_until_the_next_key() {
    let mut world = World::new(80, 24);
    world.play("%");
    assert_eq!(world.said(), "`%` does nothing; `?` shows the keys");
    world.play("j");
    assert_eq!(world.said(), "");
}

#[test]
fn quitting_remembers_the_session() {
    let mut world = World::new(80, 24);
    world.play("j Q");
    assert!(matches!(
        world.effects.as_slice(),
        [.., Effect::Remember(session), Effect::Quit] if session.contains("999700")
    ));
}

#[test]
fn the_next_session_starts_where_the_last_one_ended() {
    let mut first = World::new(80, 24);
    first.play("j j");
    let title = first.selected();
    first.play("Q");
    let session = first
        .effects
        .iter()
        .find_map(|effect| match effect {
            Effect::Remember(session) => Some(session.clone()),
            _ => None,
        })
        .unwrap();
    let mut next = World::new(80, 24);
    next.is_slow = true;
    next.send(Msg::StoreChanged);
    let overview = next
        .take_answers()
        .into_iter()
        .find_map(|answer| match answer {
            Msg::Overview(overview) => Some(overview),
            _ => None,
        })
        .unwrap();
    next.is_slow = false;
    next.send(Msg::Started {
        session: Some(session),
        overview,
        notices: Vec::new(),
    });
    assert_eq!(next.selected(), title);
}

#[test]
fn upkeep_waits_until_nobody_is_there_and_speaks_only_of_what_went() {
    let mut world = World::new(120, 40);
    world.state.options.keeps_up_when_idle = true;
    world.play("j");
    world.send(Msg::UpkeepDue);
    assert_eq!(world.effects.last(), Some(&Effect::AwaitUpkeep));

    let later = world.state.now.plus(IDLE);
    world.send(Msg::Time(later));
    world.send(Msg::FeedsDue);
    world.send(Msg::UpkeepDue);
    assert_eq!(
        world.effects.last(),
        Some(&Effect::AwaitUpkeep),
        "a refresh runs"
    );
    world.send(Msg::RefreshEnded(Ok(RefreshSummary::default())));
    world.send(Msg::UpkeepDue);
    assert_eq!(world.effects.last(), Some(&Effect::KeepUp));

    for quiet in [Ok(0), Err("the store is locked".to_owned())] {
        world.send(Msg::UpkeepEnded(quiet));
        assert_eq!(world.effects.last(), Some(&Effect::AwaitUpkeep));
        assert_eq!(world.state.notice, None);
    }
    world.send(Msg::UpkeepEnded(Ok(2)));
    assert_eq!(world.said(), "2 old texts let go, by the settings");
    assert_eq!(world.effects.last(), Some(&Effect::AwaitUpkeep));

    world.state.options.keeps_up_when_idle = false;
    let before = world.effects.len();
    world.send(Msg::UpkeepEnded(Ok(0)));
    assert_eq!(world.effects.len(), before);
}
