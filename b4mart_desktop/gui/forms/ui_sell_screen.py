# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'sell_screen.ui'
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
    QLabel, QListView, QPushButton, QSizePolicy,
    QSpacerItem, QStackedWidget, QVBoxLayout, QWidget)

from b4mart_desktop.gui.widgets.choices import ChipBar
from b4mart_desktop.gui.widgets.empty_state import EmptyState
from b4mart_desktop.gui.widgets.picture import Picture

class Ui_SellScreen(object):
    def setupUi(self, SellScreen):
        if not SellScreen.objectName():
            SellScreen.setObjectName(u"SellScreen")
        SellScreen.setProperty(u"kind", u"page")
        self.root_layout = QHBoxLayout(SellScreen)
        self.root_layout.setSpacing(16)
        self.root_layout.setObjectName(u"root_layout")
        self.root_layout.setContentsMargins(16, 16, 16, 16)
        self.left_layout = QVBoxLayout()
        self.left_layout.setSpacing(12)
        self.left_layout.setObjectName(u"left_layout")
        self.left_layout.setContentsMargins(0, 0, 0, 0)
        self.tools_layout = QHBoxLayout()
        self.tools_layout.setSpacing(8)
        self.tools_layout.setObjectName(u"tools_layout")
        self.tools_layout.setContentsMargins(0, 0, 0, 0)
        self.scan_layout = QHBoxLayout()
        self.scan_layout.setObjectName(u"scan_layout")

        self.tools_layout.addLayout(self.scan_layout)

        self.customer_button = QPushButton(SellScreen)
        self.customer_button.setObjectName(u"customer_button")
        self.customer_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.tools_layout.addWidget(self.customer_button)

        self.hold_button = QPushButton(SellScreen)
        self.hold_button.setObjectName(u"hold_button")
        self.hold_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.tools_layout.addWidget(self.hold_button)

        self.recall_button = QPushButton(SellScreen)
        self.recall_button.setObjectName(u"recall_button")
        self.recall_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.tools_layout.addWidget(self.recall_button)


        self.left_layout.addLayout(self.tools_layout)

        self.notice_frame = QFrame(SellScreen)
        self.notice_frame.setObjectName(u"notice_frame")
        self.notice_frame.setProperty(u"kind", u"notice")
        self.notice_frame_layout = QHBoxLayout(self.notice_frame)
        self.notice_frame_layout.setSpacing(8)
        self.notice_frame_layout.setObjectName(u"notice_frame_layout")
        self.notice_frame_layout.setContentsMargins(12, 4, 4, 4)
        self.notice_icon = Picture(self.notice_frame)
        self.notice_icon.setObjectName(u"notice_icon")

        self.notice_frame_layout.addWidget(self.notice_icon)

        self.notice_label = QLabel(self.notice_frame)
        self.notice_label.setObjectName(u"notice_label")
        self.notice_label.setProperty(u"role", u"strong")
        sizePolicy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        sizePolicy.setHorizontalStretch(1)
        sizePolicy.setVerticalStretch(0)
        sizePolicy.setHeightForWidth(self.notice_label.sizePolicy().hasHeightForWidth())
        self.notice_label.setSizePolicy(sizePolicy)

        self.notice_frame_layout.addWidget(self.notice_label)

        self.notice_search_button = QPushButton(self.notice_frame)
        self.notice_search_button.setObjectName(u"notice_search_button")
        self.notice_search_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.notice_search_button.setProperty(u"kind", u"quiet")

        self.notice_frame_layout.addWidget(self.notice_search_button)

        self.notice_close_button = QPushButton(self.notice_frame)
        self.notice_close_button.setObjectName(u"notice_close_button")
        self.notice_close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.notice_close_button.setProperty(u"kind", u"icon")

        self.notice_frame_layout.addWidget(self.notice_close_button)


        self.left_layout.addWidget(self.notice_frame)

        self.departments_bar = ChipBar(SellScreen)
        self.departments_bar.setObjectName(u"departments_bar")

        self.left_layout.addWidget(self.departments_bar)

        self.aisles_bar = ChipBar(SellScreen)
        self.aisles_bar.setObjectName(u"aisles_bar")

        self.left_layout.addWidget(self.aisles_bar)

        self.products_stack = QStackedWidget(SellScreen)
        self.products_stack.setObjectName(u"products_stack")
        self.tiles_page = QWidget()
        self.tiles_page.setObjectName(u"tiles_page")
        self.tiles_page_layout = QVBoxLayout(self.tiles_page)
        self.tiles_page_layout.setSpacing(0)
        self.tiles_page_layout.setObjectName(u"tiles_page_layout")
        self.tiles_page_layout.setContentsMargins(0, 0, 0, 0)
        self.tiles_view = QListView(self.tiles_page)
        self.tiles_view.setObjectName(u"tiles_view")
        self.tiles_view.setFrameShape(QFrame.Shape.NoFrame)
        self.tiles_view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.tiles_view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tiles_view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

        self.tiles_page_layout.addWidget(self.tiles_view)

        self.products_stack.addWidget(self.tiles_page)
        self.results_page = QWidget()
        self.results_page.setObjectName(u"results_page")
        self.results_page_layout = QVBoxLayout(self.results_page)
        self.results_page_layout.setSpacing(0)
        self.results_page_layout.setObjectName(u"results_page_layout")
        self.results_page_layout.setContentsMargins(0, 0, 0, 0)
        self.results_card = QFrame(self.results_page)
        self.results_card.setObjectName(u"results_card")
        self.results_card.setProperty(u"kind", u"card")
        self.results_card_layout = QVBoxLayout(self.results_card)
        self.results_card_layout.setSpacing(0)
        self.results_card_layout.setObjectName(u"results_card_layout")
        self.results_card_layout.setContentsMargins(1, 8, 1, 8)
        self.results_label = QLabel(self.results_card)
        self.results_label.setObjectName(u"results_label")
        self.results_label.setProperty(u"role", u"muted")
        self.results_label.setMargin(12)
        self.results_label.setWordWrap(True)

        self.results_card_layout.addWidget(self.results_label)

        self.results_view = QListView(self.results_card)
        self.results_view.setObjectName(u"results_view")
        self.results_view.setFrameShape(QFrame.Shape.NoFrame)
        self.results_view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.results_view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.results_view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

        self.results_card_layout.addWidget(self.results_view)


        self.results_page_layout.addWidget(self.results_card)

        self.products_stack.addWidget(self.results_page)
        self.nothing_page = QWidget()
        self.nothing_page.setObjectName(u"nothing_page")
        self.nothing_page_layout = QVBoxLayout(self.nothing_page)
        self.nothing_page_layout.setSpacing(0)
        self.nothing_page_layout.setObjectName(u"nothing_page_layout")
        self.nothing_page_layout.setContentsMargins(0, 0, 0, 0)
        self.nothing_state = EmptyState(self.nothing_page)
        self.nothing_state.setObjectName(u"nothing_state")

        self.nothing_page_layout.addWidget(self.nothing_state)

        self.products_stack.addWidget(self.nothing_page)

        self.left_layout.addWidget(self.products_stack)

        self.left_layout.setStretch(4, 1)

        self.root_layout.addLayout(self.left_layout)

        self.cart_card = QFrame(SellScreen)
        self.cart_card.setObjectName(u"cart_card")
        self.cart_card.setProperty(u"kind", u"card")
        self.cart_card.setMinimumSize(QSize(432, 0))
        self.cart_card.setMaximumSize(QSize(432, 16777215))
        self.cart_card_layout = QVBoxLayout(self.cart_card)
        self.cart_card_layout.setSpacing(0)
        self.cart_card_layout.setObjectName(u"cart_card_layout")
        self.cart_card_layout.setContentsMargins(1, 8, 1, 15)
        self.cart_header_layout = QHBoxLayout()
        self.cart_header_layout.setSpacing(4)
        self.cart_header_layout.setObjectName(u"cart_header_layout")
        self.cart_header_layout.setContentsMargins(15, 0, 7, 8)
        self.cart_title_label = QLabel(self.cart_card)
        self.cart_title_label.setObjectName(u"cart_title_label")
        self.cart_title_label.setProperty(u"role", u"subtitle")

        self.cart_header_layout.addWidget(self.cart_title_label)

        self.pieces_label = QLabel(self.cart_card)
        self.pieces_label.setObjectName(u"pieces_label")
        self.pieces_label.setProperty(u"role", u"small")

        self.cart_header_layout.addWidget(self.pieces_label)

        self.cart_header_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.cart_header_layout.addItem(self.cart_header_spacer)

        self.undo_button = QPushButton(self.cart_card)
        self.undo_button.setObjectName(u"undo_button")
        self.undo_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.undo_button.setProperty(u"kind", u"icon")

        self.cart_header_layout.addWidget(self.undo_button)

        self.order_discount_button = QPushButton(self.cart_card)
        self.order_discount_button.setObjectName(u"order_discount_button")
        self.order_discount_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.order_discount_button.setProperty(u"kind", u"icon")

        self.cart_header_layout.addWidget(self.order_discount_button)

        self.void_button = QPushButton(self.cart_card)
        self.void_button.setObjectName(u"void_button")
        self.void_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.void_button.setProperty(u"kind", u"icon")

        self.cart_header_layout.addWidget(self.void_button)


        self.cart_card_layout.addLayout(self.cart_header_layout)

        self.header_rule = QFrame(self.cart_card)
        self.header_rule.setObjectName(u"header_rule")
        self.header_rule.setProperty(u"kind", u"line")

        self.cart_card_layout.addWidget(self.header_rule)

        self.lines_stack = QStackedWidget(self.cart_card)
        self.lines_stack.setObjectName(u"lines_stack")
        self.lines_page = QWidget()
        self.lines_page.setObjectName(u"lines_page")
        self.lines_page_layout = QVBoxLayout(self.lines_page)
        self.lines_page_layout.setSpacing(0)
        self.lines_page_layout.setObjectName(u"lines_page_layout")
        self.lines_page_layout.setContentsMargins(0, 0, 0, 0)
        self.lines_view = QListView(self.lines_page)
        self.lines_view.setObjectName(u"lines_view")
        self.lines_view.setFrameShape(QFrame.Shape.NoFrame)
        self.lines_view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.lines_view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.lines_view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

        self.lines_page_layout.addWidget(self.lines_view)

        self.lines_stack.addWidget(self.lines_page)
        self.empty_page = QWidget()
        self.empty_page.setObjectName(u"empty_page")
        self.empty_page_layout = QVBoxLayout(self.empty_page)
        self.empty_page_layout.setSpacing(0)
        self.empty_page_layout.setObjectName(u"empty_page_layout")
        self.empty_page_layout.setContentsMargins(0, 0, 0, 0)
        self.empty_state = EmptyState(self.empty_page)
        self.empty_state.setObjectName(u"empty_state")

        self.empty_page_layout.addWidget(self.empty_state)

        self.lines_stack.addWidget(self.empty_page)

        self.cart_card_layout.addWidget(self.lines_stack)

        self.lines_rule = QFrame(self.cart_card)
        self.lines_rule.setObjectName(u"lines_rule")
        self.lines_rule.setProperty(u"kind", u"line")

        self.cart_card_layout.addWidget(self.lines_rule)

        self.line_actions_layout = QHBoxLayout()
        self.line_actions_layout.setSpacing(8)
        self.line_actions_layout.setObjectName(u"line_actions_layout")
        self.line_actions_layout.setContentsMargins(15, 12, 15, 12)
        self.minus_button = QPushButton(self.cart_card)
        self.minus_button.setObjectName(u"minus_button")
        self.minus_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.minus_button.setProperty(u"kind", u"tool")

        self.line_actions_layout.addWidget(self.minus_button)

        self.quantity_button = QPushButton(self.cart_card)
        self.quantity_button.setObjectName(u"quantity_button")
        self.quantity_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.quantity_button.setProperty(u"kind", u"tool")
        sizePolicy1 = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        sizePolicy1.setHorizontalStretch(1)
        sizePolicy1.setVerticalStretch(0)
        sizePolicy1.setHeightForWidth(self.quantity_button.sizePolicy().hasHeightForWidth())
        self.quantity_button.setSizePolicy(sizePolicy1)

        self.line_actions_layout.addWidget(self.quantity_button)

        self.plus_button = QPushButton(self.cart_card)
        self.plus_button.setObjectName(u"plus_button")
        self.plus_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.plus_button.setProperty(u"kind", u"tool")

        self.line_actions_layout.addWidget(self.plus_button)

        self.price_button = QPushButton(self.cart_card)
        self.price_button.setObjectName(u"price_button")
        self.price_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.price_button.setProperty(u"kind", u"tool")
        sizePolicy1.setHeightForWidth(self.price_button.sizePolicy().hasHeightForWidth())
        self.price_button.setSizePolicy(sizePolicy1)

        self.line_actions_layout.addWidget(self.price_button)

        self.discount_button = QPushButton(self.cart_card)
        self.discount_button.setObjectName(u"discount_button")
        self.discount_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.discount_button.setProperty(u"kind", u"tool")
        sizePolicy1.setHeightForWidth(self.discount_button.sizePolicy().hasHeightForWidth())
        self.discount_button.setSizePolicy(sizePolicy1)

        self.line_actions_layout.addWidget(self.discount_button)

        self.remove_button = QPushButton(self.cart_card)
        self.remove_button.setObjectName(u"remove_button")
        self.remove_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.remove_button.setProperty(u"kind", u"tool")

        self.line_actions_layout.addWidget(self.remove_button)


        self.cart_card_layout.addLayout(self.line_actions_layout)

        self.totals_rule = QFrame(self.cart_card)
        self.totals_rule.setObjectName(u"totals_rule")
        self.totals_rule.setProperty(u"kind", u"line")

        self.cart_card_layout.addWidget(self.totals_rule)

        self.totals_layout = QVBoxLayout()
        self.totals_layout.setSpacing(4)
        self.totals_layout.setObjectName(u"totals_layout")
        self.totals_layout.setContentsMargins(15, 12, 15, 0)
        self.coupons_layout = QVBoxLayout()
        self.coupons_layout.setObjectName(u"coupons_layout")

        self.totals_layout.addLayout(self.coupons_layout)

        self.subtotal_row = QHBoxLayout()
        self.subtotal_row.setSpacing(8)
        self.subtotal_row.setObjectName(u"subtotal_row")
        self.subtotal_row.setContentsMargins(0, 0, 0, 0)
        self.subtotal_caption = QLabel(self.cart_card)
        self.subtotal_caption.setObjectName(u"subtotal_caption")
        self.subtotal_caption.setProperty(u"role", u"muted")

        self.subtotal_row.addWidget(self.subtotal_caption)

        self.subtotal_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.subtotal_row.addItem(self.subtotal_spacer)

        self.subtotal_label = QLabel(self.cart_card)
        self.subtotal_label.setObjectName(u"subtotal_label")
        self.subtotal_label.setProperty(u"role", u"muted")
        self.subtotal_label.setAlignment(Qt.AlignmentFlag.AlignRight|Qt.AlignmentFlag.AlignTrailing|Qt.AlignmentFlag.AlignVCenter)

        self.subtotal_row.addWidget(self.subtotal_label)


        self.totals_layout.addLayout(self.subtotal_row)

        self.saved_row = QHBoxLayout()
        self.saved_row.setSpacing(8)
        self.saved_row.setObjectName(u"saved_row")
        self.saved_row.setContentsMargins(0, 0, 0, 0)
        self.saved_caption = QLabel(self.cart_card)
        self.saved_caption.setObjectName(u"saved_caption")
        self.saved_caption.setProperty(u"role", u"muted")

        self.saved_row.addWidget(self.saved_caption)

        self.saved_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.saved_row.addItem(self.saved_spacer)

        self.saved_label = QLabel(self.cart_card)
        self.saved_label.setObjectName(u"saved_label")
        self.saved_label.setProperty(u"role", u"muted")
        self.saved_label.setAlignment(Qt.AlignmentFlag.AlignRight|Qt.AlignmentFlag.AlignTrailing|Qt.AlignmentFlag.AlignVCenter)

        self.saved_row.addWidget(self.saved_label)


        self.totals_layout.addLayout(self.saved_row)

        self.tax_row = QHBoxLayout()
        self.tax_row.setSpacing(8)
        self.tax_row.setObjectName(u"tax_row")
        self.tax_row.setContentsMargins(0, 0, 0, 0)
        self.tax_caption = QLabel(self.cart_card)
        self.tax_caption.setObjectName(u"tax_caption")
        self.tax_caption.setProperty(u"role", u"muted")

        self.tax_row.addWidget(self.tax_caption)

        self.tax_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.tax_row.addItem(self.tax_spacer)

        self.tax_label = QLabel(self.cart_card)
        self.tax_label.setObjectName(u"tax_label")
        self.tax_label.setProperty(u"role", u"muted")
        self.tax_label.setAlignment(Qt.AlignmentFlag.AlignRight|Qt.AlignmentFlag.AlignTrailing|Qt.AlignmentFlag.AlignVCenter)

        self.tax_row.addWidget(self.tax_label)


        self.totals_layout.addLayout(self.tax_row)

        self.total_gap = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.totals_layout.addItem(self.total_gap)

        self.total_row = QHBoxLayout()
        self.total_row.setSpacing(8)
        self.total_row.setObjectName(u"total_row")
        self.total_row.setContentsMargins(0, 0, 0, 0)
        self.total_caption = QLabel(self.cart_card)
        self.total_caption.setObjectName(u"total_caption")
        self.total_caption.setProperty(u"role", u"title")

        self.total_row.addWidget(self.total_caption)

        self.explain_button = QPushButton(self.cart_card)
        self.explain_button.setObjectName(u"explain_button")
        self.explain_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.explain_button.setProperty(u"kind", u"quiet")

        self.total_row.addWidget(self.explain_button)

        self.total_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.total_row.addItem(self.total_spacer)

        self.total_label = QLabel(self.cart_card)
        self.total_label.setObjectName(u"total_label")
        self.total_label.setProperty(u"role", u"total")
        self.total_label.setAlignment(Qt.AlignmentFlag.AlignRight|Qt.AlignmentFlag.AlignTrailing|Qt.AlignmentFlag.AlignVCenter)

        self.total_row.addWidget(self.total_label)


        self.totals_layout.addLayout(self.total_row)

        self.pay_gap = QSpacerItem(0, 4, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.totals_layout.addItem(self.pay_gap)

        self.pay_row = QHBoxLayout()
        self.pay_row.setSpacing(8)
        self.pay_row.setObjectName(u"pay_row")
        self.pay_row.setContentsMargins(0, 0, 0, 0)
        self.exact_button = QPushButton(self.cart_card)
        self.exact_button.setObjectName(u"exact_button")
        self.exact_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.exact_button.setProperty(u"scale", u"xl")

        self.pay_row.addWidget(self.exact_button)

        self.pay_button = QPushButton(self.cart_card)
        self.pay_button.setObjectName(u"pay_button")
        self.pay_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.pay_button.setProperty(u"kind", u"pay")
        sizePolicy2 = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        sizePolicy2.setHorizontalStretch(1)
        sizePolicy2.setVerticalStretch(0)
        sizePolicy2.setHeightForWidth(self.pay_button.sizePolicy().hasHeightForWidth())
        self.pay_button.setSizePolicy(sizePolicy2)

        self.pay_row.addWidget(self.pay_button)


        self.totals_layout.addLayout(self.pay_row)


        self.cart_card_layout.addLayout(self.totals_layout)

        self.cart_card_layout.setStretch(2, 1)

        self.root_layout.addWidget(self.cart_card)

        self.root_layout.setStretch(0, 1)

        self.retranslateUi(SellScreen)
    # setupUi

    def retranslateUi(self, SellScreen):
        self.customer_button.setText(QCoreApplication.translate("SellScreen", u"Customer", None))
#if QT_CONFIG(shortcut)
        self.customer_button.setShortcut(QCoreApplication.translate("SellScreen", u"F3", None))
#endif // QT_CONFIG(shortcut)
        self.hold_button.setText(QCoreApplication.translate("SellScreen", u"Hold", None))
#if QT_CONFIG(shortcut)
        self.hold_button.setShortcut(QCoreApplication.translate("SellScreen", u"F4", None))
#endif // QT_CONFIG(shortcut)
        self.recall_button.setText(QCoreApplication.translate("SellScreen", u"Recall", None))
#if QT_CONFIG(shortcut)
        self.recall_button.setShortcut(QCoreApplication.translate("SellScreen", u"F5", None))
#endif // QT_CONFIG(shortcut)
        self.notice_label.setText("")
        self.notice_search_button.setText(QCoreApplication.translate("SellScreen", u"Search for it", None))
        self.notice_close_button.setText("")
#if QT_CONFIG(tooltip)
        self.notice_close_button.setToolTip(QCoreApplication.translate("SellScreen", u"Close", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.notice_close_button.setAccessibleName(QCoreApplication.translate("SellScreen", u"Close", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.tiles_view.setAccessibleName(QCoreApplication.translate("SellScreen", u"Products", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.results_view.setAccessibleName(QCoreApplication.translate("SellScreen", u"Search results", None))
#endif // QT_CONFIG(accessibility)
        self.cart_title_label.setText(QCoreApplication.translate("SellScreen", u"Sale", None))
        self.pieces_label.setText("")
        self.undo_button.setText("")
#if QT_CONFIG(shortcut)
        self.undo_button.setShortcut(QCoreApplication.translate("SellScreen", u"Ctrl+Z", None))
#endif // QT_CONFIG(shortcut)
#if QT_CONFIG(tooltip)
        self.undo_button.setToolTip(QCoreApplication.translate("SellScreen", u"Undo", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.undo_button.setAccessibleName(QCoreApplication.translate("SellScreen", u"Undo", None))
#endif // QT_CONFIG(accessibility)
        self.order_discount_button.setText("")
#if QT_CONFIG(shortcut)
        self.order_discount_button.setShortcut(QCoreApplication.translate("SellScreen", u"Shift+F8", None))
#endif // QT_CONFIG(shortcut)
#if QT_CONFIG(tooltip)
        self.order_discount_button.setToolTip(QCoreApplication.translate("SellScreen", u"Discount on the whole sale", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.order_discount_button.setAccessibleName(QCoreApplication.translate("SellScreen", u"Discount on the whole sale", None))
#endif // QT_CONFIG(accessibility)
        self.void_button.setText("")
#if QT_CONFIG(shortcut)
        self.void_button.setShortcut(QCoreApplication.translate("SellScreen", u"Ctrl+Del", None))
#endif // QT_CONFIG(shortcut)
#if QT_CONFIG(tooltip)
        self.void_button.setToolTip(QCoreApplication.translate("SellScreen", u"Give the sale up", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.void_button.setAccessibleName(QCoreApplication.translate("SellScreen", u"Give the sale up", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.lines_view.setAccessibleName(QCoreApplication.translate("SellScreen", u"Lines of the sale", None))
#endif // QT_CONFIG(accessibility)
        self.minus_button.setText("")
#if QT_CONFIG(tooltip)
        self.minus_button.setToolTip(QCoreApplication.translate("SellScreen", u"One less", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.minus_button.setAccessibleName(QCoreApplication.translate("SellScreen", u"One less", None))
#endif // QT_CONFIG(accessibility)
        self.quantity_button.setText(QCoreApplication.translate("SellScreen", u"Qty", None))
#if QT_CONFIG(shortcut)
        self.quantity_button.setShortcut(QCoreApplication.translate("SellScreen", u"F6", None))
#endif // QT_CONFIG(shortcut)
        self.plus_button.setText("")
#if QT_CONFIG(tooltip)
        self.plus_button.setToolTip(QCoreApplication.translate("SellScreen", u"One more", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.plus_button.setAccessibleName(QCoreApplication.translate("SellScreen", u"One more", None))
#endif // QT_CONFIG(accessibility)
        self.price_button.setText(QCoreApplication.translate("SellScreen", u"Price", None))
#if QT_CONFIG(shortcut)
        self.price_button.setShortcut(QCoreApplication.translate("SellScreen", u"F7", None))
#endif // QT_CONFIG(shortcut)
        self.discount_button.setText(QCoreApplication.translate("SellScreen", u"Discount", None))
#if QT_CONFIG(shortcut)
        self.discount_button.setShortcut(QCoreApplication.translate("SellScreen", u"F8", None))
#endif // QT_CONFIG(shortcut)
        self.remove_button.setText("")
#if QT_CONFIG(shortcut)
        self.remove_button.setShortcut(QCoreApplication.translate("SellScreen", u"Del", None))
#endif // QT_CONFIG(shortcut)
#if QT_CONFIG(tooltip)
        self.remove_button.setToolTip(QCoreApplication.translate("SellScreen", u"Remove line", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.remove_button.setAccessibleName(QCoreApplication.translate("SellScreen", u"Remove line", None))
#endif // QT_CONFIG(accessibility)
        self.subtotal_caption.setText(QCoreApplication.translate("SellScreen", u"Subtotal", None))
        self.subtotal_label.setText("")
        self.saved_caption.setText(QCoreApplication.translate("SellScreen", u"Discounts", None))
        self.saved_label.setText("")
        self.tax_caption.setText(QCoreApplication.translate("SellScreen", u"Tax", None))
        self.tax_label.setText("")
        self.total_caption.setText(QCoreApplication.translate("SellScreen", u"Total", None))
        self.explain_button.setText(QCoreApplication.translate("SellScreen", u"Why?", None))
#if QT_CONFIG(tooltip)
        self.explain_button.setToolTip(QCoreApplication.translate("SellScreen", u"How this price comes about", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.explain_button.setAccessibleName(QCoreApplication.translate("SellScreen", u"How this price comes about", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(shortcut)
        self.explain_button.setShortcut(QCoreApplication.translate("SellScreen", u"Ctrl+E", None))
#endif // QT_CONFIG(shortcut)
        self.total_label.setText("")
        self.exact_button.setText(QCoreApplication.translate("SellScreen", u"Exact cash", None))
#if QT_CONFIG(shortcut)
        self.exact_button.setShortcut(QCoreApplication.translate("SellScreen", u"F12", None))
#endif // QT_CONFIG(shortcut)
        self.pay_button.setText(QCoreApplication.translate("SellScreen", u"Pay", None))
#if QT_CONFIG(shortcut)
        self.pay_button.setShortcut(QCoreApplication.translate("SellScreen", u"F9", None))
#endif // QT_CONFIG(shortcut)
        pass
    # retranslateUi

