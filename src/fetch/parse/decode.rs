//! From bytes to text: which encoding a document is really in.
//!
//! Servers and XML declarations lie often, bytes seldom: what is valid UTF-8 is UTF-8 whatever the labels say.

use std::borrow::Cow;
use std::io::Read;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::memmem;

/// More than this is not unpacked, in bytes.
const MAX_UNPACKED: u64 = 16 << 20;

/// The XML declaration is looked for in so many bytes: comments and PHP warnings may come before it.
const DECLARATION_WINDOW: usize = 2048;

/// A document as text.
#[derive(Debug)]
pub(super) struct Decoded<'a> {
    pub(super) text: Cow<'a, str>,
    /// Lower case: `utf-8`, `windows-1251`.
    pub(super) encoding: String,
}

/// Returns the text of a document, [unpacked](unpack) before, and what it was decoded from. Says in `warnings` where
/// labels or bytes were wrong.
pub(super) fn decode<'a>(
    bytes: &'a [u8],
    content_type: Option<&str>,
    warnings: &mut Vec<String>,
) -> Decoded<'a> {
    if let Some(decoded) = decode_wide(bytes) {
        return decoded;
    }
    let has_mark = bytes.starts_with(b"\xEF\xBB\xBF");
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let declared = declared_label(bytes);
    let header = content_type.and_then(charset).map(str::to_owned);
    let labels: Vec<&'static Encoding> = [header.as_deref(), declared.as_deref()]
        .into_iter()
        .flatten()
        .filter_map(|label| Encoding::for_label(label.trim().as_bytes()))
        .collect();
    let is_stateful = !has_mark
        && bytes.contains(&0x1B)
        && labels
            .iter()
            .any(|encoding| !encoding.is_ascii_compatible());
    if !is_stateful && let Ok(text) = std::str::from_utf8(bytes) {
        if let Some(wrong) = labels.iter().find(|encoding| **encoding != UTF_8)
            && !text.is_ascii()
        {
            warnings.push(format!(
                "labelled {} but written in utf-8",
                wrong.name().to_ascii_lowercase()
            ));
        }
        return Decoded {
            text: Cow::Borrowed(text),
            encoding: "utf-8".to_owned(),
        };
    }
    for encoding in &labels {
        // A UTF-16 label on bytes of one each is wrong by what we see.
        if *encoding == UTF_8 || *encoding == UTF_16LE || *encoding == UTF_16BE {
            continue;
        }
        let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
        if !had_errors {
            return Decoded {
                text,
                encoding: encoding.name().to_ascii_lowercase(),
            };
        }
    }
    if let Some(text) = repair_utf8(bytes, has_mark || labels.contains(&UTF_8)) {
        warnings.push("bytes that are not utf-8 were read as windows-1252".to_owned());
        return Decoded {
            text: Cow::Owned(text),
            encoding: "utf-8".to_owned(),
        };
    }
    // A wrong byte here and there does not make a label wrong; a guess must do better than that.
    if let Some((encoding, text)) = labels
        .iter()
        .filter(|encoding| !matches!(**encoding, e if e == UTF_8 || e == UTF_16LE || e == UTF_16BE))
        .map(|encoding| (*encoding, encoding.decode_without_bom_handling(bytes).0))
        .find(|(_, text)| text.matches('\u{FFFD}').count() * 50 <= bytes.len())
    {
        warnings.push(format!(
            "some bytes do not exist in {}",
            encoding.name().to_ascii_lowercase()
        ));
        return Decoded {
            text,
            encoding: encoding.name().to_ascii_lowercase(),
        };
    }
    let encoding = guess(bytes);
    warnings.push(format!(
        "encoding guessed as {}",
        encoding.name().to_ascii_lowercase()
    ));
    Decoded {
        text: encoding.decode_without_bom_handling(bytes).0,
        encoding: encoding.name().to_ascii_lowercase(),
    }
}

/// Returns the encoding that the lines with bytes beyond ASCII look most like.
fn guess(bytes: &[u8]) -> &'static Encoding {
    // So much is plenty: more changes no guess, and the detector takes a microsecond for a byte.
    const ENOUGH: usize = 16 << 10;
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    let mut left = ENOUGH;
    let telling = bytes
        .split_inclusive(|byte| *byte == b'\n')
        .filter(|line| !line.is_ascii() || line.contains(&0x1B));
    for line in telling {
        let piece = line.get(..left).unwrap_or(line);
        detector.feed(piece, false);
        left -= piece.len();
        if left == 0 {
            break;
        }
    }
    detector.feed(&[], true);
    detector.guess(None, Utf8Detection::Allow)
}

/// Unpacks a gzip file that was served as it lies on the disk.
pub(super) fn unpack<'a>(bytes: &'a [u8], warnings: &mut Vec<String>) -> Cow<'a, [u8]> {
    if !bytes.starts_with(&[0x1F, 0x8B]) {
        return Cow::Borrowed(bytes);
    }
    let mut unpacked = Vec::new();
    let result = flate2::read::MultiGzDecoder::new(bytes)
        .take(MAX_UNPACKED)
        .read_to_end(&mut unpacked);
    if unpacked.is_empty() {
        return Cow::Borrowed(bytes);
    }
    warnings.push("a gzip file served without saying so".to_owned());
    if result.is_err() {
        warnings.push("the gzip file is cut off".to_owned());
    } else if unpacked.len() as u64 == MAX_UNPACKED {
        warnings.push("only the first 16 MiB of the gzip file were read".to_owned());
    }
    Cow::Owned(unpacked)
}

