"""Files in: bytes → rows → columns with a type each → drafts. Pure; nothing here knows the book."""
