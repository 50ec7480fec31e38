"""Typed settings, where they come from, and what is wrong with them. Every field is described here, once.

Later sources win: defaults, the user's `settings.toml`, `.env` in the working directory, the environment.
All use the same names, the web store's where it has one. An empty value means "not set". Variables of the
web store that the desktop has no use for (JWT_SECRET, NODE_ENV ...) may stand in the same `.env` unread.
"""

# ruff: noqa: RUF009  (what _setting returns is a dataclass field, made anew for each)

import dataclasses
import difflib
import enum
import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from dotenv.parser import Original

OWN_PREFIX = "B4MART_"
USER_FILE_NAME = "settings.toml"


class Theme(enum.StrEnum):
    """The colour scheme of the windows."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class LogLevel(enum.StrEnum):
    """How much the log file tells."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Problem(NamedTuple):
    """One wrong value. `value` is safe to show; `source` names file (and line) or the environment."""

    variable: str
    value: str
    source: str
    reason: str

    def sentence(self) -> str:
        """Return the problem in one line."""
        if not self.variable:
            return f"{self.source}: {self.reason}"
        return f"{self.variable} = {self.value!r} (from {self.source}): {self.reason}"


class UnknownSetting(NamedTuple):
    """A name of ours that does not exist, and the one that was probably meant."""

    variable: str
    source: str
    closest: str | None

    def sentence(self) -> str:
        """Return the warning in one line."""
        hint = f"; did you mean {self.closest}?" if self.closest else ""
        return f"{self.variable} (from {self.source}) is not a setting{hint}"


class SettingsError(Exception):
    """Settings that the program must not start with.

    Attributes:
        problems: Every wrong value, not only the first.
    """

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(problem.sentence() for problem in problems))
        self.problems = tuple(problems)


class Given(NamedTuple):
    """A value as it was written, and where."""

    text: str
    source: str


def mask_uri(uri: str) -> str:
    """Return a URI that may be shown: without user, password and options, all of which can hold secrets."""
    scheme = re.match(r"[a-z+]+://", uri)
    start = scheme[0] if scheme else ""
    _, at, rest = uri[len(start) :].rpartition("@")
    host, question, _ = rest.partition("?")
    return f"{start}{'***@' if at else ''}{host}{'?***' if question else ''}"


def _mask(text: str) -> str:
    return f"*** ({len(text)} characters)"


# Readers: text to value, or ValueError with the reason as its text.


def _text(text: str) -> str:
    return text


def _key(text: str) -> str:
    if re.search(r"\s", text):
        raise ValueError("a key has no spaces")
    return text


