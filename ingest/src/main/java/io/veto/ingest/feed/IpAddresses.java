package io.veto.ingest.feed;

import java.util.Arrays;

/**
 * Reads IP addresses from their text, without asking any name service: IPv4 in dotted decimals, IPv6 as RFC 4291
 * section 2.2 writes it, zone index excluded. An IPv4 address is mapped into IPv6, {@code ::ffff:a.b.c.d}.
 * <p>
 * <b>Note:</b> stateless and safe from any thread. Allocates nothing.
 */
public final class IpAddresses
{
    /** Bytes of an address. */
    public static final int LENGTH = 16;

    private static final int IPV4_OFFSET = 12;
    private static final int GROUPS = 8;

    private IpAddresses()
    {
    }

    /**
     * Reads an address.
     *
     * @param text    to read.
     * @param address 16 bytes to write it into; undefined where the text is none.
     * @return true if the text is an address.
     */
    public static boolean parse(final CharSequence text, final byte[] address)
    {
        Arrays.fill(address, (byte)0);
        if (parseIpv4(text, 0, address, IPV4_OFFSET))
        {
            address[10] = (byte)0xFF;
            address[11] = (byte)0xFF;
            return true;
        }
        return parseIpv6(text, address);
    }

    private static boolean parseIpv6(final CharSequence text, final byte[] address)
    {
        final int length = text.length();
        int groups = 0;
        int gapAt = -1;
        int i = 0;
        if (length >= 2 && text.charAt(0) == ':' && text.charAt(1) == ':')
        {
            gapAt = 0;
            i = 2;
        }
        while (i < length)
        {
            if (groups == GROUPS)
            {
                return false;
            }
            if (groups <= GROUPS - 2 && parseIpv4(text, i, address, 2 * groups))
            {
                groups += 2;
                break;
            }
            final int end = groupEnd(text, i);
            if (end == i)
            {
                return false;
            }
            putGroup(text, i, end, address, 2 * groups++);
            if (end == length)
            {
                break;
            }
            if (text.charAt(end) != ':' || end + 1 == length)
            {
                return false;
            }
            i = end + 1;
            if (text.charAt(i) == ':')
            {
                if (gapAt >= 0)
                {
                    return false;
                }
                gapAt = groups;
                i++;
            }
        }
        return closeGap(address, groups, gapAt);
    }

    private static boolean closeGap(final byte[] address, final int groups, final int gapAt)
    {
        if (gapAt < 0 || groups == GROUPS)
        {
            return gapAt < 0 && groups == GROUPS;
        }
        final int tailLength = 2 * (groups - gapAt);
        System.arraycopy(address, 2 * gapAt, address, LENGTH - tailLength, tailLength);
        Arrays.fill(address, 2 * gapAt, LENGTH - tailLength, (byte)0);
        return true;
    }

    private static int groupEnd(final CharSequence text, final int begin)
    {
        int end = begin;
        while (end < text.length() && end - begin < 4 && Character.digit(text.charAt(end), 16) >= 0 &&
            text.charAt(end) < 128)
        {
            end++;
        }
        return end;
    }

    private static void putGroup(
        final CharSequence text, final int begin, final int end, final byte[] address, final int offset)
    {
        int value = 0;
        for (int i = begin; i < end; i++)
        {
            value = value << 4 | Character.digit(text.charAt(i), 16);
        }
        address[offset] = (byte)(value >> 8);
        address[offset + 1] = (byte)value;
    }

    private static boolean parseIpv4(
        final CharSequence text, final int begin, final byte[] address, final int offset)
    {
        int part = 0;
        int digits = 0;
        int value = 0;
        for (int i = begin; i < text.length(); i++)
        {
            final char c = text.charAt(i);
            if (c == '.' && digits > 0 && part < 3)
            {
                address[offset + part++] = (byte)value;
                digits = 0;
                value = 0;
                continue;
            }
            value = 10 * value + (c - '0');
            digits++;
            if (c < '0' || c > '9' || value > 255 || digits > 3)
            {
                return false;
            }
        }
        address[offset + part] = (byte)value;
        return part == 3 && digits > 0;
    }
}
