//! The words that forms put before their fields, in many languages.

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Address,
    Name,
    FirstName,
    LastName,
    Company,
    Message,
    /// `From: Hanako <hanako@example.com>`: name and address.
    Sender,
    /// Known, and of no use here.
    Other,
}

const TABLE: [(Kind, &str); 8] = [
    (
        Kind::Address,
        "email mail emailaddress mailaddress emailid eメール メール メールアドレス eメールアドレス emailアドレス mailアドレス 電子メール \
         電子メールアドレス メアド ﾒｰﾙ ﾒｰﾙｱﾄﾞﾚｽ eﾒｰﾙ pcメールアドレス 邮箱 邮箱地址 电子邮件 电子邮箱 電子郵件 電子信箱 信箱 이메일 이메일주소 메일 \
         correo correoelectrónico correoelectronico courriel adressemail adresseemail adresseélectronique adressedemessagerie \
         emailadresse mailadresse элпочта электронныйадрес адресэлектроннойпочты emailadres epost epostadress почта электроннаяпочта eposta indirizzoemail postaelettronica \
         endereçodeemail adresemail replyto 返信先 返信先アドレス 返信用アドレス",
    ),
    (
        Kind::Name,
        "name names fullname 名前 お名前 氏名 ご氏名 御氏名 姓名 お客様名 お客様氏名 顧客名 担当者名 ご担当者名 担当者 ご担当者 ご担当者様 芳名 ご芳名 \
         申込者名 申込者 差出人名 送信者名 ﾅﾏｴ customername nombre nombrecompleto nombreyapellidos nom nomcomplet nometprénom nome \
         nomecompleto nomeecognome naam namn navn imięinazwisko имя фио 이름 성함 성명 vollständigername vorundnachname adsoyad jméno",
    ),
    (
        Kind::FirstName,
        "firstname givenname forename 名 vorname prénom prenom voornaam imię förnamn fornavn",
    ),
    (
        Kind::LastName,
        "lastname surname familyname 姓 苗字 名字 nachname nomdefamille apellido apellidos cognome achternaam sobrenome nazwisko efternamn etternavn",
    ),
    (
        Kind::Company,
        "company companyname organization organisation organizationname businessname business firm 会社名 会社 御社名 貴社名 企業名 法人名 団体名 組織名 \
         貴社名団体名 会社名団体名 勤務先 firma firmenname unternehmen entreprise société empresa azienda bedrijf bedrijfsnaam 公司 公司名称 회사 회사명",
    ),
    (
        Kind::Message,
        "message messagebody body comment comments commentormessage commentsormessage commentormessages messageorcomment yourcomment yourcomments inquiry enquiry question questions details description request text feedback \
         howcanwehelp howcanwehelpyou 問い合わせ内容 お問い合わせ内容 お問合せ内容 お問合わせ内容 問合せ内容 お問い合わせ お問合せ 内容 本文 メッセージ \
         メッセージ本文 ご質問 質問 ご質問内容 質問内容 ご相談内容 相談内容 ご用件 用件 ご要望 要望 ご意見 ご意見ご要望 備考 詳細 コメント nachricht mitteilung \
         anfrage ihrenachricht mensaje consulta comentario mensagem messaggio richiesta bericht vraag votremessage demande meddelande \
         wiadomość сообщение вопрос 留言 内容 咨询内容 訊息 문의내용 내용 메시지",
    ),
    (Kind::Sender, "from 差出人 送信者 sender submittedby"),
    (
        Kind::Other,
        "subject topic title category inquirytype 件名 題名 タイトル 種別 お問い合わせ種別 お問い合わせ項目 項目 カテゴリ phone tel telephone phonenumber mobile \
         電話 電話番号 お電話番号 携帯番号 携帯電話 住所 ご住所 郵便番号 address zip zipcode postcode postalcode city country 都道府県 department 部署 部署名 \
         役職 ordernumber order 注文番号 ご注文番号 betreff telefon telefonnummer téléphone sujet objet asunto teléfono oggetto telefono assunto telefone \
         onderwerp date time 日時 送信日時 受付日時 ip ipaddress url website 性別 年齢 フリガナ ふりがな お名前フリガナ 氏名フリガナ 電話號碼 电话 전화번호 연락처",
    ),
];

