//! Files that other programs made, and what a person reads in them; and files made to do harm.

#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use documents::{Document, Kind, LeftOut, Limits, read};
use proptest::prelude::*;

fn file(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files");
    std::fs::read(folder.join(name)).unwrap()
}

/// What a file says, taken for what it is.
fn read_file(name: &str, bytes: &[u8]) -> Document {
    let kind = Kind::of(name, "application/octet-stream", bytes).unwrap();
    read(bytes, kind, &Limits::default())
}

#[test]
fn a_file_reads_as_a_person_reads_it() {
    for (name, lines, left_out) in [
        (
            "reportlab-cid.pdf",
            &[
                "請求書　株式会社サンプル商店 御中",
                "ご注文番号: A-1024　合計金額 ¥12,800（税込）",
                "お支払期限：２０２６年１２月１５日　山田 太郎様",
                "Total due\t12,800 JPY",
                "second page: hello (parens) \\ backslash",
            ][..],
            &[][..],
        ),
        (
            "reportlab-table.pdf",
            &["Invoice INV-2026-0042", "Delivery\t1\t800", "Total\t2,450"],
            &[],
        ),
        ("reportlab-form.pdf", &["Name:\tTaro Yamada"], &[]),
        (
            "reportlab-vertical.pdf",
            &["縦書きの一行目", "縦書きの二行目"],
            &[],
        ),
        (
            "pdftex.pdf",
            &[
                "Office files, efficient flow: “quotes” — dash",
                "Juice\t550",
                "JPY α ≤ 3.",
            ],
            &[],
        ),
        ("pypdf-owner-password.pdf", &["Total\t2,450"], &[]),
        ("pypdf-password.pdf", &[], &[LeftOut::Encrypted]),
        (
            "libreoffice-sheet.pdf",
            &["A-1024\t###\t¥12,800", "山田 太郎 090-1234-5678"],
            &[],
        ),
        (
            "python-docx.docx",
            &[
                "返品について",
                "品名\t数量\t金額",
                "りんご\t3\t1,650円",
                "second <b> & \"q\"",
                "shown  end\twith tab",
                "the header",
            ],
            &[LeftOut::Hidden],
        ),
        (
            "libreoffice.docx",
            &[
                "注文番号 A-1024 の商品に傷がありました。",
                "- first",
                "りんご\t3\t1,650円",
            ],
            &[LeftOut::Hidden],
        ),
        (
            "openpyxl.xlsx",
            &[
                "# 注文一覧",
                "番号\t日付\t金額\t率\t時刻\t備考",
                "A-1024\t2026-11-05\t¥12800\t10%\t18:30\t山田 太郎 090-1234-5678",
                "2026-01-02 03:04:05",
            ],
            &[LeftOut::Hidden],
        ),
        (
            "xlsxwriter.xlsx",
            &["# S 1", "合計\t12800円\t2026-12-01", "TRUE", "a bold c"],
            &[],
        ),
        (
            "libreoffice.xlsx",
            &["合計\t12800円\t2026-12-01", "25600円"],
            &[],
        ),
    ] {
        let document = read_file(name, &file(name));
        for line in lines {
            assert!(
                document.text.contains(line),
                "{name}: {line}\n{}",
                document.text
            );
        }
        assert_eq!(document.left_out, left_out, "{name}");
        for hidden in ["SECRET", "HIDDEN"] {
            assert!(!document.text.contains(hidden), "{name}");
        }
    }
}

#[test]
fn columns_of_running_text_are_read_one_after_the_other() {
    let document = read_file("a.pdf", &file("weasyprint-columns.pdf"));
    let text = document.text.replace('\n', " ");
    let places: Vec<usize> = (0..14)
        .map(|n| text.find(&format!("Paragraph {n} of")).unwrap())
        .collect();
    assert!(places.is_sorted(), "{}", document.text);
    assert!(text.contains("columns, which goes on for quite a while so that lines are full."));
}

