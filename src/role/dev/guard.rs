//! Who may talk to `replybot dev`: programs of this computer, and its own page. The page of another
//! web site can reach 127.0.0.1 as well, by a name of its own that leads there (DNS rebinding), or
//! by a form that it sends; a browser says so in `Host`, `Origin` and `Sec-Fetch-Site`.

use axum::extract::Request;
use axum::http::header::{HOST, HeaderName, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::problem::Problem;

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");

/// The names of this computer.
const NAMES: [&str; 3] = ["127.0.0.1", "localhost", "[::1]"];

/// Lets a request through that is for us at `port`, and is not another site's.
pub async fn guard(port: u16, request: Request, next: Next) -> Response {
    match refusal(port, &request) {
        None => next.run(request).await,
        Some(why) => {
            tracing::warn!(why, "a request was refused");
            Problem::new(StatusCode::FORBIDDEN, why).into_response()
        }
    }
}

fn refusal(port: u16, request: &Request) -> Option<&'static str> {
    let headers = request.headers();
    // A request line with a whole address is above the header (RFC 9112 §3.2.2).
    let host = match request.uri().authority() {
        Some(authority) => Some(authority.as_str()),
        None => only(headers, &HOST),
    };
    if !host.is_some_and(|host| is_own(host, port)) {
        return Some("this is `replybot dev`, which answers to 127.0.0.1 and localhost alone");
    }
    if headers.contains_key(ORIGIN) {
        let origin = only(headers, &ORIGIN).and_then(|origin| origin.strip_prefix("http://"));
        if !origin.is_some_and(|origin| is_own(origin, port)) {
            return Some("the request comes from another site's page");
        }
    }
    match only(headers, &FETCH_SITE) {
        None if headers.contains_key(FETCH_SITE) => Some("the request comes from nowhere known"),
        None | Some("same-origin" | "none") => None,
        // A link to the page itself.
        Some(_)
            if request.method() == Method::GET
                && request.uri().path() == "/"
                && only(headers, &FETCH_MODE) == Some("navigate") =>
        {
            None
        }
        Some(_) => Some("the request comes from another site's page"),
    }
}

/// The value of a header that is there once.
fn only<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

fn is_own(authority: &str, port: u16) -> bool {
    let Ok(authority) = authority.parse::<Authority>() else {
        return false;
    };
    // A name alone means port 80; user information is no part of a Host or an Origin.
    let given = authority.port_u16().unwrap_or(80);
    let is_plain = !authority.as_str().contains('@');
    let name = authority.host();
    is_plain && given == port && NAMES.iter().any(|own| own.eq_ignore_ascii_case(name))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn refused(method: &str, path: &str, headers: &[(&str, &str)]) -> bool {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        refusal(3000, &request.body(Body::empty()).unwrap()).is_some()
    }

    #[test]
    fn only_our_own_names_and_pages_are_let_in() {
        for host in [
            "127.0.0.1:3000",
            "localhost:3000",
            "LocalHost:3000",
            "[::1]:3000",
        ] {
            assert!(!refused("GET", "/", &[("host", host)]), "{host}");
            let origin = format!("http://{host}");
            let own = [
                ("host", host),
                ("origin", &*origin),
                ("sec-fetch-site", "same-origin"),
            ];
            assert!(!refused("POST", "/dev/mails", &own), "{host}");
        }
        for host in [
            "evil.example",
            "evil.example:3000",
            "127.0.0.1",
            "127.0.0.1:3001",
            "localhost.evil.example:3000",
            "127.0.0.1:3000@evil.example",
            "evil@127.0.0.1:3000",
            "127.0.0.1.nip.example:3000",
            "0.0.0.0:3000",
            "",
        ] {
            assert!(refused("GET", "/dev/outbox", &[("host", host)]), "{host}");
        }
        assert!(refused("GET", "/", &[]));
        assert!(refused(
            "GET",
            "/",
            &[("host", "localhost:3000"), ("host", "localhost:3000")]
        ));
        assert!(refused(
            "GET",
            "http://evil.example/",
            &[("host", "localhost:3000")]
        ));
    }

    #[test]
    fn another_sites_page_is_not_let_in() {
        let host = ("host", "localhost:3000");
        for origin in [
            "http://evil.example",
            "https://localhost:3000",
            "http://localhost:4000",
            "http://localhost",
            "null",
            "",
        ] {
            assert!(
                refused("POST", "/dev/mails", &[host, ("origin", origin)]),
                "{origin}"
            );
            assert!(
                refused("GET", "/workspace/events", &[host, ("origin", origin)]),
                "{origin}"
            );
        }
        for site in ["cross-site", "same-site", "x"] {
            let from = [host, ("sec-fetch-site", site)];
            assert!(refused("GET", "/dev/outbox", &from), "{site}");
            assert!(refused("POST", "/dev/mails", &from), "{site}");
            // A link in a README leads to the page, and to nothing else.
            let link = [
                host,
                ("sec-fetch-site", site),
                ("sec-fetch-mode", "navigate"),
            ];
            assert!(!refused("GET", "/", &link), "{site}");
            assert!(refused("GET", "/dev/outbox", &link), "{site}");
            assert!(refused("POST", "/", &link), "{site}");
        }
        // A program says nothing of sites.
        assert!(!refused("POST", "/dev/mails", &[host]));
        assert!(!refused("GET", "/", &[host, ("sec-fetch-site", "none")]));
    }
}