/// What forms say around the word: whose it is, that it has to be filled in, that it is repeated.
const BEFORE: [&str; 42] = [
    "必須",
    "任意",
    "required",
    "whatisthe",
    "whatis",
    "whats",
    "pleaseenter",
    "enter",
    "your",
    "my",
    "the",
    "customers",
    "customer",
    "clients",
    "client",
    "contact",
    "visitors",
    "visitor",
    "from",
    "replyto",
    "senders",
    "sender",
    "submitters",
    "submitter",
    "users",
    "user",
    "guest",
    "buyers",
    "buyer",
    "lead",
    "applicant",
    "ihre",
    "ihr",
    "votre",
    "tu",
    "su",
    "お客様の",
    "お客様",
    "ご連絡先",
    "連絡先",
    "返信先",
    "返信用",
];
const BEFORE_JA: [&str; 7] = ["あなたの", "ご担当者", "担当者", "代表者", "ご", "お", "御"];
const BEHIND: [&str; 16] = [
    "必須",
    "任意",
    "required",
    "optional",
    "obligatoire",
    "pflichtfeld",
    "obligatorio",
    "確認用",
    "確認のため",
    "確認",
    "再入力",
    "confirmation",
    "confirm",
    "again",
    "半角",
    "半角英数",
];

/// What the field with this label holds; `None` for words that are no label.
pub(super) fn kind_of(label: &str) -> Option<Kind> {
    // `E-mail (we reply here)`: a remark that says nothing about the field.
    let without_remark = || {
        label
            .trim_end()
            .strip_suffix([')', '）'])?
            .rsplit_once(['(', '（'])
    };
    kind_of_whole(label).or_else(|| kind_of_whole(without_remark()?.0))
}

fn kind_of_whole(label: &str) -> Option<Kind> {
    let label: String = folded(label)
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == 'ー')
        .collect();
    if label.is_empty() || label.chars().count() > 40 {
        return None;
    }
    if ["フリガナ", "ふりがな", "カナ", "よみ", "phonetic"]
        .iter()
        .any(|kana| label.contains(kana))
    {
        return Some(Kind::Other);
    }
    let mut rest = label.as_str();
    loop {
        let found = TABLE
            .iter()
            .find(|(_, words)| words.split_whitespace().any(|word| word == rest));
        if let Some((kind, _)) = found {
            return Some(*kind);
        }
        let shorter = BEHIND
            .iter()
            .find_map(|end| rest.strip_suffix(end))
            .or_else(|| {
                BEFORE
                    .iter()
                    .chain(&BEFORE_JA)
                    .find_map(|start| rest.strip_prefix(start))
            });
        match shorter.filter(|it| !it.is_empty()) {
            Some(shorter) => rest = shorter,
            None => return None,
        }
    }
}

/// In lower case, full-width letters as ASCII: Ｅメール is Eメール.
fn folded(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    };
    text.chars()
        .map(narrow)
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_whatever_a_form_writes_around_them() {
        for (label, kind) in [
            ("Email", Kind::Address),
            ("E-mail (required)", Kind::Address),
            ("Your Email Address *", Kind::Address),
            ("Ｅメール", Kind::Address),
            ("Ｅ－ｍａｉｌ", Kind::Address),
            ("ご連絡先メールアドレス", Kind::Address),
            ("メールアドレス（確認用）【必須】", Kind::Address),
            ("Correo electrónico", Kind::Address),
            ("Adresse e-mail", Kind::Address),
            ("What is your email?", Kind::Address),
            ("E-mail (we reply here)", Kind::Address),
            ("Эл. почта", Kind::Address),
            ("お　名　前", Kind::Name),
            ("ご担当者様", Kind::Name),
            ("Full Name", Kind::Name),
            ("お名前（フリガナ）", Kind::Other),
            ("First Name", Kind::FirstName),
            ("会社名・団体名", Kind::Company),
            ("お問い合わせ内容", Kind::Message),
            ("Your message", Kind::Message),
        ] {
            assert_eq!(kind_of(label), Some(kind), "{label}");
        }
        for label in [
            "Please email",
            "Total",
            "",
            "メールマガジン",
            "合計",
            "Emailed",
            "note",
        ] {
            assert_eq!(kind_of(label), None, "{label}");
        }
    }
}
