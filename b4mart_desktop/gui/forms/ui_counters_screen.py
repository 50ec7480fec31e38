# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'counters_screen.ui'
##
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QDate, QDateTime, QLocale,
    QMetaObject, QObject, QPoint, QRect,
    QSize, QTime, QUrl, Qt)
from PySide6.QtGui import (QBrush, QColor, QConicalGradient, QCursor,
    QFont, QFontDatabase, QGradient, QIcon,
    QImage, QKeySequence, QLinearGradient, QPainter,
    QPalette, QPixmap, QRadialGradient, QTransform)
from PySide6.QtWidgets import (QAbstractItemView, QApplication, QFrame, QHBoxLayout,
    QHeaderView, QLabel, QPushButton, QSizePolicy,
    QSpacerItem, QStackedWidget, QTableView, QVBoxLayout,
    QWidget)

from b4mart_desktop.gui.widgets.empty_state import EmptyState

class Ui_CountersScreen(object):
    def setupUi(self, CountersScreen):
        if not CountersScreen.objectName():
            CountersScreen.setObjectName(u"CountersScreen")
        CountersScreen.setProperty(u"kind", u"page")
        self.root_layout = QVBoxLayout(CountersScreen)
        self.root_layout.setSpacing(12)
        self.root_layout.setObjectName(u"root_layout")
        self.root_layout.setContentsMargins(16, 16, 16, 16)
        self.head_layout = QHBoxLayout()
        self.head_layout.setSpacing(12)
        self.head_layout.setObjectName(u"head_layout")
        self.head_layout.setContentsMargins(0, 0, 0, 0)
        self.back_button = QPushButton(CountersScreen)
        self.back_button.setObjectName(u"back_button")
        self.back_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.back_button.setProperty(u"kind", u"icon")

        self.head_layout.addWidget(self.back_button)

        self.title_column = QVBoxLayout()
        self.title_column.setSpacing(0)
        self.title_column.setObjectName(u"title_column")
        self.title_column.setContentsMargins(0, 0, 0, 0)
        self.title_label = QLabel(CountersScreen)
        self.title_label.setObjectName(u"title_label")
        self.title_label.setProperty(u"role", u"title")

        self.title_column.addWidget(self.title_label)

        self.count_label = QLabel(CountersScreen)
        self.count_label.setObjectName(u"count_label")
        self.count_label.setProperty(u"role", u"small")

        self.title_column.addWidget(self.count_label)


        self.head_layout.addLayout(self.title_column)

        self.head_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.head_layout.addItem(self.head_spacer)

        self.rename_button = QPushButton(CountersScreen)
        self.rename_button.setObjectName(u"rename_button")
        self.rename_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.head_layout.addWidget(self.rename_button)

        self.retire_button = QPushButton(CountersScreen)
        self.retire_button.setObjectName(u"retire_button")
        self.retire_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.head_layout.addWidget(self.retire_button)

        self.refresh_button = QPushButton(CountersScreen)
        self.refresh_button.setObjectName(u"refresh_button")
        self.refresh_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.refresh_button.setProperty(u"kind", u"icon")

        self.head_layout.addWidget(self.refresh_button)


        self.root_layout.addLayout(self.head_layout)

        self.body_layout = QHBoxLayout()
        self.body_layout.setSpacing(16)
        self.body_layout.setObjectName(u"body_layout")
        self.body_layout.setContentsMargins(0, 0, 0, 0)
        self.list_card = QFrame(CountersScreen)
        self.list_card.setObjectName(u"list_card")
        self.list_card.setProperty(u"kind", u"card")
        self.list_card_layout = QVBoxLayout(self.list_card)
        self.list_card_layout.setSpacing(0)
        self.list_card_layout.setObjectName(u"list_card_layout")
        self.list_card_layout.setContentsMargins(1, 8, 1, 8)
        self.list_stack = QStackedWidget(self.list_card)
        self.list_stack.setObjectName(u"list_stack")
        self.table_page = QWidget()
        self.table_page.setObjectName(u"table_page")
        self.table_page_layout = QVBoxLayout(self.table_page)
        self.table_page_layout.setSpacing(0)
        self.table_page_layout.setObjectName(u"table_page_layout")
        self.table_page_layout.setContentsMargins(0, 0, 0, 0)
        self.registers_view = QTableView(self.table_page)
        self.registers_view.setObjectName(u"registers_view")
        self.registers_view.setFrameShape(QFrame.Shape.NoFrame)
        self.registers_view.setShowGrid(False)
        self.registers_view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.registers_view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.registers_view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

        self.table_page_layout.addWidget(self.registers_view)

        self.list_stack.addWidget(self.table_page)
        self.state_page = QWidget()
        self.state_page.setObjectName(u"state_page")
        self.state_page_layout = QVBoxLayout(self.state_page)
        self.state_page_layout.setSpacing(0)
        self.state_page_layout.setObjectName(u"state_page_layout")
        self.state_page_layout.setContentsMargins(0, 0, 0, 0)
        self.list_state = EmptyState(self.state_page)
        self.list_state.setObjectName(u"list_state")

        self.state_page_layout.addWidget(self.list_state)

        self.list_stack.addWidget(self.state_page)

        self.list_card_layout.addWidget(self.list_stack)


        self.body_layout.addWidget(self.list_card)


        self.root_layout.addLayout(self.body_layout)


        self.retranslateUi(CountersScreen)
    # setupUi

    def retranslateUi(self, CountersScreen):
        self.back_button.setText("")
#if QT_CONFIG(shortcut)
        self.back_button.setShortcut(QCoreApplication.translate("CountersScreen", u"Esc", None))
#endif // QT_CONFIG(shortcut)
#if QT_CONFIG(tooltip)
        self.back_button.setToolTip(QCoreApplication.translate("CountersScreen", u"Back to selling", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.back_button.setAccessibleName(QCoreApplication.translate("CountersScreen", u"Back to selling", None))
#endif // QT_CONFIG(accessibility)
        self.title_label.setText(QCoreApplication.translate("CountersScreen", u"Registers", None))
        self.count_label.setText("")
        self.rename_button.setText(QCoreApplication.translate("CountersScreen", u"Rename", None))
#if QT_CONFIG(shortcut)
        self.rename_button.setShortcut(QCoreApplication.translate("CountersScreen", u"Ctrl+E", None))
#endif // QT_CONFIG(shortcut)
        self.retire_button.setText(QCoreApplication.translate("CountersScreen", u"Retire", None))
        self.refresh_button.setText("")
#if QT_CONFIG(shortcut)
        self.refresh_button.setShortcut(QCoreApplication.translate("CountersScreen", u"F5", None))
#endif // QT_CONFIG(shortcut)
#if QT_CONFIG(tooltip)
        self.refresh_button.setToolTip(QCoreApplication.translate("CountersScreen", u"Read again", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.refresh_button.setAccessibleName(QCoreApplication.translate("CountersScreen", u"Read again", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.registers_view.setAccessibleName(QCoreApplication.translate("CountersScreen", u"Registers of the shop", None))
#endif // QT_CONFIG(accessibility)
        pass
    # retranslateUi

