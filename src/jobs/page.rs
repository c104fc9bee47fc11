//! Pages of the web: fetched when a person names one, and for the full text of a story.

use url::Url;

use crate::domain::Timestamp;
use crate::fetch::{FetchRequest, FetchResult, Fetcher};

/// What was fetched, as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchedPage {
    pub bytes: Vec<u8>,
    pub content_type: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum PageError {
    #[error("`{0}` is not an http or https address")]
    Address(String),
    #[error("{0} is not fetched while offline")]
    Offline(Url),
    #[error("{url}: {why}")]
    Fetch { url: Url, why: String },
}

/// Fetches a page.
pub async fn fetch(
    fetcher: &Fetcher,
    address: &str,
    is_offline: bool,
    now: Timestamp,
) -> Result<FetchedPage, PageError> {
    let url = Url::parse(address)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .ok_or_else(|| PageError::Address(address.to_owned()))?;
    if is_offline {
        return Err(PageError::Offline(url));
    }
    let request = FetchRequest::whole(url.clone());
    let fail = |why: String| PageError::Fetch {
        url: url.clone(),
        why,
    };
    match fetcher.fetch(request, now).await.result {
        FetchResult::Body {
            bytes,
            content_type,
            ..
        } => Ok(FetchedPage {
            bytes,
            content_type,
        }),
        FetchResult::Failed(failure) => Err(fail(failure.to_string())),
        FetchResult::Waiting { until } => Err(fail(format!(
            "its host asked to be left alone until {}",
            until.clock(&super::clock::zone())
        ))),
        FetchResult::NotModified => Err(fail("the server sent no page".to_owned())),
    }
}
