package io.veto.ingest.feed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * What one pass over a whole file has found before anything is sent: the file is good, and this much will be sent under
 * this name.
 *
 * @param sourceName     who is sending: the name given, or the file's, a hyphen, and 16 hex digits that stand for the
 *                       file's content, the mapping of its columns and the source of its originals; so another file is never taken
 *                       for this one.
 * @param rows           of the file, header not counted.
 * @param messages       that will be sent: one for each row, one more for each with a label.
 * @param originals      transaction ids that the reversals of the file name.
 * @param skippedColumns columns that are not used.
 * @param digest         SHA-256 of the file's bytes, as hex digits.
 * @param length         of the file in bytes.
 * @param modifiedTime   of the file.
 */
public record FeedPlan(
    String sourceName,
    long rows,
    long messages,
    Set<String> originals,
    List<String> skippedColumns,
    String digest,
    long length,
    FileTime modifiedTime)
{
    /** Longest name of a sender that {@link FeedConfig#sourceName()} may give, in characters. */
    public static final int NAME_LENGTH_MAX = 40;

    /** Most different rows that the reversals of a file may give back. */
    public static final int ORIGINALS_MAX = 1_000_000;

    private static final int DIGEST_LENGTH = 16;

    /**
     * Reads and checks a whole file.
     *
     * @param config that names it.
     * @return what was found.
     * @throws FeedException if it cannot be read, or any used value of any row is bad.
     */
    public static FeedPlan of(final FeedConfig config) throws FeedException
    {
        try (FeedRows rows = new FeedRows(config.file(), config.columns()))
        {
            final BasicFileAttributes attributes = attributes(config.file());
            long count = 0;
            long messages = 0;
            final Set<String> originals = new HashSet<>();
            while (rows.next())
            {
                count++;
                messages += rows.hasLabel() ? 2 : 1;
                if (rows.kind() == RowKind.REVERSAL)
                {
                    originals.add(rows.original());
                    requireFew(config.file(), originals);
                }
            }
            final byte[] digest = rows.digest();
            final FeedPlan plan = new FeedPlan(
                sourceName(config, digest),
                count,
                messages,
                Collections.unmodifiableSet(originals),
                List.copyOf(rows.plan().skipped()),
                HexFormat.of().formatHex(digest),
                attributes.size(),
                attributes.lastModifiedTime());
            plan.requireUnchanged(config.file());
            return plan;
        }
    }

    /**
     * Refuses a file that is not the one that was read.
     *
     * @param file to look at.
     * @throws FeedException if it has another length or time.
     */
    void requireUnchanged(final Path file) throws FeedException
    {
        final BasicFileAttributes attributes = attributes(file);
        if (attributes.size() != length || !attributes.lastModifiedTime().equals(modifiedTime))
        {
            throw changed(file);
        }
    }

    /**
     * Refuses a file whose content has turned out to be another.
     *
     * @param file       that was read.
     * @param readDigest of what was read, SHA-256.
     * @throws FeedException if it differs.
     */
    void requireDigest(final Path file, final byte[] readDigest) throws FeedException
    {
        if (!HexFormat.of().formatHex(readDigest).equals(digest))
        {
            throw changed(file);
        }
    }

    /**
     * What to say of a file that has changed.
     *
     * @param file that has.
     * @return an exception to throw.
     */
    static FeedException changed(final Path file)
    {
        return new FeedException(FeedException.ENVIRONMENT,
            file + ": the file has changed since it was checked; run the command again once nothing writes to it");
    }

    private static void requireFew(final Path file, final Set<String> originals) throws FeedException
    {
        if (originals.size() > ORIGINALS_MAX)
        {
            throw new FeedException(FeedException.BAD_INPUT, file + ": too many rows are reversed: expectedMaxOriginals=" +
                ORIGINALS_MAX + "; feed the file in parts");
        }
    }

    private static BasicFileAttributes attributes(final Path file) throws FeedException
    {
        try
        {
            return Files.readAttributes(file, BasicFileAttributes.class);
        }
        catch (final IOException ex)
        {
            throw new FeedException(FeedException.ENVIRONMENT, file + ": cannot be read any more: " + ex.getMessage());
        }
    }

    private static String sourceName(final FeedConfig config, final byte[] digest)
    {
        final String fileName = config.file().getFileName().toString().replaceAll("[^A-Za-z0-9._-]", "_");
        final String name = config.sourceName() == null ?
            fileName.substring(0, Math.min(fileName.length(), NAME_LENGTH_MAX)) :
            config.sourceName();
        final boolean isDigestEnough = config.columns().isEmpty() && config.originalSource() == null;
        final byte[] identity = isDigestEnough ? digest : digestOf(digest, config);
        return name + "-" + HexFormat.of().formatHex(identity).substring(0, DIGEST_LENGTH);
    }

    private static byte[] digestOf(final byte[] digest, final FeedConfig config)
    {
        try
        {
            final MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(digest);
            sha256.update(new TreeMap<>(config.columns()).toString().getBytes(StandardCharsets.UTF_8));
            if (config.originalSource() != null)
            {
                sha256.update(("\nof " + config.originalSource()).getBytes(StandardCharsets.UTF_8));
            }
            return sha256.digest();
        }
        catch (final NoSuchAlgorithmException ex)
        {
            throw new IllegalStateException("this Java has no SHA-256", ex);
        }
    }
}
