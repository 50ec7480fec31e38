"""Asks for files of pictures. What becomes of them belongs to who asks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from b4mart_desktop.gui.shared.dialogs import open_dialog
from b4mart_desktop.gui.shared.picture_intake import pictures_from_files
from b4mart_desktop.services.ports.pictures import PictureSource

_PATTERNS = "*.jpg *.jpeg *.png *.webp *.avif *.gif *.bmp *.tif *.tiff"


async def choose_pictures(parent: QWidget, *, several: bool) -> Sequence[PictureSource]:
    """Returns the pictures that the person chose; none where they chose none.

    Args:
        parent: Any widget of the window.
        several: Whether more than one may be chosen.
    """
    translate = QCoreApplication.translate
    dialog = QFileDialog(parent.window(), translate("PictureStrip", "Add pictures"))
    mode = QFileDialog.FileMode.ExistingFiles if several else QFileDialog.FileMode.ExistingFile
    dialog.setFileMode(mode)
    kinds = f"{translate('PictureStrip', 'Pictures')} ({_PATTERNS})"
    dialog.setNameFilters([kinds, f"{translate('PictureStrip', 'All files')} (*)"])
    return pictures_from_files(dialog.selectedFiles()) if await open_dialog(dialog) else ()
