//! Recognises the walls that sites put up against robots, by what they leave in headers and page.

use reqwest::header::HeaderMap;

/// Headers that only a wall's refusal carries: name, start of the value in lower case, whose wall.
const HEADERS: &[(&str, &str, &str)] = &[
    ("cf-mitigated", "", "Cloudflare"),
    ("x-datadome", "", "DataDome"),
    ("x-dd-b", "", "DataDome"),
    ("x-amzn-waf-action", "", "AWS WAF"),
    ("x-vercel-mitigated", "", "Vercel"),
    ("x-vercel-challenge-token", "", "Vercel"),
    ("x-sucuri-block", "", "Sucuri"),
    ("x-iinfo", "", "Imperva"),
    ("server", "cloudflare", "Cloudflare"),
    ("server", "akamaighost", "Akamai"),
    ("server", "sucuri", "Sucuri"),
    ("server", "ddos-guard", "DDoS-Guard"),
];

/// Texts of challenge pages, in lower case.
const PAGES: &[(&str, &str)] = &[
    ("<title>just a moment...", "Cloudflare"),
    ("<title>attention required! | cloudflare", "Cloudflare"),
    ("/cdn-cgi/challenge-platform/", "Cloudflare"),
    ("captcha-delivery.com", "DataDome"),
    ("_incapsula_resource", "Imperva"),
    ("px-captcha", "PerimeterX"),
    ("perimeterx", "PerimeterX"),
    ("awswafcookiedomainlist", "AWS WAF"),
    ("making sure you&#39;re not a bot", "Anubis"),
    ("making sure you're not a bot", "Anubis"),
    ("/.within.website/x/cmd/anubis", "Anubis"),
    ("sucuri website firewall", "Sucuri"),
    ("ddos-guard", "DDoS-Guard"),
];

/// How much of a page is looked at.
const LOOKED_AT: usize = 64 << 10;

/// Returns whose wall refused the request (the answer had an error status).
pub(super) fn of_refusal(headers: &HeaderMap, body: &[u8]) -> Option<&'static str> {
    of_page(body).or_else(|| of_headers(headers))
}

/// Returns whose wall a page is that came in place of a feed, whatever its status.
pub(super) fn of_page(body: &[u8]) -> Option<&'static str> {
    let start = body.get(..LOOKED_AT).unwrap_or(body);
    let page = String::from_utf8_lossy(start).to_ascii_lowercase();
    PAGES
        .iter()
        .find(|(sign, _)| page.contains(sign))
        .map(|(_, wall)| *wall)
}

fn of_headers(headers: &HeaderMap) -> Option<&'static str> {
    HEADERS
        .iter()
        .find(|(name, start, _)| {
            headers.get(*name).is_some_and(|value| {
                value
                    .as_bytes()
                    .to_ascii_lowercase()
                    .starts_with(start.as_bytes())
            })
        })
        .map(|(_, _, wall)| *wall)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walls_are_named_by_page_or_header() {
        let none = HeaderMap::new();
        let mut cloudflare = HeaderMap::new();
        cloudflare.insert("server", "cloudflare".parse().unwrap());
        let cases: [(&HeaderMap, &str, Option<&str>); 4] = [
            (&cloudflare, "error", Some("Cloudflare")),
            (
                &none,
                "<html><title>Just a moment...</title>",
                Some("Cloudflare"),
            ),
            (
                &none,
                "<script src=https://ct.captcha-delivery.com/c.js>",
                Some("DataDome"),
            ),
            (&none, "<h1>Forbidden</h1>", None),
        ];
        for (headers, body, wall) in cases {
            assert_eq!(of_refusal(headers, body.as_bytes()), wall, "{body}");
        }
    }
}
