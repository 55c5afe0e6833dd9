//! Who we are to the clouds and who calls us, without any stored key.

pub mod google;
pub mod google_id_token;
