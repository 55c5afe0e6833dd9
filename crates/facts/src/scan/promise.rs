//! What a text says is free, refunded, required, allowed or given.

use std::sync::LazyLock;

use crate::Span;
use crate::pattern::{Pattern, head, pattern, tail};
use crate::text::Folded;

/// What kind of thing is promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Class {
    Free,
    /// Of what is charged as a rule.
    Waived,
    Charged,
    Refund,
    NoRefund,
    Exchange,
    Gift,
    Discount,
    Required,
    NotRequired,
    Allowed,
    Denied,
    ShopPays,
    CustomerPays,
    Guarantee,
    Only,
}

impl Class {
    /// Which classes say the contrary of this one.
    pub fn opposites(self) -> &'static [Class] {
        use Class::*;
        match self {
            Free => &[Charged, CustomerPays],
            Waived => &[],
            Charged => &[Free, ShopPays, Waived],
            Refund => &[NoRefund, Denied],
            NoRefund => &[Refund],
            Exchange | Gift | Discount | Guarantee => &[Denied],
            Required => &[NotRequired],
            NotRequired => &[Required],
            Allowed => &[Denied],
            Denied => &[Allowed],
            ShopPays => &[CustomerPays, Charged],
            CustomerPays => &[ShopPays, Free],
            Only => &[],
        }
    }

    /// Whether it gives the customer something, so that it needs a source.
    pub fn gives(self) -> bool {
        use Class::*;
        matches!(
            self,
            Free | Waived | Refund | Exchange | Gift | Discount | ShopPays | Guarantee
        )
    }
}

impl Class {
    /// Whether a shop promises it so seldom that a like word somewhere is no source.
    pub fn is_rare(self) -> bool {
        matches!(self, Class::Gift | Class::Waived | Class::Refund)
    }
}

/// A promise in a text.
#[derive(Debug, Clone)]
pub(crate) struct Mention {
    pub bytes: Span,
    pub class: Class,
    /// The sentence it is in.
    pub sentence: Span,
    /// The clause of it, which says what it is of.
    pub clause: Span,
}

/// Promises of a class, and what each of them has one of.
fn class(class: Class, words: &str, needs: &'static [&'static str]) -> (Class, Pattern) {
    (class, pattern(words).needs(needs))
}

