//! TLS for connections that are not HTTP: rustls with aws-lc-rs, and the roots that this machine
//! trusts, as everywhere else.

use std::io;
use std::sync::{Arc, OnceLock};

use rustls_platform_verifier::BuilderVerifierExt;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, Error};

/// Agrees on TLS with the server of this name.
///
/// # Errors
/// When the name is none, the certificate is not trusted, or the connection breaks.
pub(super) async fn handshake<T>(host: &str, stream: T) -> io::Result<TlsStream<T>>
where
    T: AsyncRead + AsyncWrite + Unpin,
{
    let name = ServerName::try_from(host.to_owned())
        .map_err(|_| io::Error::other("the server's name is no name of a host"))?;
    let config = config().map_err(io::Error::other)?;
    TlsConnector::from(config).connect(name, stream).await
}

/// One for all connections: each would read, and hold, the roots that this machine trusts.
static CONFIG: OnceLock<Arc<ClientConfig>> = OnceLock::new();

fn config() -> Result<Arc<ClientConfig>, Error> {
    if let Some(config) = CONFIG.get() {
        return Ok(config.clone());
    }
    let provider = Arc::new(aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?;
    let config = Arc::new(builder.with_no_client_auth());
    Ok(CONFIG.get_or_init(|| config).clone())
}
