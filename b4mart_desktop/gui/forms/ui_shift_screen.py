# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'shift_screen.ui'
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
from PySide6.QtWidgets import (QApplication, QFrame, QHBoxLayout, QLabel,
    QPushButton, QSizePolicy, QSpacerItem, QVBoxLayout,
    QWidget)

from b4mart_desktop.gui.widgets.empty_state import EmptyState
from b4mart_desktop.gui.widgets.hugging_stack import HuggingStack
from b4mart_desktop.gui.widgets.money_edit import MoneyEdit

class Ui_ShiftScreen(object):
    def setupUi(self, ShiftScreen):
        if not ShiftScreen.objectName():
            ShiftScreen.setObjectName(u"ShiftScreen")
        ShiftScreen.setProperty(u"kind", u"page")
        self.root_layout = QHBoxLayout(ShiftScreen)
        self.root_layout.setSpacing(0)
        self.root_layout.setObjectName(u"root_layout")
        self.root_layout.setContentsMargins(16, 16, 16, 16)
        self.before_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.root_layout.addItem(self.before_spacer)

        self.middle_layout = QVBoxLayout()
        self.middle_layout.setSpacing(0)
        self.middle_layout.setObjectName(u"middle_layout")
        self.middle_layout.setContentsMargins(0, 0, 0, 0)
        self.above_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.middle_layout.addItem(self.above_spacer)

        self.shift_card = QFrame(ShiftScreen)
        self.shift_card.setObjectName(u"shift_card")
        self.shift_card.setProperty(u"kind", u"card")
        self.shift_card.setMinimumSize(QSize(480, 0))
        self.shift_card.setMaximumSize(QSize(480, 16777215))
        sizePolicy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        sizePolicy.setHorizontalStretch(0)
        sizePolicy.setVerticalStretch(0)
        sizePolicy.setHeightForWidth(self.shift_card.sizePolicy().hasHeightForWidth())
        self.shift_card.setSizePolicy(sizePolicy)
        self.shift_card_layout = QVBoxLayout(self.shift_card)
        self.shift_card_layout.setSpacing(0)
        self.shift_card_layout.setObjectName(u"shift_card_layout")
        self.shift_card_layout.setContentsMargins(32, 24, 32, 24)
        self.pages = HuggingStack(self.shift_card)
        self.pages.setObjectName(u"pages")
        self.open_page = QWidget()
        self.open_page.setObjectName(u"open_page")
        self.open_page_layout = QVBoxLayout(self.open_page)
        self.open_page_layout.setSpacing(12)
        self.open_page_layout.setObjectName(u"open_page_layout")
        self.open_page_layout.setContentsMargins(0, 0, 0, 0)
        self.open_title = QLabel(self.open_page)
        self.open_title.setObjectName(u"open_title")
        self.open_title.setProperty(u"role", u"title")

        self.open_page_layout.addWidget(self.open_title)

        self.open_hint = QLabel(self.open_page)
        self.open_hint.setObjectName(u"open_hint")
        self.open_hint.setProperty(u"role", u"muted")

        self.open_page_layout.addWidget(self.open_hint)

        self.float_caption = QLabel(self.open_page)
        self.float_caption.setObjectName(u"float_caption")
        self.float_caption.setProperty(u"role", u"strong")

        self.open_page_layout.addWidget(self.float_caption)

        self.float_edit = MoneyEdit(self.open_page)
        self.float_edit.setObjectName(u"float_edit")

        self.open_page_layout.addWidget(self.float_edit)

        self.open_keypad_layout = QVBoxLayout()
        self.open_keypad_layout.setObjectName(u"open_keypad_layout")

        self.open_page_layout.addLayout(self.open_keypad_layout)

        self.open_error_label = QLabel(self.open_page)
        self.open_error_label.setObjectName(u"open_error_label")
        self.open_error_label.setProperty(u"role", u"error")

        self.open_page_layout.addWidget(self.open_error_label)

        self.open_button = QPushButton(self.open_page)
        self.open_button.setObjectName(u"open_button")
        self.open_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.open_button.setProperty(u"kind", u"primary")
        self.open_button.setProperty(u"scale", u"lg")

        self.open_page_layout.addWidget(self.open_button)

        self.pages.addWidget(self.open_page)
        self.close_page = QWidget()
        self.close_page.setObjectName(u"close_page")
        self.close_page_layout = QVBoxLayout(self.close_page)
        self.close_page_layout.setSpacing(12)
        self.close_page_layout.setObjectName(u"close_page_layout")
        self.close_page_layout.setContentsMargins(0, 0, 0, 0)
        self.close_title = QLabel(self.close_page)
        self.close_title.setObjectName(u"close_title")
        self.close_title.setProperty(u"role", u"title")

        self.close_page_layout.addWidget(self.close_title)

        self.close_hint = QLabel(self.close_page)
        self.close_hint.setObjectName(u"close_hint")
        self.close_hint.setProperty(u"role", u"muted")

        self.close_page_layout.addWidget(self.close_hint)

        self.figures_frame = QFrame(self.close_page)
        self.figures_frame.setObjectName(u"figures_frame")
        self.figures_frame.setProperty(u"kind", u"sunken")
        self.figures_frame_layout = QVBoxLayout(self.figures_frame)
        self.figures_frame_layout.setSpacing(6)
        self.figures_frame_layout.setObjectName(u"figures_frame_layout")
        self.figures_frame_layout.setContentsMargins(16, 12, 16, 12)
        self.sales_row = QHBoxLayout()
        self.sales_row.setSpacing(8)
        self.sales_row.setObjectName(u"sales_row")
        self.sales_row.setContentsMargins(0, 0, 0, 0)
        self.sales_caption = QLabel(self.figures_frame)
        self.sales_caption.setObjectName(u"sales_caption")
        self.sales_caption.setProperty(u"role", u"muted")

        self.sales_row.addWidget(self.sales_caption)

        self.sales_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.sales_row.addItem(self.sales_spacer)

        self.sales_label = QLabel(self.figures_frame)
        self.sales_label.setObjectName(u"sales_label")
        self.sales_label.setProperty(u"role", u"strong")
        self.sales_label.setAlignment(Qt.AlignmentFlag.AlignRight|Qt.AlignmentFlag.AlignTrailing|Qt.AlignmentFlag.AlignVCenter)

        self.sales_row.addWidget(self.sales_label)


        self.figures_frame_layout.addLayout(self.sales_row)

        self.total_row = QHBoxLayout()
        self.total_row.setSpacing(8)
        self.total_row.setObjectName(u"total_row")
        self.total_row.setContentsMargins(0, 0, 0, 0)
        self.total_caption = QLabel(self.figures_frame)
        self.total_caption.setObjectName(u"total_caption")
        self.total_caption.setProperty(u"role", u"muted")

        self.total_row.addWidget(self.total_caption)

        self.total_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.total_row.addItem(self.total_spacer)

        self.total_label = QLabel(self.figures_frame)
        self.total_label.setObjectName(u"total_label")
        self.total_label.setProperty(u"role", u"strong")
        self.total_label.setAlignment(Qt.AlignmentFlag.AlignRight|Qt.AlignmentFlag.AlignTrailing|Qt.AlignmentFlag.AlignVCenter)

        self.total_row.addWidget(self.total_label)


        self.figures_frame_layout.addLayout(self.total_row)

        self.cash_row = QHBoxLayout()
        self.cash_row.setSpacing(8)
        self.cash_row.setObjectName(u"cash_row")
        self.cash_row.setContentsMargins(0, 0, 0, 0)
        self.cash_caption = QLabel(self.figures_frame)
        self.cash_caption.setObjectName(u"cash_caption")
        self.cash_caption.setProperty(u"role", u"muted")

        self.cash_row.addWidget(self.cash_caption)

        self.cash_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.cash_row.addItem(self.cash_spacer)

        self.cash_label = QLabel(self.figures_frame)
        self.cash_label.setObjectName(u"cash_label")
        self.cash_label.setProperty(u"role", u"strong")
        self.cash_label.setAlignment(Qt.AlignmentFlag.AlignRight|Qt.AlignmentFlag.AlignTrailing|Qt.AlignmentFlag.AlignVCenter)

        self.cash_row.addWidget(self.cash_label)


        self.figures_frame_layout.addLayout(self.cash_row)

        self.expected_row = QHBoxLayout()
        self.expected_row.setSpacing(8)
        self.expected_row.setObjectName(u"expected_row")
        self.expected_row.setContentsMargins(0, 0, 0, 0)
        self.expected_caption = QLabel(self.figures_frame)
        self.expected_caption.setObjectName(u"expected_caption")
        self.expected_caption.setProperty(u"role", u"muted")

        self.expected_row.addWidget(self.expected_caption)

        self.expected_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.expected_row.addItem(self.expected_spacer)

        self.expected_label = QLabel(self.figures_frame)
        self.expected_label.setObjectName(u"expected_label")
        self.expected_label.setProperty(u"role", u"strong")
        self.expected_label.setAlignment(Qt.AlignmentFlag.AlignRight|Qt.AlignmentFlag.AlignTrailing|Qt.AlignmentFlag.AlignVCenter)

        self.expected_row.addWidget(self.expected_label)


        self.figures_frame_layout.addLayout(self.expected_row)

        self.held_row = QHBoxLayout()
        self.held_row.setSpacing(8)
        self.held_row.setObjectName(u"held_row")
        self.held_row.setContentsMargins(0, 0, 0, 0)
        self.held_caption = QLabel(self.figures_frame)
        self.held_caption.setObjectName(u"held_caption")
        self.held_caption.setProperty(u"role", u"muted")

        self.held_row.addWidget(self.held_caption)

        self.held_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.held_row.addItem(self.held_spacer)

        self.held_label = QLabel(self.figures_frame)
        self.held_label.setObjectName(u"held_label")
        self.held_label.setProperty(u"role", u"strong")
        self.held_label.setAlignment(Qt.AlignmentFlag.AlignRight|Qt.AlignmentFlag.AlignTrailing|Qt.AlignmentFlag.AlignVCenter)

        self.held_row.addWidget(self.held_label)


        self.figures_frame_layout.addLayout(self.held_row)

        self.unposted_row = QHBoxLayout()
        self.unposted_row.setSpacing(8)
        self.unposted_row.setObjectName(u"unposted_row")
        self.unposted_row.setContentsMargins(0, 0, 0, 0)
        self.unposted_caption = QLabel(self.figures_frame)
        self.unposted_caption.setObjectName(u"unposted_caption")
        self.unposted_caption.setProperty(u"role", u"muted")

        self.unposted_row.addWidget(self.unposted_caption)

        self.unposted_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.unposted_row.addItem(self.unposted_spacer)

        self.unposted_label = QLabel(self.figures_frame)
        self.unposted_label.setObjectName(u"unposted_label")
        self.unposted_label.setProperty(u"role", u"strong")
        self.unposted_label.setAlignment(Qt.AlignmentFlag.AlignRight|Qt.AlignmentFlag.AlignTrailing|Qt.AlignmentFlag.AlignVCenter)

        self.unposted_row.addWidget(self.unposted_label)


        self.figures_frame_layout.addLayout(self.unposted_row)


        self.close_page_layout.addWidget(self.figures_frame)

        self.counted_caption = QLabel(self.close_page)
        self.counted_caption.setObjectName(u"counted_caption")
        self.counted_caption.setProperty(u"role", u"strong")

        self.close_page_layout.addWidget(self.counted_caption)

        self.counted_edit = MoneyEdit(self.close_page)
        self.counted_edit.setObjectName(u"counted_edit")

        self.close_page_layout.addWidget(self.counted_edit)

        self.close_keypad_layout = QVBoxLayout()
        self.close_keypad_layout.setObjectName(u"close_keypad_layout")

        self.close_page_layout.addLayout(self.close_keypad_layout)

        self.close_error_label = QLabel(self.close_page)
        self.close_error_label.setObjectName(u"close_error_label")
        self.close_error_label.setProperty(u"role", u"error")

        self.close_page_layout.addWidget(self.close_error_label)

        self.close_row = QHBoxLayout()
        self.close_row.setSpacing(8)
        self.close_row.setObjectName(u"close_row")
        self.close_row.setContentsMargins(0, 0, 0, 0)
        self.close_cancel_button = QPushButton(self.close_page)
        self.close_cancel_button.setObjectName(u"close_cancel_button")
        self.close_cancel_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_cancel_button.setProperty(u"scale", u"lg")

        self.close_row.addWidget(self.close_cancel_button)

        self.close_button = QPushButton(self.close_page)
        self.close_button.setObjectName(u"close_button")
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.setProperty(u"kind", u"primary")
        self.close_button.setProperty(u"scale", u"lg")
        sizePolicy1 = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        sizePolicy1.setHorizontalStretch(1)
        sizePolicy1.setVerticalStretch(0)
        sizePolicy1.setHeightForWidth(self.close_button.sizePolicy().hasHeightForWidth())
        self.close_button.setSizePolicy(sizePolicy1)

        self.close_row.addWidget(self.close_button)


        self.close_page_layout.addLayout(self.close_row)

        self.pages.addWidget(self.close_page)
        self.done_page = QWidget()
        self.done_page.setObjectName(u"done_page")
        self.done_page_layout = QVBoxLayout(self.done_page)
        self.done_page_layout.setSpacing(0)
        self.done_page_layout.setObjectName(u"done_page_layout")
        self.done_page_layout.setContentsMargins(0, 0, 0, 0)
        self.done_state = EmptyState(self.done_page)
        self.done_state.setObjectName(u"done_state")

        self.done_page_layout.addWidget(self.done_state)

        self.pages.addWidget(self.done_page)

        self.shift_card_layout.addWidget(self.pages)


        self.middle_layout.addWidget(self.shift_card)

        self.below_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.middle_layout.addItem(self.below_spacer)


        self.root_layout.addLayout(self.middle_layout)

        self.after_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.root_layout.addItem(self.after_spacer)


        self.retranslateUi(ShiftScreen)
    # setupUi

    def retranslateUi(self, ShiftScreen):
        self.open_title.setText(QCoreApplication.translate("ShiftScreen", u"Open the till", None))
        self.open_hint.setText(QCoreApplication.translate("ShiftScreen", u"Count the cash in the drawer before the first sale.", None))
        self.float_caption.setText(QCoreApplication.translate("ShiftScreen", u"Float", None))
        self.open_error_label.setText("")
        self.open_button.setText(QCoreApplication.translate("ShiftScreen", u"Open the till", None))
        self.close_title.setText(QCoreApplication.translate("ShiftScreen", u"Close the till", None))
        self.close_hint.setText(QCoreApplication.translate("ShiftScreen", u"Count all cash in the drawer, the float included.", None))
        self.sales_caption.setText(QCoreApplication.translate("ShiftScreen", u"Sales", None))
        self.sales_label.setText("")
        self.total_caption.setText(QCoreApplication.translate("ShiftScreen", u"Total", None))
        self.total_label.setText("")
        self.cash_caption.setText(QCoreApplication.translate("ShiftScreen", u"Cash taken", None))
        self.cash_label.setText("")
        self.expected_caption.setText(QCoreApplication.translate("ShiftScreen", u"Expected in the drawer", None))
        self.expected_label.setText("")
        self.held_caption.setText(QCoreApplication.translate("ShiftScreen", u"Unpaid carts, kept for later", None))
        self.held_label.setText("")
        self.unposted_caption.setText(QCoreApplication.translate("ShiftScreen", u"Not yet in the database", None))
        self.unposted_label.setText("")
        self.counted_caption.setText(QCoreApplication.translate("ShiftScreen", u"Counted cash", None))
        self.close_error_label.setText("")
        self.close_cancel_button.setText(QCoreApplication.translate("ShiftScreen", u"Not yet", None))
        self.close_button.setText(QCoreApplication.translate("ShiftScreen", u"Close the till", None))
        pass
    # retranslateUi

