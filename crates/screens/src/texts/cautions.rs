//! What is said beside a draft that a person should look at closely.

/// The words for what was found in a draft, in one language.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct Cautions {
    /// Above the `{lines}`.
    pub look_closely: &'static str,
    pub instructions_in_mail: &'static str,
    pub speaks_of_itself: &'static str,
    pub unknown_link: &'static str,
    pub unknown_contact: &'static str,
    pub bank_account: &'static str,
    pub unknown_amount: &'static str,
    pub money_promised: &'static str,
    pub internal_quoted: &'static str,
    pub knowledge_unread: &'static str,
    pub thought_aloud: &'static str,
    pub hidden_characters: &'static str,
    pub shortened: &'static str,
}

pub(super) static JA: Cautions = Cautions {
    look_closely: ":warning: *この下書きは、次の点をよく確認してください。*\n{lines}",
    instructions_in_mail: "お客様のメールに、AI を誘導しようとする文章が含まれているようです。",
    speaks_of_itself: "AI 自身や AI への指示について書かれています。",
    unknown_link: "お客様のメールにも資料にもないサイト（{what}）へのリンクがあります。",
    unknown_contact: "お客様のメールにも資料にもない連絡先（{what}）が書かれています。",
    bank_account: "銀行口座や振込先について書かれています。内容に誤りがないか、必ず確認してください。",
    unknown_amount: "お客様のメールにも資料にもない金額や割引（{what}）が書かれています。",
    money_promised: "返金や補償、無料での提供などを約束しています。約束してよい内容か、確認してください。",
    internal_quoted: "社内限定の資料の文章が、そのまま書かれています。",
    knowledge_unread: "資料を読み込めなかったため、資料を参考にせずに書かれています。書かれた事実は、送信前にご確認ください。",
    thought_aloud: "AI が考えている途中の文章が混ざっていた可能性があります。返信として書かれた文章だけか、抜けている部分がないか、ご確認ください。",
    hidden_characters: "画面に見えない文字が含まれていたため、取り除きました。お客様のメールに AI を誘導する文章がないか、ご確認ください。",
    shortened: "メールとそれまでのやり取りが長いため、一部（以前のやり取り、資料、またはメールの中ほど）を AI に渡さずに書かれています。",
};

pub(super) static EN: Cautions = Cautions {
    look_closely: ":warning: *Please look at this draft closely.*\n{lines}",
    instructions_in_mail: "The customer’s email seems to contain instructions for the AI.",
    speaks_of_itself: "It mentions the AI or its instructions.",
    unknown_link: "It links to a site that is in neither the email nor the team’s knowledge ({what}).",
    unknown_contact: "It gives a contact that is in neither the email nor the team’s knowledge ({what}).",
    bank_account: "It mentions a bank account or a transfer. Please make sure that it is right.",
    unknown_amount: "It names an amount or a discount that is in neither the email nor the team’s knowledge ({what}).",
    money_promised: "It promises a refund, compensation or something for free. Please make sure that you may promise it.",
    internal_quoted: "It repeats words from knowledge that is marked as internal.",
    knowledge_unread: "The team’s knowledge could not be read, so the draft was written without it. Please check what it states before you send it.",
    thought_aloud: "The AI’s thinking may have been mixed into its answer. Please check that all of this is meant as the reply, and that nothing is missing.",
    hidden_characters: "It held characters that cannot be seen; they were taken out. Please check whether the customer’s email tries to steer the AI.",
    shortened: "The email and what came before it are long, so a part of them (the earlier emails, the team’s knowledge, or the middle of the email) was not given to the AI.",
};
