# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'customer_dialog.ui'
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
    QHBoxLayout, QLabel, QLineEdit, QListView,
    QPushButton, QSizePolicy, QSpacerItem, QStackedWidget,
    QVBoxLayout, QWidget)

from b4mart_desktop.gui.widgets.empty_state import EmptyState

class Ui_CustomerDialog(object):
    def setupUi(self, CustomerDialog):
        if not CustomerDialog.objectName():
            CustomerDialog.setObjectName(u"CustomerDialog")
        self.root_layout = QVBoxLayout(CustomerDialog)
        self.root_layout.setSpacing(12)
        self.root_layout.setObjectName(u"root_layout")
        self.root_layout.setContentsMargins(24, 24, 24, 24)
        self.title_label = QLabel(CustomerDialog)
        self.title_label.setObjectName(u"title_label")
        self.title_label.setProperty(u"role", u"title")

        self.root_layout.addWidget(self.title_label)

        self.pages = QStackedWidget(CustomerDialog)
        self.pages.setObjectName(u"pages")
        self.find_page = QWidget()
        self.find_page.setObjectName(u"find_page")
        self.find_page_layout = QVBoxLayout(self.find_page)
        self.find_page_layout.setSpacing(0)
        self.find_page_layout.setObjectName(u"find_page_layout")
        self.find_page_layout.setContentsMargins(0, 0, 0, 0)
        self.search_layout = QVBoxLayout()
        self.search_layout.setObjectName(u"search_layout")

        self.find_page_layout.addLayout(self.search_layout)

        self.found_stack = QStackedWidget(self.find_page)
        self.found_stack.setObjectName(u"found_stack")
        self.found_page = QWidget()
        self.found_page.setObjectName(u"found_page")
        self.found_page_layout = QVBoxLayout(self.found_page)
        self.found_page_layout.setSpacing(0)
        self.found_page_layout.setObjectName(u"found_page_layout")
        self.found_page_layout.setContentsMargins(0, 0, 0, 0)
        self.found_view = QListView(self.found_page)
        self.found_view.setObjectName(u"found_view")
        self.found_view.setFrameShape(QFrame.Shape.NoFrame)
        self.found_view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.found_view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.found_view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

        self.found_page_layout.addWidget(self.found_view)

        self.found_stack.addWidget(self.found_page)
        self.none_page = QWidget()
        self.none_page.setObjectName(u"none_page")
        self.none_page_layout = QVBoxLayout(self.none_page)
        self.none_page_layout.setSpacing(0)
        self.none_page_layout.setObjectName(u"none_page_layout")
        self.none_page_layout.setContentsMargins(0, 0, 0, 0)
        self.none_state = EmptyState(self.none_page)
        self.none_state.setObjectName(u"none_state")

        self.none_page_layout.addWidget(self.none_state)

        self.found_stack.addWidget(self.none_page)

        self.find_page_layout.addWidget(self.found_stack)

        self.find_buttons = QHBoxLayout()
        self.find_buttons.setSpacing(8)
        self.find_buttons.setObjectName(u"find_buttons")
        self.find_buttons.setContentsMargins(0, 0, 0, 0)
        self.add_button = QPushButton(self.find_page)
        self.add_button.setObjectName(u"add_button")
        self.add_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.find_buttons.addWidget(self.add_button)

        self.find_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.find_buttons.addItem(self.find_spacer)

        self.cancel_button = QPushButton(self.find_page)
        self.cancel_button.setObjectName(u"cancel_button")
        self.cancel_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.find_buttons.addWidget(self.cancel_button)

        self.choose_button = QPushButton(self.find_page)
        self.choose_button.setObjectName(u"choose_button")
        self.choose_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.choose_button.setProperty(u"kind", u"primary")

        self.find_buttons.addWidget(self.choose_button)


        self.find_page_layout.addLayout(self.find_buttons)

        self.pages.addWidget(self.find_page)
        self.add_page = QWidget()
        self.add_page.setObjectName(u"add_page")
        self.add_page_layout = QVBoxLayout(self.add_page)
        self.add_page_layout.setSpacing(6)
        self.add_page_layout.setObjectName(u"add_page_layout")
        self.add_page_layout.setContentsMargins(0, 0, 0, 0)
        self.name_row = QHBoxLayout()
        self.name_row.setSpacing(12)
        self.name_row.setObjectName(u"name_row")
        self.name_row.setContentsMargins(0, 0, 0, 0)
        self.first_column = QVBoxLayout()
        self.first_column.setSpacing(4)
        self.first_column.setObjectName(u"first_column")
        self.first_column.setContentsMargins(0, 0, 0, 0)
        self.first_name_caption = QLabel(self.add_page)
        self.first_name_caption.setObjectName(u"first_name_caption")
        self.first_name_caption.setProperty(u"role", u"strong")

        self.first_column.addWidget(self.first_name_caption)

        self.first_name_edit = QLineEdit(self.add_page)
        self.first_name_edit.setObjectName(u"first_name_edit")

        self.first_column.addWidget(self.first_name_edit)

        self.first_name_error = QLabel(self.add_page)
        self.first_name_error.setObjectName(u"first_name_error")
        self.first_name_error.setProperty(u"role", u"error")

        self.first_column.addWidget(self.first_name_error)


        self.name_row.addLayout(self.first_column)

        self.last_column = QVBoxLayout()
        self.last_column.setSpacing(4)
        self.last_column.setObjectName(u"last_column")
        self.last_column.setContentsMargins(0, 0, 0, 0)
        self.last_name_caption = QLabel(self.add_page)
        self.last_name_caption.setObjectName(u"last_name_caption")
        self.last_name_caption.setProperty(u"role", u"strong")

        self.last_column.addWidget(self.last_name_caption)

        self.last_name_edit = QLineEdit(self.add_page)
        self.last_name_edit.setObjectName(u"last_name_edit")

        self.last_column.addWidget(self.last_name_edit)

        self.last_name_error = QLabel(self.add_page)
        self.last_name_error.setObjectName(u"last_name_error")
        self.last_name_error.setProperty(u"role", u"error")

        self.last_column.addWidget(self.last_name_error)


        self.name_row.addLayout(self.last_column)


        self.add_page_layout.addLayout(self.name_row)

        self.phone_caption = QLabel(self.add_page)
        self.phone_caption.setObjectName(u"phone_caption")
        self.phone_caption.setProperty(u"role", u"strong")

        self.add_page_layout.addWidget(self.phone_caption)

        self.phone_edit = QLineEdit(self.add_page)
        self.phone_edit.setObjectName(u"phone_edit")

        self.add_page_layout.addWidget(self.phone_edit)

        self.phone_error = QLabel(self.add_page)
        self.phone_error.setObjectName(u"phone_error")
        self.phone_error.setProperty(u"role", u"error")

        self.add_page_layout.addWidget(self.phone_error)

        self.email_caption = QLabel(self.add_page)
        self.email_caption.setObjectName(u"email_caption")
        self.email_caption.setProperty(u"role", u"strong")

        self.add_page_layout.addWidget(self.email_caption)

        self.email_edit = QLineEdit(self.add_page)
        self.email_edit.setObjectName(u"email_edit")

        self.add_page_layout.addWidget(self.email_edit)

        self.email_error = QLabel(self.add_page)
        self.email_error.setObjectName(u"email_error")
        self.email_error.setProperty(u"role", u"error")

        self.add_page_layout.addWidget(self.email_error)

        self.add_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.add_page_layout.addItem(self.add_spacer)

        self.add_buttons = QHBoxLayout()
        self.add_buttons.setSpacing(8)
        self.add_buttons.setObjectName(u"add_buttons")
        self.add_buttons.setContentsMargins(0, 0, 0, 0)
        self.back_button = QPushButton(self.add_page)
        self.back_button.setObjectName(u"back_button")
        self.back_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.add_buttons.addWidget(self.back_button)

        self.add_buttons_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.add_buttons.addItem(self.add_buttons_spacer)

        self.save_button = QPushButton(self.add_page)
        self.save_button.setObjectName(u"save_button")
        self.save_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.save_button.setProperty(u"kind", u"primary")

        self.add_buttons.addWidget(self.save_button)


        self.add_page_layout.addLayout(self.add_buttons)

        self.pages.addWidget(self.add_page)

        self.root_layout.addWidget(self.pages)


        self.retranslateUi(CustomerDialog)
    # setupUi

    def retranslateUi(self, CustomerDialog):
        self.title_label.setText(QCoreApplication.translate("CustomerDialog", u"Customer", None))
