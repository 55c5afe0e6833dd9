//! Sees every call that leaves the product.

use std::sync::Weak;

use futures_util::future::BoxFuture;

/// Told by the simulators what happens. A future that never ends keeps a call from going on.
pub trait Witness: Send + Sync + 'static {
    /// A call came and is not carried out yet.
    fn comes(&self, call: &str) -> BoxFuture<'_, ()>;
    /// A call is carried out, and its answer (of a streamed one: its last part) is not sent yet.
    fn done(&self, call: &str) -> BoxFuture<'_, ()>;
}

/// The witness of a simulator that may have none. Weak: a witness knows its simulators.
#[derive(Default)]
pub struct Watched(std::sync::OnceLock<Weak<dyn Witness>>);

impl Watched {
    pub fn by(&self, witness: Weak<dyn Witness>) {
        let first = self.0.set(witness).is_ok();
        assert!(first, "one witness is enough");
    }

    pub async fn comes(&self, call: &str) {
        if let Some(witness) = self.0.get().and_then(Weak::upgrade) {
            witness.comes(call).await;
        }
    }

    pub async fn done(&self, call: &str) {
        if let Some(witness) = self.0.get().and_then(Weak::upgrade) {
            witness.done(call).await;
        }
    }
}
