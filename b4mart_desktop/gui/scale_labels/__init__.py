"""The room where managers say what the digits of their scales' labels mean."""
