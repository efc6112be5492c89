package io.veto.engine.ids;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.IoUtil;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;

/**
 * RocksDB's native library, unpacked and loaded once in a process.
 * <p>
 * RocksDB by itself unpacks it under a new name in the folder of temporary files and deletes it at the end of the process, if that comes in
 * order: each kill leaves 16 MB. A library that is loaded needs its name no longer, so here it goes at once.
 * <p>
 * <b>Note:</b> safe from any thread, as RocksDB's loader is.
 * <p>
 * Source: dlopen(3) maps the file, and unlink(2) leaves what is mapped.
 */
final class NativeLibrary
{
    private NativeLibrary()
    {
    }

    /**
     * Loads it; does nothing where RocksDB has loaded it already.
     *
     * @throws IOException if it cannot be unpacked.
     */
    static void load() throws IOException
    {
        final Path folder = Files.createTempDirectory("veto-native-");
        try
        {
            NativeLibraryLoader.getInstance().loadLibrary(folder.toString());
        }
        finally
        {
            IoUtil.delete(folder.toFile(), true);
        }
        RocksDB.loadLibrary();
    }
}
