package io.veto.ingest;

import io.veto.engine.recovery.JvmZones;
import io.veto.rules.language.Includes;
import io.veto.rules.language.RuleFile;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Rule files on disk, and those that they include: paths are relative to the including file.
 */
public final class RuleFiles implements Includes
{
    private RuleFiles()
    {
    }

    /**
     * Compiles a rule file and those that it includes.
     *
     * @param file to compile.
     * @return the rule set; its text is all of them in one.
     * @throws IOException if a file cannot be read.
     * @throws io.veto.rules.language.RuleSetException if anything is wrong with what they say.
     */
    public static RuleSet compile(final Path file) throws IOException
    {
        final String name = file.normalize().toString();
        return RuleSetCompiler.compile(name, read(file, name), new JvmZones(), new RuleFiles());
    }

    @Override
    public RuleFile find(final String from, final String name) throws IOException
    {
        try
        {
            final Path file = Path.of(from).resolveSibling(name).normalize();
            return Files.isRegularFile(file) ? new RuleFile(file.toString(), read(file, name)) : null;
        }
        catch (final InvalidPathException e)
        {
            return null;
        }
    }

    private static String read(final Path file, final String name) throws IOException
    {
        try (InputStream stream = Files.newInputStream(file))
        {
            final byte[] bytes = stream.readNBytes(RuleSetCompiler.FILE_LENGTH_MAX + 1);
            if (bytes.length > RuleSetCompiler.FILE_LENGTH_MAX)
            {
                throw new IOException("rule file too long: expectedMaxLength=" + RuleSetCompiler.FILE_LENGTH_MAX + " file=" + name +
                    ": take rules or comments out");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        }
        catch (final CharacterCodingException e)
        {
            throw new IOException("rules are not UTF-8 text: file=" + name + ": save the file as UTF-8", e);
        }
    }
}
