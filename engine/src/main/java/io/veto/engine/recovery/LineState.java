package io.veto.engine.recovery;

import io.veto.engine.journal.JournalDamagedException;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.engine.snapshot.JournalBarrier;
import io.veto.engine.snapshot.Snapshot;
import io.veto.engine.snapshot.SnapshotLock;
import io.veto.engine.snapshot.SnapshotReader;
import io.veto.engine.snapshot.SnapshotStore;
import io.veto.engine.source.SourceTable;
import io.veto.engine.statistics.RuleStatistics;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.language.RuleSetException;
import io.veto.rules.layout.ProcessStartDecoder;
import io.veto.rules.layout.ProcessStartEncoder;
import io.veto.rules.score.Scorer;
import io.veto.rules.state.StateDamagedException;
import io.veto.rules.state.StateReader;
import io.veto.rules.state.StateWriter;
import io.veto.rules.window.ZoneTransitions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Everything that the line goes on from behind one record: what a snapshot holds.
 * <pre>
 *   settings     those of the last process start
 *   zones        time zones that the journal carries, with their transitions
 *   rules        text of the rule set in force
 *   sources      senders, their last message numbers, and where their messages are
 *   statistics   what each rule did, and the last alerts
 *   scorer …     sections of the scorer: lists, modes of rules, windows and so on
 * </pre>
 * What the damage guard counts is not among them: it begins anew with each process, and what it decides is journalled.
 * <p>
 * <b>Note:</b> one thread.
 *
 * @param settings   of the last process start.
 * @param zones      that the journal carries.
 * @param sources    senders.
 * @param statistics of the rules in force.
 * @param scorer     that answers.
 */
