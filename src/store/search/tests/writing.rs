//! How the index is filled, made again and shared.

use super::*;

#[test]
fn what_there_is_answers_until_the_index_made_beside_it_has_everything() {
    const STORIES: i64 = 1_300;
    let mut world = World::new();
    for number in 0..STORIES {
        world.add(plain("Strike", "", number));
    }
    world.drain();
    world.indexer.rest().unwrap();
    // As after a fault: it answers, and lacks a story.
    let lost = world.stories[500].0;
    world
        .connection
        .execute("UPDATE article SET title = 'Deal' WHERE id = ?1", [lost])
        .unwrap();

    world.index.rebuild(&world.connection).unwrap();
    world.drain_for(2);
    let count = |world: &World, word: &str| world.find(&text(word), BEST, 1).total;
    assert_eq!(count(&world, "strike"), STORIES as u64, "the one there is");
    assert_eq!(count(&world, "deal"), 0);
    assert_eq!(
        unfilled(&world.connection).unwrap(),
        None,
        "what is searched is whole"
    );
    assert_eq!(world.generations(), 2);

    // What comes meanwhile is found at once, and not lost on the way.
    world.add(plain("Truce", "", 0));
    world.drain_for(1);
    assert_eq!(count(&world, "truce"), 1);
    // Asked for again it goes on, also in another process.
    world.index.rebuild(&world.connection).unwrap();
    world.indexer = Indexer::default();
    world.index = SearchIndex::new(world.folder.path().join("index"));
    world.add(plain("Truce", "", STORIES + 9));
    world.drain();
    assert_eq!(count(&world, "strike"), STORIES as u64 - 1);
    assert_eq!(count(&world, "deal"), 1);
    assert_eq!(count(&world, "truce"), 2);
    assert_eq!(
        world.index.count(&world.connection).unwrap(),
        STORIES as u64 + 2
    );
    assert_eq!(world.generations(), 1);
    world.indexer.rest().unwrap();
}

#[test]
fn a_lost_index_is_filled_from_the_newest_on_and_goes_on_where_it_was_left() {
    const STORIES: i64 = 1_300;
    let mut world = World::new();
    for number in 0..STORIES {
        world.add(plain("Strike", "", number));
    }
    world.drain();
    world.indexer.rest().unwrap();
    std::fs::remove_dir_all(world.folder.path().join("index")).unwrap();
    world.index = SearchIndex::new(world.folder.path().join("index"));
    assert!(world.index.ensure(&world.connection).unwrap());
    world.drain_for(3);
    let there = world.find(&text("strike"), NEWEST, 2_000).ids;
    assert!((500..1_100).contains(&there.len()), "{}", there.len());
    assert_eq!(there, world.expected(&text("strike"))[..there.len()]);
    assert_eq!(unfilled(&world.connection).unwrap(), there.last().copied());
    world.indexer.rest().unwrap();

    world.indexer = Indexer::default();
    let Drained::All(carried) = world.drain() else {
        panic!("nobody else has it")
    };
    assert_eq!(
        carried,
        STORIES as u64 - there.len() as u64,
        "nothing twice"
    );
    assert_eq!(world.find(&text("strike"), BEST, 1).total, STORIES as u64);
    assert_eq!(unfilled(&world.connection).unwrap(), None);
}

#[test]
fn an_index_beside_that_fails_leaves_the_one_there_is() {
    let mut world = World::new();
    world.add(plain("Strike", "", 1));
    world.drain();
    world.indexer.rest().unwrap();
    world.index.rebuild(&world.connection).unwrap();
    let there = std::fs::read_dir(world.folder.path().join("index")).unwrap();
    let mut newest: Vec<_> = there
        .flatten()
        .map(|entry| (entry.metadata().unwrap().modified().unwrap(), entry.path()))
        .collect();
    newest.sort();
    std::fs::remove_dir_all(&newest[1].1).unwrap();
    let failed = world.indexer.drain(
        &mut world.connection,
        &world.index,
        &Tables,
        &mut Looks(usize::MAX),
    );
    assert!(failed.is_err_and(|error| error.is_damage()));
    assert!(world.index.give_up(&world.connection));
    assert!(
        !world.index.give_up(&world.connection),
        "no more to give up"
    );
    assert_eq!(world.drain(), Drained::All(0));
    assert_eq!(world.find(&text("strike"), BEST, 1).total, 1);
}

#[test]
fn a_lost_or_damaged_index_is_made_again() {
    let mut world = World::new();
    world.add(plain("Strike", "", 1));
    assert_eq!(world.drain(), Drained::All(1));
    world.indexer.rest().unwrap();
    let folder = world.folder.path().join("index");

    std::fs::remove_dir_all(&folder).unwrap();
    world.index = SearchIndex::new(folder.clone());
    assert!(world.index.ensure(&world.connection).unwrap());
    assert_eq!(world.drain(), Drained::All(1));
    assert_eq!(world.find(&text("strike"), BEST, 9).total, 1);
    world.indexer.rest().unwrap();

    for entry in std::fs::read_dir(&folder).unwrap().flatten() {
        for file in std::fs::read_dir(entry.path()).unwrap().flatten() {
            std::fs::write(file.path(), b"not an index").unwrap();
        }
    }
    world.index = SearchIndex::new(folder);
    assert!(world.index.ensure(&world.connection).unwrap());
    world.drain();
    assert_eq!(world.find(&text("strike"), BEST, 9).total, 1);
    assert!(
        !world.index.ensure(&world.connection).unwrap(),
        "a sound index stays"
    );
}

#[test]
fn changes_and_removals_reach_the_index_and_repeating_does_no_harm() {
    let mut world = World::new();
    world.add(plain("Strike", "", 1));
    let id = world.stories[0].0;
    world.drain();
    world
        .connection
        .execute("UPDATE article SET title = 'Deal'", [])
        .unwrap();
    for _ in 0..2 {
        world
            .connection
            .execute("INSERT INTO outbox (id) VALUES (?1)", [id])
            .unwrap();
        world.drain();
        assert_eq!(world.find(&text("strike"), BEST, 9).total, 0);
        assert_eq!(world.find(&text("deal"), BEST, 9).ids, [id]);
    }
    world.connection.execute("DELETE FROM article", []).unwrap();
    world
        .connection
        .execute("INSERT INTO outbox (id) VALUES (?1)", [id])
        .unwrap();
    world.drain();
    assert_eq!(world.find(&text("deal"), BEST, 9).total, 0);
    assert_eq!(world.index.count(&world.connection).unwrap(), 0);
}

#[test]
fn a_second_writer_leaves_the_rows_to_the_first() {
    let mut world = World::new();
    world.add(plain("Strike", "", 1));
    world.drain();
    world.add(plain("Strike again", "", 1));
    let mut other = Indexer::default();
    assert_eq!(
        other
            .drain(
                &mut world.connection,
                &world.index,
                &Tables,
                &mut Looks(usize::MAX)
            )
            .unwrap(),
        Drained::Busy
    );
    world.indexer.rest().unwrap();
    assert_eq!(
        other
            .drain(
                &mut world.connection,
                &world.index,
                &Tables,
                &mut Looks(usize::MAX)
            )
            .unwrap(),
        Drained::All(1)
    );
    assert_eq!(world.find(&text("strike"), BEST, 9).total, 2);
}