static PATTERNS: LazyLock<Vec<(Class, Pattern)>> = LazyLock::new(|| {
    vec![
        class(
            Class::NoRefund,
            r"(?i)(?:金|額|代金|料)[^。\n]{0,20}?お返し(?:できません|いたしかねます|できかねます)|返金(?:は|を|が|も)?[^。\n]{0,8}?(?:なし|ありません|(?:を|は|も|金)しません|いたしません|致しません|行っておりません|承っておりません|いたしかねます|致しかねます|できません|できかねます|しておりません|お受けできません|不可|対象外|ございません)|no (?:[a-z-]+ ){0,2}?refunds?\b|(?:do not|don't|cannot|can't) (?:give|offer|make|issue) (?:[a-z]+ )?refunds?\b|\b(?:not|cannot|never|unable to|no longer|[a-z]+n't) (?:[a-z]+ ){0,3}?refund(?:s|ed|able)?\b|non-?refundable|not (?:be )?refund(?:ed|able)|cannot (?:be )?refund(?:ed)?|can't (?:be )?refund(?:ed)?|(?:do|does|will) not refund|don't refund|won't refund|refunds? (?:is|are|will) not (?:be )?(?:offered|available|possible|given|made)|without (?:a )?refund|\b(?:not|cannot|never|[a-z]+n't) (?:be )?(?:reimburse|compensate)d?\b|\bnot be compensated\b|\bno compensation\b",
            &["お返し", "返金", "refund", "reimburs", "compensat"],
        ),
        class(
            Class::Free,
            r"(?i)(?:料金|代金|費用|送料|手数料|お代|参加費|入場料|会費|運賃|月謝|月会費|授業料|受講料|年会費)(?:は|も)?(?:いりません|要りません|不要)(?:です)?|(?:は|も)?(?:頂戴(?:し|いたし)(?:て(?:は)?おり)?|申し受け(?:て(?:は)?おり)?)ません",
            &["いりません", "要りません", "不要", "ません"],
        ),
        class(
            Class::NotRequired,
            r"(?i)(?:必要|ご用意|ご提示|お支払い|手続き|お手続き|ご予約|予約|連絡|ご連絡|証明書|持ち物)?(?:は|も)?(?:ご)?不要(?:です)?|予約なし(?:で|でも)|手ぶらで|(?:必要|要り)(?:は|も)?(?:ございません|ありません|ません)|なくても(?:大丈夫|結構|構いません)|no need\b|(?:is|are) not (?:needed|required|necessary)|isn't (?:needed|required|necessary)|aren't (?:needed|required)|(?:do not|don't|does not|doesn't|won't|not) (?:need|have to|require)\b|optional\b|not mandatory|\b(?:needs?|requires?) no [a-z]+|no [a-z]+ (?:[a-z]+ )?(?:is |are )?(?:needed|required|necessary)",
            &[
                "不要",
                "予約なし",
                "手ぶら",
                "必要",
                "要り",
                "なくても",
                "need",
                "require",
                "necessary",
                "have to",
                "optional",
                "mandatory",
            ],
        ),
        class(
            Class::ShopPays,
            r"(?i)(?:送料|手数料|料金|費用|代金)?(?:は|も)?(?:弊[社店]|当\p{Han}|こちら|店舗|私ども)(?:にて|で|が|の方で)?(?:の)?(?:ご)?負担|着払い(?:にて|で|伝票)?|we(?: will|'ll)? (?:pay|cover|bear) (?:for|the|all|any|return|your|postage|shipping)\b|at our (?:own )?(?:expense|cost)|prepaid label|\b(?:are|is) (?:covered|paid|met) by us\b|(?:is|are) on us\b",
            &[
                "負担",
                "着払い",
                "pay",
                "cover",
                "bear",
                "at our",
                "prepaid",
                "by us",
                "on us",
            ],
        ),
        class(
            Class::CustomerPays,
            r"(?i)(?:お客様|お客さま|貴社|御社|ご購入者様|そちら|お申込者様|ご契約者様)(?:にて|で|に|が)?(?:の)?(?:ご)?負担|元払い|\bare yours to pay\b|\bask you to (?:pay|cover)\b|\bfor the (?:cost|price) of (?:postage|shipping|delivery)\b|\byou(?:'d| would|'ll) (?:pay|cover|bear)\b|at your (?:own )?(?:expense|cost)|you (?:will )?(?:pay|cover|bear)\b|(?:is|are) (?:payable|paid) by (?:you|the customer|the buyer)|(?:the )?(?:customer|buyer)s? (?:pays?|covers?|bears?)\b",
            &[
                "負担",
                "元払い",
                "pay",
                "paid",
                "cover",
                "bear",
                "for the cost of",
                "for the price of",
                "at your",
            ],
        ),
        class(
            Class::Free,
            r"(?i)\b(?:no|without(?: an?| any)?) (?:[a-z]+ ){0,2}(?:charge|cost|fee|corkage|surcharge)s?\b",
            &["charge", "cost", "fee", "corkage"],
        ),
        class(
            Class::Charged,
            r"(?i)\b(?:not|n't) covered\b|\bwithout (?:breakfast|lunch|dinner|meals|drinks|insurance|delivery|fitting|installation)\b|\bcosts? half\b|\bpays? (?:half|the [a-z]+ (?:fare|price|rate|fee)|as well)\b|\b(?:is|are) charged\b|有料|有償|別料金|別売|別途(?:料金|費用|申し受け|頂戴|いただき|頂き|必要|ご負担|かか)|含まれ(?:て(?:おり|い))?ません|含みません|含まれていない|(?:実費|代金|費用)(?:のみ)?を(?:別途)?(?:頂戴|いただき|申し受け|頂き)|\b(?:there is|there's|there are) an? (?:small |extra |additional )?(?:fee|charge)\b|\ban? (?:small )?(?:cancellation|booking|late|admin|handling|corkage|delivery|joining|change|extra) (?:fee|charge)\b|\b(?:is|are|costs?) extra\b|\bcosts? more\b|(?:料金|費用|手数料|代金|解約金|違約金|取消料|キャンセル料)(?:が|は|も)[^。、\n\d無]{0,4}?(?:かかります|発生します|発生いたします|必要です)|\b(?:for|at) a (?:small |modest |nominal )?(?:fee|charge|cost)\b|\ba (?:small|modest|nominal) (?:fee|charge|cost)\b|\b(?:have|need) to pay\b|\bfor half the (?:usual )?(?:price|cost)\b|\bnot (?:be )?waived\b|\b(?:is|are|was) not (?:free|included)\b|\b(?:is|are|was|were)n't (?:free|included)\b|\bnot included\b|\bchargeable\b|\b(?:at|for) (?:an )?(?:extra|additional) (?:cost|charge)\b|\bextra charge\b",
            &[],
        ),
        class(
            Class::Gift,
            r"(?i)(?:クーポン|ギフト券|ギフトカード|商品券|ポイント|粗品|プレゼント|おまけ|特典|サンプル|金券|優待券|記念品)(?:を|も|券を|\d+[^。\n]{0,6}を)?[^。\n]{0,14}?(?:差し上げ|進呈|プレゼント|お付け|お送り|贈|同封|付与|さしあげ|ご用意|おつけ)|(?:プレゼント|進呈|差し上げ)(?:いたします|します|ます|致します)|お詫びの(?:品|しるし|印)を?[^。\n]{0,10}(?:同封|お送り|お付け|お渡し|ご用意)|\bfree (?:gift|sample|drink|dessert|upgrade|ticket|entry)s?\b|(?:\b(?:an?|your|our|one|two|with|send|added?|give|complimentary)|[£$€¥]\d[\d.,]*) (?:[a-z]+ )?(?:gift (?:card|voucher)|voucher|coupon|store credit|bonus|loyalty points|discount code|goodwill [a-z]+)s?\b|\ba (?:[a-z]+ )?gift(?:[.,!]| from| of| as | to )|\bcredit (?:to|of|on) your\b",
            &[
                "クーポン",
                "ギフト",
                "商品券",
                "ポイント",
                "粗品",
                "プレゼント",
                "おまけ",
                "特典",
                "サンプル",
                "金券",
                "優待券",
                "記念品",
                "進呈",
                "差し上げ",
                "お詫びの",
                "free ",
                "voucher",
                "coupon",
                "credit",
                "bonus",
                "loyalty points",
                "discount code",
                "gift",
                "goodwill",
            ],
        ),
        class(
            Class::Waived,
            r"(?i)\bwaiv(?:e|ed|es|ing)\b(?: (?:the|your|any) \w+)?|(?:全額)?免除(?:いたします|します|とさせて|となります|になります)?|\b(?:wip(?:e|ed|ing)|writ(?:e|ten) off|dropp?(?:ed|ing)?|remov(?:e|ed|ing)|cancell?(?:ed|ing)?|forgiv(?:e|en)|knock(?:ed)? off|tak(?:e|en) off|let you off) (?:the|your|that|this|all) (?:[a-z]+ ){0,2}(?:fees?|charges?|fines?|penalty|surcharge)\b|(?:料|代|費用|料金)は、?(?:今回は?、?)?結構です",
            &[
                "waiv",
                "免除",
                "fee",
                "charge",
                "fine",
                "penalty",
                "結構です",
            ],
        ),
        class(
            Class::Free,
            r"(?i)(?:手数料|料金|費用|送料|代金|解約金|違約金|取消料|キャンセル料|追加料金|[\p{Han}]料|[\p{Han}]代)(?:は|も)?(?:なし|無し|ゼロ)|(?:手数料|料金|費用|送料|代金|解約金|違約金|取消料|キャンセル料)(?:は|も)(?:一切)?(?:ありません|ございません)|(?:お金|お代|代金|費用)(?:は|も)(?:いりません|要りません|不要)|タダ(?:です|で)?|\bcosts? (?:you )?nothing\b|\bnothing (?:more )?to pay\b|\bfor nothing\b|\bnot a penny\b|\bon the house\b|\bexempt\b|\b(?:don't|do not|doesn't|does not) pay\b|\bpays? nothing\b|\b(?:is|are) part of the (?:price|ticket|fee|rent)\b|\b(?:is|are) (?:fully )?covered\b|無料(?:で|に|と|です|にて)?|無償(?:で|にて)?|(?:追加|別途)?(?:料金|費用|送料|手数料|代金)?(?:は|も)?(?:いただきません|頂きません|頂戴しません|頂戴いたしません|いただいておりません|頂いておりません|かかりません|掛かりません|発生しません|発生いたしません)|\bfree of charge\b|\bfor free\b|\bfree\b|\bno (?:extra |additional |further )?(?:charge|cost|fee)s?\b|\bcomplimentary\b|\bat no (?:extra |additional )?(?:charge|cost)\b|\b(?:is|are|comes?|also) included\b|(?:料金に)?含まれ(?:ます|ております|ています)|サービス(?:いたします|させていただきます|します)|(?:[¥$£€] ?0(?:\.00)?(?-u:\b)|(?-u:\b)0 ?円)",
            &[],
        ),
        class(
            Class::Refund,
            r"(?i)(?:金|額|代金|料)[^。\n]{0,24}?お返し(?:いたします|します|できます)|(?:全額|半額|一部)?(?:を)?(?:ご)?返金(?:いたします|致します|します|させて|対応|可能|できます|を承り|を承って|を受け付け|いただけます|され|の手続き|手続き|となります|になります|に応じ|のうえ|を行)|返金(?:は|を)?(?:、)?(?:可能|承|受け付け|対応)|払い?戻し(?:いたします|します|致します|可能|でき|され|させて|を承|は)|\brefund(?:ed|s)?(?: only)?(?: (?:for|if|when|you|your|the|in full)\b[^.,;\n]{0,20}?)?\b|\b(?:(?:full|whole|entire|half the|all the|your|the) )*(?:fee|money|payment|price|cost|deposit|amount)s? (?:is |are |will be )?(?:returned|back)\b|\bget (?:all|half|part|some)(?: [a-z]+){0,4} back\b|\bdeposit\b[^.\n]{0,20}\b(?:returned|back)\b|\bfully refundable\b|\brefundable\b|\breimburse|\bcompensat(?:ed?|ion)\b",
            &[
                "お返し",
                "返金",
                "払い戻",
                "払戻",
                "refund",
                "returned",
                "back",
                "reimburs",
                "compensat",
            ],
        ),
        class(
            Class::Exchange,
            r"(?i)(?:新品|良品|代替品|代わりの(?:品|商品)|同じ(?:品|商品)|新しい(?:もの|品|商品))(?:と|を|に)?[^。\n]{0,6}?(?:交換|お送り|送付|発送|お届け)|(?:無償|無料)?交換(?:いたします|致します|します|させて|対応|可能|できます|を承|いただけます)|\breplace(?:ment|d)?\b|\bexchange[ds]?\b",
            &[
                "新品",
                "良品",
                "代替品",
                "代わりの",
                "同じ品",
                "同じ商品",
                "新しい",
                "交換",
                "replace",
                "exchange",
            ],
        ),
        class(
            Class::Discount,
            r"(?i)(?:お)?(?:値引き?|割引)(?:いたします|致します|します|させて|を適用|が適用|価格|になります|となります|券|クーポン|対象|可能|できます|き)?|割引き?|\bdiscount(?:ed|s)?\b|\bmoney off\b|\breduced price\b|\bspecial price\b",
            &[
                "値引",
                "割引",
                "discount",
                "money off",
                "reduced price",
                "special price",
            ],
        ),
        class(
            Class::Required,
            r"(?i)(?:ご提示|ご用意|ご提出|ご予約|予約|お支払い|お手続き|ご持参|登録)?(?:が|は)?(?:必要|必須)(?:です|となります|になります|でございます|がございます|があります)?|要予約|(?:要ります|いります)|(?:ご持参|お持ち|ご用意|ご提示|ご提出)(?:を)?(?:ください|下さい|願います|お願い)|必ず[^。\n、]{0,24}?(?:ください|お願い)|(?:is|are) (?:needed|required|mandatory|compulsory|necessary)\b|\brequired\b|\bmust\b|\b(?:need|needs|have|has) to\b|\bplease bring\b",
            &[
                "必要",
                "必須",
                "要予約",
                "要ります",
                "いります",
                "持参",
                "お持ち",
                "ご用意",
                "提示",
                "提出",
                "必ず",
                "need",
                "required",
                "mandatory",
                "compulsory",
                "necessary",
                "must",
                "have to",
                "has to",
                "please bring",
            ],
        ),
        class(
            Class::Denied,
            r"(?i)(?:お受け|承り|対応|返品|交換|キャンセル|変更|ご利用|発行|お断り|持ち込み|延長|延期|返却|分割|転売|お渡し|同伴|予約|手配)?[^。、\n]{0,4}?(?:でき(?:ません|かねます|ない)|いたしかねます|致しかねます|お断り|承れません|承っておりません|受け付けておりません|お受けしておりません|お受けできません|(?:ご利用|お持ち込み|ご参加|お使い|お申し込み|ご予約|お選び|ご覧|お渡し)いただけません|行っておりません|しておりません|いたしておりません|不可(?:です)?|ご遠慮|対象外|禁止)|\b(?:cannot|can't|can not|could not|unable to|not able to|not possible|not allowed|not permitted|not available|not accepted|not offer|do not|don't|does not|doesn't|no longer|never)\b|\bno (?:returns?|exchanges?|cancellations?|pets?|changes?|dogs?|children|smoking|card payments?|cheques?)\b|\bexcluded\b|\bprohibited\b|\bnot to be\b|\b(?:must|may|should) not\b",
            &[],
        ),
        class(
            Class::Guarantee,
            r"(?i)(?:保証(?:いたします|致します|します|期間|対象|付き|が付|書)|お約束(?:いたします|します))|\bguarantee[ds]?\b|\bwarrant(?:y|ies)\b|\bwe promise\b",
            &["保証", "お約束", "guarant", "warrant", "promise"],
        ),
        class(
            Class::Allowed,
            r"(?i)(?:返品|交換|キャンセル|変更|ご変更|解約|延長|延期|持ち込み|お持ち込み|同伴|分割払い|分割|後払い|代引き|クレジットカード|カード払い|現金|再入場|貸し出し|試着|予約なし)(?:も|は|が|で|を)?(?:可(?-u:\b)|可[。、,)\s])|(?:返品|交換|キャンセル|変更|解約|延長|延期|持ち込み|同伴|再入場|試着|振替|振り替え|取り置き|参加|ご参加|予約|ご予約)(?:も|は|が|で|を)?[^。、\n]{0,8}?(?:可能|できます|いただけます|承ります|承っております|お受けします|対応しております|大丈夫|OK|ご利用いただけます|お使いいただけます|受け付けて)|\b(?:can|may|are able to|are welcome to|are allowed to|is allowed|are allowed|is possible|are accepted|we accept)\b",
            &[],
        ),
        class(
            Class::Only,
            r"(?i)(?:のみ|に限り|だけ|限定)(?:で|と|お|承|ご|いた|に|です|、|。)|\bonly\b",
            &["のみ", "に限り", "だけ", "限定", "only"],
        ),
    ]
});

