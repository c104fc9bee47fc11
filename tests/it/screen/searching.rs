//! Searching and filtering by keys: typing, completing, going on, keeping a search.

use squelch::domain::ArticleId;
use squelch::ui::{Effect, Msg, Screen};

use super::world::{World, article};

#[test]
fn the_filter_narrows_as_it_is_typed_and_esc_drops_it() {
    let mut world = World::new(80, 24);
    world.play("=").type_text("feed:ledger");
    assert_eq!(world.state.headlines.rows.len(), 3);
    world.play("enter");
    assert_eq!(world.state.overlay, None);
    assert_eq!(world.state.headlines.rows.len(), 3);
    world.play("esc");
    assert_eq!(world.state.headlines.rows.len(), 12);
}

#[test]
fn search_keeps_the_keys_until_enter_gives_them_to_the_results() {
    let mut world = World::new(100, 30);
    world.play("/").type_text("the");
    assert!(world.state.search.is_typing);
    let hits = world.state.search.result.hits.len();
    assert!(hits > 1);
    world.play("enter j enter");
    assert_eq!(world.state.screen(), Screen::Article);
    world.play("q");
    assert_eq!(world.state.screen(), Screen::Search);
    assert_eq!(world.state.search.selected, 1);
    world.play("q");
    assert_eq!(world.state.screen(), Screen::Headlines);
}

#[test]
fn a_search_that_asks_for_nothing_yet_says_what_can_be_asked() {
    let mut world = World::new(80, 24);
    world.play("/").type_text("title:");
    assert!(world.picture().contains("Search everything that is cached"));
    world.type_text("strike");
    assert!(!world.picture().contains("Search everything that is cached"));
    assert!(world.picture().contains("Port strike ends"));
}

#[test]
fn what_is_found_is_scrolled_to_its_end_without_a_gap_or_a_repeat() {
    for (columns, rows, keys) in [(80, 24, "j"), (200, 50, "ctrl-f"), (120, 40, "G")] {
        let mut world = World::long(columns, rows, 500);
        world.play("/").type_text("story");
        let screen = &world.state.search;
        assert_eq!(screen.result.total, 500);
        let first = screen.result.hits.len();
        assert!(first < 40, "{first} hits asked for where {rows} rows are");
        world.play("enter");
        for _ in 0..500 {
            world.play(keys);
        }
        let screen = &world.state.search;
        let ids: Vec<ArticleId> = screen
            .result
            .hits
            .iter()
            .map(|hit| hit.headline.id)
            .collect();
        let distinct: std::collections::BTreeSet<ArticleId> = ids.iter().copied().collect();
        assert_eq!((ids.len(), distinct.len()), (500, 500), "{keys}");
        assert_eq!(screen.selected, 499, "{keys}");
        let newest_first = ids.windows(2).all(|pair| pair[0] > pair[1]);
        assert!(newest_first, "{keys}");
    }
}

#[test]
fn tab_completes_the_word_of_a_search_and_else_goes_to_the_results() {
    let mut world = World::new(100, 30);
    world.play("/").type_text("titl").play("tab");
    assert_eq!(world.state.search.line.text(), "title:");
    world.play("ctrl-u").type_text("feed:har").play("tab");
    assert_eq!(world.state.search.line.text(), "feed:\"Harbour Wire\"");
    assert!(world.state.search.result.total > 1);
    assert!(world.state.search.is_typing);
    world.play("ctrl-u").type_text("author:lind").play("tab");
    assert_eq!(world.state.search.line.text(), "author:\"A. Lindqvist\"");
    assert_eq!(world.state.search.result.total, 1);
    world.type_text(" ").play("tab");
    assert!(!world.state.search.is_typing);
}

#[test]
fn a_short_word_counts_as_soon_as_the_results_have_the_keys() {
    let searches = |world: &World| -> Vec<String> {
        let searches = world.effects.iter().filter_map(|effect| match effect {
            Effect::Search { request, .. } => Some(request.query.to_string()),
            _ => None,
        });
        searches.collect()
    };
    let mut world = World::new(100, 30);
    world.play("/").type_text("strike to");
    assert_eq!(searches(&world).last().unwrap(), "strike");
    world.play("enter");
    assert_eq!(searches(&world).last().unwrap(), "strike to");
    assert!(!world.state.search.is_typing);
    assert_eq!(world.state.search.selected, 0);
    // Another order keeps the words, another letter makes a beginning of it again.
    world.play("S");
    assert_eq!(searches(&world).last().unwrap(), "strike to");
    world.play("/").type_text("w");
    assert_eq!(searches(&world).last().unwrap(), "strike (tow OR tow*)");
    // A longer word goes on being a beginning: what was found by it stays, and is not asked for again.
    let before = searches(&world).len();
    world.play("enter");
    assert_eq!(searches(&world).len(), before);
}

