"""One member of staff as a button: avatar, name, role."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from b4mart_desktop.domain.people import StaffRole, User
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.avatar import Avatar
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.labels import label


def role_name(role: StaffRole) -> str:
    """What a role is called on screen."""
    names = {
        StaffRole.CLERK: QCoreApplication.translate("Roles", "Clerk"),
        StaffRole.SUPERVISOR: QCoreApplication.translate("Roles", "Supervisor"),
        StaffRole.MANAGER: QCoreApplication.translate("Roles", "Manager"),
        StaffRole.OWNER: QCoreApplication.translate("Roles", "Owner"),
    }
    return names[role]


PERSON_HEIGHT = 64


class PersonRow(Button):
    """A button as wide as its list."""

    def __init__(self, user: User, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        role = role_name(user.staff.role) if user.staff else ""
        self.setAccessibleName(f"{user.name}, {role}")
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens().space.md, tokens().space.sm, tokens().space.lg, tokens().space.sm)
        row.setSpacing(tokens().space.md)
        row.addWidget(Avatar(user.name, 40))
        row.addWidget(label(user.name, "strong"))
        row.addStretch()
        row.addWidget(label(role, "small"))
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedHeight(PERSON_HEIGHT)
