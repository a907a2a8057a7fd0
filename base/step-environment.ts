/** Chooses the part of an environment that a command on this machine gets, and so every daemon that it starts. */

/**
 * What programs need to run, to print and to reach a network. Whatever else a user has set stays with Pulumi: its passphrase, tokens,
 * keys of a cloud. JavaScript and bash read the pattern alike.
 */
export const passedVariables = `^(${[
  "PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_[A-Z]+|TZ|TERM|TMPDIR|XDG_[A-Z_]+",
  "SSH_AUTH_SOCK|SSL_CERT_FILE|SSL_CERT_DIR|NODE_EXTRA_CA_CERTS",
  "(http|https|ftp|all|no)_proxy|(HTTP|HTTPS|FTP|ALL|NO)_PROXY",
  "CROSSBED_[A-Z_]+",
].join("|")})$`;

/** The part of an environment that is no secret of the user's. */
export function stepEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const passed = new RegExp(passedVariables);
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value === undefined || !passed.test(name) ? [] : [[name, value]],
    ),
  );
}
