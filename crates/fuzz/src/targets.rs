//! What is fuzzed. A new target is one entry here.

use std::path::{Path, PathBuf};

use documents::{Kind, Limits};

/// Something that reads bytes from outside.
pub struct Target {
    /// Its name on the command line.
    pub name: &'static str,
    /// Good inputs.
    pub seeds: Seeds,
    /// Words that mean something to the reader.
    pub words: &'static [&'static str],
    /// Makes the reader read. It panics when what came of it breaks a promise.
    pub read: fn(&[u8]),
}

/// Good inputs.
pub enum Seeds {
    /// Files in a folder of the workspace that end in that; one input a file.
    Files(&'static str, &'static str),
    /// Texts.
    Texts(&'static [&'static str]),
}

const MAILS: Seeds = Seeds::Files("crates/mail/tests/mails", ".eml");

/// All of them.
pub const ALL: &[Target] = &[
    #[cfg(feature = "product")]
    crate::product::STREAMS,
    #[cfg(feature = "product")]
    crate::product::PAYLOADS,
    PDF,
    DOCX,
    XLSX,
    Target {
        name: "html",
        seeds: MAILS,
        words: &[
            "<table>",
            "<tr>",
            "<td>",
            "<td colspan=65535 rowspan=65535>",
            "</table>",
            "<div>",
            "</div>",
            "<style>",
            "</style>",
            "p:nth-child(2n+1){display:none}",
            ".a .b > .c{display:none}",
            "@media x{",
            "{",
            "}",
            "/*",
            "<a href=\"mailto:a@b.example\">",
            "<a href=tel:1>",
            "</a>",
            "<s>",
            "<ul>",
            "<li>",
            "<ol start=9>",
            "<blockquote>",
            "<pre>",
            "<!--",
            "-->",
            "<![CDATA[",
            "<svg>",
            "<select>",
            "<option>",
            "<p style='display:none'>",
            "&nbsp;",
            "&#64;",
            "&#x1F468;&#8205;",
            "<b>",
            "</p>",
            "<br>",
            "<hr>",
            "\u{3000}",
            "<bdo dir=rtl>",
            "<sup>2</sup>",
            "<script>",
            "<textarea>",
            "<title>",
            "<plaintext>",
            "<template>",
        ],
        read: |bytes| {
            let head = b"From: a@example.com\r\nContent-Type: text/html\r\n\r\n";
            mail(&[head, bytes].concat());
        },
    },
    Target {
        name: "mail",
        seeds: MAILS,
        words: &[
            "\r\n",
            "\r\n\r\n",
            "--b\r\n",
            "--b--\r\n",
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n",
            "Content-Type: message/rfc822\r\n\r\n",
            "Content-Type: text/html; charset=iso-2022-jp\r\n",
            "Content-Transfer-Encoding: base64\r\n",
            "Content-Transfer-Encoding: quoted-printable\r\n",
            "Content-Transfer-Encoding: x-uuencode\r\n",
            "begin 644 a\n",
            "\u{1b}$B",
            "\u{1b}(B",
            "\u{1b}$(Q",
            "\u{e}",
            "\u{f}",
            "charset=utf-7",
            "charset=hz-gb-2312",
            "charset=iso-2022-kr",
            "charset=utf-16",
            "; format=flowed; delsp=yes",
            "Content-Type: application/pkcs7-mime; name=smime.p7m\r\n",
            "-----BEGIN PGP SIGNED MESSAGE-----\n",
            "Content-Disposition: attachment; filename*0*=utf-8''a; filename*1*=b\r\n",
            "winmail.dat",
            "\0",
            "\u{feff}",
        ],
        read: mail,
    },
    Target {
        name: "headers",
        seeds: MAILS,
        words: &[
            "=?utf-8?B?",
            "=?iso-2022-jp?B?GyRC?=",
            "=?utf-8?Q?=E3=81?=",
            "?=",
            "From: ",
            "To: ",
            "Cc: ",
            "Reply-To: ",
            "Subject: ",
            "References: ",
            "In-Reply-To: ",
            "Message-ID: ",
            "Date: ",
            "<a@b.example>",
            "undisclosed-recipients:;",
            "(",
            ")",
            "\"",
            "\\",
            ",",
            ";",
            ":",
            "<",
            ">",
            "@",
            "..",
            "\r\n ",
            "\r\n\t",
            "Authentication-Results: x; dmarc=fail",
            "Auto-Submitted: auto-replied\r\n",
            "Content-Type: multipart/report\r\n",
            "X-SES-Spam-Verdict: FAIL\r\n",
        ],
        read: |bytes| {
            let head = bytes
                .windows(4)
                .position(|w| w == b"\r\n\r\n")
                .unwrap_or(bytes.len());
            mail(&[&bytes[..head], b"\r\n\r\ntext\r\n"].concat());
        },
    },
    Target {
        name: "contact-forms",
        seeds: MAILS,
        words: &[
            "Email: ",
            "メールアドレス：",
            "お名前: ",
            "Ｅメール",
            "E-Mail:",
            "name:",
            "taro@example.com",
            "差出人: ",
            "宛先: ",
            "From: ",
            "On ",
            " wrote:\n",
            "さんは書きました:\n",
            "> ",
            "＞",
            "-----Original Message-----\n",
            "-- \n",
            "━━━━━━━━\n",
            "iPhoneから送信\n",
            "2023年11月17日(金) 14:06 ",
            "\n\n",
            "----",
            "【",
            "】",
            "　",
        ],
        read: |bytes| {
            let head =
                b"From: wordpress@shop.example\r\nTo: info@shop.example\r\nSubject: form\r\n\r\n";
            let body = bytes
                .windows(4)
                .position(|w| w == b"\r\n\r\n")
                .map_or(0, |at| at + 4);
            mail(&[&head[..], &bytes[body..]].concat());
        },
    },
];