/// Reads UTF-16 and UTF-32, known by their mark or by the zeros around the first `<` or the white space before it.
fn decode_wide(bytes: &[u8]) -> Option<Decoded<'static>> {
    let start = bytes.get(..4).unwrap_or(bytes);
    let (name, skip, unit) = match start {
        [0xFF, 0xFE, 0, 0] => ("utf-32le", 4, 4),
        [0, 0, 0xFE, 0xFF] => ("utf-32be", 4, 4),
        [b'<' | b'{' | b'\n' | b'\r' | b'\t' | b' ', 0, 0, 0] => ("utf-32le", 0, 4),
        [0, 0, 0, b'<' | b'{' | b'\n' | b'\r' | b'\t' | b' '] => ("utf-32be", 0, 4),
        [0xFF, 0xFE, ..] => ("utf-16le", 2, 2),
        [0xFE, 0xFF, ..] => ("utf-16be", 2, 2),
        [b'<' | b'{' | b'\n' | b'\r' | b'\t' | b' ', 0, _, 0] => ("utf-16le", 0, 2),
        [0, b'<' | b'{' | b'\n' | b'\r' | b'\t' | b' ', 0, _] => ("utf-16be", 0, 2),
        _ => return None,
    };
    let body = bytes.get(skip..)?;
    let is_big = name.ends_with("be");
    let text = if unit == 4 {
        body.chunks_exact(4)
            .map(|four| {
                let four = [four[0], four[1], four[2], four[3]];
                let number = if is_big {
                    u32::from_be_bytes(four)
                } else {
                    u32::from_le_bytes(four)
                };
                char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER)
            })
            .collect()
    } else {
        let encoding = if is_big { UTF_16BE } else { UTF_16LE };
        encoding.decode_without_bom_handling(body).0.into_owned()
    };
    Some(Decoded {
        text: Cow::Owned(text),
        encoding: name.to_owned(),
    })
}

/// Returns the text when the bytes are UTF-8 with a few foreign bytes among them: these are read as windows-1252.
fn repair_utf8(bytes: &[u8], is_labelled: bool) -> Option<String> {
    let mut good = 0_usize;
    let mut bad = 0_usize;
    for chunk in bytes.utf8_chunks() {
        good += chunk
            .valid()
            .chars()
            .filter(|char| !char.is_ascii())
            .count();
        bad += chunk.invalid().len();
    }
    // A document in another encoding has next to no valid sequences; one cut from pieces has many. Where UTF-8 is
    // claimed and nothing but single foreign bytes is seen, windows-1252 is what they are in the West.
    if good == 0 || (good < bad && !is_labelled) || good * 4 < bad {
        return None;
    }
    let mut text = String::with_capacity(bytes.len() + bad);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
    }
    Some(text)
}

/// Returns the value of `charset` in a Content-Type.
fn charset(content_type: &str) -> Option<&str> {
    content_type.split(';').skip(1).find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("charset")
            .then(|| value.trim().trim_matches(['"', '\'']))
    })
}

/// Returns the encoding that the XML declaration names.
fn declared_label(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..DECLARATION_WINDOW).unwrap_or(bytes);
    let start = memmem::find(head, b"<?xml")?;
    let declaration = head.get(start..)?;
    let end = memmem::find(declaration, b">").unwrap_or(declaration.len());
    let declaration = declaration.get(..end)?;
    let value = declaration.get(memmem::find(declaration, b"encoding")? + "encoding".len()..)?;
    let label: String = value
        .iter()
        .map(|byte| char::from(*byte))
        .skip_while(|char| char.is_ascii_whitespace() || matches!(char, '=' | '"' | '\''))
        .take_while(|char| !matches!(char, '"' | '\'' | '?' | ' '))
        .collect();
    (!label.is_empty()).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], content_type: Option<&str>) -> (String, String) {
        let decoded = decode(bytes, content_type, &mut Vec::new());
        (decoded.text.into_owned(), decoded.encoding)
    }

    #[test]
    fn bytes_win_over_labels() {
        let latin = b"<?xml version='1.0' encoding='utf-8'?><a>caf\xE9 cr\xE8me d\xE9j\xE0 vu</a>";
        assert!(read(latin, None).0.contains("café crème déjà vu"));
        let utf8 = "<?xml encoding='iso-8859-1'?><a>café</a>".as_bytes();
        assert_eq!(
            read(utf8, Some("text/xml; charset=windows-1252")).1,
            "utf-8"
        );
        let cyrillic = b"<?xml encoding=\"windows-1251\"?><a>\xCF\xF0\xE8\xE2\xE5\xF2</a>";
        assert!(read(cyrillic, None).0.contains("Привет"));
        let header = b"<a>\xCF\xF0\xE8\xE2\xE5\xF2</a>";
        assert!(
            read(header, Some("text/xml; charset=\"windows-1251\""))
                .0
                .contains("Привет")
        );
    }

    #[test]
    fn foreign_bytes_in_utf8_are_read_one_by_one() {
        let mixed = b"<a>caf\xC3\xA9, d\xC3\xA9j\xC3\xA0, it\x92s</a>";
        assert_eq!(read(mixed, None).0, "<a>café, déjà, it’s</a>");
    }

    #[test]
    fn wide_encodings_are_known_by_mark_or_zeros() {
        for text in ["<a>é</a>", "{\"a\":1}"] {
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert_eq!(read(&little, None).0, text);
            let big: Vec<u8> = text
                .chars()
                .flat_map(|char| (char as u32).to_be_bytes())
                .collect();
            assert_eq!(read(&big, None).0, text);
        }
        let marked = [&[0xFF, 0xFE][..], &[b'<', 0, b'a', 0, b'>', 0]].concat();
        assert_eq!(
            read(&marked, None),
            ("<a>".to_owned(), "utf-16le".to_owned())
        );
    }
}
