"""How things look: tokens, theme, icons, and how amounts and dates are written. No widgets, no services."""
