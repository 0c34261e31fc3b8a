#!/usr/bin/env python3
"""A second implementation of docs/MANIFEST.md, from that text and its vectors alone. Standard library only.

  verify_manifest.py FILE [--key FINGERPRINT] [--proof CODE --name NAME [--email ADDRESS]]
  verify_manifest.py FILE --nonce WORD --count N
  verify_manifest.py --vectors FOLDER

Prints what it found, the root last. Ends with 1 if anything is wrong.
"""
import argparse, base64, hashlib, json, os, sys, unicodedata

CHANNELS = ["online", "store", "paper", "partner"]


def sha256(data):
    return hashlib.sha256(data).digest()


# --- JSON Canonicalization Scheme (RFC 8785); statements have no numbers but integers.
def jcs(value):
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[" + ",".join(jcs(one) for one in value) + "]"
    if isinstance(value, dict):
        return "{" + ",".join(jcs(name) + ":" + jcs(value[name]) for name in sorted(value, key=lambda n: n.encode("utf-16-be"))) + "}"
    raise ValueError("no such value in a manifest")


# --- The tree (RFC 9162, 2.1.1), by its own recursion over ranges.
def root_of(leaves):
    def mth(lo, hi):
        n = hi - lo
        if n == 1:
            return leaves[lo]
        k = 1 << ((n - 1).bit_length() - 1)
        return sha256(b"\x01" + mth(lo, lo + k) + mth(lo + k, hi))
    return mth(0, len(leaves)) if leaves else sha256(b"")


def path_leads_to(root, leaf, index, size, path):  # RFC 9162, 2.1.3.2
    if not 0 <= index < size:
        return False
    fn, sn, r = index, size - 1, leaf
    for p in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = sha256(b"\x01" + p + r)
            while not fn & 1 and fn:
                fn >>= 1
                sn >>= 1
        else:
            r = sha256(b"\x01" + r + p)
        fn >>= 1
        sn >>= 1
    return sn == 0 and r == root


