"""MongoDB: the server, the connection, and how records become documents and come back.

    embedded     our own mongod, where the shop has none
    connect      from a URI to a client that was tried
    migrations   `prepare_database`: collections, validators (`schema`), indexes (`indexes`), version
    codec        records to documents and back; `errors`: what the driver raises, as `AdapterError`
    posting      journal entries into transactions; `stock`: quantities and their ledger, together
    replication  documents and their changes out, for the local replica
    orders, jobs, files, registers, products   one port each

Rules of the shop do not belong here.
"""
