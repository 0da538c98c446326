//! Requests byte by byte, and WebSockets.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message, WebSocket, client};

/// Sends bytes and gives what comes back until the connection ends or nothing comes for half a second.
pub fn raw(address: SocketAddr, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
    // A server that has seen enough may close while we still write.
    let _ = stream.write_all(request);
    let (mut all, mut part) = (Vec::new(), [0; 65536]);
    while let Ok(read @ 1..) = stream.read(&mut part) {
        all.extend_from_slice(&part[..read]);
    }
    String::from_utf8_lossy(&all).into_owned()
}

/// The answer to a GET with this path and these further lines; `Host` is the right one.
pub fn get(address: SocketAddr, path: &str, lines: &str) -> String {
    raw(address, format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n{lines}Connection: close\r\n\r\n").as_bytes())
}

/// The number in the first line; 0 when there is no answer.
pub fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// A socket of a page that shows `seen`.
pub fn socket(address: SocketAddr, path: &str, origin: &str) -> Result<WebSocket<TcpStream>, String> {
    let stream = TcpStream::connect(address).map_err(|error| error.to_string())?;
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let mut request = format!("ws://{address}{path}").into_client_request().map_err(|error| error.to_string())?;
    if !origin.is_empty() {
        request.headers_mut().insert("Origin", origin.parse().unwrap());
    }
    client(request, stream).map(|(socket, _)| socket).map_err(|error| error.to_string())
}

/// The next message as JSON.
pub fn next(socket: &mut WebSocket<TcpStream>) -> Option<serde_json::Value> {
    loop {
        match socket.read() {
            Ok(Message::Text(text)) => return serde_json::from_str(&text).ok(),
            Ok(_) => {}
            Err(Error::ConnectionClosed | Error::AlreadyClosed | Error::Protocol(_) | Error::Io(_)) => return None,
            Err(error) => panic!("{error}"),
        }
    }
}
