package io.veto.engine.recovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a look at the token key has shown.
 *
 * @param isThere whether there is a file.
 * @param id      names the key; 0 where it cannot be used.
 * @param fault   why it cannot be used, in one line with what mends it; null where it can, or is not there.
 */
public record TokenKeyState(boolean isThere, long id, String fault)
{
    /**
     * Looks at a key.
     *
     * @param file of the key.
     * @return what is there.
     */
    public static TokenKeyState of(final Path file)
    {
        if (!Files.exists(file))
        {
            return new TokenKeyState(false, 0, null);
        }
        try
        {
            final byte[] key = TokenKey.load(file);
            final long id = TokenKey.id(key);
            Arrays.fill(key, (byte)0);
            return new TokenKeyState(true, id, null);
        }
        catch (final IOException e)
        {
            return new TokenKeyState(true, 0, TokenKey.fault(file, e));
        }
    }

    @Override
    public String toString()
    {
        return null != fault ? fault : isThere ? "there, id " + Long.toHexString(id) : "missing";
    }
}
