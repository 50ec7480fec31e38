# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'orders_screen.ui'
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
from b4mart_desktop.gui.widgets.picture import Picture

class Ui_OrdersScreen(object):
    def setupUi(self, OrdersScreen):
        if not OrdersScreen.objectName():
            OrdersScreen.setObjectName(u"OrdersScreen")
        OrdersScreen.setProperty(u"kind", u"page")
        self.root_layout = QVBoxLayout(OrdersScreen)
        self.root_layout.setSpacing(12)
        self.root_layout.setObjectName(u"root_layout")
        self.root_layout.setContentsMargins(16, 16, 16, 16)
        self.head_layout = QHBoxLayout()
        self.head_layout.setSpacing(12)
        self.head_layout.setObjectName(u"head_layout")
        self.head_layout.setContentsMargins(0, 0, 0, 0)
        self.title_column = QVBoxLayout()
        self.title_column.setSpacing(0)
        self.title_column.setObjectName(u"title_column")
        self.title_column.setContentsMargins(0, 0, 0, 0)
        self.title_label = QLabel(OrdersScreen)
        self.title_label.setObjectName(u"title_label")
        self.title_label.setProperty(u"role", u"title")

        self.title_column.addWidget(self.title_label)

        self.day_label = QLabel(OrdersScreen)
        self.day_label.setObjectName(u"day_label")
        self.day_label.setProperty(u"role", u"small")

        self.title_column.addWidget(self.day_label)


        self.head_layout.addLayout(self.title_column)

        self.head_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.head_layout.addItem(self.head_spacer)

        self.count_column = QVBoxLayout()
        self.count_column.setSpacing(0)
        self.count_column.setObjectName(u"count_column")
        self.count_column.setContentsMargins(0, 0, 0, 0)
        self.count_caption = QLabel(OrdersScreen)
        self.count_caption.setObjectName(u"count_caption")
        self.count_caption.setProperty(u"role", u"caption")
        self.count_caption.setAlignment(Qt.AlignmentFlag.AlignRight|Qt.AlignmentFlag.AlignTrailing|Qt.AlignmentFlag.AlignVCenter)

        self.count_column.addWidget(self.count_caption)

        self.count_label = QLabel(OrdersScreen)
        self.count_label.setObjectName(u"count_label")
        self.count_label.setProperty(u"role", u"title")
        self.count_label.setAlignment(Qt.AlignmentFlag.AlignRight|Qt.AlignmentFlag.AlignTrailing|Qt.AlignmentFlag.AlignVCenter)

        self.count_column.addWidget(self.count_label)


        self.head_layout.addLayout(self.count_column)

        self.figures_spacer = QSpacerItem(24, 1, QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)

        self.head_layout.addItem(self.figures_spacer)

        self.revenue_column = QVBoxLayout()
        self.revenue_column.setSpacing(0)
        self.revenue_column.setObjectName(u"revenue_column")
        self.revenue_column.setContentsMargins(0, 0, 0, 0)
        self.revenue_caption = QLabel(OrdersScreen)
        self.revenue_caption.setObjectName(u"revenue_caption")
        self.revenue_caption.setProperty(u"role", u"caption")
        self.revenue_caption.setAlignment(Qt.AlignmentFlag.AlignRight|Qt.AlignmentFlag.AlignTrailing|Qt.AlignmentFlag.AlignVCenter)

        self.revenue_column.addWidget(self.revenue_caption)

        self.revenue_label = QLabel(OrdersScreen)
        self.revenue_label.setObjectName(u"revenue_label")
        self.revenue_label.setProperty(u"role", u"title")
        self.revenue_label.setAlignment(Qt.AlignmentFlag.AlignRight|Qt.AlignmentFlag.AlignTrailing|Qt.AlignmentFlag.AlignVCenter)

        self.revenue_column.addWidget(self.revenue_label)


        self.head_layout.addLayout(self.revenue_column)

        self.days_spacer = QSpacerItem(12, 1, QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)

        self.head_layout.addItem(self.days_spacer)

        self.days_frame = QFrame(OrdersScreen)
        self.days_frame.setObjectName(u"days_frame")
        self.days_frame.setProperty(u"kind", u"group")
        self.days_frame_layout = QHBoxLayout(self.days_frame)
        self.days_frame_layout.setSpacing(0)
        self.days_frame_layout.setObjectName(u"days_frame_layout")
        self.days_frame_layout.setContentsMargins(0, 0, 0, 0)
        self.previous_button = QPushButton(self.days_frame)
        self.previous_button.setObjectName(u"previous_button")
        self.previous_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.previous_button.setProperty(u"kind", u"icon")

        self.days_frame_layout.addWidget(self.previous_button)

        self.today_button = QPushButton(self.days_frame)
        self.today_button.setObjectName(u"today_button")
        self.today_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.today_button.setProperty(u"kind", u"quiet")

        self.days_frame_layout.addWidget(self.today_button)

        self.next_button = QPushButton(self.days_frame)
        self.next_button.setObjectName(u"next_button")
        self.next_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.next_button.setProperty(u"kind", u"icon")

        self.days_frame_layout.addWidget(self.next_button)


        self.head_layout.addWidget(self.days_frame)

        self.refresh_button = QPushButton(OrdersScreen)
        self.refresh_button.setObjectName(u"refresh_button")
        self.refresh_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.refresh_button.setProperty(u"kind", u"icon")

        self.head_layout.addWidget(self.refresh_button)


        self.root_layout.addLayout(self.head_layout)

        self.offline_frame = QFrame(OrdersScreen)
        self.offline_frame.setObjectName(u"offline_frame")
        self.offline_frame.setProperty(u"kind", u"warning")
        self.offline_frame_layout = QHBoxLayout(self.offline_frame)
        self.offline_frame_layout.setSpacing(8)
        self.offline_frame_layout.setObjectName(u"offline_frame_layout")
        self.offline_frame_layout.setContentsMargins(12, 4, 4, 4)
        self.offline_icon = Picture(self.offline_frame)
        self.offline_icon.setObjectName(u"offline_icon")

        self.offline_frame_layout.addWidget(self.offline_icon)

        self.offline_label = QLabel(self.offline_frame)
        self.offline_label.setObjectName(u"offline_label")
        self.offline_label.setProperty(u"role", u"strong")
        sizePolicy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        sizePolicy.setHorizontalStretch(1)
        sizePolicy.setVerticalStretch(0)
        sizePolicy.setHeightForWidth(self.offline_label.sizePolicy().hasHeightForWidth())
        self.offline_label.setSizePolicy(sizePolicy)

        self.offline_frame_layout.addWidget(self.offline_label)

        self.offline_retry_button = QPushButton(self.offline_frame)
        self.offline_retry_button.setObjectName(u"offline_retry_button")
        self.offline_retry_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.offline_retry_button.setProperty(u"kind", u"quiet")

        self.offline_frame_layout.addWidget(self.offline_retry_button)


        self.root_layout.addWidget(self.offline_frame)

        self.body_layout = QHBoxLayout()
        self.body_layout.setSpacing(16)
        self.body_layout.setObjectName(u"body_layout")
        self.body_layout.setContentsMargins(0, 0, 0, 0)
        self.list_card = QFrame(OrdersScreen)
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
        self.orders_view = QTableView(self.table_page)
        self.orders_view.setObjectName(u"orders_view")
        self.orders_view.setFrameShape(QFrame.Shape.NoFrame)
        self.orders_view.setShowGrid(False)
        self.orders_view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.orders_view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.orders_view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.orders_view.setSortingEnabled(True)

        self.table_page_layout.addWidget(self.orders_view)

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

        self.detail_card = QFrame(OrdersScreen)
        self.detail_card.setObjectName(u"detail_card")
        self.detail_card.setProperty(u"kind", u"card")
        self.detail_card.setMinimumSize(QSize(380, 0))
        self.detail_card.setMaximumSize(QSize(380, 16777215))
        self.detail_card_layout = QVBoxLayout(self.detail_card)
        self.detail_card_layout.setSpacing(12)
        self.detail_card_layout.setObjectName(u"detail_card_layout")
        self.detail_card_layout.setContentsMargins(16, 12, 16, 16)
        self.detail_head = QHBoxLayout()
        self.detail_head.setSpacing(8)
        self.detail_head.setObjectName(u"detail_head")
        self.detail_head.setContentsMargins(0, 0, 0, 0)
        self.detail_label = QLabel(self.detail_card)
        self.detail_label.setObjectName(u"detail_label")
        self.detail_label.setProperty(u"role", u"subtitle")

        self.detail_head.addWidget(self.detail_label)

        self.detail_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.detail_head.addItem(self.detail_spacer)


        self.detail_card_layout.addLayout(self.detail_head)

        self.detail_stack = QStackedWidget(self.detail_card)
        self.detail_stack.setObjectName(u"detail_stack")
        self.receipt_page = QWidget()
        self.receipt_page.setObjectName(u"receipt_page")
        self.receipt_page_layout = QVBoxLayout(self.receipt_page)
        self.receipt_page_layout.setSpacing(0)
        self.receipt_page_layout.setObjectName(u"receipt_page_layout")
        self.receipt_page_layout.setContentsMargins(0, 0, 0, 0)
        self.receipt_layout = QVBoxLayout()
        self.receipt_layout.setObjectName(u"receipt_layout")

        self.receipt_page_layout.addLayout(self.receipt_layout)

        self.detail_stack.addWidget(self.receipt_page)
        self.no_receipt_page = QWidget()
        self.no_receipt_page.setObjectName(u"no_receipt_page")
        self.no_receipt_page_layout = QVBoxLayout(self.no_receipt_page)
        self.no_receipt_page_layout.setSpacing(0)
        self.no_receipt_page_layout.setObjectName(u"no_receipt_page_layout")
        self.no_receipt_page_layout.setContentsMargins(0, 0, 0, 0)
        self.detail_state = EmptyState(self.no_receipt_page)
        self.detail_state.setObjectName(u"detail_state")

        self.no_receipt_page_layout.addWidget(self.detail_state)

        self.detail_stack.addWidget(self.no_receipt_page)

        self.detail_card_layout.addWidget(self.detail_stack)

        self.invoice_label = QLabel(self.detail_card)
        self.invoice_label.setObjectName(u"invoice_label")
        self.invoice_label.setProperty(u"role", u"small")

        self.detail_card_layout.addWidget(self.invoice_label)

        self.detail_buttons = QHBoxLayout()
        self.detail_buttons.setSpacing(8)
        self.detail_buttons.setObjectName(u"detail_buttons")
        self.detail_buttons.setContentsMargins(0, 0, 0, 0)
        self.reprint_button = QPushButton(self.detail_card)
        self.reprint_button.setObjectName(u"reprint_button")
        self.reprint_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        sizePolicy1 = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        sizePolicy1.setHorizontalStretch(1)
        sizePolicy1.setVerticalStretch(0)
        sizePolicy1.setHeightForWidth(self.reprint_button.sizePolicy().hasHeightForWidth())
        self.reprint_button.setSizePolicy(sizePolicy1)

        self.detail_buttons.addWidget(self.reprint_button)

        self.invoice_button = QPushButton(self.detail_card)
        self.invoice_button.setObjectName(u"invoice_button")
        self.invoice_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        sizePolicy1.setHeightForWidth(self.invoice_button.sizePolicy().hasHeightForWidth())
        self.invoice_button.setSizePolicy(sizePolicy1)

        self.detail_buttons.addWidget(self.invoice_button)


        self.detail_card_layout.addLayout(self.detail_buttons)

        self.detail_card_layout.setStretch(1, 1)

        self.body_layout.addWidget(self.detail_card)

        self.body_layout.setStretch(0, 1)

        self.root_layout.addLayout(self.body_layout)


        self.retranslateUi(OrdersScreen)
    # setupUi

    def retranslateUi(self, OrdersScreen):
        self.title_label.setText(QCoreApplication.translate("OrdersScreen", u"Orders of today", None))
        self.day_label.setText("")
        self.count_caption.setText(QCoreApplication.translate("OrdersScreen", u"Orders", None))
        self.count_label.setText(QCoreApplication.translate("OrdersScreen", u"\u2013", None))
        self.revenue_caption.setText(QCoreApplication.translate("OrdersScreen", u"Total", None))
        self.revenue_label.setText(QCoreApplication.translate("OrdersScreen", u"\u2013", None))
        self.previous_button.setText("")
