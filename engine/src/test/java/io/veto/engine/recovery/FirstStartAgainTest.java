package io.veto.engine.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.disk.ForcedNames;
import io.veto.engine.disk.WatchedFileSystem;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.engine.statistics.RuleStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstStartAgainTest
{
    private static final int CHANGES_MAX = 6;

    @TempDir
    private Path folder;

    @Test
    void shouldBeginAgainWhereverMovingAsideWasCutOff() throws IOException
    {
        final List<String> next = new ArrayList<>();
        int cutOff = 0;
        for (int changes = 0; changes < CHANGES_MAX; changes++)
        {
            final CaseFolder started = new CaseFolder(Files.createDirectory(folder.resolve("data-" + changes)));
            started.serve(0);
            Files.delete(started.key());
            cutOff += isCutOff(started.data(), changes) ? 1 : 0;
            started.serve(2);
            next.add(started.serve(0));
        }

        assertTrue(cutOff > 1 && cutOff < CHANGES_MAX, "cutOff=" + cutOff);
        assertEquals(List.of("recovery goes on: replays from sequence 1 to 4"), next.stream().distinct().toList());
    }

    /** Begins to recover, and ends before one of its changes of a name. */
    private static boolean isCutOff(final Path data, final int changes)
    {
        final int[] left = {Integer.MAX_VALUE};
        final Path watched = WatchedFileSystem.watched(data, new ForcedNames()
        {
            @Override
            public void beforeChange(final Path path, final String what)
            {
                if (left[0]-- <= 0)
                {
                    throw new IllegalStateException(what);
                }
            }
        });
        try (DataFolder locked = DataFolder.lock(watched);
            WindowRooms rooms = WindowRooms.main())
        {
            left[0] = changes;
            new Recovery(locked, plan -> { }).replay(rooms, RuleStatistics.MATURITY_MS_DEFAULT);
            return false;
        }
        catch (final IllegalStateException | IOException e)
        {
            return true;
        }
    }
}
