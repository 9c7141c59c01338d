//! A small web server for one folder, on this machine only.
//!
//! It answers with the right content types, uses `.br` and `.gz` siblings when the browser takes them, never lets a
//! path leave the folder, and tells browsers to ask again each time. `cargo xtask serve` and the browser journeys
//! share it. It listens on 127.0.0.1 alone: a development server is nobody else's business.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::thread::{self, JoinHandle};

use axum::Router;
use axum::extract::Path as PathParameter;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use tokio::sync::{oneshot, watch};
use tower_http::services::ServeDir;

/// A folder being served. Dropping it stops the server and closes its connections.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    mount: String,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// How a folder is served.
#[derive(Debug, Clone)]
pub struct Serving {
    /// The folder with the `index.html`.
    pub folder: PathBuf,
    /// The path the folder is found at, `/` for the whole host; starts and ends with a slash.
    pub mount: String,
    /// The version of what is in the folder; pages reload by themselves when it changes. None: they stay.
    pub version: Option<watch::Receiver<String>>,
}

impl Serving {
    /// A folder at the root of the host, as it is.
    pub fn folder(folder: &Path) -> Self {
        Self { folder: folder.to_path_buf(), mount: "/".to_owned(), version: None }
    }

    /// The same below a path, given with its slashes: `/some/sub/path/`.
    ///
    /// # Panics
    /// When a slash is missing at either end.
    #[must_use]
    pub fn at(self, mount: &str) -> Self {
        assert!(mount.starts_with('/') && mount.ends_with('/'), "a mount starts and ends with a slash: {mount}");
        Self { mount: mount.to_owned(), ..self }
    }

    /// The same with pages that reload when the version changes.
    #[must_use]
    pub fn reloading_with(self, version: watch::Receiver<String>) -> Self {
        Self { version: Some(version), ..self }
    }
}

impl Server {
    /// Starts serving on a port bound before, see [`bind`]. It serves when this returns.
    ///
    /// # Errors
    /// When the socket or the thread cannot be set up.
    pub fn start(listener: TcpListener, serving: &Serving) -> io::Result<Self> {
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
        let listener = {
            let _inside = runtime.enter();
            tokio::net::TcpListener::from_std(listener)?
        };
        let routes = routes(serving);
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = thread::Builder::new().name("web server".to_owned()).spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    // Only a broken listener ends it, and then there is nobody left to tell.
                    _ = axum::serve(listener, routes) => {}
                    _ = stopped => {}
                }
            });
            // Browsers hold spare connections open; waiting for them would take until they lose patience.
            runtime.shutdown_background();
        })?;
        Ok(Self { address, mount: serving.mount.clone(), stop: Some(stop), thread: Some(thread) })
    }

    /// The address to open, with the mount: `http://127.0.0.1:8080/`.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.address, self.mount)
    }

    /// Waits until the server ends, which it does not by itself.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            // A panic in the server has been printed by its own thread.
            let _ = thread.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let (Some(stop), Some(thread)) = (self.stop.take(), self.thread.take()) {
            // When the server is gone already, both have nothing left to do.
            let _ = stop.send(());
            let _ = thread.join();
        }
    }
}

/// Takes a port on this machine: the given one, or when it is taken, any free one.
///
/// # Errors
/// When not even a free port can be had.
pub fn bind(port: u16) -> io::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).or_else(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))
}

fn routes(serving: &Serving) -> Router {
    let files = ServeDir::new(&serving.folder).precompressed_br().precompressed_gzip();
    let mut router = match serving.mount.trim_end_matches('/') {
        "" => Router::new().fallback_service(files),
        mount => Router::new().nest_service(mount, files),
    };
    if let Some(version) = serving.version.clone() {
        router = router.route("/__rehearsal/live.js", get(live_script)).route(
            "/__rehearsal/newer-than/{seen}",
            get(move |PathParameter(seen): PathParameter<String>| newer_than(version.clone(), seen)),
        );
    }
    router.layer(axum::middleware::map_response(with_headers))
}

async fn live_script() -> impl axum::response::IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript")], include_str!("server/live.js"))
}

