//! WebDriver BiDi: commands and events over a socket. Only what the tests need of it; the library that drives the rest brings
//! a cryptographic library for it, and the other end is this machine.

use anyhow::{Context as _, Result, bail};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::Mutex;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// A session's socket. What comes is read while an answer is waited for, and not before.
#[derive(Debug)]
pub(crate) struct Bidi(Mutex<Inner>);

#[derive(Debug)]
struct Inner {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    last: u64,
    events: Vec<Value>,
}

impl Bidi {
    /// To the address that a session gives as its `webSocketUrl`.
    pub(crate) async fn connect(address: &str) -> Result<Self> {
        let (socket, _) = connect_async(address).await.with_context(|| address.to_owned())?;
        Ok(Self(Mutex::new(Inner { socket, last: 0, events: Vec::new() })))
    }

    /// Carries out a command; gives its result.
    pub(crate) async fn call(&self, method: &str, parameters: Value) -> Result<Value> {
        let mut inner = self.0.lock().await;
        inner.last += 1;
        let id = inner.last;
        let command = json!({ "id": id, "method": method, "params": parameters });
        inner.socket.send(Message::text(command.to_string())).await.with_context(|| method.to_owned())?;
        while let Some(message) = inner.socket.next().await {
            let Message::Text(text) = message.with_context(|| method.to_owned())? else { continue };
            let mut message: Value = serde_json::from_str(&text)?;
            if message["type"] == "event" {
                inner.events.push(message);
            } else if message["id"] == id {
                if message["type"] == "error" {
                    bail!("{method}: {}", message["message"].as_str().unwrap_or_default());
                }
                return Ok(message["result"].take());
            }
        }
        bail!("{method}: the browser is gone")
    }

    /// What events there were since the last call, those of a command that answers now included.
    pub(crate) async fn take_events(&self) -> Result<Vec<Value>> {
        self.call("session.status", json!({})).await?;
        Ok(std::mem::take(&mut self.0.lock().await.events))
    }
}
