"""What the client costs to import, to call and to decode with, beside what else could be used."""
