package io.veto.engine.disk;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * Notes the names of what is forced.
 */
public class ForcedNames implements DiskWatch
{
    private final Set<String> names = new TreeSet<>();

    /** What was forced so far. */
    public Set<String> names()
    {
        return names;
    }

    @Override
    public int beforeWrite(final Path file, final int length)
    {
        return length;
    }

    @Override
    public void afterPart(final Path file)
    {
        throw new IllegalStateException("no write was cut: file=" + file.getFileName());
    }

    @Override
    public void beforeChange(final Path path, final String what)
    {
    }

    @Override
    public void beforeForce(final Path path)
    {
    }

    @Override
    public void afterForce(final Path path)
    {
        names.add(path.getFileName().toString());
    }
}
