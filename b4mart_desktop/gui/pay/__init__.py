"""The pay screen: tenders, change, receipt. What is due is settled by services."""
