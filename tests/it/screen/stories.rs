//! What is done with a story by keys: reading, marking, asking, copying, taking its full text.

use squelch::domain::{ArticleId, Flag};
use squelch::store::Selection;
use squelch::ui::{Effect, Msg, Screen};

use super::world::World;

#[test]
fn opening_a_story_marks_it_read_and_back_returns_to_its_row() {
    let mut world = World::new(80, 24);
    world.play("enter");
    assert_eq!(world.state.screen(), Screen::Article);
    assert!(world.effects.contains(&Effect::Mark {
        selection: Selection::Ids(vec![ArticleId::new(999_880)]),
        flag: Flag::Unread,
        on: false,
    }));
    assert_eq!(world.state.library.counts.unread, 8);
    world.play("h");
    assert_eq!(world.state.screen(), Screen::Headlines);
    assert_eq!(world.selected(), "Port strike ends after eleven days");
    assert!(!world.state.selected().unwrap().is_unread);
}

#[test]
fn space_reads_on_to_the_next_unread_story() {
    let mut world = World::new(80, 24);
    world.play("space");
    assert_eq!(world.state.screen(), Screen::Article);
    assert_eq!(world.selected(), "Port strike ends after eleven days");
    for _ in 0..10 {
        world.play("space");
        if world.selected() != "Port strike ends after eleven days" {
            break;
        }
    }
    assert_eq!(world.selected(), "Compiler team drops the old solver");
    assert_eq!(world.state.screen(), Screen::Article);
}

#[test]
fn capital_j_goes_to_the_next_story_in_the_article() {
    let mut world = World::new(80, 24);
    world.play("enter J");
    assert_eq!(world.selected(), "Compiler team drops the old solver");
    world.play("K");
    assert_eq!(world.selected(), "Port strike ends after eleven days");
}

#[test]
fn a_bookmark_is_shown_at_once_and_taken_back_when_writing_fails() {
    let mut world = World::new(80, 24);
    world.is_slow = true;
    world.play("b");
    assert!(world.state.selected().unwrap().is_bookmarked);
    assert_eq!(world.state.library.counts.bookmarks, 2);
    world.take_answers();
    world.send(Msg::Marked {
        selection: Selection::Ids(vec![ArticleId::new(999_880)]),
        flag: Flag::Bookmarked,
        on: true,
        change: Err("the disk is full".to_owned()),
    });
    assert!(!world.state.selected().unwrap().is_bookmarked);
    assert_eq!(world.state.library.counts.bookmarks, 1);
    assert_eq!(world.said(), "the disk is full");
}

#[test]
fn a_list_marked_read_can_be_taken_back() {
    let mut world = World::new(80, 24);
    world.play("A");
    assert_eq!(world.state.library.counts.unread, 0);
    assert_eq!(world.said(), "marked 9 articles read · `u` takes it back");
    world.play("u");
    assert_eq!(world.state.library.counts.unread, 1);
}

#[test]
fn a_story_read_in_an_unread_list_stays_under_the_cursor() {
    let mut world = World::new(80, 24);
    world.play("U j");
    let title = world.selected();
    world.play("enter h");
    world.send(Msg::StoreChanged);
    assert_eq!(world.selected(), title);
}

#[test]
fn enter_on_a_bullet_opens_the_story_at_that_sentence() {
    let mut world = World::new(120, 40);
    world.play("g i j enter");
    assert_eq!(world.state.screen(), Screen::Article);
    assert!(
        world
            .state
            .article
            .target
            .as_deref()
            .is_some_and(|target| target.starts_with("Retailers expect"))
    );
}

#[test]
fn a_number_asks_the_question_of_that_number() {
    let mut world = World::new(120, 40);
    world.play("2");
    assert_eq!(world.state.screen(), Screen::Ask);
    assert!(world.state.ask.question.starts_with("How does the rise"));
    world.play("h j 2");
    assert_eq!(
        world.said(),
        "this story has no questions; `@` asks one of your own"
    );
}

