"""Private keys as they are kept: sealed (AES-256-GCM) under a master key that isn't beside them.

What is sealed is bound to whose it is: a sealed key that was put under somebody else's name
doesn't open.
"""

import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from yichuang.engines.signing.algorithms import ALGORITHMS

MASTER_BYTES, NONCE_BYTES = 32, 12


class UnsealableError(ValueError):
    """A sealed key doesn't open: another master key, another owner, or changed bytes."""


def new_master_key() -> str:
    """Make a master key, as 64 hexadecimal digits."""
    return os.urandom(MASTER_BYTES).hex()


def master_key(text: str) -> bytes:
    """Read a master key of 64 hexadecimal digits. Raises ValueError."""
    key = bytes.fromhex(text.strip())
    if len(key) != MASTER_BYTES:
        message = "a master key has 64 hexadecimal digits"
        raise ValueError(message)
    return key


def seal(private: bytes, owner: str, master: bytes) -> str:
    """Seal a private key for its owner; hexadecimal, the nonce before it."""
    nonce = os.urandom(NONCE_BYTES)
    return (nonce + AESGCM(master).encrypt(nonce, private, owner.encode())).hex()


def unseal(sealed: str, owner: str, master: bytes) -> bytes:
    """Open a sealed private key of its owner (UnsealableError)."""
    try:
        kept = bytes.fromhex(sealed)
        return AESGCM(master).decrypt(kept[:NONCE_BYTES], kept[NONCE_BYTES:], owner.encode())
    except (InvalidTag, ValueError) as wrong:
        raise UnsealableError from wrong


@dataclass(frozen=True, repr=False)
class SealedSigner:
    """A signer whose private key the server keeps sealed, and opens for one signature at a time.

    Not the sole control that 电子签名法 Art. 13 asks for: whoever has the master key and the
    database could sign. It must never be called a 可靠电子签名.
    """

    algorithm: str
    public: str
    sealed: str
    owner: str
    master: bytes

    def sign(self, message: bytes) -> str:
        """Sign a message (UnsealableError)."""
        private = unseal(self.sealed, self.owner, self.master)
        return ALGORITHMS[self.algorithm].sign(private, message).hex()
