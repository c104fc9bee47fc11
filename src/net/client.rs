//! One GET with all limits, redirects followed by hand.
//!
//! By hand, because a feed must know whether every step was permanent, and because a step to another host is looked
//! up by the guarded resolver while the address the person chose is theirs to choose.

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use reqwest::header::{HeaderMap, LOCATION};
use reqwest::{Response, StatusCode};
use url::Url;

use super::address::{self, Resolver};
use super::error::{Error, Phase, Waits};

/// How far a request may go. Times in seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    pub user_agent: String,
    pub connect: u64,
    /// Between two pieces of the answer.
    pub read: u64,
    /// Redirects and body included, so that a trickle ends too.
    pub total: u64,
    /// Bytes after decompression.
    pub body: usize,
    pub redirects: usize,
}

/// One GET.
#[derive(Debug, Clone)]
pub struct Request {
    pub url: Url,
    pub headers: HeaderMap,
    /// The person chose this host (typed it, or subscribed to it), so it may be local. False for addresses that came
    /// out of somebody's page.
    pub is_chosen: bool,
}

/// A whole answer, whatever its status.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    /// Decompressed.
    pub body: Vec<u8>,
    /// Where it came from in the end.
    pub url: Url,
    /// There were redirects and each was permanent (301 or 308).
    pub is_moved: bool,
}

/// HTTP for everybody; clones share connections.
#[derive(Debug, Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    limits: Limits,
    /// For hosts the person chose. Made at the first request: reading the system's certificates takes longer than a
    /// first screen should.
    open: OnceLock<reqwest::Client>,
    /// For hosts strangers sent us to.
    guarded: OnceLock<reqwest::Client>,
}

impl Client {
    pub fn new(limits: Limits) -> Self {
        Self {
            inner: Arc::new(Inner {
                limits,
                open: OnceLock::new(),
                guarded: OnceLock::new(),
            }),
        }
    }

    /// Fetches an address and follows its redirects.
    ///
    /// # Errors
    /// When no complete answer came within the limits. An answer with an error status is an answer.
    pub async fn get(&self, request: Request) -> Result<Answer, Error> {
        let seconds = self.inner.limits.total;
        let phase = Phase::Whole;
        tokio::time::timeout(Duration::from_secs(seconds), self.follow(request))
            .await
            .unwrap_or(Err(Error::Timeout { phase, seconds }))
    }

    async fn follow(&self, request: Request) -> Result<Answer, Error> {
        let Request {
            mut url,
            headers,
            is_chosen,
        } = request;
        let chosen = is_chosen
            .then(|| url.host_str().map(str::to_owned))
            .flatten();
        let mut may_be_local = is_chosen;
        let mut seen = vec![url.clone()];
        let mut is_permanent = true;
        loop {
            let response = self.ask(&url, &headers, may_be_local).await?;
            let status = response.status();
            let Some(target) = redirect_target(&response, &url)? else {
                let (headers, body) = self.read(response, &url).await?;
                let is_moved = is_permanent && seen.len() > 1;
                return Ok(Answer {
                    status,
                    headers,
                    body,
                    url,
                    is_moved,
                });
            };
            is_permanent &= matches!(
                status,
                StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT
            );
            // A chosen name that turned out to be public must not lead inside later, even under the same name.
            let was_local = response
                .remote_addr()
                .is_none_or(|peer| !address::is_public(peer.ip()));
            may_be_local = may_be_local && was_local && target.host_str() == chosen.as_deref();
            if seen.contains(&target) {
                return Err(Error::RedirectLoop(target));
            }
            if seen.len() > self.inner.limits.redirects {
                return Err(Error::TooManyRedirects(self.inner.limits.redirects));
            }
            seen.push(target.clone());
            url = target;
        }
    }

