package io.veto.engine.journal;

import io.veto.rules.layout.Durability;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A process that appends batches and says so on its standard output behind each flush.
 */
final class ForcingProcess
{
    static final int BATCHES = 20;
    static final int BATCH_RECORDS = 5;

    private ForcingProcess()
    {
    }

    public static void main(final String[] args) throws IOException
    {
        final Path folder = Path.of(args[0]);
        try (FileOutputStream out = new FileOutputStream(FileDescriptor.out);
            JournalWriter journal = new JournalWriter(folder, 0, Durability.valueOf(args[1]), new DiskGuard(folder, 0, warning -> { })))
        {
            journal.startAhead(Throwable::printStackTrace);
            for (int batch = 0; batch <= BATCHES; batch++)
            {
                TestRecords.appendTicks(journal, batch * BATCH_RECORDS + 1, (batch + 1) * BATCH_RECORDS, BATCH_RECORDS);
                out.write(("reply " + batch + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        }
    }
}
