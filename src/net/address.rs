//! Which addresses a stranger may send us to: public ones only.

use std::collections::HashSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use reqwest::dns::{Name, Resolve, Resolving};
use url::{Host, Url};

/// Returns whether `address` is somewhere on the open internet: not this machine, not a private network, not a
/// link, not a cloud's metadata service, not reserved.
///
/// Source: the IANA special-purpose registries for IPv4 and IPv6 (RFC 6890 and its updates).
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => {
            embedded_v4(address).map_or_else(|| is_public_v6(address), is_public_v4)
        }
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(a == 0
        || address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_multicast()
        // Shared address space of carriers (RFC 6598), where Alibaba's metadata service lives too.
        || (a == 100 && (64..128).contains(&b))
        // Protocol assignments, documentation, 6to4 relays, benchmarks.
        || (a == 192 && b == 0 && (c == 0 || c == 2))
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19))
        || (a == 198 && b == 51 && c == 100)
        || (a == 203 && b == 0 && c == 113)
        // Azure's platform address, reachable only from inside a machine there.
        || address.octets() == [168, 63, 129, 16]
        || a >= 240)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    // Only 2000::/3 is given out as global unicast; documentation, benchmarks and ORCHID lie inside of it.
    (first & 0xe000) == 0x2000
        && !(first == 0x2001 && (second == 0x0db8 || second < 0x0200))
        && first != 0x3fff
}

/// Returns the IPv4 address that an IPv6 address stands for: mapped, compatible, NAT64 or 6to4.
fn embedded_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let [s0, s1, s2, s3, s4, s5, s6, s7] = address.segments();
    let join = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match (s0, s1, s2, s3, s4, s5) {
        (0, 0, 0, 0, 0, 0 | 0xffff) | (0x64, 0xff9b, 0, 0, 0, 0) => Some(join(s6, s7)),
        (0x2002, ..) => Some(join(s1, s2)),
        _ => None,
    }
}

/// Returns the address of a URL whose host is written as a number, which no resolver ever sees.
pub(crate) fn literal(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Ipv4(address) => Some(address.into()),
        Host::Ipv6(address) => Some(address.into()),
        Host::Domain(_) => None,
    }
}

/// Looks names up with the system's resolver; when guarded, answers with public addresses only.
pub(crate) struct Resolver {
    is_guarded: bool,
    /// Names looked up for a proxy of the environment, which may well be local.
    exempt: Arc<HashSet<String>>,
}

/// No address for this name.
#[derive(Debug, thiserror::Error)]
#[error("{why}")]
pub(crate) struct UnknownHost {
    pub(crate) why: String,
}

/// The name leads to a place strangers may not send us to.
#[derive(Debug, thiserror::Error)]
#[error("{address} is not a public address")]
pub(crate) struct NotPublic {
    pub(crate) address: IpAddr,
}

impl Resolver {
    pub(crate) fn open() -> Self {
        Self {
            is_guarded: false,
            exempt: Arc::default(),
        }
    }

    /// `proxy` is the host of one that the person set.
    pub(crate) fn guarded(proxy: Option<&str>) -> Self {
        let mut exempt = proxy_hosts(|name| std::env::var(name).ok());
        exempt.extend(proxy.map(str::to_ascii_lowercase));
        Self {
            is_guarded: true,
            exempt: Arc::new(exempt),
        }
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let is_guarded =
            self.is_guarded && !self.exempt.contains(&name.as_str().to_ascii_lowercase());
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0))
                .await
                .map_err(|error| UnknownHost {
                    why: error.to_string(),
                })?
                .collect();
            if found.is_empty() {
                let why = "no address".to_owned();
                return Err(UnknownHost { why }.into());
            }
            // One private address among public ones is enough to refuse: which one gets used is the network's choice.
            if is_guarded && let Some(inside) = found.iter().find(|found| !is_public(found.ip())) {
                return Err(NotPublic {
                    address: inside.ip(),
                }
                .into());
            }
            Ok(Box::new(found.into_iter()) as reqwest::dns::Addrs)
        })
    }
}

fn proxy_hosts(variable: impl Fn(&str) -> Option<String>) -> HashSet<String> {
    ["http_proxy", "https_proxy", "all_proxy"]
        .into_iter()
        .flat_map(|name| [variable(name), variable(&name.to_ascii_uppercase())])
        .flatten()
        .filter_map(|value| {
            let address = if value.contains("://") {
                value
            } else {
                format!("http://{value}")
            };
            Url::parse(&address)
                .ok()?
                .host_str()
                .map(str::to_ascii_lowercase)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_inside_are_told_from_the_open_internet() {
        let inside = [
            "127.0.0.1",
            "127.9.9.9",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.100.100.200",
            "224.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "192.0.2.1",
            "168.63.129.16",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd00:ec2::254",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "64:ff9b::10.0.0.1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
            "fec0::1",
        ];
        for address in inside {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        let outside = [
            "1.1.1.1",
            "93.184.216.34",
            "172.32.0.1",
            "100.128.0.1",
            "192.0.3.1",
            "2606:4700::1111",
            "::ffff:1.1.1.1",
            "64:ff9b::1.1.1.1",
            "2a00:1450:4001::200e",
            "2001:4860:4860::8888",
        ];
        for address in outside {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn proxies_of_the_environment_are_named_with_or_without_a_scheme() {
        let variable = |name: &str| match name {
            "http_proxy" => Some("proxy.lan:3128".to_owned()),
            "ALL_PROXY" => Some("socks5h://user:word@Gate.lan:1080".to_owned()),
            _ => None,
        };
        let hosts = proxy_hosts(variable);
        assert_eq!(
            hosts,
            HashSet::from(["proxy.lan".to_owned(), "gate.lan".to_owned()])
        );
    }
}
