"""Item models and the delegates that paint them: rows from services to views, no rules and no widgets."""
