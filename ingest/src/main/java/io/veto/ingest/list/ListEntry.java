package io.veto.ingest.list;

/**
 * An entry that is to be put into a list or taken out.
 *
 * @param key       of the value.
 * @param shown     how it may be shown.
 * @param expiresMs epoch milliseconds.
 * @param reason    UTF-8 text.
 */
record ListEntry(long key, String shown, long expiresMs, byte[] reason)
{
}
