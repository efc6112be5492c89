package io.veto.engine.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.statistics.RuleStatistics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowerTest
{
    @TempDir
    private Path data;

    @Test
    void shouldNotCallADamagedSnapshotUpToDate() throws IOException
    {
        final CaseFolder folder = new CaseFolder(data);
        folder.serve(5);
        folder.takeSnapshot();
        folder.serve(5);
        folder.takeSnapshot();
        CaseFolder.flip(folder.snapshot(12, ".state"), 300);
        final List<String> told = new ArrayList<>();
        final Follower follower = new Follower(data, RuleStatistics.MATURITY_MS_DEFAULT, told::add);

        assertEquals("a snapshot of that sequence is there already: sequence=12 file=" + folder.snapshot(12, ".state") +
            ": the next one is taken behind a later record", assertThrows(IOException.class, follower::run).getMessage());
        assertTrue(1 == told.size() && told.get(0).startsWith("snapshot damaged: checksum differs: sequence=12 "), told.toString());

        folder.serve(1);

        final Followed followed = follower.run();
        assertEquals(List.of(true, 7L, 13L), List.of(followed.isWritten(), followed.fromSequence(), followed.snapshot().sequence()));
    }
}