/// Short forms of lists and tables: what they say is a source, and no sentence of a reply.
static SHORT: LazyLock<Vec<(Class, Pattern)>> = LazyLock::new(|| {
    vec![
        class(
            Class::Free,
            r"(?i)(?:込み|込(?-u:\b)|に含む|込[)、。])|[付つ]き(?:です)?(?:[。、,)\s]|$)|付[)、。]|\bincl(?:\.|udes?|uded|uding)?(?-u:\b)|\bcomes with\b",
            &["込", "に含む", "付", "つき", "incl", "comes with"],
        ),
        class(
            Class::Gift,
            r"(?i)\bgift (?:card|voucher)|\bvouchers?\b|\bstore credit\b|クーポン|商品券|粗品|プレゼント",
            &[
                "gift",
                "voucher",
                "store credit",
                "クーポン",
                "商品券",
                "粗品",
                "プレゼント",
            ],
        ),
        class(
            Class::Discount,
            r"(?i)(?:[\d.]+|[一二三四五六七八九十])\s?(?:%|割|円|パーセント|ポイント)\s?(?:引|オフ|OFF)|半額|(?i:% off\b|half[ -]price)",
            &["引", "オフ", "off", "半額", "half"],
        ),
        class(
            Class::Guarantee,
            r"(?i)保証|\bwarrant|\bguarant",
            &["保証", "warrant", "guarant"],
        ),
        class(
            Class::NotRequired,
            r"(?i)\bno return needed\b|\bno [a-z]+ (?:[a-z]+ )?(?:is |are )?(?:needed|required|necessary)\b|\bwithout (?:an? |any )?(?:probate|appointment|booking|permission|licence|license|receipt|reservation|registration|deposit)\b|予約なし|手ぶら",
            &[
                "need",
                "required",
                "necessary",
                "without",
                "予約なし",
                "手ぶら",
            ],
        ),
        class(
            Class::Required,
            r"(?i)要(?:予約|証明|提示|申込|確認)|予約制|持参|\bneeded\b|\bonly with\b|\bneeds?\b",
            &[
                "要予約",
                "要証明",
                "要提示",
                "要申込",
                "要確認",
                "予約制",
                "持参",
                "need",
                "only with",
            ],
        ),
        class(
            Class::Charged,
            r"(?i)別途|実費|別売|\bextra\b|\bexcl(?:\.|uded)",
            &["別途", "実費", "別売", "extra", "excl"],
        ),
        class(
            Class::Denied,
            r"(?i)不可|\bnot for\b|\b(?:is|are) not(?:[.;,)]|$)",
            &["不可", "not for", " not"],
        ),
        class(
            Class::CustomerPays,
            r"(?i)\b(?:are|is) the (?:buyer|customer)'s\b|\b(?:costs?|postage|it) (?:is|are) yours\b",
            &["buyer's", "customer's", "yours"],
        ),
        class(Class::ShopPays, r"(?i)\bwe pay\b", &["we pay"]),
        class(
            Class::Exchange,
            r"(?i)代替品|再送|交換|\breship|\bresend\b",
            &["代替品", "再送", "交換", "reship", "resend"],
        ),
        class(
            Class::Refund,
            r"(?i)返金|払い?戻し",
            &["返金", "払い戻し", "払戻し"],
        ),
        class(
            Class::Allowed,
            r"(?i)(?:[^不許認]|^)可(?:能)?(?:です)?(?:[。、,()・\s]|$)|まで受付|受付中|\bOK\b|\bwelcome\b|\ballowed\b",
            &["可", "受付", "ok", "welcome", "allowed"],
        ),
    ]
});

