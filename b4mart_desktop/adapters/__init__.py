"""The outside world, one package each. Drivers are imported here and nowhere else; no Qt, no shop rules.

    mongo        the shop's database, shared with the web store
    local        this counter's own files: replica, journal, desk
    documents    receipts and invoices as PDF
    devices      barcodes, folders and programs of this computer
    security     password and PIN hashes
    files        product lists to import
    demo         the demo store
    diagnostics  what `doctor` checks

Each implements Protocols of ``services.ports`` and raises ``AdapterError`` where the outside world says no.
"""
