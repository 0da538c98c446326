//! A full hall, half of it asleep, and files that are not where they seem to be.

use crate::client::{get, next, socket, status};
use crate::program::watch;
use crate::server::{TALK, house};
use deckle::live::server::{Listen, Role, Server, Shows};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

/// Both ends of a thousand connections are in this process.
#[cfg(target_os = "linux")]
fn raise_descriptors() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let wanted = limit.maximum.map_or(8192, |most| most.min(8192));
    if limit.current.is_some_and(|current| current < wanted) {
        setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum: limit.maximum }).unwrap();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_thousand_pages_are_told_though_a_hundred_never_read() {
    raise_descriptors();
    let mut house = house(None);
    let asleep: Vec<_> = (0..100).map(|_| house.page()).collect();
    let mut awake: Vec<_> = (0..900).map(|_| house.page()).collect();
    // Each save is more than a sleeping page's connection holds.
    let text = |save: usize| format!("{TALK}\n\n{save} {}\n", "word ".repeat(20_000));
    for save in 0..6 {
        house.save(&text(save));
        let wanted = house.shows.show("/", Role::Speaker).unwrap().newest().rev;
        for page in &mut awake {
            let patch = next(page).expect("a page that reads is told");
            assert_eq!((patch["kind"].as_str(), patch["rev"].as_u64()), (Some("patch"), Some(u64::from(wanted))));
        }
    }
    assert_eq!(status(&get(house.server.address, "/", "")), 200, "and there is room for more");
    // Half of them leave without a word.
    awake.truncate(450);
    house.save(TALK);
    for page in &mut awake {
        assert_eq!(next(page).unwrap()["kind"], "patch");
    }
    drop(asleep);
}

#[test]
fn eight_tabs_of_one_browser_are_all_told() {
    let mut house = house(None);
    let mut tabs: Vec<_> = (0..8).map(|_| house.page()).collect();
    house.save(&TALK.replace("word", "words"));
    assert!(tabs.iter_mut().all(|tab| next(tab).unwrap()["kind"] == "patch"));
    // Their sockets leave room for what they fetch.
    assert!((0..8).all(|_| status(&get(house.server.address, "/whole.json", "")) == 200));
}

#[test]
fn who_never_ends_a_request_is_let_go() {
    let house = house(None);
    let mut slow = TcpStream::connect(house.server.address).unwrap();
    slow.write_all(b"GET / HTTP/1.1\r\n").unwrap();
    let mut drip = slow.try_clone().unwrap();
    // A byte now and then does not help.
    let dripping = std::thread::spawn(move || {
        while drip.write_all(b"X").is_ok() {
            std::thread::sleep(Duration::from_millis(200));
        }
    });
    let mut rest = Vec::new();
    let _ = slow.read_to_end(&mut rest);
    assert!(!String::from_utf8_lossy(&rest).contains("<section"), "nothing was answered");
    drop(slow);
    dripping.join().unwrap();
}

/// The addresses of the sockets of this machine that listen at a port, as the kernel writes them.
#[cfg(target_os = "linux")]
fn listening(port: u16) -> Vec<String> {
    let list = |name: &str| std::fs::read_to_string(format!("/proc/net/{name}")).unwrap_or_default();
    let all = list("tcp") + &list("tcp6");
    let listens = |line: &&str| line.split_whitespace().nth(3) == Some("0A");
    let own = all.lines().filter(listens).filter_map(|line| line.split_whitespace().nth(1));
    own.filter_map(|own| own.strip_suffix(&format!(":{port:04X}"))).map(str::to_owned).collect()
}

#[cfg(target_os = "linux")]
#[test]
fn it_listens_on_this_machine_only_unless_the_network_is_let_in() {
    let house = house(None);
    assert_eq!(listening(house.server.address.port()), ["0100007F"]);
    let shows = || Arc::new(Shows::new(&[("talk".to_owned(), String::new())], "run".to_owned(), String::new()));
    let listen = Listen { port: 0, token: Some("secret".to_owned()) };
    let open = Server::start(&listen, shows(), |_| {}).unwrap();
    assert_eq!(listening(open.address.port()), ["00000000"]);
    let port = house.server.address.port();
    drop(house);
    assert_eq!(listening(port), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_leads_nowhere() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    let clip = |word: &str| [b"\0\0\0\x20ftypisom", word.as_bytes()].concat();
    std::fs::write(
        outside.path().join("secret.svg"),
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>canary</title></svg>",
    )
    .unwrap();
    std::fs::write(outside.path().join("secret.mp4"), clip("canary")).unwrap();
    let watch = watch("# One\n\nnothing yet\n", false, &[]);
    std::fs::write(watch.path("own.mp4"), clip("own")).unwrap();
    symlink(outside.path().join("secret.svg"), watch.path("link.svg")).unwrap();
    symlink(outside.path().join("secret.mp4"), watch.path("link.mp4")).unwrap();
    symlink(outside.path(), watch.path("folder")).unwrap();
    let mut page = socket(watch.address, "/live", &format!("http://{}", watch.address)).unwrap();
    let text = "# One\n\n![a](link.svg)\n\n![b](folder/secret.svg)\n\n![c](link.mp4)\n\n![d](own.mp4){embed=false}\n";
    std::fs::write(watch.path("talk.md"), text).unwrap();
    while next(&mut page).expect("the save is told")["kind"] != "patch" {}
    let mut got = get(watch.address, "/", "");
    for path in [
        "/link.svg",
        "/link.mp4",
        "/folder",
        "/folder/",
        "/folder/secret.svg",
        "/asset/link.svg",
        "/own.mp4",
        "/talk.md",
        "/asset",
        "/asset/",
        "/fonts/",
    ] {
        let answer = get(watch.address, path, "");
        assert_eq!(status(&answer), 404, "{path}");
        got.push_str(&answer);
    }
    let hashes: Vec<String> =
        got.split("asset/").skip(1).map(|rest| rest.chars().take_while(char::is_ascii_hexdigit).collect()).collect();
    assert!(!hashes.is_empty(), "its own clip has an address");
    for hash in &hashes {
        got.push_str(&get(watch.address, &format!("/asset/{hash}"), ""));
    }
    assert!(got.contains("ftypisomown"), "and is there");
    // The name of the clip is turned to another file: until the next build, too, nothing of that file is given.
    std::fs::remove_file(watch.path("own.mp4")).unwrap();
    symlink(outside.path().join("secret.mp4"), watch.path("own.mp4")).unwrap();
    for _ in 0..40 {
        for hash in &hashes {
            got.push_str(&get(watch.address, &format!("/asset/{hash}"), ""));
        }
    }
    assert!(!got.contains("canary"), "something outside of the folder was given");
}