/// All promises of a text, the surest reading of a place first; of a source, short forms, too.
pub(crate) fn clauses(folded: &Folded, is_source: bool) -> Vec<Mention> {
    let mut mentions: Vec<Mention> = Vec::new();
    let short: &[(Class, Pattern)] = if is_source { &SHORT } else { &[] };
    for (class, pattern) in PATTERNS.iter().chain(short) {
        let class = *class;
        for found in pattern.find_iter(&folded.text) {
            let text = found.as_str().trim_end();
            let bytes = found.start()..found.start() + text.len();
            if bytes.is_empty()
                || mentions.iter().any(|other| {
                    other.class != Class::Only
                        && other.bytes.start < bytes.end
                        && bytes.start < other.bytes.end
                })
            {
                continue;
            }
            // "If it is faulty we pay": of whatever the sentence is about.
            let is_end = folded.text[bytes.end..].starts_with([';', '.', ',']);
            if is_source && text.eq_ignore_ascii_case("we pay") && !is_end {
                continue;
            }
            if class == Class::CustomerPays && names_sum(&folded.text, &bytes)
                || class == Class::Free && is_other_free(&folded.text, &bytes)
                || is_asked(&folded.text, &bytes, class)
            {
                continue;
            }
            let sentence = folded.sentence_around(&bytes);
            let class = match class {
                Class::Refund if is_denied(&folded.text, &bytes, &sentence) => Class::NoRefund,
                class => class,
            };
            mentions.push(Mention {
                clause: clause_around(&folded.text, &bytes, &sentence),
                bytes,
                class,
                sentence,
            });
        }
    }
    mentions.sort_by_key(|mention| mention.bytes.start);
    mentions
}

