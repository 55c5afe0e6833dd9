//! Dovecot, and Postfix where this process is root, on loopback with a configuration of their own:
//! mailboxes for `support@shop.example`, `sales@shop.example` and `taro@example.com`, whose password is
//! [`PASSWORD`].

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::{Query, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::llm::axum_serve;
use super::ports::free_ports;

/// Dovecot's static database takes no spaces and reads `%` as its own; `@` has to be encoded in a URL.
pub const PASSWORD: &str = "canary@secret";
pub const SUPPORT: &str = "support@shop.example";
pub const SALES: &str = "sales@shop.example";
pub const TARO: &str = "taro@example.com";
/// The system's user without rights, which root gives the mailboxes to.
const NOBODY: u32 = 65534;

pub struct Servers {
    pub folder: tempfile::TempDir,
    pub imap: u16,
    pub imaps: u16,
    pub smtp: u16,
    pub submission: u16,
    pub tokens: Tokens,
    dovecot: Option<Child>,
    postfix: Option<Child>,
}

/// A token endpoint, and where Dovecot asks whose a token is.
#[derive(Clone)]
pub struct Tokens {
    pub url: String,
    given: Arc<Mutex<Vec<String>>>,
}

impl Tokens {
    async fn start() -> Tokens {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let tokens = Tokens {
            url: format!("http://{}", listener.local_addr().unwrap()),
            given: Arc::default(),
        };
        let router = Router::new()
            .route("/token", post(give))
            .route("/introspect", get(introspect))
            .with_state(tokens.clone());
        tokio::spawn(axum_serve(listener, router));
        tokens
    }

    /// No token that was given is good any more.
    pub fn recall(&self) {
        self.given
            .lock()
            .unwrap()
            .iter_mut()
            .for_each(|it| it.push_str("-withdrawn"));
    }

    pub fn count(&self) -> usize {
        self.given.lock().unwrap().len()
    }

    /// What `MAIL_OAUTH` holds.
    pub fn grant(&self) -> String {
        json!({
            "token_url": format!("{}/token", self.url), "client_id": "canary-client",
            "client_secret": "canary-client-secret", "refresh_token": "canary-refresh-token",
        })
        .to_string()
    }
}

async fn give(State(tokens): State<Tokens>, body: String) -> Json<Value> {
    let fields: Vec<(String, String)> = serde_urlencoded::from_str(&body).unwrap();
    let is = |name: &str, value: &str| fields.iter().any(|(n, v)| n == name && v == value);
    let good = is("grant_type", "refresh_token")
        && is("refresh_token", "canary-refresh-token")
        && is("client_id", "canary-client")
        && is("client_secret", "canary-client-secret");
    if !good {
        return Json(json!({ "error": "invalid_grant" }));
    }
    let mut given = tokens.given.lock().unwrap();
    let token = format!("canary-access-{}", given.len());
    given.push(token.clone());
    Json(json!({ "access_token": token, "expires_in": 3600, "token_type": "Bearer" }))
}

#[derive(serde::Deserialize)]
struct Asked {
    token: String,
}

async fn introspect(State(tokens): State<Tokens>, Query(asked): Query<Asked>) -> Json<Value> {
    let active = tokens.given.lock().unwrap().contains(&asked.token);
    Json(json!({ "active": active, "username": SUPPORT }))
}

impl Servers {
    /// Starts Dovecot; says what is missing where it is not installed.
    pub async fn start() -> Servers {
        let tokens = Tokens::start().await;
        let folder = tempfile::tempdir().unwrap();
        let [imap, imaps, smtp, submission] = free_ports();
        let mut servers = Servers {
            folder,
            imap,
            imaps,
            smtp,
            submission,
            tokens,
            dovecot: None,
            postfix: None,
        };
        servers.write();
        servers.start_dovecot().await;
        if is_root() {
            servers.start_postfix().await;
        }
        servers
    }

    pub fn has_postfix(&self) -> bool {
        self.postfix.is_some()
    }

    pub fn certificate(&self) -> PathBuf {
        self.folder.path().join("cert.pem")
    }

    /// What the servers logged, for a test that failed.
    pub fn log(&self) -> String {
        let read = |name| fs::read_to_string(self.folder.path().join(name)).unwrap_or_default();
        format!("{}\n{}", read("dovecot.log"), read("postfix.log"))
    }

    fn write(&self) {
        let folder = self.folder.path();
        // Dovecot's processes are other users, who look into it.
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
        for name in ["run", "mail", "postfix", "queue", "data"] {
            fs::create_dir(folder.join(name)).unwrap();
        }
        let made = Command::new("openssl")
            .args([
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
            ])
            .args(["-addext", "subjectAltName=DNS:localhost"])
            .args(["-addext", "basicConstraints=critical,CA:FALSE"])
            .arg("-keyout")
            .arg(folder.join("key.pem"))
            .arg("-out")
            .arg(self.certificate())
            .output();
        let made = made.unwrap_or_else(|error| {
            panic!("openssl: {error}; this test needs it (Debian: apt-get install openssl)")
        });
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        let owner = match is_root() {
            true => NOBODY,
            false => fs::metadata(folder).unwrap().uid(),
        };
        if is_root() {
            chown(folder.join("mail"), Some(owner), Some(owner)).unwrap();
        }
        // Without root, all of Dovecot runs as who runs the test.
        let users = match is_root() {
            true => String::new(),
            false => {
                let user = Command::new("id").arg("-un").output().unwrap().stdout;
                let user = String::from_utf8(user).unwrap();
                let user = user.trim();
                let group = Command::new("id").arg("-gn").output().unwrap().stdout;
                let group = String::from_utf8(group).unwrap();
                format!(
                    "default_internal_user = {user}\ndefault_login_user = {user}\ndefault_internal_group = {}\n",
                    group.trim()
                )
            }
        };
        let group = fs::metadata(folder).unwrap().gid();
        let group = if is_root() { NOBODY } else { group };
        let at = folder.display();
        let (imap, imaps) = (self.imap, self.imaps);
        let dovecot = format!(
            "protocols = imap\nlisten = 127.0.0.1\nbase_dir = {at}/run\nlog_path = {at}/dovecot.log\n{users}\
             ssl = yes\nssl_cert = <{at}/cert.pem\nssl_key = <{at}/key.pem\n\
             mail_location = maildir:{at}/mail/%u\nauth_mechanisms = plain login xoauth2\n\
             passdb {{\n driver = static\n mechanisms = plain login\n args = \"password={PASSWORD}\"\n}}\n\
             passdb {{\n driver = oauth2\n mechanisms = xoauth2\n args = {at}/oauth.conf\n}}\n\
             userdb {{\n driver = static\n args = uid={owner} gid={group} home={at}/mail/%u\n}}\n\
             namespace inbox {{\n inbox = yes\n mailbox Sent {{\n  auto = create\n  special_use = \\Sent\n }}\n}}\n\
             service imap-login {{\n chroot =\n inet_listener imap {{\n  port = {imap}\n }}\n\
             \x20inet_listener imaps {{\n  port = {imaps}\n  ssl = yes\n }}\n}}\n\
             service anvil {{\n chroot =\n}}\n\
             service auth {{\n unix_listener sasl {{\n  mode = 0666\n }}\n}}\n"
        );
        fs::write(folder.join("dovecot.conf"), dovecot).unwrap();
        let oauth = format!(
            "introspection_url = {}/introspect?token=\nintrospection_mode = get\nusername_attribute = username\n\
             active_attribute = active\nactive_value = true\n",
            self.tokens.url
        );
        fs::write(folder.join("oauth.conf"), oauth).unwrap();
    }

    pub async fn start_dovecot(&mut self) {
        let dovecot = Command::new("dovecot")
            .arg("-F")
            .arg("-c")
            .arg(self.folder.path().join("dovecot.conf"))
            .env("PATH", path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let dovecot = dovecot.unwrap_or_else(|error| {
            panic!("dovecot: {error}; this test needs it (Debian: apt-get install dovecot-imapd)")
        });
        self.dovecot = Some(dovecot);
        self.until_open(self.imaps).await;
    }

    /// It ends as by kill -9, with all its connections.
    pub async fn stop_dovecot(&mut self) {
        if let Some(dovecot) = self.dovecot.take() {
            end(dovecot);
        }
    }

    async fn start_postfix(&mut self) {
        let folder = self.folder.path();
        let at = folder.display();
        let (smtp, submission) = (self.smtp, self.submission);
        let main = format!(
            "compatibility_level = 3.6\nqueue_directory = {at}/queue\ndata_directory = {at}/data\n\
             command_directory = /usr/sbin\ndaemon_directory = /usr/lib/postfix/sbin\nmail_owner = postfix\n\
             setgid_group = postdrop\nmyhostname = mail.shop.example\nmydestination =\n\
             inet_interfaces = loopback-only\ninet_protocols = ipv4\nmaillog_file = {at}/postfix.log\n\
             maillog_file_prefixes = {at}\nvirtual_mailbox_domains = shop.example, example.com\n\
             virtual_mailbox_base = {at}/mail\n\
             virtual_mailbox_maps = inline:{{ {SUPPORT}={SUPPORT}/, {SALES}={SALES}/, {TARO}={TARO}/ }}\n\
             virtual_uid_maps = static:{NOBODY}\nvirtual_gid_maps = static:{NOBODY}\n\
             smtpd_tls_security_level = may\nsmtpd_tls_cert_file = {at}/cert.pem\nsmtpd_tls_key_file = {at}/key.pem\n\
             smtpd_sasl_type = dovecot\nsmtpd_sasl_path = {at}/run/sasl\ndefault_transport = error:outside\n"
        );
        fs::write(folder.join("postfix/main.cf"), main).unwrap();
        let mut master = format!(
            "127.0.0.1:{smtp} inet n - n - - smtpd\n127.0.0.1:{submission} inet n - n - - smtpd\n\
             \x20 -o smtpd_tls_security_level=encrypt\n  -o smtpd_sasl_auth_enable=yes\n\
             \x20 -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject\n\
             qmgr unix n - n 300 1 qmgr\ntlsmgr unix - - n 1000? 1 tlsmgr\nvirtual unix - n n - - virtual\n\
             postlog unix-dgram n - n - 1 postlogd\npickup unix n - n 60 1 pickup\n"
        );
        for name in [
            "cleanup",
            "trivial-rewrite",
            "bounce",
            "flush",
            "proxymap",
            "error",
            "anvil",
        ] {
            let service = match name {
                "trivial-rewrite" => "rewrite",
                name => name,
            };
            let private = if matches!(name, "cleanup" | "flush") {
                "n"
            } else {
                "-"
            };
            master.push_str(&format!("{service} unix {private} - n - 0 {name}\n"));
        }
        for name in ["defer", "trace"] {
            master.push_str(&format!("{name} unix - - n - 0 bounce\n"));
        }
        fs::write(folder.join("postfix/master.cf"), master).unwrap();
        let id = Command::new("id")
            .args(["-u", "postfix"])
            .output()
            .unwrap()
            .stdout;
        let id = String::from_utf8(id)
            .unwrap()
            .trim()
            .parse()
            .unwrap_or_else(|_| {
                panic!(
                    "there is no user postfix; this test needs it (Debian: apt-get install postfix)"
                )
            });
        chown(folder.join("data"), Some(id), None).unwrap();
        let config = folder.join("postfix");
        let checked = Command::new("/usr/sbin/postfix")
            .arg("-c")
            .arg(&config)
            .arg("check")
            .output();
        let checked = checked.unwrap_or_else(|error| {
            panic!("postfix: {error}; this test needs it (Debian: apt-get install postfix)")
        });
        assert!(
            checked.status.success(),
            "{}",
            String::from_utf8_lossy(&checked.stderr)
        );
        let postfix = Command::new("/usr/lib/postfix/sbin/master")
            .arg("-c")
            .arg(&config)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        self.postfix = Some(postfix);
        for port in [self.smtp, self.submission] {
            self.until_open(port).await;
        }
    }

    async fn until_open(&self, port: u16) {
        for _ in 0..500 {
            if tokio::net::TcpStream::connect(("127.0.0.1", port))
                .await
                .is_ok()
            {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("nothing listens on {port}: {}", self.log());
    }

    /// A customer's mail arrives at the support address.
    pub fn deliver(&self, eml: &str) {
        self.deliver_to(SUPPORT, eml);
    }

    /// A customer's mail arrives: by Postfix, else as a mail server without one leaves it.
    pub fn deliver_to(&self, address: &str, eml: &str) {
        if self.has_postfix() {
            let message = self.folder.path().join("message.eml");
            fs::write(&message, eml).unwrap();
            let script = "import smtplib, sys\n\
                 s = smtplib.SMTP('127.0.0.1', int(sys.argv[1]))\n\
                 s.sendmail('taro@example.com', [sys.argv[3]], open(sys.argv[2], 'rb').read())\n\
                 s.quit()\n";
            let arguments = [&self.smtp.to_string(), message.to_str().unwrap(), address];
            python(script, &arguments);
            return;
        }
        let inbox = self.folder.path().join("mail").join(address);
        for name in ["new", "cur", "tmp"] {
            fs::create_dir_all(inbox.join(name)).unwrap();
        }
        let name = format!("{}.test", uuid::Uuid::now_v7());
        fs::write(inbox.join("tmp").join(&name), eml).unwrap();
        fs::rename(inbox.join("tmp").join(&name), inbox.join("new").join(&name)).unwrap();
    }

    /// All mails in a folder, and their flags, as Python's imaplib reads them.
    pub fn mails(&self, user: &str, folder: &str) -> Vec<(String, String)> {
        let script = "import imaplib, json, sys\n\
             m = imaplib.IMAP4('127.0.0.1', int(sys.argv[1]))\n\
             m.login(sys.argv[2], sys.argv[3])\n\
             m.select(sys.argv[4], readonly=True)\n\
             ids = m.search(None, 'ALL')[1][0].split()\n\
             got = [m.fetch(i, '(FLAGS BODY.PEEK[])')[1] for i in ids]\n\
             print(json.dumps([[g[0][0].decode() + g[1].decode(), g[0][1].decode('utf-8', 'replace')] for g in got]))\n\
             m.logout()\n";
        let said = python(script, &[&self.imap.to_string(), user, PASSWORD, folder]);
        serde_json::from_str(&said).unwrap()
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        for child in [self.dovecot.take(), self.postfix.take()]
            .into_iter()
            .flatten()
        {
            end(child);
        }
    }
}

/// Both end their processes when they are told to stop.
fn end(mut child: Child) {
    let _ = Command::new("kill").arg(child.id().to_string()).status();
    let _ = child.wait();
}

fn python(script: &str, arguments: &[&str]) -> String {
    let output = Command::new("python3")
        .arg("-c")
        .arg(script)
        .args(arguments)
        .output()
        .unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{complaint}");
    String::from_utf8(output.stdout).unwrap()
}

fn path() -> String {
    // Debian's daemons are where a user's PATH does not lead.
    format!(
        "{}:/usr/sbin:/sbin",
        std::env::var("PATH").unwrap_or_default()
    )
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|it| it.uid() == 0)
}