#[test]
fn plain_text_is_read_in_any_charset_and_what_is_none_is_not() {
    let sjis = b"\x94\xd4\x8d\x86,\x8e\x81\x96\xbc,\x8b\xe0\x8az\r\nA-1024,\x8eR\x93c\x91\xbe\x98Y,\"12,800\"\r\n";
    let text = read_file("a.csv", sjis).text;
    assert_eq!(text, "番号,氏名,金額\nA-1024,山田太郎,\"12,800\"");
    let utf16: Vec<u8> = "\u{feff}注文\r\nA-1024"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(read_file("a.txt", &utf16).text, "注文\nA-1024");
    let jis = b"\x1b$B<+F0\x1b(B\r\nok";
    assert_eq!(read_file("a.log", jis).text, "自動\nok");
    let bytes: Vec<u8> = (0..=255).cycle().take(10_000).collect();
    let document = read_file("a.txt", &bytes);
    assert_eq!(
        (document.text.as_str(), &document.left_out[..]),
        ("", &[LeftOut::Damaged][..])
    );
    assert_eq!(read_file("a.txt", b""), Document::default());
}

#[test]
fn the_kind_is_told_by_the_content_and_where_that_says_nothing_by_the_name() {
    let docx = file("libreoffice.docx");
    for (name, content_type, content, kind) in [
        (
            "invoice",
            "application/octet-stream",
            &b"%PDF-1.4"[..],
            Some(Kind::Pdf),
        ),
        ("a.txt", "text/plain", b"\n\n%PDF-1.4", Some(Kind::Pdf)),
        ("a.zip", "application/zip", &docx, Some(Kind::Docx)),
        ("a.zip", "application/zip", b"PK\x03\x04", None),
        ("a.docx", "application/zip", b"PK\x03\x04", Some(Kind::Docx)),
        (
            "a.csv",
            "application/vnd.ms-excel",
            b"a,b",
            Some(Kind::Text),
        ),
        ("請求書.PDF", "", b"nothing", Some(Kind::Pdf)),
        ("", "text/csv; charset=x", b"a,b", Some(Kind::Text)),
        ("a.png", "image/png", b"\x89PNG", None),
        ("a.html", "text/html", b"<p>", None),
        (
            "a.doc",
            "application/msword",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            None,
        ),
    ] {
        assert_eq!(
            Kind::of(name, content_type, content),
            kind,
            "{name} {content_type}"
        );
    }
}

#[test]
fn a_document_with_a_password_says_so() {
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    bytes.extend([0; 500]);
    bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    for name in ["a.docx", "a.xlsx"] {
        assert_eq!(
            read_file(name, &bytes).left_out,
            [LeftOut::Encrypted],
            "{name}"
        );
    }
}

#[test]
fn a_text_that_is_too_long_ends_at_a_line_and_says_so() {
    let line = "Call 090-1234-5678 for order A-1024\n";
    let limits = Limits {
        text: 1_000,
        ..Limits::default()
    };
    for extra in 0..line.len() {
        let bytes = [&"x".repeat(extra), line.repeat(200).as_str()].concat();
        let document = read(bytes.as_bytes(), Kind::Text, &limits);
        assert_eq!(document.left_out, [LeftOut::Rest]);
        assert!(document.text.ends_with("A-1024") && document.text.len() <= 1_000);
    }
}

/// An archive with these parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut bytes);
    for (name, content) in parts {
        let file = archive.new_file(name);
        let file = file.compression_method(rawzip::CompressionMethod::DEFLATE);
        let (mut entry, config) = file.start().unwrap();
        let encoder = flate2::write::DeflateEncoder::new(&mut entry, flate2::Compression::fast());
        let mut writer = config.wrap(encoder);
        writer.write_all(content).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    bytes
}

fn docx(document: &[u8]) -> Vec<u8> {
    archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", document),
    ])
}

fn xlsx(strings: &[u8], sheet: &[u8]) -> Vec<u8> {
    let relation = |id, kind, target| {
        format!("<Relationship Id=\"{id}\" Type=\"x/{kind}\" Target=\"{target}\"/>")
    };
    let relations = [
        relation("s", "sharedStrings", "strings.xml"),
        relation("1", "worksheet", "worksheets/1.xml"),
        relation("self", "worksheet", "../xl/workbook.xml"),
    ];
    archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", b"<workbook><sheets><sheet name='A' id='1'/><sheet name='B' id='self'/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", format!("<Relationships>{}</Relationships>", relations.concat()).as_bytes()),
        ("xl/strings.xml", strings),
        ("xl/worksheets/1.xml", sheet),
    ])
}

