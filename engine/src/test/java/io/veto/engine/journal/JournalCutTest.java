package io.veto.engine.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.journal.JournalFiles.JournalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JournalCutTest
{
    private static final int HEADER_LENGTH = Integer.BYTES;
    private static final int HOLE_LENGTH = 8192;
    private static final String ADVICE = ": put back from the backup what is damaged or missing, see veto recover plan ";

    @TempDir
    private Path data;
    private Path journal;
    private JournalImage image;

    /** How the writing of an excerpt of two ticks can be cut off. */
    private enum Tear
    {
        HEADER_ONLY, HALF_A_RECORD, ONE_RECORD, WHOLE_PAYLOAD, COMPLETE_HEADER_ONLY, FIRST_RECORD_LOST, SECOND_RECORD_LOST, HEADER_LOST,
        PAYLOAD_BEFORE_HEADER
    }

    @BeforeEach
    void write() throws IOException
    {
        image = JournalImage.write(data, false);
        journal = image.journal();
    }

    @ParameterizedTest
    @EnumSource(Tear.class)
    void shouldCutATornTailAndGoOn(final Tear tear) throws IOException
    {
        final List<String> expected = new ArrayList<>(image.records());
        final int kept = tear(tear, 31, 2);
        if (kept > 0)
        {
            expected.add("6 31 2 217");
        }

        final JournalEnd end = JournalImage.startAgain(journal);

        assertEquals(JournalEnd.State.TORN, end.state());
        assertTrue(end.voidLength() > 0, end::toString);
        expected.addAll(List.of("11 " + (30 + kept) + " 2 0", "1 " + (30 + kept) + " 3 1", tick(31 + kept, 3)));
        assertEquals(expected, JournalImage.records(journal));
        assertEquals(JournalEnd.State.WHOLE, JournalScan.of(journal).state());
    }

    @ParameterizedTest
    @EnumSource(Tear.class)
    void shouldCutATornTailBehindATornTailBehindATornTail(final Tear tear) throws IOException
    {
        final List<String> expected = new ArrayList<>(image.records());
        long sequence = 30;
        int epoch = 2;
        for (int i = 0; i < 3; i++)
        {
            if (tear(tear, sequence + 1, epoch) > 0)
            {
                expected.add(tick(++sequence, epoch));
            }
            JournalImage.startAgain(journal);
            expected.add("11 " + sequence + " " + epoch + " 0");
            expected.add("1 " + sequence + " " + ++epoch + " 1");
            expected.add(tick(++sequence, epoch));
        }

        assertEquals(expected, JournalImage.records(journal));
    }

    @Test
    void shouldCutAgainWhereTheWritingOfTheCutItselfWasCutOff() throws IOException
    {
        tear(Tear.HALF_A_RECORD, 31, 2);
        final List<String> expected = new ArrayList<>(image.records());
        expected.addAll(List.of("11 30 2 0", "1 30 3 1", tick(31, 3)));
        final Path mark = HighWaterMark.file(journal);
        final byte[] markBefore = Files.readAllBytes(mark);
        JournalImage.startAgain(journal);
        final Path file = lastFile();
        final byte[] whole = Files.readAllBytes(file);
        final int cut = (int)JournalSeek.firstRecord(JournalFiles.list(journal).get(4));
        final List<Integer> wrong = new ArrayList<>();
        for (int length = 0; length < cut + HEADER_LENGTH + 60; length = length < cut - 8 ? length + cut / 5 : length + 4)
        {
            Files.write(mark, markBefore);
            Files.write(file, Arrays.copyOf(whole, length));
            if (length > cut)
            {
                JournalImage.put(file, cut, (byte)0, (byte)0, (byte)0, (byte)0x80);
            }
            JournalImage.startAgain(journal);
            if (!expected.equals(JournalImage.records(journal)))
            {
                wrong.add(length);
            }
            Files.delete(lastFile());
            Files.delete(lastFile());
        }

        assertEquals(List.of(), wrong);
    }

    @Test
    void shouldCutAgainBehindACutRecord() throws IOException
    {
        tear(Tear.HALF_A_RECORD, 31, 2);
        final List<String> expected = new ArrayList<>(image.records());
        JournalImage.behind(journal, JournalScan.of(journal)).close();
        tear(Tear.HALF_A_RECORD, 31, 2);

        JournalImage.startAgain(journal);

        expected.addAll(List.of("11 30 2 0", "11 30 2 0", "1 30 3 1", tick(31, 3)));
        assertEquals(expected, JournalImage.records(journal));
    }

    @Test
    void shouldPassOverANewFileThatIsEmpty() throws IOException
    {
        Files.createFile(JournalFiles.file(journal, 4));

        final JournalEnd end = JournalImage.startAgain(journal);

        assertEquals(JournalEnd.State.WHOLE, end.state());
        final List<String> expected = new ArrayList<>(image.records());
        expected.addAll(List.of("1 30 3 1", tick(31, 3)));
        assertEquals(expected, JournalImage.records(journal));
    }

    @Test
    void shouldFindAByteFarBehindWhereNothingWasWritten() throws IOException
    {
        final Path file = lastFile();
        final long end = lastExcerptEnd(file);
        JournalImage.put(file, end + 300_000_001, (byte)42);

        final JournalEnd found = JournalScan.of(journal);

        assertEquals(JournalEnd.State.TORN, found.state());
        assertEquals(300_000_004, found.voidLength());
    }

    @Test
    void shouldNeverReadVoidBytesAgain() throws IOException
    {
        tear(Tear.WHOLE_PAYLOAD, 31, 2);
        final Path torn = lastFile();
        final long tornAt = lastExcerptEnd(torn);
        JournalImage.startAgain(journal);
        final List<String> expected = JournalImage.records(journal);

        JournalImage.put(journal.resolve(torn.getFileName().toString().replace(".cq4", ".sealed")), tornAt + 40, (byte)42, (byte)43);

        assertEquals(expected, JournalImage.records(journal));
    }

    @Test
    void shouldRefuseALaterFileThatBeginsWithoutACut() throws IOException
    {
        tear(Tear.WHOLE_PAYLOAD, 31, 2);
        try (JournalWriter writer = new JournalWriter(journal, 31, JournalImage.BLOCK_LENGTH))
        {
            JournalImage.append(writer, TestRecords.start(3, 31));
            writer.flush();
        }

        final JournalDamagedException e = assertThrows(JournalDamagedException.class, () -> JournalImage.records(journal));

        assertTrue(e.getMessage().startsWith("journal damaged: a record is not what was written: sequence=31 file=19700101-0003V.sealed " +
            "offset="), e.getMessage());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SECOND_RECORD_LOST")
    void shouldRefuseATornTailThatIsNotCutThoughNoRecordIsMissing(final Tear tear) throws IOException
    {
        tear(tear, 31, 2);
        try (JournalWriter writer = new JournalWriter(journal, 30, JournalImage.BLOCK_LENGTH))
        {
            JournalImage.append(writer, TestRecords.start(3, 30));
            writer.flush();
        }

        final JournalDamagedException e = assertThrows(JournalDamagedException.class, () -> JournalImage.records(journal));

        assertTrue(e.getMessage().startsWith("journal damaged: a torn tail without a CUT record behind it: sequence=31 offset=") &&
            e.getMessage().endsWith(" lastFile=19700101-0003V.sealed file=19700101-0004V.cq4" + ADVICE + journal.getParent()),
            e.getMessage());
    }

    @Test
    void shouldRefuseAnExcerptThatLostItsHeaderAfterItWasNotedAsComplete() throws IOException
    {
        final Path file = lastFile();
        try (JournalFileReader reader = new JournalFileReader(new JournalFile(0, file), new UnsafeBuffer(0, 0)))
        {
            JournalImage.put(file, reader.writtenTo(), new byte[HEADER_LENGTH]);
        }

        assertEquals(JournalEnd.State.DAMAGED, JournalScan.of(journal).state());
    }

    @Test
    void shouldCutAWholeExcerptThatWasNotForcedWithTheIndexBeforeIt() throws IOException
    {
        final List<String> expected = new ArrayList<>(image.records());
        putBehindAHole(1);

        final JournalEnd end = JournalImage.startAgain(journal);

        assertEquals(JournalEnd.State.TORN, end.state());
        expected.addAll(List.of("11 30 2 0", "1 30 3 1", tick(31, 3)));
        assertEquals(expected, JournalImage.records(journal));
    }

    @Test
    void shouldRefuseTwoWholeExcerptsBehindAHole() throws IOException
    {
        putBehindAHole(2);

        assertEquals(JournalEnd.State.DAMAGED, JournalScan.of(journal).state());
    }

    @Test
    void shouldRefuseAWholeExcerptBehindAHoleThatIsNotTheNext() throws IOException
    {
        final byte[] later = excerpt(32, 2).byteArray();
        JournalImage.put(lastFile(), lastExcerptEnd(lastFile()) + HOLE_LENGTH, later);

        assertEquals(JournalEnd.State.DAMAGED, JournalScan.of(journal).state());
    }

    @Test
    void shouldRefuseACutThatNamesAnotherPlace() throws IOException
    {
        tear(Tear.HALF_A_RECORD, 31, 2);
        JournalImage.startAgain(journal);
        final Path file = journal.resolve("19700101-0003V.sealed");
        JournalImage.put(file, lastExcerptEnd(file) - 20, (byte)42, (byte)42);

        final JournalDamagedException e = assertThrows(JournalDamagedException.class, () -> JournalImage.records(journal));

        assertTrue(e.getMessage().matches("journal damaged: a record is not what was written: sequence=30 file=19700101-0003V.sealed " +
            "offset=\\d+ expectedCrc=[0-9a-f]+ crc=[0-9a-f]+" + ADVICE + journal.getParent()), e.getMessage());
    }

    @Test
    void shouldRefuseATornTailThatTheMarkCovers() throws IOException
    {
        new HighWaterMark(31, 2, 3).write(journal, HighWaterMark.Writer.SERVER);
        tear(Tear.HALF_A_RECORD, 31, 2);

        final JournalEnd end = JournalScan.of(journal);

        assertEquals("journal damaged: it ends before what was forced to the disk: expectedSequence=31 sequence=30 expectedEpoch=2 " +
            "epoch=2 expectedFile=19700101-0003V lastFile=19700101-0003V: put the missing files back from the backup, see veto " +
            "recover plan " + journal.getParent(), end.problem());
    }

    @Test
    void shouldGiveUpWhatStandsBehindDamageWhenAPersonSaysSo() throws IOException
    {
        final Path file = lastFile();
        final int third = (int)JournalSeek.firstRecord(JournalFiles.list(journal).get(3)) + 2 * (HEADER_LENGTH + 2 * 40) + 20;
        JournalImage.put(file, third, (byte)42);
        final JournalEnd end = JournalScan.of(journal);
        assertEquals(JournalEnd.State.DAMAGED, end.state());

        JournalImage.behind(journal, end.givenUp()).close();

        final List<String> records = JournalImage.records(journal);
        assertEquals(image.records().subList(0, records.size() - 1), records.subList(0, records.size() - 1));
        assertEquals("11 " + end.sequence() + " 2 0", records.get(records.size() - 1));
    }

    private void putBehindAHole(final int excerpts) throws IOException
    {
        long position = lastExcerptEnd(lastFile()) + HOLE_LENGTH;
        for (int i = 0; i < excerpts; i++)
        {
            final byte[] bytes = excerpt(31 + 2 * i, 2).byteArray();
            JournalImage.put(lastFile(), position, bytes);
            position += bytes.length;
        }
    }

    private static String tick(final long sequence, final int epoch)
    {
        return "6 " + sequence + " " + epoch + " " + sequence * 7;
    }

    /**
     * Leaves what a writer leaves that is cut off.
     *
     * @return how many of its two records can still be read.
     */
    private int tear(final Tear tear, final long sequence, final int epoch) throws IOException
    {
        final Path file = lastFile();
        final long position = lastExcerptEnd(file);
        final UnsafeBuffer excerpt = excerpt(sequence, epoch);
        final int record = (excerpt.capacity() - HEADER_LENGTH) / 2;
        final int length = switch (tear)
        {
            case HEADER_ONLY, COMPLETE_HEADER_ONLY -> HEADER_LENGTH;
            case HALF_A_RECORD, HEADER_LOST -> HEADER_LENGTH + record / 2;
            case ONE_RECORD -> HEADER_LENGTH + record;
            default -> excerpt.capacity();
        };
        if (Tear.COMPLETE_HEADER_ONLY.ordinal() > tear.ordinal())
        {
            excerpt.putInt(0, JournalFileReader.NOT_COMPLETE);
        }
        else if (Tear.HEADER_LOST == tear || Tear.PAYLOAD_BEFORE_HEADER == tear)
        {
            excerpt.putInt(0, 0);
        }
        else if (Tear.COMPLETE_HEADER_ONLY != tear)
        {
            excerpt.setMemory(Tear.FIRST_RECORD_LOST == tear ? HEADER_LENGTH : HEADER_LENGTH + record, record, (byte)0);
        }
        final byte[] bytes = new byte[length];
        excerpt.getBytes(0, bytes);
        JournalImage.put(file, position, bytes);
        return Tear.SECOND_RECORD_LOST == tear ? 1 : 0;
    }

    /**
     * An excerpt of two ticks as it is in a file.
     */
    private static UnsafeBuffer excerpt(final long sequence, final int epoch)
    {
        final int length = RecordDescriptor.TICK_LENGTH;
        final byte[] bytes = new byte[HEADER_LENGTH + 2 * length];
        final UnsafeBuffer excerpt = new UnsafeBuffer(bytes);
        excerpt.putInt(0, 2 * length);
        for (int i = 0; i < 2; i++)
        {
            final int offset = HEADER_LENGTH + i * length;
            excerpt.putBytes(offset, TestRecords.tick(epoch, sequence + i), 0, length);
            final CRC32C crc = new CRC32C();
            crc.update(bytes, offset, RecordDescriptor.crcOffset(length));
            excerpt.putInt(offset + RecordDescriptor.crcOffset(length), (int)crc.getValue());
        }
        return excerpt;
    }

    private Path lastFile()
    {
        final List<JournalFile> files = JournalFiles.list(journal);
        return files.get(files.size() - 1).path();
    }

    private long lastExcerptEnd(final Path file)
    {
        try (JournalFileReader reader = new JournalFileReader(new JournalFile(0, file), new UnsafeBuffer(0, 0)))
        {
            long position = reader.skipMetadata(0);
            while (JournalFileReader.isRecords(reader.header(position)))
            {
                position = reader.skipMetadata(JournalFileReader.behind(position, reader.header(position)));
            }
            return position;
        }
    }
}
