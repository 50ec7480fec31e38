"""Writing a file that only its owner may read: passwords and keys. What is in it belongs elsewhere."""

import os
from pathlib import Path


def write_secret(path: Path, contents: bytes) -> None:
    """Replace a file at once, mode 0600: a crash leaves the old contents or the new, never half of them.

    Raises:
        OSError: it cannot be written.
    """
    temporary = path.with_name(path.name + ".new")
    temporary.unlink(missing_ok=True)  # one left behind may be open to others
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(contents)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