#[test]
fn entities_of_a_documents_own_are_never_expanded() {
    let bomb = "<!DOCTYPE d [<!ENTITY a 'lollol'><!ENTITY b '&a;&a;&a;&a;&a;&a;'><!ENTITY f SYSTEM 'file:///etc/passwd'>]>\
        <w:document><w:body><w:p><w:r><w:t>one&b;&f;&amp;&#x4e8c;&unknown;</w:t></w:r></w:p></w:body></w:document>";
    assert_eq!(read_file("a.docx", &docx(bomb.as_bytes())).text, "one&二");
}

#[test]
fn what_is_deleted_moved_away_or_hidden_is_not_read() {
    let text = "<w:document><w:body><w:p><w:r><w:t>kept </w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>\
        <w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom><w:ins><w:r><w:t>new</w:t></w:r></w:ins>\
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>gone</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t> shown</w:t></w:r>\
        <mc:AlternateContent><mc:Choice><w:r><w:t> once</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>once</w:t></w:r></mc:Fallback></mc:AlternateContent>\
        </w:p></w:body></w:document>";
    let document = read_file("a.docx", &docx(text.as_bytes()));
    assert_eq!(document.text, "kept new shown once");
    let sheet = "<worksheet><cols><col min='2' max='2' hidden='1'/></cols><sheetData>\
        <row><c r='A1' t='inlineStr'><is><t>東京</t><rPh><t>トウキョウ</t></rPh></is></c><c r='B1'><v>42</v></c><c r='C1' t='str'><v>c</v></c></row>\
        <row hidden='1'><c><v>43</v></c></row><row><c><v>1</v></c><c><v>2</v></c></row></sheetData></worksheet>";
    let document = read_file("a.xlsx", &xlsx(b"<sst/>", sheet.as_bytes()));
    assert_eq!(document.text, "# A\n東京\t\tc\n1\n# B");
    assert_eq!(document.left_out, [LeftOut::Hidden]);
}

#[test]
fn a_file_made_to_do_harm_costs_bounded_time_and_text() {
    let many = |text: &str, count: usize| text.repeat(count).into_bytes();
    let document = |inner: Vec<u8>| {
        let around: [&[u8]; 3] = [b"<w:document><w:body>", &inner, b"</w:body></w:document>"];
        docx(&around.concat())
    };
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("a bomb of spaces", document(many(" ", 70 << 20))),
        ("a text without end", docx(&many("<w:t>aaaaaaaa", 2 << 20))),
        ("deep", document(many("<w:p>", 1_000_000))),
        (
            "a tag without end",
            document([&b"<w:t a='"[..], &many("x", 4 << 20)].concat()),
        ),
        (
            "attributes",
            document([&b"<w:t "[..], &many("a='b' ", 200_000), b">x</w:t>"].concat()),
        ),
        ("paragraphs", document(many("<w:p/>", 1_000_000))),
        (
            "strings",
            xlsx(
                &many("<si><t>aaaaaaaaaaaaaaaa</t></si>", 300_000),
                b"<worksheet/>",
            ),
        ),
        (
            "cells",
            xlsx(
                b"<sst/>",
                &many("<row><c r='XFD1'><v>1</v></c></row>", 100_000),
            ),
        ),
        (
            "one cell",
            xlsx(
                b"<sst/>",
                &[&b"<row><c><v>"[..], &many("1&#49;", 500_000)].concat(),
            ),
        ),
        (
            "no archive",
            b"PK\x03\x04[Content_Types].xml word/".to_vec(),
        ),
    ];
    for (what, bytes) in files {
        for kind in [Kind::Docx, Kind::Xlsx] {
            let limits = Limits {
                time: Duration::from_secs(2),
                ..Limits::default()
            };
            let begun = Instant::now();
            let document = read(&bytes, kind, &limits);
            // Not a measurement: it would take hours if a limit did not hold.
            assert!(begun.elapsed() < Duration::from_secs(60), "{what}");
            assert!(document.text.len() <= limits.text, "{what}");
        }
    }
}

