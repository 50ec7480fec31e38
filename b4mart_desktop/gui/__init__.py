"""Qt, and nothing but: what a person sees and touches. No prices, no rules, no drivers.

Top to bottom: `main_window` > one package a screen > `shared` > `models` > `forms` > `widgets` > `style`.
A screen never imports another screen.
"""
