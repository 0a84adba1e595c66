"""The checker's own Ed25519 says what RFC 8032 says, and what the product's library says."""

from random import Random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.proof.vectors import RFC_8032
from yichuang import checker
from yichuang.engines.signing import ED25519, signs

TRIALS = 60


@pytest.mark.parametrize(("secret", "public", "message", "signature"), RFC_8032)
def test_the_vectors_of_the_rfc_hold(
    secret: str, public: str, message: str, signature: str
) -> None:
    said, made = bytes.fromhex(message), bytes.fromhex(signature)
    assert Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret)).sign(said) == made
    assert checker.signs(bytes.fromhex(public), said, made)
    assert not checker.signs(bytes.fromhex(public), said + b"\0", made)


def test_it_agrees_with_the_library_on_random_keys_and_forged_signatures() -> None:
    random = Random(20260309)  # noqa: S311
    for _ in range(TRIALS):
        key = Ed25519PrivateKey.from_private_bytes(random.randbytes(32))
        public, message = (
            key.public_key().public_bytes_raw(),
            random.randbytes(random.randrange(90)),
        )
        signature = key.sign(message)
        assert checker.signs(public, message, signature)
        parts = [bytearray(public), bytearray(message + b"."), bytearray(signature)]
        forged = random.choice(parts)
        forged[random.randrange(len(forged))] ^= 1 << random.randrange(8)
        other, said, value = map(bytes, parts)
        assert checker.signs(other, said, value) == signs(ED25519, other.hex(), said, value.hex())
        assert not checker.signs(other, said, value)


def test_a_second_way_to_write_a_signature_down_is_none() -> None:
    _, public, message, signature = RFC_8032[0]
    value = bytes.fromhex(signature)
    s = int.from_bytes(value[32:], "little")
    again = value[:32] + (s + checker.L).to_bytes(32, "little")
    assert not checker.signs(bytes.fromhex(public), bytes.fromhex(message), again)
    assert not checker.signs(bytes.fromhex(public), bytes.fromhex(message), value[:-1])
    # The product's own reading is as strict: one changed letter is a change.
    assert signs(ED25519, public, b"", signature)
    assert not signs(ED25519, public, b"", signature.upper())
    assert not signs(ED25519, public.upper(), b"", signature)
