//! Why an answer did not come, in plain words.

use std::error::Error as StdError;
use std::io;
use std::net::IpAddr;

use rustls::CertificateError;
use url::Url;

use super::address::{NotPublic, UnknownHost};

/// Why a request brought no answer. `Display` is a sentence for the person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("only http and https addresses are fetched, not `{0}:`")]
    Scheme(String),
    #[error("unknown host \"{host}\"{}", if *.is_network_down { ": no name server answered" } else { "" })]
    UnknownHost { host: String, is_network_down: bool },
    #[error("connection refused by {host}")]
    Refused { host: String },
    #[error("cannot reach {host}: {why}")]
    Unreachable { host: String, why: String },
    #[error("TLS: {why}")]
    Tls { why: String },
    #[error("timeout: {phase} within {seconds} s")]
    Timeout { phase: Phase, seconds: u64 },
    #[error("too large: over {}", size(*.limit))]
    TooLarge { limit: usize },
    #[error("too many redirects: more than {0}")]
    TooManyRedirects(usize),
    #[error("redirects in a circle at {0}")]
    RedirectLoop(Url),
    #[error("redirects to an address that cannot be read: `{0}`")]
    BadRedirect(String),
    #[error("refused: redirects to {host}, an address inside this machine or network{}", shown(*.address))]
    NotPublic {
        host: String,
        address: Option<IpAddr>,
    },
    #[error("the answer broke off: {0}")]
    BrokeOff(String),
    #[error("the answer is not valid HTTP: {0}")]
    Protocol(String),
    #[error("cannot set up HTTP: {0}")]
    SetUp(String),
}

/// What was waited for in vain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Connect,
    Read,
    Whole,
}

impl std::fmt::Display for Phase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Connect => "no connection",
            Self::Read => "nothing came",
            Self::Whole => "no complete answer",
        })
    }
}

fn size(bytes: usize) -> String {
    const MIB: usize = 1 << 20;
    if bytes >= MIB {
        format!("{} MiB", bytes / MIB)
    } else {
        format!("{} KiB", bytes >> 10)
    }
}

fn shown(address: Option<IpAddr>) -> String {
    address.map_or_else(String::new, |address| format!(" ({address})"))
}

/// The parts of the limits that appear in sentences.
#[derive(Debug, Clone, Copy)]
pub(super) struct Waits {
    pub(super) connect: u64,
    pub(super) read: u64,
}

impl Error {
    /// Translates reqwest's nested error into what happened.
    pub(super) fn of(error: &reqwest::Error, url: &Url, waits: Waits) -> Self {
        let host = address_of(url);
        let name = url.host_str().unwrap_or_default().to_owned();
        for cause in causes(error) {
            if let Some(refused) = cause.downcast_ref::<NotPublic>() {
                let address = Some(refused.address);
                return Self::NotPublic {
                    host: name,
                    address,
                };
            }
            if let Some(unknown) = cause.downcast_ref::<UnknownHost>() {
                // EAI_AGAIN: the name may well exist, nobody could be asked.
                let is_network_down = unknown.why.contains("Temporary failure");
                return Self::UnknownHost {
                    host: name,
                    is_network_down,
                };
            }
            if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
                let why = tls_reason(tls, &name);
                return Self::Tls { why };
            }
        }
        if error.is_timeout() {
            let (phase, seconds) = if error.is_connect() {
                (Phase::Connect, waits.connect)
            } else {
                (Phase::Read, waits.read)
            };
            return Self::Timeout { phase, seconds };
        }
        let io = causes(error).find_map(|cause| cause.downcast_ref::<io::Error>());
        let kind = io.map(io::Error::kind);
        let innermost = innermost(error);
        match kind {
            Some(io::ErrorKind::ConnectionRefused) => Self::Refused { host },
            Some(io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable) => {
                let why = "no way there from this network".to_owned();
                Self::Unreachable { host, why }
            }
            _ if error.is_connect() => Self::Unreachable {
                host,
                why: innermost,
            },
            _ if error.is_body() || error.is_decode() => Self::BrokeOff(innermost),
            Some(
                io::ErrorKind::ConnectionReset
                | io::ErrorKind::UnexpectedEof
                | io::ErrorKind::BrokenPipe,
            ) => Self::BrokeOff("the connection was closed".to_owned()),
            _ => Self::Protocol(innermost),
        }
    }

    /// Returns whether the network here is down rather than the server there.
    pub const fn is_local(&self) -> bool {
        matches!(
            self,
            Self::UnknownHost {
                is_network_down: true,
                ..
            } | Self::SetUp(_)
        )
    }
}

/// Returns host and, where it is not the usual one, port.
fn address_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// Walks an error and all below it, also what `io::Error` wraps but does not call its source.
fn causes<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error| {
        let wrapped = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        match wrapped {
            Some(inner) => Some(inner as &(dyn StdError + 'static)),
            None => error.source(),
        }
    })
}

fn innermost(error: &(dyn StdError + 'static)) -> String {
    let text = causes(error)
        .last()
        .map_or_else(|| error.to_string(), ToString::to_string);
    crate::text::printable::line(&text).into_owned()
}

fn tls_reason(error: &rustls::Error, host: &str) -> String {
    match error {
        rustls::Error::InvalidCertificate(reason) => match reason {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                "the certificate has expired".to_owned()
            }
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                "the certificate is not valid yet; is this computer's clock right?".to_owned()
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                format!("the certificate is for another host than {host}")
            }
            CertificateError::UnknownIssuer => {
                "the certificate is from an unknown issuer, or signed by itself".to_owned()
            }
            CertificateError::Revoked => "the certificate has been revoked".to_owned(),
            // Made by hand with `openssl req -x509`: it signs itself.
            CertificateError::Other(other) if other.to_string().contains("CaUsedAsEndEntity") => {
                "the certificate is signed by itself".to_owned()
            }
            other => format!("the certificate is not valid: {other}"),
        },
        rustls::Error::InvalidMessage(_) => "the server does not speak TLS here".to_owned(),
        rustls::Error::AlertReceived(alert) => format!("the server ended the handshake: {alert:?}"),
        rustls::Error::PeerIncompatible(_) => "the server offers only outdated TLS".to_owned(),
        other => crate::text::printable::line(&other.to_string()).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tls_troubles_say_what_is_wrong_with_the_certificate() {
        let certificate =
            |reason| tls_reason(&rustls::Error::InvalidCertificate(reason), "a.example");
        let cases = [
            (CertificateError::Expired, "the certificate has expired"),
            (
                CertificateError::NotValidForName,
                "the certificate is for another host than a.example",
            ),
            (
                CertificateError::UnknownIssuer,
                "the certificate is from an unknown issuer, or signed by itself",
            ),
            (
                CertificateError::Revoked,
                "the certificate has been revoked",
            ),
        ];
        for (reason, sentence) in cases {
            assert_eq!(certificate(reason), sentence);
        }
    }

    #[test]
    fn what_an_io_error_wraps_is_found() {
        let inner = io::Error::other(UnknownHost {
            why: "gone".to_owned(),
        });
        let outer = io::Error::other(inner);
        let found = causes(&outer).find_map(|cause| cause.downcast_ref::<UnknownHost>());
        assert_eq!(found.map(|unknown| unknown.why.as_str()), Some("gone"));
    }
}
