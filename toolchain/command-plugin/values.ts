/**
 * Property values as Pulumi sends them: JSON in which secrets, assets, archives and unknown values are marked by reserved
 * keys (pulumi/pulumi, sdk/proto/go: "signature" key and its values; resource_plugin unknown sentinels).
 */
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { isRecord } from "../../base/json.ts";
import { archiveSignature, assetSignature, secretSignature, signatureKey } from "../signatures.ts";

export type Value = string | number | boolean | null | Value[] | Properties;
export interface Properties {
  [key: string]: Value | undefined;
}

/** What stands for a value that is not known before the update. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export type ProtoStruct = InstanceType<typeof struct.Struct>;

export function fromStruct(message: ProtoStruct | undefined): Properties {
  return message?.toJavaScript() ?? {};
}

export function toStruct(properties: Properties): ProtoStruct {
  // A field that is absent must not become null.
  const present = Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
  return struct.Struct.fromJavaScript(present as Parameters<typeof struct.Struct.fromJavaScript>[0]);
}

export function isObject(value: Value | undefined): value is Properties {
  return isRecord(value);
}

function isSigned(value: Value | undefined, signature: string): value is Properties {
  return isObject(value) && value[signatureKey] === signature;
}

export function isSecret(value: Value | undefined): boolean {
  return isSigned(value, secretSignature);
}

/** The value marked as secret; unknown values and what is secret already stay as they are. */
export function asSecret(value: Value | undefined): Value | undefined {
  if (value === undefined || value === unknown || isSecret(value)) return value;
  return { [signatureKey]: secretSignature, value };
}

/** The value with every mark of secrecy taken off, at any depth: for use, never for an answer. */
export function plain(value: Value | undefined): Value | undefined {
  if (Array.isArray(value)) return value.map((item) => plain(item) ?? null);
  if (!isObject(value)) return value;
  if (isSecret(value)) return plain(value["value"]);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

/** True when the value, or anything in it, is not known yet. */
export function hasUnknown(value: Value | undefined): boolean {
  if (value === unknown) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isObject(value) && Object.values(value).some(hasUnknown);
}

/** A file, or text, that the program hands over. */
export interface Source {
  readonly kind: "asset" | "archive";
  readonly path?: string;
  readonly text?: string;
  readonly hash: string;
}

/** Reads an asset or archive; undefined for anything else. A part that is neither path nor text is left out. */
export function readSource(value: Value | undefined): Source | undefined {
  const bare = plain(value);
  const kind = isSigned(bare, assetSignature) ? "asset" : isSigned(bare, archiveSignature) ? "archive" : undefined;
  if (kind === undefined || !isObject(bare)) return undefined;
  const text = (key: string): string | undefined =>
    typeof bare[key] === "string" && bare[key] !== "" ? bare[key] : undefined;
  const path = text("path");
  // An empty text is a text: it is one when there is neither path nor address.
  const words =
    path === undefined && text("uri") === undefined && typeof bare["text"] === "string" ? bare["text"] : undefined;
  return {
    kind,
    hash: text("hash") ?? "",
    ...(path === undefined ? {} : { path }),
    ...(words === undefined ? {} : { text: words }),
  };
}

export function fileAsset(path: string, hash: string): Properties {
  return { [signatureKey]: assetSignature, path, hash };
}

export function assetArchive(assets: Properties, hash: string): Properties {
  return { [signatureKey]: archiveSignature, assets, hash };
}

/** Equality of two values, of assets and archives by their content. Secrecy counts: a value that becomes secret has changed. */
export function isSame(left: Value | undefined, right: Value | undefined): boolean {
  const [one, other] = [readSource(left), readSource(right)];
  if (one !== undefined && other !== undefined && one.hash !== "" && other.hash !== "") {
    return one.kind === other.kind && one.hash === other.hash && isSecret(left) === isSecret(right);
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => isSame(item, right[index]));
  }
  if (isObject(left) && isObject(right)) {
    const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
    return [...keys].every((key) => isSame(left[key], right[key]));
  }
  return left === right;
}
