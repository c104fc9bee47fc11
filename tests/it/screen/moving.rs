//! What keys do to the state, and what they ask for.

use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use squelch::config::Config;
use squelch::config::edit::FEED_FIELDS;
use squelch::domain::{ArticleId, Flag, Scope};
use squelch::jobs::refresh::{Progress, RefreshSummary};
use squelch::jobs::upkeep::IDLE;
use squelch::store::Selection;
use squelch::ui::{Effect, Msg, Overlay, Pane, Screen, Shelf};

use super::world::{World, article};

fn mouse(kind: MouseEventKind, column: u16, row: u16, milliseconds: u64) -> Msg {
    Msg::Mouse {
        event: MouseEvent {
            kind,
            column,
            row,
            modifiers: KeyModifiers::NONE,
        },
        milliseconds,
    }
}

#[test]
fn j_and_k_move_and_stop_at_the_ends() {
    let mut world = World::new(80, 24);
    assert_eq!(world.selected(), "Port strike ends after eleven days");
    world.play("j");
    assert_eq!(world.selected(), "Compiler team drops the old solver");
    world.play("k k k");
    assert_eq!(world.selected(), "Port strike ends after eleven days");
    world.play("G j");
    assert_eq!(world.selected(), "Show: a clock that runs on tides");
    world.play("g g");
    assert_eq!(world.selected(), "Port strike ends after eleven days");
}

#[test]
fn n_goes_to_the_next_unread_story() {
    let mut world = World::new(80, 24);
    world.play("n n n");
    assert!(world.selected().starts_with("Scheduler"));
    world.play("n");
    assert!(
        world.selected().starts_with("漢字"),
        "the read one is skipped"
    );
    world.play("N");
    assert!(world.selected().starts_with("Scheduler"));
    world.play("G n");
    assert_eq!(world.said(), "nothing unread below");
}

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
fn only_the_newest_page_is_taken() {
    let mut world = World::new(120, 40);
    world.is_slow = true;
    world.play("g f j");
    let older = world.take_answers();
    world.play("j");
    let newer = world.take_answers();
    world.is_slow = false;
    for answer in newer {
        world.send(answer);
    }
    assert_eq!(world.state.headlines.shelf, Shelf::Bookmarks);
    assert_eq!(world.state.headlines.rows.len(), 1);
    for answer in older {
        world.send(answer);
    }
    assert_eq!(
        world.state.headlines.rows.len(),
        1,
        "an old answer changes nothing"
    );
}

#[test]
fn scrolling_fast_asks_for_one_preview_at_a_time_and_keeps_the_newest() {
    let mut world = World::long(80, 24, 200);
    world.is_slow = true;
    world.effects.clear();
    for _ in 0..100 {
        world.play("j");
    }
    let answers = world.take_answers();
    let last = world.state.headlines.selected.unwrap();
    for answer in answers {
        world.send(answer);
    }
    assert!(world.state.preview_of(last).is_some());
}

