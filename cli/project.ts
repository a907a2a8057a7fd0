/** The project's directory: the one that holds Pulumi.yaml. */
export const project = new URL("..", import.meta.url).pathname.replace(/\/$/, "");