#[test]
fn the_arrow_up_brings_back_earlier_searches_in_this_session_and_the_next() {
    let mut world = World::new(100, 30);
    world.play("/").type_text("the").play("enter /");
    world.play("ctrl-u").type_text("of").play("enter");
    let Some(Effect::Remember(session)) = world
        .effects
        .iter()
        .rev()
        .find(|effect| matches!(effect, Effect::Remember(_)))
        .cloned()
    else {
        panic!("the searches are not kept: {:?}", world.effects);
    };
    world.play("/ ctrl-u").type_text("dra").play("up");
    assert_eq!(world.state.search.line.text(), "of");
    world.play("up");
    assert_eq!(world.state.search.line.text(), "the");
    assert_eq!(world.state.search.searched, "the");
    world.play("down down");
    assert_eq!(world.state.search.line.text(), "dra");
    world.play("down");
    assert!(
        !world.state.search.is_typing,
        "below the newest are the results"
    );

    let mut next = World::new(100, 30);
    next.start_with(&session);
    next.play("/ up");
    assert_eq!(next.state.search.line.text(), "of");
}

#[test]
fn a_search_goes_on_below_its_first_hits_and_changes_its_order() {
    let mut world = World::new(100, 30);
    let feed = world.feeds[0].clone();
    for minutes in 10_000..10_150 {
        world.articles.push(article(
            &feed,
            minutes,
            &format!("Tide table {minutes}"),
            "Short.",
        ));
    }
    world.play("/").type_text("table").play("enter");
    let first = world.state.search.result.hits.len();
    assert!(first < 150, "{first}");
    assert_eq!(world.state.search.result.total, 150);
    for _ in 0..6 {
        world.play("G");
    }
    assert_eq!(world.state.search.result.hits.len(), 150);
    assert_eq!(world.state.search.selected, 149);

    world.play("S");
    assert!(
        world.picture().contains("newest first"),
        "{}",
        world.picture()
    );
    assert_eq!(world.state.search.selected, 0);
    world.play("S");
    assert!(
        world.picture().contains("best first"),
        "{}",
        world.picture()
    );
}

#[test]
fn a_search_and_a_filter_become_sources_and_go_again() {
    let mut world = World::new(100, 30);
    world.play("c s");
    assert!(world.said().contains("nothing to save"), "{}", world.said());
    world.play("/").type_text("port strike").play("enter c s");
    assert_eq!(
        world.effects.last(),
        Some(&Effect::SaveSearch {
            name: "port strike".to_owned(),
            query: "port strike".to_owned(),
        })
    );
    world.play("q =").type_text("title:port").play("enter :");
    world.type_text("save-search Ports").play("enter");
    assert_eq!(
        world.effects.last(),
        Some(&Effect::SaveSearch {
            name: "Ports".to_owned(),
            query: "title:port".to_owned(),
        })
    );
    world
        .play("esc :")
        .type_text("export /tmp/sources.opml")
        .play("enter");
    assert_eq!(
        world.effects.last(),
        Some(&Effect::Export {
            path: "/tmp/sources.opml".to_owned(),
        })
    );
}

#[test]
fn a_wrong_search_is_not_kept_and_an_unfinished_one_is_kept_as_it_was_read() {
    let saved = |text: &str| {
        let mut world = World::new(100, 30);
        world.play("/").type_text(text).play("enter c s");
        match world.effects.last() {
            Some(Effect::SaveSearch { name, query }) => Ok((name.clone(), query.clone())),
            _ => Err(world.said()),
        }
    };
    let wrong = saved("port is:purple ").unwrap_err();
    assert!(wrong.contains("not kept"), "{wrong}");
    let both = |name: &str, query: &str| Ok((name.to_owned(), query.to_owned()));
    assert_eq!(
        saved("\"port strike"),
        both("\"port strike", "\"port strike*\"")
    );
    assert_eq!(saved("strike OR"), both("strike OR", "strike"));
    let nothing = saved("title:").unwrap_err();
    assert!(nothing.contains("nothing to save"), "{nothing}");
    // What was found by something else before is not what is kept.
    let mut world = World::new(100, 30);
    world.play("/").type_text("port").type_text(" is:purple ");
    world.play("enter c s");
    assert!(!matches!(
        world.effects.last(),
        Some(Effect::SaveSearch { .. })
    ));
}

#[test]
fn a_story_that_a_search_found_shows_its_words_and_goes_from_one_to_the_next() {
    let mut world = World::new(80, 24);
    world
        .play("/")
        .type_text("port -zeppelin OR \"dockers return\"");
    world.play("enter enter");
    assert_eq!(world.state.screen(), Screen::Article);
    let said = world.said();
    assert!(said.contains("matches · `n` next, `N` previous"), "{said}");
    let count: usize = said.split(' ').next().unwrap().parse().unwrap();
    assert!(count >= 2);
    for number in 1..=count {
        world.play("n");
        assert_eq!(world.said(), format!("match {number} of {count}"));
    }
    world.play("n");
    assert_eq!(
        world.said(),
        format!("match 1 of {count}, from the beginning again")
    );
    world.play("N");
    assert_eq!(
        world.said(),
        format!("match {count} of {count}, from the end again")
    );
    // Another width has its own rows, and the same matches.
    world.send(Msg::Resize {
        columns: 40,
        rows: 12,
    });
    world.play("N");
    assert_eq!(
        world.said(),
        format!("match {} of {count}", count - 1),
        "{}",
        world.picture()
    );
    world.play("space");
    assert_eq!(world.state.screen(), Screen::Article);
}
