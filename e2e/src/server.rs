//! A static server for the release: what any host of files does, and a count of what was asked.
//!
//! It is the browser's proxy too. A browser goes to its own machine without a proxy, so whatever arrives here under
//! another name was meant for another origin: it is written down and refused.

use anyhow::{Context as _, Result};
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// Serves one folder under one path, until it is stopped or dropped.
#[derive(Debug)]
pub struct Server {
    port: u16,
    shared: Arc<Shared>,
    listening: Mutex<Option<(Arc<AtomicBool>, JoinHandle<()>)>>,
}

#[derive(Debug)]
struct Shared {
    folder: Mutex<PathBuf>,
    /// How long each answer is kept back.
    pause: Mutex<Duration>,
    /// Begins and ends with a slash.
    base: String,
    /// Of the release's `_headers` file.
    headers: Vec<(String, String)>,
    added: Mutex<BTreeMap<String, (String, Vec<u8>)>>,
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    requests: Vec<String>,
    missing: Vec<String>,
    foreign: Vec<String>,
}

impl Server {
    /// Serves `folder` under `base`, such as `/` or `/some/path/`, at a free port.
    pub fn start(folder: &Path, base: &str) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let server = Self {
            port: listener.local_addr()?.port(),
            shared: Arc::new(Shared {
                folder: Mutex::new(folder.to_owned()),
                pause: Mutex::default(),
                base: base.to_owned(),
                headers: headers(folder)?,
                added: Mutex::default(),
                seen: Mutex::default(),
            }),
            listening: Mutex::default(),
        };
        server.listen(listener);
        Ok(server)
    }

    /// Where the page is.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}{}", self.port, self.shared.base)
    }

    /// The path of the page.
    pub fn base(&self) -> &str {
        &self.shared.base
    }

    /// What a browser should use as its proxy.
    pub(crate) fn proxy(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Answers nobody any more.
    pub fn stop(&self) {
        let Some((is_over, thread)) = lock(&self.listening).take() else { return };
        is_over.store(true, Ordering::SeqCst);
        // Wakes it from waiting for somebody.
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
        let _ = thread.join();
    }

    /// Answers again, at the same address.
    pub fn resume(&self) -> Result<()> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        self.listen(TcpListener::bind(address).with_context(|| format!("{address} again"))?);
        Ok(())
    }

    /// Serves another folder from now on, and takes its time for each answer.
    pub fn turn_to(&self, folder: &Path, pause: Duration) {
        *lock(&self.shared.folder) = folder.to_owned();
        *lock(&self.shared.pause) = pause;
    }

    /// Adds a page of the test's own, without the release's policy. `name` is below the base.
    pub fn add(&self, name: &str, content_type: &str, content: impl Into<Vec<u8>>) {
        lock(&self.shared.added).insert(name.to_owned(), (content_type.to_owned(), content.into()));
    }

    /// How often it was asked for anything of its own.
    pub fn requests(&self) -> usize {
        lock(&self.shared.seen).requests.len()
    }

    /// The paths that it was asked for, in order.
    pub fn log(&self) -> Vec<String> {
        lock(&self.shared.seen).requests.clone()
    }

    /// What it was asked for and has not.
    pub fn missing(&self) -> Vec<String> {
        lock(&self.shared.seen).missing.clone()
    }

    /// What was asked of other origins, apart from what the browser asks of its maker before any page is open.
    pub fn foreign(&self) -> Vec<String> {
        let mut foreign = lock(&self.shared.seen).foreign.clone();
        foreign.retain(|request| !MAKERS.iter().any(|host| has_host(request, host)));
        foreign
    }

    fn listen(&self, listener: TcpListener) {
        let is_over = Arc::new(AtomicBool::new(false));
        let (shared, stop) = (self.shared.clone(), is_over.clone());
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if stop.load(Ordering::SeqCst) {
                    return;
                }
                let (shared, stop) = (shared.clone(), stop.clone());
                // A browser that goes away in the middle is its own affair.
                std::thread::spawn(move || shared.answer(stream, &stop).ok());
            }
        });
        *lock(&self.listening) = Some((is_over, thread));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Shared {
    fn answer(&self, mut stream: TcpStream, is_over: &AtomicBool) -> Result<()> {
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        stream.set_nodelay(true)?;
        let mut reader = BufReader::new(stream.try_clone()?);
        let mut first = String::new();
        if reader.read_line(&mut first)? == 0 {
            return Ok(()); // opened in advance and not needed
        }
        let mut line = String::new();
        while reader.read_line(&mut line)? > 2 {
            line.clear();
        }
        if is_over.load(Ordering::SeqCst) {
            return Ok(()); // the connection is older than the end
        }
        let mut words = first.split_ascii_whitespace();
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        if !target.starts_with('/') {
            lock(&self.seen).foreign.push(format!("{method} {target}"));
            return reply(&mut stream, "403 Forbidden", &[], "text/plain", b"another origin", true);
        }
        let path = target.split(['?', '#']).next().unwrap_or_default();
        lock(&self.seen).requests.push(path.to_owned());
        let with_body = method != "HEAD";
        let pause = *lock(&self.pause);
        std::thread::sleep(pause);
        if let Some(name) = path.strip_prefix(&self.base) {
            if let Some((content_type, content)) = lock(&self.added).get(name).cloned() {
                return reply(&mut stream, "200 OK", &[], &content_type, &content, with_body);
            }
            if let Some(content) = self.read(name) {
                let content_type = content_type(if name.is_empty() { "index.html" } else { name });
                return reply(&mut stream, "200 OK", &self.headers, content_type, &content, with_body);
            }
        }
        lock(&self.seen).missing.push(path.to_owned());
        reply(&mut stream, "404 Not Found", &self.headers, "text/plain", b"not here", with_body)
    }

    fn read(&self, name: &str) -> Option<Vec<u8>> {
        let name = if name.is_empty() { "index.html" } else { name };
        let is_inside = name.split('/').all(|part| !matches!(part, "" | "." | ".."));
        // Hosts that read `_headers` do not hand it out.
        if !is_inside || name == "_headers" { None } else { std::fs::read(lock(&self.folder).join(name)).ok() }
    }
}

