"""What people do: one module a subject, written as plain ``async def`` or pure in-memory code.

May import ``domain``. The outside world is reached through the Protocols of ``ports``; Qt never.
"""