public record LineState(
    ProcessSettings settings, Collection<ZoneTransitions> zones, SourceTable sources, RuleStatistics statistics, Scorer scorer)
{
    /**
     * What a snapshot begins with.
     *
     * @param settings of the last process start.
     * @param zones    that the journal carries, by name.
     */
    record Head(ProcessSettings settings, Map<String, ZoneTransitions> zones)
    {
    }

    private static final int ZONES_MAX = 1024;
    private static final int TRANSITIONS_MAX = 1 << 16;
    private static final int NAME_LENGTH_MAX = 256;

    /**
     * Writes it down.
     *
     * @param rooms    that made the scorer.
     * @param writer   to write to.
     * @param segments empty folder for full segments of the reservoir.
     * @throws java.io.UncheckedIOException if anything cannot be written.
     */
    public void save(final WindowRooms rooms, final StateWriter writer, final Path segments)
    {
        writer.section("settings");
        final UnsafeBuffer start = new UnsafeBuffer(new byte[ProcessStartEncoder.BLOCK_LENGTH]);
        settings.encode(new ProcessStartEncoder().wrap(start, 0), scorer.ruleSet().hash());
        putBytes(writer, start);
        saveZones(writer);
        writer.section("rules");
        putBytes(writer, new UnsafeBuffer(scorer.ruleSet().text().getBytes(StandardCharsets.UTF_8)));
        sources.save(writer);
        statistics.save(writer);
        rooms.save(scorer, segments, writer);
    }

    /**
     * Takes a snapshot in place, unless there is a good one already behind the same sequence. What it says of the record that it stands
     * behind is read from the journal.
     *
     * @param store    to write to.
     * @param lock     the right to write.
     * @param sequence of the last record that the state has seen, which is journalled.
     * @param epoch    of that record.
     * @param rooms    that made the scorer.
     * @param journal  forced before the snapshot is listed.
     * @return the snapshot; null where there is one already.
     * @throws IOException                  if it cannot be written; the snapshots before remain.
     * @throws java.io.UncheckedIOException the same.
     * @throws JournalDamagedException      if the journal does not hold that record.
     */
    public Snapshot takeSnapshot(
        final SnapshotStore store,
        final SnapshotLock lock,
        final long sequence,
        final int epoch,
        final WindowRooms rooms,
        final JournalBarrier journal) throws IOException
    {
        final Path ofRecords = DataFolder.journal(lock.data());
        for (final Snapshot snapshot : store.list())
        {
            if (snapshot.sequence() == sequence && store.check(snapshot).isGood() && SnapshotSeek.isOf(ofRecords, snapshot))
            {
                return null;
            }
        }
        final int recordCrc = SnapshotSeek.recordCrc(ofRecords, sequence, epoch);
        return store.write(lock, sequence, epoch, recordCrc, scorer.windows().engineTimeMs(), scorer.stateHash(),
            (writer, segments) -> save(rooms, writer, segments), journal, snapshot -> SnapshotSeek.isOf(ofRecords, snapshot));
    }

    /**
     * Makes it anew from a snapshot.
     *
     * @param snapshot        to read.
     * @param rooms           for the scorer, which is to be closed there.
     * @param labelMaturityMs of the statistics from now on, in milliseconds of engine time; {@link RuleStatistics#MATURITY_MS_AS_SAVED} for
     *                        the one that they were saved under.
     * @return the state.
     * @throws StateDamagedException                    if a byte is not what was written.
     * @throws java.io.UncheckedIOException             if it cannot be read.
     * @throws io.veto.rules.window.StateLimitException if there is no room for it.
     */
    public static LineState load(final Snapshot snapshot, final WindowRooms rooms, final long labelMaturityMs)
    {
        try (SnapshotReader reader = snapshot.open())
        {
            final Head head = loadHead(reader);
            reader.section("rules");
            final String text = string(getBytes(reader, "length of rules", 0, RecordDescriptor.LENGTH_MAX));
            final RuleSet ruleSet = compile(snapshot, text, head.zones());
            final SourceTable sources = new SourceTable();
            sources.load(reader);
            final RuleStatistics statistics = RuleStatistics.load(ruleSet, labelMaturityMs, reader);
            final Scorer scorer = rooms.scorer(ruleSet, head.settings().scorer());
            try
            {
                rooms.load(scorer, snapshot.segments(), reader);
                reader.end();
                checkCrc(snapshot, reader.crc());
                return new LineState(head.settings(), head.zones().values(), sources, statistics, scorer);
            }
            catch (final RuntimeException | Error e)
            {
                rooms.close(scorer);
                throw e;
            }
        }
    }

    /**
     * Reads what a snapshot begins with, and none of the rest.
     *
     * @param snapshot to read.
     * @return settings and time zones.
     * @throws StateDamagedException        if a byte of them is not what was written.
     * @throws java.io.UncheckedIOException if it cannot be read.
     */
    static Head head(final Snapshot snapshot)
    {
        try (SnapshotReader reader = snapshot.open())
        {
            return loadHead(reader);
        }
    }

    private static Head loadHead(final StateReader reader)
    {
        reader.section("settings");
        final UnsafeBuffer start =
            getBytes(reader, "length of settings", ProcessStartDecoder.BLOCK_LENGTH, ProcessStartDecoder.BLOCK_LENGTH);
        try
        {
            final ProcessSettings settings = ProcessSettings.decode(new ProcessStartDecoder()
                .wrap(start, 0, ProcessStartDecoder.BLOCK_LENGTH, ProcessStartDecoder.SCHEMA_VERSION));
            return new Head(settings, loadZones(reader));
        }
        catch (final JournalDamagedException e)
        {
            throw new StateDamagedException("snapshot is of no use: " + e.getMessage());
        }
    }

    private static RuleSet compile(final Snapshot snapshot, final String text, final Map<String, ZoneTransitions> zones)
    {
        try
        {
            return RuleSetCompiler.compile("snapshot:" + snapshot.sequence(), text, zones::get);
        }
        catch (final RuleSetException e)
        {
            throw new StateDamagedException("snapshot is of no use: its rules are none to this version of Veto: " + e.getMessage());
        }
    }

    private static void checkCrc(final Snapshot snapshot, final int crc)
    {
        if (snapshot.crc() != crc)
        {
            throw new StateDamagedException("snapshot damaged: it is not the one that was listed: sequence=" + snapshot.sequence() +
                " expectedCrc=" + Integer.toHexString(snapshot.crc()) + " crc=" + Integer.toHexString(crc));
        }
    }

    private void saveZones(final StateWriter writer)
    {
        writer.section("zones");
        writer.putLong(zones.size());
        for (final ZoneTransitions zone : zones)
        {
            putBytes(writer, new UnsafeBuffer(zone.name().getBytes(StandardCharsets.UTF_8)));
            final long[] atMs = zone.atMs();
            final long[] offsetMs = zone.offsetMs();
            writer.putLong(atMs.length);
            for (int i = 0; i < atMs.length; i++)
            {
                writer.putLong(atMs[i]);
                writer.putLong(offsetMs[i]);
            }
        }
    }

    private static Map<String, ZoneTransitions> loadZones(final StateReader reader)
    {
        reader.section("zones");
        final Map<String, ZoneTransitions> zones = new HashMap<>();
        final long count = reader.getLong("number of time zones", 0, ZONES_MAX);
        for (long zone = 0; zone < count; zone++)
        {
            final String name = string(getBytes(reader, "length of a zone's name", 1, NAME_LENGTH_MAX));
            final long[] atMs = new long[(int)reader.getLong("transitions of a time zone", 1, TRANSITIONS_MAX)];
            final long[] offsetMs = new long[atMs.length];
            for (int i = 0; i < atMs.length; i++)
            {
                atMs[i] = reader.getLong();
                offsetMs[i] = reader.getLong();
            }
            try
            {
                zones.put(name, new ZoneTransitions(name, atMs, offsetMs));
            }
            catch (final IllegalArgumentException e)
            {
                throw new StateDamagedException(e.getMessage());
            }
        }
        return zones;
    }

    private static void putBytes(final StateWriter writer, final UnsafeBuffer bytes)
    {
        writer.putLong(bytes.capacity());
        writer.putBytes(bytes, 0, bytes.capacity());
    }

    private static UnsafeBuffer getBytes(final StateReader reader, final String what, final int lengthMin, final int lengthMax)
    {
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[(int)reader.getLong(what, lengthMin, lengthMax)]);
        reader.getBytes(bytes, 0, bytes.capacity());
        return bytes;
    }

    private static String string(final UnsafeBuffer bytes)
    {
        return new String(bytes.byteArray(), StandardCharsets.UTF_8);
    }
}
