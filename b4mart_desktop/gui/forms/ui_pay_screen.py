# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'pay_screen.ui'
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
from PySide6.QtWidgets import (QApplication, QFrame, QGridLayout, QHBoxLayout,
    QLabel, QPushButton, QSizePolicy, QSpacerItem,
    QStackedWidget, QVBoxLayout, QWidget)

from b4mart_desktop.gui.widgets.money_edit import MoneyEdit

class Ui_PayScreen(object):
    def setupUi(self, PayScreen):
        if not PayScreen.objectName():
            PayScreen.setObjectName(u"PayScreen")
        PayScreen.setProperty(u"kind", u"page")
        self.root_layout = QVBoxLayout(PayScreen)
        self.root_layout.setSpacing(16)
        self.root_layout.setObjectName(u"root_layout")
        self.root_layout.setContentsMargins(16, 16, 16, 16)
        self.pages = QStackedWidget(PayScreen)
        self.pages.setObjectName(u"pages")
        self.pay_page = QWidget()
        self.pay_page.setObjectName(u"pay_page")
        self.pay_page_layout = QVBoxLayout(self.pay_page)
        self.pay_page_layout.setSpacing(0)
        self.pay_page_layout.setObjectName(u"pay_page_layout")
        self.pay_page_layout.setContentsMargins(0, 0, 0, 0)
        self.pay_layout = QHBoxLayout()
        self.pay_layout.setSpacing(16)
        self.pay_layout.setObjectName(u"pay_layout")
        self.pay_layout.setContentsMargins(0, 0, 0, 0)
        self.pay_left_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.pay_layout.addItem(self.pay_left_spacer)

        self.due_card = QFrame(self.pay_page)
        self.due_card.setObjectName(u"due_card")
        self.due_card.setProperty(u"kind", u"card")
        self.due_card.setMinimumSize(QSize(300, 0))
        self.due_card.setMaximumSize(QSize(380, 16777215))
        self.due_card_layout = QVBoxLayout(self.due_card)
        self.due_card_layout.setSpacing(8)
        self.due_card_layout.setObjectName(u"due_card_layout")
        self.due_card_layout.setContentsMargins(24, 24, 24, 24)
        self.due_caption = QLabel(self.due_card)
        self.due_caption.setObjectName(u"due_caption")
        self.due_caption.setProperty(u"role", u"muted")

        self.due_card_layout.addWidget(self.due_caption)

        self.due_label = QLabel(self.due_card)
        self.due_label.setObjectName(u"due_label")
        self.due_label.setProperty(u"role", u"total")

        self.due_card_layout.addWidget(self.due_label)

        self.rounding_label = QLabel(self.due_card)
        self.rounding_label.setObjectName(u"rounding_label")
        self.rounding_label.setProperty(u"role", u"small")

        self.due_card_layout.addWidget(self.rounding_label)

        self.tenders_layout = QVBoxLayout()
        self.tenders_layout.setSpacing(4)
        self.tenders_layout.setObjectName(u"tenders_layout")

        self.due_card_layout.addLayout(self.tenders_layout)

        self.due_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.due_card_layout.addItem(self.due_spacer)

        self.summary_label = QLabel(self.due_card)
        self.summary_label.setObjectName(u"summary_label")
        self.summary_label.setProperty(u"role", u"muted")

        self.due_card_layout.addWidget(self.summary_label)


        self.pay_layout.addWidget(self.due_card)

        self.tender_card = QFrame(self.pay_page)
        self.tender_card.setObjectName(u"tender_card")
        self.tender_card.setProperty(u"kind", u"card")
        self.tender_card.setMinimumSize(QSize(420, 0))
        self.tender_card.setMaximumSize(QSize(620, 16777215))
        self.tender_card_layout = QVBoxLayout(self.tender_card)
        self.tender_card_layout.setSpacing(12)
        self.tender_card_layout.setObjectName(u"tender_card_layout")
        self.tender_card_layout.setContentsMargins(24, 24, 24, 24)
        self.kinds_layout = QHBoxLayout()
        self.kinds_layout.setSpacing(8)
        self.kinds_layout.setObjectName(u"kinds_layout")
        self.kinds_layout.setContentsMargins(0, 0, 0, 0)

        self.tender_card_layout.addLayout(self.kinds_layout)

        self.amount_row = QHBoxLayout()
        self.amount_row.setSpacing(8)
        self.amount_row.setObjectName(u"amount_row")
        self.amount_row.setContentsMargins(0, 0, 0, 0)
        self.amount_edit = MoneyEdit(self.tender_card)
        self.amount_edit.setObjectName(u"amount_edit")

        self.amount_row.addWidget(self.amount_edit)


        self.tender_card_layout.addLayout(self.amount_row)

        self.error_label = QLabel(self.tender_card)
        self.error_label.setObjectName(u"error_label")
        self.error_label.setProperty(u"role", u"error")

        self.tender_card_layout.addWidget(self.error_label)

        self.quick_layout = QGridLayout()
        self.quick_layout.setSpacing(8)
        self.quick_layout.setObjectName(u"quick_layout")

        self.tender_card_layout.addLayout(self.quick_layout)

        self.keypad_layout = QVBoxLayout()
        self.keypad_layout.setObjectName(u"keypad_layout")

        self.tender_card_layout.addLayout(self.keypad_layout)

        self.pay_row = QHBoxLayout()
        self.pay_row.setSpacing(8)
        self.pay_row.setObjectName(u"pay_row")
        self.pay_row.setContentsMargins(0, 0, 0, 0)
        self.cancel_button = QPushButton(self.tender_card)
        self.cancel_button.setObjectName(u"cancel_button")
        self.cancel_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.cancel_button.setProperty(u"scale", u"lg")

        self.pay_row.addWidget(self.cancel_button)

        self.take_button = QPushButton(self.tender_card)
        self.take_button.setObjectName(u"take_button")
        self.take_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.take_button.setProperty(u"kind", u"pay")
        sizePolicy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        sizePolicy.setHorizontalStretch(1)
        sizePolicy.setVerticalStretch(0)
        sizePolicy.setHeightForWidth(self.take_button.sizePolicy().hasHeightForWidth())
        self.take_button.setSizePolicy(sizePolicy)

        self.pay_row.addWidget(self.take_button)


        self.tender_card_layout.addLayout(self.pay_row)


        self.pay_layout.addWidget(self.tender_card)

        self.pay_right_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.pay_layout.addItem(self.pay_right_spacer)


        self.pay_page_layout.addLayout(self.pay_layout)

        self.pages.addWidget(self.pay_page)
        self.done_page = QWidget()
        self.done_page.setObjectName(u"done_page")
        self.done_page_layout = QVBoxLayout(self.done_page)
        self.done_page_layout.setSpacing(0)
        self.done_page_layout.setObjectName(u"done_page_layout")
        self.done_page_layout.setContentsMargins(0, 0, 0, 0)
        self.done_layout = QHBoxLayout()
        self.done_layout.setSpacing(16)
        self.done_layout.setObjectName(u"done_layout")
        self.done_layout.setContentsMargins(0, 0, 0, 0)
        self.done_left_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.done_layout.addItem(self.done_left_spacer)

        self.change_card = QFrame(self.done_page)
        self.change_card.setObjectName(u"change_card")
        self.change_card.setProperty(u"kind", u"card")
        self.change_card.setMinimumSize(QSize(380, 0))
        self.change_card.setMaximumSize(QSize(460, 16777215))
        self.change_card_layout = QVBoxLayout(self.change_card)
        self.change_card_layout.setSpacing(8)
        self.change_card_layout.setObjectName(u"change_card_layout")
        self.change_card_layout.setContentsMargins(32, 32, 32, 32)
        self.change_top = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.change_card_layout.addItem(self.change_top)

        self.done_icon = QLabel(self.change_card)
        self.done_icon.setObjectName(u"done_icon")
        self.done_icon.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.change_card_layout.addWidget(self.done_icon)

        self.done_label = QLabel(self.change_card)
        self.done_label.setObjectName(u"done_label")
        self.done_label.setProperty(u"role", u"title")
        self.done_label.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.change_card_layout.addWidget(self.done_label)

        self.change_caption = QLabel(self.change_card)
        self.change_caption.setObjectName(u"change_caption")
        self.change_caption.setProperty(u"role", u"muted")
        self.change_caption.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.change_card_layout.addWidget(self.change_caption)

        self.change_label = QLabel(self.change_card)
        self.change_label.setObjectName(u"change_label")
        self.change_label.setProperty(u"role", u"total")
        self.change_label.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.change_card_layout.addWidget(self.change_label)

        self.detail_label = QLabel(self.change_card)
        self.detail_label.setObjectName(u"detail_label")
        self.detail_label.setProperty(u"role", u"muted")
        self.detail_label.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.change_card_layout.addWidget(self.detail_label)

        self.change_bottom = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.change_card_layout.addItem(self.change_bottom)

        self.next_button = QPushButton(self.change_card)
        self.next_button.setObjectName(u"next_button")
        self.next_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.next_button.setProperty(u"kind", u"primary")
        self.next_button.setProperty(u"scale", u"lg")

        self.change_card_layout.addWidget(self.next_button)

        self.print_button = QPushButton(self.change_card)
        self.print_button.setObjectName(u"print_button")
        self.print_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.change_card_layout.addWidget(self.print_button)


        self.done_layout.addWidget(self.change_card)

        self.receipt_card = QFrame(self.done_page)
        self.receipt_card.setObjectName(u"receipt_card")
        self.receipt_card.setProperty(u"kind", u"card")
        self.receipt_card.setMinimumSize(QSize(340, 0))
        self.receipt_card.setMaximumSize(QSize(420, 16777215))
        self.receipt_card_layout = QVBoxLayout(self.receipt_card)
        self.receipt_card_layout.setSpacing(8)
        self.receipt_card_layout.setObjectName(u"receipt_card_layout")
        self.receipt_card_layout.setContentsMargins(8, 8, 8, 8)
        self.receipt_layout = QVBoxLayout()
        self.receipt_layout.setObjectName(u"receipt_layout")

        self.receipt_card_layout.addLayout(self.receipt_layout)


        self.done_layout.addWidget(self.receipt_card)

        self.done_right_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.done_layout.addItem(self.done_right_spacer)


        self.done_page_layout.addLayout(self.done_layout)

        self.pages.addWidget(self.done_page)

        self.root_layout.addWidget(self.pages)


        self.retranslateUi(PayScreen)
    # setupUi

    def retranslateUi(self, PayScreen):
        self.due_caption.setText(QCoreApplication.translate("PayScreen", u"Still to pay", None))
        self.due_label.setText("")
        self.rounding_label.setText("")
        self.summary_label.setText("")
        self.error_label.setText("")
        self.cancel_button.setText(QCoreApplication.translate("PayScreen", u"Back to the sale", None))
