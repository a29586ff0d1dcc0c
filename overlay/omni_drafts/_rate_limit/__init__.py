"""The rate limit of an API key: how many requests may be sent in a sliding window, and where that is stored."""