#[test]
fn with_insight_off_no_question_is_asked_and_no_pane_shown() {
    let mut world = World::bare(120, 40, Vec::new(), Vec::new());
    world.state.options.has_insight = false;
    world.start();
    world.play("1 g i");
    assert_eq!(world.state.screen(), Screen::Headlines);
    let picture = world.picture();
    assert!(!picture.contains("Brief"), "{picture}");
}

#[test]
fn the_link_is_copied_and_opened() {
    let mut world = World::new(80, 24);
    world.play("y");
    assert_eq!(
        world.effects.last(),
        Some(&Effect::Copy("https://example.org/999880".to_owned()))
    );
    world.play("o");
    assert!(matches!(world.effects.last(), Some(Effect::Browse(_))));
}

#[test]
fn an_opened_story_follows_an_undo() {
    let mut world = World::new(100, 30);
    world.play("enter b");
    assert!(world.state.selected().unwrap().is_bookmarked);
    world.play("u");
    assert!(!world.state.selected().unwrap().is_bookmarked);
    assert!(!world.picture().contains('★'), "{}", world.picture());
}

#[test]
fn a_preview_asked_for_before_a_mark_does_not_take_it_back() {
    let mut world = World::new(100, 30);
    let (ticket, id) = world
        .effects
        .iter()
        .rev()
        .find_map(|effect| match effect {
            Effect::Preview { ticket, id } => Some((*ticket, *id)),
            _ => None,
        })
        .unwrap();
    let stale = world.preview(id);
    assert!(stale.article.headline.is_unread);
    world.state.previews.expect(ticket, id);
    let below = world
        .state
        .headlines
        .rows
        .iter()
        .position(|row| row.id == id);
    world.play(&"j ".repeat(below.unwrap()));
    world.play("enter");
    assert!(!world.state.selected().unwrap().is_unread);
    world.send(Msg::Previewed {
        ticket,
        preview: Ok(Some(stale)),
    });
    assert!(
        !world
            .state
            .article
            .opened()
            .unwrap()
            .article
            .headline
            .is_unread
    );
    assert!(!world.picture().contains('●'), "{}", world.picture());
}

#[test]
fn the_full_text_is_asked_for_shown_and_changed_for_the_feeds() {
    let mut world = World::new(100, 30);
    world.play("enter");
    let id = world.state.selected_id().unwrap();
    world.play("x");
    assert_eq!(world.effects.last(), Some(&Effect::TakeFullText(id)));
    assert!(
        world.said().contains("taking the full text"),
        "{}",
        world.said()
    );
    world.send(Msg::FullText {
        id,
        taken: Err("the full text cannot be taken from https://example.org/1: refused".to_owned()),
    });
    assert!(world.picture().contains("refused"), "{}", world.picture());
    for article in &mut world.articles {
        if article.headline.id == id {
            article.full_text_at = Some(article.first_seen_at);
            article.text.push_str("\n\nNow with a zeppelin.");
            article.html.push_str("<p>Now with a zeppelin.</p>");
        }
    }
    world.send(Msg::FullText { id, taken: Ok(()) });
    let picture = world.picture();
    assert!(picture.contains("full text"), "{picture}");
    world.play("G");
    assert!(world.picture().contains("zeppelin"), "{}", world.picture());
    world.play("x");
    assert!(world.effects.iter().any(|effect| matches!(
        effect,
        Effect::Open { id: opened, is_feeds: true, .. } if *opened == id
    )));
}

#[test]
fn a_story_opened_from_the_list_goes_to_the_next_unread_one() {
    let mut world = World::new(80, 24);
    world.play("/").type_text("port");
    world.play("enter q q enter");
    assert_eq!(world.state.screen(), Screen::Article);
    let first = world.selected();
    world.play("n");
    assert_ne!(world.selected(), first);
}