#if QT_CONFIG(shortcut)
        self.cancel_button.setShortcut(QCoreApplication.translate("PayScreen", u"Esc", None))
#endif // QT_CONFIG(shortcut)
        self.take_button.setText(QCoreApplication.translate("PayScreen", u"Take payment", None))
#if QT_CONFIG(shortcut)
        self.take_button.setShortcut(QCoreApplication.translate("PayScreen", u"F9", None))
#endif // QT_CONFIG(shortcut)
        self.done_icon.setText("")
        self.done_label.setText(QCoreApplication.translate("PayScreen", u"Paid", None))
        self.change_caption.setText(QCoreApplication.translate("PayScreen", u"Change", None))
        self.change_label.setText("")
        self.detail_label.setText("")
        self.next_button.setText(QCoreApplication.translate("PayScreen", u"Next customer", None))
#if QT_CONFIG(shortcut)
        self.next_button.setShortcut(QCoreApplication.translate("PayScreen", u"F9", None))
#endif // QT_CONFIG(shortcut)
        self.print_button.setText(QCoreApplication.translate("PayScreen", u"Open the receipt", None))
#if QT_CONFIG(shortcut)
        self.print_button.setShortcut(QCoreApplication.translate("PayScreen", u"Ctrl+P", None))
#endif // QT_CONFIG(shortcut)
        pass
    # retranslateUi

