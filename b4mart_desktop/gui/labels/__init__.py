"""The room where shelf and product labels are chosen, looked at and printed."""
