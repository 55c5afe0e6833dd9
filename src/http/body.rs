//! Reads the body of a request within bounds of bytes, of time, and of what all callers together
//! may have in this process's memory: who a caller is, is mostly known only when the body is there.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::CONTENT_LENGTH;
use axum::http::{HeaderMap, StatusCode};
use futures_util::StreamExt;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::problem::Problem;

/// The largest body that is read.
pub(super) const LARGEST: usize = 1024 * 1024;
/// From the end of the headers to the end of the body, however many bytes come in between.
const WITHIN: Duration = Duration::from_secs(5);
/// What all bodies that are being read may hold, in units of [`UNIT`]: 32 MiB.
const ROOM: usize = 32 * 1024;
const UNIT: usize = 1024;

/// Where bodies are read. Clones share the room.
#[derive(Clone, Debug)]
pub(super) struct Bodies {
    room: Arc<Semaphore>,
}

impl Default for Bodies {
    fn default() -> Bodies {
        Bodies {
            room: Arc::new(Semaphore::new(ROOM)),
        }
    }
}

impl Bodies {
    /// The whole body.
    ///
    /// # Errors
    /// A [`Problem`] to answer with: 413, at once when a longer body is announced; 408; 400 when it
    /// breaks off; 503 when there is no room at the moment.
    pub(super) async fn read(&self, headers: &HeaderMap, body: Body) -> Result<Bytes, Problem> {
        let announced = headers.get(CONTENT_LENGTH);
        let announced = announced.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
        if announced.is_some_and(|length| length > LARGEST as u64) {
            return Err(too_large());
        }
        match timeout(WITHIN, self.collect(body)).await {
            Ok(read) => read,
            Err(_) => Err(Problem::new(
                StatusCode::REQUEST_TIMEOUT,
                "the request did not arrive in time",
            )),
        }
    }

    async fn collect(&self, body: Body) -> Result<Bytes, Problem> {
        let mut chunks = body.into_data_stream();
        let (mut whole, mut taken) = (Vec::new(), Vec::new());
        while let Some(chunk) = chunks.next().await {
            let chunk =
                chunk.map_err(|_| Problem::new(StatusCode::BAD_REQUEST, "the body breaks off"))?;
            if whole.len() + chunk.len() > LARGEST {
                return Err(too_large());
            }
            let units = (whole.len() + chunk.len()).div_ceil(UNIT) - whole.len().div_ceil(UNIT);
            // No more than fit into the largest body.
            let units = u32::try_from(units).unwrap_or(u32::MAX);
            match self.room.try_acquire_many(units) {
                Ok(permit) => taken.push(permit),
                Err(_) => return Err(no_room()),
            }
            whole.extend_from_slice(&chunk);
        }
        Ok(whole.into())
    }
}

fn too_large() -> Problem {
    Problem::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "the body is larger than 1 MiB",
    )
}

fn no_room() -> Problem {
    Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "as many requests are being read as fit into memory; try again later",
    )
    .retry_after(Duration::from_secs(1))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use futures_util::stream;

    use super::*;

    fn chunk() -> Result<Bytes, std::io::Error> {
        Ok(Bytes::from(vec![b'x'; 64 * 1024]))
    }

    /// A body that stops half-way and is still held.
    fn half() -> Body {
        let begun = stream::iter((0..8).map(|_| chunk()));
        Body::from_stream(begun.chain(stream::pending()))
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_never_ends_is_given_up_however_it_trickles() {
        let trickle = stream::unfold((), |()| async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            Some((Ok::<_, std::io::Error>(Bytes::from_static(b"x")), ()))
        });
        let (bodies, headers) = (Bodies::default(), HeaderMap::new());
        let read = bodies.read(&headers, Body::from_stream(trickle));
        let problem = read.await.unwrap_err();
        assert_eq!(problem.status(), StatusCode::REQUEST_TIMEOUT);
    }

    #[tokio::test]
    async fn a_longer_body_is_refused_before_it_is_read() {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_LENGTH, "1048577".parse().unwrap());
        let never = Body::from_stream(stream::pending::<Result<Bytes, std::io::Error>>());
        let problem = Bodies::default().read(&headers, never).await.unwrap_err();
        assert_eq!(problem.status(), StatusCode::PAYLOAD_TOO_LARGE);
        let unannounced = Body::from_stream(stream::iter((0..17).map(|_| chunk())));
        let (bodies, headers) = (Bodies::default(), HeaderMap::new());
        let read = bodies.read(&headers, unannounced);
        assert_eq!(
            read.await.unwrap_err().status(),
            StatusCode::PAYLOAD_TOO_LARGE
        );
    }

    #[tokio::test(start_paused = true)]
    async fn half_bodies_fill_a_bounded_room_and_give_it_back() {
        let bodies = Bodies::default();
        let halves: Vec<_> = (0..100)
            .map(|_| {
                let bodies = bodies.clone();
                tokio::spawn(async move { bodies.read(&HeaderMap::new(), half()).await })
            })
            .collect();
        tokio::task::yield_now().await;
        let mut refused = 0;
        for half in halves {
            let problem = half.await.unwrap().unwrap_err();
            refused += usize::from(problem.status() == StatusCode::SERVICE_UNAVAILABLE);
        }
        assert!(refused >= 36, "{refused}");
        let whole = Body::from(vec![b'x'; LARGEST]);
        let read = bodies.read(&HeaderMap::new(), whole).await.unwrap();
        assert_eq!(read.len(), LARGEST);
    }
}
