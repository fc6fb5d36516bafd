"""Settings: the desk, rates, policies, products, own fields, backups, look and language."""
