//! Files that a person should not open from a stranger: programs, scripts, pages, and containers of
//! them.

use super::Attachment;

/// Endings that mail services refuse or warn of (support.google.com/mail/answer/6590,
/// support.microsoft.com "Blocked attachments in Outlook"), and pages, which sign people in for
/// others.
const ENDINGS: &[&str] = &[
    "ade",
    "adp",
    "apk",
    "appinstaller",
    "application",
    "appref-ms",
    "appx",
    "appxbundle",
    "asp",
    "aspx",
    "bat",
    "cab",
    "chm",
    "cmd",
    "com",
    "cpl",
    "diagcab",
    "diagpkg",
    "dll",
    "dmg",
    "docm",
    "dotm",
    "ex",
    "ex_",
    "exe",
    "gadget",
    "hlp",
    "hta",
    "htm",
    "html",
    "htc",
    "img",
    "ins",
    "inf",
    "iqy",
    "iso",
    "isp",
    "jar",
    "jnlp",
    "js",
    "jse",
    "lib",
    "library-ms",
    "lnk",
    "mde",
    "mht",
    "mhtml",
    "msc",
    "msi",
    "msix",
    "msixbundle",
    "msp",
    "mst",
    "nsh",
    "one",
    "osd",
    "pif",
    "pkg",
    "potm",
    "ppam",
    "ppsm",
    "pptm",
    "ps1",
    "psc1",
    "psd1",
    "psm1",
    "pub",
    "py",
    "pyc",
    "pyw",
    "rdp",
    "reg",
    "scf",
    "scr",
    "sct",
    "search-ms",
    "settingcontent-ms",
    "sh",
    "shb",
    "shs",
    "shtml",
    "slk",
    "svg",
    "svgz",
    "swf",
    "sys",
    "theme",
    "url",
    "vb",
    "vbe",
    "vbs",
    "vhd",
    "vhdx",
    "vxd",
    "webloc",
    "website",
    "wsc",
    "wsf",
    "wsh",
    "xbap",
    "xht",
    "xhtml",
    "xla",
    "xlam",
    "xll",
    "xlsm",
    "xltm",
    "xps",
    "xsl",
];

/// Media types of the same.
const TYPES: &[&str] = &[
    "application/hta",
    "application/java-archive",
    "application/javascript",
    "application/vnd.microsoft.portable-executable",
    "application/x-dosexec",
    "application/x-executable",
    "application/x-mach-binary",
    "application/x-ms-dos-executable",
    "application/x-ms-installer",
    "application/x-msdos-program",
    "application/x-msdownload",
    "application/x-msi",
    "application/x-sh",
    "application/x-shellscript",
    "application/xhtml+xml",
    "image/svg+xml",
    "text/html",
    "text/javascript",
];

/// How programs, scripts and disks begin.
const BEGINNINGS: &[&[u8]] = &[
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"MSCF",
    b"ITSF",
    // Shortcuts of Windows.
    b"\x4c\x00\x00\x00\x01\x14\x02\x00",
];

/// Entries of an archive that are looked at.
const MOST_ENTRIES: usize = 1000;

/// True for a file that should not be opened, by its name, its type, or, where it is at hand, its
/// content. An archive is what is in it; one that hides its names is as bad as any.
pub fn is_dangerous(file: &Attachment, content: Option<&[u8]>) -> bool {
    is_dangerous_name(file.name.expose())
        || TYPES.contains(&file.content_type.as_str())
        || content.is_some_and(is_dangerous_content)
}

/// Whether a file of that name is dangerous to open when it comes from a stranger.
pub fn is_dangerous_name(name: &str) -> bool {
    // Windows drops dots and blanks at the end.
    let name = name.trim_end_matches(['.', ' ', '\u{3000}', '\0']);
    let Some((_, ending)) = name.rsplit_once(['.', '．']) else {
        return false;
    };
    let ending: String = ending.chars().map(narrow).collect();
    ENDINGS.contains(&ending.trim().to_ascii_lowercase().as_str())
}

/// Full-width letters are letters to some who open files.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    }
}

fn is_dangerous_content(content: &[u8]) -> bool {
    if BEGINNINGS.iter().any(|it| content.starts_with(it)) {
        return true;
    }
    let beginning =
        String::from_utf8_lossy(&content[..content.len().min(1024)]).to_ascii_lowercase();
    let beginning = beginning.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let begins = |it: &&str| beginning.starts_with(it);
    let is_page = ["<!doctype html", "<html", "<script", "<svg"]
        .iter()
        .any(begins)
        || beginning.starts_with("<?xml")
            && (beginning.contains("<svg") || beginning.contains("<html"));
    is_page || content.starts_with(b"PK\x03\x04") && holds_danger(content)
}

