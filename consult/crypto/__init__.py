"""How confidential text is kept: keys, the encrypted field, streams of files, receipt codes.

The migrations of 0.1.0 know the field by this name.
"""

from consult.crypto.fields import EncryptedTextField
