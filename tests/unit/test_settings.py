"""Settings: which source wins, what is refused and how it is said, what never appears."""

import os
from pathlib import Path

import pytest

from b4mart_desktop.settings import (
    Loaded,
    LogLevel,
    Settings,
    SettingsError,
    Theme,
    describe,
    load_settings,
    mask_uri,
)


class Sources:
    """The three places of settings, in a temporary folder."""

    def __init__(self, folder: Path) -> None:
        self.env_file = folder / ".env"
        self.user_file = folder / "settings.toml"

    def load(self, env: str = "", user: str = "", **environ: str) -> Loaded:
        self.env_file.write_text(env, "utf-8")
        self.user_file.write_text(user, "utf-8")
        return load_settings(environ=environ, env_file=self.env_file, user_file=self.user_file)

    def refusal(self, env: str = "", user: str = "", **environ: str) -> SettingsError:
        with pytest.raises(SettingsError) as caught:
            self.load(env, user, **environ)
        return caught.value


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    return Sources(tmp_path)


def test_nothing_set_gives_the_defaults(tmp_path: Path) -> None:
    loaded = load_settings(environ={}, env_file=tmp_path / "none", user_file=tmp_path / "none")
    assert loaded == Loaded(Settings(), [])
    assert loaded.settings.mongodb_uri is None
    assert loaded.settings.theme is Theme.SYSTEM
    assert loaded.settings.smtp_port == 587


def test_later_sources_win(sources: Sources) -> None:
    user = 'B4MART_THEME = "dark"\nB4MART_LANGUAGE = "de"\nSMTP_PORT = 25\n'
    env = "B4MART_LANGUAGE=fr\nSMTP_HOST=mail.example\n"
    settings = sources.load(env, user, SMTP_HOST="other.example").settings
    assert (settings.theme, settings.smtp_port) == (Theme.DARK, 25)
    assert settings.language == "fr"
    assert settings.smtp_host == "other.example"


def test_empty_value_takes_an_earlier_source_back(sources: Sources) -> None:
    assert sources.load("REDIS_URL=redis://cache\n", REDIS_URL="").settings.redis_url is None


def test_env_file_of_the_web_store_is_read_and_its_own_names_ignored(sources: Sources) -> None:
    env = """
        NODE_ENV=development
        export MONGODB_URI="mongodb://localhost:27017/b4mart"   # local
        JWT_SECRET=your-super-secret-jwt-key
        STRIPE_SECRET_KEY='sk_test_1'
        PORT=5000
    """
    loaded = sources.load(env)
    assert loaded.settings.mongodb_uri == "mongodb://localhost:27017/b4mart"
    assert loaded.settings.stripe_secret_key == "sk_test_1"
    assert loaded.unknown == []


def test_default_files_are_in_the_working_directory_and_the_config_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config"
    config.mkdir()
    monkeypatch.setattr("b4mart_desktop.paths.user_config_dir", lambda: config)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("B4MART_LOG_LEVEL", "DEBUG")
    (tmp_path / ".env").write_text("B4MART_REGISTER=K7\n")
    (config / "settings.toml").write_text('B4MART_THEME = "light"\n')
    settings = load_settings().settings
    assert (settings.register, settings.theme, settings.log_level) == ("K7", Theme.LIGHT, LogLevel.DEBUG)


def test_all_wrong_values_are_reported_with_name_value_source_and_reason(sources: Sources) -> None:
    error = sources.refusal("# mail\n\nSMTP_PORT=mail\n", 'B4MART_THEME = "pink"\n', B4MART_REGISTER="till 1")
    assert [problem.sentence() for problem in error.problems] == [
        f"SMTP_PORT = 'mail' (from {sources.env_file}, line 3): must be a port number from 1 to 65535",
        "B4MART_REGISTER = 'till 1' (from the environment): "
        "must be 1 to 6 capital letters or digits: it begins every receipt number",
        f"B4MART_THEME = 'pink' (from {sources.user_file}): must be one of system, light, dark",
    ]
    assert all(problem.sentence() in str(error) for problem in error.problems)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("MONGODB_URI", "localhost:27017"),
        ("MONGODB_URI", "mongodb://"),
        ("MONGODB_URI", "mongodb://:27017/b4mart"),
        ("MONGODB_URI", "mongodb://one:27017,two:70000/b4mart"),
        ("MONGODB_URI", "mongodb://one,,two/b4mart"),
        ("REDIS_URL", "http://localhost"),
        ("SMTP_PORT", "0"),
        ("SMTP_PORT", "٢٥"),
        ("STRIPE_SECRET_KEY", "sk_test_1 # live later"),
        ("B4MART_MONGOD", "/nowhere/mongod"),
        ("B4MART_DATA_DIR", __file__),
        ("B4MART_LANGUAGE", "English"),
        ("B4MART_LOG_LEVEL", "loud"),
    ],
)
def test_wrong_value_is_refused(sources: Sources, variable: str, value: str) -> None:
    (problem,) = sources.refusal(**{variable: value}).problems
    assert problem.variable == variable
    assert problem.source == "the environment"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("MONGODB_URI", "mongodb://user:p,w@one:27017,two:27018/b4mart?replicaSet=rs0"),
        ("MONGODB_URI", "mongodb+srv://shop.example.mongodb.net/b4mart"),
        ("MONGODB_URI", "mongodb://[::1]:27017,[::2]/b4mart"),
        ("REDIS_URL", "rediss://:secret@cache:6380/1"),
        ("B4MART_LANGUAGE", "pt_BR"),
        ("B4MART_THEME", "Dark"),
    ],
)
def test_right_value_is_accepted(sources: Sources, variable: str, value: str) -> None:
    assert sources.load(**{variable: value}).settings != Settings()