#[test]
fn a_refresh_above_the_cursor_moves_neither_cursor_nor_scroll() {
    let mut world = World::long(80, 24, 500);
    for _ in 0..60 {
        world.play("j");
    }
    let before = (world.selected(), {
        let screen = &world.state.headlines;
        screen.index().unwrap() - screen.offset
    });
    let feed = world.feeds[0].clone();
    for number in 0..25 {
        let mut new = article(&feed, 0, &format!("New {number}"), "Short.");
        new.headline.id = ArticleId::new(2_000_000 + number);
        world.articles.push(new);
    }
    world.send(Msg::StoreChanged);
    let screen = &world.state.headlines;
    assert_eq!(screen.index().unwrap(), 85);
    let after = (world.selected(), screen.index().unwrap() - screen.offset);
    assert_eq!(after, before);
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
fn long_lists_come_in_pages() {
    let mut world = World::long(80, 24, 2_000);
    let first = world.state.headlines.rows.len();
    assert!(first < 1_000);
    for _ in 0..30 {
        world.play("ctrl-f");
    }
    assert!(world.state.headlines.rows.len() > first);
    world.play("G");
    assert_eq!(world.selected(), "Story 1999");
}

#[test]
fn the_end_of_a_long_list_is_one_page_away_and_so_is_its_top() {
    for keys in ["", "S"] {
        let mut world = World::long(80, 24, 12_000);
        world.play(keys);
        let (first, last) = match keys {
            "S" => ("Story 11999", "Story 0"),
            _ => ("Story 0", "Story 11999"),
        };
        assert_eq!(world.selected(), first);
        world.effects.clear();
        world.play("G");
        assert_eq!(world.selected(), last);
        let pages = world
            .effects
            .iter()
            .filter(|effect| matches!(effect, Effect::LoadPage { .. }))
            .count();
        assert_eq!(pages, 1, "the rows between are not loaded");
        assert!(!world.state.headlines.has_more);
        world.play("g g");
        assert_eq!(world.selected(), first);
        assert!(!world.state.headlines.has_before);
    }
}

#[test]
fn who_goes_up_from_the_end_of_a_long_list_meets_every_row() {
    let mut world = World::long(80, 24, 3_000);
    world.play("G");
    for number in (0..2_999).rev() {
        world.play("k");
        assert_eq!(world.selected(), format!("Story {number}"));
        let screen = &world.state.headlines;
        assert!((screen.offset..screen.offset + 20).contains(&screen.index().unwrap()));
    }
    assert!(!world.state.headlines.has_before);
    assert_eq!(world.state.headlines.rows.len(), 3_000);
}

#[test]
fn a_change_does_not_move_the_reader_at_the_end_of_a_long_list() {
    let mut world = World::long(80, 24, 12_000);
    world.play("G k k k k k");
    let line = |world: &World| {
        let screen = &world.state.headlines;
        (world.selected(), screen.index().unwrap() - screen.offset)
    };
    let before = line(&world);
    world.send(Msg::StoreChanged);
    assert_eq!(line(&world), before);
    assert!(world.state.headlines.rows.len() < 1_000);
}

#[test]
fn the_unread_story_before_is_found_beyond_what_is_loaded() {
    let mut world = World::long(80, 24, 9_000);
    for article in &mut world.articles {
        article.headline.is_unread = article.headline.title == "Story 500";
    }
    world.play("U U");
    world.play("G N");
    assert_eq!(world.selected(), "Story 500");
    world.play("N");
    assert_eq!(world.said(), "nothing unread above");
    world.play("n");
    assert_eq!(world.said(), "nothing unread below");
}

#[test]
fn who_moves_on_the_way_to_the_end_stays_there() {
    let mut world = World::long(80, 24, 12_000);
    world.is_slow = true;
    world.play("G j");
    let answers = world.take_answers();
    world.is_slow = false;
    for answer in answers {
        world.send(answer);
    }
    assert_eq!(world.selected(), "Story 1");
}

#[test]
fn the_next_unread_story_is_found_beyond_what_is_loaded() {
    let mut world = World::long(80, 24, 3_000);
    for article in &mut world.articles {
        article.headline.is_unread = article.headline.title == "Story 2500";
    }
    world.play("U U");
    world.play("g g n");
    assert_eq!(world.selected(), "Story 2500");
}

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
fn the_sources_pane_lists_what_is_under_its_cursor() {
    let mut world = World::new(120, 40);
    world.play("g f j j j j");
    assert_eq!(
        world.state.headlines.shelf,
        Shelf::Folder("Tech".to_owned())
    );
    assert_eq!(world.state.headlines.rows.len(), 6);
    world.play("h");
    assert!(world.state.headlines.folded.contains("Tech"));
    world.play("j");
    assert_eq!(
        world.state.headlines.shelf,
        Shelf::Folder("World".to_owned())
    );
    world.play("k enter j");
    assert!(matches!(world.state.headlines.shelf, Shelf::Feed(_)));
}

#[test]
fn a_click_selects_and_a_double_click_opens() {
    let mut world = World::new(120, 40);
    let list = squelch::ui::layout(world.state.area(), &world.state)
        .list
        .unwrap();
    let down = MouseEventKind::Down(MouseButton::Left);
    world.send(mouse(down, list.x + 10, list.y + 3, 0));
    assert_eq!(world.selected(), "Compiler team drops the old solver");
    world.send(mouse(down, list.x + 10, list.y + 3, 200));
    assert_eq!(world.state.screen(), Screen::Article);
}

#[test]
fn a_dragged_border_resizes() {
    let mut world = World::new(120, 40);
    let width = |world: &World| {
        squelch::ui::layout(world.state.area(), &world.state)
            .sources
            .unwrap()
            .width
    };
    let before = width(&world);
    world.send(mouse(
        MouseEventKind::Down(MouseButton::Left),
        before - 1,
        10,
        0,
    ));
    world.send(mouse(
        MouseEventKind::Drag(MouseButton::Left),
        before + 9,
        10,
        10,
    ));
    world.send(mouse(
        MouseEventKind::Up(MouseButton::Left),
        before + 9,
        10,
        20,
    ));
    assert_eq!(width(&world), before + 10);
    assert!(matches!(world.effects.last(), Some(Effect::Remember(_))));
}

#[test]
fn the_wheel_scrolls_what_is_under_it() {
    let mut world = World::long(120, 40, 300);
    let list = squelch::ui::layout(world.state.area(), &world.state)
        .list
        .unwrap();
    world.send(mouse(MouseEventKind::ScrollDown, list.x + 2, list.y + 2, 0));
    assert_eq!(world.selected(), "Story 3");
}

#[test]
fn tab_goes_round_the_panes() {
    let mut world = World::new(120, 40);
    world.play("tab");
    assert_eq!(world.state.headlines.pane, Pane::Insights);
    world.play("tab");
    assert_eq!(world.state.headlines.pane, Pane::Sources);
    world.play("shift-tab");
    assert_eq!(world.state.headlines.pane, Pane::Insights);
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
