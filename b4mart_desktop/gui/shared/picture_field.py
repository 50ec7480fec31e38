"""One picture as a field of a form: dropped, pasted, chosen, cropped, removed.

It is kept as soon as it is added; that something shows it is saved with the form, by whoever shows the field.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b4mart_desktop.domain.errors import B4MartError
from b4mart_desktop.gui.shared.crop_dialog import choose_crop
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.shared.picture_choosing import choose_pictures
from b4mart_desktop.gui.shared.picture_frame import PictureFrame
from b4mart_desktop.gui.shared.picture_intake import pictures_in
from b4mart_desktop.gui.shared.room import RoomTools
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button, IconButton
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.services.pictures import Added, Pictures
from b4mart_desktop.services.ports.pictures import PictureSource, PlainPicture

_ADDING = "adding"


class PictureField(QWidget):
    """A square with the picture, and what can be done with it beside it.

    Args:
        pictures: Adds pictures.
        tools: The room's.

    Attributes:
        tasks: What is being added; whoever closes the form cancels it.
        frame: The square.

    Signals:
        changed: The person gave it another picture, or none; ``url`` has it.
    """

    changed = Signal()

    def __init__(self, pictures: Pictures, tools: RoomTools) -> None:
        super().__init__()
        self._pictures = pictures
        self._tools = tools
        self._url: str | None = None
        self._source: PictureSource | None = None
        self._error: B4MartError | None = None
        self._busy = False
        self._adding: asyncio.Task[None] | None = None
        self._read_only = False
        self.tasks = TaskOwner()
        self.frame = PictureFrame(tools.pictures)
        self.choose_button = Button(self.tr("Choose a picture…"), "", Icon.IMAGE_PLUS)
        self.crop_button = IconButton(Icon.CROP, self.tr("Crop"))
        self.remove_button = IconButton(Icon.REMOVE, self.tr("Remove the picture"))
        self._note = label("", "small", wrap=True)
        self._trouble = label("", "error", wrap=True)
        self._build()
        self._connect()
        self._show_state()

    # ------------------------------------------------------------ what the form asks

    def url(self) -> str | None:
        """Returns the address of the picture, None where there is none; one being added is not it yet."""
        return self._url

    def is_busy(self) -> bool:
        """Whether a picture is being added."""
        return self._busy

    def show_url(self, url: str | None) -> None:
        """Shows what is saved; what was being added is given up."""
        self.tasks.cancel(_ADDING)
        self._busy = False
        self._url, self._source, self._error = url, None, None
        self._show_state()

    def set_read_only(self, read_only: bool) -> None:
        """Only shows the picture."""
        self._read_only = read_only
        self._show_state()

    def add(self, sources: Sequence[PictureSource]) -> None:
        """Takes the first of ``sources`` as the picture."""
        if not self._read_only and sources:
            self._adding = self.tasks.spawn_latest(_ADDING, self._add(sources[0]))

    async def added(self) -> None:
        """Waits until the picture that is being added is there, or is known not to come."""
        if self._adding is not None:
            await asyncio.wait([self._adding])

    # ------------------------------------------------------------ building

    def _build(self) -> None:
        space = tokens().space
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space.md)
        row.addWidget(self.frame, 0, Qt.AlignmentFlag.AlignTop)
        beside = QVBoxLayout()
        beside.setSpacing(space.sm)
        buttons = QHBoxLayout()
        buttons.setSpacing(space.sm)
        for button in (self.choose_button, self.crop_button, self.remove_button):
            buttons.addWidget(button)
        buttons.addStretch()
        beside.addLayout(buttons)
        beside.addWidget(self._note)
        beside.addWidget(self._trouble)
        beside.addStretch()
        row.addLayout(beside, 1)
        self.frame.setAccessibleName(self.tr("Picture"))

    def _connect(self) -> None:
        def choose() -> None:
            self.tasks.spawn_once("choose", self._choose)

        self.frame.pressed.connect(choose)
        self.frame.removed.connect(self.remove)
        self.frame.pasted.connect(self.paste)
        self.frame.dropped.connect(lambda mime: self._take(pictures_in(mime)))
        self.choose_button.clicked.connect(choose)
        self.crop_button.clicked.connect(lambda: self.tasks.spawn_once("crop", self._crop))
        self.remove_button.clicked.connect(self.remove)

    def _show_state(self) -> None:
        may, has = not self._read_only, self._url is not None
        self.frame.set_read_only(self._read_only)
        self.frame.show_picture(self._url, busy=self._busy)
        self.choose_button.setVisible(may)
        self.crop_button.setVisible(may and has)
        self.remove_button.setVisible(may and has)
        self.crop_button.setEnabled(not self._busy)
        self._note.setVisible(may and self._error is None and (self._busy or not has))
        hint = self.tr("or drop or paste one here. It becomes square by itself.")
        self._note.setText(self.tr("Working…") if self._busy else hint)
        self._trouble.setVisible(self._error is not None)
        self._trouble.setText("" if self._error is None else "\n".join(describe(self._error)))

    # ------------------------------------------------------------ doing

    def paste(self) -> None:
        """Takes what is in the clipboard."""
        self._take(pictures_in(QGuiApplication.clipboard().mimeData()))

    def remove(self) -> None:
        """Leaves it without a picture."""
        if self._read_only:
            return
        had = self._url is not None
        self.show_url(None)
        if had:
            self.changed.emit()

    def _take(self, sources: Sequence[PictureSource]) -> None:
        if sources:
            self.add(sources)
        elif not self._read_only:
            self._tools.messages.warning(self.tr("There is no picture in that."))

    async def _choose(self) -> None:
        self.add(await choose_pictures(self, several=False))

    async def _crop(self) -> None:
        source = self._source or (PictureSource(name="", url=self._url) if self._url else None)
        if source is None or self._read_only:
            return
        try:
            plain: PlainPicture = await self._tools.run(self._pictures.plain(source))
        except B4MartError as error:
            self._tools.messages.error(error)
            return
        crop = await choose_crop(self, plain, source.crop)
        if crop is not None:
            self.add([msgspec.structs.replace(source, crop=crop)])
        self.frame.setFocus()

    async def _add(self, source: PictureSource) -> None:
        self._busy, self._error = True, None
        self._show_state()
        outcome = await self._kept(source)
        self._busy = False
        if isinstance(outcome, str):
            self._url, self._source = outcome, source
        else:
            self._error = outcome
        self._show_state()
        if isinstance(outcome, str):
            self.changed.emit()

    async def _kept(self, source: PictureSource) -> str | B4MartError:
        """The picture's address, or why there is none."""
        told: list[Added] = []
        try:
            await self._tools.run(self._pictures.add([source], None, told.append))
        except B4MartError as error:
            return error
        return told[0].result
