/** Laws that are tried on many inputs: the same inputs in every run, so that no run fails by chance. */
import fc from "fast-check";

fc.configureGlobal({ seed: 20131 });

export { fc };
