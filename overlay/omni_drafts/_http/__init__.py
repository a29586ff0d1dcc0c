"""HTTP below httpx: attempts in a transport, with the rate limit, retries and deadlines."""
