"""Signature algorithms, each under the name that stands in every signature made with it.

SM2, a certificate or a token takes its place here by a line of its own in `ALGORITHMS`, and by a
signer that names it. Keys and signatures are written in hexadecimal.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = "ed25519"


class UnknownAlgorithmError(ValueError):
    """No algorithm of this name is plugged in."""


class Signer(Protocol):
    """Who signs: a key with its algorithm. The private part may be in a file, a card, a token."""

    @property
    def algorithm(self) -> str:
        """The name of the algorithm, one of `ALGORITHMS`."""

    @property
    def public(self) -> str:
        """The public key, in hexadecimal."""

    def sign(self, message: bytes) -> str:
        """Give the signature over a message, in hexadecimal."""


@dataclass(frozen=True)
class Algorithm:
    """What an algorithm can do: make a key pair (private, public), and check a signature."""

    new_key: Callable[[], tuple[bytes, bytes]]
    sign: Callable[[bytes, bytes], bytes]
    signs: Callable[[bytes, bytes, bytes], bool]


def _new_ed25519() -> tuple[bytes, bytes]:
    key = Ed25519PrivateKey.generate()
    return key.private_bytes_raw(), key.public_key().public_bytes_raw()


def _sign_ed25519(private: bytes, message: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(private).sign(message)


def _ed25519_signs(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


ALGORITHMS: Mapping[str, Algorithm] = {
    ED25519: Algorithm(_new_ed25519, _sign_ed25519, _ed25519_signs),
}


def new_key(algorithm: str = ED25519) -> tuple[bytes, bytes]:
    """Make a key pair: (private, public). Raises UnknownAlgorithmError."""
    return _known(algorithm).new_key()


def signs(algorithm: str, public: str, message: bytes, signature: str) -> bool:
    """Say whether a signature over a message is that of a public key.

    What can't be read, or isn't written in the one way, is no signature. Raises
    UnknownAlgorithmError.
    """
    known = _known(algorithm)
    try:
        key, value = bytes.fromhex(public), bytes.fromhex(signature)
    except ValueError:
        return False
    return (key.hex(), value.hex()) == (public, signature) and known.signs(key, message, value)


def fingerprint(algorithm: str, public: str) -> str:
    """Give the name of a key: the digest of its algorithm and public part, 64 digits."""
    return sha256(f"{algorithm}\n{public}".encode()).hexdigest()


def _known(algorithm: str) -> Algorithm:
    if algorithm not in ALGORITHMS:
        raise UnknownAlgorithmError(algorithm)
    return ALGORITHMS[algorithm]