#[test]
fn a_pdf_made_to_do_harm_is_read_as_far_as_it_goes() {
    let pdf = |objects: &[&str]| {
        let mut bytes = b"%PDF-1.7\n".to_vec();
        for (at, object) in objects.iter().enumerate() {
            bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", at + 1).into_bytes());
        }
        bytes.extend(b"trailer\n<< /Root 1 0 R >>\n");
        bytes
    };
    let stream = |dict: &str, text: &str| {
        format!(
            "<< {dict} /Length {} >>\nstream\n{text}\nendstream",
            text.len()
        )
    };
    let catalog = "<< /Type /Catalog /Pages 2 0 R >>";
    let page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> /XObject << /X 5 0 R >> >> >>";
    let loops = stream(
        "",
        "BT /F 12 Tf 50 700 Td (before) Tj ET /X Do /X Do BT /F 12 Tf 50 600 Td (after) Tj ET",
    );
    // A form that shows itself, twice.
    let form = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /X 5 0 R >> >>",
        "/X Do /X Do",
    );
    let bytes = pdf(&[
        catalog,
        "<< /Type /Pages /Kids [3 0 R 2 0 R 3 0 R] /Count 3 >>",
        page,
        &loops,
        &form,
    ]);
    let document = read_file("a.pdf", &bytes);
    assert!(
        document.text.contains("before"),
        "{document:?} {}",
        document.text
    );
    for bytes in [
        pdf(&[catalog, "<< /Type /Pages /Kids [2 0 R] >>"]),
        pdf(&["<< /Type /Catalog /Pages 1 0 R >>"]),
        pdf(&[]),
        [b"%PDF-1.7 ", &b"[".repeat(5_000)[..]].concat(),
        [b"%PDF-1.7 ", &b"<</A ".repeat(2_000)[..]].concat(),
        [b"%PDF-1.7\n", &b"1 0 obj <<>> endobj\n".repeat(2_000)[..]].concat(),
    ] {
        let document = read_file("a.pdf", &bytes);
        assert!(document.text.is_empty());
    }
}

const PIECES: [&str; 24] = [
    "%PDF-1.4\n",
    "1 0 obj\n",
    "<<",
    ">>",
    "/Type /Page",
    "/Kids [1 0 R]",
    "stream\n",
    "\nendstream",
    "endobj\n",
    "BT /F1 12 Tf (text) Tj ET",
    "[(a) -500 (b)] TJ",
    "1 0 0 1 9e30 -9e30 Tm",
    "xref\n0 1\n",
    "trailer",
    "startxref\n9\n%%EOF",
    "/Filter /FlateDecode",
    "/Length 99999999999",
    "beginbfchar <00> <0041> endbfchar",
    "/W [1 [9 9] 1 4294967295 9]",
    "/Encoding /90ms-RKSJ-H",
    "/Differences [0 /A 255 /B /C]",
    "Do",
    "q Q",
    "(\\777\\",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_damage_to_any_file_is_read_to_an_end(
        at in 0usize..13, cuts in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12), end in any::<prop::sample::Index>()
    ) {
        let names = ["reportlab-cid.pdf", "reportlab-table.pdf", "reportlab-form.pdf", "reportlab-vertical.pdf", "pdftex.pdf", "pypdf-owner-password.pdf", "libreoffice-sheet.pdf", "python-docx.docx", "libreoffice.docx", "openpyxl.xlsx", "xlsxwriter.xlsx", "libreoffice.xlsx", "weasyprint-columns.pdf"];
        let mut bytes = file(names[at]);
        for (place, byte) in cuts {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if at % 3 == 0 {
            bytes.truncate(end.index(bytes.len()));
        }
        let limits = Limits { text: 2_000, ..Limits::default() };
        for kind in [Kind::Pdf, Kind::Docx, Kind::Xlsx, Kind::Text] {
            let document = read(&bytes, kind, &limits);
            prop_assert!(document.text.len() <= limits.text);
            let is_odd = document.text.contains(['\0', '\r', '\u{1b}']);
            prop_assert!(!is_odd);
        }
    }

    #[test]
    fn any_mixture_of_what_pdfs_are_made_of_is_read_to_an_end(pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..80)) {
        let bytes = pieces.concat();
        read(bytes.as_bytes(), Kind::Pdf, &Limits::default());
    }
}
