# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'sign_in_screen.ui'
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
    QLineEdit, QProgressBar, QPushButton, QScrollArea,
    QSizePolicy, QSpacerItem, QVBoxLayout, QWidget)

from b4mart_desktop.gui.widgets.empty_state import EmptyState
from b4mart_desktop.gui.widgets.hugging_stack import HuggingStack
from b4mart_desktop.gui.widgets.picture import Picture

class Ui_SignInScreen(object):
    def setupUi(self, SignInScreen):
        if not SignInScreen.objectName():
            SignInScreen.setObjectName(u"SignInScreen")
        SignInScreen.setProperty(u"kind", u"page")
        self.root_layout = QHBoxLayout(SignInScreen)
        self.root_layout.setSpacing(0)
        self.root_layout.setObjectName(u"root_layout")
        self.root_layout.setContentsMargins(0, 0, 0, 0)
        self.brand_frame = QFrame(SignInScreen)
        self.brand_frame.setObjectName(u"brand_frame")
        self.brand_frame.setProperty(u"kind", u"brand")
        self.brand_frame.setMinimumSize(QSize(400, 0))
        self.brand_frame.setMaximumSize(QSize(400, 16777215))
        self.brand_frame_layout = QVBoxLayout(self.brand_frame)
        self.brand_frame_layout.setSpacing(12)
        self.brand_frame_layout.setObjectName(u"brand_frame_layout")
        self.brand_frame_layout.setContentsMargins(40, 48, 40, 40)
        self.brand_icon = Picture(self.brand_frame)
        self.brand_icon.setObjectName(u"brand_icon")

        self.brand_frame_layout.addWidget(self.brand_icon)

        self.brand_label = QLabel(self.brand_frame)
        self.brand_label.setObjectName(u"brand_label")
        self.brand_label.setProperty(u"role", u"display")

        self.brand_frame_layout.addWidget(self.brand_label)

        self.store_label = QLabel(self.brand_frame)
        self.store_label.setObjectName(u"store_label")
        self.store_label.setProperty(u"role", u"lead")

        self.brand_frame_layout.addWidget(self.store_label)

        self.brand_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.brand_frame_layout.addItem(self.brand_spacer)

        self.demo_frame = QFrame(self.brand_frame)
        self.demo_frame.setObjectName(u"demo_frame")
        self.demo_frame.setProperty(u"kind", u"brand_box")
        self.demo_frame_layout = QVBoxLayout(self.demo_frame)
        self.demo_frame_layout.setSpacing(8)
        self.demo_frame_layout.setObjectName(u"demo_frame_layout")
        self.demo_frame_layout.setContentsMargins(16, 16, 16, 8)
        self.demo_title = QLabel(self.demo_frame)
        self.demo_title.setObjectName(u"demo_title")
        self.demo_title.setProperty(u"role", u"strong")

        self.demo_frame_layout.addWidget(self.demo_title)

        self.demo_label = QLabel(self.demo_frame)
        self.demo_label.setObjectName(u"demo_label")
        self.demo_label.setProperty(u"role", u"small")

        self.demo_frame_layout.addWidget(self.demo_label)


        self.brand_frame_layout.addWidget(self.demo_frame)

        self.register_label = QLabel(self.brand_frame)
        self.register_label.setObjectName(u"register_label")
        self.register_label.setProperty(u"role", u"small")

        self.brand_frame_layout.addWidget(self.register_label)


        self.root_layout.addWidget(self.brand_frame)

        self.before_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.root_layout.addItem(self.before_spacer)

        self.middle_layout = QVBoxLayout()
        self.middle_layout.setSpacing(0)
        self.middle_layout.setObjectName(u"middle_layout")
        self.middle_layout.setContentsMargins(24, 24, 24, 24)
        self.above_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.middle_layout.addItem(self.above_spacer)

        self.sign_in_card = QFrame(SignInScreen)
        self.sign_in_card.setObjectName(u"sign_in_card")
        self.sign_in_card.setProperty(u"kind", u"card")
        self.sign_in_card.setMinimumSize(QSize(480, 0))
        self.sign_in_card.setMaximumSize(QSize(480, 16777215))
        sizePolicy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        sizePolicy.setHorizontalStretch(0)
        sizePolicy.setVerticalStretch(0)
        sizePolicy.setHeightForWidth(self.sign_in_card.sizePolicy().hasHeightForWidth())
        self.sign_in_card.setSizePolicy(sizePolicy)
        self.sign_in_card_layout = QVBoxLayout(self.sign_in_card)
        self.sign_in_card_layout.setSpacing(0)
        self.sign_in_card_layout.setObjectName(u"sign_in_card_layout")
        self.sign_in_card_layout.setContentsMargins(32, 32, 32, 24)
        self.pages = HuggingStack(self.sign_in_card)
        self.pages.setObjectName(u"pages")
        self.people_page = QWidget()
        self.people_page.setObjectName(u"people_page")
        self.people_page_layout = QVBoxLayout(self.people_page)
        self.people_page_layout.setSpacing(4)
        self.people_page_layout.setObjectName(u"people_page_layout")
        self.people_page_layout.setContentsMargins(0, 0, 0, 0)
        self.people_title = QLabel(self.people_page)
        self.people_title.setObjectName(u"people_title")
        self.people_title.setProperty(u"role", u"title")

        self.people_page_layout.addWidget(self.people_title)

        self.people_hint = QLabel(self.people_page)
        self.people_hint.setObjectName(u"people_hint")
        self.people_hint.setProperty(u"role", u"muted")

        self.people_page_layout.addWidget(self.people_hint)

        self.people_gap = QSpacerItem(0, 16, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.people_page_layout.addItem(self.people_gap)

        self.people_area = QScrollArea(self.people_page)
        self.people_area.setObjectName(u"people_area")
        self.people_area.setWidgetResizable(True)
        self.people_area.setFrameShape(QFrame.Shape.NoFrame)
        self.people_holder = QWidget()
        self.people_holder.setObjectName(u"people_holder")
        self.people_holder.setProperty(u"kind", u"clear")
        self.people_layout = QVBoxLayout(self.people_holder)
        self.people_layout.setSpacing(8)
        self.people_layout.setObjectName(u"people_layout")
        self.people_layout.setContentsMargins(0, 0, 0, 0)
        self.people_area.setWidget(self.people_holder)

        self.people_page_layout.addWidget(self.people_area)

        self.to_password_gap = QSpacerItem(0, 4, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.people_page_layout.addItem(self.to_password_gap)

        self.to_password_button = QPushButton(self.people_page)
        self.to_password_button.setObjectName(u"to_password_button")
        self.to_password_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.to_password_button.setProperty(u"kind", u"quiet")

        self.people_page_layout.addWidget(self.to_password_button)

        self.pages.addWidget(self.people_page)
        self.pin_page = QWidget()
        self.pin_page.setObjectName(u"pin_page")
        self.pin_page_layout = QVBoxLayout(self.pin_page)
        self.pin_page_layout.setSpacing(16)
        self.pin_page_layout.setObjectName(u"pin_page_layout")
        self.pin_page_layout.setContentsMargins(0, 0, 0, 0)
        self.pin_head = QHBoxLayout()
        self.pin_head.setSpacing(8)
        self.pin_head.setObjectName(u"pin_head")
        self.pin_head.setContentsMargins(0, 0, 0, 0)
        self.pin_back_button = QPushButton(self.pin_page)
        self.pin_back_button.setObjectName(u"pin_back_button")
        self.pin_back_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.pin_back_button.setProperty(u"kind", u"icon")

        self.pin_head.addWidget(self.pin_back_button)

        self.pin_title = QLabel(self.pin_page)
        self.pin_title.setObjectName(u"pin_title")
        self.pin_title.setProperty(u"role", u"title")

        self.pin_head.addWidget(self.pin_title)

        self.pin_head_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.pin_head.addItem(self.pin_head_spacer)


        self.pin_page_layout.addLayout(self.pin_head)

        self.pin_layout = QVBoxLayout()
        self.pin_layout.setObjectName(u"pin_layout")

        self.pin_page_layout.addLayout(self.pin_layout)

        self.pin_password_button = QPushButton(self.pin_page)
        self.pin_password_button.setObjectName(u"pin_password_button")
        self.pin_password_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.pin_password_button.setProperty(u"kind", u"quiet")

        self.pin_page_layout.addWidget(self.pin_password_button)

        self.pages.addWidget(self.pin_page)
        self.password_page = QWidget()
        self.password_page.setObjectName(u"password_page")
        self.password_page_layout = QVBoxLayout(self.password_page)
        self.password_page_layout.setSpacing(8)
        self.password_page_layout.setObjectName(u"password_page_layout")
        self.password_page_layout.setContentsMargins(0, 0, 0, 0)
        self.password_head = QHBoxLayout()
        self.password_head.setSpacing(8)
        self.password_head.setObjectName(u"password_head")
        self.password_head.setContentsMargins(0, 0, 0, 0)
        self.password_back_button = QPushButton(self.password_page)
        self.password_back_button.setObjectName(u"password_back_button")
        self.password_back_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.password_back_button.setProperty(u"kind", u"icon")

        self.password_head.addWidget(self.password_back_button)

        self.password_title = QLabel(self.password_page)
        self.password_title.setObjectName(u"password_title")
        self.password_title.setProperty(u"role", u"title")

        self.password_head.addWidget(self.password_title)

        self.password_head_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.password_head.addItem(self.password_head_spacer)


        self.password_page_layout.addLayout(self.password_head)

        self.email_gap = QSpacerItem(0, 4, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.password_page_layout.addItem(self.email_gap)

        self.email_caption = QLabel(self.password_page)
        self.email_caption.setObjectName(u"email_caption")
        self.email_caption.setProperty(u"role", u"strong")

        self.password_page_layout.addWidget(self.email_caption)

        self.email_edit = QLineEdit(self.password_page)
        self.email_edit.setObjectName(u"email_edit")

        self.password_page_layout.addWidget(self.email_edit)

        self.password_gap = QSpacerItem(0, 4, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.password_page_layout.addItem(self.password_gap)

        self.password_caption = QLabel(self.password_page)
        self.password_caption.setObjectName(u"password_caption")
        self.password_caption.setProperty(u"role", u"strong")

        self.password_page_layout.addWidget(self.password_caption)

        self.password_edit = QLineEdit(self.password_page)
        self.password_edit.setObjectName(u"password_edit")
        self.password_edit.setEchoMode(QLineEdit.EchoMode.Password)

        self.password_page_layout.addWidget(self.password_edit)

        self.error_label = QLabel(self.password_page)
        self.error_label.setObjectName(u"error_label")
        self.error_label.setProperty(u"role", u"error")

        self.password_page_layout.addWidget(self.error_label)

        self.sign_in_gap = QSpacerItem(0, 4, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.password_page_layout.addItem(self.sign_in_gap)

        self.sign_in_button = QPushButton(self.password_page)
        self.sign_in_button.setObjectName(u"sign_in_button")
        self.sign_in_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.sign_in_button.setProperty(u"kind", u"primary")
        self.sign_in_button.setProperty(u"scale", u"lg")

        self.password_page_layout.addWidget(self.sign_in_button)

        self.pages.addWidget(self.password_page)
        self.wait_page = QWidget()
        self.wait_page.setObjectName(u"wait_page")
        self.wait_page_layout = QVBoxLayout(self.wait_page)
        self.wait_page_layout.setSpacing(0)
        self.wait_page_layout.setObjectName(u"wait_page_layout")
        self.wait_page_layout.setContentsMargins(0, 0, 0, 0)
        self.wait_state = EmptyState(self.wait_page)
        self.wait_state.setObjectName(u"wait_state")

        self.wait_page_layout.addWidget(self.wait_state)

        self.progress_bar = QProgressBar(self.wait_page)
        self.progress_bar.setObjectName(u"progress_bar")
        self.progress_bar.setTextVisible(False)

        self.wait_page_layout.addWidget(self.progress_bar)

        self.cancel_gap = QSpacerItem(0, 16, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.wait_page_layout.addItem(self.cancel_gap)

        self.cancel_row = QHBoxLayout()
        self.cancel_row.setSpacing(8)
        self.cancel_row.setObjectName(u"cancel_row")
        self.cancel_row.setContentsMargins(0, 0, 0, 0)
        self.cancel_before = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.cancel_row.addItem(self.cancel_before)

        self.cancel_button = QPushButton(self.wait_page)
        self.cancel_button.setObjectName(u"cancel_button")
        self.cancel_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.cancel_row.addWidget(self.cancel_button)

        self.quit_button = QPushButton(self.wait_page)
        self.quit_button.setObjectName(u"quit_button")
        self.quit_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.cancel_row.addWidget(self.quit_button)

        self.cancel_after = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.cancel_row.addItem(self.cancel_after)


        self.wait_page_layout.addLayout(self.cancel_row)

        self.pages.addWidget(self.wait_page)

        self.sign_in_card_layout.addWidget(self.pages)


        self.middle_layout.addWidget(self.sign_in_card)

        self.below_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.middle_layout.addItem(self.below_spacer)


        self.root_layout.addLayout(self.middle_layout)

        self.after_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.root_layout.addItem(self.after_spacer)

        self.root_layout.setStretch(1, 1)
        self.root_layout.setStretch(3, 1)

        self.retranslateUi(SignInScreen)
    # setupUi

    def retranslateUi(self, SignInScreen):
        self.brand_label.setText(QCoreApplication.translate("SignInScreen", u"B4Mart", None))
        self.store_label.setText("")
        self.demo_title.setText(QCoreApplication.translate("SignInScreen", u"Demo store: sign in as", None))
        self.demo_label.setText("")
        self.register_label.setText("")
        self.people_title.setText(QCoreApplication.translate("SignInScreen", u"Who is at the counter?", None))
        self.people_hint.setText(QCoreApplication.translate("SignInScreen", u"Tap your name, or scan your badge.", None))
        self.to_password_button.setText(QCoreApplication.translate("SignInScreen", u"Sign in with e-mail and password", None))
        self.pin_back_button.setText("")
#if QT_CONFIG(tooltip)
        self.pin_back_button.setToolTip(QCoreApplication.translate("SignInScreen", u"Back", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.pin_back_button.setAccessibleName(QCoreApplication.translate("SignInScreen", u"Back", None))
#endif // QT_CONFIG(accessibility)
        self.pin_title.setText("")
        self.pin_password_button.setText(QCoreApplication.translate("SignInScreen", u"Use my password instead", None))
        self.password_back_button.setText("")
#if QT_CONFIG(tooltip)
        self.password_back_button.setToolTip(QCoreApplication.translate("SignInScreen", u"Back", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.password_back_button.setAccessibleName(QCoreApplication.translate("SignInScreen", u"Back", None))
#endif // QT_CONFIG(accessibility)
        self.password_title.setText(QCoreApplication.translate("SignInScreen", u"Sign in", None))
        self.email_caption.setText(QCoreApplication.translate("SignInScreen", u"E-mail", None))
#if QT_CONFIG(accessibility)
        self.email_edit.setAccessibleName(QCoreApplication.translate("SignInScreen", u"E-mail", None))
#endif // QT_CONFIG(accessibility)
        self.password_caption.setText(QCoreApplication.translate("SignInScreen", u"Password", None))
#if QT_CONFIG(accessibility)
        self.password_edit.setAccessibleName(QCoreApplication.translate("SignInScreen", u"Password", None))
#endif // QT_CONFIG(accessibility)
        self.error_label.setText("")
        self.sign_in_button.setText(QCoreApplication.translate("SignInScreen", u"Sign in", None))
#if QT_CONFIG(accessibility)
        self.progress_bar.setAccessibleName(QCoreApplication.translate("SignInScreen", u"How much is done", None))
#endif // QT_CONFIG(accessibility)
        self.cancel_button.setText(QCoreApplication.translate("SignInScreen", u"Cancel", None))
        self.quit_button.setText(QCoreApplication.translate("SignInScreen", u"Quit", None))
        pass
    # retranslateUi

