"""What is kept of an error as the reason why something waits or was given up."""

from b4mart_desktop.domain.errors import B4MartError


def reason_of(error: BaseException) -> str:
    """Returns the outside world's own words where there are any, else what it was."""
    if isinstance(error, B4MartError):
        return str(error.data.get("reason", error))
    return f"{type(error).__name__}: {error}"
