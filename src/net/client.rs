//! One GET with all limits, redirects followed by hand.
//!
//! By hand, because a feed must know whether every step was permanent, and because a step to another host is looked
//! up by the guarded resolver while the address the person chose is theirs to choose.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{HeaderMap, LOCATION};
use reqwest::{Response, StatusCode};
use url::Url;

use super::address;
use super::error::{Error, Phase, Waits};
use super::route::{Clients, Route};

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
    /// Passwords, cookies and the like: sent to the server of `url` and never on to another one it redirects to.
    pub private: HeaderMap,
    pub route: Route,
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
    clients: Clients,
}

impl Client {
    pub fn new(limits: Limits) -> Self {
        Self {
            inner: Arc::new(Inner {
                limits,
                clients: Clients::default(),
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
            private,
            route,
            is_chosen,
        } = request;
        let first = url.clone();
        let chosen = is_chosen
            .then(|| url.host_str().map(str::to_owned))
            .flatten();
        let mut may_be_local = is_chosen;
        let mut seen = vec![url.clone()];
        let mut is_permanent = true;
        loop {
            let mut headers = headers.clone();
            if is_same_server(&first, &url) {
                headers.extend(private.clone());
            }
            let response = self.ask(&url, headers, &route, may_be_local).await?;
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
        headers: HeaderMap,
        route: &Route,
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
        self.inner
            .clients
            .get(route, may_be_local, &self.inner.limits)?
            .get(url.clone())
            .headers(headers)
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
}

/// Returns whether what is meant for the first address may be told to the second: the same server, or the same one
/// over TLS.
fn is_same_server(first: &Url, second: &Url) -> bool {
    let is_upgrade = first.scheme() == "http"
        && second.scheme() == "https"
        && first.port().is_none()
        && second.port().is_none();
    first.host_str() == second.host_str() && (first.origin() == second.origin() || is_upgrade)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_follow_a_redirect_to_the_same_server_only() {
        let same = |first, second| {
            is_same_server(&Url::parse(first).unwrap(), &Url::parse(second).unwrap())
        };
        assert!(same("https://a.example/x", "https://a.example/y"));
        assert!(same("http://a.example/x", "https://a.example/x"));
        assert!(!same("https://a.example/x", "http://a.example/x"));
        assert!(!same("https://a.example/x", "https://a.example:8443/x"));
        assert!(!same("http://a.example:80/x", "https://a.example:8443/x"));
        assert!(!same("https://a.example/x", "https://b.example/x"));
    }
}
