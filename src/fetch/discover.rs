//! From any address a person may paste to the feeds behind it.

use futures::StreamExt;
use futures::stream;
use url::Url;

use super::candidates::{plain_scheme, same};
use super::{
    Candidate, Failure, FetchReply, FetchRequest, FetchResult, Fetcher, candidates,
    failure_of_page, parse, sites,
};
use crate::domain::Timestamp;

/// Where feeds are when no page says so, at the page's own directory and at the root.
const WELL_KNOWN: &[&str] = &[
    "feed/",
    "feed.xml",
    "atom.xml",
    "rss.xml",
    "index.xml",
    "rss/",
    "feed.atom",
    "index.rss",
    "rss/feed.xml",
];
/// How many feeds of one page are looked into.
const MOST_PROBES: usize = 16;
/// How many at once; the fetcher bounds this per host as well.
const PROBES_AT_ONCE: usize = 4;

/// Finds the feed(s) behind any address a person may paste (a scheme may be missing).
///
/// The address itself may be a feed; else the site's known pattern, what its page declares, anchors that look like
/// feeds, and well-known paths are tried in this order. Each feed returned was fetched and read, so title and number
/// of entries are those of its document.
///
/// # Errors
/// [`Failure`] in words when the address cannot be fetched or offers no feed.
pub async fn discover(
    fetcher: &Fetcher,
    address: &str,
    now: Timestamp,
) -> Result<Vec<Candidate>, Failure> {
    let search = Search { fetcher, now };
    let typed = addresses(address)?;
    if let Some(url) = typed.first() {
        // Nothing of the page itself is needed where the site's pattern is known.
        let feeds = search.known(sites::feeds_of(url), url).await;
        if !feeds.is_empty() {
            return Ok(feeds);
        }
    }
    let (url, reply) = search.open(typed).await?;
    let is_refused = matches!(
        reply.result,
        FetchResult::Failed(Failure::Forbidden { .. } | Failure::Unauthorized)
    );
    let page = match reply.result {
        FetchResult::Body {
            bytes,
            content_type,
            final_url,
            ..
        } => match read(&bytes, content_type.as_deref(), &final_url).await {
            Ok(found) => {
                let address = reply.moved_to.unwrap_or(url);
                return Ok(vec![found.at(address)]);
            }
            Err(failure) => Page {
                html: decoded(&bytes, content_type.as_deref()),
                url: final_url,
                failure,
            },
        },
        // A wall in front of the pages often leaves the feeds alone.
        FetchResult::Failed(failure) if is_refused => Page {
            html: String::new(),
            url,
            failure,
        },
        FetchResult::Failed(failure) => return Err(failure),
        FetchResult::NotModified | FetchResult::Waiting { .. } => {
            return Err(Failure::Unexpected { status: 304 });
        }
    };
    search.feeds_of(page).await
}

/// A page that is no feed, and what to say of it.
struct Page {
    url: Url,
    html: String,
    failure: Failure,
}

struct Search<'a> {
    fetcher: &'a Fetcher,
    now: Timestamp,
}

/// What a document says of itself.
struct Found {
    title: Option<String>,
    entries: usize,
}

impl Found {
    fn at(self, url: Url) -> Candidate {
        Candidate {
            url,
            title: self.title,
            entries: Some(self.entries),
        }
    }
}

/// What asking one possible feed brought.
enum Probe {
    Feed(Candidate),
    /// A page instead, which may list feeds itself.
    Page(Page),
    Nothing,
}

