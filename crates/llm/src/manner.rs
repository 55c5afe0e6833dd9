//! How a server wants to be asked: the parts of a request that it was found not to take.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::complaint::Complaint;

/// A part of a request that not every server takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// `stream_options`: the count of the tokens at the end of a stream.
    StreamOptions,
    /// `max_completion_tokens`.
    MaxCompletionTokens,
    /// `max_tokens`, its older name, which is sent where the newer one is not taken.
    MaxTokens,
    /// `stream`.
    Stream,
    /// The role `system`: the rules stand at the beginning of the request instead.
    SystemRole,
}

impl Part {
    const ALL: [Part; 5] = [
        Part::StreamOptions,
        Part::MaxCompletionTokens,
        Part::MaxTokens,
        Part::Stream,
        Part::SystemRole,
    ];

    /// Its name where it is remembered.
    fn name(self) -> &'static str {
        match self {
            Part::StreamOptions => "stream_options",
            Part::MaxCompletionTokens => "max_completion_tokens",
            Part::MaxTokens => "max_tokens",
            Part::Stream => "stream",
            Part::SystemRole => "system_role",
        }
    }

    /// True when a complaint is about it.
    fn is_named_in(self, complaint: &Complaint) -> bool {
        const STREAMING: [&str; 4] = [
            "streaming is not",
            "not support streaming",
            "streaming not",
            "to stream this model",
        ];
        const SYSTEM: [&str; 12] = [
            "system role",
            "role 'system'",
            "role: system",
            "role system",
            "'system' role",
            "\"system\" role",
            "`system` role",
            "does not support 'system'",
            "system message",
            "system prompt is not",
            "developer instruction is not enabled",
            "roles must alternate",
        ];
        let says = |all: &[&str]| all.iter().any(|it| complaint.names(it));
        match self {
            Part::StreamOptions => {
                complaint.names("stream_options") || complaint.names("include_usage")
            }
            Part::MaxCompletionTokens | Part::MaxTokens => complaint.names_exactly(self.name()),
            Part::Stream => complaint.names_exactly("stream") || says(&STREAMING),
            Part::SystemRole => {
                complaint.names_exactly("system") && complaint.names("role") || says(&SYSTEM)
            }
        }
    }
}

/// What a server does not take.
#[derive(Debug, Default)]
pub(super) struct Manner {
    left_out: Mutex<BTreeSet<Part>>,
    /// What is kept of it for the next process; `None` before that was looked at.
    kept: Mutex<Option<String>>,
}

impl Manner {
    pub(super) fn takes(&self, part: Part) -> bool {
        !self.parts().contains(&part)
    }

    /// Leaves out what a complaint is about, of the parts that were sent. True when there is
    /// something: then asking again is worth it.
    pub(super) fn learn(&self, complaint: &Complaint, sent: &[Part]) -> bool {
        let mut left_out = self.parts();
        let named = sent
            .iter()
            .copied()
            .filter(|part| part.is_named_in(complaint));
        // One that was left out meanwhile, by another question, is sent no more either.
        let named: Vec<Part> = named.collect();
        left_out.extend(&named);
        !named.is_empty()
    }

    /// The names of all that is left out.
    pub(super) fn names(&self) -> Vec<&'static str> {
        self.parts().iter().map(|part| part.name()).collect()
    }

    /// What is kept of it for the next process; `None` before that was looked at.
    pub(super) fn kept(&self) -> Option<String> {
        self.kept_guard().clone()
    }

    /// Leaves out what another process has learned and kept.
    pub(super) fn recall(&self, kept: &str) {
        let known = |name: &str| Part::ALL.into_iter().find(|part| part.name() == name);
        self.parts()
            .extend(kept.split_whitespace().filter_map(known));
        *self.kept_guard() = Some(kept.to_owned());
    }

    fn kept_guard(&self) -> MutexGuard<'_, Option<String>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn parts(&self) -> MutexGuard<'_, BTreeSet<Part>> {
        self.left_out.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