/// "Cash refunds on opened bottles are not given", "the deposit doesn't come back": refused, however far behind.
fn is_denied(text: &str, bytes: &Span, sentence: &Span) -> bool {
    static NOT: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)^[^,.;:。、]{0,60}?\b(?:(?:is|are|was|were|will|can|do|does) not|(?:is|are|was|were|wo|ca|do|does)n't|cannot|never) (?:be )?(?:given|made|paid|offered|possible|available|granted|issued|due|owed)\b",
        )
    });
    let before = text[sentence.start..bytes.start].to_lowercase();
    // "What we can't do, I'm afraid, is send the money back."
    let is_cleft = before.contains("what we can't do") || before.contains("what we cannot do");
    is_cleft || text[bytes.clone()].contains("n't") || NOT.is_match(&text[bytes.end..sentence.end])
}

/// "So you pay £193.05": what is paid is an amount, and says nothing of who bears it; "you pay nothing" is free.
fn names_sum(text: &str, bytes: &Span) -> bool {
    let behind = text[bytes.end..].trim_start();
    text[bytes.clone()].to_lowercase().ends_with("pay")
        && (behind.starts_with("nothing")
            || behind.starts_with(|c: char| {
                "£$€¥".contains(c) || c.is_ascii_digit() || c.is_ascii_uppercase()
            }))
}

