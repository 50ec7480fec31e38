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
from PySide6.QtWidgets import (QAbstractItemView, QApplication, QFrame, QGridLayout,
    QHBoxLayout, QLabel, QListView, QPushButton,
    QSizePolicy, QSpacerItem, QStackedWidget, QVBoxLayout,
    QWidget)

from b4mart_desktop.gui.widgets.money_edit import MoneyEdit
from b4mart_desktop.gui.widgets.picture import Picture

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
        self.due_card.setMinimumSize(QSize(400, 0))
        self.due_card.setMaximumSize(QSize(440, 760))
        self.due_card_layout = QVBoxLayout(self.due_card)
        self.due_card_layout.setSpacing(0)
        self.due_card_layout.setObjectName(u"due_card_layout")
        self.due_card_layout.setContentsMargins(1, 0, 1, 15)
        self.due_head = QVBoxLayout()
        self.due_head.setSpacing(0)
        self.due_head.setObjectName(u"due_head")
        self.due_head.setContentsMargins(15, 16, 15, 16)
        self.due_caption = QLabel(self.due_card)
        self.due_caption.setObjectName(u"due_caption")
        self.due_caption.setProperty(u"role", u"muted")

        self.due_head.addWidget(self.due_caption)

        self.due_label = QLabel(self.due_card)
        self.due_label.setObjectName(u"due_label")
        self.due_label.setProperty(u"role", u"total")

        self.due_head.addWidget(self.due_label)

        self.rounding_label = QLabel(self.due_card)
        self.rounding_label.setObjectName(u"rounding_label")
        self.rounding_label.setProperty(u"role", u"small")

        self.due_head.addWidget(self.rounding_label)


        self.due_card_layout.addLayout(self.due_head)

        self.tenders_layout = QVBoxLayout()
        self.tenders_layout.setSpacing(0)
        self.tenders_layout.setObjectName(u"tenders_layout")
        self.tenders_layout.setContentsMargins(15, -1, 3, -1)

        self.due_card_layout.addLayout(self.tenders_layout)

        self.due_rule = QFrame(self.due_card)
        self.due_rule.setObjectName(u"due_rule")
        self.due_rule.setProperty(u"kind", u"line")

        self.due_card_layout.addWidget(self.due_rule)

        self.lines_view = QListView(self.due_card)
        self.lines_view.setObjectName(u"lines_view")
        self.lines_view.setFrameShape(QFrame.Shape.NoFrame)
        self.lines_view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.lines_view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.lines_view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

        self.due_card_layout.addWidget(self.lines_view)

        self.sum_rule = QFrame(self.due_card)
        self.sum_rule.setObjectName(u"sum_rule")
        self.sum_rule.setProperty(u"kind", u"line")

        self.due_card_layout.addWidget(self.sum_rule)

        self.sums_layout = QVBoxLayout()
        self.sums_layout.setSpacing(4)
        self.sums_layout.setObjectName(u"sums_layout")
        self.sums_layout.setContentsMargins(15, 12, 15, 0)
        self.subtotal_row = QHBoxLayout()
        self.subtotal_row.setSpacing(8)
        self.subtotal_row.setObjectName(u"subtotal_row")
        self.subtotal_row.setContentsMargins(0, 0, 0, 0)
        self.subtotal_caption = QLabel(self.due_card)
        self.subtotal_caption.setObjectName(u"subtotal_caption")
        self.subtotal_caption.setProperty(u"role", u"muted")

        self.subtotal_row.addWidget(self.subtotal_caption)

        self.subtotal_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.subtotal_row.addItem(self.subtotal_spacer)

        self.subtotal_label = QLabel(self.due_card)
        self.subtotal_label.setObjectName(u"subtotal_label")
        self.subtotal_label.setProperty(u"role", u"muted")
        self.subtotal_label.setAlignment(Qt.AlignmentFlag.AlignRight|Qt.AlignmentFlag.AlignTrailing|Qt.AlignmentFlag.AlignVCenter)

        self.subtotal_row.addWidget(self.subtotal_label)


        self.sums_layout.addLayout(self.subtotal_row)

        self.saved_row = QHBoxLayout()
        self.saved_row.setSpacing(8)
        self.saved_row.setObjectName(u"saved_row")
        self.saved_row.setContentsMargins(0, 0, 0, 0)
        self.saved_caption = QLabel(self.due_card)
        self.saved_caption.setObjectName(u"saved_caption")
        self.saved_caption.setProperty(u"role", u"muted")

        self.saved_row.addWidget(self.saved_caption)

        self.saved_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.saved_row.addItem(self.saved_spacer)

        self.saved_label = QLabel(self.due_card)
        self.saved_label.setObjectName(u"saved_label")
        self.saved_label.setProperty(u"role", u"muted")
        self.saved_label.setAlignment(Qt.AlignmentFlag.AlignRight|Qt.AlignmentFlag.AlignTrailing|Qt.AlignmentFlag.AlignVCenter)

        self.saved_row.addWidget(self.saved_label)


        self.sums_layout.addLayout(self.saved_row)

        self.tax_row = QHBoxLayout()
        self.tax_row.setSpacing(8)
        self.tax_row.setObjectName(u"tax_row")
        self.tax_row.setContentsMargins(0, 0, 0, 0)
        self.tax_caption = QLabel(self.due_card)
        self.tax_caption.setObjectName(u"tax_caption")
        self.tax_caption.setProperty(u"role", u"muted")

        self.tax_row.addWidget(self.tax_caption)

        self.tax_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.tax_row.addItem(self.tax_spacer)

        self.tax_label = QLabel(self.due_card)
        self.tax_label.setObjectName(u"tax_label")
        self.tax_label.setProperty(u"role", u"muted")
        self.tax_label.setAlignment(Qt.AlignmentFlag.AlignRight|Qt.AlignmentFlag.AlignTrailing|Qt.AlignmentFlag.AlignVCenter)

        self.tax_row.addWidget(self.tax_label)


        self.sums_layout.addLayout(self.tax_row)

        self.total_row = QHBoxLayout()
        self.total_row.setSpacing(8)
        self.total_row.setObjectName(u"total_row")
        self.total_row.setContentsMargins(0, 0, 0, 0)
        self.total_caption = QLabel(self.due_card)
        self.total_caption.setObjectName(u"total_caption")
        self.total_caption.setProperty(u"role", u"subtitle")

        self.total_row.addWidget(self.total_caption)

        self.total_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.total_row.addItem(self.total_spacer)

        self.total_label = QLabel(self.due_card)
        self.total_label.setObjectName(u"total_label")
        self.total_label.setProperty(u"role", u"subtitle")
        self.total_label.setAlignment(Qt.AlignmentFlag.AlignRight|Qt.AlignmentFlag.AlignTrailing|Qt.AlignmentFlag.AlignVCenter)

        self.total_row.addWidget(self.total_label)


        self.sums_layout.addLayout(self.total_row)


        self.due_card_layout.addLayout(self.sums_layout)

        self.due_card_layout.setStretch(3, 1)

        self.pay_layout.addWidget(self.due_card)

        self.tender_card = QFrame(self.pay_page)
        self.tender_card.setObjectName(u"tender_card")
        self.tender_card.setProperty(u"kind", u"card")
        self.tender_card.setMinimumSize(QSize(520, 0))
        self.tender_card.setMaximumSize(QSize(520, 760))
        self.tender_card_layout = QVBoxLayout(self.tender_card)
        self.tender_card_layout.setSpacing(12)
        self.tender_card_layout.setObjectName(u"tender_card_layout")
        self.tender_card_layout.setContentsMargins(24, 24, 24, 16)
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

        self.hint_label = QLabel(self.tender_card)
        self.hint_label.setObjectName(u"hint_label")
        self.hint_label.setProperty(u"role", u"small")

        self.tender_card_layout.addWidget(self.hint_label)

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
        self.cancel_button.setProperty(u"scale", u"xl")

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

        self.tender_card_layout.setStretch(5, 1)

        self.pay_layout.addWidget(self.tender_card)

        self.pay_right_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.pay_layout.addItem(self.pay_right_spacer)

        self.pay_layout.setStretch(0, 1)
        self.pay_layout.setStretch(3, 1)

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
        self.change_card.setMinimumSize(QSize(480, 0))
        self.change_card.setMaximumSize(QSize(480, 760))
        self.change_card_layout = QVBoxLayout(self.change_card)
        self.change_card_layout.setSpacing(8)
        self.change_card_layout.setObjectName(u"change_card_layout")
        self.change_card_layout.setContentsMargins(32, 32, 32, 24)
        self.change_top = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.change_card_layout.addItem(self.change_top)

        self.done_head = QHBoxLayout()
        self.done_head.setSpacing(8)
        self.done_head.setObjectName(u"done_head")
        self.done_head.setContentsMargins(0, 0, 0, 0)
        self.done_before = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.done_head.addItem(self.done_before)

        self.done_icon = Picture(self.change_card)
        self.done_icon.setObjectName(u"done_icon")

        self.done_head.addWidget(self.done_icon)

        self.done_label = QLabel(self.change_card)
        self.done_label.setObjectName(u"done_label")
        self.done_label.setProperty(u"role", u"title")

        self.done_head.addWidget(self.done_label)

        self.done_after = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.done_head.addItem(self.done_after)


        self.change_card_layout.addLayout(self.done_head)

        self.done_gap = QSpacerItem(0, 16, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.change_card_layout.addItem(self.done_gap)

        self.change_caption = QLabel(self.change_card)
        self.change_caption.setObjectName(u"change_caption")
        self.change_caption.setProperty(u"role", u"subtitle")
        self.change_caption.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.change_card_layout.addWidget(self.change_caption)

        self.change_label = QLabel(self.change_card)
        self.change_label.setObjectName(u"change_label")
        self.change_label.setProperty(u"role", u"hero")
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
        self.next_button.setProperty(u"scale", u"xl")

        self.change_card_layout.addWidget(self.next_button)

        self.print_button = QPushButton(self.change_card)
        self.print_button.setObjectName(u"print_button")
        self.print_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.print_button.setProperty(u"key", u"Ctrl+P")

        self.change_card_layout.addWidget(self.print_button)


        self.done_layout.addWidget(self.change_card)

        self.receipt_card = QFrame(self.done_page)
        self.receipt_card.setObjectName(u"receipt_card")
        self.receipt_card.setProperty(u"kind", u"sunken")
        self.receipt_card.setMinimumSize(QSize(400, 0))
        self.receipt_card.setMaximumSize(QSize(440, 760))
        self.receipt_card_layout = QVBoxLayout(self.receipt_card)
        self.receipt_card_layout.setSpacing(8)
        self.receipt_card_layout.setObjectName(u"receipt_card_layout")
        self.receipt_card_layout.setContentsMargins(0, 0, 0, 0)
        self.receipt_layout = QVBoxLayout()
        self.receipt_layout.setObjectName(u"receipt_layout")

        self.receipt_card_layout.addLayout(self.receipt_layout)


        self.done_layout.addWidget(self.receipt_card)

        self.done_right_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.done_layout.addItem(self.done_right_spacer)

        self.done_layout.setStretch(0, 1)
        self.done_layout.setStretch(3, 1)

        self.done_page_layout.addLayout(self.done_layout)

        self.pages.addWidget(self.done_page)

        self.root_layout.addWidget(self.pages)


        self.retranslateUi(PayScreen)
    # setupUi

    def retranslateUi(self, PayScreen):
        self.due_caption.setText(QCoreApplication.translate("PayScreen", u"Still to pay", None))
        self.due_label.setText("")
        self.rounding_label.setText("")
#if QT_CONFIG(accessibility)
        self.lines_view.setAccessibleName(QCoreApplication.translate("PayScreen", u"Lines of the sale", None))
#endif // QT_CONFIG(accessibility)
        self.subtotal_caption.setText(QCoreApplication.translate("PayScreen", u"Subtotal", None))
        self.subtotal_label.setText("")
        self.saved_caption.setText(QCoreApplication.translate("PayScreen", u"Discounts", None))
        self.saved_label.setText("")
        self.tax_caption.setText(QCoreApplication.translate("PayScreen", u"Tax", None))
        self.tax_label.setText("")
        self.total_caption.setText(QCoreApplication.translate("PayScreen", u"Total", None))
        self.total_label.setText("")
        self.hint_label.setText("")
        self.error_label.setText("")
        self.cancel_button.setText(QCoreApplication.translate("PayScreen", u"Back", None))
#if QT_CONFIG(shortcut)
        self.cancel_button.setShortcut(QCoreApplication.translate("PayScreen", u"Esc", None))
#endif // QT_CONFIG(shortcut)
#if QT_CONFIG(tooltip)
        self.cancel_button.setToolTip(QCoreApplication.translate("PayScreen", u"Back to the sale", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.cancel_button.setAccessibleName(QCoreApplication.translate("PayScreen", u"Back to the sale", None))
#endif // QT_CONFIG(accessibility)
        self.take_button.setText(QCoreApplication.translate("PayScreen", u"Take payment", None))
#if QT_CONFIG(shortcut)
        self.take_button.setShortcut(QCoreApplication.translate("PayScreen", u"F9", None))
#endif // QT_CONFIG(shortcut)
        self.done_label.setText(QCoreApplication.translate("PayScreen", u"Paid", None))
        self.change_caption.setText(QCoreApplication.translate("PayScreen", u"Change", None))
        self.change_label.setText("")
        self.detail_label.setText("")
        self.next_button.setText(QCoreApplication.translate("PayScreen", u"Next customer", None))
#if QT_CONFIG(shortcut)
        self.next_button.setShortcut(QCoreApplication.translate("PayScreen", u"F9", None))
#endif // QT_CONFIG(shortcut)
        self.print_button.setText(QCoreApplication.translate("PayScreen", u"Open the receipt", None))
        pass
    # retranslateUi

