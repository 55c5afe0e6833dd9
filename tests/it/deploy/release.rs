//! How a release gets to people: the install script takes what has the release's checksum and nothing
//! else, the Debian package and the Homebrew formula hold what they should.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use super::root;
use super::stage::{installed, said};
use crate::support::skip::skipped;

const ARCHIVES: [&str; 6] = [
    "aarch64-apple-darwin",
    "aarch64-unknown-linux-gnu",
    "aarch64-unknown-linux-musl",
    "x86_64-apple-darwin",
    "x86_64-unknown-linux-gnu",
    "x86_64-unknown-linux-musl",
];

fn shell(folder: &Path, text: &str) {
    let mut command = Command::new("sh");
    let status = command.args(["-ec", text]).current_dir(folder).status();
    assert!(status.unwrap().success(), "{text}");
}

/// A release whose program says its version.
fn release() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let program = "#!/bin/sh\necho replybot 0.1.0\n";
    fs::write(folder.path().join("replybot"), program).unwrap();
    for target in ARCHIVES {
        let archive = format!("chmod +x replybot; tar -czf replybot-{target}.tar.gz replybot");
        shell(folder.path(), &archive);
    }
    shell(folder.path(), "sha256sum *.tar.gz > SHA256SUMS");
    folder
}

fn install(release: &Path, bin: &str) -> Output {
    let mut command = Command::new("sh");
    command
        .arg(root().join("release/install.sh"))
        .env(
            "REPLYBOT_DOWNLOADS",
            format!("file://{}", release.display()),
        )
        .env("REPLYBOT_BIN", release.join(bin))
        .output()
        .unwrap()
}

#[test]
fn the_install_script_installs_what_has_the_releases_checksum_and_nothing_else() {
    if !cfg!(target_os = "linux") {
        return skipped("the release of this test is one for Linux");
    }
    let good = release();
    let output = install(good.path(), "bin");
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("replybot 0.1.0"));
    assert!(good.path().join("bin/replybot").exists());

    let sums = "SHA256SUMS";
    for (what, damage, word) in [
        (
            "another file's sum",
            format!("sed -i s/^......../00000000/ {sums}"),
            "the checksum of",
        ),
        ("no sum", format!(": > {sums}"), "the checksum of"),
        (
            "two sums",
            format!("cat {sums} {sums} > both; mv both {sums}"),
            "the checksum of",
        ),
        (
            "the sum of another name",
            format!("sed -i 's/ replybot-/ evil-replybot-/' {sums}"),
            "the checksum of",
        ),
        ("no list of sums", format!("rm {sums}"), "cannot be fetched"),
        ("no archive", "rm *.tar.gz".to_owned(), "cannot be fetched"),
        (
            "an archive that is cut off",
            "for it in *.tar.gz; do head -c 60 $it > cut; mv cut $it; done".to_owned(),
            "the checksum of",
        ),
        (
            "an archive of something else",
            format!(
                "echo > other; for it in *.tar.gz; do tar -czf $it other; done; sha256sum *.tar.gz > {sums}"
            ),
            "there is no replybot in",
        ),
    ] {
        let release = release();
        shell(release.path(), &damage);
        // What is there already stays.
        shell(release.path(), "mkdir bin; echo older > bin/replybot");
        let output = install(release.path(), "bin");
        assert_eq!(output.status.code(), Some(1), "{what}: {}", said(&output));
        assert!(said(&output).contains(word), "{what}: {}", said(&output));
        assert_eq!(
            fs::read_to_string(release.path().join("bin/replybot")).unwrap(),
            "older\n"
        );
    }
}

