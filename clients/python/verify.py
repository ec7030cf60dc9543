#!/usr/bin/env python3
"""Verifies a signed key, a license file or a machine file of Keyway, offline.

Python 3.9 or newer, and the package cryptography (pip install cryptography), because the
standard library has neither Ed25519 nor AES-GCM.

    python3 verify.py <keys> <file> [license key] [fingerprint]

<keys>  the JWK set of /.well-known/keyway-keys as a file, or a public key as 64 hex digits
<file>  the key or file to verify

Prints what was signed and ends with 0, or says why not and ends with 1. The format: docs/verifying.md.
"""
import base64
import binascii
import hashlib
import json
import re
import sys
from datetime import datetime, timedelta, timezone

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CLOCK_TOLERANCE = timedelta(minutes=5)
BYTES_MAX = 1024 * 1024


class Refused(Exception):
    pass


def check(right, reason):
    if not right:
        raise Refused(reason)


def decode(text, altchars=b"+/"):
    """Python accepts other texts for the same bytes, so the text must be what they are written as."""
    try:
        data = base64.b64decode(text, altchars, validate=True)
    except binascii.Error:
        data = b""
    again = base64.b64encode(data, altchars).decode()
    check(again == text, "NOT_CANONICAL: not base64 as Keyway writes it")
    return data


def public_keys(given):
    if re.fullmatch("[0-9a-fA-F]{64}", given):
        raw = [bytes.fromhex(given)]
    else:
        with open(given, encoding="utf-8") as file:
            jwks = json.load(file)["keys"]
        raw = [base64.urlsafe_b64decode(jwk["x"] + "=") for jwk in jwks if jwk.get("crv") == "Ed25519"]
    return [Ed25519PublicKey.from_public_bytes(key) for key in raw]


def check_signature(keys, signed, signature):
    for key in keys:
        try:
            return key.verify(signature, signed.encode())
        except InvalidSignature:
            continue
    raise Refused("BAD_SIGNATURE: changed, or signed by somebody else")


def signed_key(keys, text):
    parts = re.fullmatch(r"key/([^.]+)\.([^.]+)", text)
    check(parts, "MALFORMED: not a signed key")
    payload = decode(parts[1], b"-_")
    check_signature(keys, "key/" + parts[1], decode(parts[2], b"-_"))
    return payload.decode()


def signed_file(keys, text, license_key, fingerprint):
    parts = re.fullmatch(r"-----BEGIN (LICENSE|MACHINE) FILE-----\n([^-]+)\n-----END \1 FILE-----", text)
    check(parts, "MALFORMED: neither a license file nor a machine file")
    kind, lines = parts[1].lower(), parts[2]
    body = lines.replace("\n", "")
    envelope = decode(body).decode()
    members = re.fullmatch(r'\{"enc":"([^"\\]*)","sig":"([^"\\]*)","alg":"([^"\\]*)"\}', envelope)
    check(members and "\n".join(re.findall(".{1,60}", body)) == lines, "NOT_CANONICAL: encoded anew")
    enc, sig, alg = members.groups()
    known = alg in ("base64+ed25519", "aes-256-gcm+ed25519")
    check(known, "UNSUPPORTED_ALGORITHM: signed or encrypted in another way")
    check_signature(keys, f"{kind}/{enc}", decode(sig))

    secret = (license_key or "") + ((fingerprint or "") if kind == "machine" else "")
    content = decode(enc).decode() if alg == "base64+ed25519" else decrypt(enc, secret)
    document = json.loads(content)
    attributes, meta = document["data"]["attributes"], document["meta"]
    own = attributes["fingerprint"] == fingerprint if kind == "machine" else attributes["key"] == license_key
    may_be_any = kind == "license" and license_key is None
    check(own or may_be_any, "WRONG_KEY_OR_FINGERPRINT: of another license or machine")
    now = datetime.now(timezone.utc)
    check(time(meta["issued"]) <= now + CLOCK_TOLERANCE, f"NOT_YET_ISSUED: issued at {meta['issued']}")
    endless = meta["expiry"] is None and meta["ttl"] is None
    check(endless or now < time(meta["expiry"]), f"FILE_EXPIRED: at {meta['expiry']}")
    return content


def decrypt(enc, secret):
    parts = enc.split(".")
    check(len(parts) == 3, "MALFORMED: not ciphertext, nonce and tag")
    ciphertext, nonce, tag = (decode(part) for part in parts)
    check(len(nonce) == 12 and len(tag) == 16, "MALFORMED: not ciphertext, nonce and tag")
    try:
        aes = AESGCM(hashlib.sha256(secret.encode()).digest())
        return aes.decrypt(nonce, ciphertext + tag, None).decode()
    except InvalidTag:
        raise Refused("WRONG_KEY_OR_FINGERPRINT: does not decrypt the file") from None


def time(text):
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc)


def main(keys_given, path, license_key=None, fingerprint=None):
    try:
        keys = public_keys(keys_given)
        with open(path, encoding="latin-1", newline="") as file:
            text = re.sub(r"\n+\Z", "", file.read(BYTES_MAX + 1).replace("\r\n", "\n"))
        check(len(text) <= BYTES_MAX, "MALFORMED: too long")
        print(signed_key(keys, text) if text.startswith("key/") else signed_file(keys, text, license_key, fingerprint))
    except Refused as refused:
        sys.exit(str(refused))
    except (ValueError, KeyError, TypeError) as problem:
        sys.exit(f"MALFORMED: {problem}")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("usage: verify.py <keys> <file> [license key] [fingerprint]")
    main(*sys.argv[1:])
