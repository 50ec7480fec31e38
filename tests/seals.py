"""The seal of files that tests make: they need a key, and no keyring."""

from b4mart_desktop.adapters.local.sealing import KEY_BYTES, Seal

SEAL = Seal([bytes(range(KEY_BYTES))])
