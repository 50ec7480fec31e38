"""bcrypt as the web store's bcryptjs does it, in a worker thread. Implements ``PasswordHasher``."""

import asyncio

import bcrypt

PASSWORD_COST = 12
"""The web store's own cost (seed: ``bcrypt.hash(password, 12)``): about 0.4 s a guess."""

PIN_COST = 8
"""About 20 ms: a clerk who switches at the counter must not notice it.

A PIN of four to six digits cannot be protected by cost: at any that a counter could bear, someone who has
the hash tries them all in minutes to hours. What protects it is that hashes stay in private files, and that
``SigningIn`` locks out whoever guesses at the counter.
"""

_SIGNIFICANT_BYTES = 72  # bcryptjs ignores the rest in silence; the library used here would raise


class BcryptHasher:
    """Makes and checks hashes; a check costs what the hash says, whatever ``cost`` new ones get."""

    def __init__(self, cost: int = PASSWORD_COST) -> None:
        """Takes the cost of new hashes: the base-2 logarithm of the number of rounds, 4 to 31."""
        self._cost = cost

    async def matches(self, text: str, hashed: str) -> bool:
        """Whether ``text`` is what was hashed (2a, 2b or 2y); False for a hash that cannot be read."""
        return await asyncio.to_thread(_matches, text, hashed)

    async def hash(self, text: str) -> str:
        """Returns a new hash."""
        return await asyncio.to_thread(_hash, text, self._cost)


def _matches(text: str, hashed: str) -> bool:
    try:
        return bcrypt.checkpw(_significant(text), hashed.encode())
    except ValueError:  # not a hash, such as NO_PASSWORD, or not encodable
        return False


def _hash(text: str, cost: int) -> str:
    return bcrypt.hashpw(_significant(text), bcrypt.gensalt(cost)).decode("ascii")


def _significant(text: str) -> bytes:
    """The bytes that count. Half a surrogate pair has no UTF-8, but is no reason to fail."""
    return text.encode("utf-8", "surrogatepass")[:_SIGNIFICANT_BYTES]
