"""How confidential text is kept; the migrations of 0.1.0 know the field by this name."""

from consult.crypto.fields import EncryptedTextField
