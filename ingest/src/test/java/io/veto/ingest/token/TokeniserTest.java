package io.veto.ingest.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.recovery.TokenKey;
import io.veto.rules.layout.AccountDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokeniserTest
{
    private static final String PAN = "9999990000000011";

    private final byte[] key = new byte[TokenKey.LENGTH];
    private final UnsafeBuffer field = new UnsafeBuffer(new byte[AccountDecoder.ENCODED_LENGTH]);
    private final AccountDecoder account = new AccountDecoder().wrap(field, 0);

    @TempDir
    private Path folder;

    TokeniserTest()
    {
        new Random(1).nextBytes(key);
    }

    @Test
    void shouldMakeTheTokenThatHmacSha256Makes() throws GeneralSecurityException
    {
        tokenise(PAN);

        assertEquals(hmac(PAN), account.cardToken());
        assertEquals(hmac(PAN.substring(0, 12)), account.pan12Token());
    }

    @Test
    void shouldKeepTheFirstSixAndTheLastFourDigitsOfAPan()
    {
        tokenise(PAN);

        assertEquals(999999, account.bin());
        assertEquals(11, account.lastFour());
    }

    @Test
    void shouldLeaveNothingOfThePanBehind()
    {
        tokenise(PAN);
        final byte[] bytes = new byte[AccountDecoder.ENCODED_LENGTH];
        field.getBytes(0, bytes);

        assertFalse(new String(bytes, StandardCharsets.ISO_8859_1).contains(PAN.substring(0, 6)));
    }

    @Test
    void shouldKeepNoDigitsOfWhatIsNotAPan()
    {
        tokenise("596");

        assertEquals(0, account.bin());
        assertEquals(65535, account.lastFour());
        assertEquals(0, account.pan12Token());
    }

    @Test
    void shouldCountThirteenToNineteenDigitsAsAPan()
    {
        final StringBuilder seen = new StringBuilder();
        for (int length = 12; length <= 20; length++)
        {
            tokenise("9".repeat(length));
            seen.append(0 == account.bin() ? '-' : 'P');
        }

        assertEquals("-PPPPPPP-", seen.toString());
    }

    @Test
    void shouldRefuseAnEmptyTextAndWipeWhatStandsBehindIt()
    {
        field.putStringWithoutLengthAscii(0, "\0" + PAN);

        assertFalse(new Tokeniser(key).tokenise(field, 0));
        assertEquals(new UnsafeBuffer(new byte[AccountDecoder.ENCODED_LENGTH]), field);
    }

    @Test
    void shouldNameTheKeyWithoutTellingIt()
    {
        final byte[] other = key.clone();
        other[0]++;

        assertNotEquals(new Tokeniser(key).keyId(), new Tokeniser(other).keyId());
        assertEquals(TokenKey.id(key), new Tokeniser(key).keyId());
    }

    @Test
    void shouldMakeAKeyThatItsOwnerAloneMayRead() throws IOException
    {
        final byte[] made = TokenKey.random();
        TokenKey.create(folder.resolve("token.key"), made);

        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("token.key"))));
        assertEquals(ByteBuffer.wrap(made), ByteBuffer.wrap(TokenKey.load(folder.resolve("token.key"))));
    }

    @Test
    void shouldRefuseAKeyThatOthersMayRead() throws IOException
    {
        final Path file = folder.resolve("token.key");
        TokenKey.create(file, key);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        final IOException e = assertThrows(IOException.class, () -> TokenKey.load(file));

        assertEquals("token key is open to others: expectedMode=rw------- mode=rw-r--r--: chmod 600 " + file, e.getMessage());
    }

    @Test
    void shouldRefuseAKeyOfAnotherLength() throws IOException
    {
        final Path file = folder.resolve("token.key");
        TokenKey.create(file, key);
        Files.write(file, new byte[31]);

        assertTrue(assertThrows(IOException.class, () -> TokenKey.load(file)).getMessage()
            .startsWith("token key has the wrong length: expectedLength=32 length=31"));
    }

    private void tokenise(final String text)
    {
        field.setMemory(0, field.capacity(), (byte)0);
        field.putStringWithoutLengthAscii(0, text);
        assertTrue(new Tokeniser(key).tokenise(field, 0));
    }

    private long hmac(final String text) throws GeneralSecurityException
    {
        final Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return ByteBuffer.wrap(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII))).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
}
