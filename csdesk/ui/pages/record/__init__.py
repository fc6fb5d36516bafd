"""What the pages of an account and of a partner share: timeline, people, links, notes, history."""