#if QT_CONFIG(shortcut)
        self.previous_button.setShortcut(QCoreApplication.translate("OrdersScreen", u"Alt+Left", None))
#endif // QT_CONFIG(shortcut)
#if QT_CONFIG(tooltip)
        self.previous_button.setToolTip(QCoreApplication.translate("OrdersScreen", u"Day before", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.previous_button.setAccessibleName(QCoreApplication.translate("OrdersScreen", u"Day before", None))
#endif // QT_CONFIG(accessibility)
        self.today_button.setText(QCoreApplication.translate("OrdersScreen", u"Today", None))
        self.next_button.setText("")
#if QT_CONFIG(shortcut)
        self.next_button.setShortcut(QCoreApplication.translate("OrdersScreen", u"Alt+Right", None))
#endif // QT_CONFIG(shortcut)
#if QT_CONFIG(tooltip)
        self.next_button.setToolTip(QCoreApplication.translate("OrdersScreen", u"Day after", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.next_button.setAccessibleName(QCoreApplication.translate("OrdersScreen", u"Day after", None))
#endif // QT_CONFIG(accessibility)
        self.refresh_button.setText("")
#if QT_CONFIG(shortcut)
        self.refresh_button.setShortcut(QCoreApplication.translate("OrdersScreen", u"F5", None))
#endif // QT_CONFIG(shortcut)
#if QT_CONFIG(tooltip)
        self.refresh_button.setToolTip(QCoreApplication.translate("OrdersScreen", u"Read again", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.refresh_button.setAccessibleName(QCoreApplication.translate("OrdersScreen", u"Read again", None))
#endif // QT_CONFIG(accessibility)
        self.offline_label.setText("")
        self.offline_retry_button.setText(QCoreApplication.translate("OrdersScreen", u"Try again", None))
#if QT_CONFIG(accessibility)
        self.orders_view.setAccessibleName(QCoreApplication.translate("OrdersScreen", u"Orders of the day", None))
#endif // QT_CONFIG(accessibility)
        self.detail_label.setText(QCoreApplication.translate("OrdersScreen", u"Receipt", None))
        self.invoice_label.setText("")
        self.reprint_button.setText(QCoreApplication.translate("OrdersScreen", u"Print a copy", None))
        self.invoice_button.setText(QCoreApplication.translate("OrdersScreen", u"Invoice", None))
#if QT_CONFIG(shortcut)
        self.invoice_button.setShortcut(QCoreApplication.translate("OrdersScreen", u"Ctrl+I", None))
#endif // QT_CONFIG(shortcut)
        pass
    # retranslateUi

