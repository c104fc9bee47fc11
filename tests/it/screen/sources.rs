//! Adding, refreshing and mending sources by keys.

use squelch::config::Config;
use squelch::config::edit::FEED_FIELDS;
use squelch::domain::{ArticleId, Scope};
use squelch::jobs::refresh::{Progress, RefreshSummary};
use squelch::ui::{Effect, Msg, Overlay};

use super::world::{World, article};

#[test]
fn a_source_is_added_through_the_form() {
    let mut world = World::new(80, 24);
    world
        .play("a")
        .type_text("example.org")
        .play("tab")
        .type_text("Tech")
        .play("enter");
    assert_eq!(
        world.effects.last(),
        Some(&Effect::Subscribe {
            address: "example.org".to_owned(),
            title: None,
            folder: "Tech".to_owned(),
        })
    );
    assert!(world.state.is_spinning());
    world.send(Msg::Subscribed(Err(
        "nothing answers at `example.org`".to_owned()
    )));
    assert_eq!(
        world.state.overlay,
        Some(Overlay::Prompt),
        "the address can be mended"
    );
    assert_eq!(world.said(), "nothing answers at `example.org`");
    world.send(Msg::Subscribed(Ok("added Example".to_owned())));
    assert_eq!(world.state.overlay, None);
}

#[test]
fn what_a_refresh_brings_is_shown_while_it_runs() {
    let mut world = World::new(80, 24);
    world.play("j R");
    let title = world.selected();
    let mut new = article(&world.feeds[0], 0, "Cranes idle again", "Short.");
    new.headline.id = ArticleId::new(2_000_000);
    world.articles.push(new);
    world.send(Msg::RefreshProgress(Progress {
        done: 1,
        total: 9,
        new: 1,
        ..Progress::default()
    }));
    assert_eq!(world.state.headlines.rows[0].title, "Cranes idle again");
    assert_eq!(world.selected(), title);
}

#[test]
fn esc_stops_a_refresh() {
    let mut world = World::new(80, 24);
    world.play("R");
    assert!(matches!(
        world.effects.last(),
        Some(Effect::Refresh {
            only: None,
            force: true
        })
    ));
    world.play("esc");
    assert_eq!(world.effects.last(), Some(&Effect::CancelRefresh));
}

#[test]
fn e_goes_to_the_next_failing_source_and_says_why() {
    let mut world = World::new(120, 40);
    world.play("e");
    assert_eq!(world.said(), "429: asked to wait until 14:20");
    assert_eq!(
        world.state.library.title(&world.state.headlines.shelf),
        "Big Forum"
    );
}

#[test]
fn feeds_that_are_due_are_fetched_without_a_word_unless_they_bring_something() {
    let mut world = World::new(120, 40);
    world.state.options.fetches_when_due = true;
    let selected = world.state.selected().map(|row| row.id);
    world.send(Msg::FeedsDue);
    assert_eq!(world.effects.last(), Some(&Effect::RefreshDue));
    // Still running: a second timer adds nothing.
    let before = world.effects.len();
    world.send(Msg::FeedsDue);
    assert_eq!(world.effects.len(), before);

    world.send(Msg::RefreshEnded(Ok(RefreshSummary {
        fetched: 3,
        ..RefreshSummary::default()
    })));
    assert_eq!(world.effects.last(), Some(&Effect::AwaitDue));
    assert!(world.state.notice.is_none(), "{:?}", world.state.notice);

    world.send(Msg::FeedsDue);
    world.send(Msg::RefreshEnded(Ok(RefreshSummary {
        fetched: 3,
        new: 5,
        ..RefreshSummary::default()
    })));
    assert_eq!(
        world
            .state
            .notice
            .as_ref()
            .map(|notice| notice.text.as_str()),
        Some("5 new")
    );
    assert_eq!(world.state.selected().map(|row| row.id), selected);

    world.state.is_offline = true;
    let before = world.effects.len();
    world.send(Msg::FeedsDue);
    assert_eq!(world.effects.len(), before);
}

#[test]
fn how_a_source_is_fetched_is_shown_changed_and_mended_where_it_was_refused() {
    let mut world = World::new(100, 30);
    world.play("g f j j j j j");
    world.play("c e");
    let Some(Effect::LoadFeedSettings { title, url }) = world.effects.last().cloned() else {
        panic!("{:?}", world.effects.last());
    };
    let scope = Scope::Address(url);
    let mut values = vec![String::new(); FEED_FIELDS.len()];
    values[2] = "x/1".to_owned();
    world.send(Msg::FeedSettings {
        title,
        scope: scope.clone(),
        values,
    });
    assert!(
        world.picture().contains("User-Agent       x/1"),
        "{}",
        world.picture()
    );
    world
        .type_text("60")
        .play("tab")
        .type_text("yes")
        .play("enter");
    assert_eq!(
        world.effects.last(),
        Some(&Effect::SaveFeedSettings {
            scope,
            changes: vec![
                ("interval", "60".to_owned()),
                ("full_text", "yes".to_owned())
            ],
        })
    );
    world.send(Msg::Configured(Err(
        "`interval` is 3; it must be …".to_owned()
    )));
    assert!(
        world.picture().contains("User-Agent"),
        "the form stays to be mended"
    );
    assert!(world.picture().contains("`interval` is 3"));
    let config = std::sync::Arc::new(Config::default());
    world.send(Msg::Configured(Ok(config.clone())));
    assert!(!world.picture().contains("User-Agent"));
    assert_eq!(world.effects.last(), Some(&Effect::UseConfig(config)));
}
