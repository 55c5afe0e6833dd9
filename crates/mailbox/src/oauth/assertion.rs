//! What an application shows in place of a secret: a JWT that its certificate's key has signed
//! (RFC 7523 §2.2; learn.microsoft.com/entra/identity-platform/certificate-credentials).

use std::fmt;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{KeyPair, RSA_PSS_SHA256, RsaKeyPair};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::Timestamp;
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The kind of assertion, in a form.
pub(crate) const KIND: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// How long one may be used, in seconds: it is made for one call.
const LIFE: i64 = 300;
/// How far the endpoint's clock may be behind.
const BEHIND: i64 = 60;

/// A certificate with its private key; neither can be printed.
pub(crate) struct Certificate {
    /// The SHA-256 of the certificate, as a JWT's header names it.
    thumbprint: String,
    key: RsaKeyPair,
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Certificate")
    }
}

impl Certificate {
    /// Reads both from PEM; `None` where one cannot be read, or the key is another certificate's. RSA
    /// keys are taken, in PKCS#8 or PKCS#1.
    pub(crate) fn parse(certificate: &str, private_key: &str) -> Option<Certificate> {
        let certificate = pem(certificate, "CERTIFICATE")?;
        let key = match pem(private_key, "PRIVATE KEY") {
            Some(key) => RsaKeyPair::from_pkcs8(&key).ok()?,
            None => RsaKeyPair::from_der(&pem(private_key, "RSA PRIVATE KEY")?).ok()?,
        };
        // The certificate holds the public key as it is (RFC 5280 §4.1.2.7, RFC 3279 §2.3.1).
        let public = key.public_key().as_ref();
        let mut places = certificate.windows(public.len().max(1));
        places.any(|it| it == public).then(|| Certificate {
            thumbprint: URL_SAFE_NO_PAD.encode(Sha256::digest(&certificate)),
            key,
        })
    }

    /// A JWT for one call of that token endpoint.
    pub(crate) fn assertion(
        &self,
        token_url: &str,
        client_id: &str,
        now: Timestamp,
    ) -> Option<String> {
        let now = now.as_second();
        let header = json!({ "alg": "PS256", "typ": "JWT", "x5t#S256": self.thumbprint });
        let claims = json!({
            "aud": token_url, "iss": client_id, "sub": client_id, "jti": Uuid::now_v7().to_string(),
            "iat": now, "nbf": now - BEHIND, "exp": now + LIFE,
        });
        let part = |json: serde_json::Value| URL_SAFE_NO_PAD.encode(json.to_string());
        let signed = format!("{}.{}", part(header), part(claims));
        let mut signature = vec![0; self.key.public_modulus_len()];
        let random = SystemRandom::new();
        self.key
            .sign(&RSA_PSS_SHA256, &random, signed.as_bytes(), &mut signature)
            .ok()?;
        Some(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

/// The first block of that kind (RFC 7468).
fn pem(text: &str, kind: &str) -> Option<Vec<u8>> {
    let (_, rest) = text.split_once(&format!("-----BEGIN {kind}-----"))?;
    let (block, _) = rest.split_once(&format!("-----END {kind}-----"))?;
    let base64: String = block.split_whitespace().collect();
    STANDARD.decode(base64).ok()
}
