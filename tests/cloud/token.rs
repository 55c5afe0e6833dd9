//! Google ID tokens and the keys that they are signed with.

use std::time::{Duration, SystemTime};

use openidconnect::core::{
    CoreIdToken, CoreIdTokenClaims, CoreJsonWebKeySet, CoreJwsSigningAlgorithm,
    CoreRsaPrivateSigningKey,
};
use openidconnect::{
    Audience, EmptyAdditionalClaims, EndUserEmail, IssuerUrl, JsonWebKeyId, PrivateSigningKey,
    StandardClaims, SubjectIdentifier,
};

pub const AUDIENCE: &str = "https://replybot.example.run.app";
pub const EMAIL: &str = "replybot@my-project.iam.gserviceaccount.com";

/// What a token says; the default one is let in.
pub struct Claims {
    pub issuer: &'static str,
    pub audience: &'static str,
    pub email: &'static str,
    pub verified: bool,
    /// Seconds from now.
    pub expires_in: i64,
    pub key: &'static str,
}

impl Default for Claims {
    fn default() -> Claims {
        Claims {
            issuer: "https://accounts.google.com",
            audience: AUDIENCE,
            email: EMAIL,
            verified: true,
            expires_in: 3600,
            key: "key-1",
        }
    }
}

fn key(id: &str) -> CoreRsaPrivateSigningKey {
    let pem = include_str!("key.pem");
    CoreRsaPrivateSigningKey::from_pem(pem, Some(JsonWebKeyId::new(id.to_owned()))).unwrap()
}

/// What Google publishes.
pub fn keys(ids: &[&str]) -> String {
    let keys = ids.iter().map(|id| key(id).as_verification_key()).collect();
    serde_json::to_string(&CoreJsonWebKeySet::new(keys)).unwrap()
}

pub fn token(claims: &Claims) -> String {
    let now = SystemTime::now();
    let expires = if claims.expires_in < 0 {
        now - Duration::from_secs(claims.expires_in.unsigned_abs())
    } else {
        now + Duration::from_secs(claims.expires_in.unsigned_abs())
    };
    let seconds = |at: SystemTime| {
        let at = at.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
        chrono::DateTime::from_timestamp(i64::try_from(at).unwrap(), 0).unwrap()
    };
    let standard = StandardClaims::new(SubjectIdentifier::new("112233".to_owned()))
        .set_email(Some(EndUserEmail::new(claims.email.to_owned())))
        .set_email_verified(Some(claims.verified));
    let body = CoreIdTokenClaims::new(
        IssuerUrl::new(claims.issuer.to_owned()).unwrap(),
        vec![Audience::new(claims.audience.to_owned())],
        seconds(expires),
        seconds(now),
        standard,
        EmptyAdditionalClaims {},
    );
    CoreIdToken::new(
        body,
        &key(claims.key),
        CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
        None,
        None,
    )
    .unwrap()
    .to_string()
}
