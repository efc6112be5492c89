package io.veto.engine.recovery;

import io.veto.engine.journal.JournalFiles;
import io.veto.engine.report.ErrorText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret under which card identifiers become tokens: 32 random bytes in a file that its owner alone may read. Without it no token can
 * be made again, so it belongs into the same backup as the journal, and never beside it in another's hands.
 */
public final class TokenKey
{
    /** Bytes of a key. */
    public static final int LENGTH = 32;

    /** Text whose token names the key. */
    public static final String ID_TEXT = "veto token key";

    private static final String ALGORITHM = "HmacSHA256";
    private static final Set<PosixFilePermission> OWNER_ONLY =
        EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private TokenKey()
    {
    }

    /**
     * Reads the key.
     *
     * @param file of the key.
     * @return its 32 bytes.
     * @throws IOException if the file cannot be read, is not a key, or is open to others; the message names the mend.
     */
    public static byte[] load(final Path file) throws IOException
    {
        final Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (!OWNER_ONLY.containsAll(permissions))
        {
            throw new IOException("token key is open to others: expectedMode=rw------- mode=" +
                PosixFilePermissions.toString(permissions) + ": chmod 600 " + file);
        }
        final byte[] key = Files.readAllBytes(file);
        if (LENGTH != key.length)
        {
            throw new IOException("token key has the wrong length: expectedLength=" + LENGTH + " length=" + key.length + " file=" + file +
                ": put the key of this journal back");
        }
        return key;
    }

    /**
     * Says why a key cannot be loaded.
     *
     * @param file of the key.
     * @param e    that {@link #load} threw.
     * @return one line with what mends it.
     */
    static String fault(final Path file, final IOException e)
    {
        return e instanceof FileSystemException ?
            "token key cannot be read: file=" + file + " cause=" + ErrorText.cause(e) + ": make it a file that this user may read" :
            e.getMessage();
    }

    /**
     * Names a key without telling it, as the tokeniser does.
     *
     * @param key of {@link #LENGTH} bytes.
     * @return the token of {@link #ID_TEXT} under the key.
     */
    public static long id(final byte[] key)
    {
        try
        {
            final Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return ByteBuffer.wrap(mac.doFinal(ID_TEXT.getBytes(StandardCharsets.US_ASCII))).order(ByteOrder.LITTLE_ENDIAN).getLong();
        }
        catch (final GeneralSecurityException e)
        {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /**
     * Draws a new key.
     *
     * @return its 32 bytes.
     */
    public static byte[] random()
    {
        final byte[] key = new byte[LENGTH];
        new SecureRandom().nextBytes(key);
        return key;
    }

    /**
     * Writes a new key: under another name, forced, then renamed and the name forced, so that a key is whole or absent, and what is
     * answered after it is never without it.
     *
     * @param file to write, which must not exist.
     * @param key  of {@link #LENGTH} bytes.
     * @throws IOException if it cannot be written.
     */
    public static void create(final Path file, final byte[] key) throws IOException
    {
        if (Files.exists(file))
        {
            throw new FileAlreadyExistsException(file.toString());
        }
        final Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Files.write(temporary, key, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        Files.move(temporary, file);
        JournalFiles.force(file.toAbsolutePath().getParent());
    }
}
