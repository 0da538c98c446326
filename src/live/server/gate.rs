//! Who is let in: only pages of this very server, by the names that lead to it. Manual page: `tests/spec/watch.md`, "Who is let in".
//!
//! A page of any other site can make the browser send us requests. Without these checks it could read the talk and the notes: by a
//! name of its own that it turns to 127.0.0.1, or by opening a WebSocket, which no browser forbids.

use std::net::SocketAddr;

/// What a request says of itself.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// `GET`
    pub method: &'a str,
    /// The path of the address, without what follows `?`.
    pub path: &'a str,
    /// Whether the request line names a host too, as for a proxy.
    pub has_authority: bool,
    /// What follows `?`.
    pub query: &'a str,
    /// Every `Host`.
    pub hosts: Vec<&'a str>,
    /// Every `Origin`.
    pub origins: Vec<&'a str>,
    /// `Sec-Fetch-Site`, empty if there is none.
    pub site: &'a str,
    /// `Sec-Fetch-Mode`, empty if there is none.
    pub mode: &'a str,
    /// Whether it asks for a WebSocket.
    pub upgrade: bool,
    /// Our own address on this connection.
    pub here: SocketAddr,
    /// Theirs.
    pub there: SocketAddr,
}

/// What somebody who was let in may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The slides with the notes; what the page says is heard.
    Speaker,
    /// The slides; nothing is heard.
    Audience,
}

/// Why somebody is not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// 405: only reading is possible.
    Method,
    /// 403: not by a name of this server, or for a page of another.
    Stranger,
}

/// Lets a request in or not. With `token` the server listens on the network too, and the speaker must have it.
///
/// # Errors
/// A refusal, which is answered without looking at anything else.
pub fn admit(asked: &Asked<'_>, token: Option<&str>) -> Result<Role, Refusal> {
    if asked.method != "GET" {
        return Err(Refusal::Method);
    }
    let [host] = asked.hosts.as_slice() else { return Err(Refusal::Stranger) };
    let at_home = asked.there.ip().is_loopback() && asked.here.ip().is_loopback();
    let known = at_home && is_loopback_name(host, asked.here.port())
        || token.is_some() && names(host, &address(asked.here), asked.here.port());
    let own_origin = match asked.origins.as_slice() {
        // A browser says where a socket comes from; who does not is none, and has no need of one.
        [] => !asked.upgrade,
        [origin] => origin.strip_prefix("http://") == Some(host),
        _ => false,
    };
    // A link on another page may lead here; a picture or a script of another page may not.
    let own_site = matches!(asked.site, "" | "same-origin" | "none") || (asked.mode == "navigate" && !asked.upgrade);
    if asked.has_authority || !known || !own_origin || !own_site {
        return Err(Refusal::Stranger);
    }
    let has_token =
        token.is_none_or(|token| asked.query.split('&').any(|pair| pair.strip_prefix("token=") == Some(token)));
    Ok(if at_home && has_token { Role::Speaker } else { Role::Audience })
}

fn is_loopback_name(host: &str, port: u16) -> bool {
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|name| names(host, name, port))
}

/// Whether a `Host` is `name:port`; the port may only be left out where browsers leave it out.
fn names(host: &str, name: &str, port: u16) -> bool {
    let Some(rest) =
        host.get(..name.len()).filter(|start| start.eq_ignore_ascii_case(name)).map(|_| &host[name.len()..])
    else {
        return false;
    };
    rest == format!(":{port}") || (rest.is_empty() && port == 80)
}

