//! An emulator of AWS: moto's server, from PyPI, in a virtual environment under `target/`.
//!
//! One server for each test process, started when it is first asked for; it ends when the process
//! does (see `moto_server.py`). Where it is laxer than AWS: it throttles nobody, deletes nothing when its
//! time to live ends, asks for no permissions, its reads and indexes are always up to date, and it
//! does not know a repeated transaction by its token.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_dynamodb::config::{Credentials, SharedCredentialsProvider};

use super::python::environment;

const PACKAGE: &str = "moto[server]==5.2.5";
pub const REGION: &str = "us-east-1";

/// A running server.
pub struct Moto {
    url: String,
    /// Its standard input is the pipe whose end it waits for.
    _server: Child,
}

/// The server of this test process. Call it where blocking for some seconds does no harm: the
/// first call of all installs moto.
pub fn moto() -> &'static Moto {
    static MOTO: OnceLock<Moto> = OnceLock::new();
    MOTO.get_or_init(Moto::start)
}

impl Moto {
    fn start() -> Moto {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/moto_server.py");
        let mut server = Command::new(environment(PACKAGE, &[]).join("python"))
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut port = String::new();
        let mut said = BufReader::new(server.stdout.take().unwrap());
        said.read_line(&mut port).unwrap();
        assert!(!port.is_empty(), "moto did not start: see its words above");
        Moto {
            url: format!("http://127.0.0.1:{}", port.trim()),
            _server: server,
        }
    }

    /// For `AWS_ENDPOINT_URL`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What the environment of a process has to hold to work with this server.
    pub fn environment(&self) -> [(&'static str, &str); 4] {
        [
            ("AWS_ENDPOINT_URL", self.url()),
            ("AWS_REGION", REGION),
            ("AWS_ACCESS_KEY_ID", "test"),
            ("AWS_SECRET_ACCESS_KEY", "test"),
        ]
    }

    /// The same for a client in this process.
    pub fn sdk_config(&self) -> SdkConfig {
        sdk_config(self.url())
    }
}

/// The configuration of clients that talk to this address.
pub fn sdk_config(url: &str) -> SdkConfig {
    let credentials = Credentials::new("test", "test", None, None, "test");
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static(REGION))
        .endpoint_url(url)
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .build()
}
