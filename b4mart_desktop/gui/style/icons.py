"""The icons of the program, drawn in the theme's colours, sharp at any density. No other pictures.

Files are Lucide SVGs in `resources/icons`; `resources/README.md` says how to add one.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from PySide6.QtCore import QByteArray, QDir, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from typing_extensions import override

from b4mart_desktop import paths
from b4mart_desktop.gui.style.tokens import ColorRole, tokens


class Icon(StrEnum):
    """Every icon that may be used; the value is the file's name without `.svg`."""

    ARROW_LEFT = "arrow-left"
    ARROW_RIGHT = "arrow-right"
    BACKSPACE = "delete"
    BADGE_CHECK = "badge-check"
    BAN = "ban"
    BANK = "landmark"
    BANKNOTE = "banknote"
    BARCODE = "barcode"
    BUG = "bug"
    CALCULATOR = "calculator"
    CALENDAR = "calendar"
    CARD = "credit-card"
    CART = "shopping-cart"
    CHECK = "check"
    CHEVRON_DOWN = "chevron-down"
    CHEVRON_LEFT = "chevron-left"
    CHEVRON_RIGHT = "chevron-right"
    CHEVRON_UP = "chevron-up"
    CIRCLE_ALERT = "circle-alert"
    CIRCLE_CHECK = "circle-check"
    CIRCLE_X = "circle-x"
    CLOCK = "clock"
    CLOUD = "cloud"
    CLOUD_OFF = "cloud-off"
    CLOUD_UPLOAD = "cloud-upload"
    COINS = "coins"
    COMMAND = "command"
    COPY = "copy"
    CROP = "crop"
    CUSTOMER = "user"
    CUSTOMERS = "users"
    CUSTOMER_ADD = "user-plus"
    DISCOUNT = "percent"
    DOWNLOAD = "download"
    EYE = "eye"
    EYE_OFF = "eye-off"
    EXTERNAL_LINK = "external-link"
    FILE_TEXT = "file-text"
    FILTER = "filter"
    FOLDER_OPEN = "folder-open"
    GIFT = "gift"
    GRID = "layout-grid"
    HAND = "hand"
    HAND_COINS = "hand-coins"
    HELP = "circle-question-mark"
    HISTORY = "history"
    HOLD = "pause"
    ID_CARD = "id-card"
    IMAGE = "image"
    IMAGE_PLUS = "image-plus"
    INBOX = "inbox"
    INFO = "info"
    KEY = "key-round"
    KEYBOARD = "keyboard"
    LANGUAGES = "languages"
    LEAF = "leaf"
    LIST = "list"
    LOADER = "loader-circle"
    LOCK = "lock"
    LOG_IN = "log-in"
    LOG_OUT = "log-out"
    MAIL = "mail"
    MENU = "menu"
    MINUS = "minus"
    MONITOR = "monitor"
    MOON = "moon"
    MORE = "ellipsis"
    NOTE = "sticky-note"
    PACKAGE = "package"
    PACKAGE_UNKNOWN = "package-x"
    PENCIL = "pencil"
    PLAY = "play"
    PLUS = "plus"
    POWER = "power"
    PRINTER = "printer"
    RECALL = "rotate-ccw"
    RECEIPT = "receipt"
    RECEIPT_TEXT = "receipt-text"
    REDO = "redo-2"
    REFRESH = "refresh-cw"
    REMOVE = "trash-2"
    SCALE = "scale"
    SCAN = "scan-barcode"
    SEARCH = "search"
    SERVER_OFF = "server-off"
    SETTINGS = "settings"
    SHIELD_ALERT = "shield-alert"
    STAR = "star"
    STORE = "store"
    SUN = "sun"
    TAG = "tag"
    TRIANGLE_ALERT = "triangle-alert"
    UNDO = "undo-2"
    WALLET = "wallet"
    WEIGHT = "weight"
    WIFI = "wifi"
    WIFI_OFF = "wifi-off"
    X = "x"


def register_icons() -> None:
    """Lets `icons:name.svg` and `styles:name.svg` be found; must run before the first form is set up."""
    QDir.setSearchPaths("icons", [str(paths.resource("icons"))])
    QDir.setSearchPaths("styles", [str(paths.resource("styles"))])


@lru_cache(maxsize=512)
def icon(name: Icon, role: ColorRole = ColorRole.TEXT, checked: ColorRole | None = None) -> QIcon:
    """An icon that takes its colour when it is painted, so that it follows the theme by itself.

    Arrows and chevrons to the left and right are drawn mirrored where the program runs from right to left.

    Args:
        name: Which picture.
        role: Its colour; the disabled colour is used by itself where the widget is disabled.
        checked: Its colour on a checked button, when that differs.
    """
    return QIcon(_ThemedIconEngine(name, role, checked or role))


_MIRRORED = {
    Icon.ARROW_LEFT: Icon.ARROW_RIGHT,
    Icon.ARROW_RIGHT: Icon.ARROW_LEFT,
    Icon.CHEVRON_LEFT: Icon.CHEVRON_RIGHT,
    Icon.CHEVRON_RIGHT: Icon.CHEVRON_LEFT,
}


def _facing(name: Icon) -> Icon:
    """What points along the line of text points the other way where text runs from right to left."""
    mirrored = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    return _MIRRORED.get(name, name) if mirrored else name


class _ThemedIconEngine(QIconEngine):
    """Draws one SVG in the colour that the tokens have for its role at that moment."""

    def __init__(self, name: Icon, role: ColorRole, checked: ColorRole) -> None:
        super().__init__()
        self._name = name
        self._role = role
        self._checked = checked

    @override
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatio()
        color = self._color(mode, state)
        painter.drawPixmap(rect, _draw(_facing(self._name), color, rect.size() * ratio, ratio))

    @override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return _draw(_facing(self._name), self._color(mode, state), size, 1.0)

    @override
    def clone(self) -> QIconEngine:
        return _ThemedIconEngine(self._name, self._role, self._checked)

    def _color(self, mode: QIcon.Mode, state: QIcon.State) -> QColor:
        if mode == QIcon.Mode.Disabled:
            return tokens().color(ColorRole.TEXT_DISABLED)
        return tokens().color(self._checked if state == QIcon.State.On else self._role)


def _draw(name: Icon, color: QColor, pixels: QSize, ratio: float) -> QPixmap:
    """The picture in device pixels, from Qt's pixmap cache when it was drawn before."""
    key = f"b4mart:{name.value}:{color.rgba()}:{pixels.width()}x{pixels.height()}:{ratio}"
    pixmap = QPixmap()
    if QPixmapCache.find(key, pixmap):
        return pixmap
    pixmap = QPixmap(pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        edge = min(pixels.width(), pixels.height())
        corner = QPoint((pixels.width() - edge) // 2, (pixels.height() - edge) // 2)
        QSvgRenderer(_svg(name, color.name())).render(painter, QRectF(corner.x(), corner.y(), edge, edge))
    pixmap.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, pixmap)
    return pixmap


@lru_cache(maxsize=512)
def _svg(name: Icon, color: str) -> QByteArray:
    source = paths.resource("icons", f"{name.value}.svg").read_text(encoding="utf-8")
    return QByteArray(source.replace("currentColor", color).encode())
