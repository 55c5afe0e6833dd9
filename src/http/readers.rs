//! Who may read `/metrics`: programs on this machine, and callers with `METRICS_TOKEN`.

use std::net::SocketAddr;

use axum::http::header::{AUTHORIZATION, FORWARDED, HOST, HeaderName, VIA};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

use super::Service;
use super::callers::bearer;
use crate::problem::Problem;

/// The other end of the connection; a request that came some other way has none.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// What proxies add. Behind one on this machine, everybody's connection comes from this machine.
const BY_PROXIES: [HeaderName; 6] = [
    FORWARDED,
    VIA,
    HeaderName::from_static("x-forwarded-for"),
    HeaderName::from_static("x-forwarded-host"),
    HeaderName::from_static("x-forwarded-proto"),
    HeaderName::from_static("x-real-ip"),
];

/// Lets a reader in.
pub(super) async fn check(service: &Service, request: &Parts) -> Result<(), Problem> {
    if is_on_this_machine(request) {
        return Ok(());
    }
    let Some(token) = &service.http.metrics_token else {
        return Err(Problem::new(
            StatusCode::FORBIDDEN,
            "metrics are for this machine alone, as long as METRICS_TOKEN is not set",
        ));
    };
    let given = request.headers.get(AUTHORIZATION);
    let given = given.and_then(|given| bearer(given.to_str().ok()?));
    let is = |expected: &SecretString, given: &str| -> bool {
        let expected = expected.expose_secret().as_bytes();
        given.as_bytes().ct_eq(expected).into()
    };
    let expected = token.current();
    if let Some(given) = given
        && (is(&expected, given) || (token.refresh(&expected).await && is(&token.current(), given)))
    {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::UNAUTHORIZED,
        "the Authorization header is missing or wrong: it must be Bearer and METRICS_TOKEN's value",
    ))
}

fn is_on_this_machine(request: &Parts) -> bool {
    let peer = request.extensions.get::<Peer>();
    let is_near = peer.is_some_and(|Peer(address)| address.ip().to_canonical().is_loopback());
    let headers = &request.headers;
    is_near && !BY_PROXIES.iter().any(|it| headers.contains_key(it)) && names_this_machine(headers)
}

/// A proxy that adds nothing still passes on, or names, the host that was asked for; so does the
/// page of another site that leads its own name here.
fn names_this_machine(headers: &HeaderMap) -> bool {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let host = host.and_then(|host| host.parse::<axum::http::uri::Authority>().ok());
    host.is_some_and(|host| {
        let name = host.host().trim_matches(['[', ']']);
        let address = name.parse::<std::net::IpAddr>();
        name.eq_ignore_ascii_case("localhost") || address.is_ok_and(|it| it.is_loopback())
    })
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn asked_by(peer: Option<&str>) -> bool {
        let mut request = Request::new(());
        request
            .headers_mut()
            .insert(HOST, "localhost:8080".parse().expect("a host"));
        if let Some(peer) = peer {
            let peer = Peer(peer.parse().expect("an address"));
            request.extensions_mut().insert(peer);
        }
        is_on_this_machine(&request.into_parts().0)
    }

    #[test]
    fn the_other_end_of_the_connection_is_this_machine_or_a_stranger() {
        for near in [
            "127.0.0.1:9",
            "127.9.9.9:9",
            "[::1]:9",
            "[::ffff:127.0.0.1]:9",
        ] {
            assert!(asked_by(Some(near)), "{near}");
        }
        for far in [
            "192.0.2.1:9",
            "10.0.0.1:9",
            "169.254.1.1:9",
            "0.0.0.0:9",
            "[::ffff:192.0.2.1]:9",
            "[fe80::1]:9",
            "[2001:db8::1]:9",
        ] {
            assert!(!asked_by(Some(far)), "{far}");
        }
        assert!(!asked_by(None), "no connection is known");
    }
}