/// "Feel free", "sugar-free", "toll-free", "tax included", "postage included in the total".
fn is_other_free(text: &str, bytes: &Span) -> bool {
    let before = tail(text[..bytes.start].trim_end(), 32).to_lowercase();
    let word = text[bytes.clone()].to_lowercase();
    if text[..bytes.start].ends_with('-')
        || text[bytes.end..].starts_with("phone")
        || text[bytes.end..].starts_with('-')
    {
        return true;
    }
    // "Seniors do not pay half" pay the whole.
    let behind = head(text[bytes.end..].trim_start(), 12).to_lowercase();
    if word.ends_with("pay")
        && [
            "half", "the full", "full", "more", "extra", "until", "any more", "by ",
        ]
        .iter()
        .any(|it| behind.starts_with(it))
    {
        return true;
    }
    // "You'll have nothing more to pay": not that something is free.
    if word.contains("nothing")
        && ["more", "else", "further"]
            .iter()
            .any(|it| word.contains(it) || behind.starts_with(it))
    {
        return true;
    }
    // "Your bike is covered up to £500."
    if word.ends_with("covered")
        && !(behind.is_empty()
            || behind.starts_with(['.', ',', ';', '!', ')'])
            || text[bytes.end..].starts_with('\n'))
    {
        return true;
    }
    if word == "free"
        && is_at_leisure(
            &before,
            &head(text[bytes.end..].trim_start(), 24).to_lowercase(),
        )
    {
        return true;
    }
    if word.starts_with("free")
        && (before.ends_with("feel")
            || before.ends_with("toll")
            || before.ends_with("tax")
            || before.ends_with("duty"))
    {
        return true;
    }
    (word.contains('0') && before.ends_with(|c: char| c.is_ascii_digit() || c == ',' || c == '.'))
        || (word.contains("included")
            && ["vat", "tax", "gst"]
                .iter()
                .any(|tax| before.ends_with(tax)))
        || (["incl", "込"].iter().any(|it| word.contains(it))
            && (["vat", "tax", "gst"].iter().any(|tax| {
                head(text[bytes.end..].trim_start(), 4)
                    .to_lowercase()
                    .starts_with(tax)
            }) || before.ends_with('税')
                || before.ends_with("申")))
}

