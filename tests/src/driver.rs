//! ChromeDriver and one browser of its own for each journey.
//!
//! Nothing is shared between journeys: not the profile, not the port, not the process. Both programs end with the
//! [`Driver`], also when the journey fails. WebDriver is JSON over HTTP, so a small HTTP client is all it takes.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use ureq::Agent;

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

/// How long the driver may think about one question; a browser that has hung must not hang the suite.
const ANSWER_TIME_MAX: Duration = Duration::from_mins(1);

/// A picture of a long page is the largest answer there is.
const ANSWER_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Why the browser did not do what it was asked to. It is left as it was.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("{0}")]
    ByBrowser(String),
    #[error("ChromeDriver did not answer: {0}")]
    NoAnswer(#[from] ureq::Error),
}

/// A running browser and the way to talk to it.
#[derive(Debug)]
pub(crate) struct Driver {
    agent: Agent,
    /// The address all questions start with.
    session: String,
    _process: Process,
    // After the process: the browser must be gone before its profile is.
    _profile: TempDir,
}

impl Driver {
    /// Starts ChromeDriver on a free port, and through it a browser with an empty profile.
    pub(crate) fn start() -> Self {
        let process = Process::start();
        let profile = tempfile::tempdir().expect("a temporary folder can be made");
        let settings = Agent::config_builder()
            .timeout_global(Some(ANSWER_TIME_MAX))
            .http_status_as_error(false)
            // The driver is on this machine, whatever the environment says about the way out.
            .proxy(None);
        let agent = settings.build().new_agent();
        let sessions = format!("http://127.0.0.1:{}/session", process.port);
        let session = ask(&agent, &sessions, &capabilities(profile.path()))
            .unwrap_or_else(|refusal| panic!("ChromeDriver could not start Chromium: {refusal}"));
        let id = session["sessionId"].as_str().expect("a new session has an id");
        Self { session: format!("{sessions}/{id}"), agent, _process: process, _profile: profile }
    }

    /// Tells the browser something, by WebDriver's name for it.
    pub(crate) fn post(&self, command: &str, body: &Value) -> Result<Value, Refusal> {
        ask(&self.agent, &format!("{}/{command}", self.session), body)
    }

    /// Asks the browser something, by WebDriver's name for it.
    pub(crate) fn get(&self, question: &str) -> Result<Value, Refusal> {
        value_of(self.agent.get(format!("{}/{question}", self.session)).call()?)
    }

    /// Uses the browser's own protocol for what WebDriver has no words for.
    pub(crate) fn devtools(&self, command: &str, parameters: &Value) -> Result<Value, Refusal> {
        self.post("goog/cdp/execute", &json!({ "cmd": command, "params": parameters }))
    }

    /// The console's lines since the last call.
    pub(crate) fn console(&self) -> Result<Value, Refusal> {
        self.post("se/log", &json!({ "type": "browser" }))
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // The driver ends the browser with the session. When it cannot, nothing better is left to try.
        let _ = self.agent.delete(&self.session).call();
    }
}

fn ask(agent: &Agent, address: &str, body: &Value) -> Result<Value, Refusal> {
    value_of(agent.post(address).send_json(body)?)
}

/// Every answer is an object with one `value`: the result, or what went wrong.
fn value_of(mut answer: ureq::http::Response<ureq::Body>) -> Result<Value, Refusal> {
    let succeeded = answer.status().is_success();
    let mut body: Value = answer.body_mut().with_config().limit(ANSWER_BYTES_MAX).read_json()?;
    let value = body["value"].take();
    if succeeded {
        return Ok(value);
    }
    // The first line says it; the rest describes ChromeDriver.
    let message = value["message"].as_str().unwrap_or("no reason given");
    Err(Refusal::ByBrowser(message.lines().next().unwrap_or(message).to_owned()))
}

fn capabilities(profile: &Path) -> Value {
    let mut flags: Vec<String> = FLAGS.iter().map(|flag| (*flag).to_owned()).collect();
    flags.push(format!("--user-data-dir={}", profile.display()));
    json!({ "capabilities": { "alwaysMatch": {
        "goog:chromeOptions": { "args": flags },
        "goog:loggingPrefs": { "browser": "ALL" },
    } } })
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