#[test]
fn where_there_is_no_glibc_the_static_executable_is_installed() {
    if !cfg!(target_os = "linux") {
        return skipped("the release of this test is one for Linux");
    }
    let release = release();
    let program = "echo '#!/bin/sh' > replybot; echo 'echo static' >> replybot";
    let archive = "for it in *-musl.tar.gz; do tar -czf $it replybot; done";
    let musl = "mkdir tools; printf '#!/bin/sh\\necho musl libc >&2\\nexit 1\\n' > tools/ldd; chmod +x tools/ldd";
    for step in [program, archive, "sha256sum *.tar.gz > SHA256SUMS", musl] {
        shell(release.path(), step);
    }
    let path = std::env::var("PATH").unwrap();
    let output = Command::new("sh")
        .arg(root().join("release/install.sh"))
        .env("PATH", format!("{}/tools:{path}", release.path().display()))
        .env(
            "REPLYBOT_DOWNLOADS",
            format!("file://{}", release.path().display()),
        )
        .env("REPLYBOT_BIN", release.path().join("bin"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("static"), "{}", said(&output));
}

fn formula(release: &Path) -> Output {
    let mut command = Command::new(root().join("release/formula"));
    command
        .args(["example/replybot", "v0.1.0", "SHA256SUMS"])
        .current_dir(release)
        .output()
        .unwrap()
}

#[test]
fn the_formula_has_each_archive_with_its_checksum_or_is_not_made() {
    let release = release();
    let output = formula(release.path());
    assert!(output.status.success(), "{}", said(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    let sums = fs::read_to_string(release.path().join("SHA256SUMS")).unwrap();
    // Homebrew brings a glibc along.
    for line in sums.lines().filter(|it| !it.contains("musl")) {
        let (sum, archive) = line.split_once("  ").unwrap();
        let both = format!("/releases/download/v0.1.0/{archive}\"\n      sha256 \"{sum}\"\n");
        assert!(text.contains(&both), "{both}: {text}");
    }
    match installed("ruby") {
        None => skipped("there is no ruby on this computer, so the formula is not parsed"),
        Some(ruby) => {
            let mut ruby = Command::new(ruby);
            let mut ruby = ruby.arg("-c").stdin(Stdio::piped()).spawn().unwrap();
            ruby.stdin
                .take()
                .unwrap()
                .write_all(text.as_bytes())
                .unwrap();
            assert!(ruby.wait().unwrap().success(), "{text}");
        }
    }
    for target in ARCHIVES.into_iter().filter(|it| !it.contains("musl")) {
        let lacking: String = sums
            .lines()
            .filter(|it| !it.contains(target))
            .flat_map(|it| [it, "\n"])
            .collect();
        fs::write(release.path().join("SHA256SUMS"), lacking).unwrap();
        let output = formula(release.path());
        assert!(!output.status.success(), "{target}: {}", said(&output));
        assert!(output.stdout.is_empty(), "{target}");
    }
}

#[test]
fn the_debian_package_holds_the_program_and_a_unit_that_systemd_takes() {
    if installed("dpkg-deb").is_none() {
        return skipped("there is no dpkg-deb on this computer");
    }
    let release = release();
    let folder = release.path();
    let build = |version: &str| {
        let mut command = Command::new(root().join("release/deb"));
        command
            .args(["example/replybot", "amd64", version, "replybot"])
            .current_dir(folder)
            .output()
            .unwrap()
    };
    let output = build("v0.1.0");
    assert!(output.status.success(), "{}", said(&output));
    shell(
        folder,
        "dpkg-deb --field replybot_amd64.deb > fields; dpkg-deb --extract replybot_amd64.deb root",
    );
    let fields = fs::read_to_string(folder.join("fields")).unwrap();
    for field in [
        "Package: replybot",
        "Version: 0.1.0",
        "Architecture: amd64",
        "Depends: libc6 (>= 2.17)",
    ] {
        assert!(fields.contains(field), "{fields}");
    }
    shell(
        folder,
        "root/usr/bin/replybot | grep -qx 'replybot 0.1.0'; test -s root/usr/share/doc/replybot/copyright",
    );
    let unit =
        fs::read_to_string(folder.join("root/usr/lib/systemd/system/replybot.service")).unwrap();
    // It is that of the page, with the program where packages put it.
    let page = super::read("docs/install.md");
    let shown = page
        .split("```ini\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    let shown = shown
        .split_once('\n')
        .unwrap()
        .1
        .replace("/usr/local/bin", "/usr/bin");
    assert_eq!(unit, shown);
    match installed("systemd-analyze") {
        None => {
            skipped("there is no systemd-analyze on this computer, so the unit is not looked at")
        }
        Some(analyze) => {
            let unit = "root/usr/lib/systemd/system/replybot.service";
            let verify = ["verify", "--man=no", unit];
            let output = Command::new(&analyze)
                .args(verify)
                .current_dir(folder)
                .output()
                .unwrap();
            let said = said(&output);
            // The program is not on this computer, or is another one; all else is the unit's fault.
            let faults: Vec<_> = said
                .lines()
                .filter(|it| !it.ends_with("is not executable: No such file or directory"))
                .collect();
            assert_eq!(faults, Vec::<&str>::new());
            // Of 100, by its own measure; without these lines the unit has 84.
            let security = [
                "security",
                "--offline=true",
                "--threshold=20",
                "--root=root",
            ];
            let output = Command::new(&analyze)
                .args(security)
                .arg("replybot.service")
                .current_dir(folder)
                .output()
                .unwrap();
            assert!(output.status.success(), "{}", super::stage::said(&output));
        }
    }
    // A version that dpkg would order wrongly.
    assert!(!build("").status.success());
}