fn address(here: SocketAddr) -> String {
    match here.ip().to_canonical() {
        std::net::IpAddr::V4(ip) => ip.to_string(),
        std::net::IpAddr::V6(ip) => format!("[{ip}]"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(host: &'static str) -> Asked<'static> {
        Asked {
            method: "GET",
            path: "/",
            has_authority: false,
            query: "",
            hosts: vec![host],
            origins: Vec::new(),
            site: "",
            mode: "",
            upgrade: false,
            here: "127.0.0.1:4400".parse().unwrap(),
            there: "127.0.0.1:50000".parse().unwrap(),
        }
    }

    const SPEAKER: Result<Role, Refusal> = Ok(Role::Speaker);
    const STRANGER: Result<Role, Refusal> = Err(Refusal::Stranger);

    #[test]
    fn only_names_of_this_machine_lead_here() {
        for host in ["127.0.0.1:4400", "localhost:4400", "LocalHost:4400", "[::1]:4400"] {
            assert_eq!(admit(&asked(host), None), SPEAKER, "{host}");
        }
        for host in [
            "",
            "localhost",
            "127.0.0.1",
            "localhost:4401",
            "localhost:80",
            "localhost.evil:4400",
            "evil.localhost:4400",
            "localhost.:4400",
            "127.0.0.1.evil.com:4400",
            "evil.com",
            "evil.com:4400",
            "127.0.0.2:4400",
            "0.0.0.0:4400",
            "localhost:4400:4400",
            "localhost:04400",
            "localhost:4400 ",
            "user@localhost:4400",
            "null",
            "2130706433:4400",
            "[::]:4400",
            "[::ffff:127.0.0.1]:4400",
            "localhost:4400,evil.com",
            "локалхост:4400",
            "192.168.1.5:4400",
        ] {
            assert_eq!(admit(&asked(host), None), STRANGER, "{host}");
        }
        assert_eq!(admit(&Asked { hosts: vec![], ..asked("") }, None), STRANGER);
        assert_eq!(admit(&Asked { hosts: vec!["localhost:4400", "evil.com"], ..asked("") }, None), STRANGER);
        assert_eq!(admit(&Asked { has_authority: true, ..asked("localhost:4400") }, None), STRANGER);
        let port_80 = Asked { here: "127.0.0.1:80".parse().unwrap(), ..asked("localhost") };
        assert_eq!(admit(&port_80, None), SPEAKER);
    }

    #[test]
    fn a_socket_must_come_from_a_page_of_ours() {
        let socket = |origins: &[&'static str]| {
            admit(
                &Asked { origins: origins.to_vec(), upgrade: true, site: "same-origin", ..asked("localhost:4400") },
                None,
            )
        };
        assert_eq!(socket(&["http://localhost:4400"]), SPEAKER);
        for origin in [
            "null",
            "",
            "http://localhost",
            "http://localhost:4401",
            "https://localhost:4400",
            "http://127.0.0.1:4400",
            "http://localhost.evil:4400",
            "http://evil.com",
            "file://",
            "http://localhost:4400/",
            "http://localhost:4400@evil.com",
        ] {
            assert_eq!(socket(&[origin]), STRANGER, "{origin}");
        }
        assert_eq!(socket(&[]), STRANGER);
        assert_eq!(socket(&["http://localhost:4400", "http://localhost:4400"]), STRANGER);
    }

    #[test]
    fn another_site_may_link_here_and_nothing_else() {
        let from =
            |site: &'static str, mode: &'static str| admit(&Asked { site, mode, ..asked("localhost:4400") }, None);
        assert_eq!(from("cross-site", "navigate"), SPEAKER);
        assert_eq!(from("none", "navigate"), SPEAKER);
        assert_eq!(from("cross-site", "no-cors"), STRANGER);
        assert_eq!(from("same-site", "cors"), STRANGER);
        assert_eq!(admit(&Asked { origins: vec!["http://evil.com"], ..asked("localhost:4400") }, None), STRANGER);
    }

    #[test]
    fn only_reading_is_possible() {
        for method in ["POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "CONNECT", "TRACE", "get", ""] {
            assert_eq!(admit(&Asked { method, ..asked("localhost:4400") }, None), Err(Refusal::Method), "{method}");
        }
    }

    #[test]
    fn on_the_network_only_the_token_and_this_machine_make_a_speaker() {
        let here = "192.168.1.5:4400".parse().unwrap();
        let there = "192.168.1.77:50000".parse().unwrap();
        let phone = Asked { here, there, ..asked("192.168.1.5:4400") };
        assert_eq!(admit(&phone, Some("secret")), Ok(Role::Audience));
        assert_eq!(admit(&Asked { query: "token=secret", ..phone.clone() }, Some("secret")), Ok(Role::Audience));
        assert_eq!(admit(&phone, None), STRANGER);
        for host in ["localhost:4400", "127.0.0.1:4400", "evil.com:4400", "192.168.1.6:4400"] {
            assert_eq!(admit(&Asked { hosts: vec![host], ..phone.clone() }, Some("secret")), STRANGER, "{host}");
        }
        assert_eq!(admit(&asked("localhost:4400"), Some("secret")), Ok(Role::Audience));
        assert_eq!(admit(&Asked { query: "a=b&token=secret", ..asked("localhost:4400") }, Some("secret")), SPEAKER);
        assert_eq!(
            admit(&Asked { query: "token=secre", ..asked("localhost:4400") }, Some("secret")),
            Ok(Role::Audience)
        );
    }
}
