package io.veto.engine.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damages every file of a small journal and wants one of three things: a refusal in one line, the very same records, or a torn tail that is
 * said to be one and loses nothing that the mark covers.
 */
class JournalDamageTest
{
    private static final int SAMPLE = 1_000;

    @TempDir
    private Path data;
    private final List<String> wrong = new ArrayList<>();
    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);

    private enum Outcome
    {
        REFUSED, SAME, TORN
    }

    @Test
    void shouldNoticeFlippedBitsOfAMarkedJournal() throws IOException
    {
        flipSome(JournalImage.write(data, true), 42);

        assertEquals(List.of(), wrong);
        assertTrue(outcomes.get(Outcome.REFUSED) > 0 && outcomes.get(Outcome.SAME) > 0, outcomes::toString);
    }

    @Test
    void shouldNoticeFlippedBitsOfAnUnmarkedJournal() throws IOException
    {
        flipSome(JournalImage.write(data, false), 43);

        assertEquals(List.of(), wrong);
        assertTrue(outcomes.get(Outcome.REFUSED) > 0 && outcomes.get(Outcome.SAME) > 0, outcomes::toString);
    }

    @Test
    void shouldNoticeEveryFlippedBitOfHeaders() throws IOException
    {
        final JournalImage image = JournalImage.write(data, false);
        for (final Path file : image.files())
        {
            for (final int header : file.toString().endsWith(".mark") ? List.<Integer>of() : headers(image.bytes(file)))
            {
                for (int bit = 0; bit < Integer.SIZE; bit++)
                {
                    flip(image, file, header + bit / Byte.SIZE, bit % Byte.SIZE);
                }
            }
        }

        assertEquals(List.of(), wrong);
    }

    @Test
    @Tag("slow")
    void shouldNoticeEveryFlippedBit() throws IOException
    {
        for (int i = 0; i < 2; i++)
        {
            final JournalImage image = JournalImage.write(data.resolve("d" + i), 0 == i);
            for (final Path file : image.files())
            {
                for (final int offset : used(image.bytes(file)))
                {
                    for (int bit = 0; bit < Byte.SIZE; bit++)
                    {
                        flip(image, file, offset, bit);
                    }
                }
            }
        }

        assertEquals(List.of(), wrong);
    }

    @Test
    void shouldNoticeTruncation() throws IOException
    {
        final JournalImage image = JournalImage.write(data, false);
        for (final Path file : image.files())
        {
            truncate(image, file, 41);
        }

        assertEquals(List.of(), wrong);
    }

    @Test
    @Tag("slow")
    void shouldNoticeEveryTruncation() throws IOException
    {
        for (int i = 0; i < 2; i++)
        {
            final JournalImage image = JournalImage.write(data.resolve("d" + i), 0 == i);
            for (final Path file : image.files())
            {
                truncate(image, file, 1);
            }
        }

        assertEquals(List.of(), wrong);
    }

    @Test
    void shouldNoticeTheLossOfEachFileButTheMarkAndTheMetadata() throws IOException
    {
        final JournalImage image = JournalImage.write(data, false);
        final List<String> lost = new ArrayList<>();
        for (final Path file : image.files())
        {
            Files.delete(file);
            final Outcome outcome = outcome(image, image.records(), file + " lost");
            lost.add(file.getFileName() + " " + outcome);
            image.restore();
        }

        assertEquals(List.of(), wrong);
        assertEquals(
            List.of("journal.mark SAME", "19700101-0000V.sealed REFUSED", "19700101-0001V.sealed REFUSED", "19700101-0002V.cq4 REFUSED",
                "19700101-0003V.cq4 REFUSED", "metadata.cq4t SAME"),
            lost);
    }

    private void flipSome(final JournalImage image, final long seed) throws IOException
    {
        final Random random = new Random(seed);
        for (final Path file : image.files())
        {
            final List<Integer> used = used(image.bytes(file));
            for (int i = 0; i < SAMPLE / image.files().size() && !used.isEmpty(); i++)
            {
                flip(image, file, used.get(random.nextInt(used.size())), random.nextInt(Byte.SIZE));
            }
        }
    }

    private void flip(final JournalImage image, final Path file, final int offset, final int bit) throws IOException
    {
        image.flip(file, offset, bit);
        outcome(image, image.records(), file + " offset " + offset + " bit " + bit);
        image.putBack(file, offset);
    }

    private void truncate(final JournalImage image, final Path file, final int step) throws IOException
    {
        final byte[] bytes = image.bytes(file);
        final List<Integer> used = used(bytes);
        for (int i = 0; i < used.size(); i += step)
        {
            Files.write(file, Arrays.copyOf(bytes, used.get(i)));
            outcome(image, image.records(), file + " truncated " + used.get(i));
        }
        Files.write(file, bytes);
    }

    private Outcome outcome(final JournalImage image, final List<String> expected, final String what)
    {
        Outcome outcome = null;
        try
        {
            final JournalEnd end = JournalScan.of(image.journal());
            final List<String> records = JournalEnd.State.DAMAGED == end.state() ? List.of() : JournalImage.records(image.journal());
            outcome = outcome(end, expected, records);
            final HighWaterMark mark = HighWaterMark.read(image.journal());
            if (null == outcome || Outcome.TORN == outcome && null != mark && mark.sequence() > end.sequence())
            {
                wrong.add(what + ": " + end + " records=" + records.size());
            }
        }
        catch (final JournalDamagedException e)
        {
            outcome = Outcome.REFUSED;
        }
        catch (final RuntimeException | Error e)
        {
            wrong.add(what + ": " + e);
        }
        if (null != outcome)
        {
            outcomes.merge(outcome, 1, Integer::sum);
        }
        return outcome;
    }

    private static Outcome outcome(final JournalEnd end, final List<String> expected, final List<String> records)
    {
        if (JournalEnd.State.DAMAGED == end.state())
        {
            return 1 == end.problem().lines().count() ? Outcome.REFUSED : null;
        }
        if (expected.equals(records))
        {
            return Outcome.SAME;
        }
        return end.isTorn() && expected.subList(0, records.size()).equals(records) ? Outcome.TORN : null;
    }

    /**
     * Offsets of the bytes that hold something, with a few behind them.
     */
    private static List<Integer> used(final byte[] bytes)
    {
        final List<Integer> used = new ArrayList<>();
        int behind = 0;
        for (int i = 0; i < bytes.length; i++)
        {
            behind = 0 == bytes[i] ? behind - 1 : 64;
            if (behind > 0)
            {
                used.add(i);
            }
        }
        return used;
    }

    private static List<Integer> headers(final byte[] bytes)
    {
        final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        final List<Integer> headers = new ArrayList<>();
        int offset = 0;
        int header = buffer.getInt(0);
        while (0 != header && JournalFileReader.END_OF_FILE != header && offset + Integer.BYTES < bytes.length)
        {
            headers.add(offset);
            offset = (int)JournalFileReader.behind(offset, header);
            header = offset + Integer.BYTES > bytes.length ? 0 : buffer.getInt(offset);
        }
        headers.add(offset);
        return headers;
    }
}
