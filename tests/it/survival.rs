//! Servers that mean harm, on loopback: each is named in words, and the feed beside them comes through.

use std::io::Write;
use std::sync::Arc;

use flate2::{Compress, Compression, FlushCompress};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Duration, sleep};

use crate::sealed::Home;

const MIB: usize = 1 << 20;
const FEED: &str = "<rss version=\"2.0\"><channel><title>Harbour Wire</title><item><guid>1</guid>\
    <title>Port strike ends</title></item></channel></rss>";

/// A body in this encoding that unpacks to 1 GiB of zeros, most of it one piece repeated.
struct Bomb {
    encoding: &'static str,
    start: Vec<u8>,
    piece: Vec<u8>,
    /// How often the piece comes.
    times: usize,
}

impl Bomb {
    /// Pieces ended by a flush stand on whole bytes, so that they can be repeated.
    fn deflate(encoding: &'static str, start: &[u8]) -> Self {
        let mut packer = Compress::new(Compression::best(), false);
        let mut piece = Vec::with_capacity(MIB);
        packer
            .compress_vec(&vec![0; MIB], &mut piece, FlushCompress::Full)
            .unwrap();
        Self {
            encoding,
            start: start.to_vec(),
            piece,
            times: 1_024,
        }
    }

    fn brotli() -> Self {
        let mut packer = brotli::CompressorWriter::new(Vec::new(), 4_096, 5, 22);
        let zeros = vec![0; MIB];
        let mut ends = Vec::new();
        // The window is full of zeros from the fifth piece on: from there each is like the one before.
        for _ in 0..6 {
            packer.write_all(&zeros).unwrap();
            packer.flush().unwrap();
            ends.push(packer.get_ref().len());
        }
        let packed = packer.get_ref().clone();
        Self {
            encoding: "br",
            start: packed[..ends[4]].to_vec(),
            piece: packed[ends[4]..ends[5]].to_vec(),
            times: 1_019,
        }
    }

    /// Blocks of one byte repeated 131,072 times (RFC 8878, RLE blocks).
    fn zstd() -> Self {
        let header = (131_072_u32 << 3) | (1 << 1);
        let mut piece = header.to_le_bytes()[..3].to_vec();
        piece.push(0);
        Self {
            encoding: "zstd",
            start: vec![0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38],
            piece,
            times: 8_192,
        }
    }

    fn answer(&self) -> Vec<u8> {
        let mut answer = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Encoding: {}\r\nConnection: close\r\n\r\n",
            self.encoding
        )
        .into_bytes();
        answer.extend(&self.start);
        for _ in 0..self.times {
            answer.extend(&self.piece);
        }
        answer
    }
}

fn bombs() -> Vec<Bomb> {
    vec![
        Bomb::deflate("gzip", &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]),
        Bomb::deflate("deflate", &[0x78, 0xda]),
        Bomb::brotli(),
        Bomb::zstd(),
    ]
}

fn plain(headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n{headers}Connection: close\r\n\r\n{body}")
        .into_bytes()
}

/// Writes the same bytes until the reader has enough, with a rest between.
async fn drip(stream: &mut TcpStream, head: &str, bytes: &[u8], rest: Duration) {
    let _ = stream.write_all(head.as_bytes()).await;
    while stream.write_all(bytes).await.is_ok() {
        sleep(rest).await;
    }
}

