"""A tree that shows where what is dragged would go."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from pytestqt.qtbot import QtBot

from b4mart_desktop.gui.style.tokens import ColorRole, tokens
from b4mart_desktop.gui.widgets.arranged_tree import ArrangedTree, Where


@pytest.fixture
def tree(qtbot: QtBot) -> ArrangedTree:
    made = ArrangedTree()
    model = QStandardItemModel(made)
    for name in ("Bakery", "Dairy", "Produce"):
        model.appendRow(QStandardItem(name))
    made.setModel(model)
    made.setHeaderHidden(True)
    made.resize(300, 200)
    qtbot.addWidget(made)
    made.show()
    return made


def marked(tree: ArrangedTree) -> set[int]:
    """The heights in which something is painted in the accent colour."""
    image = tree.viewport().grab().toImage()
    middle, accent = image.width() // 2, tokens().color(ColorRole.ACCENT)
    return {y for y in range(image.height()) if image.pixelColor(middle, y) == accent}


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_a_line_between_rows_or_a_frame_around_one(tree: ArrangedTree, direction: Qt.LayoutDirection) -> None:
    tree.setLayoutDirection(direction)
    dairy = tree.model().index(1, 0)
    row = tree.visualRect(dairy)
    assert not marked(tree)
    for where, edges in (
        (Where.AboveItem, {row.top()}),
        (Where.BelowItem, {row.bottom() + 1}),
        (Where.OnItem, {row.top() + 1, row.bottom() - 1}),
    ):
        tree.show_target(dairy, where)
        found = marked(tree)
        assert found, where
        assert all(any(abs(y - edge) <= 2 for edge in edges) for y in found)
    tree.show_target(QModelIndex(), Where.OnViewport)
    assert not marked(tree)


def test_a_row_that_is_gone_marks_nothing(tree: ArrangedTree) -> None:
    tree.show_target(tree.indexAt(QPoint(20, 5)), Where.AboveItem)
    tree.model().removeRow(0)
    assert not marked(tree)
