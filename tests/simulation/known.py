"""Seeds that fail for a reason that is known; each goes when its reason does."""

FLAPPING = (
    "A label that is dropped and then made again on use, within the vendor's lag, is planned anew until the "
    "lag is over: the deletion in the journal outweighs the later use."
)
HEIRLESS = (
    "A former label is taken off before the label that takes its place was read back: whom the vendor "
    "skipped in silence loses both."
)
KNOWN: dict[tuple[str, int], str] = {
    ("highlevel", 161): HEIRLESS,
}