async fn answer(mut stream: TcpStream, bombs: Arc<Vec<Bomb>>) {
    let mut request = [0; 4096];
    let length = stream.read(&mut request).await.unwrap_or(0);
    let request = String::from_utf8_lossy(&request[..length]).into_owned();
    let place = request.split(' ').nth(1).unwrap_or_default();
    let body = "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n<rss>";
    let bytes = match place {
        "/endless" => return drip(&mut stream, body, &[b'x'; 8_192], Duration::ZERO).await,
        "/trickle" => return drip(&mut stream, body, b"x", Duration::from_millis(100)).await,
        "/slow-headers" => {
            let head = "HTTP/1.1 200 OK\r\nX-Slow: ";
            return drip(&mut stream, head, b"y", Duration::from_millis(100)).await;
        }
        "/header-flood" => {
            let head = "HTTP/1.1 200 OK\r\n";
            let flood = "X-Flood: zzzzzzzz\r\n".repeat(4_096);
            return drip(&mut stream, head, flood.as_bytes(), Duration::ZERO).await;
        }
        "/silence" => return sleep(Duration::from_mins(1)).await,
        "/loop" => b"HTTP/1.1 302 Found\r\nLocation: /loop\r\nConnection: close\r\n\r\n".to_vec(),
        "/cut" => plain("Content-Length: 9999\r\n", FEED),
        "/cut-gzip" => {
            let mut packer = flate2::write::GzEncoder::new(Vec::new(), Compression::fast());
            packer.write_all(FEED.as_bytes()).unwrap();
            let packed = packer.finish().unwrap();
            let mut answer = plain("Content-Encoding: gzip\r\n", "");
            answer.extend(&packed[..packed.len() / 2]);
            answer
        }
        "/nonsense" => b"220 mail.example ESMTP\r\n".to_vec(),
        "/lengths" => plain("Content-Length: 5\r\nContent-Length: 500\r\n", FEED),
        "/good" => plain(&format!("Content-Length: {}\r\n", FEED.len()), FEED),
        place => match bombs
            .iter()
            .find(|bomb| place.strip_prefix("/bomb-") == Some(bomb.encoding))
        {
            Some(bomb) => bomb.answer(),
            None => b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_vec(),
        },
    };
    let _ = stream.write_all(&bytes).await;
    let _ = stream.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_servers_are_named_and_the_feed_beside_them_comes_through() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let bombs = Arc::new(bombs());
    for bomb in bombs.iter() {
        let size = bomb.start.len() + bomb.times * bomb.piece.len();
        assert!(size < 2 * MIB, "{} is no bomb: {size}", bomb.encoding);
    }
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream, Arc::clone(&bombs)));
        }
    });
    let too_large = "too large: over 4 MiB";
    let silent = "timeout: nothing came within 3 s";
    let late = "timeout: no complete answer within 6 s";
    let cases = [
        ("/bomb-gzip", too_large),
        ("/bomb-deflate", too_large),
        ("/bomb-br", too_large),
        ("/bomb-zstd", too_large),
        ("/endless", too_large),
        ("/trickle", late),
        ("/slow-headers", silent),
        ("/silence", silent),
        ("/header-flood", "the answer is not valid HTTP"),
        ("/loop", "redirects in a circle at "),
        ("/cut", "the answer broke off"),
        ("/cut-gzip", "the answer broke off"),
        ("/nonsense", "the answer is not valid HTTP"),
        ("/lengths", "the answer is not valid HTTP"),
    ];
    let home = Home::new();
    std::fs::write(
        home.config(),
        "[fetch]\nper_host = 32\nmax_body = 4\ntotal_timeout = 6\nread_timeout = 3\n",
    )
    .unwrap();
    let outlines: String = cases
        .iter()
        .map(|(place, _)| *place)
        .chain(["/good"])
        .map(|place| {
            format!(
                "<outline type=\"rss\" text=\"{place}\" xmlUrl=\"http://127.0.0.1:{port}{place}\"/>"
            )
        })
        .collect();
    let file = home.write(
        "in.opml",
        format!("<opml version=\"2.0\"><body>{outlines}</body></opml>"),
    );
    home.run(&["import", file.to_str().unwrap()]);
    let refreshed = home.run(&["refresh"]);
    assert_eq!(
        refreshed.out.trim(),
        "15 fetched, 1 new, 0 updated, 14 failing",
        "{}",
        refreshed.err
    );
    for (place, sentence) in cases {
        let line = refreshed
            .err
            .lines()
            .find(|line| line.contains(&format!("{place}: ")));
        assert!(
            line.is_some_and(|line| line.contains(sentence)),
            "{place} should say \"{sentence}\": {line:?} in\n{}",
            refreshed.err
        );
    }
    assert!(home.run(&["list"]).out.contains("Port strike ends"));
}
