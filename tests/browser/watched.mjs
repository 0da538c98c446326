// Runs `deckle watch` on a talk of its own, opens it in Chromium, and saves files as editors do.
import { spawn } from "node:child_process";
import { renameSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

/** The program to try: $DECKLE, else the last debug build. */
export const program = resolve(process.env.DECKLE || "../../target/debug/deckle");

/** Starts a watch; `address` is what it prints, `said` all that it has said so far. */
export const watch = (talk, ...options) => begin("watch", talk, options);

/** Starts a rehearsal likewise. */
export const rehearse = (talk, ...options) => begin("rehearse", talk, options);

async function begin(command, talk, options) {
  const port = options.includes("--port") ? [] : ["--port", "0"];
  const child = spawn(program, [command, talk, ...port, ...options], { env: { ...process.env, NO_COLOR: "1" } });
  const watched = { child, said: "", address: "", stop: () => {} };
  const ended = new Promise((done) => child.on("exit", (code) => done(code)));
  const listen = (stream) => stream.on("data", (text) => (watched.said += text));
  listen(child.stdout);
  listen(child.stderr);
  watched.address = await until(() => watched.said.match(/^(http:\S+)/m)?.[1], () => `no address: ${watched.said}`);
  watched.stop = async () => {
    child.kill("SIGINT");
    return ended;
  };
  return watched;
}

/** Waits until `ask` gives something true, and returns it. */
export async function until(ask, why = () => "nothing came of waiting", patience = 20_000) {
  const end = performance.now() + patience;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > end) throw new Error(why());
    await new Promise((done) => setTimeout(done, 20));
  }
}

/** Writes beside and renames, as most editors do. */
export function replace(path, text) {
  writeFileSync(path + ".new", text);
  renameSync(path + ".new", path);
}
