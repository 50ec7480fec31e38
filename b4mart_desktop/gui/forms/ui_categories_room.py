# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'categories_room.ui'
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
from PySide6.QtWidgets import (QAbstractItemView, QApplication, QCheckBox, QFrame,
    QHBoxLayout, QHeaderView, QLabel, QLineEdit,
    QPushButton, QSizePolicy, QSpacerItem, QStackedWidget,
    QVBoxLayout, QWidget)

from b4mart_desktop.gui.widgets.arranged_tree import ArrangedTree
from b4mart_desktop.gui.widgets.empty_state import EmptyState

class Ui_CategoriesRoom(object):
    def setupUi(self, CategoriesRoom):
        if not CategoriesRoom.objectName():
            CategoriesRoom.setObjectName(u"CategoriesRoom")
        CategoriesRoom.setProperty(u"kind", u"page")
        self.root_layout = QVBoxLayout(CategoriesRoom)
        self.root_layout.setSpacing(16)
        self.root_layout.setObjectName(u"root_layout")
        self.root_layout.setContentsMargins(24, 20, 24, 24)
        self.head_layout = QHBoxLayout()
        self.head_layout.setSpacing(8)
        self.head_layout.setObjectName(u"head_layout")
        self.head_layout.setContentsMargins(0, 0, 0, 0)
        self.title_label = QLabel(CategoriesRoom)
        self.title_label.setObjectName(u"title_label")
        self.title_label.setProperty(u"role", u"title")

        self.head_layout.addWidget(self.title_label)

        self.count_label = QLabel(CategoriesRoom)
        self.count_label.setObjectName(u"count_label")
        self.count_label.setProperty(u"role", u"muted")

        self.head_layout.addWidget(self.count_label)

        self.head_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.head_layout.addItem(self.head_spacer)

        self.taxonomy_button = QPushButton(CategoriesRoom)
        self.taxonomy_button.setObjectName(u"taxonomy_button")
        self.taxonomy_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.head_layout.addWidget(self.taxonomy_button)

        self.add_button = QPushButton(CategoriesRoom)
        self.add_button.setObjectName(u"add_button")
        self.add_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.add_button.setProperty(u"kind", u"primary")

        self.head_layout.addWidget(self.add_button)


        self.root_layout.addLayout(self.head_layout)

        self.body_layout = QHBoxLayout()
        self.body_layout.setSpacing(16)
        self.body_layout.setObjectName(u"body_layout")
        self.body_layout.setContentsMargins(0, 0, 0, 0)
        self.tree_card = QFrame(CategoriesRoom)
        self.tree_card.setObjectName(u"tree_card")
        self.tree_card.setProperty(u"kind", u"card")
        self.tree_card_layout = QVBoxLayout(self.tree_card)
        self.tree_card_layout.setSpacing(0)
        self.tree_card_layout.setObjectName(u"tree_card_layout")
        self.tree_card_layout.setContentsMargins(1, 1, 1, 1)
        self.filter_frame = QFrame(self.tree_card)
        self.filter_frame.setObjectName(u"filter_frame")
        self.filter_frame.setProperty(u"kind", u"plain")
        self.filter_frame_layout = QHBoxLayout(self.filter_frame)
        self.filter_frame_layout.setSpacing(4)
        self.filter_frame_layout.setObjectName(u"filter_frame_layout")
        self.filter_frame_layout.setContentsMargins(12, 12, 12, 8)
        self.filter_field = QLineEdit(self.filter_frame)
        self.filter_field.setObjectName(u"filter_field")
        self.filter_field.setClearButtonEnabled(True)

        self.filter_frame_layout.addWidget(self.filter_field)

        self.up_button = QPushButton(self.filter_frame)
        self.up_button.setObjectName(u"up_button")
        self.up_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.up_button.setProperty(u"kind", u"icon")
        self.up_button.setMinimumSize(QSize(44, 44))
        self.up_button.setMaximumSize(QSize(44, 44))

        self.filter_frame_layout.addWidget(self.up_button)

        self.down_button = QPushButton(self.filter_frame)
        self.down_button.setObjectName(u"down_button")
        self.down_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.down_button.setProperty(u"kind", u"icon")
        self.down_button.setMinimumSize(QSize(44, 44))
        self.down_button.setMaximumSize(QSize(44, 44))

        self.filter_frame_layout.addWidget(self.down_button)

        self.out_button = QPushButton(self.filter_frame)
        self.out_button.setObjectName(u"out_button")
        self.out_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.out_button.setProperty(u"kind", u"icon")
        self.out_button.setMinimumSize(QSize(44, 44))
        self.out_button.setMaximumSize(QSize(44, 44))

        self.filter_frame_layout.addWidget(self.out_button)

        self.in_button = QPushButton(self.filter_frame)
        self.in_button.setObjectName(u"in_button")
        self.in_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.in_button.setProperty(u"kind", u"icon")
        self.in_button.setMinimumSize(QSize(44, 44))
        self.in_button.setMaximumSize(QSize(44, 44))

        self.filter_frame_layout.addWidget(self.in_button)


        self.tree_card_layout.addWidget(self.filter_frame)

        self.tree_stack = QStackedWidget(self.tree_card)
        self.tree_stack.setObjectName(u"tree_stack")
        self.tree_page = QWidget()
        self.tree_page.setObjectName(u"tree_page")
        self.tree_page_layout = QVBoxLayout(self.tree_page)
        self.tree_page_layout.setSpacing(0)
        self.tree_page_layout.setObjectName(u"tree_page_layout")
        self.tree_page_layout.setContentsMargins(0, 0, 0, 0)
        self.tree_view = ArrangedTree(self.tree_page)
        self.tree_view.setObjectName(u"tree_view")
        self.tree_view.setFrameShape(QFrame.Shape.NoFrame)
        self.tree_view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.tree_view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree_view.setDragEnabled(True)
        self.tree_view.setAcceptDrops(True)
        self.tree_view.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.tree_view.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.tree_view.setUniformRowHeights(True)
        self.tree_view.setHeaderHidden(True)

        self.tree_page_layout.addWidget(self.tree_view)

        self.tree_stack.addWidget(self.tree_page)
        self.state_page = QWidget()
        self.state_page.setObjectName(u"state_page")
        self.state_page_layout = QVBoxLayout(self.state_page)
        self.state_page_layout.setSpacing(0)
        self.state_page_layout.setObjectName(u"state_page_layout")
        self.state_page_layout.setContentsMargins(0, 0, 0, 0)
        self.tree_state = EmptyState(self.state_page)
        self.tree_state.setObjectName(u"tree_state")

        self.state_page_layout.addWidget(self.tree_state)

        self.tree_stack.addWidget(self.state_page)

        self.tree_card_layout.addWidget(self.tree_stack)


        self.body_layout.addWidget(self.tree_card)

        self.detail_card = QFrame(CategoriesRoom)
        self.detail_card.setObjectName(u"detail_card")
        self.detail_card.setProperty(u"kind", u"card")
        self.detail_card.setMinimumSize(QSize(440, 0))
        self.detail_card.setMaximumSize(QSize(440, 16777215))
        self.detail_card_layout = QVBoxLayout(self.detail_card)
        self.detail_card_layout.setSpacing(6)
        self.detail_card_layout.setObjectName(u"detail_card_layout")
        self.detail_card_layout.setContentsMargins(20, 20, 20, 20)
        self.path_label = QLabel(self.detail_card)
        self.path_label.setObjectName(u"path_label")
        self.path_label.setProperty(u"role", u"small")
        self.path_label.setWordWrap(True)

        self.detail_card_layout.addWidget(self.path_label)

        self.name_title = QLabel(self.detail_card)
        self.name_title.setObjectName(u"name_title")
        self.name_title.setProperty(u"role", u"subtitle")
        self.name_title.setWordWrap(True)

        self.detail_card_layout.addWidget(self.name_title)

        self.products_label = QLabel(self.detail_card)
        self.products_label.setObjectName(u"products_label")
        self.products_label.setProperty(u"role", u"muted")
        self.products_label.setWordWrap(True)

        self.detail_card_layout.addWidget(self.products_label)

        self.gap1 = QSpacerItem(1, 8, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.detail_card_layout.addItem(self.gap1)

        self.name_caption = QLabel(self.detail_card)
        self.name_caption.setObjectName(u"name_caption")
        self.name_caption.setProperty(u"role", u"caption")

        self.detail_card_layout.addWidget(self.name_caption)

        self.name_field = QLineEdit(self.detail_card)
        self.name_field.setObjectName(u"name_field")

        self.detail_card_layout.addWidget(self.name_field)

        self.slug_caption = QLabel(self.detail_card)
        self.slug_caption.setObjectName(u"slug_caption")
        self.slug_caption.setProperty(u"role", u"caption")

        self.detail_card_layout.addWidget(self.slug_caption)

        self.slug_field = QLineEdit(self.detail_card)
        self.slug_field.setObjectName(u"slug_field")

        self.detail_card_layout.addWidget(self.slug_field)

        self.slug_note = QLabel(self.detail_card)
        self.slug_note.setObjectName(u"slug_note")
        self.slug_note.setProperty(u"role", u"small")
        self.slug_note.setWordWrap(True)

        self.detail_card_layout.addWidget(self.slug_note)

        self.gap2 = QSpacerItem(1, 8, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.detail_card_layout.addItem(self.gap2)

        self.picture_layout = QVBoxLayout()
        self.picture_layout.setObjectName(u"picture_layout")

        self.detail_card_layout.addLayout(self.picture_layout)

        self.gap3 = QSpacerItem(1, 8, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.detail_card_layout.addItem(self.gap3)

        self.active_check = QCheckBox(self.detail_card)
        self.active_check.setObjectName(u"active_check")

        self.detail_card_layout.addWidget(self.active_check)

        self.detail_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.detail_card_layout.addItem(self.detail_spacer)

        self.more_layout = QHBoxLayout()
        self.more_layout.setSpacing(8)
        self.more_layout.setObjectName(u"more_layout")
        self.more_layout.setContentsMargins(0, 0, 0, 0)
        self.child_button = QPushButton(self.detail_card)
        self.child_button.setObjectName(u"child_button")
        self.child_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.more_layout.addWidget(self.child_button)

        self.show_button = QPushButton(self.detail_card)
        self.show_button.setObjectName(u"show_button")
        self.show_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.more_layout.addWidget(self.show_button)

        self.more_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.more_layout.addItem(self.more_spacer)


        self.detail_card_layout.addLayout(self.more_layout)

        self.buttons_layout = QHBoxLayout()
        self.buttons_layout.setSpacing(8)
        self.buttons_layout.setObjectName(u"buttons_layout")
        self.buttons_layout.setContentsMargins(0, 0, 0, 0)
        self.merge_button = QPushButton(self.detail_card)
        self.merge_button.setObjectName(u"merge_button")
        self.merge_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.buttons_layout.addWidget(self.merge_button)

        self.remove_button = QPushButton(self.detail_card)
        self.remove_button.setObjectName(u"remove_button")
        self.remove_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.buttons_layout.addWidget(self.remove_button)

        self.buttons_spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.buttons_layout.addItem(self.buttons_spacer)

        self.save_button = QPushButton(self.detail_card)
        self.save_button.setObjectName(u"save_button")
        self.save_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.save_button.setProperty(u"kind", u"primary")

        self.buttons_layout.addWidget(self.save_button)


        self.detail_card_layout.addLayout(self.buttons_layout)


        self.body_layout.addWidget(self.detail_card)

        self.body_layout.setStretch(0, 1)

        self.root_layout.addLayout(self.body_layout)

        self.root_layout.setStretch(1, 1)

        self.retranslateUi(CategoriesRoom)
    # setupUi

    def retranslateUi(self, CategoriesRoom):
        self.title_label.setText(QCoreApplication.translate("CategoriesRoom", u"Categories", None))
        self.count_label.setText("")
        self.taxonomy_button.setText(QCoreApplication.translate("CategoriesRoom", u"Import categories\u2026", None))
        self.add_button.setText(QCoreApplication.translate("CategoriesRoom", u"New category", None))
#if QT_CONFIG(shortcut)
        self.add_button.setShortcut(QCoreApplication.translate("CategoriesRoom", u"Ctrl+N", None))
#endif // QT_CONFIG(shortcut)
        self.filter_field.setPlaceholderText(QCoreApplication.translate("CategoriesRoom", u"Find a category", None))
#if QT_CONFIG(accessibility)
        self.filter_field.setAccessibleName(QCoreApplication.translate("CategoriesRoom", u"Find a category", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(tooltip)
        self.up_button.setToolTip(QCoreApplication.translate("CategoriesRoom", u"Move up, also at the counters (Alt+Up)", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.up_button.setAccessibleName(QCoreApplication.translate("CategoriesRoom", u"Move up, also at the counters (Alt+Up)", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(shortcut)
        self.up_button.setShortcut(QCoreApplication.translate("CategoriesRoom", u"Alt+Up", None))
#endif // QT_CONFIG(shortcut)
#if QT_CONFIG(tooltip)
        self.down_button.setToolTip(QCoreApplication.translate("CategoriesRoom", u"Move down, also at the counters (Alt+Down)", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.down_button.setAccessibleName(QCoreApplication.translate("CategoriesRoom", u"Move down, also at the counters (Alt+Down)", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(shortcut)
        self.down_button.setShortcut(QCoreApplication.translate("CategoriesRoom", u"Alt+Down", None))
#endif // QT_CONFIG(shortcut)
#if QT_CONFIG(tooltip)
        self.out_button.setToolTip(QCoreApplication.translate("CategoriesRoom", u"Move out, one level up (Alt and the arrow)", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.out_button.setAccessibleName(QCoreApplication.translate("CategoriesRoom", u"Move out, one level up (Alt and the arrow)", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(shortcut)
        self.out_button.setShortcut(QCoreApplication.translate("CategoriesRoom", u"Alt+Left", None))
#endif // QT_CONFIG(shortcut)
#if QT_CONFIG(tooltip)
        self.in_button.setToolTip(QCoreApplication.translate("CategoriesRoom", u"Move below the one above (Alt and the arrow)", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.in_button.setAccessibleName(QCoreApplication.translate("CategoriesRoom", u"Move below the one above (Alt and the arrow)", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(shortcut)
        self.in_button.setShortcut(QCoreApplication.translate("CategoriesRoom", u"Alt+Right", None))
#endif // QT_CONFIG(shortcut)
#if QT_CONFIG(accessibility)
        self.tree_view.setAccessibleName(QCoreApplication.translate("CategoriesRoom", u"Categories", None))
#endif // QT_CONFIG(accessibility)
        self.path_label.setText("")
        self.name_title.setText("")
        self.products_label.setText("")
        self.name_caption.setText(QCoreApplication.translate("CategoriesRoom", u"Name", None))
#if QT_CONFIG(accessibility)
        self.name_field.setAccessibleName(QCoreApplication.translate("CategoriesRoom", u"Name", None))
#endif // QT_CONFIG(accessibility)
        self.slug_caption.setText(QCoreApplication.translate("CategoriesRoom", u"URL handle", None))
#if QT_CONFIG(accessibility)
        self.slug_field.setAccessibleName(QCoreApplication.translate("CategoriesRoom", u"URL handle", None))
#endif // QT_CONFIG(accessibility)
        self.slug_note.setText("")
        self.active_check.setText(QCoreApplication.translate("CategoriesRoom", u"Shown at the counters and in the web store", None))
        self.child_button.setText(QCoreApplication.translate("CategoriesRoom", u"New category below", None))
#if QT_CONFIG(shortcut)
        self.child_button.setShortcut(QCoreApplication.translate("CategoriesRoom", u"Ins", None))
#endif // QT_CONFIG(shortcut)
        self.show_button.setText(QCoreApplication.translate("CategoriesRoom", u"Show products", None))
#if QT_CONFIG(shortcut)
        self.show_button.setShortcut(QCoreApplication.translate("CategoriesRoom", u"Ctrl+Return", None))
#endif // QT_CONFIG(shortcut)
        self.merge_button.setText(QCoreApplication.translate("CategoriesRoom", u"Merge into\u2026", None))
        self.remove_button.setText(QCoreApplication.translate("CategoriesRoom", u"Remove", None))
#if QT_CONFIG(shortcut)
        self.remove_button.setShortcut(QCoreApplication.translate("CategoriesRoom", u"Del", None))
#endif // QT_CONFIG(shortcut)
        self.save_button.setText(QCoreApplication.translate("CategoriesRoom", u"Save", None))
#if QT_CONFIG(shortcut)
        self.save_button.setShortcut(QCoreApplication.translate("CategoriesRoom", u"Ctrl+S", None))
#endif // QT_CONFIG(shortcut)
        pass
    # retranslateUi

