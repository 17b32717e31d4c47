"""The rows of `tests.sandbox.rows_kirimchat`, by what they are about."""
