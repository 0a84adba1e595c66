"""Signing with a key of one's own: algorithms by name, and keys sealed under a master key.

No Django and no database: what is signed is bytes, and whose key it is is the caller's matter.
"""

from yichuang.engines.signing.algorithms import (
    ALGORITHMS,
    ED25519,
    Signer,
    UnknownAlgorithmError,
    fingerprint,
    new_key,
    signs,
)
from yichuang.engines.signing.sealing import (
    SealedSigner,
    UnsealableError,
    master_key,
    new_master_key,
    seal,
    unseal,
)

__all__ = [
    "ALGORITHMS",
    "ED25519",
    "SealedSigner",
    "Signer",
    "UnknownAlgorithmError",
    "UnsealableError",
    "fingerprint",
    "master_key",
    "new_key",
    "new_master_key",
    "seal",
    "signs",
    "unseal",
]
