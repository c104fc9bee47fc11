//! What holds for every feed and every list, however wrong: nothing forbidden comes out, and what came out comes out
//! again. `benches/fuzz` asks the same of many more documents, and bigger ones.

use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;
use squelch::fetch;

#[path = "../../benches/fuzz/mutate.rs"]
mod mutate;
#[path = "../../benches/fuzz/promises.rs"]
mod promises;

fn documents(kind: &str) -> Vec<Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/it/fixtures")
        .join(kind);
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// Says which promise is broken for a document, if it is a feed.
fn broken(bytes: &[u8]) -> Option<String> {
    let parsed = fetch::parse(bytes, None, &promises::base()).ok()?;
    promises::of_feed(&parsed).or_else(|| promises::of_bodies(&parsed, 40))
}

fn item(inside: &str) -> String {
    format!("<rss version=\"2.0\"><channel><item>{inside}</item></channel></rss>")
}

#[test]
fn every_defect_met_so_far_comes_out_clean_and_stable() {
    for bytes in documents("feeds") {
        assert_eq!(broken(&bytes), None);
    }
}

#[test]
fn every_page_fits_the_screen_and_is_clean() {
    for bytes in documents("bodies") {
        for width in [1, 7, 40, 200] {
            assert_eq!(promises::of_page(&bytes, width), None);
        }
    }
}

#[test]
fn what_the_fuzz_driver_found_stays_right() {
    let cases = [
        item("<pubDate>Thu, 01 Jan 2004\u{200b} 19:48:21 GMT</pubDate>"),
        item("<pubDate>Sat, 24 Jun 2017 20:50:06 GMT <b>or</b> so</pubDate>"),
        item(&format!(
            "<pubDate>2019-04-05 {}</pubDate>",
            "media ".repeat(40)
        )),
        item(&format!(
            "<pubDate>{}👩\u{200d}👧</pubDate>",
            "x".repeat(115)
        )),
        item("<title>\u{c3}\u{192}\u{c2}\u{bc}</title>"),
        item("<title>Use &lt;b> with ca&lt;\u{7f}/b></title>"),
        item("<description>&amp;lt;p&amp;gt;one&amp;#27;[31m&amp;lt;/p&amp;gt;</description>"),
        item(&format!(
            "<author>{}</author>",
            "（全角） a@b.c".repeat(160)
        )),
        item(
            &(0..80)
                .map(|at| format!("<dc:creator>Ada Quay the {at}th</dc:creator>"))
                .collect::<String>(),
        ),
        item("<author>a@b.c (Jim (d@e.f (Jane) and so on</author>"),
        item("<author>desk@b.c</author><author>（全角） a@b.c</author>"),
        item("<title>t</title><dc:language>en &lt;p>and&lt;/p> de</dc:language>"),
    ];
    for document in cases {
        assert_eq!(broken(document.as_bytes()), None, "{document}");
    }
    let names = "a/".repeat(40);
    let list = format!(
        "<opml><body><outline text=\"{names}\"><outline text=\"b\" xmlUrl=\"https://b.example/\"/></outline></body></opml>"
    );
    assert_eq!(promises::of_list(list.as_bytes()), None);
    let page = "<html lang='de\u{2}'><body><p>Text genug.</p></body></html>";
    assert_eq!(promises::of_page(page.as_bytes(), 40), None);
    let paragraph =
        "<p>The council said on Monday, after a long debate, that the tunnel would cost more.</p>";
    for film in [
        "src='https://www\u{202e}.youtube.com/x'",
        "title='é.youtube.com' src=x",
        "src=//v.qq.com/x",
    ] {
        let page = format!(
            "<html><body><article>{}<iframe {film}></iframe></article></body></html>",
            paragraph.repeat(8)
        );
        assert_eq!(promises::of_page(page.as_bytes(), 40), None, "{film}");
    }
}

#[test]
fn floods_of_one_thing_are_read_to_their_end() {
    // What grew with the square of their size took minutes; the driver says how long each takes.
    for (name, bytes) in mutate::floods() {
        let parsed = fetch::parse(&bytes, None, &promises::base());
        let parsed = parsed.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(promises::forbidden_in(&parsed), None, "{name}");
    }
}

/// The same documents each time: a find in a million is for the driver to make, not for whoever runs the tests.
#[test]
fn mutated_feeds_come_out_the_same_from_their_canonical_form() {
    let documents = documents("feeds");
    for seed in 0..400 {
        let bytes = mutate::document(&documents, &mut fastrand::Rng::with_seed(seed));
        assert_eq!(broken(&bytes), None, "seed {seed}");
    }
}

#[test]
fn mutated_lists_are_exported_and_read_again() {
    let lists = [promises::list_of(&documents("feeds")).into_bytes()];
    for seed in 0..200 {
        let bytes = mutate::document(&lists, &mut fastrand::Rng::with_seed(seed));
        assert_eq!(promises::of_list(&bytes), None, "seed {seed}");
    }
}

proptest! {
    #[test]
    fn mutated_feeds_come_out_clean(seed in any::<u64>()) {
        let bytes = mutate::document(&documents("feeds"), &mut fastrand::Rng::with_seed(seed));
        if let Ok(parsed) = fetch::parse(&bytes, None, &promises::base()) {
            prop_assert_eq!(promises::forbidden_in(&parsed), None);
        }
    }
}
