"""A telephone that makes and proves passkeys (WebAuthn), with every fault that a test asks for."""

import base64
import hashlib
import json
import secrets

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

ORIGIN, HOST = "http://localhost:8000", "localhost:8000"
PRESENT, VERIFIED, ATTESTED = 1, 4, 64
ES256, EC2, P256 = -7, 2, 1


def text(data):
    """Base64 for addresses, without padding, as WebAuthn writes bytes."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


class Authenticator:
    """One key pair for one host; `flags` tell whether a finger was shown."""

    def __init__(self, origin=ORIGIN, host="localhost", flags=PRESENT | VERIFIED):
        self.origin, self.host, self.flags = origin, host, flags
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(32)
        self.count, self.counts = 0, True

    def create(self, options):
        """The answer to what a site wants in order to store a new passkey."""
        public = self.key.public_key().public_numbers()
        key = {1: EC2, 3: ES256, -1: P256, -2: public.x.to_bytes(32), -3: public.y.to_bytes(32)}
        known = bytes(16) + len(self.id).to_bytes(2) + self.id + cbor2.dumps(key)
        data = self._data(ATTESTED) + known
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options)
        return self._answer(clientDataJSON=text(client), attestationObject=text(attested))

    def get(self, options, id=None):
        """The answer to what a site wants in order to let somebody in."""
        self.count += self.counts
        data, client = self._data(), self._client("webauthn.get", options)
        signed = data + hashlib.sha256(client).digest()
        signature = self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        parts = {"authenticatorData": text(data), "signature": text(signature)}
        return self._answer(id or self.id, clientDataJSON=text(client), **parts)

    def _data(self, more=0):
        hashed = hashlib.sha256(self.host.encode()).digest()
        return hashed + bytes([self.flags | more]) + self.count.to_bytes(4)

    def _client(self, kind, options):
        known = {"type": kind, "challenge": options["challenge"], "origin": self.origin}
        return json.dumps(known).encode()

    def _answer(self, id=None, **response):
        known = {"id": text(id or self.id), "rawId": text(id or self.id), "type": "public-key"}
        return json.dumps(known | {"response": response, "clientExtensionResults": {}})