fn reply(
    stream: &mut TcpStream, status: &str, headers: &[(String, String)], content_type: &str, content: &[u8],
    with_body: bool,
) -> Result<()> {
    let length = content.len();
    let mut head = format!("HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\n");
    for (name, value) in headers {
        head += &format!("{name}: {value}\r\n");
    }
    head += "Connection: close\r\n\r\n";
    stream.write_all(head.as_bytes())?;
    if with_body {
        stream.write_all(content)?;
    }
    Ok(stream.flush()?)
}

/// The headers that the release wants with every file.
fn headers(folder: &Path) -> Result<Vec<(String, String)>> {
    let path = folder.join("_headers");
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let rows = text.lines().skip_while(|line| line.trim() != "/*").skip(1).take_while(|line| line.starts_with(' '));
    Ok(rows
        .filter_map(|row| row.split_once(':'))
        .map(|(name, value)| (name.trim().into(), value.trim().into()))
        .collect())
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        Some("txt") => "text/plain; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

/// Whom a Chromium asks for updates, the time, accounts and a start page, whatever its flags say, and a Firefox for
/// settings. No page of ours has any business there, and the content policy would tell of it if it tried.
const MAKERS: [&str; 14] = [
    "accounts.google.com",
    "android.clients.google.com",
    "clients2.google.com",
    "clients4.google.com",
    "content-autofill.googleapis.com",
    "content-signature-2.cdn.mozilla.net",
    "edgedl.me.gvt1.com",
    "firefox.settings.services.mozilla.com",
    "optimizationguide-pa.googleapis.com",
    "redirector.gvt1.com",
    "safebrowsing.googleapis.com",
    "start.duckduckgo.com",
    "update.googleapis.com",
    "www.google.com",
];

/// Whether a request line, such as `CONNECT host:443` or `GET http://host/path`, is for a host.
fn has_host(request: &str, host: &str) -> bool {
    let target = request.split(' ').nth(1).unwrap_or_default();
    let target = target.split_once("://").map_or(target, |(_, rest)| rest);
    target.split(['/', ':', '?']).next() == Some(host)
}

/// A thread that panicked while it wrote down a request spoils nothing.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
