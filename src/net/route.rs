//! By which way a request goes: protocol and proxy. Each way has connections of its own.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use reqwest::Proxy;
use url::Url;

use super::address::Resolver;
use super::client::Limits;
use super::error::Error;

/// The way to a server.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Route {
    /// HTTP/2 is not offered: some old servers break on it.
    pub is_http1: bool,
    pub proxy: Via,
}

/// Through which proxy.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum Via {
    /// What the environment says.
    #[default]
    Environment,
    /// None, whatever the environment says.
    Nothing,
    /// This one: http, https, socks5 or socks5h.
    Proxy(Url),
}

/// The clients of all routes, each made at its first request: reading the system's certificates takes longer than a
/// first screen should.
#[derive(Debug, Default)]
pub(super) struct Clients {
    made: Mutex<HashMap<(Route, bool), reqwest::Client>>,
}

impl Clients {
    /// Returns the client of a route; `may_be_local` for hosts the person chose, else it reaches public addresses only.
    pub(super) fn get(
        &self,
        route: &Route,
        may_be_local: bool,
        limits: &Limits,
    ) -> Result<reqwest::Client, Error> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (route.clone(), may_be_local);
        if let Some(client) = made.get(&key) {
            return Ok(client.clone());
        }
        let client = build(route, may_be_local, limits)?;
        made.insert(key, client.clone());
        Ok(client)
    }
}

fn build(route: &Route, may_be_local: bool, limits: &Limits) -> Result<reqwest::Client, Error> {
    // The first call wins; a provider that is there already serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let proxy = match &route.proxy {
        Via::Proxy(address) => {
            Some(Proxy::all(address.clone()).map_err(|error| Error::SetUp(error.to_string()))?)
        }
        Via::Environment | Via::Nothing => None,
    };
    let resolver = || {
        if may_be_local {
            Resolver::open()
        } else {
            Resolver::guarded(match &route.proxy {
                Via::Proxy(address) => address.host_str(),
                Via::Environment | Via::Nothing => None,
            })
        }
    };
    let builder = || {
        let mut builder = reqwest::Client::builder()
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
            .http1_ignore_invalid_headers_in_responses(true);
        if route.is_http1 {
            builder = builder.http1_only();
        }
        match (&route.proxy, &proxy) {
            (Via::Nothing, _) => builder.no_proxy(),
            (_, Some(proxy)) => builder.proxy(proxy.clone()),
            _ => builder,
        }
    };
    builder()
        .build()
        // A machine without certificates can still fetch over http; https then says that the issuer is unknown.
        .or_else(|_| builder().tls_certs_only([]).build())
        .map_err(|error| Error::SetUp(error.to_string()))
}
