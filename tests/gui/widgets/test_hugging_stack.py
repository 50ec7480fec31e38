"""A card hugs the page that is shown, not the largest one."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from b4mart_desktop.gui.widgets.hugging_stack import HuggingStack


def test_the_shown_page_alone_decides_the_height(qtbot: QtBot) -> None:
    card, stack, small, large = QWidget(), HuggingStack(), QLabel("small"), QLabel("large")
    qtbot.addWidget(card)
    large.setMinimumHeight(400)
    for page in (small, large):
        stack.addWidget(page)
    QVBoxLayout(card).addWidget(stack)
    stack.setCurrentWidget(large)
    assert card.sizeHint().height() >= 400
    stack.setCurrentWidget(small)
    assert card.sizeHint().height() < 100
