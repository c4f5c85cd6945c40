"""What robots are told in tests, and their signature, worked out apart from the code."""

import base64
import hashlib
import hmac

KEY, SECRET = "geheim-key-0001", "SECgeheim0002"
TEXT = "新咨询：1A2B3C4D"


def hmac_of(key, text):
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()