/// Answers as soon as the version differs from the one the page has seen.
async fn newer_than(mut version: watch::Receiver<String>, seen: String) -> Response {
    match version.wait_for(|current| *current != seen).await {
        Ok(current) => current.clone().into_response(),
        Err(_closed) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

async fn with_headers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::{Read as _, Write as _};
    use std::net::TcpStream;

    use super::*;

    fn site() -> tempfile::TempDir {
        let parent = tempfile::tempdir().expect("a temporary folder can be made");
        let site = parent.path().join("site");
        fs::create_dir(&site).expect("the folder is writable");
        let files = [("index.html", "<p>hello"), ("app.wasm", "module"), ("app.wasm.gz", "squeezed")];
        for (name, content) in files {
            fs::write(site.join(name), content).expect("the folder is writable");
        }
        fs::write(parent.path().join("secret.txt"), "secret").expect("the folder is writable");
        parent
    }

    fn start(parent: &tempfile::TempDir, mount: &str) -> Server {
        let serving = Serving::folder(&parent.path().join("site")).at(mount);
        Server::start(bind(0).expect("a port is free"), &serving).expect("the server starts")
    }

    /// Sends the bytes as they are and gives everything that came back.
    fn exchange(server: &Server, request: &str) -> String {
        let mut stream = TcpStream::connect(server.address).expect("the server listens");
        stream.write_all(request.as_bytes()).expect("the server reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("the server answers and closes");
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get(server: &Server, path: &str, headers: &str) -> String {
        exchange(server, &format!("GET {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n{headers}\r\n"))
    }

    #[test]
    fn modules_have_their_content_type_and_are_never_taken_for_granted() {
        let site = site();
        let answer = get(&start(&site, "/"), "/app.wasm", "");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(answer.contains("content-type: application/wasm"), "{answer}");
        assert!(answer.contains("cache-control: no-cache"), "{answer}");
        assert!(answer.ends_with("module"), "{answer}");
    }

    #[test]
    fn a_compressed_sibling_is_used_when_the_browser_takes_it() {
        let site = site();
        let answer = get(&start(&site, "/"), "/app.wasm", "Accept-Encoding: gzip\r\n");
        assert!(answer.contains("content-encoding: gzip"), "{answer}");
        assert!(answer.contains("content-type: application/wasm"), "{answer}");
        assert!(answer.ends_with("squeezed"), "{answer}");
    }

    #[test]
    fn a_folder_answers_with_its_page_at_the_root_and_below_a_path() {
        let site = site();
        assert!(get(&start(&site, "/"), "/", "").ends_with("<p>hello"));
        let below = start(&site, "/some/sub/path/");
        assert!(get(&below, "/some/sub/path/", "").ends_with("<p>hello"));
        assert!(get(&below, "/", "").starts_with("HTTP/1.1 404"));
    }

    #[test]
    fn no_path_leaves_the_folder() {
        let site = site();
        let server = start(&site, "/");
        for path in ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/x/../../secret.txt", "//secret.txt"]
        {
            let answer = get(&server, path, "");
            assert!(!answer.contains("\r\n\r\nsecret"), "{path} gave {answer}");
            assert!(!answer.starts_with("HTTP/1.1 200"), "{path} gave {answer}");
        }
    }

    #[test]
    fn nonsense_is_refused_and_the_next_request_is_served() {
        let site = site();
        let server = start(&site, "/");
        assert!(exchange(&server, "\u{1}nonsense\r\n\r\n").starts_with("HTTP/1.1 400"));
        assert!(get(&server, "/%ff%00", "").starts_with("HTTP/1.1 4"));
        assert!(get(&server, "/", "").starts_with("HTTP/1.1 200"));
    }

    #[test]
    fn a_connection_that_says_nothing_does_not_hold_up_the_others() {
        let site = site();
        let server = start(&site, "/");
        let _silent: Vec<TcpStream> =
            (0..8).map(|_| TcpStream::connect(server.address).expect("the server listens")).collect();
        assert!(get(&server, "/", "").starts_with("HTTP/1.1 200"));
    }

    #[test]
    fn a_taken_port_is_replaced_by_a_free_one() {
        let first = bind(0).expect("a port is free");
        let taken = first.local_addr().expect("it is bound").port();
        let second = bind(taken).expect("another port is free");
        assert_ne!(second.local_addr().expect("it is bound").port(), taken);
    }

    #[test]
    fn a_page_hears_of_a_new_version_at_once() {
        let site = site();
        let (publish, version) = watch::channel("1".to_owned());
        let serving = Serving::folder(&site.path().join("site")).reloading_with(version);
        let server = Server::start(bind(0).expect("a port is free"), &serving).expect("the server starts");
        assert!(get(&server, "/__rehearsal/newer-than/0", "").ends_with("\r\n\r\n1"));
        let waiting = thread::scope(|scope| {
            let waiting = scope.spawn(|| get(&server, "/__rehearsal/newer-than/1", ""));
            publish.send("2".to_owned()).expect("the server listens for versions");
            waiting.join().expect("the request is answered")
        });
        assert!(waiting.ends_with("\r\n\r\n2"), "{waiting}");
    }
}
