package io.veto.engine.disk;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Told of every step that changes a watched disk, before it is done. Whatever it throws comes out of the call.
 */
public interface DiskWatch
{
    /**
     * Bytes are about to be written.
     *
     * @param file   the real file.
     * @param length of what is to be written.
     * @return how many of them are written before {@link #afterPart} is called; all of them for none.
     */
    int beforeWrite(Path file, int length) throws IOException;

    /**
     * The first part of a write was done, the rest will not be.
     */
    void afterPart(Path file) throws IOException;

    /**
     * A name is about to be made, changed or deleted.
     */
    void beforeChange(Path path, String what) throws IOException;

    /**
     * A file's bytes, or a folder's names, are about to be forced.
     */
    void beforeForce(Path path) throws IOException;

    /**
     * They were forced.
     */
    void afterForce(Path path) throws IOException;
}