    async fn ask(
        &self,
        url: &Url,
        headers: &HeaderMap,
        may_be_local: bool,
    ) -> Result<Response, Error> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Error::Scheme(url.scheme().to_owned()));
        }
        if !may_be_local
            && let Some(address) =
                address::literal(url).filter(|address| !address::is_public(*address))
        {
            return Err(not_public(url, address));
        }
        let client = if may_be_local {
            self.open()?
        } else {
            self.guarded()?
        };
        client
            .get(url.clone())
            .headers(headers.clone())
            .send()
            .await
            .map_err(|error| self.explain(&error, url))
    }

    /// Reads the body piece by piece, so that a bomb ends at the limit and not in memory.
    async fn read(&self, mut response: Response, url: &Url) -> Result<(HeaderMap, Vec<u8>), Error> {
        let limit = self.inner.limits.body;
        if response
            .content_length()
            .is_some_and(|length| length > limit as u64)
        {
            return Err(Error::TooLarge { limit });
        }
        let headers = std::mem::take(response.headers_mut());
        let mut body = Vec::new();
        while let Some(piece) = response
            .chunk()
            .await
            .map_err(|error| self.explain(&error, url))?
        {
            if body.len() + piece.len() > limit {
                return Err(Error::TooLarge { limit });
            }
            body.extend_from_slice(&piece);
        }
        Ok((headers, body))
    }

    fn explain(&self, error: &reqwest::Error, url: &Url) -> Error {
        let limits = &self.inner.limits;
        Error::of(
            error,
            url,
            Waits {
                connect: limits.connect,
                read: limits.read,
            },
        )
    }

    fn open(&self) -> Result<&reqwest::Client, Error> {
        made(&self.inner.open, || {
            build(&self.inner.limits, Resolver::open)
        })
    }

    fn guarded(&self) -> Result<&reqwest::Client, Error> {
        made(&self.inner.guarded, || {
            build(&self.inner.limits, Resolver::guarded)
        })
    }
}

fn made(
    slot: &OnceLock<reqwest::Client>,
    build: impl FnOnce() -> Result<reqwest::Client, Error>,
) -> Result<&reqwest::Client, Error> {
    if let Some(client) = slot.get() {
        return Ok(client);
    }
    let client = build()?;
    Ok(slot.get_or_init(|| client))
}

fn build(limits: &Limits, resolver: fn() -> Resolver) -> Result<reqwest::Client, Error> {
    // The first call wins; a provider that is there already serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = || {
        reqwest::Client::builder()
            .user_agent(&limits.user_agent)
            .connect_timeout(Duration::from_secs(limits.connect))
            .read_timeout(Duration::from_secs(limits.read))
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .dns_resolver(resolver())
            .pool_idle_timeout(Duration::from_secs(30))
            .pool_max_idle_per_host(4)
            // Old servers write headers that the standard no longer allows; what they mean is clear.
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .http1_allow_spaces_after_header_name_in_responses(true)
            .http1_ignore_invalid_headers_in_responses(true)
    };
    builder()
        .build()
        // A machine without certificates can still fetch over http; https then says that the issuer is unknown.
        .or_else(|_| builder().tls_certs_only([]).build())
        .map_err(|error| Error::SetUp(error.to_string()))
}

/// Returns where a redirect leads; `None` for every other answer.
fn redirect_target(response: &Response, url: &Url) -> Result<Option<Url>, Error> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let Some(location) = response.headers().get(LOCATION) else {
        return Ok(None);
    };
    // Some servers write UTF-8 here, which is not ASCII but clear.
    let location = String::from_utf8_lossy(location.as_bytes());
    match url.join(location.trim()) {
        Ok(mut target) => {
            if target.fragment().is_none() {
                target.set_fragment(url.fragment());
            }
            Ok(Some(target))
        }
        Err(_) => Err(Error::BadRedirect(
            crate::text::printable::line(&location).into_owned(),
        )),
    }
}

fn not_public(url: &Url, address: IpAddr) -> Error {
    Error::NotPublic {
        host: url.host_str().unwrap_or_default().to_owned(),
        address: Some(address),
    }
}