impl Search<'_> {
    /// Fetches the address as typed; without a scheme over https, and over http where that finds no server.
    async fn open(&self, typed: Vec<Url>) -> Result<(Url, FetchReply), Failure> {
        let mut first_failure = None;
        for url in typed {
            let request = FetchRequest::whole(url.clone());
            let reply = self.fetcher.fetch(request, self.now).await;
            match reply.result {
                FetchResult::Failed(failure @ Failure::Net(_)) => {
                    first_failure.get_or_insert(failure);
                }
                _ => return Ok((url, reply)),
            }
        }
        Err(first_failure.unwrap_or_else(|| Failure::NotAnAddress(String::new())))
    }

    /// Asks the feeds a site is known to have; those without entries (a project without releases) come last.
    async fn known(&self, feeds: Vec<Url>, page: &Url) -> Vec<Candidate> {
        let possible = feeds.into_iter().map(unnamed).collect();
        let mut feeds = self.probe(possible, page, false).await;
        feeds.sort_by_key(|feed| feed.entries == Some(0));
        feeds
    }

    async fn feeds_of(&self, page: Page) -> Result<Vec<Candidate>, Failure> {
        let in_page = sites::feeds_in_page(&page.url, &page.html);
        let feeds = self.known(in_page, &page.url).await;
        if !feeds.is_empty() {
            return Ok(feeds);
        }
        let feeds = self
            .probe(candidates(&page.html, &page.url), &page.url, true)
            .await;
        if !feeds.is_empty() {
            return Ok(feeds);
        }
        for directory in directories(&page.url) {
            let guesses = WELL_KNOWN
                .iter()
                .filter_map(|path| directory.join(path).ok())
                .map(unnamed)
                .collect();
            // Several of these are usually the same feed in different formats: the first is the one to have.
            let mut feeds = self.probe(guesses, &page.url, false).await;
            feeds.truncate(1);
            if !feeds.is_empty() {
                return Ok(feeds);
            }
        }
        Err(match page.failure {
            Failure::NotAFeed(page_is) => Failure::NoFeed {
                address: page.url,
                what: page_is.what,
            },
            other => other,
        })
    }

    /// Fetches possible feeds and returns those that are, in their order, each once.
    ///
    /// With `follows_pages`, where none is a feed itself, the feeds of those that are pages (lists of feeds) count.
    async fn probe(
        &self,
        possible: Vec<Candidate>,
        page: &Url,
        follows_pages: bool,
    ) -> Vec<Candidate> {
        let probes = self.ask(possible, page).await;
        let mut feeds: Vec<Candidate> = Vec::new();
        let mut pages = Vec::new();
        for probe in probes {
            match probe {
                Probe::Feed(feed) => {
                    if !feeds.iter().any(|known| same(&known.url, &feed.url)) {
                        feeds.push(feed);
                    }
                }
                Probe::Page(page) => pages.push(page),
                Probe::Nothing => {}
            }
        }
        if feeds.is_empty() && follows_pages {
            for list in pages.iter().filter(|list| !same(&list.url, page)).take(2) {
                let listed = candidates(&list.html, &list.url);
                let probes = self.ask(listed, page).await;
                feeds.extend(probes.into_iter().filter_map(|probe| match probe {
                    Probe::Feed(feed) => Some(feed),
                    Probe::Page(_) | Probe::Nothing => None,
                }));
            }
        }
        feeds
    }

    async fn ask(&self, possible: Vec<Candidate>, page: &Url) -> Vec<Probe> {
        stream::iter(possible.into_iter().take(MOST_PROBES))
            .map(|candidate| self.ask_one(candidate, page))
            .buffered(PROBES_AT_ONCE)
            .collect()
            .await
    }

    async fn ask_one(&self, candidate: Candidate, page: &Url) -> Probe {
        let request = FetchRequest::whole(candidate.url.clone());
        // The page's own host was the person's choice; every other host is the page's.
        let reply = if candidate.url.host_str() == page.host_str() {
            self.fetcher.fetch(request, self.now).await
        } else {
            self.fetcher.fetch_found(request, self.now).await
        };
        let FetchResult::Body {
            bytes,
            content_type,
            final_url,
            ..
        } = reply.result
        else {
            return Probe::Nothing;
        };
        match read(&bytes, content_type.as_deref(), &final_url).await {
            Ok(found) => {
                let url = reply.moved_to.unwrap_or(candidate.url);
                let title = found.title.or(candidate.title);
                Probe::Feed(Candidate {
                    url,
                    title,
                    entries: Some(found.entries),
                })
            }
            Err(failure) => {
                let html = decoded(&bytes, content_type.as_deref());
                Probe::Page(Page {
                    url: final_url,
                    html,
                    failure,
                })
            }
        }
    }
}

fn unnamed(url: Url) -> Candidate {
    Candidate {
        url,
        title: None,
        entries: None,
    }
}

/// Parses a document off the threads that serve the network.
async fn read(bytes: &[u8], content_type: Option<&str>, url: &Url) -> Result<Found, Failure> {
    let (bytes, content_type, url) = (bytes.to_vec(), content_type.map(str::to_owned), url.clone());
    let reading = tokio::task::spawn_blocking(move || {
        parse(&bytes, content_type.as_deref(), &url)
            .map(|parsed| Found {
                title: parsed.title,
                entries: parsed.entries.len(),
            })
            .map_err(|error| failure_of_page(error, &bytes))
    });
    reading
        .await
        .unwrap_or(Err(Failure::Unexpected { status: 200 }))
}

/// Decodes a page as far as addresses need it: they are ASCII, whatever the rest is.
fn decoded(bytes: &[u8], content_type: Option<&str>) -> String {
    let label = content_type.and_then(|kind| {
        kind.to_ascii_lowercase()
            .split_once("charset=")
            .map(|(_, label)| {
                label
                    .trim_matches(|c: char| {
                        c.is_ascii_whitespace() || matches!(c, '"' | '\'' | ';')
                    })
                    .to_owned()
            })
    });
    let encoding = label
        .and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()))
        .unwrap_or(encoding_rs::UTF_8);
    encoding.decode(bytes).0.into_owned()
}

