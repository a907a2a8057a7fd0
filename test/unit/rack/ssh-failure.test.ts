import { describe, expect, it } from "vitest";
import { explainSshFailure, hasAnswered, type SshAttempt } from "../../../rack/ssh-failure.ts";

/** Of OpenSSH 9.2 with LogLevel ERROR, as it printed them. */
const denied = "root@10.0.0.1: Permission denied (publickey,keyboard-interactive).";
const tooOpen = `@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
@         WARNING: UNPROTECTED PRIVATE KEY FILE!          @
@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
Permissions 0644 for '/keys/id' are too open.
It is required that your private key files are NOT accessible by others.
This private key will be ignored.
Load key "/keys/id": bad permissions
${denied}`;
const changed = `@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @
@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!
Someone could be eavesdropping on you right now (man-in-the-middle attack)!
It is also possible that a host key has just been changed.
The fingerprint for the ED25519 key sent by the remote host is
SHA256:eqJofz/K7ADxSMXeOKCVHPNa22BviEuU5oUEsQSQSwM.
Please contact your system administrator.
Add correct host key in /tmp/cb-run-1/known_hosts to get rid of this message.
Offending ED25519 key in /tmp/cb-run-1/known_hosts:1
  remove with:
  ssh-keygen -f "/tmp/cb-run-1/known_hosts" -R "host1"
Host key for host1 has changed and you have requested strict checking.
Host key verification failed.`;
const unknown = `No ED25519 host key is known for host1 and you have requested strict checking.
Host key verification failed.`;
const behindProxy = `stdio forwarding failed
kex_exchange_identification: Connection closed by remote host`;

const attempt = (said: string, more: Partial<SshAttempt> = {}): SshAttempt => ({
  machine: { address: "10.0.0.1", user: "root" },
  privateKeyFile: "/keys/id",
  key: "plain",
  said,
  exitCode: 255,
  ...more,
});
const what = (said: string, more: Partial<SshAttempt> = {}): string | undefined =>
  explainSshFailure(attempt(said, more))?.what;

describe("explainSshFailure", () => {
  it.each([
    [denied, "it refuses the key /keys/id for root"],
    [tooOpen, "others may read the key /keys/id, so ssh does not use it"],
    [changed, "it shows another host key than the pinned one"],
    [unknown, "it shows a host key of another kind than the pinned one"],
    ["ssh: connect to host 10.0.0.1 port 22: Connection refused", "nothing listens there: the connection was refused"],
    ["ssh: connect to host 10.0.0.1 port 22: No route to host", "there is no route to it"],
    ["ssh: connect to host 10.0.0.1 port 22: Network is unreachable", "there is no route to it"],
    ["ssh: connect to host 10.0.0.1 port 22: Connection timed out", "it does not answer: the connection timed out"],
    ["Connection timed out during banner exchange", "it does not answer: the connection timed out"],
    ["ssh: Could not resolve hostname h: Name or service not known", "its name 10.0.0.1 has no address"],
    [
      "kex_exchange_identification: read: Connection reset by peer",
      "kex_exchange_identification: read: Connection reset by peer",
    ],
    ["", "ssh ended without a word"],
  ])("finds the cause in ssh's words: %j", (said, cause) => {
    expect(what(said)).toBe(cause);
  });

  it("tells a key that ssh could not use from one that the machine refuses", () => {
    expect(explainSshFailure(attempt(denied, { key: "passphrase" }))).toEqual({
      what: "the key /keys/id has a passphrase, and no agent gave it",
      hint:
        "Name a key without a passphrase as ssh.privateKeyFile in the inventory. An agent (ssh-add) is enough for commands " +
        "that only look; up needs the key itself.",
    });
    expect(what(denied, { key: "token" })).toContain("is on a security key");
    expect(what(denied, { key: "not a key" })).toBe("/keys/id is not a private key");
    expect(what(denied, { key: undefined })).toBe("the key /keys/id cannot be read");
  });

  it("names the machine in front when that is what answers", () => {
    const machine = { address: "10.77.0.21", user: "root", proxy: "host1" };
    expect(what(behindProxy, { machine })).toBe("host1 answers, but does not reach it at 10.77.0.21");
  });

  it("speaks of root where an image refuses root, with that image's words", () => {
    const said = "Please login as the user ubuntu rather than the user root.";
    expect(explainSshFailure(attempt(said, { exitCode: 142 }))).toEqual({
      what: said,
      hint: "The steps need root: let root log in there with /keys/id.",
    });
  });

  it("speaks of the lab to those alone whose machine is reached by loopback and does not answer", () => {
    const lab = { machine: { address: "127.0.0.1", user: "root" } };
    const refused = "ssh: connect to host 127.0.0.1 port 20011: Connection refused";
    expect(explainSshFailure(attempt(refused, lab))?.hint).toContain("crossbed up lab");
    expect(explainSshFailure(attempt(denied, lab))?.hint).not.toContain("lab");
    expect(explainSshFailure(attempt(refused))?.hint).not.toContain("lab");
  });

  it("says how long it waited", () => {
    expect(what("", { exitCode: undefined, timedOutSec: 90 })).toBe("no answer within 90 s");
  });

  it("leaves a command that failed by itself to its own words", () => {
    expect(explainSshFailure(attempt("cat: x: No such file or directory", { exitCode: 1 }))).toBeUndefined();
  });
});

describe("hasAnswered", () => {
  it.each([denied, changed, unknown, "ssh: connect to host 10.0.0.1 port 22: Connection refused"])(
    "takes a machine that refuses for alive: %s",
    (said) => {
      expect(hasAnswered(attempt(said))).toBe(true);
    },
  );

  it("takes a machine for alive that took the connection and then fell silent", () => {
    expect(hasAnswered(attempt("", { exitCode: undefined, timedOutSec: 90 }))).toBe(true);
  });

  it.each([
    "ssh: connect to host 10.0.0.1 port 22: No route to host",
    "ssh: connect to host 10.0.0.1 port 22: Connection timed out",
    "Connection timed out during banner exchange",
    "kex_exchange_identification: Connection closed by remote host",
  ])("leaves open whether a machine is alive: %s", (said) => {
    expect(hasAnswered(attempt(said))).toBe(false);
  });

  it("believes no closed port of the loopback, where something else listens for the lab's machines", () => {
    const said = "ssh: connect to host 127.0.0.1 port 20401: Connection refused";
    expect(hasAnswered(attempt(said, { machine: { address: "127.0.0.1", user: "root" } }))).toBe(false);
  });
});
