//! The words around the team's knowledge.

/// Texts of the sources beneath a draft.
#[derive(Debug)]
#[allow(missing_docs)] // The names say it.
pub struct KnowledgeTexts {
    pub sources: &'static str,
    pub internal: &'static str,
    pub nothing_found: &'static str,
}

pub(super) static JA: KnowledgeTexts = KnowledgeTexts {
    sources: ":books: *参考にした資料*　全文は「AI に渡す内容」でご覧になれます。",
    internal: ":lock: *社内限定*",
    nothing_found: ":books: このメールに合う資料は見つかりませんでした。下書きに書かれた事実は、送信前にご確認ください。",
};

pub(super) static EN: KnowledgeTexts = KnowledgeTexts {
    sources: ":books: *What the draft is based on.* The full texts are under “What the AI reads”.",
    internal: ":lock: *Internal*",
    nothing_found: ":books: Nothing in the team’s knowledge fits this email. Please check what the draft states before you send it.",
};
