//! Encrypted servers on loopback, good ones and broken ones, asked by the real program.

use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::{ServerConfig, version};

use crate::sealed::{Home, Ran};

const FEED: &str = "<rss version=\"2.0\"><channel><title>Harbour Wire</title><item><guid>1</guid>\
    <title>Port strike ends</title></item></channel></rss>";

fn authority(name: &str) -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, name);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

fn certificate(host: &str) -> CertificateParams {
    CertificateParams::new(vec![host.to_owned()]).unwrap()
}

/// A certificate and its key as a server holds them.
struct Identity {
    chain: Vec<CertificateDer<'static>>,
    key: PrivatePkcs8KeyDer<'static>,
}

impl Identity {
    fn signed(params: &CertificateParams, by: &CertifiedIssuer<'_, KeyPair>) -> Self {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, by).unwrap();
        Self {
            chain: vec![certificate.der().clone()],
            key: key.serialize_der().into(),
        }
    }

    fn self_signed(params: &CertificateParams) -> Self {
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        Self {
            chain: vec![certificate.der().clone()],
            key: key.serialize_der().into(),
        }
    }
}

/// Serves the feed to every connection; returns its address under `localhost`.
async fn serve(identity: Identity) -> String {
    serve_protocols(identity, &[]).await
}

/// The same, offering these protocols; it speaks HTTP/1.1 whatever was agreed upon.
async fn serve_protocols(identity: Identity, protocols: &[&str]) -> String {
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&[&version::TLS12, &version::TLS13])
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(identity.chain, identity.key.into())
        .unwrap();
    config.alpn_protocols = protocols
        .iter()
        .map(|name| name.as_bytes().to_vec())
        .collect();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else {
                    return;
                };
                let _ = stream.read(&mut [0; 4096]).await;
                let answer = format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: {}\r\n\r\n{FEED}",
                    FEED.len()
                );
                let _ = stream.write_all(answer.as_bytes()).await;
                let _ = stream.shutdown().await;
            });
        }
    });
    format!("https://localhost:{port}/feed.xml")
}

/// Subscribes to an address where only `by` is trusted.
async fn add(address: String, by: &CertifiedIssuer<'_, KeyPair>) -> Ran {
    add_with(address, by, "").await
}

async fn add_with(address: String, by: &CertifiedIssuer<'_, KeyPair>, config: &str) -> Ran {
    let home = Home::new();
    std::fs::write(home.config(), config).unwrap();
    let trusted = home.write("authority.pem", by.pem());
    tokio::task::spawn_blocking(move || {
        let mut command = home.command();
        command
            .env("SSL_CERT_FILE", trusted)
            .args(["add", &address]);
        Ran::from(command.output().unwrap())
    })
    .await
    .unwrap()
}

#[tokio::test]
async fn a_certificate_of_a_trusted_authority_is_accepted() {
    let authority = authority("Harbour authority");
    let address = serve(Identity::signed(&certificate("localhost"), &authority)).await;
    let added = add(address, &authority).await;
    assert_eq!(added.code, 0, "{}", added.err);
    assert!(
        added.out.starts_with("added Harbour Wire ("),
        "{}",
        added.out
    );
}

#[tokio::test]
async fn every_broken_certificate_is_refused_with_its_reason() {
    let trusted = authority("Harbour authority");
    let stranger = authority("Somebody else");
    let mut expired = certificate("localhost");
    expired.not_before = date_time_ymd(2001, 1, 1);
    expired.not_after = date_time_ymd(2002, 1, 1);
    let mut early = certificate("localhost");
    early.not_before = date_time_ymd(4000, 1, 1);
    let mut own_authority = certificate("localhost");
    own_authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let cases = [
        (
            Identity::signed(&expired, &trusted),
            "TLS: the certificate has expired",
        ),
        (
            Identity::signed(&early, &trusted),
            "TLS: the certificate is not valid yet; is this computer's clock right?",
        ),
        (
            Identity::signed(&certificate("elsewhere.example"), &trusted),
            "TLS: the certificate is for another host than localhost",
        ),
        (
            Identity::signed(&certificate("localhost"), &stranger),
            "TLS: the certificate is from an unknown issuer, or signed by itself",
        ),
        (
            Identity::self_signed(&certificate("localhost")),
            "TLS: the certificate is from an unknown issuer, or signed by itself",
        ),
        (
            Identity::self_signed(&own_authority),
            "TLS: the certificate is signed by itself",
        ),
    ];
    for (identity, reason) in cases {
        let address = serve(identity).await;
        let refused = add(address.clone(), &trusted).await;
        assert_eq!(
            (refused.code, refused.err.trim()),
            (
                1,
                format!("squelch: cannot add {address}: {reason}").as_str()
            )
        );
    }
}

#[tokio::test]
async fn http_2_is_spoken_where_offered_and_never_where_the_person_forbade_it() {
    let authority = authority("Harbour authority");
    // Only who did not agree upon HTTP/2 understands this server.
    let identity = || Identity::signed(&certificate("localhost"), &authority);
    let offered = serve_protocols(identity(), &["h2", "http/1.1"]).await;
    let misunderstood = add(offered.clone(), &authority).await;
    assert_eq!(misunderstood.code, 1, "{}", misunderstood.out);
    let only = "[[feeds]]\naddress = \"localhost\"\nhttp1_only = true\n";
    let added = add_with(offered, &authority, only).await;
    assert_eq!(added.code, 0, "{}", added.err);
}
