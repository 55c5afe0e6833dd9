//! The words of the view in which a person looks once more before a reply goes out.

/// The texts of one language.
#[derive(Debug)]
#[allow(missing_docs)] // The names say it, and the words stand below.
pub struct ConfirmTexts {
    pub title: &'static str,
    pub send: &'static str,
    pub back: &'static str,
    pub check_first: &'static str,
    pub many_recipients: &'static str,
    pub elsewhere: &'static str,
    pub listed_below: &'static str,
    pub copy_below: &'static str,
    pub text_gone: &'static str,
    pub another_is_sent: &'static str,
}

pub(super) static JA: ConfirmTexts = ConfirmTexts {
    title: "送信前の確認",
    send: "このまま送る",
    back: "戻って直す",
    check_first: "*まだ送信していません。* 次の点をご確認ください。",
    many_recipients: ":warning: *{n} 件のメールアドレスに送られます。*",
    elsewhere: ":warning: *差出人とは別のドメインのメールアドレスにも送られます。* お心当たりのある宛先かどうか、ご確認ください。",
    listed_below: "{n} 件（下の一覧）",
    copy_below: "CC {n} 件目（下に表示）",
    text_gone: "入力した文章を確認できませんでした。「戻って直す」を押し、もう一度「送信する」を押してください。",
    another_is_sent: "ほかの返信を送信中のため、この返信は送っていません。「戻って直す」を押し、送信中の返信の結果をご覧になってから、もう一度お試しください。",
};

pub(super) static EN: ConfirmTexts = ConfirmTexts {
    title: "Before it goes out",
    send: "Send anyway",
    back: "Back to edit",
    check_first: "*Nothing has been sent yet.* Please look at this first.",
    many_recipients: ":warning: *It goes to {n} addresses.*",
    elsewhere: ":warning: *It also goes to another domain than the sender’s.* Please make sure that you know these addresses.",
    listed_below: "{n} (listed below)",
    copy_below: "Copy {n} (shown below)",
    text_gone: "Your text could not be found. Please go back and press “Send” again.",
    another_is_sent: "Another reply was on its way when you confirmed, so this one was not sent. Please go back, look at the result of that reply, and try again.",
};