/// "The flat is free from 22 February", "Theo is free again", "you are free to leave": nothing of a price.
fn is_at_leisure(before: &str, behind: &str) -> bool {
    static WHEN: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:again\b|all day|this |next |(?:from|on|at|until|till|between) (?:the )?(?:\d{1,2}(?::\d\d|\.\d\d|\s?[ap]\.?m|st\b|nd\b|rd\b|th\b|\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|[,;]|$)|mon|tues|wednes|thurs|fri|satur|sun|jan|feb|mar|apr|may\b|jun|jul|aug|sep|oct|nov|dec|noon|now\b|midday))",
        )
    });
    const STATES: [&str; 7] = [" is", " are", " be", "'s", "'re", " still", " room"];
    const WHO: [&str; 9] = [
        "you are", "you're", "they are", "they're", "we are", "we're", "i am", "i'm", "be",
    ];
    STATES.iter().any(|state| before.ends_with(state)) && WHEN.is_match(behind)
        || behind.starts_with("to ") && WHO.iter().any(|who| before.ends_with(who))
}

/// What is asked about or only named: ご返金の件, ご返金のご依頼, "your refund request".
fn is_asked(text: &str, bytes: &Span, class: Class) -> bool {
    let after = &text[bytes.end..];
    let before = tail(&text[..bytes.start], 32).to_lowercase();
    if [
        "について",
        "の件",
        "に関",
        "のご希望",
        "をご希望",
        "のご依頼",
        "のお問い合わせ",
        "のお申し出",
        "でしょうか",
        "ますか",
        "か?",
    ]
    .iter()
    .any(|word| after.starts_with(word))
    {
        return true;
    }
    let rest = head(after.trim_start(), 32).to_lowercase();
    // 割引率; お電話を差し上げます; "in exchange you carry more of it".
    let own = &text[bytes.clone()];
    if class == Class::Discount && after.starts_with('率')
        || class == Class::Gift && (before.ends_with("電話を") || before.ends_with("連絡を"))
        || own.eq_ignore_ascii_case("exchange") && before.ends_with("in ")
        || class == Class::Guarantee
            && ["n't ", "cannot ", "not "]
                .iter()
                .any(|not| before.ends_with(not))
        || class == Class::Denied
            && ["don't", "do not"].contains(&own.to_lowercase().as_str())
            && ["mind", "worry", "hesitate", "forget"]
                .iter()
                .any(|word| rest.starts_with(word))
        || own.ends_with("promise") && before.ends_with("what ")
        || own.ends_with("we promise") && before.trim_end().ends_with("what")
    {
        return true;
    }
    matches!(
        class,
        Class::Refund | Class::Exchange | Class::Discount | Class::Gift | Class::Guarantee
    ) && (rest.starts_with("request")
        || rest.starts_with("policy")
        || rest.starts_with("question")
        || before.trim_end().ends_with("about the")
        || before.trim_end().ends_with("about your")
        || before.trim_end().ends_with("about a"))
}

