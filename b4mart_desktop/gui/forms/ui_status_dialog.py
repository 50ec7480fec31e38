# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'status_dialog.ui'
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
from PySide6.QtWidgets import (QAbstractItemView, QApplication, QDialog, QFrame,
    QHBoxLayout, QLabel, QListView, QProgressBar,
    QPushButton, QSizePolicy, QSpacerItem, QStackedWidget,
    QVBoxLayout, QWidget)

from b4mart_desktop.gui.widgets.empty_state import EmptyState
from b4mart_desktop.gui.widgets.picture import Picture

class Ui_StatusDialog(object):
    def setupUi(self, StatusDialog):
        if not StatusDialog.objectName():
            StatusDialog.setObjectName(u"StatusDialog")
        self.root_layout = QVBoxLayout(StatusDialog)
        self.root_layout.setSpacing(16)
        self.root_layout.setObjectName(u"root_layout")
        self.root_layout.setContentsMargins(24, 24, 24, 24)
        self.head_layout = QHBoxLayout()
        self.head_layout.setSpacing(12)
        self.head_layout.setObjectName(u"head_layout")
        self.head_layout.setContentsMargins(0, 0, 0, 0)
        self.state_icon = Picture(StatusDialog)
        self.state_icon.setObjectName(u"state_icon")

        self.head_layout.addWidget(self.state_icon)

        self.head_column = QVBoxLayout()
        self.head_column.setSpacing(2)
        self.head_column.setObjectName(u"head_column")
        self.head_column.setContentsMargins(0, 0, 0, 0)
        self.state_title = QLabel(StatusDialog)
        self.state_title.setObjectName(u"state_title")
        self.state_title.setProperty(u"role", u"title")

        self.head_column.addWidget(self.state_title)

        self.state_label = QLabel(StatusDialog)
        self.state_label.setObjectName(u"state_label")
        self.state_label.setProperty(u"role", u"muted")
        self.state_label.setWordWrap(True)

        self.head_column.addWidget(self.state_label)


        self.head_layout.addLayout(self.head_column)


        self.root_layout.addLayout(self.head_layout)

        self.facts_layout = QHBoxLayout()
        self.facts_layout.setSpacing(12)
        self.facts_layout.setObjectName(u"facts_layout")
        self.facts_layout.setContentsMargins(0, 0, 0, 0)
        self.database_frame = QFrame(StatusDialog)
        self.database_frame.setObjectName(u"database_frame")
        self.database_frame.setProperty(u"kind", u"sunken")
        sizePolicy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        sizePolicy.setHorizontalStretch(1)
        sizePolicy.setVerticalStretch(0)
        sizePolicy.setHeightForWidth(self.database_frame.sizePolicy().hasHeightForWidth())
        self.database_frame.setSizePolicy(sizePolicy)
        self.database_frame_layout = QVBoxLayout(self.database_frame)
        self.database_frame_layout.setSpacing(2)
        self.database_frame_layout.setObjectName(u"database_frame_layout")
        self.database_frame_layout.setContentsMargins(12, 10, 12, 10)
        self.database_caption = QLabel(self.database_frame)
        self.database_caption.setObjectName(u"database_caption")
        self.database_caption.setProperty(u"role", u"caption")

        self.database_frame_layout.addWidget(self.database_caption)

        self.database_label = QLabel(self.database_frame)
        self.database_label.setObjectName(u"database_label")
        self.database_label.setProperty(u"role", u"strong")
        self.database_label.setWordWrap(True)

        self.database_frame_layout.addWidget(self.database_label)

        self.database_detail = QLabel(self.database_frame)
        self.database_detail.setObjectName(u"database_detail")
        self.database_detail.setProperty(u"role", u"small")
        self.database_detail.setWordWrap(True)

        self.database_frame_layout.addWidget(self.database_detail)

        self.database_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.database_frame_layout.addItem(self.database_spacer)


        self.facts_layout.addWidget(self.database_frame)

        self.catalogue_frame = QFrame(StatusDialog)
        self.catalogue_frame.setObjectName(u"catalogue_frame")
        self.catalogue_frame.setProperty(u"kind", u"sunken")
        sizePolicy.setHeightForWidth(self.catalogue_frame.sizePolicy().hasHeightForWidth())
        self.catalogue_frame.setSizePolicy(sizePolicy)
        self.catalogue_frame_layout = QVBoxLayout(self.catalogue_frame)
        self.catalogue_frame_layout.setSpacing(2)
        self.catalogue_frame_layout.setObjectName(u"catalogue_frame_layout")
        self.catalogue_frame_layout.setContentsMargins(12, 10, 12, 10)
        self.catalogue_caption = QLabel(self.catalogue_frame)
        self.catalogue_caption.setObjectName(u"catalogue_caption")
        self.catalogue_caption.setProperty(u"role", u"caption")

        self.catalogue_frame_layout.addWidget(self.catalogue_caption)

        self.catalogue_label = QLabel(self.catalogue_frame)
        self.catalogue_label.setObjectName(u"catalogue_label")
        self.catalogue_label.setProperty(u"role", u"strong")
        self.catalogue_label.setWordWrap(True)

        self.catalogue_frame_layout.addWidget(self.catalogue_label)

        self.catalogue_detail = QLabel(self.catalogue_frame)
        self.catalogue_detail.setObjectName(u"catalogue_detail")
        self.catalogue_detail.setProperty(u"role", u"small")
        self.catalogue_detail.setWordWrap(True)

        self.catalogue_frame_layout.addWidget(self.catalogue_detail)

        self.load_bar = QProgressBar(self.catalogue_frame)
        self.load_bar.setObjectName(u"load_bar")
        self.load_bar.setTextVisible(False)

        self.catalogue_frame_layout.addWidget(self.load_bar)

        self.catalogue_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.catalogue_frame_layout.addItem(self.catalogue_spacer)


        self.facts_layout.addWidget(self.catalogue_frame)

        self.waiting_frame = QFrame(StatusDialog)
        self.waiting_frame.setObjectName(u"waiting_frame")
        self.waiting_frame.setProperty(u"kind", u"sunken")
        sizePolicy.setHeightForWidth(self.waiting_frame.sizePolicy().hasHeightForWidth())
        self.waiting_frame.setSizePolicy(sizePolicy)
        self.waiting_frame_layout = QVBoxLayout(self.waiting_frame)
        self.waiting_frame_layout.setSpacing(2)
        self.waiting_frame_layout.setObjectName(u"waiting_frame_layout")
        self.waiting_frame_layout.setContentsMargins(12, 10, 12, 10)
        self.waiting_caption = QLabel(self.waiting_frame)
        self.waiting_caption.setObjectName(u"waiting_caption")
        self.waiting_caption.setProperty(u"role", u"caption")

        self.waiting_frame_layout.addWidget(self.waiting_caption)

        self.waiting_label = QLabel(self.waiting_frame)
        self.waiting_label.setObjectName(u"waiting_label")
        self.waiting_label.setProperty(u"role", u"strong")
        self.waiting_label.setWordWrap(True)

        self.waiting_frame_layout.addWidget(self.waiting_label)

        self.waiting_detail = QLabel(self.waiting_frame)
        self.waiting_detail.setObjectName(u"waiting_detail")
        self.waiting_detail.setProperty(u"role", u"small")
        self.waiting_detail.setWordWrap(True)

        self.waiting_frame_layout.addWidget(self.waiting_detail)

        self.waiting_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.waiting_frame_layout.addItem(self.waiting_spacer)


        self.facts_layout.addWidget(self.waiting_frame)

        self.counters_frame = QFrame(StatusDialog)
        self.counters_frame.setObjectName(u"counters_frame")
        self.counters_frame.setProperty(u"kind", u"sunken")
        sizePolicy.setHeightForWidth(self.counters_frame.sizePolicy().hasHeightForWidth())
        self.counters_frame.setSizePolicy(sizePolicy)
        self.counters_frame_layout = QVBoxLayout(self.counters_frame)
        self.counters_frame_layout.setSpacing(2)
        self.counters_frame_layout.setObjectName(u"counters_frame_layout")
        self.counters_frame_layout.setContentsMargins(12, 10, 12, 10)
        self.counters_caption = QLabel(self.counters_frame)
        self.counters_caption.setObjectName(u"counters_caption")
        self.counters_caption.setProperty(u"role", u"caption")

        self.counters_frame_layout.addWidget(self.counters_caption)

        self.counters_label = QLabel(self.counters_frame)
        self.counters_label.setObjectName(u"counters_label")
        self.counters_label.setProperty(u"role", u"strong")
        self.counters_label.setWordWrap(True)

        self.counters_frame_layout.addWidget(self.counters_label)

        self.counters_detail = QLabel(self.counters_frame)
        self.counters_detail.setObjectName(u"counters_detail")
        self.counters_detail.setProperty(u"role", u"small")
        self.counters_detail.setWordWrap(True)

        self.counters_frame_layout.addWidget(self.counters_detail)

        self.counters_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.counters_frame_layout.addItem(self.counters_spacer)


        self.facts_layout.addWidget(self.counters_frame)


        self.root_layout.addLayout(self.facts_layout)

        self.body_layout = QHBoxLayout()
        self.body_layout.setSpacing(12)
        self.body_layout.setObjectName(u"body_layout")
        self.body_layout.setContentsMargins(0, 0, 0, 0)
        self.list_card = QFrame(StatusDialog)
        self.list_card.setObjectName(u"list_card")
        self.list_card.setProperty(u"kind", u"card")
        self.list_card_layout = QVBoxLayout(self.list_card)
        self.list_card_layout.setSpacing(0)
        self.list_card_layout.setObjectName(u"list_card_layout")
        self.list_card_layout.setContentsMargins(1, 8, 1, 8)
        self.list_stack = QStackedWidget(self.list_card)
        self.list_stack.setObjectName(u"list_stack")
        self.rows_page = QWidget()
        self.rows_page.setObjectName(u"rows_page")
        self.rows_page_layout = QVBoxLayout(self.rows_page)
        self.rows_page_layout.setSpacing(0)
        self.rows_page_layout.setObjectName(u"rows_page_layout")
        self.rows_page_layout.setContentsMargins(0, 0, 0, 0)
        self.rows_view = QListView(self.rows_page)
        self.rows_view.setObjectName(u"rows_view")
        self.rows_view.setFrameShape(QFrame.Shape.NoFrame)
        self.rows_view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.rows_view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows_view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

        self.rows_page_layout.addWidget(self.rows_view)

        self.list_stack.addWidget(self.rows_page)
        self.nothing_page = QWidget()
        self.nothing_page.setObjectName(u"nothing_page")
        self.nothing_page_layout = QVBoxLayout(self.nothing_page)
        self.nothing_page_layout.setSpacing(0)
        self.nothing_page_layout.setObjectName(u"nothing_page_layout")
        self.nothing_page_layout.setContentsMargins(0, 0, 0, 0)
        self.nothing_state = EmptyState(self.nothing_page)
        self.nothing_state.setObjectName(u"nothing_state")

        self.nothing_page_layout.addWidget(self.nothing_state)

        self.list_stack.addWidget(self.nothing_page)

        self.list_card_layout.addWidget(self.list_stack)


        self.body_layout.addWidget(self.list_card)

        self.detail_card = QFrame(StatusDialog)
        self.detail_card.setObjectName(u"detail_card")
        self.detail_card.setProperty(u"kind", u"card")
        self.detail_card.setMinimumSize(QSize(330, 0))
        self.detail_card.setMaximumSize(QSize(330, 16777215))
        self.detail_card_layout = QVBoxLayout(self.detail_card)
        self.detail_card_layout.setSpacing(4)
        self.detail_card_layout.setObjectName(u"detail_card_layout")
        self.detail_card_layout.setContentsMargins(16, 16, 16, 16)
        self.detail_title = QLabel(self.detail_card)
        self.detail_title.setObjectName(u"detail_title")
        self.detail_title.setProperty(u"role", u"subtitle")
        self.detail_title.setWordWrap(True)

        self.detail_card_layout.addWidget(self.detail_title)

        self.detail_since = QLabel(self.detail_card)
        self.detail_since.setObjectName(u"detail_since")
        self.detail_since.setProperty(u"role", u"small")
        self.detail_since.setWordWrap(True)

        self.detail_card_layout.addWidget(self.detail_since)

        self.why_gap = QSpacerItem(1, 10, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.detail_card_layout.addItem(self.why_gap)

        self.why_caption = QLabel(self.detail_card)
        self.why_caption.setObjectName(u"why_caption")
        self.why_caption.setProperty(u"role", u"caption")

        self.detail_card_layout.addWidget(self.why_caption)

        self.why_label = QLabel(self.detail_card)
        self.why_label.setObjectName(u"why_label")
        self.why_label.setWordWrap(True)
        self.why_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

        self.detail_card_layout.addWidget(self.why_label)

        self.advice_gap = QSpacerItem(1, 10, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.detail_card_layout.addItem(self.advice_gap)

        self.advice_caption = QLabel(self.detail_card)
        self.advice_caption.setObjectName(u"advice_caption")
        self.advice_caption.setProperty(u"role", u"caption")

        self.detail_card_layout.addWidget(self.advice_caption)

        self.advice_label = QLabel(self.detail_card)
        self.advice_label.setObjectName(u"advice_label")
        self.advice_label.setWordWrap(True)

        self.detail_card_layout.addWidget(self.advice_label)

        self.detail_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.detail_card_layout.addItem(self.detail_spacer)

        self.detail_buttons = QHBoxLayout()
        self.detail_buttons.setSpacing(8)
        self.detail_buttons.setObjectName(u"detail_buttons")
        self.detail_buttons.setContentsMargins(0, 0, 0, 0)
        self.copy_button = QPushButton(self.detail_card)
        self.copy_button.setObjectName(u"copy_button")
        self.copy_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.detail_buttons.addWidget(self.copy_button)

        self.detail_buttons_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.detail_buttons.addItem(self.detail_buttons_spacer)

        self.retry_button = QPushButton(self.detail_card)
        self.retry_button.setObjectName(u"retry_button")
        self.retry_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.detail_buttons.addWidget(self.retry_button)


        self.detail_card_layout.addLayout(self.detail_buttons)


        self.body_layout.addWidget(self.detail_card)

        self.body_layout.setStretch(0, 1)

        self.root_layout.addLayout(self.body_layout)

        self.foot_layout = QHBoxLayout()
        self.foot_layout.setSpacing(8)
        self.foot_layout.setObjectName(u"foot_layout")
        self.foot_layout.setContentsMargins(0, 0, 0, 0)
        self.more_label = QLabel(StatusDialog)
        self.more_label.setObjectName(u"more_label")
        self.more_label.setProperty(u"role", u"small")

        self.foot_layout.addWidget(self.more_label)

        self.foot_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.foot_layout.addItem(self.foot_spacer)

        self.retry_all_button = QPushButton(StatusDialog)
        self.retry_all_button.setObjectName(u"retry_all_button")
        self.retry_all_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.foot_layout.addWidget(self.retry_all_button)

        self.close_button = QPushButton(StatusDialog)
        self.close_button.setObjectName(u"close_button")
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.setProperty(u"kind", u"primary")

        self.foot_layout.addWidget(self.close_button)


        self.root_layout.addLayout(self.foot_layout)

        self.root_layout.setStretch(2, 1)

        self.retranslateUi(StatusDialog)
    # setupUi

    def retranslateUi(self, StatusDialog):
        self.state_title.setText(QCoreApplication.translate("StatusDialog", u"Live", None))
        self.state_label.setText("")
        self.database_caption.setText(QCoreApplication.translate("StatusDialog", u"Database", None))
        self.database_label.setText(QCoreApplication.translate("StatusDialog", u"\u2013", None))
        self.database_detail.setText("")
        self.catalogue_caption.setText(QCoreApplication.translate("StatusDialog", u"Catalogue on this counter", None))
        self.catalogue_label.setText(QCoreApplication.translate("StatusDialog", u"\u2013", None))
        self.catalogue_detail.setText("")
#if QT_CONFIG(accessibility)
        self.load_bar.setAccessibleName(QCoreApplication.translate("StatusDialog", u"How much of the catalogue is copied", None))
#endif // QT_CONFIG(accessibility)
        self.waiting_caption.setText(QCoreApplication.translate("StatusDialog", u"Not in the database yet", None))
        self.waiting_label.setText(QCoreApplication.translate("StatusDialog", u"\u2013", None))
        self.waiting_detail.setText("")
        self.counters_caption.setText(QCoreApplication.translate("StatusDialog", u"Registers", None))
        self.counters_label.setText(QCoreApplication.translate("StatusDialog", u"\u2013", None))
        self.counters_detail.setText("")
#if QT_CONFIG(accessibility)
        self.rows_view.setAccessibleName(QCoreApplication.translate("StatusDialog", u"What needs attention or waits", None))
#endif // QT_CONFIG(accessibility)
        self.detail_title.setText("")
        self.detail_since.setText("")
        self.why_caption.setText(QCoreApplication.translate("StatusDialog", u"Why", None))
        self.why_label.setText("")
        self.advice_caption.setText(QCoreApplication.translate("StatusDialog", u"What to do", None))
        self.advice_label.setText("")
        self.copy_button.setText(QCoreApplication.translate("StatusDialog", u"Copy details", None))
        self.retry_button.setText(QCoreApplication.translate("StatusDialog", u"Try again", None))
#if QT_CONFIG(shortcut)
        self.retry_button.setShortcut(QCoreApplication.translate("StatusDialog", u"Ctrl+R", None))
#endif // QT_CONFIG(shortcut)
        self.more_label.setText("")
        self.retry_all_button.setText(QCoreApplication.translate("StatusDialog", u"Try all again", None))
        self.close_button.setText(QCoreApplication.translate("StatusDialog", u"Close", None))
        pass
    # retranslateUi