def _uri(*schemes: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not text.startswith(tuple(f"{scheme}://" for scheme in schemes)):
            raise ValueError(f"must begin with {' or '.join(f'{scheme}://' for scheme in schemes)}")
        for host in urlsplit(text).netloc.rpartition("@")[2].split(","):
            _check_host(host)
        return text

    return read


def _check_host(host: str) -> None:
    name, colon, port = host.rpartition(":") if re.search(r":[^]]*$", host) else (host, "", "")
    if not name:
        raise ValueError("names no host")
    if colon:
        _port(port)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise ValueError("must be a port number from 1 to 65535")
    return int(text)


def _folder(text: str) -> Path:
    path = Path(text).expanduser().absolute()
    if path.exists() and not path.is_dir():
        raise ValueError("is not a folder")
    return path


def _program(text: str) -> Path:
    path = Path(text).expanduser().absolute()
    if not path.is_file():
        raise ValueError("there is no such file")
    if not os.access(path, os.X_OK):
        raise ValueError("is not executable")
    return path


def _one_of(choices: type[enum.StrEnum]) -> Callable[[str], Any]:
    def read(text: str) -> enum.StrEnum:
        try:
            return choices(text.lower())
        except ValueError:
            raise ValueError(f"must be one of {', '.join(choices)}") from None

    return read


def _matching(pattern: str, reason: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(reason)
        return text

    return read


def _setting(
    variable: str,
    description: str,
    read: Callable[[str], Any] = _text,
    *,
    default: Any = None,
    show: Callable[[str], str] | None = None,
) -> Any:
    """Declare one setting. `show` marks a secret: it makes the text that error messages may contain."""
    metadata = {"variable": variable, "description": description, "read": read, "show": show or str}
    return dataclasses.field(default=default, repr=show is None, metadata=metadata)


_LANGUAGE = _matching(
    r"system|[a-z]{2,3}(_[A-Z]{2})?", "must be 'system' or a language such as en, de or pt_BR"
)
_REGISTER = _matching(
    r"[A-Z0-9]{1,6}", "must be 1 to 6 capital letters or digits: it begins every receipt number"
)


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What this installation was told. A field that is None was not set; `describe()` explains each."""

    mongodb_uri: str | None = _setting(
        "MONGODB_URI",
        "The shop's MongoDB: a replica set, sharded cluster or Atlas. Not set: the program starts its own.",
        _uri("mongodb", "mongodb+srv"),
        show=mask_uri,
    )
    redis_url: str | None = _setting(
        "REDIS_URL",
        "The web store's Redis, for its cache and news between counters. Not set: the program does without.",
        _uri("redis", "rediss", "unix"),
        show=mask_uri,
    )
    stripe_publishable_key: str | None = _setting(
        "STRIPE_PUBLISHABLE_KEY", "Stripe's public key (pk_...), of the same mode as the secret one.", _key
    )
    stripe_secret_key: str | None = _setting(
        "STRIPE_SECRET_KEY", "Stripe's secret key (sk_... or rk_...), for card payments.", _key, show=_mask
    )
    stripe_webhook_secret: str | None = _setting(
        "STRIPE_WEBHOOK_SECRET", "Stripe's webhook signing secret (whsec_...).", _key, show=_mask
    )
    smtp_host: str | None = _setting(
        "SMTP_HOST", "Mail server for receipts and invoices. Not set: no mail.", _key
    )
    smtp_port: int = _setting("SMTP_PORT", "Port of the mail server.", _port, default=587)
    smtp_user: str | None = _setting("SMTP_USER", "User name at the mail server.")
    smtp_pass: str | None = _setting("SMTP_PASS", "Password at the mail server.", show=_mask)
    cloudinary_cloud_name: str | None = _setting(
        "CLOUDINARY_CLOUD_NAME", "Cloudinary account that holds the product pictures.", _key
    )
    cloudinary_api_key: str | None = _setting("CLOUDINARY_API_KEY", "Key of that account.", _key, show=_mask)
    cloudinary_api_secret: str | None = _setting(
        "CLOUDINARY_API_SECRET", "Secret of that account.", _key, show=_mask
    )
    picture_url: str | None = _setting(
        "B4MART_PICTURE_URL",
        "Where the web store serves the pictures kept in the database, such as"
        " https://shop.example/api/pictures. Not set: /api/pictures of whichever server shows the product.",
        _uri("http", "https"),
    )
    product_url: str | None = _setting(
        "B4MART_PRODUCT_URL", "Where the web store shows products, before their slug.", _uri("http", "https")
    )
    mongod: Path | None = _setting(
        "B4MART_MONGOD",
        "The mongod program to start. Not set: the one on PATH, else the installed wheel.",
        _program,
    )
    data_dir: Path | None = _setting(
        "B4MART_DATA_DIR",
        "Folder of database, journal and local copies. Not set: the system's usual place.",
        _folder,
    )
    register: str | None = _setting(
        "B4MART_REGISTER",
        "Code of this counter, different at every counter. Not set: the next free number.",
        _REGISTER,
    )
    theme: Theme = _setting(
        "B4MART_THEME", "Colours: system, light or dark.", _one_of(Theme), default=Theme.SYSTEM
    )
    language: str = _setting(
        "B4MART_LANGUAGE",
        "Language of the program: system, or one such as en or de.",
        _LANGUAGE,
        default="system",
    )
    log_level: LogLevel = _setting(
        "B4MART_LOG_LEVEL",
        "How much the log file tells: debug, info, warning or error.",
        _one_of(LogLevel),
        default=LogLevel.INFO,
    )


class Description(NamedTuple):
    """One setting for documentation: its name, its default as text, and what it is for."""

    variable: str
    default: str
    text: str


class Loaded(NamedTuple):
    """The settings in force and the names that were not understood."""

    settings: Settings
    unknown: list[UnknownSetting]


def describe() -> list[Description]:
    """Return every setting in the order of `Settings`."""
    return [
        Description(
            field.metadata["variable"],
            "" if field.default is None else str(field.default),
            field.metadata["description"],
        )
        for field in dataclasses.fields(Settings)
    ]


def load_settings(
    *, environ: Mapping[str, str] | None = None, env_file: Path | None = None, user_file: Path | None = None
) -> Loaded:
    """Read all sources and return the settings in force.

    Args:
        environ: The environment; the process's own when None.
        env_file: A dotenv file; `.env` in the working directory when None. It may be missing.
        user_file: The user's TOML file; `settings.toml` in the user's config folder when None.

    Raises:
        SettingsError: listing every value that is wrong and every file or line that cannot be read.
    """
    from b4mart_desktop.paths import user_config_dir

    problems: list[Problem] = []
    given: dict[str, Given] = {}
    given.update(_from_user_file(user_file or user_config_dir() / USER_FILE_NAME, problems))
    unknown = list(_unknown(given, ""))
    others = _from_env_file(env_file or Path(".env"), problems)
    others.update(
        {
            name: Given(text, "the environment")
            for name, text in (os.environ if environ is None else environ).items()
        }
    )
    unknown += _unknown(others, OWN_PREFIX)
    given.update(others)
    values = dict(_read(given, problems))
    if problems:
        raise SettingsError(problems)
    return Loaded(Settings(**values), unknown)


def _from_user_file(path: Path, problems: list[Problem]) -> dict[str, Given]:
    if not path.is_file():
        return {}
    import tomllib

    try:
        table = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        problems.append(Problem("", "", str(path), f"cannot be read: {error}"))
        return {}
    for name in [name for name, value in table.items() if not isinstance(value, str | int)]:
        problems.append(Problem(name, "...", str(path), "must be a text or a number"))
        del table[name]
    return {name: Given(str(value), str(path)) for name, value in table.items()}


def _from_env_file(path: Path, problems: list[Problem]) -> dict[str, Given]:
    if not path.is_file():
        return {}
    from dotenv.parser import parse_stream

    values: dict[str, Given] = {}
    try:
        with path.open(encoding="utf-8-sig") as file:
            bindings = list(parse_stream(file))
    except (OSError, ValueError) as error:
        problems.append(Problem("", "", str(path), f"cannot be read: {error}"))
        return {}
    for binding in bindings:
        source = f"{path}, line {_first_line(binding.original)}"
        if binding.error:
            problems.append(Problem("", "", source, "is not of the form NAME=value"))
        elif binding.key:
            values[binding.key] = Given(binding.value or "", source)
    return values


def _first_line(original: "Original") -> int:
    """Return the line of a statement: what the parser hands over begins with the empty lines before it."""
    blank = len(original.string) - len(original.string.lstrip())
    return original.line + original.string[:blank].count("\n")


def _unknown(given: Mapping[str, Given], prefix: str) -> Iterator[UnknownSetting]:
    known = [field.metadata["variable"] for field in dataclasses.fields(Settings)]
    for name, value in given.items():
        if name.startswith(prefix) and name not in known:
            closest = difflib.get_close_matches(name.upper(), known, n=1)
            yield UnknownSetting(name, value.source, closest[0] if closest else None)


def _read(given: Mapping[str, Given], problems: list[Problem]) -> Iterator[tuple[str, Any]]:
    for field in dataclasses.fields(Settings):
        variable = field.metadata["variable"]
        text, source = given.get(variable, Given("", ""))
        if not text.strip():
            continue
        try:
            yield field.name, field.metadata["read"](text.strip())
        except ValueError as error:
            problems.append(Problem(variable, field.metadata["show"](text), source, str(error)))
