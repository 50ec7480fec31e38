"""Where shipped files and user files are: one function each. Nothing is created or read here.

A shipped file has the same place in a checkout, an installed wheel and a frozen program, because wheel and
frozen program both carry `resources` inside the package.
"""

from pathlib import Path

import platformdirs

APP_NAME = "b4mart-desktop"

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Return a file or folder shipped with the program, for example `resource("icons", "search.svg")`.

    Raises:
        FileNotFoundError: the program does not ship it (a mistake of ours, or a damaged installation).
    """
    shipped = _PACKAGE / "resources"
    base = shipped if shipped.is_dir() else _PACKAGE.parent / "resources"
    path = base.joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError(path)
    return path


def user_config_dir() -> Path:
    """Return the folder of the user's settings file. It does not move with the data folder it may name."""
    return Path(platformdirs.user_config_dir(APP_NAME, appauthor=False))


def user_data_dir(chosen: Path | None = None) -> Path:
    """Return the folder of database, journal and replica: the chosen one, else the system's usual place."""
    return (
        chosen.expanduser().absolute()
        if chosen
        else Path(platformdirs.user_data_dir(APP_NAME, appauthor=False))
    )


def user_log_dir(data_dir: Path | None = None) -> Path:
    """Return the folder of log files; inside the data folder when that one was chosen."""
    if data_dir:
        return user_data_dir(data_dir) / "logs"
    return Path(platformdirs.user_log_dir(APP_NAME, appauthor=False))


def user_cache_dir(data_dir: Path | None = None) -> Path:
    """Return the folder of files that may be deleted; inside the data folder when that one was chosen."""
    if data_dir:
        return user_data_dir(data_dir) / "cache"
    return Path(platformdirs.user_cache_dir(APP_NAME, appauthor=False))
