//! ChromeDriver and one browser of its own for each journey.
//!
//! Nothing is shared between journeys: not the profile, not the port, not the process. Both programs end with the
//! [`Driver`], also when the journey fails.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use fantoccini::error::CmdError;
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use url::{ParseError, Url};

/// What the browser is started with: no window, no sandbox in containers, and nothing asked of the network.
const FLAGS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
];

/// A running browser and the way to talk to it.
#[derive(Debug)]
pub(crate) struct Driver {
    client: Client,
    runtime: Runtime,
    _process: Process,
    // After the process: the browser must be gone before its profile is.
    _profile: TempDir,
}

impl Driver {
    /// Starts ChromeDriver on a free port, and through it a browser with an empty profile.
    pub(crate) fn start() -> Self {
        let process = Process::start();
        let profile = tempfile::tempdir().expect("a temporary folder can be made");
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime needs only what every process may have");
        let address = format!("http://127.0.0.1:{}", process.port);
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let client = runtime
            .block_on(builder.capabilities(capabilities(profile.path())).connect(&address))
            .unwrap_or_else(|error| panic!("ChromeDriver could not start Chromium: {error}"));
        Self { client, runtime, _process: process, _profile: profile }
    }

    /// Asks the browser something and waits for the answer.
    pub(crate) fn ask<T>(&self, question: impl AsyncFnOnce(&Client) -> Result<T, CmdError>) -> Result<T, CmdError> {
        self.runtime.block_on(question(&self.client))
    }

    /// Waits a little; what the browser says meanwhile is kept for the next question.
    pub(crate) fn pause(&self, time: std::time::Duration) {
        self.runtime.block_on(async { tokio::time::sleep(time).await });
    }

    /// Uses the browser's own protocol for what WebDriver has no words for.
    pub(crate) fn devtools(&self, command: &str, parameters: &Value) -> Result<Value, CmdError> {
        let body = json!({ "cmd": command, "params": parameters });
        self.ask(async |client| client.issue_cmd(Extension { path: "goog/cdp/execute", body }).await)
    }

    /// The console's lines since the last call.
    pub(crate) fn console(&self) -> Result<Value, CmdError> {
        let body = json!({ "type": "browser" });
        self.ask(async |client| client.issue_cmd(Extension { path: "se/log", body }).await)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // The driver ends the browser with the session. When it cannot, the process ends both the hard way.
        let _ = self.runtime.block_on(self.client.clone().close());
    }
}

fn capabilities(profile: &Path) -> Capabilities {
    let mut flags: Vec<String> = FLAGS.iter().map(|flag| (*flag).to_owned()).collect();
    flags.push(format!("--user-data-dir={}", profile.display()));
    let capabilities = json!({
        "browserName": "chrome",
        "goog:chromeOptions": { "args": flags },
        "goog:loggingPrefs": { "browser": "ALL" },
    });
    match capabilities {
        Value::Object(capabilities) => capabilities,
        other => unreachable!("it was written as an object: {other}"),
    }
}

/// ChromeDriver itself.
#[derive(Debug)]
struct Process {
    child: Child,
    port: u16,
    /// Kept open, so that the driver never writes into a closed pipe.
    _output: BufReader<ChildStdout>,
}

impl Process {
    fn start() -> Self {
        let mut child = Command::new("chromedriver")
            .args(["--port=0", "--log-level=SEVERE"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| {
                panic!("chromedriver could not be started ({error}); `cargo xtask test browser` installs it on Debian")
            });
        let mut output = BufReader::new(child.stdout.take().expect("its output is piped"));
        let port = read_port(&mut output);
        Self { child, port, _output: output }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Both fail only when it has ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The driver announces the port it took.
fn read_port(output: &mut BufReader<ChildStdout>) -> u16 {
    let mut said = String::new();
    while output.read_line(&mut said).is_ok_and(|length| length > 0) {
        let port = said.trim_end().trim_end_matches('.').rsplit_once("successfully on port ");
        if let Some(port) = port.and_then(|(_, port)| port.parse().ok()) {
            return port;
        }
    }
    panic!("chromedriver ended without naming its port; it said:\n{said}")
}

/// An endpoint below the session that WebDriver's standard does not have.
#[derive(Debug)]
struct Extension {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Extension {
    fn endpoint(&self, base_url: &Url, session_id: Option<&str>) -> Result<Url, ParseError> {
        base_url.join(&format!("session/{}/{}", session_id.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _request_url: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}
