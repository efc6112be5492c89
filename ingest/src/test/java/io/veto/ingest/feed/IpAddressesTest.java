package io.veto.ingest.feed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses are read from their text alone. */
class IpAddressesTest
{
    private final byte[] address = new byte[IpAddresses.LENGTH];

    @ParameterizedTest
    @CsvSource({
        "163.63.10.242, 00000000000000000000ffffa33f0af2",
        "0.0.0.0, 00000000000000000000ffff00000000",
        "::, 00000000000000000000000000000000",
        "::1, 00000000000000000000000000000001",
        "1::, 00010000000000000000000000000000",
        "2001:db8::8a2e:370:7334, 20010db80000000000008a2e03707334",
        "2001:DB8:1:2:3:4:5:6, 20010db8000100020003000400050006",
        "1:2:3:4:5:6:7::, 00010002000300040005000600070000",
        "::ffff:1.2.3.4, 00000000000000000000ffff01020304",
        "64:ff9b::192.0.2.33, 0064ff9b0000000000000000c0000221",
        "1:2:3:4:5:6:1.2.3.4, 00010002000300040005000601020304"})
    void shouldReadAddresses(final String text, final String expectedHex)
    {
        assertTrue(IpAddresses.parse(text, address));
        assertEquals(expectedHex, HexFormat.of().formatHex(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", ".", ":", ":::", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.0004", "1.2.3.4 ",
        "localhost", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:", "12345::",
        "::g", "fe80::1%eth0", "1:2:3:4:5:6:7:1.2.3.4", "1:2:3:4:5:6:7:8::", "::1.2.3", "1.2.3.4::", "[::1]"})
    void shouldRefuseWhatIsNoAddress(final String text)
    {
        assertFalse(IpAddresses.parse(text, address));
    }

    @Test
    void shouldAgreeWithJavaOnRandomAddresses() throws UnknownHostException
    {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        final byte[] expected = new byte[IpAddresses.LENGTH];
        for (int i = 0; i < 5_000; i++)
        {
            random.nextBytes(expected);
            final String text = Inet6Address.getByAddress(null, expected, -1).getHostAddress();
            assertTrue(IpAddresses.parse(text, address), () -> "seed=" + seed + " " + text);
            assertArrayEquals(InetAddress.getByName(text).getAddress(), address, () -> "seed=" + seed + " " + text);
        }
    }
}
