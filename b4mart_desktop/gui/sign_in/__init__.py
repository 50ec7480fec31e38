"""Signing in: names with PIN, badge, or e-mail with password."""
