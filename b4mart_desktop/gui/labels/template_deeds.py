"""What is done with templates of labels: an own one is made, changed, removed. It only asks."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from b4mart_desktop.gui.labels.labels_presenter import LabelsPresenter
from b4mart_desktop.gui.labels.template_dialog import ask_template
from b4mart_desktop.gui.shared.dialogs import confirm


class TemplateDeeds(QObject):
    """Asks about the template that is chosen.

    Args:
        presenter: Holds the templates.
        window: Whose window the questions belong to; it owns this, too.
    """

    def __init__(self, presenter: LabelsPresenter, window: QWidget) -> None:
        super().__init__(window)
        self._presenter = presenter
        self._window = window

    async def change(self) -> None:
        """Changes the store's own template; of a built-in one it makes an own one."""
        presenter = self._presenter
        before = presenter.template
        copy = before
        if before.is_built_in:
            name = self.tr("{name} (own)").format(name=before.name)
            copy = presenter.copy_of(before, name)
        template = await ask_template(self._window, copy)
        if template is not None:
            await presenter.keep(template, None if before.is_built_in else before)

    async def remove(self) -> None:
        """Removes the store's own template, after asking."""
        template = self._presenter.template
        title = self.tr("Remove “{name}”?").format(name=template.name)
        text = self.tr("Labels that were printed by it stay as they are.")
        if await confirm(self._window, title, text, self.tr("Remove template"), danger=True):
            await self._presenter.forget(template)