#if QT_CONFIG(accessibility)
        self.found_view.setAccessibleName(QCoreApplication.translate("CustomerDialog", u"Customers", None))
#endif // QT_CONFIG(accessibility)
        self.add_button.setText(QCoreApplication.translate("CustomerDialog", u"New customer", None))
#if QT_CONFIG(shortcut)
        self.add_button.setShortcut(QCoreApplication.translate("CustomerDialog", u"Shift+F3", None))
#endif // QT_CONFIG(shortcut)
        self.cancel_button.setText(QCoreApplication.translate("CustomerDialog", u"Cancel", None))
        self.choose_button.setText(QCoreApplication.translate("CustomerDialog", u"Choose", None))
        self.first_name_caption.setText(QCoreApplication.translate("CustomerDialog", u"First name", None))
#if QT_CONFIG(accessibility)
        self.first_name_edit.setAccessibleName(QCoreApplication.translate("CustomerDialog", u"First name", None))
#endif // QT_CONFIG(accessibility)
        self.first_name_error.setText("")
        self.last_name_caption.setText(QCoreApplication.translate("CustomerDialog", u"Last name", None))
#if QT_CONFIG(accessibility)
        self.last_name_edit.setAccessibleName(QCoreApplication.translate("CustomerDialog", u"Last name", None))
#endif // QT_CONFIG(accessibility)
        self.last_name_error.setText("")
        self.phone_caption.setText(QCoreApplication.translate("CustomerDialog", u"Phone (optional)", None))
#if QT_CONFIG(accessibility)
        self.phone_edit.setAccessibleName(QCoreApplication.translate("CustomerDialog", u"Phone (optional)", None))
#endif // QT_CONFIG(accessibility)
        self.phone_error.setText("")
        self.email_caption.setText(QCoreApplication.translate("CustomerDialog", u"E-mail (optional)", None))
#if QT_CONFIG(accessibility)
        self.email_edit.setAccessibleName(QCoreApplication.translate("CustomerDialog", u"E-mail (optional)", None))
#endif // QT_CONFIG(accessibility)
        self.email_error.setText("")
        self.back_button.setText(QCoreApplication.translate("CustomerDialog", u"Back", None))
        self.save_button.setText(QCoreApplication.translate("CustomerDialog", u"Add and choose", None))
        pass
    # retranslateUi

