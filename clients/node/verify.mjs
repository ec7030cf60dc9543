// Verifies a signed key, a license file or a machine file of Keyway, offline. Node 18 or newer; nothing else.
//
//   node verify.mjs <keys> <file> [license key] [fingerprint]
//
// <keys>  the JWK set of /.well-known/keyway-keys as a file, or a public key as 64 hex digits
// <file>  the key or file to verify
//
// Prints what was signed and ends with 0, or says why not and ends with 1. The format: docs/verifying.md.
import { createDecipheriv, createHash, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";

const CLOCK_TOLERANCE_MS = 5 * 60 * 1000;
const BYTES_MAX = 1024 * 1024;

class Refused extends Error {}

function check(right, reason) {
    if (!right) throw new Refused(reason);
}

/** Node ignores what is not base64, so the text must be what its bytes are written as. */
function decode(text, encoding = "base64") {
    const bytes = Buffer.from(text, encoding);
    const again = bytes.toString("base64");
    const expected = encoding === "base64" ? again : again.replaceAll("+", "-").replaceAll("/", "_");
    check(expected === text, "NOT_CANONICAL: not base64 as Keyway writes it");
    return bytes;
}

function publicKeys(given) {
    const jwks = /^[0-9a-f]{64}$/i.test(given)
        ? [{ kty: "OKP", crv: "Ed25519", x: Buffer.from(given, "hex").toString("base64url") }]
        : JSON.parse(readFileSync(given, "utf8")).keys.filter((jwk) => jwk.crv === "Ed25519");
    return jwks.map((jwk) => createPublicKey({ key: jwk, format: "jwk" }));
}

function checkSignature(keys, signed, signature) {
    const genuine = keys.some((key) => verify(null, Buffer.from(signed), key, signature));
    check(genuine, "BAD_SIGNATURE: changed, or signed by somebody else");
}

function signedKey(keys, text) {
    const parts = /^key\/([^.]+)\.([^.]+)$/.exec(text);
    check(parts, "MALFORMED: not a signed key");
    const payload = decode(parts[1], "base64url");
    checkSignature(keys, `key/${parts[1]}`, decode(parts[2], "base64url"));
    return payload.toString();
}

function signedFile(keys, text, licenseKey, fingerprint) {
    const parts = /^-----BEGIN (LICENSE|MACHINE) FILE-----\n([^-]+)\n-----END \1 FILE-----$/.exec(text);
    check(parts, "MALFORMED: neither a license file nor a machine file");
    const kind = parts[1].toLowerCase();
    const body = parts[2].replaceAll("\n", "");
    const json = decode(body).toString();
    const members = /^\{"enc":"([^"\\]*)","sig":"([^"\\]*)","alg":"([^"\\]*)"\}$/.exec(json);
    check(members && body.match(/.{1,60}/g).join("\n") === parts[2], "NOT_CANONICAL: encoded anew");
    const [, enc, sig, alg] = members;
    const known = alg === "base64+ed25519" || alg === "aes-256-gcm+ed25519";
    check(known, "UNSUPPORTED_ALGORITHM: signed or encrypted in another way");
    checkSignature(keys, `${kind}/${enc}`, decode(sig));

    const secret = licenseKey + (kind === "machine" ? fingerprint : "");
    const content = alg === "base64+ed25519" ? decode(enc).toString() : decrypt(enc, secret);
    const { data, meta } = JSON.parse(content);
    const own = kind === "machine" ? data.attributes.fingerprint === fingerprint : data.attributes.key === licenseKey;
    const mayBeAny = kind === "license" && licenseKey === undefined;
    check(own || mayBeAny, "WRONG_KEY_OR_FINGERPRINT: of another license or machine");
    check(Date.parse(meta.issued) <= Date.now() + CLOCK_TOLERANCE_MS, `NOT_YET_ISSUED: issued at ${meta.issued}`);
    const endless = meta.expiry === null && meta.ttl === null;
    check(endless || Date.now() < Date.parse(meta.expiry), `FILE_EXPIRED: at ${meta.expiry}`);
    return content;
}

function decrypt(enc, secret) {
    const parts = enc.split(".");
    check(parts.length === 3, "MALFORMED: not ciphertext, nonce and tag");
    const [ciphertext, nonce, tag] = parts.map((part) => decode(part));
    check(nonce.length === 12 && tag.length === 16, "MALFORMED: not ciphertext, nonce and tag");
    const decipher = createDecipheriv("aes-256-gcm", createHash("sha256").update(secret).digest(), nonce);
    decipher.setAuthTag(tag);
    try {
        return decipher.update(ciphertext, undefined, "utf8") + decipher.final("utf8");
    } catch {
        throw new Refused("WRONG_KEY_OR_FINGERPRINT: does not decrypt the file");
    }
}

const [keysGiven, path, licenseKey, fingerprint] = process.argv.slice(2);
try {
    check(path, "usage: node verify.mjs <keys> <file> [license key] [fingerprint]");
    const keys = publicKeys(keysGiven);
    const text = readFileSync(path, "latin1").replaceAll("\r\n", "\n").replace(/\n+$/, "");
    check(text.length <= BYTES_MAX, "MALFORMED: too long");
    const isKey = text.startsWith("key/");
    console.log(isKey ? signedKey(keys, text) : signedFile(keys, text, licenseKey, fingerprint));
} catch (problem) {
    console.error(problem instanceof Refused ? problem.message : `MALFORMED: ${problem.message}`);
    process.exitCode = 1;
}
