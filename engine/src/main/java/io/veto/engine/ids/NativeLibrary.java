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
 * order: each kill leaves 16 MB. A library that is loaded needs its name no longer, so here it goes at once; what a kill meanwhile
 * leaves has the same name and goes with the next one.
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
     * @param folder to unpack it in, made if it is not there and deleted.
     * @throws IOException if it cannot be unpacked or loaded.
     */
    static void load(final Path folder) throws IOException
    {
        Files.createDirectories(folder);
        try
        {
            NativeLibraryLoader.getInstance().loadLibrary(folder.toString());
        }
        catch (final UnsatisfiedLinkError e)
        {
            throw new IOException("the native library of the index of ids cannot be loaded: folder=" + folder + " error=" +
                e.getMessage() + ": mount its file system with exec", e);
        }
        finally
        {
            IoUtil.delete(folder.toFile(), true);
        }
        RocksDB.loadLibrary();
    }
}
