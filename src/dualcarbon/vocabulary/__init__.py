"""Names and units of the trade, each declared once, and the record of a fault."""