/// Returns the addresses a typed text may mean, the likeliest first.
///
/// # Errors
/// [`Failure::NotAnAddress`] when it cannot be one, [`crate::net::Error::Scheme`] when it is not for the web.
pub(super) fn addresses(typed: &str) -> Result<Vec<Url>, Failure> {
    let typed = typed.trim().trim_matches(|c| matches!(c, '<' | '>' | '"'));
    let not_one = || Failure::NotAnAddress(crate::text::printable::line(typed).into_owned());
    let plain = plain_scheme(typed);
    let text = plain.as_deref().unwrap_or(typed);
    if text.is_empty() || text.contains(char::is_whitespace) {
        return Err(not_one());
    }
    let has_scheme = text.split_once(':').is_some_and(|(scheme, rest)| {
        // `localhost:8080/feed` has a port, not a scheme.
        let is_port = rest
            .split('/')
            .next()
            .is_some_and(|port| !port.is_empty() && port.chars().all(|c| c.is_ascii_digit()));
        !is_port
            && !scheme.contains('.')
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-'))
    });
    if has_scheme {
        let url = Url::parse(text).map_err(|_| not_one())?;
        return match url.scheme() {
            "http" | "https" if url.host_str().is_some() => Ok(vec![url]),
            scheme => Err(crate::net::Error::Scheme(scheme.to_owned()).into()),
        };
    }
    let urls: Vec<Url> = ["https", "http"]
        .iter()
        .filter_map(|scheme| {
            Url::parse(&format!("{scheme}://{}", text.trim_start_matches('/'))).ok()
        })
        .filter(is_likely)
        .collect();
    if urls.is_empty() {
        Err(not_one())
    } else {
        Ok(urls)
    }
}

/// Returns whether a host that was typed without a scheme can be one: `example.org`, `localhost`, `10.0.0.1`, `[::1]`.
fn is_likely(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => {
            name.contains('.') || name == "localhost" || url.port().is_some()
        }
        Some(_) => true,
        None => false,
    }
}

/// Returns the page's own directory and the root, without doubles.
fn directories(page: &Url) -> Vec<Url> {
    let mut own = page.clone();
    own.set_query(None);
    own.set_fragment(None);
    let is_file = own
        .path_segments()
        .and_then(|mut segments| segments.next_back())
        .is_some_and(|last| last.contains('.'));
    if !is_file && !own.path().ends_with('/') {
        let path = format!("{}/", own.path());
        own.set_path(&path);
    }
    let mut root = own.clone();
    root.set_path("/");
    match own.join(".") {
        Ok(own) if own != root => vec![own, root],
        _ => vec![root],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_people_type_them() {
        let cases: [(&str, &[&str]); 9] = [
            ("https://example.org/feed", &["https://example.org/feed"]),
            (
                " example.org ",
                &["https://example.org/", "http://example.org/"],
            ),
            (
                "example.org:8080/x",
                &["https://example.org:8080/x", "http://example.org:8080/x"],
            ),
            (
                "localhost:8080",
                &["https://localhost:8080/", "http://localhost:8080/"],
            ),
            (
                "127.0.0.1:8080/a",
                &["https://127.0.0.1:8080/a", "http://127.0.0.1:8080/a"],
            ),
            (
                "//example.org/a",
                &["https://example.org/a", "http://example.org/a"],
            ),
            ("feed://example.org/a", &["http://example.org/a"]),
            ("feed:https://example.org/a", &["https://example.org/a"]),
            ("<https://example.org/>", &["https://example.org/"]),
        ];
        for (typed, expected) in cases {
            let urls = addresses(typed).unwrap();
            assert_eq!(
                urls.iter().map(Url::as_str).collect::<Vec<_>>(),
                expected,
                "{typed}"
            );
        }
    }

    #[test]
    fn what_is_no_address_is_refused_in_words() {
        let cases = [
            ("", "not an address: ``"),
            ("two words", "not an address: `two words`"),
            ("word", "not an address: `word`"),
            (
                "file:///etc/passwd",
                "only http and https addresses are fetched, not `file:`",
            ),
            (
                "javascript:alert(1)",
                "only http and https addresses are fetched, not `javascript:`",
            ),
            ("https://", "not an address: `https://`"),
        ];
        for (typed, sentence) in cases {
            assert_eq!(
                addresses(typed).unwrap_err().to_string(),
                sentence,
                "{typed}"
            );
        }
    }

    #[test]
    fn well_known_paths_start_at_the_pages_directory_and_the_root() {
        let cases: [(&str, &[&str]); 4] = [
            ("https://e.org/", &["https://e.org/"]),
            (
                "https://e.org/blog",
                &["https://e.org/blog/", "https://e.org/"],
            ),
            (
                "https://e.org/blog/index.html?x",
                &["https://e.org/blog/", "https://e.org/"],
            ),
            ("https://e.org/index.html", &["https://e.org/"]),
        ];
        for (page, expected) in cases {
            let found = directories(&Url::parse(page).unwrap());
            assert_eq!(
                found.iter().map(Url::as_str).collect::<Vec<_>>(),
                expected,
                "{page}"
            );
        }
    }
}
