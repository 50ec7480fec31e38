"""Finished documents as PDF: receipts on 80 mm paper and A4 invoices, drawn with reportlab.

Belongs here: fonts, formatting, wording and layout of documents. Amounts do not: they are printed as the
``Receipt`` record says them. The modules import reportlab and babel (300 ms): import them after the first
paint only.
"""