/// The clause of a sentence around a span; with the one before it where it says nothing else.
pub(crate) fn clause_around(text: &str, bytes: &Span, sentence: &Span) -> Span {
    static STOP: LazyLock<Pattern> =
        LazyLock::new(|| pattern(r"[、,:|()]|\b(?:but|and|while|if|when|unless|until)\b"));
    static NO_THING: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)^no (?:returns?|exchanges?|cancellations?|pets?|changes?|dogs?|children|smoking|card payments?|cheques?)$",
        )
    });
    let stops: Vec<(usize, usize)> = STOP
        .find_iter(&text[sentence.clone()])
        .map(|stop| (sentence.start + stop.start(), sentence.start + stop.end()))
        .collect();
    let mut end = stops
        .iter()
        .map(|stop| stop.0)
        .find(|at| *at >= bytes.end)
        .unwrap_or(sentence.end);
    let mut before = stops
        .iter()
        .map(|stop| stop.1)
        .rev()
        .filter(|at| *at <= bytes.start)
        .chain([sentence.start]);
    let mut start = before.next().unwrap_or(sentence.start);
    let is_bare = |start: usize, end: usize| {
        let words = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
        words(&text[start..bytes.start]) < 2
            && words(&text[bytes.end..end]) < 4
            // "No cheques" says itself what of.
            && !NO_THING.is_match(&text[bytes.clone()])
    };
    if is_bare(start, end) {
        start = before.next().unwrap_or(start);
        if is_bare(start, end) {
            end = sentence.end;
        }
    }
    start..end.max(bytes.end)
}