def test_program_that_may_not_be_executed_is_refused(sources: Sources, tmp_path: Path) -> None:
    program = tmp_path / "mongod"
    program.write_text("")
    if os.access(program, os.X_OK):
        pytest.skip("this system knows no mode 'executable'")
    (problem,) = sources.refusal(B4MART_MONGOD=str(program)).problems
    assert problem.reason == "is not executable"


def test_unknown_names_of_ours_are_reported_with_the_closest_one(sources: Sources) -> None:
    unknown = sources.load("B4MART_THEM=dark\n", 'smtp_prot = "25"\n', B4MART_ZZZZZZ="1", OTHER="1").unknown
    assert [(name.variable, name.closest) for name in unknown] == [
        ("smtp_prot", "SMTP_PORT"),
        ("B4MART_THEM", "B4MART_THEME"),
        ("B4MART_ZZZZZZ", None),
    ]
    assert unknown[1].sentence() == (
        f"B4MART_THEM (from {sources.env_file}, line 1) is not a setting; did you mean B4MART_THEME?"
    )


def test_broken_files_are_reported_with_their_place_and_the_rest_is_still_checked(sources: Sources) -> None:
    error = sources.refusal("SMTP_PORT=x\n\nthis is no setting\n", "B4MART_THEME = dark\n")
    toml, line, port = error.problems
    assert toml.source == str(sources.user_file)
    assert "line 1" in toml.reason
    assert line.sentence() == f"{sources.env_file}, line 3: is not of the form NAME=value"
    assert port.variable == "SMTP_PORT"


def test_user_file_value_of_a_wrong_type_is_reported(sources: Sources) -> None:
    (problem,) = sources.refusal(user="SMTP_PORT = [25]\n").problems
    assert (problem.variable, problem.reason) == ("SMTP_PORT", "must be a text or a number")


def test_undecodable_file_is_reported(sources: Sources) -> None:
    sources.env_file.write_bytes(b"SMTP_USER=\xff\xfe\n")
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(environ={}, env_file=sources.env_file, user_file=sources.user_file)


SECRETS = {
    "MONGODB_URI": "mongodb://shop:hunter2@db.example/b4mart",
    "REDIS_URL": "redis://:hunter2@cache.example",
    "STRIPE_SECRET_KEY": "sk_test_hunter2",
    "STRIPE_WEBHOOK_SECRET": "whsec_hunter2",
    "SMTP_PASS": "hunter2",
    "CLOUDINARY_API_KEY": "hunter2",
    "CLOUDINARY_API_SECRET": "hunter2",
}


def test_secrets_are_not_in_the_repr(sources: Sources) -> None:
    loaded = sources.load(**SECRETS)
    assert loaded.settings.smtp_pass == "hunter2"
    assert "hunter2" not in repr(loaded)


def test_secrets_are_masked_in_errors(sources: Sources) -> None:
    wrong = {name: f"hunter2 {value}" for name, value in SECRETS.items() if name != "SMTP_PASS"}
    error = sources.refusal(**wrong)
    assert {problem.variable for problem in error.problems} == set(wrong)
    assert "hunter2" not in str(error)


@pytest.mark.parametrize(
    ("uri", "shown"),
    [
        ("mongodb://one,two:2/b4mart", "mongodb://one,two:2/b4mart"),
        ("mongodb://u:p?x@one/b4mart?a=b", "mongodb://***@one/b4mart?***"),
        ("mongodb//u:p@one", "***@one"),
        ("redis://cache?password=p", "redis://cache?***"),
    ],
)
def test_masked_uri_shows_the_host_only(uri: str, shown: str) -> None:
    assert mask_uri(uri) == shown


def test_every_setting_is_described() -> None:
    descriptions = describe()
    assert len({one.variable for one in descriptions}) == len(descriptions) > 15
    assert all(one.text.endswith(".") for one in descriptions)
    assert ("B4MART_THEME", "system") in [(one.variable, one.default) for one in descriptions]