const PDF: Target = Target {
    name: "pdf",
    seeds: Seeds::Files("crates/documents/tests/files", ".pdf"),
    words: &[
        "1 0 obj\n",
        "endobj\n",
        "<< /Type /Page /Kids [1 0 R] >>",
        "/Filter [/FlateDecode /FlateDecode]",
        "stream\n",
        "\nendstream",
        "/Length 9999999999",
        "BT /F1 1e9 Tf 0 0 0 0 0 0 Tm (x) Tj ET",
        "[(a) -99999999 (b)] TJ",
        "/X Do",
        "q Q",
        "/Encoding /UniJIS-UTF16-H",
        "/Encoding << /Differences [0 /uniD800 255 /A] >>",
        "/W [0 4294967295 1]",
        "1 beginbfrange <0000> <ffff> <0041> endbfrange",
        "xref\n0 99999999\n",
        "/ObjStm /N 99999 /First 0",
        "trailer << /Root 1 0 R /Prev 0 >>",
        "startxref\n0\n%%EOF",
    ],
    read: |bytes| document(&[b"%PDF-1.7\n", bytes].concat(), Kind::Pdf),
};

const DOCX: Target = Target {
    name: "docx",
    seeds: Seeds::Files("crates/documents/tests/files", ".docx"),
    words: OFFICE,
    read: |bytes| document(bytes, Kind::Docx),
};

const XLSX: Target = Target {
    name: "xlsx",
    seeds: Seeds::Files("crates/documents/tests/files", ".xlsx"),
    words: OFFICE,
    read: |bytes| document(bytes, Kind::Xlsx),
};

const OFFICE: &[&str] = &[
    "PK\u{3}\u{4}",
    "PK\u{1}\u{2}",
    "PK\u{5}\u{6}",
    "xl/workbook.xml",
    "word/document.xml",
    "[Content_Types].xml",
    "_rels/.rels",
    "../../../",
];

/// Reads a file, and looks at what must hold of every one.
fn document(bytes: &[u8], kind: Kind) {
    let limits = Limits::default();
    let document = documents::read(bytes, kind, &limits);
    assert!(document.text.len() <= limits.text, "a text without end");
    let is_odd = document.text.contains(['\0', '\r', '\u{1b}']);
    assert!(!is_odd, "what no text holds");
}

/// The target of that name.
pub fn named(name: &str) -> Option<&'static Target> {
    ALL.iter().find(|target| target.name == name)
}

impl Target {
    /// The good inputs.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn seeds(&self) -> std::io::Result<Vec<Vec<u8>>> {
        let (folder, ends) = match self.seeds {
            Seeds::Texts(texts) => {
                return Ok(texts.iter().map(|it| it.as_bytes().into()).collect());
            }
            Seeds::Files(folder, ends) => (folder, ends),
        };
        let mut paths = Vec::new();
        for entry in std::fs::read_dir(root().join(folder))? {
            let path = entry?.path();
            if path.to_string_lossy().ends_with(ends) {
                paths.push(path);
            }
        }
        // The order of a folder differs from machine to machine.
        paths.sort();
        paths.into_iter().map(std::fs::read).collect()
    }
}

fn root() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    folder.ancestors().nth(2).unwrap_or(folder).to_owned()
}

/// Reads a mail, and looks at what must hold of every mail.
fn mail(bytes: &[u8]) {
    let mail = mail::parse(bytes);
    let texts = [&mail.text, &mail.quoted, &mail.subject];
    for text in texts {
        let text = text.expose();
        assert!(
            !text.contains(['\0', '\u{fdd0}', '\u{fdd1}']),
            "what no text holds"
        );
        assert!(text.len() < 5 * 1024 * 1024, "a text without end");
    }
    assert!(
        !mail.subject.expose().contains(['\n', '\r']),
        "a subject of two lines"
    );
    for mailbox in mail.reply_recipients() {
        assert!(
            !mailbox.display().contains(['\n', '\r']),
            "an address of two lines"
        );
    }
}
