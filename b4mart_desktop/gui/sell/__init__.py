"""The sell screen: scanning, searching, tiles and the cart. Paying is another screen."""
