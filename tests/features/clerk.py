"""What a clerk does at the running program, by keys alone, each deed done when this returns.

Knows the keys of the program; what came of it is read from the counter's files.
"""

from collections.abc import Callable

from b4mart_desktop.domain.cart import Cart, CartLine
from b4mart_desktop.domain.sale import Sale
from tests.features.screen import Screen
from tests.program import Program, until

_TRIES = 6
_TRY_SECONDS = 3.0


class Clerk:
    """Works at ``program``, which shows itself on ``screen``."""

    def __init__(self, screen: Screen, program: Program) -> None:
        self._screen = screen
        self._files = program.files

    # ------------------------------------------------------------ signing in

    def open_till(self, pin: str, opening_float: str) -> None:
        """Signs the first person of the list in by PIN and opens the till."""

        def sign_in() -> None:
            self._screen.press("Escape", "space")
            self._screen.type(pin)

        self._open_till(sign_in, opening_float)

    def open_till_by_badge(self, badge: str, opening_float: str) -> None:
        """Signs in by badge and opens the till."""
        self._open_till(lambda: self._screen.scan(badge), opening_float)

    def _open_till(self, sign_in: Callable[[], None], opening_float: str) -> None:
        """Nothing outside tells when the names can be pressed, so this tries until the till is open.

        Keys that come too early or twice do nothing.
        """
        until(self._files.register, "the register's name")
        for _ in range(_TRIES):
            sign_in()
            self._screen.press("ctrl+a")
            self._screen.type(opening_float)
            try:
                self._screen.change_after(self._confirm_float)
            except TimeoutError:
                continue
            return
        raise TimeoutError("the till did not open")

    def _confirm_float(self) -> None:
        self._screen.press("Return")
        until(self._files.shift, "an open till", _TRY_SECONDS)

    # ------------------------------------------------------------ the cart

    def cart(self) -> Cart:
        """Returns the open cart."""
        return until(self._files.cart, "a cart")

    def scan(self, code: str) -> CartLine:
        """Scans a code that is for sale and returns its line once there is one more piece of it."""
        before = self._pieces(code)
        self._screen.scan(code)
        until(lambda: self._pieces(code) > before, f"{code} in the cart")
        return self._line(code)

    def find(self, words: str) -> CartLine:
        """Types words, takes the first product found, and returns its line."""
        before = len(self.cart().lines)
        self._screen.enter(words)
        until(lambda: len(self.cart().lines) > before, f"a line for “{words}”")
        return self.cart().lines[-1]

    def choose_variant(self, words: str, title: str, digit: str, place: tuple[int, int]) -> CartLine:
        """Finds a product in two variants by words, takes an option by its digit and one by mouse."""
        before = len(self.cart().lines)
        self._screen.enter(words)
        self._screen.wait_for_window(title)
        self._screen.press(digit)
        self._screen.settle()
        self._screen.click(*place)
        until(lambda: len(self.cart().lines) > before, f"a line for “{words}”")
        self._screen.wait_for_window("B4Mart")
        return self.cart().lines[-1]

    def set_quantity(self, quantity: int) -> None:
        """Enters the quantity of the chosen line."""
        self._screen.press("F6")
        self._screen.wait_for_window("Quantity of")
        self._screen.press("ctrl+a")
        self._screen.enter(str(quantity))
        until(lambda: quantity in [line.quantity for line in self.cart().lines], f"{quantity} pieces")
        self._screen.wait_for_window("B4Mart")

    def remove(self) -> None:
        """Removes the chosen line."""
        count = len(self.cart().lines)
        self._screen.press("Delete")
        until(lambda: len(self.cart().lines) < count, "one line less")

    def undo(self, wanted: Cart) -> None:
        """Takes the last step back; the lines are ``wanted``'s then."""
        self._screen.press("ctrl+z")
        until(lambda: self.cart().lines == wanted.lines, "the lines as before")

    def hold(self) -> None:
        """Puts the cart aside."""
        self._screen.press("F4")
        until(lambda: self._files.held() and not self.cart().lines, "the cart put aside")

    def recall(self) -> None:
        """Goes on with the newest cart put aside."""
        self._screen.press("F5")
        self._screen.wait_for_window("Go on with which sale?")
        self._screen.press("space")
        until(lambda: self.cart().lines and not self._files.held(), "the cart back")
        self._screen.wait_for_window("B4Mart")

    def choose_customer(self, name: str) -> None:
        """Sells to the customer with that name."""
        self._screen.press("F3")
        self._screen.wait_for_window("Customer")
        self._screen.enter(name)
        until(lambda: self.cart().customer_name, "a customer")
        self._screen.wait_for_window("B4Mart")

    # ------------------------------------------------------------ paying

    def pay_cash(self, amount: str) -> Sale:
        """Takes that much cash and returns the sale once its receipt is on disk."""
        self._screen.change_after(lambda: self._screen.press("F9"))
        return self._sold(lambda: self._screen.enter(amount))

    def pay_exactly(self) -> Sale:
        """Takes exactly what is due in cash."""
        return self._sold(lambda: self._screen.press("F12"))

    def pay_as(self, badge: str) -> Sale:
        """Signs in by badge at the till that was left open, and takes exactly what is due in cash.

        Nothing outside tells when a badge can be scanned, so this tries until the sale is made.
        """
        count = len(self._files.sales())
        for _ in range(_TRIES):
            self._screen.scan(badge)
            self._screen.press("F12")
            try:
                until(lambda: len(self._files.sales()) > count, "a sale", _TRY_SECONDS)
            except TimeoutError:
                continue
            return self._files.sales()[-1]
        raise TimeoutError("no sale was made")

    def serve_next(self) -> None:
        """Leaves the receipt for the next customer."""
        self._screen.press("F9")

    def _sold(self, deed: Callable[[], None]) -> Sale:
        count = len(self._files.sales())
        deed()
        until(lambda: len(self._files.sales()) > count, "a sale in the journal")
        sale = self._files.sales()[-1]
        until(lambda: self._files.documents(f"receipt-{sale.order.receipt_number}.pdf"), "the receipt")
        return sale

    def _line(self, code: str) -> CartLine:
        return next(line for line in self.cart().lines if line.product.code == code)

    def _pieces(self, code: str) -> int:
        cart = self._files.cart()
        return sum(line.quantity for line in cart.lines if line.product.code == code) if cart else 0
