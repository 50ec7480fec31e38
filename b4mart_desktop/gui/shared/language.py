"""Which language the program speaks. The texts themselves stand in `resources/i18n`."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from b4mart_desktop import paths

_PLURALS_ONLY = "en"


def install_language(app: QApplication, language: str) -> None:
    """Translates Qt's texts and ours and mirrors the layout where it is written from right to left.

    Call it once, before the first form is made. A language without a file leaves the English texts; English
    has a file too, for its plural forms.

    Args:
        app: The application.
        language: A locale such as `de_DE` or `ar`; empty for the system's.
    """
    locale = QLocale(language) if language else QLocale.system()
    own = str(paths.resource("i18n"))
    _install(app, QLocale(_PLURALS_ONLY), "b4mart", own)
    _install(app, locale, "qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    _install(app, locale, "b4mart", own)
    app.setLayoutDirection(locale.textDirection())


def _install(app: QApplication, locale: QLocale, name: str, folder: str) -> None:
    translator = QTranslator(app)
    if translator.load(locale, name, "_", folder):
        app.installTranslator(translator)