/// Looks at the names in a zip file (APPNOTE.TXT §4.3.12): its central directory.
fn holds_danger(zip: &[u8]) -> bool {
    const ENTRY: &[u8] = b"PK\x01\x02";
    let mut rest = zip;
    for _ in 0..MOST_ENTRIES {
        let Some(at) = rest.windows(ENTRY.len()).position(|it| it == ENTRY) else {
            return false;
        };
        rest = &rest[at..];
        let number = |at: usize| {
            Some(usize::from(u16::from_le_bytes([
                *rest.get(at)?,
                *rest.get(at + 1)?,
            ])))
        };
        let name = number(28).and_then(|length| rest.get(46..46 + length));
        let flags = number(8).unwrap_or(0);
        // Bit 0: encrypted, so that no scanner can look into it.
        if flags & 1 == 1 {
            return true;
        }
        let name = name.map(String::from_utf8_lossy).unwrap_or_default();
        // Macros of office files.
        let is_macro = name.to_ascii_lowercase().ends_with("vbaproject.bin");
        // Office files are made of XML.
        let is_office = name.ends_with(".xml") || name.ends_with(".rels");
        if is_macro || (!is_office && is_dangerous_name(&name)) {
            return true;
        }
        rest = &rest[ENTRY.len()..];
    }
    // No file has a longer name.
    true
}

#[cfg(test)]
mod tests {
    use pii::CustomerText;

    use super::*;

    fn named(name: &str) -> Attachment {
        Attachment {
            name: CustomerText::new(name),
            content_type: "application/octet-stream".into(),
            size: 1,
            digest: String::new(),
        }
    }

    #[test]
    fn programs_and_pages_are_dangerous_however_they_are_named() {
        for name in [
            "a.exe",
            "請求書.pdf.exe",
            "a.EXE ",
            "a.exe.",
            "a．ｅｘｅ",
            "run.JS",
            "login.html",
            "logo.svg",
            "a.xlsm",
            "a.iso",
            "a.lnk",
            "invoice.pdf.scr",
        ] {
            assert!(is_dangerous(&named(name), None), "{name}");
        }
        for content in [
            &b"MZ\x90\x00"[..],
            b"\x7fELF\x02",
            b"#!/bin/sh",
            b"  <HTML><body>",
            b"<!DOCTYPE html>",
            b"\xef\xbb\xbf<script>",
            b"<svg xmlns=",
        ] {
            assert!(
                is_dangerous(&named("photo.jpg"), Some(content)),
                "{content:?}"
            );
        }
    }

    #[test]
    fn what_customers_send_is_not() {
        for (name, content) in [
            ("部屋.png", &b"\x89PNG\r\n\x1a\n"[..]),
            ("IMG_0001.HEIC", b"\0\0\0\x18ftypheic"),
            ("receipt.pdf", b"%PDF-1.7"),
            ("order.csv", b"order,amount\r\n1,2\r\n"),
            ("notes", b"hello"),
            ("注文書.xlsx", b"PK\x03\x04..."),
            ("v1.2", b"text"),
        ] {
            assert!(!is_dangerous(&named(name), Some(content)), "{name}");
        }
    }

    fn zip_of(names: &[&str], flags: u16) -> Vec<u8> {
        let mut zip = b"PK\x03\x04 content".to_vec();
        for name in names {
            let mut entry = vec![0; 46];
            entry[..4].copy_from_slice(b"PK\x01\x02");
            entry[8..10].copy_from_slice(&flags.to_le_bytes());
            entry[28..30].copy_from_slice(&u16::try_from(name.len()).unwrap_or(0).to_le_bytes());
            zip.extend(entry);
            zip.extend(name.as_bytes());
        }
        zip
    }

    #[test]
    fn an_archive_is_what_is_in_it() {
        for (names, flags, is) in [
            (&["photo.jpg", "list.xlsx"][..], 0, false),
            (
                &["[Content_Types].xml", "_rels/.rels", "word/document.xml"],
                0,
                false,
            ),
            (&["word/document.xml", "word/vbaProject.bin"], 0, true),
            (&["photo.jpg", "a/setup.exe"], 0, true),
            (&["photo.jpg"], 1, true),
        ] {
            let zip = zip_of(names, flags);
            assert_eq!(is_dangerous(&named("a.zip"), Some(&zip)), is, "{names:?}");
        }
        // Cut anywhere, it makes no fall.
        let zip = zip_of(&["photo.jpg", "setup.exe"], 0);
        for end in 0..zip.len() {
            is_dangerous(&named("a.zip"), Some(&zip[..end]));
        }
    }
}