# --- Ed25519 verification (RFC 8032, 5.1 and 6).
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
I = pow(2, (P - 1) // 4, P)


def add(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    x, y, z, t = f - e, h - g, h + g, f + e
    return (x * y % P, z * t % P, y * z % P, x * t % P)


def mul(s, point):
    q = (0, 1, 1, 0)
    while s > 0:
        if s & 1:
            q = add(q, point)
        point = add(point, point)
        s >>= 1
    return q


def recover_x(y, sign):
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if x2 == 0:
        return None if sign else 0
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * I % P
    if (x * x - x2) % P:
        return None
    return P - x if (x & 1) != sign else x


def decompress(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


BY = 4 * pow(5, P - 2, P) % P
BX = recover_x(BY, 0)
B = (BX, BY, 1, BX * BY % P)


def ed25519_holds(public, message, signature):
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r = decompress(public), decompress(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    left, right = mul(s, B), add(r, mul(h, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


# --- Leaves and proof codes.
def base64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def decode_proof_code(text):
    data = base64url("".join(text.split()))
    if len(data) < 46 or data[0] != 1 or len(data) != 41 + data[40] + 4:
        raise ValueError("proof code: length or version")
    if sha256(data[:-4])[:4] != data[-4:]:
        raise ValueError("proof code: checksum")
    return {"salt": data[1:33], "textVersion": int.from_bytes(data[33:37], "big"), "country": data[37:39].decode(), "channel": CHANNELS[data[39]], "petition": data[41:-4].decode()}


def person_commit(salt, name, email):
    return sha256(salt + jcs({"email": email, "name": name}).encode())


def leaf_of(commit, petition, textVersion, country, channel):
    return sha256(b"\x00" + commit + jcs({"channel": channel, "country": country, "petition": petition, "textVersion": textVersion}).encode())


# --- The sample ("The sample").
def drawn(root, nonce, size, count):
    found, counter = [], 0
    seen = set()
    limit = 2**48 // size * size if size else 0
    while len(found) < count:
        text = b"countersign.sample.1\n" + root + unicodedata.normalize("NFC", nonce).strip().encode("utf-8") + counter.to_bytes(8, "big")
        number = int.from_bytes(sha256(text)[:6], "big")
        counter += 1
        if number < limit and number % size not in seen:
            seen.add(number % size)
            found.append(number % size)
    return found


# --- The manifest.
def check(data, fingerprint=None):
    """Faults, the statement, the leaves, the root."""
    faults = []
    manifest = json.loads(data.decode("utf-8"))
    statement = manifest["statement"]
    hex_leaves = manifest["leaves"]
    leaves = [bytes.fromhex(one) for one in hex_leaves]
    if jcs(manifest).encode("utf-8") != data:
        faults.append("form: not canonical")
    if manifest["format"] != "countersign.manifest.1":
        faults.append("format")
    public = base64url(manifest["key"]["publicKey"])
    if hashlib.sha256(public).hexdigest() != manifest["key"]["fingerprint"]:
        faults.append("key")
    if fingerprint and hashlib.sha256(public).hexdigest() != fingerprint.lower():
        faults.append("other key")
    if not ed25519_holds(public, b"countersign.manifest.1\n" + jcs(statement).encode("utf-8"), base64url(manifest["signature"])):
        faults.append("signature")
    if any(len(leaf) != 32 for leaf in leaves) or any(a >= b for a, b in zip(leaves, leaves[1:])):
        faults.append("order")
    root = root_of(leaves)
    if leaves or statement["tree"]["size"] == 0:
        if len(leaves) != statement["tree"]["size"]:
            faults.append("size")
        if root.hex() != statement["tree"]["root"]:
            faults.append("root")
    if not statement["counted"] == statement["tree"]["size"] == sum(one["counted"] for one in statement["petitions"]):
        faults.append("sums")
    if any(one["counted"] != sum(cell["counted"] for cell in one["cells"]) for one in statement["petitions"]):
        faults.append("cells")
    return faults, statement, leaves, root


def vectors(folder):
    def read(name):
        with open(os.path.join(folder, name), "rb") as file:
            return file.read()
    wrong = []
    for one in json.loads(read("trees.json")):
        leaves = [bytes.fromhex(leaf) for leaf in one["leaves"]]
        if root_of(leaves).hex() != one["root"]:
            wrong.append("tree of %d" % len(leaves))
        for proof in one["proofs"]:
            path = [bytes.fromhex(h) for h in proof["path"]]
            if not path_leads_to(bytes.fromhex(one["root"]), leaves[proof["index"]], proof["index"], len(leaves), path):
                wrong.append("proof %d of %d" % (proof["index"], len(leaves)))
            if path_leads_to(bytes.fromhex(one["root"]), sha256(leaves[proof["index"]]), proof["index"], len(leaves), path):
                wrong.append("proof of a leaf that is not there")
    for one in json.loads(read("canonical.json")):
        if jcs(one["value"]) != one["text"] or sha256(one["text"].encode()).hex() != one["sha256"]:
            wrong.append("canonical form of " + one["text"])
    for one in json.loads(read("proof-codes.json")):
        if one.get("fault"):
            try:
                decode_proof_code(one["code"])
                wrong.append("proof code taken: " + one["fault"])
            except (ValueError, IndexError):
                pass
            continue
        code = decode_proof_code(one["code"])
        commit = person_commit(code.pop("salt"), one["name"], one["email"])
        if code != one["facts"] or commit.hex() != one["personCommit"] or leaf_of(commit, **code).hex() != one["leaf"]:
            wrong.append("proof code of " + one["name"])
    for one in json.loads(read("samples.json")):
        if drawn(bytes.fromhex(one["root"]), one["nonce"], one["size"], one["count"]) != one["drawn"]:
            wrong.append("sample of %d by %s" % (one["count"], one["nonce"]))
    faults = check(read("manifest.json"))[0]
    return wrong + ["manifest: " + fault for fault in faults]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file", nargs="?")
    for name in ("vectors", "key", "proof", "name", "email", "nonce", "count"):
        parser.add_argument("--" + name)
    args = parser.parse_args()
    if args.vectors:
        wrong = vectors(args.vectors)
        print("\n".join(wrong) or "All vectors agree.")
        return 1 if wrong else 0
    with open(args.file, "rb") as file:
        faults, statement, leaves, root = check(file.read(), args.key)
    if args.proof:
        code = decode_proof_code(args.proof)
        leaf = leaf_of(person_commit(code.pop("salt"), args.name, args.email), **code)
        if leaf in set(leaves):
            print("leaf %s at %d" % (leaf.hex(), leaves.index(leaf)))
        else:
            faults.append("leaf not there")
    if args.nonce:
        for position, index in enumerate(drawn(root, args.nonce, len(leaves), int(args.count)), 1):
            print("%d at %d leaf %s" % (position, index, leaves[index].hex()))
    for fault in faults:
        print("WRONG " + fault)
    print("%d leaves, root %s" % (len(leaves), root.hex()))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
